from odoo import api, fields, models
from odoo.fields import Domain

from ..common.client_ids import get_client_id

# The host refuses to look for less of a telephone number.
DIGITS_OF_PHONE = 3


class CrmLead(models.Model):
    """One box finds a deal by the numbers of its cards, its telephone and address."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_number = fields.Char(
        "Number, Telephone or Address",
        compute="_compute_engineering_number",
        search="_search_engineering_number",
        exportable=False,
    )

    def _compute_engineering_number(self):
        self.engineering_number = False

    @api.model
    def _search_engineering_number(self, operator, value):
        if operator == "in":
            return Domain.OR(
                self._get_number_domain("=ilike", str(text)) for text in value if text
            )
        if operator != "ilike" or not value:
            return NotImplemented
        return self._get_number_domain(operator, value)

    @api.model
    def _get_number_domain(self, operator, text):
        """Return the deals that a number, a telephone or an address is of.

        What the user may see of no deal, such as orders, finds none either. To be
        extended.
        """
        found = self._any_field(
            ("street", "street2", "zip", "city"), operator, text
        ) | Domain(
            "partner_id",
            "any",
            self._any_field(("street", "street2", "zip", "city"), operator, text),
        )
        for cards, names in self._get_number_fields().items():
            if self.env[self._fields[cards].comodel_name].has_access("read"):
                of_cards = self._any_field(names, operator, text)
                found |= Domain(cards, "any!", of_cards)
        digits = [char for char in text if char.isdigit()]
        if len(digits) >= DIGITS_OF_PHONE:
            found |= Domain("phone_mobile_search", "ilike", text)
        if lead_id := get_client_id(text):
            found |= Domain("id", "=", lead_id)
        return found

    @api.model
    def _get_number_fields(self):
        """Return {field of a deal's cards: names of their fields with numbers}."""
        return {
            "engineering_calculation_ids": ("name",),
            "order_ids": ("name", "client_order_ref", "agreement_id.code"),
            "engineering_work_ids": ("name", "engineering_agreement_id.code"),
            "engineering_act_ids": ("name", "agreement_id.code"),
        }

    @api.model
    def _any_field(self, names, operator, text):
        return Domain.OR(Domain(name, operator, text) for name in names)
