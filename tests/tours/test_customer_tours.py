"""The customer chooses, asks and signs: by his login on a phone, by token at a desk."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase

TIMEOUT = 300


class CustomerTourCase(EngineeringPortalCase):
    def setUp(self):
        super().setUp()
        note = {"display_type": "line_note", "name": "Two years of warranty"}
        calculation = self.taken()
        for name, price in (("Tin", 100.0), ("Slate", 300.0)):
            self.variant(calculation, [(self.survey, 2, price), note], name=name)
        self.complete(calculation)
        self.order = self.propose(calculation.variant_ids)
        self.order.action_quotation_sent()

    def choose_ask_and_sign(self, place, user=None):
        self.start_tour(
            self.order.get_portal_url(),
            f"engineering_customer_chooses_{place}",
            login=user and user.login,
            timeout=TIMEOUT,
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.order.signed_by, "Tour customer")
        self.assertEqual(self.order.amount_untaxed, 600.0)
        self.assertEqual(self.order.engineering_variant_ids.name, "Slate")
        self.assertEqual(self.order.engineering_question, "Is it grey?")
        self.assertEqual(self.asked(self.order), self.manager)


@tagged("standard", "post_install", "-at_install")
class TestCustomerOnPhone(CustomerTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_customer_with_a_login(self):
        self.choose_ask_and_sign("on_phone", self.buyer)


@tagged("standard", "post_install", "-at_install")
class TestCustomerAtDesk(CustomerTourCase):
    def test_customer_with_the_link(self):
        self.choose_ask_and_sign("at_desk")
