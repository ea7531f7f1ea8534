from odoo import models


class EngineeringCall(models.Model):
    """Whose number it is, and which deal the call is of."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    def _find_party(self):
        """Take the contact and the deal of the number.

        The call knows them whoever is rung, hence superuser; what each may see of them
        is asked when he looks.
        """
        number, company = self.number_normalized, self.company_id
        if not number:
            return
        partners = self.env["res.partner"].sudo()._search_of_number(number, company)
        leads = self.env["crm.lead"].sudo()._search_open_of_number(number, company)
        values = {}
        if not self.lead_id and leads:
            values["lead_id"] = leads[0].id
        if not self.partner_id:
            partner = partners & leads[:1].partner_id or partners[:1]
            partner = partner or leads[:1].partner_id
            values["partner_id"] = partner.id
        if values:
            self.write(values)
