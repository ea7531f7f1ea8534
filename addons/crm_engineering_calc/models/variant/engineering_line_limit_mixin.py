from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.limits import get_bounds, keeps_margin
from ..common.format_number import format_number


class EngineeringLineLimitMixin(models.AbstractModel):
    """How far the user may go from the engineer's price of a line."""

    _name = "engineering.line.limit.mixin"
    _description = "Limits of a line's price"

    correction_limit = fields.Char("Limit", compute="_compute_correction_limit")

    # === COMPUTE ===

    @api.depends("calculated_price", "variant_id.direction_id")
    @api.depends_context("lang", "uid")
    def _compute_correction_limit(self):
        for line in self:
            line.correction_limit = not line.display_type and line._describe_limit()

    def _describe_limit(self):
        """Return the user's limit in words: no margin and no cost stand in it."""
        limit = self._get_price_limit()
        if limit.is_free:
            return self.env._("free")
        bounds = self._format_bounds(self._get_price_bounds())
        if limit.margin_floor is None:
            return bounds
        return self.env._("%(bounds)s, or by the margin", bounds=bounds)

    def _format_bounds(self, bounds):
        lowest, highest = (
            format_number(self.env, price) if abs(price) != float("inf") else "∞"
            for price in bounds
        )
        return self.env._("%(lowest)s – %(highest)s", lowest=lowest, highest=highest)

    # === LIMITS ===

    def _get_price_limit(self):
        """Return the `Limit` of the user in the direction of the line."""
        return self.variant_id.direction_id._get_price_limit(self.env.user)

    def _get_price_bounds(self):
        """Return between which prices the user may correct the line's."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return get_bounds(self._get_price_limit(), self.calculated_price, digits)

    def _check_margin_may_allow(self, prices):
        """Refuse prices beyond their bounds that no margin may allow.

        :param prices: {line: price}
        :raises UserError: names the line, the price and the bounds
        """
        for line in self:
            if line._get_price_limit().margin_floor is not None:
                continue
            lowest, highest = map(line._format_price, line._get_price_bounds())
            raise UserError(
                self.env._(
                    "The price %(price)s of “%(line)s” is outside the limits of"
                    " “%(direction)s”: %(lowest)s to %(highest)s. Choose a price within"
                    " them, or ask the engineer to revise the calculation.",
                    price=line._format_price(prices[line]),
                    line=line.display_name,
                    direction=line.direction_id.display_name,
                    lowest=lowest,
                    highest=highest,
                )
            )

    def _format_price(self, price):
        return "∞" if price == float("inf") else self.currency_id.format(price)

    def _check_margin_is_kept(self):
        """Refuse prices beyond their bounds that leave a variant too low a margin.

        The refusal has no figures: one after another, they would tell the costs.

        :raises UserError: a variant is below the floor
        """
        for variant, lines in self.grouped("variant_id").items():
            # Who corrects prices need not see costs.
            untaxed, margin = variant.amount_untaxed, variant.sudo().margin
            if not keeps_margin(
                lines[:1]._get_price_limit(), untaxed, untaxed - margin
            ):
                raise UserError(
                    self.env._(
                        "With these prices “%(variant)s” is below the margin floor of"
                        " “%(direction)s”. Choose higher ones, or stay within the"
                        " limits of each price.",
                        variant=variant.name,
                        direction=variant.direction_id.display_name,
                    )
                )
