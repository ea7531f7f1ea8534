"""Numbers of acts have no gaps: nobody draws one but an act."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

CODE = "engineering.act"
REFUSAL = "not allowed to modify 'Sequence'"


@tagged("standard", "post_install", "-at_install")
class TestActNumbers(EngineeringCase):
    def test_nobody_draws_a_number_of_acts(self):
        sequence = self.env["ir.sequence"].search([("code", "=", CODE)], limit=1)
        self.assertTrue(sequence)
        for user in (
            self.employee,
            self.engineer,
            self.leader,
            self.manager,
            self.sales_head,
        ):
            with self.subTest(user.login):
                own = self.as_(user, sequence)
                self.assertRefused(AccessError, REFUSAL, own.next_by_code, CODE)
                self.assertRefused(AccessError, REFUSAL, own.next_by_id)

    def test_acts_have_numbers_one_after_the_other(self):
        self.contract()
        order = self.ordered(lines=[(self.survey, 2, 100.0)])
        numbers = []
        for _number in range(2):
            act = self.acted(self.done(self.worked(order, {self.survey: 1})))
            act.action_send()
            numbers.append(int(act.name[-5:]))
        self.assertEqual(numbers[1], numbers[0] + 1)

    def test_other_numbers_are_drawn_as_before(self):
        code = "engineering.calculation"
        self.assertTrue(self.model("ir.sequence", self.manager).next_by_code(code))
