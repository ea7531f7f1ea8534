import json
from hashlib import sha256

from odoo import api, fields, models

from ...domain.excesses import Excess, ExcessKind, SoldLine, find_excesses


class SaleOrder(models.Model):
    """What of a proposal goes further than its seller may, and what was let go.

    What was sent within the limits of who sent it, or approved, stays so until it is
    changed, whatever becomes of the limits and the seller.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_released = fields.Char(
        "Released Content",
        readonly=True,
        copy=False,
        export_string_translation=False,
        groups="base.group_no_one",
        help="The fingerprint of what was sent within limits, or approved.",
    )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_released"}

    # === LIMITS ===

    def _get_excesses(self, user=None):
        """Return {direction: its `Excess`es}: what of a proposal is beyond the limits.

        :param user: whose limits count; none: who works with it, else its seller
        """
        self.ensure_one()
        order = self.sudo()
        if not order.engineering_calculated:
            return {}
        user = user or self._get_limited_user()
        parts = order._get_parts_by_direction()
        total = sum(_get_untaxed(lines) for lines in parts.values())
        off = _get_untaxed(order._get_discount_lines())
        found = {}
        for direction, lines in parts.items():
            share = off * _get_untaxed(lines) / total if total else off
            if excesses := order._find_excesses(direction, lines, share, user):
                found[direction] = excesses
        return found

    def _get_limited_user(self):
        """Return the user at work; instead of a customer or a program, the seller."""
        user = self.env.user
        if user._is_internal() and not user._is_superuser():
            return user
        order = self.sudo()
        return order.opportunity_id._get_engineering_manager() or order.user_id

    def _get_parts_by_direction(self):
        """Return {direction: its services}; of no direction, they are of the first."""
        services = self.order_line.filtered(lambda line: line._is_limited())
        directions = self.engineering_variant_ids.direction_id
        return {
            direction: services.filtered(
                lambda line, direction=direction: (
                    (line.engineering_direction_id or directions[:1]) == direction
                )
            )
            for direction in directions
        }

    def _get_discount_lines(self):
        return self.order_line.filtered(
            lambda line: (
                line._is_sold() and line._goes_along() and line.price_subtotal < 0
            )
        )

    def _find_excesses(self, direction, lines, discount, user):
        variants = self.engineering_variant_ids.filtered(
            lambda variant: variant.direction_id == direction
        )
        limit = direction._get_price_limit(user)
        currencies = variants.currency_id | self.currency_id
        if len(currencies) > 1:
            return [Excess(ExcessKind.CURRENCY, " → ".join(currencies.mapped("name")))]
        as_calculated = lines.filtered(lambda line: line._is_calculated_service())
        sold = {line.engineering_variant_line_id: line for line in as_calculated}
        taxes = self._describe_taxes_by_hand()
        lines_to_compare = [
            *(
                line._prepare_sold_line(sold.get(line), taxes.get(sold.get(line), ""))
                for line in variants.line_ids.filtered("product_id")
            ),
            *(
                SoldLine(
                    line._get_first_line(),
                    quantity=line._get_limited_quantity(),
                    price=line._get_net_price(),
                    taxes=taxes.get(line, ""),
                )
                for line in lines - as_calculated
            ),
        ]
        digits = self.env["decimal.precision"].precision_get("Product Price")
        rounding = self.currency_id.rounding or 0.01
        return find_excesses(limit, lines_to_compare, discount, digits, rounding)

    def _get_taxes_by_hand(self):
        """Return {line: the taxes that it has by itself} where others were chosen.

        By itself it has those of its service and of the order's fiscal position.
        """
        services = self.order_line.filtered(lambda line: line._is_limited())
        taxes = self.engineering_variant_ids[:1]._get_taxes(
            services.product_id, self.fiscal_position_id
        )
        own = {line: taxes[line.product_id] for line in services}
        return {line: taxes for line, taxes in own.items() if line.tax_ids != taxes}

    def _describe_taxes_by_hand(self):
        """Return {line: which taxes it has instead of which}."""
        return {
            line: f"{_name_taxes(own)} → {_name_taxes(line.tax_ids)}"
            for line, own in self._get_taxes_by_hand().items()
        }

    # === RELEASE ===

    def _is_within_limits(self):
        """Return whether the proposal may go out, and be accepted, as it is."""
        self.ensure_one()
        order = self.sudo()
        if not order.engineering_calculated:
            return True
        released = order.engineering_released
        return (
            bool(released) and released == order._get_fingerprint()
        ) or not self._get_excesses()

    def _release(self):
        """Keep what the proposals say now as what may go out, and be accepted."""
        for order in self.sudo():
            order._as_machine().engineering_released = order._get_fingerprint()

    def _hold_released(self):
        """Forget what might go out: what of it is beyond the limits is held again."""
        self._as_machine().write({"engineering_released": False})

    def _get_fingerprint(self):
        """Return what tells the content that limits are about from any other."""
        content = json.dumps(self._get_limited_content(), sort_keys=True)
        return sha256(content.encode()).hexdigest()

    def _get_limited_content(self):
        """Return what an approval is of, in values of JSON. To be extended."""
        self.ensure_one()
        order = self.sudo()
        by_hand = order._get_taxes_by_hand()
        return {
            "currency": order.currency_id.id,
            "customer": order.partner_id.commercial_partner_id.id,
            "terms": order.payment_term_id.id,
            "lines": sorted(
                (
                    [
                        line.engineering_variant_line_id.id or 0,
                        line.product_id.id,
                        line.product_uom_id.id,
                        line._get_limited_quantity(),
                        line.price_unit,
                        line.discount,
                        sorted(line.tax_ids.ids) if line in by_hand else 1.0,
                    ]
                    for line in order.order_line
                    if line._is_sold()
                ),
                # Of lines alike, some may have taxes by hand, and others none.
                key=lambda said: (said[:-1], str(said[-1])),
            ),
        }


def _get_untaxed(lines):
    return sum(lines.mapped("price_subtotal"))


def _name_taxes(taxes):
    return ", ".join(taxes.mapped("name")) or "–"
