from markupsafe import Markup

from odoo import api, models

from ...domain.excesses import ExcessKind
from ...domain.pricing import correction_percent
from ..common.format_number import format_number


class EngineeringExcessTextsMixin(models.AbstractModel):
    """What is beyond the limits, as JSON keeps it, in the words of who reads it."""

    _name = "engineering.excess.texts.mixin"
    _description = "Words of what is beyond the limits"

    @api.model
    def _render_excesses(self, excesses, currency):
        """Return the excesses as a list in markup."""
        return Markup("<ul class='mb-0'>%s</ul>") % Markup("").join(
            Markup("<li>%s</li>") % text
            for text in self._describe_excesses(excesses, currency)
        )

    @api.model
    def _describe_excesses(self, excesses, currency):
        """Return a text for each of the excesses. To be extended."""
        return [self._describe_excess(currency, **excess) for excess in excesses]

    def _describe_excess(self, currency, kind, name, calculated, sold):
        percent = correction_percent(calculated, sold) if calculated else 0.0
        words = {
            "name": name,
            "percent": format_number(self.env, round(percent, 2)).replace("-", "−"),
        }
        if kind in (ExcessKind.PRICE, ExcessKind.TOTAL, ExcessKind.ADDED):
            words |= {"was": currency.format(calculated), "sold": currency.format(sold)}
        else:
            words |= {
                "was": format_number(self.env, calculated),
                "sold": format_number(self.env, sold),
            }
        return self._get_excess_text(kind, words)

    def _get_excess_text(self, kind, words):
        if kind == ExcessKind.PRICE:
            return self.env._(
                "%(name)s: %(sold)s instead of %(was)s (%(percent)s%%)", **words
            )
        if kind == ExcessKind.TOTAL:
            return self.env._(
                "With the discount the total is %(sold)s instead of %(was)s"
                " (%(percent)s%%)",
                **words,
            )
        if kind == ExcessKind.QUANTITY:
            return self.env._(
                "%(name)s: the quantity is %(sold)s, calculated is %(was)s", **words
            )
        if kind == ExcessKind.ADDED:
            return self.env._("%(name)s was added, for %(sold)s", **words)
        if kind == ExcessKind.REMOVED:
            return self.env._(
                "%(name)s was left out, of which %(was)s were calculated", **words
            )
        if kind == ExcessKind.TAXES:
            return self.env._("The taxes were changed by hand: %(name)s", **words)
        return self.env._("The currency is another one: %(name)s", **words)
