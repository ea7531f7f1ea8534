from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.field_groups import ENGINEER


class EngineeringDirectionOfferMixin(models.AbstractModel):
    """What a direction offers to its calculations, and takes from its parents."""

    _name = "engineering.direction.offer.mixin"
    _inherit = ["engineering.deletion.mixin"]
    _description = "Offer of a direction"

    product_tmpl_ids = fields.Many2many(
        "product.template",
        "engineering_direction_product_rel",
        "direction_id",
        "product_tmpl_id",
        string="Services",
        check_company=True,
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
    )
    free_product_ids = fields.Many2many(
        "product.product",
        "engineering_direction_free_product_rel",
        "direction_id",
        "product_id",
        string="Free Lines As",
        check_company=True,
        domain="[('engineering_offered_direction_id', '=', id)]",
        help="Services that stand for what the catalogue does not have: an imported"
        " line keeps its own text and price. One for each kind of unit; without any,"
        " imports make no free lines.",
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
    opening_column_ids = fields.One2many(
        "engineering.direction.opening.column",
        "direction_id",
        "Columns of Openings",
        copy=True,
        help="What is measured of each opening, besides what the parents ask.",
    )
    template_ids = fields.One2many(
        "engineering.template",
        "direction_id",
        "Templates",
        copy=False,
        groups=ENGINEER,
    )

    # === COMPUTE ===

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

    # === CRUD ===

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("templates"), "engineering.template", "direction_id"),
        ]

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

    # === OFFER ===

    def _get_product_domain(self):
        """Return the domain of products and templates that the direction offers."""
        return (
            Domain("engineering_direction_ids", "parent_of", self.ids)
            & Domain("sale_ok", "=", True)
            & Domain("active", "=", True)
        )

    def _get_free_services(self):
        """Return what free lines are of: one's own services, else a parent's."""
        direction = self
        while direction and not direction.free_product_ids:
            direction = direction.parent_id
        return direction.free_product_ids

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
        return self._get_coded("engineering.direction.measurement")

    def _get_opening_columns(self):
        """Return the columns of openings: an own code comes before a parent's."""
        return self._get_coded("engineering.direction.opening.column")

    def _get_coded(self, model):
        """Return records of the direction and its parents, the nearest of a code."""
        self.ensure_one()
        ancestors = [int(id_) for id_ in self.parent_path.split("/")[:-1]]
        records = self.env[model].search([("direction_id", "in", ancestors)])
        nearest = sorted(records, key=lambda one: -ancestors.index(one.direction_id.id))
        by_code = {}
        for record in nearest:
            by_code.setdefault(record.code, record)
        return records.browse(record.id for record in by_code.values()).sorted(
            "sequence"
        )

    # === BUTTONS ===

    def action_view_products(self):
        """Return the action that lists all offered services, the parents' too."""
        return self._open_products(self._get_product_domain())

    def action_view_inherited_products(self):
        """Return the action that lists what a parent offers too."""
        return self._open_products(self._get_inherited_product_domain())

    def _open_products(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sale.product_template_action"
        )
        action["domain"] = domain
        action["context"] = {"default_engineering_direction_ids": self.ids}
        return action
