"""What a direction says in its proposals, and until when its prices are offered."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class TextsCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")
        self.direction.write(
            {"introduction": "<p>Dear customer</p>", "warranty": "<p>Five years</p>"}
        )
        self.direction.update_field_translations(
            "introduction", {"fr_FR": {"Dear customer": "Cher client"}}
        )


@tagged("standard", "post_install", "-at_install")
class TestTexts(TextsCase):
    def test_proposal_says_it_in_the_customers_language(self):
        self.customer.lang = "fr_FR"
        order = self.proposed()
        self.assertEqual(order.engineering_introduction, "<p>Cher client</p>")
        self.assertEqual(order.engineering_warranty, "<p>Five years</p>")
        self.assertFalse(order.engineering_exclusions)

    def test_proposal_keeps_what_it_says(self):
        order = self.proposed()
        order.engineering_introduction = "<p>Dear Sir</p>"
        self.direction.introduction = "<p>Hello</p>"
        self.assertEqual(order.engineering_introduction, "<p>Dear Sir</p>")
        self.assertEqual(order.copy().engineering_introduction, "<p>Dear Sir</p>")

    def test_texts_of_several_directions_are_said_once_each(self):
        self.other_direction.write(
            {"introduction": "<p>Dear customer</p>", "warranty": "<p>One year</p>"}
        )
        values = (self.direction | self.other_direction)._prepare_proposal_values()
        self.assertEqual(values["engineering_introduction"], "<p>Dear customer</p>")
        self.assertEqual(
            values["engineering_warranty"], "<p>Five years</p><p>One year</p>"
        )

    def test_validity_and_terms_are_the_directions(self):
        terms = self.quiet["account.payment.term"].create({"name": "Half before"})
        self.direction.write(
            {"proposal_validity_days": 10, "payment_term_id": terms.id}
        )
        self.other_direction.proposal_validity_days = 5
        order = self.proposed()
        today = fields.Date.context_today(order)
        self.assertEqual(order.validity_date, today + timedelta(days=10))
        self.assertEqual(order.payment_term_id.id, terms.id)
        values = (self.direction | self.other_direction)._prepare_proposal_values()
        self.assertEqual(values["validity_date"], today + timedelta(days=5))

    def test_direction_that_says_nothing_leaves_all_to_the_host(self):
        values = self.other_direction._prepare_proposal_values()
        self.assertFalse(any(values.values()))
        self.assertNotIn("validity_date", values)


@tagged("standard", "post_install", "-at_install")
class TestTextsAreRead(TextsCase, HttpCase):
    def test_customer_reads_them_on_page_and_paper(self):
        order = self.proposed()
        order.action_quotation_sent()
        page = self.url_open(order.get_portal_url()).text
        paper = self.url_open(order.get_portal_url(report_type="html")).text
        for text in (page, paper):
            self.assertIn("Dear customer", text)
            self.assertIn("Five years", text)
            self.assertNotIn("Not included", text)


@tagged("standard", "post_install", "-at_install")
class TestCalculationValidity(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.direction.calculation_validity_days = 30
        self.calculation = self.completed()
        self.lead = self.as_(self.manager, self.calculation.lead_id)

    def grow_old(self, days=31):
        self.calculation.sudo()._as_machine().completed_on -= timedelta(days=days)
        self.env.invalidate_all()

    def test_fresh_calculation_is_offered(self):
        self.grow_old(29)
        self.assertFalse(self.lead.engineering_outdated_ids)
        self.assertTrue(self.lead.action_create_proposal()["res_id"])

    def test_old_one_is_offered_when_an_engineer_confirms_it(self):
        self.grow_old()
        self.assertEqual(
            self.lead.engineering_outdated_ids.sudo(), self.calculation.sudo()
        )
        self.assertRefused(
            UserError, "too old to be offered", self.lead.action_create_proposal
        )
        self.assertTrue(self.calculation.can_confirm_prices)
        self.calculation.action_confirm_prices()
        self.assertEqual(self.calculation.prices_confirmed_by_id, self.engineer)
        self.assertFalse(self.calculation.is_outdated)
        self.assertIn(
            f"The prices of {self.calculation.name} are confirmed",
            " ".join(self.feed(self.lead)),
        )
        self.assertTrue(self.lead.action_create_proposal()["res_id"])

    def test_old_one_is_offered_when_it_is_revised(self):
        self.grow_old()
        self.complete(self.as_(self.engineer, self.revise(self.calculation)))
        self.assertTrue(self.lead.action_create_proposal()["res_id"])

    def test_manager_asks_and_the_engineer_has_it_on_his_list(self):
        self.grow_old()
        for _click in range(2):
            self.lead.action_ask_to_confirm_prices()
        asked = self.calculation.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.engineer
        )
        self.assertEqual(asked.mapped("summary"), ["Confirm the prices, or revise"])
        self.lead._update_engineering_state()
        self.assertTrue(asked.exists())
        self.calculation.action_confirm_prices()
        self.assertFalse(asked.exists())
        self.assertEqual(
            self.calculation.sudo().activity_ids.mapped("user_id"), self.manager
        )

    def test_prices_are_confirmed_by_engineers_alone(self):
        self.grow_old()
        for user in (self.manager, self.manager2, self.outsider):
            with self.subTest(user.login):
                calculation = self.as_(user, self.calculation)
                self.assertRefused(AccessError, ".", calculation.action_confirm_prices)
        self.assertFalse(self.as_(self.manager, self.calculation).can_confirm_prices)
        self.as_(self.leader, self.calculation).action_confirm_prices()
        self.assertRefused(
            UserError, "need not be confirmed", self.calculation.action_confirm_prices
        )
