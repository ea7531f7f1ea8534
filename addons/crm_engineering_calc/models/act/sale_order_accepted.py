from math import fsum

from odoo import models

from ...domain.acceptance import Amounts, Ordered, carry_over
from ...domain.rounding import to_decimal
from ...domain.workflows import ActState
from ..common.concurrency import serialize
from ..common.rows import get_values


class SaleOrder(models.Model):
    """What the lines of an order come to, for acts to sum up to it."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_ordered_amounts(self):
        """Return what the host's tax engine makes of each line, all rounding included.

        :return: {line: `Ordered`}; the amounts of the lines add up to the order's
        """
        ordered = {}
        for order in self:
            if order._has_amounts_of_lines():
                ordered |= order._spread_ordered_amounts()
            else:
                ordered |= order._compute_ordered_amounts()
        return ordered

    def _has_amounts_of_lines(self):
        """Return whether its lines have their amounts but for the order's rounding.

        The host computes each line alone, and then the order. With one tax, or none,
        for all lines, which no price includes, only roundings lie between.
        """
        self.ensure_one()
        lines = self._get_priced_lines()
        taxes = lines.tax_ids
        return (
            len(taxes) <= 1
            and all(tax.amount_type == "percent" for tax in taxes)
            and not any(tax.price_include or tax.has_negative_factor for tax in taxes)
            and len(set(get_values(lines, "tax_ids"))) <= 1
            and not any(get_values(lines, "extra_tax_data"))
            and not self._add_base_lines_for_early_payment_discount()
        )

    def _spread_ordered_amounts(self):
        """Return what `_get_ordered_amounts` does, of the amounts that lines have.

        The engine, which spreads the order's rounding over them, computes none anew.
        """
        self.ensure_one()
        lines, engine = self._get_priced_lines(), self.env["account.tax"]
        factors = [
            {"factor": line.product_uom_qty * line._get_discounted_price()}
            for line in lines
        ]
        roundings = (
            engine._distribute_delta_amount_smoothly(
                self.currency_id.decimal_places,
                self[of_order] - fsum(lines.mapped(of_line)),
                factors,
            )
            for of_order, of_line in (
                ("amount_untaxed", "price_subtotal"),
                ("amount_tax", "price_tax"),
            )
        )
        return {
            line: line._prepare_ordered_as_kept(*of_line)
            for line, *of_line in zip(lines, *roundings, strict=True)
        }

    def _compute_ordered_amounts(self):
        """Return what `_get_ordered_amounts` does, by the host's tax engine."""
        self.ensure_one()
        engine, company = self.env["account.tax"], self.company_id
        base_lines = [
            line._prepare_base_line_for_taxes_computation()
            for line in self._get_priced_lines()
        ]
        of_discounts = self._add_base_lines_for_early_payment_discount()
        all_base_lines = base_lines + of_discounts
        engine._add_tax_details_in_base_lines(all_base_lines, company)
        engine._round_base_lines_tax_details(all_base_lines, company)
        # The host makes two of each line: what its tax is less, and nothing else.
        pairs = zip(of_discounts[::2], of_discounts[1::2], strict=True)
        discounts = list(pairs) or [()] * len(base_lines)
        return {
            base_line["record"]: base_line["record"]._prepare_ordered(
                base_line["tax_details"],
                *(discount["tax_details"] for discount in of_line),
            )
            for base_line, of_line in zip(base_lines, discounts, strict=True)
        }

    def _get_amounts_to_accept(self, standing):
        """Return the lines as acts that are not issued yet accept them.

        :param standing: {line: lines of acts that stand}
        :return: {line: `Ordered`}; what is issued, and they, add up to the orders
        """
        issued = _get_issued_amounts(standing)
        to_accept = {}
        for order in self:
            ordered = order._get_ordered_amounts()
            to_accept |= carry_over(
                ordered, {line: issued[line] for line in ordered if line in issued}
            )
        return to_accept

    def _let_acts_follow(self):
        """Let drafts of acts have the prices and amounts that orders have by now."""
        if orders := self._of_engineering():
            # Who makes an act meanwhile accepts what is ordered by now.
            serialize(orders.filtered(lambda order: order.state == "sale"))
            lines = self.env["engineering.act.line"].sudo()
            lines.search(
                [
                    ("order_line_id.order_id", "in", orders.ids),
                    ("act_id.state", "=", ActState.DRAFT.value),
                ]
            )._follow_order()


class SaleOrderLine(models.Model):
    """A line of an order, as acts accept it."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _fetch_for_acts(self):
        """Read what acts ask of the lines at once: they have dozens of fields more."""
        self.fetch(
            [
                "collapse_composition",
                "collapse_prices",
                "company_id",
                "currency_id",
                "discount",
                "display_type",
                "extra_tax_data",
                "name",
                "order_id",
                "price_subtotal",
                "price_tax",
                "price_unit",
                "product_id",
                "product_uom_qty",
                "qty_delivered_method",
                "sequence",
                "tax_ids",
            ]
        )

    def _prepare_ordered_as_kept(self, of_untaxed, of_tax):
        """Return the line as acts accept it, with the amounts that it has.

        :param of_untaxed: its part of the order's rounding
        :param of_tax: that of its tax
        """
        self.ensure_one()
        rounding = self.currency_id.rounding
        untaxed, tax = self.price_subtotal + of_untaxed, self.price_tax + of_tax
        return Ordered(
            quantity=to_decimal(self.product_uom_qty),
            amounts=Amounts.of(
                untaxed, dict.fromkeys(self.tax_ids.ids, (untaxed, tax)), rounding
            ),
            rounding=rounding,
        )

    def _prepare_ordered(self, tax_details, *discounts):
        """Return the line as acts accept it, with its amounts.

        :param discounts: tax details of what it costs less when it is paid early
        """
        self.ensure_one()
        rounding = self.currency_id.rounding
        amounts = sum(
            (get_amounts(discount, rounding) for discount in discounts),
            get_amounts(tax_details, rounding),
        )
        taxes = tax_details["taxes_data"]
        return Ordered(
            quantity=to_decimal(self.product_uom_qty),
            amounts=amounts,
            rounding=rounding,
            is_tax_included=bool(amounts.taxes)
            and all(tax["price_include"] for tax in taxes),
        )


def _get_issued_amounts(standing):
    """Return {line: (quantity, `Amounts`) in issued acts}, if no draft has it."""
    return {
        line: (
            sum(to_decimal(of_act.quantity) for of_act in of_line),
            sum((of_act._get_amounts() for of_act in of_line), Amounts()),
        )
        for line, of_line in standing.items()
        if not any(of_act._is_draft() for of_act in of_line)
    }


def get_amounts(tax_details, rounding):
    """Return what the host's tax engine made of a line, its part of roundings too.

    A tax that is reversed on the same line comes to nothing there, and is left out.
    """
    taxes = tax_details["taxes_data"]
    reversed_ = {tax["tax"] for tax in taxes if tax["is_reverse_charge"]}
    return Amounts.of(
        tax_details["total_excluded_currency"]
        + tax_details["delta_total_excluded_currency"],
        {
            tax["tax"].id: (tax["base_amount_currency"], tax["tax_amount_currency"])
            for tax in taxes
            if tax["tax"] not in reversed_
        },
        rounding,
    )
