from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..common.reader_texts import to_text

_lt = LazyTranslate(__name__)

# The host's own mediums have one name in all languages. A medium that was renamed, and
# one of an admin's, is called as it is written.
CHANNELS = {
    "Banner": _lt("Banner"),
    "Direct": _lt("Direct"),
    "Email": _lt("Email"),
    "Phone": _lt("Phone"),
    "Television": _lt("Television"),
    "Website": _lt("Website"),
}


class UtmMedium(models.Model):
    """Channels in the reader's language, where this addon shows them."""

    _name = "utm.medium"
    _inherit = "utm.medium"

    @api.depends("name")
    @api.depends_context("engineering_channels", "lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        if self.env.context.get("engineering_channels"):
            for medium in self:
                if words := CHANNELS.get(medium.name):
                    medium.display_name = to_text(self.env, words)
        return result
