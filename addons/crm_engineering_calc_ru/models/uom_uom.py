from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..russian.okei import OF_HOST, SYMBOLS, UNTRANSLATED

RUSSIAN = "ru"
LANG = "ru_RU"
DIGITS_OF_CODE = (3, 4)


class UomUom(models.Model):
    """A unit by its code in the classifier ОКЕИ, and as Russian papers write it."""

    _name = "uom.uom"
    _inherit = ["uom.uom", "engineering.plain.text.mixin"]

    engineering_okei_code = fields.Char(
        "OKEI Code",
        help="Code in the Russian classifier of units, such as 796 of pieces.",
    )
    engineering_symbol = fields.Char(
        "In Russian Papers",
        compute="_compute_engineering_symbol",
        store=True,
        readonly=False,
        help="How Russian papers write the unit; other papers say its name.",
    )

    @api.depends("engineering_okei_code")
    def _compute_engineering_symbol(self):
        for unit in self:
            code = unit.engineering_okei_code
            unit.engineering_symbol = SYMBOLS.get(code, unit.engineering_symbol)

    def _get_paper_name(self):
        in_russian = (self.env.lang or "").partition("_")[0] == RUSSIAN
        return in_russian and self.engineering_symbol or super()._get_paper_name()

    @api.model
    def _get_written_fields(self):
        """Let sheets name a unit as papers do, and by its code."""
        return (
            *super()._get_written_fields(),
            "engineering_symbol",
            "engineering_okei_code",
        )

    @api.model
    def _name_in_russian(self):
        """Name in Russian the units that the host has left in English.

        What a company calls them, in whichever language, stays.
        """
        if LANG not in dict(self.env["res.lang"].get_installed()):
            return
        for name, english in UNTRANSLATED.items():
            unit = self.env.ref(f"uom.{name}", raise_if_not_found=False)
            if unit and unit._get_names() == (english, english):
                unit.with_context(lang=LANG).name = SYMBOLS[OF_HOST[name]]

    def _get_names(self):
        """Return the unit's names, in English and in Russian."""
        return tuple(self.with_context(lang=lang).name for lang in ("en_US", LANG))

    @api.constrains("engineering_okei_code")
    def _check_okei_code(self):
        for unit in self.filtered("engineering_okei_code"):
            code = unit.engineering_okei_code
            if not (code.isdecimal() and len(code) in DIGITS_OF_CODE):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” is no OKEI code of “%(unit)s”: it has three or four"
                        " digits, such as 796 of pieces.",
                        code=code,
                        unit=unit.name,
                    )
                )
