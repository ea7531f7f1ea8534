from odoo import api, fields, models

from ...domain.pricing import correction_percent
from ..common.field_groups import COST_GROUP
from ..common.format_number import format_number


class EngineeringApprovalLinesMixin(models.AbstractModel):
    """What an approval is of, line by line, for approvers who may not see orders.

    It is kept as it was asked for, whatever becomes of the proposal.
    """

    _name = "engineering.approval.lines.mixin"
    _description = "Lines of what is approved"

    lines = fields.Json(readonly=True, copy=False, export_string_translation=False)
    costs = fields.Json(
        readonly=True,
        copy=False,
        export_string_translation=False,
        groups=COST_GROUP,
        help="What each of the lines costs the company.",
    )
    lines_table = fields.Html(
        "What Is Offered", compute="_compute_lines_table", sanitize=False
    )

    @api.depends("lines", "currency_id")
    @api.depends_context("lang", "uid")
    def _compute_lines_table(self):
        sees_costs = self.env.user.has_group(COST_GROUP)
        for approval in self:
            costs = sees_costs and approval.costs
            approval.lines_table = bool(approval.lines) and self.env["ir.qweb"]._render(
                "crm_engineering_calc.engineering_approval_lines",
                {
                    "lines": approval._prepare_shown_lines(costs or []),
                    "sees_costs": bool(costs),
                },
            )

    def _prepare_shown_lines(self, costs):
        """Return the lines as the reader's language writes them. To be extended.

        :param costs: those of the lines, if they may be seen
        """
        self.ensure_one()
        costs = costs or [None] * len(self.lines)
        return [
            {**line, **self._format_line(line, cost)}
            for line, cost in zip(self.lines, costs, strict=True)
        ]

    def _format_line(self, line, cost):
        if line["is_section"]:
            return {}
        money, subtotal = self.currency_id.format, line["subtotal"]
        percent = correction_percent(line["calculated"], line["sold"])
        shown = {
            "quantity": format_number(self.env, line["quantity"]),
            "calculated": line["is_calculated"] and money(line["calculated"]),
            "sold": money(line["sold"]),
            "subtotal": money(subtotal),
            "percent": self._format_percent(percent),
            "is_other": not line["is_calculated"] or bool(percent),
        }
        if cost is not None:
            margin = subtotal - cost
            shown["margin"] = money(margin)
            shown["margin_percent"] = subtotal and self._format_percent(
                100 * margin / subtotal
            )
        return shown

    def _format_percent(self, percent):
        number = format_number(self.env, round(percent, 2)).replace("-", "−")
        return percent and f"{number} %"
