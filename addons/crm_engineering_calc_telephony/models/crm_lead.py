from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.crm_engineering_calc.domain.progress import DealState
from odoo.addons.crm_engineering_calc.models.common.field_groups import ENGINEERING

MOST_DEALS = 10
OVER = (False, DealState.NONE.value, DealState.CLOSED.value)


class CrmLead(models.Model):
    """The calls of a deal."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_call_count = fields.Integer(
        "Call Count", compute="_compute_engineering_call_count", groups=ENGINEERING
    )

    def _compute_engineering_call_count(self):
        counts = dict(
            self.env["engineering.call"]._read_group(
                [("lead_id", "in", self.ids)], ["lead_id"], ["__count"]
            )
        )
        for lead in self:
            lead.engineering_call_count = counts.get(lead._origin, 0)

    def action_view_calls(self):
        """Return the action that opens the calls of the deal."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc_telephony.engineering_call_action"
        )
        return {
            **action,
            "domain": [("lead_id", "=", self.id)],
            "context": {"default_lead_id": self.id},
        }

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            # What is to be called back is the new manager's, seen by the old or not.
            calls = self.env["engineering.call"].sudo()
            calls.search(
                [
                    ("lead_id", "in", self.ids),
                    ("missed", "=", True),
                    ("called_back", "=", False),
                ]
            )._pass_on_call_back()
        return result

    def _search_open_of_number(self, number, company):
        """Return the open deals of a number (E.164), the newest first.

        Those of whoever has the number, and of the company that he works for.
        """
        if not number:
            return self.browse()
        partners = self.env["res.partner"].sudo()._search_of_number(number, company)
        of_number = Domain("phone_sanitized", "=", number)
        if customers := partners.commercial_partner_id:
            of_number |= Domain("partner_id", "child_of", customers.ids)
        is_open = Domain("won_status", "=", "pending")
        is_open |= Domain("engineering_state", "not in", OVER)
        return self.search(
            of_number & is_open & Domain("company_id", "in", [False, company.id]),
            order="id desc",
            limit=MOST_DEALS,
        )

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # Calls move with their deal, also those that the manager does not see.
        calls = self.env["engineering.call"].sudo()
        calls.search([("lead_id", "in", opportunities.ids)]).lead_id = self
        return result
