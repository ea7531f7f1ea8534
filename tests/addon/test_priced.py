"""What was priced within somebody's limits is accepted, whoever sells it by then."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestPriced(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.write({"price_decrease_limit": 10, "price_increase_limit": 20})
        heads = cls.env["res.groups"].create(
            {"name": "Heads", "user_ids": cls.sales_head.ids}
        )
        cls.quiet["engineering.direction.limit"].create(
            {
                "direction_id": cls.direction.id,
                "group_id": heads.id,
                "kind": "free",
            }
        )

    def setUp(self):
        super().setUp()
        self.order = self.proposed(
            lines=[(self.survey, 1, 100.0), (self.repair, 2, 40.0)]
        )
        self.line = self.order.order_line[0]

    def price(self, user, price, line=None):
        """Price a line as a user does, in a transaction of his."""
        self.as_(user, line or self.line).price_unit = price
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def refusal(self):
        customer = self.as_(self.env.ref("base.public_user"), self.order)
        return customer.sudo()._get_acceptance_refusal()

    def test_what_a_free_seller_priced_is_accepted_though_it_was_sent_before(self):
        self.order.action_quotation_sent()
        self.price(self.sales_head, 1)
        self.assertEqual(self.refusal(), "")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_deal_that_goes_to_another_seller_sends_what_is_there(self):
        self.price(self.sales_head, 1)
        self.assertFalse(self.order.engineering_needs_approval)
        self.order.action_quotation_sent()
        self.assertEqual(self.refusal(), "")

    def test_what_he_changes_himself_is_within_his_own(self):
        self.price(self.sales_head, 1)
        for line, price in ((self.line, 2), (self.order.order_line[1], 39)):
            with self.subTest(price=price), self.env.cr.savepoint() as savepoint:
                self.price(self.manager, price, line)
                self.assertRefused(
                    UserError, "beyond your limits", self.order.action_quotation_sent
                )
                savepoint.rollback()
            self.env.invalidate_all()

    def test_narrow_seller_prices_within_his_limits_alone(self):
        self.order.action_quotation_sent()
        self.price(self.manager, 1)
        self.assertIn("still agreeing", self.refusal())
        self.price(self.manager, 95)
        self.assertEqual(self.refusal(), "")

    def test_new_limits_change_nothing_of_what_was_priced(self):
        self.price(self.manager, 91)
        self.direction.price_decrease_limit = 0
        self.order.action_quotation_sent()
        self.assertEqual(self.refusal(), "")
