from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.field_groups import SALES


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
        help="What is proposed, ordered, invoiced, paid and outstanding, by currency.",
    )

    @api.depends(
        "engineering_calculation_ids.state",
        "order_ids.amount_total",
        "order_ids.currency_id",
        "order_ids.engineering_amount_invoiced",
        "order_ids.engineering_amount_paid",
        "order_ids.engineering_superseded_by_id",
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
        for lead, currency, proposed, ordered, invoiced, paid in self._sum_money():
            amounts = {
                "proposed": proposed,
                "ordered": ordered,
                "invoiced": invoiced,
                "paid": paid,
                "outstanding": ordered - paid,
            }
            money[lead.id].append(
                {
                    "currency_id": currency.id,
                    "currency": currency.name,
                    **{name: currency.round(sum_) for name, sum_ in amounts.items()},
                }
            )
        return money

    def _sum_money(self):
        """Return [(deal, currency, proposed, ordered, invoiced, paid)]."""
        orders = self.env["sale.order"]
        of_deals = Domain("opportunity_id", "in", self.ids) & Domain(
            "engineering_calculated", "=", True
        )
        groups = ["opportunity_id", "currency_id"]
        proposed = {
            (lead, currency): total
            for lead, currency, total in orders._read_group(
                of_deals & orders._get_valid_domain(), groups, ["amount_total:sum"]
            )
        }
        ordered = {
            (lead, currency): amounts
            for lead, currency, *amounts in orders._read_group(
                of_deals & Domain("state", "=", "sale"),
                groups,
                [
                    "amount_total:sum",
                    "engineering_amount_invoiced:sum",
                    "engineering_amount_paid:sum",
                ],
            )
        }
        return [
            (*key, proposed.get(key, 0), *ordered.get(key, (0, 0, 0)))
            for key in sorted(
                proposed.keys() | ordered.keys(),
                key=lambda key: (key[0].id, key[1].name),
            )
        ]
