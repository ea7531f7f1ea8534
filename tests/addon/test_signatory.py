"""Who signs for a company, and on what basis, is said by its contact."""

from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSignatory(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.firm = self.quiet["res.partner"].create(
            {"name": "Plant", "is_company": True}
        )
        self.director = self.quiet["res.partner"].create(
            {"name": "Anna Petrova", "function": "Director", "parent_id": self.firm.id}
        )

    def test_manager_sets_the_signatory(self):
        keeper = self.user("keeper", "sales_team.group_sale_salesman")
        keeper.group_ids += self.env.ref("base.group_partner_manager")
        with Form(self.firm.with_user(keeper)) as form:
            form.engineering_signatory_id = self.director
            form.engineering_signatory_basis = "the Charter"
        self.assertEqual(self.firm.engineering_signatory_id, self.director)
        self.assertEqual(self.firm.engineering_signatory_basis, "the Charter")

    def test_everybody_who_reads_a_contact_reads_its_signatory(self):
        self.firm.engineering_signatory_id = self.director
        for user in self.employee | self.engineer | self.manager | self.administrator:
            own = self.as_(user, self.firm)
            self.assertEqual(own.engineering_signatory_id.function, "Director")

    def test_signatory_who_is_deleted_is_forgotten(self):
        self.firm.engineering_signatory_id = self.director
        self.director.unlink()
        self.assertFalse(self.firm.engineering_signatory_id)
