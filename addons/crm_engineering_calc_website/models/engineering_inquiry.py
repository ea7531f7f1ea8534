from odoo import models


class EngineeringInquiry(models.Model):
    """A request from a website of the host's goes where its contact form's go."""

    _name = "engineering.inquiry"
    _inherit = "engineering.inquiry"

    def _prepare_deal_values(self, told):
        values = super()._prepare_deal_values(told)
        websites = self.env["website"].sudo()
        website = websites.search(
            [("engineering_site_id", "=", self.site_id.id)], limit=1
        )
        # Where the direction names a sales team, that one decides.
        if website and not values.get("team_id"):
            values["team_id"] = website.crm_default_team_id.id
            if user := website.crm_default_user_id:
                values["user_id"] = user.id
        return values
