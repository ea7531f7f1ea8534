from urllib.parse import quote_plus

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.field_groups import ENGINEERING


class CalendarEvent(models.Model):
    """What who goes needs to know of the customer, who is invited only if asked.

    The host sends him the invitation, with a file for his calendar.
    """

    _name = "calendar.event"
    _inherit = "calendar.event"

    engineering_contact_name = fields.Char(
        related="engineering_calculation_id.contact_name", groups=ENGINEERING
    )
    engineering_contact_phone = fields.Char(
        related="engineering_calculation_id.contact_phone", groups=ENGINEERING
    )
    engineering_map_url = fields.Char(
        "Map", compute="_compute_engineering_map_url", groups=ENGINEERING
    )
    engineering_invite_customer = fields.Boolean(
        "Invite the Customer",
        copy=False,
        groups=ENGINEERING,
        help="He gets a mail with the name, time, place and description of the visit,"
        " and a file for his calendar.",
    )

    @api.depends("location")
    def _compute_engineering_map_url(self):
        for event in self:
            event.engineering_map_url = self._get_map_url(event.location)

    @api.model
    def _get_map_url(self, address):
        """Return the page of a map that shows an address. To be extended."""
        if not address:
            return False
        return f"https://www.openstreetmap.org/search?query={quote_plus(address)}"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        if any(vals.get("engineering_invite_customer") for vals in vals_list):
            events.filtered("engineering_invite_customer")._invite_customers()
        return events

    def write(self, vals):
        result = super().write(vals)
        if vals.get("engineering_invite_customer"):
            self._invite_customers()
        return result

    def _invite_customers(self):
        for visit in self:
            customer = visit.sudo().engineering_calculation_id.lead_id.partner_id
            if not customer.email:
                raise UserError(
                    self.env._(
                        "“%(customer)s” can't be invited: there is no e-mail address."
                        " Write it on the contact of the deal, or leave the invitation"
                        " out.",
                        customer=customer.name or visit.name,
                    )
                )
            visit.write({"partner_ids": [Command.link(customer.id)]})
