"""The act in the form of Russia, with all that the shared paper says."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_ru.tests.common import INN, KPP, RussianCase

REPORT = "crm_engineering_calc.engineering_act_report"


@tagged("standard", "post_install", "-at_install")
class TestRussianAct(RussianCase):
    def act(self):
        self.contract()
        order = self.ordered(lines=[(self.survey, 3, 100.5), (self.montage, 2, 250)])
        return self.acted(self.done(self.worked(order)))

    def text(self, paper):
        return " ".join(paper.text_content().split())

    def test_form(self):
        act = self.act()
        paper = self.paper(REPORT, act)
        text = self.text(paper)
        (contractor,) = self.cells(paper, "td_party_company")
        self.assertIn(f"ООО «Кровля», ИНН {INN}, КПП {KPP}", contractor)
        self.assertEqual(self.cells(paper, "td_unit"), ["шт", "шт"])
        self.assertIn("Всего наименований 2, на сумму 801,50", text)
        self.assertIn("без НДС Восемьсот один рубль 50 копеек", text)
        self.assertIn("Заказчик претензий по объёму, качеству и срокам", text)
        self.assertRegex(text, r"от \d{1,2} [а-я]+ 20\d\d г\.")
        self.assertEqual(len(paper.xpath("//table[@name='totals']")), 1)
        self.assertEqual(len(paper.xpath("//table[@name='parties']")), 1)

    def test_paper_in_another_language_keeps_its_form(self):
        act = self.act()
        self.customer.lang = "en_US"
        paper = self.paper(REPORT, act)
        text = self.text(paper)
        self.assertIn("The works listed above are completed", text)
        self.assertIn(f"INN: {INN}", text)
        self.assertNotRegex(text.replace("ООО «Кровля»", ""), "Всего|Заказчик|копеек")
        self.assertEqual(self.cells(paper, "td_unit"), ["Units", "Units"])

    def test_company_of_another_country_writes_russian_its_own_way(self):
        act = self.act()
        self.party.write({"vat": False, "country_id": self.env.ref("base.kz").id})
        text = self.text(self.paper(REPORT, act))
        self.assertNotIn("Всего наименований", text)
        self.assertIn("Восемьсот один рубль 50 копеек", text)
