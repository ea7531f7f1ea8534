from odoo import models

from .address import is_written_in_russian, write_address


class ResPartner(models.Model):
    """A party at an address in Russia."""

    _name = "res.partner"
    _inherit = "res.partner"

    def _get_address_line(self):
        if is_written_in_russian(self, self.country_id):
            return write_address(self)
        return super()._get_address_line()
