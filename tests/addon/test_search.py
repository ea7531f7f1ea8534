"""One box finds a deal by the numbers of its cards, its telephone and address."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSearch(EngineeringCase):
    def found(self, text, user=None):
        deals = self.model("crm.lead", user or self.manager)
        return deals.search([("engineering_number", "ilike", text)])

    def test_numbers_of_all_cards_find_the_deal(self):
        self.contract(code="K-77/26")
        order = self.ordered()
        lead = order.opportunity_id
        other = self.deal(name="Other roof", partner_id=False)
        calculation = lead.engineering_calculation_ids
        work = self.done(self.worked(order))
        act = self.acted(work)
        act.action_hand_over()
        for number in (calculation.name, order.name, work.name, act.name, "77/26"):
            with self.subTest(number=number):
                self.assertEqual(self.found(number), lead)
        self.assertEqual(self.found(str(other.id)) & other, other)

    def test_telephone_and_address_find_the_deal(self):
        lead = self.deal(
            partner_id=False,
            phone="+7 916 000-50-61",
            street="Zelyonaya 5",
            city="Tver",
        )
        for text in ("916 000-50-61", "9160005061", "zelyonaya", "Tver"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), lead)
        of_customer = self.deal(name="At the customer's")
        self.assertIn(of_customer, self.found("Lane 1"))

    def test_nothing_is_no_number(self):
        self.assertFalse(self.deal().search([("engineering_number", "=", False)]))

    def test_number_may_be_longer_than_any(self):
        for text in ("9" * 5000, "9" * 30):
            self.assertFalse(self.found(text))

    def test_number_need_not_be_a_text(self):
        lead = self.deal()
        self.assertEqual(lead.search([("engineering_number", "=", lead.id)]), lead)

    def test_orders_that_a_user_may_not_read_find_nothing(self):
        order = self.ordered()
        self.assertFalse(self.found(order.name, self.engineer))
        calculation = order.sudo().engineering_calculation_ids
        self.assertTrue(self.found(calculation.name, self.engineer))

    def test_lists_are_grouped_by_all_that_their_search_offers(self):
        self.contract()
        self.acted(self.done(self.worked(self.ordered())))
        for user, view in (
            (self.engineer, "work_view_search"),
            (self.manager, "work_view_search"),
            (self.manager, "engineering_act_view_search"),
            (self.engineer, "engineering_calculation_view_search"),
            (self.leader, "engineering_interval_view_search"),
        ):
            search = self.env.ref(f"crm_engineering_calc.{view}")
            groups = [
                safe_eval(context)["group_by"]
                for context in etree.fromstring(search.arch).xpath("//@context")
            ]
            self.assertTrue(groups, view)
            for group in groups:
                records = self.model(search.model, user)
                name = group.partition(":")[0]
                if records._fields[name].type in ("date", "datetime"):
                    group = f"{name}:month"
                with self.subTest(user=user.login, view=view, group=group):
                    self.assertTrue(records._read_group([], [group]))
