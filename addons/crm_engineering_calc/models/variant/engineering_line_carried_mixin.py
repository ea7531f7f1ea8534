from odoo import api, fields, models

from ...domain.limits import carry
from ..common.finite_fields import FiniteFloat
from ..common.rows import filter_given


class EngineeringLineCarriedMixin(models.AbstractModel):
    """A correction of the earlier revision, and what it would be now."""

    _name = "engineering.line.carried.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Corrections carried over"

    carried_line_id = fields.Many2one(
        "engineering.variant.line",
        "Corrected Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The line of an earlier revision whose price the manager had corrected.",
    )
    carried_price = FiniteFloat(
        "Correction to Confirm",
        compute="_compute_carried_price",
        digits="Product Price",
        help="As much off the engineer's new price as the manager had corrected the"
        " old one by.",
    )

    # === COMPUTE ===

    @api.depends("calculated_price", "carried_line_id")
    def _compute_carried_price(self):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        carried = filter_given(self, "carried_line_id")
        (self - carried).carried_price = 0.0
        for line in carried:
            # Whoever sees the line may see what became of it.
            before = line.carried_line_id.sudo()
            line.carried_price = carry(
                before.calculated_price,
                before.price_unit,
                line.calculated_price,
                digits,
            )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"carried_line_id"}

    # === CARRY OVER ===

    def _carry_corrections(self, commands):
        """Let new lines, which `commands` make of these, propose what was corrected."""
        for line, (_create, _id, vals) in zip(self, commands, strict=True):
            vals["carried_line_id"] = line._get_corrected().id

    def _get_corrected(self):
        """Return the lines whose corrections the next revision carries over."""
        corrected = self.filtered(lambda line: line.price_unit != line.calculated_price)
        return corrected | (self - corrected).carried_line_id

    def _describe_carried(self, env):
        """Return the corrections to confirm as the reader of `env` reads them."""
        return self._describe_prices("carried_price", env)

    def _describe_prices(self, price, env):
        """Return the lines with what the field `price` has, as `env` reads them."""
        return "; ".join(
            f"{line._get_label()}: {line.currency_id.with_env(env).format(line[price])}"
            for line in self
        )
