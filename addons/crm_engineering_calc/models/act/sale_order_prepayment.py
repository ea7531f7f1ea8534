from collections import defaultdict
from itertools import pairwise

from odoo import models
from odoo.tools import float_round

from ...domain.acceptance import Amounts
from ...domain.prepayment import Prepayment, get_deductions
from .invoice_values import (
    compute_base_lines,
    deduct,
    get_order_lines,
    get_sale_lines,
    get_tax_ids,
)
from .sale_order_accepted import get_amounts


class SaleOrder(models.Model):
    """Prepayments of orders that acts bill: invoices deduct no more than they bill."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _deduct_prepayments(self, values):
        """Let an invoice deduct of each order's prepayment what it bills of the order.

        :param values: the values of the invoice, which are changed
        """
        prepaid, billed = defaultdict(list), defaultdict(list)
        for line in get_order_lines(values):
            order = get_sale_lines(self.env, line).order_id
            if order in self:
                lines = prepaid if line.get("is_downpayment") else billed
                lines[order].append(line)
        gone = []
        for order, lines in prepaid.items():
            deductions = order._get_deductions(values, lines, billed[order])
            for line, (rest, deducted) in zip(lines, deductions, strict=True):
                if not deducted.total:
                    gone.append(line)
                elif (
                    deducted != rest
                    or get_sale_lines(self.env, line)._is_begun()
                    # The host takes it for deducted where another of its invoice was.
                    or not line["price_unit"]
                ):
                    deduct(self.env, values, line, deducted)
        _drop(values, gone)

    def _get_deductions(self, values, lines, billed):
        """Return what is left of prepayments, and what of it an invoice deducts.

        :param lines: the values of the invoice's lines of prepayments
        :param billed: the values of its other lines of the order
        """
        self.ensure_one()
        sums = defaultdict(Amounts)
        rounding = self.currency_id.rounding
        base_lines = compute_base_lines(self.env, values, billed)
        for base_line in base_lines:
            taxes = frozenset(base_line["tax_ids"].ids)
            sums[taxes] += get_amounts(base_line["tax_details"], rounding)
        prepayments = [
            Prepayment(
                frozenset(get_tax_ids(line)),
                get_sale_lines(self.env, line)._get_prepaid_rest(),
            )
            for line in lines
        ]
        ordered = frozenset(
            frozenset(line.tax_ids.ids)
            for line in self._get_priced_lines()
            if not line.is_downpayment
        )
        deductions = get_deductions(
            prepayments, sums, ordered, rounding, self._is_last_bill(billed)
        )
        return [
            (prepayment.rest, deducted)
            for prepayment, deducted in zip(prepayments, deductions, strict=True)
        ]

    def _is_last_bill(self, billed):
        """Return whether an invoice with these lines leaves nothing to be billed."""
        self.ensure_one()
        quantities = defaultdict(float)
        for line in billed:
            for sale_line in get_sale_lines(self.env, line):
                quantities[sale_line] += line["quantity"]
        return all(
            line.product_uom_id.compare(
                line._get_quantity_to_do(), line.qty_invoiced + quantities[line]
            )
            <= 0
            for line in self.order_line
            if line.product_id and not line.is_downpayment and not line._goes_along()
        )


class SaleOrderLine(models.Model):
    """A prepayment that invoices deduct in parts."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def _is_begun(self):
        """Return whether an invoice of something else has some of the prepayment."""
        return bool(self._get_prepaid_lines(is_prepayment=False))

    def _get_prepaid_lines(self, is_prepayment):
        """Return the lines of invoices that bill a prepayment, or that deduct it."""
        return self.invoice_lines.filtered(
            lambda line: (
                line.move_id.state != "cancel"
                and bool(line.move_id._is_downpayment()) is is_prepayment
            )
        )

    def _get_prepaid_rest(self):
        """Return what of the prepayment no invoice has deducted, as `Amounts`."""
        rest = Amounts()
        lines = self.sudo().invoice_lines
        for move in lines.move_id.filtered(lambda move: move.state != "cancel"):
            base_lines, _tax_lines = move._get_rounded_base_and_tax_lines()
            for base_line in base_lines:
                if base_line["record"] in lines:
                    rounding = move.currency_id.rounding
                    amounts = get_amounts(base_line["tax_details"], rounding)
                    rest += -amounts if move.move_type == "out_refund" else amounts
        return rest

    def _prepare_qty_invoiced(self):
        """Take a prepayment for invoiced in the part that is not deducted yet.

        The host deducts a prepayment in whole. What it takes for left to deduct is what
        is not: no quantity tells that of a line of an invoice that has a part of it.
        """
        quantities = super()._prepare_qty_invoiced()
        for line in self.sudo():
            if (
                line.is_downpayment
                and not line.display_type
                and line.order_id.engineering_calculated
                and (deducting := line._get_prepaid_lines(is_prepayment=False))
            ):
                prepaid = line._get_prepaid_lines(is_prepayment=True)
                quantities[line.with_env(self.env)] = line._get_part_left(
                    _sum_signed(prepaid), _sum_signed(deducting)
                )
        return quantities

    def _get_part_left(self, prepaid, deducted):
        """Return which part of what was prepaid is left; not nothing, if any is."""
        left = self.currency_id.round(prepaid + deducted)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        part = left / (self.currency_id.round(prepaid) or abs(left) or 1.0)
        return float_round(part, precision_digits=digits, rounding_method="UP")


def _sum_signed(lines):
    return sum(
        -line.price_total if line.move_type == "out_refund" else line.price_total
        for line in lines
    )


def _drop(values, gone):
    """Take lines off an invoice, and the section that none of them is left in."""
    commands = values["invoice_line_ids"]
    heads = [
        line
        for (_command, _id, line), (_next, _next_id, following) in pairwise(commands)
        if line.get("display_type") == "line_section"
        and following.get("is_downpayment")
    ]
    gone_ids = set(map(id, gone))
    left = [command for command in commands if id(command[2]) not in gone_ids]
    following = [*(line for _command, _id, line in left[1:]), {}]
    values["invoice_line_ids"] = [
        command
        for command, after in zip(left, following, strict=True)
        if after.get("is_downpayment") or all(command[2] is not line for line in heads)
    ]
