"""The proposal (КП) in the form of Russia, over the paper that all have."""

from lxml.html import fromstring

from odoo.tests import tagged
from odoo.tools import is_html_empty

from odoo.addons.crm_engineering_calc_ru.tests.common import (
    INN,
    KPP,
    LANG,
    RussianCase,
)

REPORT = "sale.action_report_saleorder"


@tagged("standard", "post_install", "-at_install")
class TestRussianProposal(RussianCase):
    def printed(self, order):
        paper = self.paper(REPORT, self.as_(self.manager, order))
        return paper, " ".join(paper.text_content().split())

    def test_form(self):
        order = self.proposed(lines=[(self.survey, 3, 100.5), (self.montage, 2, 250)])
        paper, text = self.printed(order)
        self.assertIn("3 шт", " ".join(self.cells(paper, "td_quantity")))
        self.assertIn(f"ИНН: {INN} КПП: {KPP}", text)
        self.assertIn("Всего наименований 2, на сумму 801,50", text)
        self.assertIn("без НДС Восемьсот один рубль 50 копеек", text)
        self.assertEqual(
            self.totals(paper),
            {"Итого": "801,50 руб", "Без НДС": "—", "Всего": "801,50 руб"},
        )

    def test_address_goes_from_the_index_to_the_street(self):
        self.customer.write(
            {
                "zip": "141400",
                "state_id": self.env.ref("base.state_ru_mos").id,
                "city": "Химки",
                "street": "Береговая наб., 3",
            }
        )
        written = "141400, Московская обл., Химки, Береговая наб., 3"
        order = self.proposed()
        self.assertEqual(self.printed(order)[1].count(written), 2, "customer, site")
        self.customer.lang = "en_US"
        self.assertNotIn(written, self.printed(order)[1])

    def test_region_that_is_a_city_is_named_once(self):
        self.customer.write(
            {
                "zip": "125047",
                "state_id": self.env.ref("base.state_ru_mow").id,
                "city": "Москва",
                "street": "ул. Лесная, 8",
            }
        )
        text = self.printed(self.proposed())[1]
        self.assertIn("125047, Москва, ул. Лесная, 8", text)

    def test_taxes_beside_the_prices(self):
        self.survey.taxes_id = self.tax(20)
        paper, text = self.printed(self.proposed(lines=[(self.survey, 1, 100)]))
        self.assertEqual(
            self.totals(paper),
            {"Итого": "100,00 руб", "НДС 20%": "20,00 руб", "Всего": "120,00 руб"},
        )
        self.assertIn("на сумму 120,00 руб, в т.ч. НДС 20% 20,00 руб", text)

    def test_taxes_in_the_prices(self):
        self.survey.taxes_id = self.tax(20, price_include_override="tax_included")
        paper, text = self.printed(self.proposed(lines=[(self.survey, 1, 120)]))
        self.assertEqual(
            self.totals(paper),
            {
                "Итого": "120,00 руб",
                "В том числе НДС 20%": "20,00 руб",
                "Всего": "120,00 руб",
            },
        )
        self.assertIn("на сумму 120,00 руб, в т.ч. НДС 20% 20,00 руб", text)

    def test_variants_have_units_as_the_lines(self):
        calculation = self.taken()
        for name in ("Tin", "Slate"):
            price = 100 * len(name)
            self.variant(calculation, [(self.survey, 3, price)], name=name)
        self.complete(calculation)
        variants = self.as_(self.manager, calculation.variant_ids)
        for variant in variants:
            variant.action_offer()
        variants[0].action_select()
        order = self.from_action(variants.lead_id.action_create_proposal(), self.env)
        paper, _text = self.printed(order)
        for cell in self.cells(paper, "td_cell"):
            self.assertIn("3 шт ×", " ".join(cell.split()))

    def test_contract_is_named_by_number_and_date(self):
        order = self.proposed()
        order.sudo().agreement_id = self.contract(
            code="Д-0001", name="Договор подряда", signature_date="2026-11-12"
        )
        _paper, text = self.printed(order)
        self.assertIn("№ Д-0001 от 12.11.2026", text)
        self.assertNotIn("Договор подряда", text)
        order.agreement_id.sudo().signature_date = False
        _paper, text = self.printed(order)
        self.assertIn("№ Д-0001", text)
        self.assertNotIn("12.11.2026", text)
        self.customer.lang = "en_US"
        _paper, text = self.printed(order)
        self.assertIn("Д-0001, Договор подряда", text)

    def test_page_has_quantities_as_the_paper(self):
        order = self.proposed(lines=[(self.survey, 3, 100.5), (self.montage, 2.5, 9)])
        paper, _text = self.printed(order)
        page = fromstring(
            self.env["ir.qweb"]
            .with_context(lang=LANG)
            ._render(
                "sale.sale_order_portal_content",
                {
                    "sale_order": order.sudo().with_context(lang=LANG),
                    "report_type": "html",
                    "is_html_empty": is_html_empty,
                },
            )
        )
        cells = self.cells(page, "td_engineering_quantity")
        self.assertEqual([" ".join(cell.split()) for cell in cells], ["3 шт", "2,5 шт"])
        paper_cells = self.cells(paper, "td_quantity")
        self.assertEqual(
            [cell.split() for cell in cells], [cell.split() for cell in paper_cells]
        )

    def test_english_paper_is_the_shared_one(self):
        self.customer.lang = "en_US"
        _paper, text = self.printed(self.proposed())
        self.assertNotIn("Всего наименований", text)
        self.assertIn(f"INN: {INN} KPP: {KPP}", text)
