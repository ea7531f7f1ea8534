from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

MOST_CONTACTS = 20


class ResPartner(models.Model):
    """Contacts are found by their number while it rings, and have their calls."""

    _name = "res.partner"
    _inherit = "res.partner"

    _engineering_phone_sanitized_index = models.Index(
        "(phone_sanitized) WHERE phone_sanitized IS NOT NULL"
    )

    engineering_call_count = fields.Integer(
        "Call Count",
        compute="_compute_engineering_call_count",
        groups="base.group_user",
        help="With the contact, and with those that belong to it.",
    )

    def _compute_engineering_call_count(self):
        family = self.with_context(active_test=False).search(
            [("id", "child_of", self.ids)]
        )
        groups = self.env["engineering.call"]._read_group(
            [("partner_id", "in", family.ids)], ["partner_id"], ["__count"]
        )
        counts = defaultdict(int)
        for partner, count in groups:
            # Those that it belongs to count it, too: a company, of its people.
            while partner in family:
                counts[partner.id] += count
                partner = partner.parent_id
        for partner in self:
            partner.engineering_call_count = counts[partner._origin.id]

    def action_view_calls(self):
        """Return the action that opens the calls with the contact and its people."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc_telephony.engineering_call_action"
        )
        return {**action, "domain": [("partner_id", "child_of", self.ids)]}

    def _search_of_number(self, number, company):
        """Return contacts of a number (E.164) that a company works with."""
        if not number:
            return self.browse()
        return self.search(
            Domain("phone_sanitized", "=", number)
            & Domain("company_id", "in", [False, company.id]),
            order="is_company, id",
            limit=MOST_CONTACTS,
        )
