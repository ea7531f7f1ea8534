from odoo import fields, models
from odoo.tools.misc import format_amount

from ..domain import sums
from ..models.common.format_number import format_number
from ..models.exchange.estimate_words import shorten
from .import_rows import list_rows

WHOLE = 100


class EngineeringImportTotalsMixin(models.AbstractModel):
    """What the lines of a sheet sum up to, beside the sheet's own totals."""

    _name = "engineering.import.totals.mixin"
    _inherit = ["engineering.calculation.dialog"]
    _description = "Totals of a sheet to import"

    totals = fields.Text(readonly=True)
    totals_differ = fields.Boolean(readonly=True)

    def _prepare_totals(self, reading, estimate):
        """Return what the lines sum up to, beside the totals of the sheet itself."""
        if not self.is_plain:
            return {}
        items = reading.get_sums(estimate)
        checked = sums.check_totals(items)
        discounts = sums.get_discounts(items)
        described = [
            *((taken.row, self._describe_discount(taken)) for taken in discounts),
            *((total.row, self._describe_total(total)) for total in checked),
        ]
        words = [
            self.env._(
                "Lines of the sheet: %(amount)s",
                amount=self._format_amount(sums.get_sum(items)),
            ),
            *(text for _row, text in sorted(described)),
        ]
        differing = sums.get_differing_lines(items)
        if differing:
            words.append(
                self.env._(
                    "≠ Quantity by price is not the amount of the file in rows:"
                    " %(rows)s.",
                    rows=list_rows(differing),
                )
            )
        agree = all(total.agrees for total in checked)
        agree = agree and not differing and not discounts
        return {"totals": "\n".join(words), "totals_differ": not agree}

    def _describe_discount(self, taken):
        """Say what a discount takes off in the sheet, and how to give it here."""
        said = self.env._(
            "≠ Row %(row)s, “%(text)s”: %(amount)s less in the file. Discounts are not"
            " taken: prices come as they stand in the lines.",
            row=taken.row,
            text=shorten(taken.text),
            amount=self._format_amount(taken.amount),
        )
        if not taken.percent or taken.percent >= WHOLE:
            return said
        remedy = self.env._(
            "To give it, set the variant's coefficient to %(coefficient)s afterwards.",
            coefficient=format_number(self.env, (WHOLE - taken.percent) / WHOLE),
        )
        return f"{said} {remedy}"

    def _describe_total(self, total):
        if total.agrees and total.discount:
            return self.env._(
                "✓ Row %(row)s, “%(text)s”: %(amount)s, which is %(ours)s here less"
                " %(discount)s of discount",
                row=total.row,
                text=shorten(total.text),
                amount=self._format_amount(total.theirs),
                ours=self._format_amount(total.ours),
                discount=self._format_amount(total.discount),
            )
        if total.agrees:
            return self.env._(
                "✓ Row %(row)s, “%(text)s”: %(amount)s",
                row=total.row,
                text=shorten(total.text),
                amount=self._format_amount(total.theirs),
            )
        return self.env._(
            "≠ Row %(row)s, “%(text)s”: %(theirs)s in the file, %(ours)s here",
            row=total.row,
            text=shorten(total.text),
            theirs=self._format_amount(total.theirs),
            ours=self._format_amount(total.ours),
        )

    def _format_amount(self, amount):
        currency = self.calculation_id.currency_id
        return format_amount(self.env, float(amount), currency)
