"""Supplements to what is ordered, and what a contract comes to with them."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase


@tagged("standard", "post_install", "-at_install")
class TestSupplement(MoneyCase):
    def setUp(self):
        super().setUp()
        self.agreement = self.contract()
        self.first = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.first.opportunity_id

    def further(self, lead=None, lines=None):
        """Return the proposal of a further calculation of the deal."""
        lead = lead or self.lead
        lines = lines or [(self.montage, 2, 50.0)]
        card = self.completed(lead, lines=lines)
        self.as_(self.manager, card.variant_ids).action_select()
        return self.from_action(lead.action_create_proposal(), lead.env)

    def value(self, agreement):
        """Return what the contract is worth, by name of a currency."""
        agreement.invalidate_recordset()
        return {row["currency"]: row for row in agreement.engineering_value or []}

    def test_further_calculation_is_offered_as_a_supplement(self):
        self.assertFalse(self.first.engineering_supplements_id)
        second = self.further()
        self.assertEqual(second.engineering_supplements_id, self.first)
        self.assertEqual(self.first.engineering_supplement_ids, second)
        self.assertEqual(second.amount_total, 100)
        second.action_confirm()
        third = self.further(lines=[(self.repair, 1, 40.0)])
        self.assertEqual(third.engineering_supplements_id, self.first)

    def test_proposal_before_an_order_is_no_supplement(self):
        lead = self.deal()
        first = self.proposed(lead)
        self.assertFalse(self.further(lead).engineering_supplements_id)
        self.assertFalse(first.engineering_supplements_id)

    def test_cancelled_order_is_not_supplemented(self):
        self.first._action_cancel()
        self.assertFalse(self.further().engineering_supplements_id)

    def test_supplement_is_told_in_the_strip_and_in_the_money_of_the_deal(self):
        second = self.further()
        strip = {item["name"]: item for item in self.lead.engineering_summary}
        item = strip[f"proposal_{second.id}"]
        self.assertEqual(item["label"], "Supplementary proposal")
        second.action_confirm()
        self.lead.invalidate_recordset()
        strip = {item["name"]: item for item in self.lead.engineering_summary}
        self.assertEqual(strip[f"order_{second.id}"]["label"], "Supplement")
        self.assertEqual(strip[f"order_{self.first.id}"]["label"], "Order")
        self.assertEqual(self.lead.engineering_money[0]["ordered"], 400)

    def test_supplement_is_worked_under_the_contract_of_its_order(self):
        self.worked(self.first)
        other = self.contract(code="K-2")
        second = self.further()
        self.assertEqual(second.agreement_id, self.agreement)
        second.action_confirm()
        work = self.from_action(self.lead.action_create_work(), self.lead.env)
        self.assertEqual(work.engineering_agreement_id, self.agreement)
        self.assertEqual(work.engineering_work_line_ids.order_line_id.order_id, second)
        self.assertFalse(other.engineering_work_ids)

    def test_contract_tells_its_running_value(self):
        self.assertFalse(self.value(self.agreement))
        self.worked(self.first, {self.survey: 1})
        work = self.worked(self.first, {self.survey: 2})
        self.done(work)
        second = self.further()
        name = self.first.currency_id.name

        def amounts(*names):
            return [self.value(self.agreement)[name][part] for part in names]

        self.assertEqual(amounts("ordered", "done", "accepted"), [300, 200, 0])
        second.action_confirm()
        self.assertEqual(amounts("ordered", "done", "accepted"), [400, 200, 0])
        self.signed(self.acted(work))
        self.assertEqual(amounts("ordered", "done", "accepted"), [400, 200, 200])
        self.paid(self.invoiced(second), 60)
        self.assertEqual(amounts("invoiced", "paid"), [100, 60])

    def test_value_of_a_contract_is_for_who_sells(self):
        self.worked(self.first)
        self.first.sudo().user_id = self.manager2
        name = self.first.currency_id.name
        self.assertEqual(self.value(self.agreement)[name]["ordered"], 300)
        self.assertRefused(
            AccessError,
            "",
            self.as_(self.engineer, self.agreement).read,
            ["engineering_value"],
        )

    def test_customer_reads_what_the_proposal_supplements(self):
        second = self.further()
        page = self.paper("sale.action_report_saleorder", second)
        text = " ".join(page.text_content().split())
        self.assertIn(f"Supplement to: {self.first.name}", text)

    def test_nobody_writes_what_an_order_supplements(self):
        second = self.further()
        self.assertNotByHand(second, {"engineering_supplements_id": False})
