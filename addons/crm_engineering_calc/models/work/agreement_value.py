from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from ...domain.workflows import ActState, WorkState
from ..common.field_groups import SALES


class Agreement(models.Model):
    """What a contract is worth by now: all its orders, supplements too, by currency.

    Who may read a contract and sells reads its value, whoever made the orders, hence
    superuser.
    """

    _name = "agreement"
    _inherit = "agreement"

    engineering_value = fields.Json(
        "Running Value",
        compute="_compute_engineering_value",
        groups=SALES,
        export_string_translation=False,
        help="What is ordered under the contract, done, accepted in signed acts,"
        " invoiced and paid, by currency.",
    )

    def _compute_engineering_value(self):
        values = self._origin.sudo()._get_engineering_value()
        for agreement in self:
            value = values.get(agreement._origin.id, {})
            agreement.engineering_value = [
                {
                    "currency_id": currency.id,
                    "currency": currency.name,
                    **{name: currency.round(sum_) for name, sum_ in amounts.items()},
                }
                for currency, amounts in sorted(
                    value.items(), key=lambda item: item[0].name
                )
            ] or False

    def _get_engineering_value(self):
        """Return {contract id: {currency: {what: amount}}}."""
        value = defaultdict(lambda: defaultdict(self._prepare_value))
        for agreement, currency, *amounts in self.env["sale.order"]._read_group(
            Domain("agreement_id", "in", self.ids) & Domain("state", "=", "sale"),
            ["agreement_id", "currency_id"],
            [
                "amount_total:sum",
                "engineering_amount_invoiced:sum",
                "engineering_amount_paid:sum",
            ],
        ):
            names = ("ordered", "invoiced", "paid")
            value[agreement.id][currency] |= dict(zip(names, amounts, strict=True))
        work_lines = self.env["engineering.work.line"]
        for agreement, line, quantity in work_lines._read_group(
            Domain("task_id.engineering_agreement_id", "in", self.ids)
            & work_lines._get_ordered_domain()
            & Domain("task_id.engineering_state", "=", WorkState.COMPLETED.value),
            ["task_id.engineering_agreement_id", "order_line_id"],
            ["quantity:sum"],
        ):
            done = line._get_price_of(quantity)
            value[agreement.id][line.currency_id]["done"] += done
        for agreement, currency, total in self.env["engineering.act"]._read_group(
            Domain("agreement_id", "in", self.ids)
            & Domain("state", "=", ActState.SIGNED.value),
            ["agreement_id", "currency_id"],
            ["amount_total:sum"],
        ):
            value[agreement.id][currency]["accepted"] = total
        return value

    def _prepare_value(self):
        names = ("ordered", "done", "accepted", "invoiced", "paid")
        return dict.fromkeys(names, 0.0)
