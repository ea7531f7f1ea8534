from markupsafe import Markup

from odoo import api, fields, models

from ..common.field_groups import ADMINISTRATOR
from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number

SETUP_HELP = Markup(
    '<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>'
    '<p><a type="action" name="crm_engineering_calc.engineering_setup_action"'
    ' class="btn btn-primary">%s</a></p>'
)


class EngineeringDirection(models.Model):
    _name = "engineering.direction"
    _description = "Direction"
    _inherit = [
        "engineering.plain.text.mixin",
        "engineering.direction.tree.mixin",
        "engineering.direction.offer.mixin",
        "engineering.direction.promise.mixin",
        "engineering.direction.work.mixin",
        "engineering.direction.proof.mixin",
        "engineering.direction.request.mixin",
        "engineering.direction.proposal.mixin",
        "engineering.direction.contract.mixin",
        "engineering.direction.paper.mixin",
        "engineering.direction.invoice.mixin",
        "engineering.direction.limit.mixin",
        "engineering.direction.sending.mixin",
        "mail.thread",
        "engineering.archive.mixin",
    ]
    _order = "tree_position, id"
    _rec_names_search = ["name", "code"]
    _parent_store = True
    _check_company_auto = True
    _calculation_field = "direction_id"

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another direction has this code. Choose a code of its own.",
    )
    _margin_floor_percent = models.Constraint(
        "CHECK(margin_floor BETWEEN 0 AND 100)",
        "The margin floor is a percentage: 0 to 100.",
    )
    _coefficient_bounds = models.Constraint(
        "CHECK(COALESCE(coefficient_max, 0) = 0 AND COALESCE(coefficient_min, 0) = 0"
        " OR COALESCE(coefficient_min, 0) > 0 AND coefficient_min <= 1"
        " AND COALESCE(coefficient_max, 0) >= 1)",
        "A coefficient that is written by hand needs bounds around 1, such as 0.8 to"
        " 1.5; two zeros leave it free.",
    )
    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(tracking=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    team_id = fields.Many2one("engineering.team", check_company=True, tracking=True)
    # A pricelist belongs to a company by default, and a direction to none: whether
    # they fit is asked of a calculation, which has one.
    pricelist_id = fields.Many2one(
        "product.pricelist",
        tracking=True,
        help="Gives the base prices and the currency of its calculations.",
    )
    use_customer_pricelist = fields.Boolean(
        "Customer's Pricelist First",
        tracking=True,
        help="A customer with a pricelist of its own is calculated by it: base prices"
        " and currency. All others by the direction's.",
    )
    margin_floor = FiniteFloat(
        "Margin Floor (%)",
        tracking=True,
        help="A variant with a lower margin is completed only with an explanation."
        " Zero: any margin will do.",
    )
    coefficient_min = FiniteFloat(
        "Least Coefficient by Hand",
        tracking=True,
        help="From where to where engineers may write a coefficient that is no"
        " coefficient of the direction. Zeros: as the parent has it, else any number.",
    )
    coefficient_max = FiniteFloat("Greatest Coefficient by Hand", tracking=True)
    import_mapping = fields.Json(
        export_string_translation=False,
        copy=False,
        help="What headers of imported sheets have meant.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        directions = super().create(vals_list)
        self.env["res.groups"].sudo()._offer_engineering()
        return directions

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("deals"), "crm.lead", "engineering_direction_id"),
            (self.env._("calculations"), "engineering.calculation", "direction_id"),
        ]

    def unlink(self):
        result = super().unlink()
        self.env["res.groups"].sudo()._offer_engineering()
        return result

    # === COEFFICIENTS BY HAND ===

    def _admits_coefficient(self, coefficient):
        """Return whether a coefficient without coefficients behind it is in bounds."""
        low, high = self._get_coefficient_bounds()
        return not high or low <= coefficient <= high

    def _get_coefficient_bounds(self):
        """Return one's own bounds, else a parent's; zeros where nothing bounds it."""
        self.ensure_one()
        direction = self
        while direction and not direction.coefficient_max:
            direction = direction.parent_id
        return direction.coefficient_min, direction.coefficient_max

    def _get_coefficient_message(self, coefficient):
        """Return in words that such a coefficient is refused, and the remedy."""
        low, high = self._get_coefficient_bounds()
        return self.env._(
            "The coefficient %(value)s is outside of what “%(direction)s” lets be"
            " written by hand (%(low)s to %(high)s). Correct the number, or choose"
            " coefficients of the direction.",
            value=format_number(self.env, coefficient),
            direction=self.display_name,
            low=format_number(self.env, low),
            high=format_number(self.env, high),
        )

    # === GUIDE ===

    @api.model
    def get_empty_list_help(self, help_message):
        return super().get_empty_list_help(self._offer_setup(help_message))

    @api.model
    def _offer_setup(self, help_message):
        """Lead an administrator to the guide while there is no direction."""
        is_administrator = self.env.user.has_group(ADMINISTRATOR)
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
