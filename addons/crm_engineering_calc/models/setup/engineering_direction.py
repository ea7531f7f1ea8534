from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..common.concurrency import serialize
from ..common.finite_fields import FiniteFloat

PATH_SEPARATOR = " / "
SETUP_HELP = Markup(
    '<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>'
    '<p><a type="action" name="crm_engineering_calc.engineering_setup_action"'
    ' class="btn btn-primary">%s</a></p>'
)


class EngineeringDirection(models.Model):
    _name = "engineering.direction"
    _description = "Direction"
    _inherit = ["mail.thread", "engineering.archive.mixin"]
    _order = "tree_position, id"
    _rec_names_search = ["name", "code"]
    _parent_store = True
    _check_company_auto = True
    _calculation_field = "direction_id"

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another direction has this code. Choose a code of its own.",
    )
    _evidence_positive = models.Constraint(
        "CHECK(evidence_required >= 0)",
        "The number of documents can't be negative.",
    )
    _margin_floor_percent = models.Constraint(
        "CHECK(margin_floor BETWEEN 0 AND 100)",
        "The margin floor is a percentage: 0 to 100.",
    )
    _limits_positive = models.Constraint(
        "CHECK(price_decrease_limit BETWEEN 0 AND 100 AND price_increase_limit >= 0)",
        "A limit of price corrections is a percentage: 0 to 100 down, 0 or more up.",
    )

    name = fields.Char(required=True, translate=True, tracking=True)
    display_name = fields.Char(recursive=True)
    code = fields.Char(tracking=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    parent_id = fields.Many2one(
        "engineering.direction",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Services and coefficients of the parent are offered here too.",
    )
    parent_path = fields.Char(index=True)
    tree_position = fields.Char(
        compute="_compute_tree_position",
        store=True,
        recursive=True,
        export_string_translation=False,
        help="Puts children under their parent, by sequence and name.",
    )
    child_ids = fields.One2many("engineering.direction", "parent_id", "Children")
    team_id = fields.Many2one("engineering.team", check_company=True, tracking=True)
    # A pricelist belongs to a company by default, and a direction to none: whether
    # they fit is asked of a calculation, which has one.
    pricelist_id = fields.Many2one(
        "product.pricelist",
        tracking=True,
        help="Gives the base prices and the currency of its calculations.",
    )
    project_id = fields.Many2one(
        "project.project",
        check_company=True,
        tracking=True,
        domain="[('is_template', '=', False)]",
        help="Works of this direction are tasks of this project. Without one they"
        " are tasks of the parent's project, or of a new one.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        "engineering_direction_product_rel",
        "direction_id",
        "product_tmpl_id",
        string="Services",
        check_company=True,
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
    )
    product_count = fields.Integer(
        compute="_compute_product_count",
        help="Services that its engineers choose from, those of the parents included.",
    )
    inherited_product_count = fields.Integer(
        "Services of the Parents", compute="_compute_product_count"
    )
    coefficient_ids = fields.Many2many(
        "engineering.coefficient",
        "engineering_coefficient_direction_rel",
        "direction_id",
        "coefficient_id",
        string="Coefficients",
        check_company=True,
        tracking=True,
    )
    measurement_ids = fields.One2many(
        "engineering.direction.measurement",
        "direction_id",
        "Measurements",
        copy=True,
        help="What a new calculation asks to measure, besides what the parents ask.",
    )
    template_ids = fields.One2many(
        "engineering.template",
        "direction_id",
        "Templates",
        copy=False,
        groups="crm_engineering_calc.group_engineer",
    )
    work_gate = fields.Selection(
        [
            ("none", "At once"),
            ("order", "After the order is confirmed"),
            ("payment", "After any payment"),
            ("full_payment", "After full payment"),
        ],
        "Work May Begin",
        default="order",
        required=True,
        tracking=True,
    )
    evidence_required = fields.Integer(
        "Documents to Complete a Work",
        tracking=True,
        help="How many documents or photos must be attached to a work before it can"
        " be completed.",
    )
    response_hours = FiniteFloat(
        "Response Within (hours)",
        default=24.0,
        help="Promise to the manager: a request is taken within this time.",
    )
    price_decrease_limit = FiniteFloat(
        "Price Down (%)",
        default=10.0,
        tracking=True,
        help="How far the manager may correct a price below the engineer's.",
    )
    price_increase_limit = FiniteFloat(
        "Price Up (%)",
        default=50.0,
        tracking=True,
        help="How far the manager may correct a price above the engineer's.",
    )
    margin_floor = FiniteFloat(
        "Margin Floor (%)",
        tracking=True,
        help="A variant with a lower margin is completed only with an explanation."
        " Zero: any margin will do.",
    )
    import_mapping = fields.Json(
        export_string_translation=False,
        copy=False,
        help="What headers of imported sheets have meant.",
    )
    company_id = fields.Many2one("res.company")

    # === COMPUTE ===

    @api.depends("name", "parent_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for direction in self:
            names = (direction.parent_id.display_name, direction.name)
            direction.display_name = PATH_SEPARATOR.join(filter(None, names))

    @api.depends("parent_id.tree_position", "sequence", "name")
    def _compute_tree_position(self):
        for direction in self.with_context(lang=None):
            direction.tree_position = (
                f"{direction.parent_id.tree_position or ''}"
                f"{direction.sequence:06} {direction.name}/"
            )

    @api.depends("product_tmpl_ids", "parent_id.product_tmpl_ids")
    def _compute_product_count(self):
        templates = self.env["product.template"]
        for direction in self:
            direction.product_count = templates.search_count(
                direction._get_product_domain()
            )
            direction.inherited_product_count = templates.search_count(
                direction._get_inherited_product_domain()
            )

    # === SEARCH ===

    def _search_display_name(self, operator, value):
        """Find a direction by its path too, as it is shown, exported and imported."""
        domain = super()._search_display_name(operator, value)
        if operator == "in":
            paths = [self._search_path("=", path) for path in value]
            return Domain.OR([domain, *paths])
        if operator in ("ilike", "=ilike", "like", "=like"):
            return domain | self._search_path(operator, value)
        return domain

    def _search_path(self, operator, path):
        parent, separator, name = str(path).rpartition(PATH_SEPARATOR)
        if not separator:
            return Domain.FALSE
        return Domain("name", operator, name) & Domain(
            "parent_id.display_name", operator, parent
        )

    # === CONSTRAINTS ===

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A direction can't be a child of its own child.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scope(self):
        """Keep what is limited to a direction from becoming limited to nothing."""
        for coefficient in self.coefficient_ids:
            if coefficient.direction_ids <= self:
                raise UserError(
                    self.env._(
                        "The coefficient %(coefficient)s is for “%(direction)s” only,"
                        " and without it would be for all directions. Archive the"
                        " direction, or give the coefficient another one.",
                        coefficient=coefficient.display_name,
                        direction=coefficient.direction_ids[0].display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        directions = super().create(vals_list)
        self.env["res.groups"].sudo()._offer_engineering()
        return directions

    def unlink(self):
        result = super().unlink()
        self.env["res.groups"].sudo()._offer_engineering()
        return result

    # === BUSINESS ===

    def _get_product_domain(self):
        """Return the domain of products and templates that the direction offers."""
        return (
            Domain("engineering_direction_ids", "parent_of", self.ids)
            & Domain("sale_ok", "=", True)
            & Domain("active", "=", True)
        )

    def _get_inherited_product_domain(self):
        """Return the domain of what is offered because a parent offers it."""
        if not self.parent_id:
            return Domain.FALSE
        return self.parent_id._get_product_domain() & Domain(
            "engineering_direction_ids", "not in", self.ids
        )

    def _get_coefficient_domain(self):
        """Return the domain of coefficients that the direction offers."""
        return Domain("direction_ids", "=", False) | Domain(
            "direction_ids", "parent_of", self.ids
        )

    def _get_template_domain(self):
        """Return the domain of the templates that the direction offers."""
        return Domain("direction_id", "parent_of", self.ids)

    def _get_measurements(self):
        """Return what is measured: an own code comes before that of a parent."""
        self.ensure_one()
        ancestors = [int(id_) for id_ in self.parent_path.split("/")[:-1]]
        measurements = self.env["engineering.direction.measurement"].search(
            [("direction_id", "in", ancestors)]
        )
        nearest = sorted(
            measurements, key=lambda one: -ancestors.index(one.direction_id.id)
        )
        by_code = {}
        for measurement in nearest:
            by_code.setdefault(measurement.code, measurement)
        return measurements.browse(
            measurement.id for measurement in by_code.values()
        ).sorted("sequence")

    def _get_project(self):
        """Return the project of its works: its own, a parent's, or a new one.

        Whoever hands out the first work may not make projects, hence superuser.
        """
        self.ensure_one()
        project = self.project_id or (self.parent_id and self.parent_id._get_project())
        if not project:
            serialize(self)
            projects = self.env["project.project"].sudo()
            project = projects.create(self._prepare_project_values())
            self.sudo().project_id = project
        if not project.active:
            raise UserError(
                self.env._(
                    "Works of “%(direction)s” go to the project “%(project)s”, which is"
                    " archived. Ask the administrator to restore it, or to choose"
                    " another one.",
                    direction=self.display_name,
                    project=project.name,
                )
            )
        return project

    def _prepare_project_values(self):
        return {
            "name": self.name,
            "allow_billable": True,
            "company_id": self.company_id.id,
            "user_id": self.team_id.leader_id.id,
        }

    def _check_work_gate(self, order):
        """Refuse works of `order` before the gate of the direction is open.

        :raises UserError: the order is not confirmed, or not paid, as asked
        """
        self.ensure_one()
        gate = self.work_gate
        if order.state == "cancel":
            raise UserError(
                self.env._("%(order)s is cancelled.", order=order.display_name)
            )
        if gate != "none" and order.state != "sale":
            raise UserError(
                self.env._(
                    "Works of “%(direction)s” begin after the order. Confirm"
                    " %(order)s first.",
                    direction=self.display_name,
                    order=order.display_name,
                )
            )
        missing = order._get_amount_missing_for_gate(gate)
        if missing:
            raise UserError(
                self.env._(
                    "Works of “%(direction)s” begin after the payment. Still missing"
                    " for %(order)s: %(amount)s.",
                    direction=self.display_name,
                    order=order.display_name,
                    amount=order.currency_id.format(missing),
                )
            )

    @api.model
    def get_empty_list_help(self, help_message):
        return super().get_empty_list_help(self._offer_setup(help_message))

    @api.model
    def _offer_setup(self, help_message):
        """Lead an administrator to the guide while there is no direction."""
        is_administrator = self.env.user.has_group(
            "crm_engineering_calc.group_administrator"
        )
        if not is_administrator or self.search_count([], limit=1):
            return help_message
        return SETUP_HELP % (
            self.env._("Set up engineering"),
            self.env._(
                "A direction, its engineers and its services: then a manager can send"
                " the first request."
            ),
            self.env._("Set up a direction"),
        )

    def action_view_products(self):
        """Open all services that are offered, those of the parents included."""
        return self._open_products(self._get_product_domain())

    def action_view_inherited_products(self):
        """Open the services that are offered because a parent offers them."""
        return self._open_products(self._get_inherited_product_domain())

    def _open_products(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sale.product_template_action"
        )
        action["domain"] = domain
        action["context"] = {"default_engineering_direction_ids": self.ids}
        return action
