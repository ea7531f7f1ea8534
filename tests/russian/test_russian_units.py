"""Units are written as the classifier has them, in papers in Russian."""

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_engineering_calc_ru.russian.okei import OF_HOST, SYMBOLS
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
