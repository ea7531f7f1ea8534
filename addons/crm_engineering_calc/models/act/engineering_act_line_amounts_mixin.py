from collections import defaultdict
from math import fsum, inf
from operator import itemgetter

from odoo import api, fields, models
from odoo.fields import Command

from ...domain.acceptance import Amounts, get_accepted
from ...domain.workflows import ActState
from ..common.finite_fields import FiniteFloat, FiniteMonetary
from ..common.kept_json import KeptJson
from .sale_order_delivery import STANDING

ISSUED = (ActState.SENT, ActState.SIGNED)


class EngineeringActLineAmountsMixin(models.AbstractModel):
    """What a line of an act costs: the part of its order's line that it accepts.

    Prices and amounts are those of the order while the act is a draft. What is issued
    keeps them, whatever becomes of the order and of other acts.
    """

    _name = "engineering.act.line.amounts.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Amounts of a line of an act"

    act_id = fields.Many2one(
        "engineering.act", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="act_id.company_id")
    currency_id = fields.Many2one(related="act_id.currency_id")
    order_line_id = fields.Many2one(
        "sale.order.line", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    quantity = FiniteFloat(required=True, digits="Product Unit")
    price_unit = FiniteFloat(
        "Unit Price",
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        min_display_digits="Product Price",
    )
    discount = FiniteFloat(
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        digits="Discount",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        "engineering_act_line_tax_rel",
        "line_id",
        "tax_id",
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        string="Taxes",
    )
    price_subtotal = FiniteMonetary(
        "Subtotal", compute="_compute_amounts", store=True, precompute=True
    )
    price_tax = FiniteMonetary(
        "Total Tax", compute="_compute_amounts", store=True, precompute=True
    )
    price_total = FiniteMonetary(
        "Total", compute="_compute_amounts", store=True, precompute=True
    )
    tax_amounts = KeptJson(
        compute="_compute_amounts",
        store=True,
        precompute=True,
        help="What each tax is of, and comes to: by the tax's id.",
    )

    # === COMPUTE ===

    @api.depends("order_line_id")
    def _compute_from_order_line(self):
        for line in self:
            line.update(line._prepare_from_order_line(line.order_line_id))

    @api.model
    def _prepare_from_order_line(self, order_line):
        """Return what a line of an act says as its order does. To be extended."""
        return {
            "price_unit": order_line.price_unit,
            "discount": order_line.discount,
            "tax_ids": [Command.set(order_line.tax_ids.ids)],
        }

    @api.depends("order_line_id", "quantity")
    def _compute_amounts(self):
        """Accept the lines of drafts one after the other, after all that is issued."""
        orders = self.order_line_id.order_id
        standing = self._get_standing_lines(orders.order_line)
        ordered = orders._get_amounts_to_accept(standing)
        for order_line, lines in self.grouped("order_line_id").items():
            known = standing.get(order_line, self.browse()) - lines._origin
            drafts = lines.filtered(lambda line: line._is_draft())
            accepted = (known + (lines - drafts))._accept_beside(
                ordered.get(order_line),
                [(line._get_acceptance_key(), line.quantity) for line in drafts],
            )
            for line, amounts in zip(drafts, accepted, strict=True):
                line._set_amounts(amounts)

    def _accept_beside(self, ordered, parts):
        """Return what parts of a line of an order come to beside `self`, as `Amounts`.

        :param ordered: the line of the order; nothing, if it costs nothing
        :param parts: (key, quantity) of each, see `_get_acceptance_key`
        """
        if not ordered:
            return [Amounts()] * len(parts)
        drafts = [line for line in self if line._is_draft()]
        issued = [line for line in self if line.act_id.state in ISSUED]
        queue = [(line._get_acceptance_key(), line.quantity, None) for line in drafts]
        queue += [(*part, place) for place, part in enumerate(parts)]
        queue.sort(key=itemgetter(0))
        accepted = get_accepted(
            ordered,
            [(line.quantity, line._get_amounts()) for line in issued],
            [quantity for _key, quantity, _place in queue],
        )
        by_place = {
            place: amounts
            for (_key, _quantity, place), amounts in zip(queue, accepted, strict=True)
        }
        return [by_place[place] for place in range(len(parts))]

    def _get_standing_lines(self, order_lines):
        """Return {line of an order: lines of acts that stand and accept of it}."""
        of_order = ("order_line_id", "in", order_lines.ids)
        return self.sudo().search([of_order, STANDING]).grouped("order_line_id")

    def _is_draft(self):
        return self.act_id.state == ActState.DRAFT or not self.act_id

    def _get_acceptance_key(self):
        """Return what tells which of the lines of drafts is accepted first."""
        return (
            self.act_id._origin.id or inf,
            self.sequence,
            self._origin.id or inf,
        )

    # === AMOUNTS ===

    def _get_amounts(self):
        """Return what the line accepts, as `Amounts`."""
        self.ensure_one()
        return Amounts.of(
            self.price_subtotal,
            {
                int(tax): (values["base"], values["amount"])
                for tax, values in (self.tax_amounts or {}).items()
            },
            self.currency_id.rounding,
        )

    def _set_amounts(self, amounts):
        for name, value in self._prepare_amounts(amounts).items():
            self[name] = value

    def _prepare_amounts(self, amounts):
        """Return the fields that hold `Amounts`, with their values."""
        return {
            "price_subtotal": float(amounts.untaxed),
            "price_tax": float(amounts.tax),
            "price_total": float(amounts.total),
            "tax_amounts": {
                str(tax): {"base": float(amount.base), "amount": float(amount.amount)}
                for tax, amount in amounts.taxes.items()
            },
        }

    @api.model
    def _get_followed_computes(self):
        """Return the names of what computes fields after the order. To be extended."""
        return frozenset({"_compute_from_order_line", "_compute_amounts"})

    def _follow_order(self):
        """Let lines of drafts say what their orders say by now."""
        self._compute_again(self._get_followed_computes())

    def _accept_again(self):
        """Let lines of drafts accept anew, after what else is accepted by now."""
        self._compute_again({"_compute_amounts"})

    def _compute_again(self, computes):
        """Compute the fields of the named methods anew, and what depends on them."""
        following = [
            name for name, field in self._fields.items() if field.compute in computes
        ]
        for name in following:
            self.env.add_to_compute(self._fields[name], self)
        self.modified(following)

    def _prepare_base_line(self):
        """Return lines of the same taxes as one, with the amounts that they have.

        So the host's tax engine sums them up for totals, and computes none of them.
        """
        act, taxes = self.act_id, defaultdict(lambda: defaultdict(list))
        for line in self:
            for tax, values in (line.tax_amounts or {}).items():
                taxes[tax]["base_amount_currency"].append(values["base"])
                taxes[tax]["tax_amount_currency"].append(values["amount"])

        def add_up(amounts):
            return act.currency_id.round(fsum(amounts))

        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            None,
            tax_ids=self.tax_ids,
            quantity=1.0,
            price_unit=fsum(
                line.quantity * line._get_discounted_price() for line in self
            ),
            partner_id=act.partner_id,
            currency_id=act.currency_id,
            rate=1.0,
            manual_total_excluded_currency=add_up(self.mapped("price_subtotal")),
            manual_tax_amounts={
                tax: {name: add_up(parts) for name, parts in amounts.items()}
                for tax, amounts in taxes.items()
            },
        )

    def _get_discounted_price(self):
        self.ensure_one()
        return self.price_unit * (1 - self.discount / 100)

    @api.model
    def _get_machine_fields(self):
        """Return what the order says, and nobody else."""
        return super()._get_machine_fields() | {
            "discount",
            "price_subtotal",
            "price_tax",
            "price_total",
            "price_unit",
            "tax_amounts",
            "tax_ids",
        }
