import re

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.phone_validation.tools.phone_validation import phone_format

FEWEST_DIGITS = 3


class EngineeringCall(models.Model):
    """The number of a call as people write it, and found however they write it."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    _rec_names_search = ["number_shown", "partner_id.name"]

    number_shown = fields.Char(
        "Phone Number", compute="_compute_number_shown", search="_search_number_shown"
    )

    @api.depends("number", "number_normalized")
    def _compute_number_shown(self):
        for call in self:
            call.number_shown = call.number and call._get_shown_number()

    @api.model
    def format_number(self, number):
        """Return a number of the user's exchange as people write it.

        What is no number of the world's, as an extension, is returned as it is.

        :raises AccessError: the user has nothing to do with calls
        """
        self.check_access("read")
        exchange = self.env.user._get_engineering_phone().exchange_id
        known = isinstance(number, str) and exchange and exchange._normalize(number)
        return known and phone_format(known, None, None) or number

    @api.model
    def _search_number_shown(self, operator, value):
        if operator not in ("ilike", "in") or value in ("", False):
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        return Domain.OR(
            self._get_number_domain(text) if text else Domain("number", "=", False)
            for text in texts
        )

    def _get_number_domain(self, text):
        """Return the domain of calls with a number, or with a part of one."""
        domain = Domain("number", "ilike", text)
        country = self.env.company.country_id
        whole = phone_format(
            text,
            country.code,
            country.phone_code,
            force_format="E164",
            raise_exception=False,
        )
        digits = re.sub(r"\D", "", whole)
        if len(digits) >= FEWEST_DIGITS:
            domain |= Domain("number_normalized", "like", digits)
        return domain
