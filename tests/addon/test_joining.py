"""What comes in anew, and may be of an earlier deal, is offered for joining."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.mailing import IntakeCase


@tagged("standard", "post_install", "-at_install")
class TestJoining(IntakeCase):
    def age(self, lead, days):
        """Let a deal, and what was written in it, be as old as that."""
        past = fields.Datetime.now() - timedelta(days=days)
        self.env.flush_all()
        for table, name in (("crm_lead", "create_date"), ("mail_message", "date")):
            column = "id" if table == "crm_lead" else "res_id"
            self.env.cr.execute(
                f"UPDATE {table} SET {name} = %s WHERE {column} = %s", (past, lead.id)
            )
        self.env.invalidate_all()

    def twice(self, **values):
        """Return the deals of two mails."""
        return self.receive(self.letter()), self.receive(
            self.letter("And the gutter", "Ten metres", **values)
        )

    # === OFFER ===

    def test_second_mail_of_a_sender_is_offered(self):
        first, second = self.twice()
        self.assertEqual(second.engineering_join_id, first)
        self.assertFalse(first.engineering_join_id)

    def test_stranger_without_a_contact_is_known_by_his_address(self):
        sender = "Ivan <ivan@new.example.com>"
        first = self.receive(self.letter(sender=sender))
        second = self.receive(self.letter(sender="IVAN@new.example.com"))
        self.assertEqual(second.engineering_join_id, first)

    def test_mail_of_a_colleague_at_the_customer_is_offered(self):
        self.customer.is_company = True
        self.quiet["res.partner"].create(
            {
                "name": "Clerk",
                "email": "clerk@example.com",
                "parent_id": self.customer.id,
            }
        )
        first, second = self.twice(sender="clerk@example.com")
        self.assertEqual(second.engineering_join_id, first)

    def test_mail_of_another_customer_is_not_offered(self):
        _first, second = self.twice(sender="another@example.com")
        self.assertFalse(second.engineering_join_id)

    def test_telephone_and_address_are_offered_too(self):
        values = {"partner_id": False, "name": "Call"}
        for same in (
            {"phone": "+7 495 123-45-67", "country_id": self.env.ref("base.ru").id},
            {"street": "Lane 7", "city": "Tver"},
        ):
            with self.subTest(same):
                first = self.deal(**values, **same)
                second = self.deal(**values, **same)
                second._offer_joining()
                self.assertEqual(second.engineering_join_id, first)

    def test_what_came_after_the_days_of_the_direction_is_not_offered(self):
        self.direction.joining_days = 3
        first = self.receive(self.letter())
        self.age(first, 4)
        second = self.receive(self.letter("And the gutter"))
        self.assertFalse(second.engineering_join_id)

    def test_what_is_written_about_is_not_old(self):
        first = self.receive(self.letter())
        self.age(first, 30)
        first.message_post(body="We come tomorrow", message_type="comment")
        second = self.receive(self.letter("And the gutter"))
        self.assertEqual(second.engineering_join_id, first)

    def test_direction_without_days_offers_nothing(self):
        self.direction.joining_days = 0
        _first, second = self.twice()
        self.assertFalse(second.engineering_join_id)

    def test_lost_deal_is_not_offered(self):
        first = self.receive(self.letter())
        first.action_set_lost()
        second = self.receive(self.letter("And the gutter"))
        self.assertFalse(second.engineering_join_id)

    def test_second_deal_goes_to_the_manager_of_the_first(self):
        first = self.receive(self.letter())
        first.user_id = self.manager2
        second = self.receive(self.letter("And the gutter"))
        self.assertEqual(second.user_id, self.manager2)
        self.assertIn("may belong here", first.message_ids[0].body)

    def test_filter_finds_what_is_offered(self):
        _first, second = self.twice()
        leads = self.model("crm.lead", self.sales_head)
        found = leads.search([("engineering_join_id", "!=", False)])
        self.assertEqual(found, second)

    # === JOIN ===

    def test_manager_joins_what_was_offered_with_one_click(self):
        mail = self.letter("And the gutter")
        mail.add_attachment(b"x", maintype="image", subtype="png", filename="g.png")
        first = self.receive(self.letter())
        second = self.receive(mail)
        action = self.as_(self.sales_head, second).action_join_earlier()
        self.assertEqual(action["res_id"], first.id)
        self.assertFalse(second.exists())
        self.assertEqual(len(self.said(first)), 2)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", first.id)]
        )
        self.assertEqual(len(files), 1)

    def test_deal_that_is_calculated_takes_the_new_one_in(self):
        first = self.receive(self.letter())
        calculation = self.requested(self.as_(self.sales_head, first))
        second = self.receive(self.letter("And the gutter"))
        self.as_(self.sales_head, second).action_join_earlier()
        self.assertTrue(first.exists())
        self.assertFalse(second.exists())
        self.assertEqual(calculation.lead_id.id, first.id)

    def test_two_that_are_calculated_are_not_joined(self):
        first, second = self.twice()
        for lead in (first, second):
            self.requested(self.as_(self.sales_head, lead))
        with self.assertRaisesRegex(UserError, "being calculated"):
            self.as_(self.sales_head, second).action_join_earlier()
        self.assertTrue(first.exists() and second.exists())

    def test_second_click_finds_nothing_to_join(self):
        _first, second = self.twice()
        second = self.as_(self.sales_head, second)
        second.action_keep_apart()
        with self.assertRaisesRegex(UserError, "any more"):
            second.action_join_earlier()

    def test_deal_of_somebody_else_is_named_and_not_joined(self):
        first, second = self.twice()
        (first | second).team_id = self.sales_team
        first.user_id = self.manager2
        second.user_id = self.manager
        with self.assertRaisesRegex(UserError, self.manager2.name):
            self.as_(self.manager, second).action_join_earlier()
        with self.assertRaises(AccessError):
            self.as_(self.manager2, second).action_keep_apart()
        with self.assertRaises(AccessError):
            self.as_(self.engineer, second).action_join_earlier()

    def test_another_request_is_offered_no_more(self):
        first, second = self.twice()
        self.as_(self.sales_head, second).action_keep_apart()
        self.assertFalse(second.engineering_join_id)
        self.assertIn(first.name, second.message_ids[0].body)

    def test_offer_follows_an_earlier_deal_that_is_merged(self):
        first, second = self.twice()
        other = self.deal(user=self.sales_head, name="Older", probability=99)
        merged = (first | other).merge_opportunity()
        self.assertEqual(second.engineering_join_id, merged)
        self.assertFalse(merged.engineering_join_id)
