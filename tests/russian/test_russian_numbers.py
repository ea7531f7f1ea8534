"""Numbers of papers begin as Russian ones do, when the company asks for it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_ru.tests.common import RussianCase


@tagged("standard", "post_install", "-at_install")
class TestRussianNumbers(RussianCase):
    def next(self, code, company=None):
        sequences = self.env["ir.sequence"].with_company(company or self.company)
        return sequences.next_by_code(code)

    def test_papers_of_the_company(self):
        self.company.action_number_in_russian()
        self.assertRegex(self.proposed().name, r"^КП-\d{5}$")
        self.assertEqual(self.next("engineering.agreement"), "Д-0001")
        self.assertEqual(self.next("engineering.act"), "АКТ-00001")

    def test_asked_again_it_goes_on(self):
        self.company.action_number_in_russian()
        self.next("engineering.act")
        self.company.action_number_in_russian()
        self.assertEqual(self.next("engineering.act"), "АКТ-00002")

    def test_other_companies_keep_theirs(self):
        other = self.quiet["res.company"].create({"name": "Other"})
        self.company.action_number_in_russian()
        self.assertRegex(self.next("engineering.act", other), r"^ACT20")

    def test_is_no_matter_of_managers(self):
        company = self.as_(self.manager, self.company)
        self.assertRefused(AccessError, "", company.action_number_in_russian)
