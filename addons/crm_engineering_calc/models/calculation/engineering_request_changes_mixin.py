from functools import partial

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext
from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# More than that is read on the card.
WORDS_IN_NOTE = 200


class EngineeringRequestChangesMixin(models.AbstractModel):
    """What the deal says of a request, told again when its manager changes it."""

    _name = "engineering.request.changes.mixin"
    _inherit = ["engineering.notice.mixin"]
    _description = "Changes of a request"

    site_address = fields.Char("Address", compute="_compute_site")
    contact_name = fields.Char("Contact", compute="_compute_site")
    contact_phone = fields.Char("Phone", compute="_compute_site")

    # An engineer need not see the contacts of the deal.
    @api.depends(
        "lead_id.contact_name",
        "lead_id.engineering_address_id",
        "lead_id.partner_id",
        "lead_id.phone",
        "lead_id.street",
        "lead_id.street2",
        "lead_id.city",
        "lead_id.zip",
    )
    def _compute_site(self):
        for calculation in self:
            calculation.update(calculation.sudo().lead_id._get_site())

    @api.model
    def _get_request_fields(self):
        """Return the names of what the manager says in a request. To be extended."""
        return [
            "need",
            "deadline",
            "priority",
            "site_address",
            "contact_name",
            "contact_phone",
        ]

    def _get_request_values(self):
        """Return {card: {what the manager says: its value}}."""
        return {
            card: {name: card[name] for name in card._get_request_fields()}
            for card in self
        }

    def _notify_request_changed(self, before):
        """Tell who has the cards what is other than it was, in one note a card.

        :param before: what `_get_request_values` returned then
        """
        after = self._get_request_values()
        for card in self:
            changes = {
                name: (was, after[card][name])
                for name, was in before[card].items()
                if was != after[card][name]
            }
            if changes:
                card._notify_users(
                    card.engineer_id,
                    _lt("The manager has changed the request"),
                    note=partial(card._describe_changes, changes),
                )

    def _describe_changes(self, changes, env):
        """Return what fields were and are now, as the reader of `env` reads it."""
        card = self.with_env(env)
        return Markup("<br/>").join(
            Markup("<b>%s</b>: %s → %s")
            % (
                card._fields[name]._description_string(env),
                *(card._format_request_field(name, value) or "–" for value in values),
            )
            for name, values in changes.items()
        )

    def _format_request_field(self, name, value):
        field = self._fields[name]
        if field.type == "html":
            return shorten(" ".join(html2plaintext(value or "").split()))
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value or ""


def shorten(text):
    """Return the beginning of a text, as much as a note has room for."""
    return text if len(text) <= WORDS_IN_NOTE else f"{text[:WORDS_IN_NOTE]}…"
