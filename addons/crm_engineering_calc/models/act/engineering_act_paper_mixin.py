from num2words import num2words

from odoo import fields, models
from odoo.tools import get_lang


class EngineeringActPaperMixin(models.AbstractModel):
    """An act as its customer has it: page, file, and the total in words."""

    _name = "engineering.act.paper.mixin"
    _inherit = ["portal.mixin"]
    _description = "Paper of an act"

    note = fields.Html(help="Printed under the table of works.")

    # === PAGE ===

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for act in self:
            act.access_url = f"/my/acts/{act.id}"
        return result

    def action_preview(self):
        """Return the action that opens the act as its customer sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self.get_portal_url(),
        }

    # === REPORT ===

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.env._('Act')} {self.name}".replace("/", "-")

    def _get_amount_in_words(self):
        """Return the total in words, in the customer's language.

        The host's words do not decline the currency: theirs is the fallback.
        """
        self.ensure_one()
        lang = self.partner_id.lang or self.env.lang
        currency = self.currency_id.with_context(lang=lang)
        if currency.decimal_places != 2:
            return currency.amount_to_text(self.amount_total)
        try:
            words = num2words(
                float(self.amount_total),
                lang=get_lang(currency.env).iso_code,
                to="currency",
                currency=currency.name,
                cents=False,
            )
        except NotImplementedError:
            return currency.amount_to_text(self.amount_total)
        return words[:1].upper() + words[1:]
