from odoo import models

from .address import is_written_in_russian, write_address


class CrmLead(models.Model):
    """A deal whose site is in Russia."""

    _inherit = "crm.lead"

    def _get_address_line(self):
        country = self.country_id or self.company_id.country_id
        if is_written_in_russian(self, country or self.env.company.country_id):
            return write_address(self)
        return super()._get_address_line()
