from odoo import models
from odoo.fields import Domain

MOST_CONTACTS = 20


class ResPartner(models.Model):
    """Contacts are found by their number while it rings."""

    _name = "res.partner"
    _inherit = "res.partner"

    _engineering_phone_sanitized_index = models.Index(
        "(phone_sanitized) WHERE phone_sanitized IS NOT NULL"
    )

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
