"""Units are written as the classifier has them, in papers in Russian."""

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_engineering_calc_ru.russian.okei import (
    OF_HOST,
    SYMBOLS,
    UNTRANSLATED,
)
from odoo.addons.crm_engineering_calc_ru.tests.common import LANG


@tagged("standard", "post_install", "-at_install")
class TestUnits(TransactionCase):
    def symbol(self, unit, lang):
        return unit.with_context(lang=lang)._get_paper_name()

    def test_units_of_the_host_have_their_codes(self):
        for name, code in OF_HOST.items():
            if unit := self.env.ref(f"uom.{name}", raise_if_not_found=False):
                with self.subTest(unit=name):
                    self.assertEqual(unit.engineering_okei_code, code)
                    self.assertEqual(unit.engineering_symbol, SYMBOLS[code])

    def test_symbol_is_that_of_papers_in_russian(self):
        self.env["res.lang"]._activate_lang(LANG)
        unit = self.env.ref("uom.product_uom_unit")
        self.assertEqual(self.symbol(unit, LANG), "шт")
        self.assertEqual(self.symbol(unit, "en_US"), "Units")

    def names(self, unit):
        return [unit.with_context(lang=lang).name for lang in ("en_US", LANG)]

    def translate(self):
        """Do what an installation, an upgrade and a new language do."""
        addon = self.env["ir.module.module"]._get("crm_engineering_calc_ru")
        self.env["res.lang"]._activate_lang(LANG)
        addon._update_translations()
        self.env.invalidate_all()

    def test_screens_in_russian_name_what_the_host_leaves_in_english(self):
        self.env["res.lang"]._activate_lang(LANG)
        units = [self.env.ref(f"uom.{name}") for name in UNTRANSLATED]
        for unit in units:
            unit.with_context(lang=LANG).name = unit.with_context(lang="en_US").name
        self.translate()
        for unit, english in zip(units, UNTRANSLATED.values(), strict=True):
            self.assertEqual(self.names(unit), [english, unit.engineering_symbol])

    def test_names_that_a_company_gave_stay(self):
        self.env["res.lang"]._activate_lang(LANG)
        metre = self.env.ref("uom.product_uom_meter")
        gram = self.env.ref("uom.product_uom_gram")
        metre.with_context(lang=LANG).name = "метр"
        for lang in ("en_US", LANG):
            gram.with_context(lang=lang).name = "gr."
        self.translate()
        self.assertEqual(self.names(metre), ["m", "метр"])
        self.assertEqual(self.names(gram), ["gr.", "gr."])

    def test_english_alone_stays_english(self):
        russian = self.env["res.lang"].with_context(active_test=False)
        for model in ("res.users", "res.partner"):
            readers = self.env[model].with_context(active_test=False)
            readers.search([]).lang = "en_US"
        if "website" in self.env:
            english = self.env.ref("base.lang_en")
            self.env["website"].search([]).write(
                {"language_ids": english.ids, "default_lang_id": english.id}
            )
        russian.search([("code", "=", LANG)]).active = False
        metre = self.env.ref("uom.product_uom_meter")
        self.env["uom.uom"]._name_in_russian()
        self.assertEqual(metre.with_context(lang="en_US").name, "m")

    def test_unit_of_a_company(self):
        unit = self.env["uom.uom"].create(
            {"name": "Set", "engineering_okei_code": "839"}
        )
        self.assertEqual(unit.engineering_symbol, "компл")
        unit.engineering_symbol = "комплект"
        self.assertEqual(self.symbol(unit, LANG), "комплект")
        unit.engineering_okei_code = "9999"
        self.assertEqual(unit.engineering_symbol, "комплект")
        self.assertEqual(
            self.symbol(self.env["uom.uom"].create({"name": "U"}), LANG), "U"
        )

    def test_code_is_a_code(self):
        unit = self.env["uom.uom"].create({"name": "Set"})
        with self.assertRaises(ValidationError):
            unit.engineering_okei_code = "комплект"
