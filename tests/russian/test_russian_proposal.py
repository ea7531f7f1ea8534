"""The proposal in the form of Russia, with all that the shared paper says."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_ru.tests.common import INN, RussianCase

REPORT = "sale.action_report_saleorder"


@tagged("standard", "post_install", "-at_install")
class TestRussianProposal(RussianCase):
    def test_form(self):
        order = self.proposed(lines=[(self.survey, 3, 100.5), (self.montage, 2, 250)])
        paper = self.paper(REPORT, order)
        text = " ".join(paper.text_content().split())
        for part in (INN, "Всего наименований 2, на сумму 801,50", "50 копеек"):
            with self.subTest(part):
                self.assertIn(part, text)
        self.assertEqual(len(paper.xpath("//table[@name='totals']")), 1)
