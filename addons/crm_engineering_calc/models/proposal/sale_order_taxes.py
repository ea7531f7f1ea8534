from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """Taxes of proposals, which their variants have too, and their currency."""

    _name = "sale.order"
    _inherit = "sale.order"

    # === WHAT IS SETTLED ===

    def _is_settled(self):
        """Return whether the order's taxes are no longer those of its variants alone.

        It is confirmed, or signed as it is.
        """
        self.ensure_one()
        return self.state == "sale" or self._has_valid_signature()

    def _is_open_proposal(self):
        """Return whether the customer may still be offered something else by it."""
        self.ensure_one()
        return (
            self.state in ("draft", "sent")
            and not self._is_settled()
            and not self.sudo().engineering_superseded_by_id
        )

    def _get_all_variants(self):
        """Return the variants that the orders are of, and those that they offer."""
        orders = self.sudo()
        return orders.engineering_variant_ids | orders.engineering_offered_variant_ids

    # === FOLLOW ===

    @api.model
    def _get_tax_fields(self):
        """Return what of an order decides about its taxes, or whether they count."""
        return {
            "engineering_superseded_by_id",
            "fiscal_position_id",
            "partner_id",
            "partner_shipping_id",
            "state",
        }

    def write(self, vals):
        if self._get_tax_fields().isdisjoint(vals):
            return super().write(vals)
        orders = self._of_engineering()
        if not orders:
            return super().write(vals)
        positions = {
            order: order.fiscal_position_id
            for order in orders
            if order._is_open_proposal()
        }
        with orders._get_all_variants()._following_taxes():
            result = super().write(vals)
            orders.filtered(
                lambda order: (
                    order._is_open_proposal()
                    and order.fiscal_position_id != positions.get(order)
                )
            )._recompute_taxes()
        return result

    def unlink(self):
        with self._of_engineering()._get_all_variants()._following_taxes():
            return super().unlink()

    def _recompute_taxes(self):
        """Let the variants follow the host's button, too."""
        lines = self._of_engineering().order_line
        with (
            self._of_engineering()._get_all_variants()._following_taxes(),
            self.env.protecting([lines._fields["tax_ids"]], lines),
        ):
            result = super()._recompute_taxes()
            lines.modified(["tax_ids"])
        return result

    def _find_fiscal_position(self):
        """Return the fiscal position that the host gives to an order like this."""
        self.ensure_one()
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        return positions._get_fiscal_position(self.partner_id, self.partner_shipping_id)

    @contextmanager
    def _following_settings(self):
        """Let proposals have the taxes that the settings give them after the block.

        A fiscal position that somebody has chosen stays.
        """
        by_host = self.filtered(
            lambda order: order.fiscal_position_id == order._find_fiscal_position()
        )
        yield
        for order in by_host:
            order.fiscal_position_id = order._find_fiscal_position()
        for order in self:
            order._recompute_taxes()

    # === PRICELIST AND CURRENCY ===

    def _compute_pricelist_id(self):
        """Keep the pricelist that prices come from, whoever the customer is."""
        orders = self - self._of_engineering()
        return super(SaleOrder, orders)._compute_pricelist_id()

    @api.constrains("company_id", "pricelist_id")
    def _check_currency_of_variants(self):
        for order in self._of_engineering().sudo():
            currency = order._get_all_variants().currency_id
            if currency and currency != order.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(order)s is calculated in %(currency)s, and its prices would"
                        " become as many %(other)s. Choose a pricelist in %(currency)s,"
                        " or let the engineer revise the calculation in %(other)s.",
                        order=order.display_name,
                        currency=", ".join(currency.mapped("name")),
                        other=order.currency_id.name,
                    )
                )
