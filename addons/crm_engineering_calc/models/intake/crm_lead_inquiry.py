from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.field_groups import SALES


class CrmLead(models.Model):
    """What customers have sent from sites about a deal."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    # Sellers read no requests: what is in them is in the deal.
    engineering_inquiry_ids = fields.One2many(
        "engineering.inquiry",
        "lead_id",
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    engineering_is_followed = fields.Boolean(
        "Customer Has a Page",
        compute="_compute_engineering_is_followed",
        compute_sudo=True,
        groups=SALES,
        help="The customer has a page that tells what happens.",
    )

    @api.depends("engineering_inquiry_ids")
    def _compute_engineering_is_followed(self):
        for lead in self:
            lead.engineering_is_followed = bool(lead.engineering_inquiry_ids)

    def action_open_customer_page(self):
        """Return the action that opens the page on which the customer follows.

        :raises AccessError: the deal is not the user's to see
        :raises UserError: its customer has no such page
        """
        self.ensure_one()
        self.check_access("read")
        inquiry = self.sudo().engineering_inquiry_ids[:1]
        if not inquiry:
            raise UserError(
                self.env._("“%(deal)s” has come from no site.", deal=self.name)
            )
        return {
            "type": "ir.actions.act_url",
            "url": inquiry.get_portal_url(),
            "target": "new",
        }

    def _get_follow_url(self):
        """Return the address of the page on which the customer follows; none: ''."""
        inquiry = self.sudo().engineering_inquiry_ids[:1]
        return inquiry._get_follow_url() if inquiry else ""

    def _get_acknowledgement(self):
        template = super()._get_acknowledgement()
        if not template or not self.engineering_inquiry_ids:
            return template
        name = "crm_engineering_calc.mail_template_inquiry"
        return self.env.ref(name, raise_if_not_found=False) or template.browse()

    # === MERGE ===

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        inquiries = opportunities.sudo().engineering_inquiry_ids
        inquiries._as_machine().write({"lead_id": self.id})
        return result
