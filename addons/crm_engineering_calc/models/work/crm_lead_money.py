from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import ActState, WorkState
from ..common.field_groups import SALES

STEPS = (
    "proposed",
    "ordered",
    "written_off",
    "done",
    "accepted",
    "invoiced",
    "paid",
    "credit",
    "overpaid",
    "outstanding",
)


class CrmLead(models.Model):
    """What a deal is worth by now, by currency: no rate blends them.

    What a manager may not see of his deal counts, too: a colleague's orders.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_money = fields.Json(
        "Money",
        compute="_compute_engineering_money",
        groups=SALES,
        export_string_translation=False,
        help="What is proposed, ordered, written off, done, accepted in signed acts,"
        " invoiced, paid, to credit, overpaid and outstanding, by currency.",
    )

    @api.depends(
        "engineering_act_ids.amount_total",
        "engineering_act_ids.state",
        "engineering_calculation_ids.state",
        "engineering_work_ids.engineering_state",
        "order_ids.amount_total",
        "order_ids.currency_id",
        "order_ids.engineering_amount_invoiced",
        "order_ids.engineering_amount_paid",
        "order_ids.engineering_superseded_by_id",
        "order_ids.order_line.engineering_written_off_quantity",
        "order_ids.state",
        "order_ids.validity_date",
    )
    def _compute_engineering_money(self):
        money = self._origin.sudo()._get_engineering_money()
        for lead in self:
            lead.engineering_money = money.get(lead._origin.id, False)

    def _get_engineering_money(self):
        """Return {deal id: [what a currency of it has, a dictionary each]}."""
        money = defaultdict(list)
        sums = self._sum_money()
        for lead, currency in sorted(sums, key=lambda key: (key[0].id, key[1].name)):
            amounts = dict.fromkeys(STEPS, 0.0) | sums[lead, currency]
            money[lead.id].append(
                {
                    "currency_id": currency.id,
                    "currency": currency.name,
                    **{name: currency.round(sum_) for name, sum_ in amounts.items()},
                }
            )
        return money

    def _sum_money(self):
        """Return {(deal, currency): {step: amount}}. To be extended.

        The number of queries does not grow with the deals.
        """
        sums = defaultdict(lambda: defaultdict(float))
        orders = self.env["sale.order"]
        of_deals = Domain("opportunity_id", "in", self.ids) & Domain(
            "engineering_calculated", "=", True
        )
        for lead, currency, total in orders._read_group(
            of_deals & orders._get_valid_domain(),
            ["opportunity_id", "currency_id"],
            ["amount_total:sum"],
        ):
            sums[lead, currency]["proposed"] = total
        self._sum_orders(sums, of_deals)
        self._sum_done(sums)
        return sums

    def _sum_orders(self, sums, of_deals):
        """Add what orders come to, and what each of them is due or owed.

        An order that is not paid yet takes nothing from what is to be given back of
        another, and a cancelled one may have been billed.
        """
        kept = Domain("engineering_amount_invoiced", ">", 0) | Domain(
            "engineering_amount_paid", ">", 0
        )
        for order in self.env["sale.order"].search(
            of_deals
            & (Domain("state", "=", "sale") | (Domain("state", "=", "cancel") & kept))
        ):
            of_deal = sums[order.opportunity_id, order.currency_id]
            for name, amount in order._get_deal_money().items():
                of_deal[name] += amount

    def _sum_done(self, sums):
        """Add what is done by works, and what customers have signed acts of."""
        work_lines = self.env["engineering.work.line"]
        for lead, line, quantity in work_lines._read_group(
            Domain("task_id.engineering_lead_id", "in", self.ids)
            & work_lines._get_ordered_domain()
            & Domain("task_id.engineering_state", "=", WorkState.COMPLETED.value),
            ["task_id.engineering_lead_id", "order_line_id"],
            ["quantity:sum"],
        ):
            sums[lead, line.currency_id]["done"] += line._get_price_of(quantity)
        for lead, currency, total in self.env["engineering.act"]._read_group(
            Domain("lead_id", "in", self.ids)
            & Domain("state", "=", ActState.SIGNED.value),
            ["lead_id", "currency_id"],
            ["amount_total:sum"],
        ):
            sums[lead, currency]["accepted"] = total


class SaleOrder(models.Model):
    """What an order adds to the money of its deal."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_deal_money(self):
        """Return {step: amount} of a confirmed or cancelled order. To be extended."""
        self.ensure_one()
        is_sold = self.state == "sale"
        invoiced, paid = self.engineering_amount_invoiced, self.engineering_amount_paid
        to_pay = self._get_amount_to_pay() if is_sold else 0.0
        due = {
            "credit": max(invoiced - to_pay, 0.0),
            "overpaid": max(paid - to_pay, 0.0),
        }
        if not is_sold:
            return due
        return {
            "ordered": self.amount_total,
            "written_off": self.amount_total - to_pay,
            "invoiced": invoiced,
            "paid": paid,
            "outstanding": max(to_pay - paid, 0.0),
            **due,
        }
