"""What changes about a work under way: more is needed, it is moved, it is late."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class WorkCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.montage, 4, 50.0)])
        self.lead = self.order.opportunity_id
        self.work = self.as_(
            self.engineer, self.worked(self.order, None, self.engineer)
        )

    def told(self, user, text):
        """Return how often a user was told a text about the work."""
        return self.env["mail.notification"].search_count(
            [
                ("res_partner_id", "=", user.partner_id.id),
                ("mail_message_id.model", "=", self.work._name),
                ("mail_message_id.res_id", "=", self.work.id),
                ("mail_message_id.body", "ilike", text),
            ]
        )


@tagged("standard", "post_install", "-at_install")
class TestMore(WorkCase):
    def more(self, text="Six more metres", user=None, files=()):
        work = self.as_(user or self.engineer, self.work)
        action = work.action_request_more()
        self.answer = self.wizard(
            action["res_model"],
            work,
            text=text,
            attachment_ids=[Command.set([file.id for file in files])],
        ).action_confirm()
        return self.lead.sudo().engineering_calculation_ids.sorted("id")[-1:]

    def test_more_is_calculated_by_who_needs_it(self):
        self.work.action_accept_work()
        photo = self.model("ir.attachment", self.engineer).create(
            {"name": "Wall.jpg", "datas": base64.b64encode(b"photo")}
        )
        card = self.more(files=photo)
        self.assertIn(card.display_name, self.answer["params"]["message"])
        self.assertEqual(card.state, "requested")
        self.assertEqual(card.engineer_id, self.engineer)
        self.assertEqual(card.direction_id, self.direction)
        self.assertIn("Six more metres", card.need)
        message = card.message_ids.filtered("attachment_ids")
        self.assertEqual(message.attachment_ids.name, "Wall.jpg")
        self.assertIn("Six more metres", self.feed(self.lead)[-1])
        self.assertIn("Six more metres", self.feed(self.work)[-1])
        self.assertIn(card.name, self.feed(self.work)[-1])
        self.assertIn(self.manager, self.inbox(self.lead))
        self.assertEqual(self.work.engineering_work_line_ids.quantity, 4)

    def test_supplement_is_proposed_ordered_and_done(self):
        """The deal asks for each step, though a work is open all the time."""
        self.work.action_accept_work()
        card = self.as_(self.engineer, self.more())
        self.assertAsks(False, "Engineer: calculate; Engineer: do the work")
        later = self.calculate(card)
        self.assertAsks("create_proposal", "make the proposal")
        order = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        order.date_order = later
        self.assertEqual(
            order.order_line.engineering_variant_line_id.variant_id.calculation_id, card
        )
        self.assertAsks(False, "send the proposal")
        order.action_confirm()
        self.assertAsks("create_work", "create the work")
        self.lead.action_create_work()
        self.assertAsks(False, "Engineer: do the work")

    def calculate(self, card):
        """Complete a supplement a minute after the order; return when."""
        card.action_take()
        self.variant(card, [(self.montage, 6, 50.0)])
        self.complete(card)
        card.variant_ids.with_user(self.manager).action_select()
        later = fields.Datetime.now() + timedelta(minutes=1)
        card.sudo()._as_machine().completed_on = later
        return later

    def test_supplement_is_asked_for_until_it_is_proposed(self):
        """Declined, it is not asked for anew; the other one is, whatever came first."""
        self.work.action_accept_work()
        first = self.as_(self.engineer, self.more())
        self.calculate(first)
        second = self.as_(self.engineer, self.more("And a gutter"))
        later = self.calculate(second)
        self.assertNotEqual(first, second)
        first.variant_ids.with_user(self.manager).action_leave_out()
        order = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        order.date_order = later
        self.assertEqual(order.sudo().engineering_calculation_ids, second)
        self.assertAsks("create_proposal", "make the proposal")
        first.variant_ids.with_user(self.manager).action_select()
        second.variant_ids.with_user(self.manager).action_leave_out()
        other = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        self.assertEqual(other.sudo().engineering_calculation_ids, first)
        order.validity_date = fields.Date.today() - timedelta(days=1)
        self.assertAsks("create_proposal", "make the proposal")
        (order | other).action_cancel()
        self.assertAsks(False, "Engineer: do the work")
        self.assertIn("create_proposal", self.lead.engineering_possible_actions)

    def assertAsks(self, action, text):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.lead.engineering_next_action, action)
        (waits,) = [
            item for item in self.lead.engineering_summary if item["name"] == "waits"
        ]
        self.assertIn(text, waits["text"])

    def test_more_goes_to_the_calculation_that_is_open(self):
        self.work.action_accept_work()
        card = self.more()
        self.assertEqual(self.more("And a gutter"), card)
        self.assertTrue(
            any("And a gutter" in body for body in card.message_ids.mapped("body"))
        )

    def test_more_is_said_by_the_engineer_of_a_work_that_is_begun(self):
        self.assertFalse(self.work.engineering_can_request_more)
        self.assertRefused(UserError, "Accept it", self.more)
        self.work.action_accept_work()
        self.assertTrue(self.work.engineering_can_request_more)
        self.assertRefused(UserError, "Write what more", self.more, " ")
        for user in self.colleague, self.outsider, self.manager2, self.manager:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.more, user=user)
        self.more(user=self.leader)


@tagged("standard", "post_install", "-at_install")
class TestMove(WorkCase):
    def setUp(self):
        super().setUp()
        day = fields.Datetime.now().replace(hour=10, minute=0, second=0, microsecond=0)
        self.start = day + timedelta(days=14 - day.weekday())

    def moved(self, reason="It rains", user=None, **values):
        work = self.as_(user or self.manager, self.work)
        action = work.action_move_work()
        values = {"start": self.start, **values}
        self.wizard(action["res_model"], work, reason=reason, **values).action_confirm()
        self.env.cr.precommit.run()

    def test_engineer_is_told_when_and_why(self):
        self.moved()
        self.assertEqual(self.work.engineering_start, self.start)
        self.assertGreater(self.work.engineering_end, self.start)
        self.assertEqual(self.told(self.engineer, "It rains"), 1)
        self.assertIn("It rains", self.feed(self.lead)[-1])

    def test_move_by_calendar_is_told_too(self):
        self.as_(self.leader, self.work).write({"engineering_start": self.start})
        self.env.cr.precommit.run()
        self.assertEqual(self.told(self.engineer, "is planned for"), 1)
        later = self.start + timedelta(days=1)
        self.as_(self.leader, self.work).write({"engineering_start": later})
        self.env.cr.precommit.run()
        self.assertEqual(self.told(self.engineer, "is moved"), 1)

    def test_another_end_is_told_too(self):
        self.moved()
        end = self.work.engineering_end + timedelta(minutes=42)
        self.moved(reason="It takes longer", end=end)
        text = self.feed(self.lead)[-1]
        before, now = text.split("→")
        self.assertNotIn(f":{end:%M}", before)
        self.assertIn(f":{end:%M}", now)

    def test_first_time_needs_no_reason_and_another_does(self):
        self.moved(reason=False)
        self.assertEqual(self.told(self.engineer, "is planned for"), 1)
        with self.assertRaisesRegex(UserError, "is planned already"):
            self.moved(reason=" ", start=self.start + timedelta(days=1))

    def test_work_that_is_over_is_not_moved(self):
        self.done(self.work)
        for user in self.leader, self.manager:
            for values in {"engineering_start": self.start}, {"date_deadline": False}:
                self.assertRefused(
                    (AccessError, UserError),
                    "is not open|doesn't have 'write' access",
                    self.as_(user, self.work).write,
                    values,
                )

    def mails_to_customer(self):
        mails = self.env["mail.mail"].search([])
        return mails.filtered(lambda mail: self.customer in mail.recipient_ids)

    def test_customer_gets_a_mail_in_his_language_about_another_time(self):
        self.customer.lang = self.env["res.lang"]._activate_lang("ru_RU").code
        before = self.mails_to_customer()
        self.moved()
        self.assertEqual(self.mails_to_customer(), before)
        self.moved(start=self.start + timedelta(1))
        mail = self.mails_to_customer() - before
        self.assertEqual(len(mail), 1)
        self.assertIn("Здравствуйте", mail.body_html)
        self.assertIn(self.env.company.name, mail.body_html)
        self.assertIn("o_mail_notification", mail.body_html)
        self.moved(tell_customer=False)
        self.assertEqual(self.mails_to_customer() - before, mail)

    def test_plan_is_checked_again(self):
        self.quiet["calendar.event"].create(
            {
                "name": "Meeting",
                "start": self.start,
                "stop": self.start + timedelta(hours=1),
                "user_id": self.engineer.id,
                "partner_ids": [Command.set(self.engineer.partner_id.ids)],
            }
        )
        dialog = self.wizard(
            "engineering.work.move",
            self.as_(self.manager, self.work),
            reason="It rains",
        )
        dialog.start = self.start
        self.assertIn("has a meeting", dialog.plan_note)

    def test_moved_work_takes_as_long_as_it_was_planned(self):
        end = self.start + timedelta(hours=3)
        self.moved(end=end)
        self.assertFalse(self.work.allocated_hours)
        dialog = self.wizard("engineering.work.move", self.as_(self.manager, self.work))
        self.assertEqual(dialog.end, end)
        dialog.start = self.start + timedelta(days=1)
        self.assertEqual(dialog.end, end + timedelta(days=1))
        dialog.start = self.start + timedelta(hours=6)
        self.assertGreater(dialog.end, self.start + timedelta(hours=20))

    def test_work_moved_from_a_day_off_takes_as_long(self):
        saturday, hours = self.start + timedelta(days=5), timedelta(hours=4)
        for allocated in (0, 1):
            with self.subTest(allocated=allocated):
                self.work.sudo().allocated_hours = allocated
                self.moved(start=saturday, end=saturday + hours)
                dialog = self.wizard(
                    "engineering.work.move", self.as_(self.manager, self.work)
                )
                dialog.start = self.start
                self.assertEqual(dialog.end, self.start + hours)
                dialog.start = saturday + timedelta(days=1)
                self.assertEqual(dialog.end, saturday + timedelta(days=1) + hours)

    def test_engineer_moves_his_own_work_and_its_manager_is_told(self):
        work = self.as_(self.engineer, self.work)
        self.assertTrue(work.engineering_can_move)
        self.moved(user=self.engineer)
        self.assertEqual(self.work.engineering_start, self.start)
        self.assertIn(self.manager, self.inbox(self.lead))
        self.assertFalse(self.told(self.engineer, "is planned for"))
        self.moved(
            "The lift stands still", self.engineer, start=self.start + timedelta(1)
        )
        self.assertIn("The lift stands still", self.feed(self.lead)[-1])
        self.as_(self.leader, self.work)._send_event("assign_work", engineer=False)
        work.invalidate_recordset()
        self.assertFalse(work.engineering_can_move)
        self.assertRefused(AccessError, "who does it", work.action_move_work)

    def test_moved_by_who_decides_with_a_reason_while_it_is_open(self):
        for user in self.colleague, self.manager2, self.outsider:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.moved, user=user)
        self.moved()
        self.assertRefused(UserError, "is planned already", self.moved, " ")
        self.assertRefused(UserError, "Write when", self.moved, start=False)
        self.customer.email = False
        self.assertRefused(
            UserError, "no e-mail address", self.moved, tell_customer=True
        )
        self.moved(user=self.leader)
        self.done(self.work)
        self.assertRefused(UserError, "is not open", self.moved)


@tagged("standard", "post_install", "-at_install")
class TestDelay(WorkCase):
    def setUp(self):
        super().setUp()
        self.late(timedelta(days=3))

    def late(self, ahead):
        """Plan the work to end so far from now."""
        end = fields.Datetime.now() + ahead
        self.work.sudo().write(
            {"engineering_start": end - timedelta(hours=1), "engineering_end": end}
        )
        self.env.cr.precommit.run()

    def run_cron(self):
        cron = self.env.ref("crm_engineering_calc.ir_cron_work_delays")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()

    def people_told(self):
        return [
            self.told(user, "had to be completed")
            for user in (self.engineer, self.leader, self.manager)
        ]

    def test_each_is_told_once_one_after_another(self):
        for ahead, people in (
            (timedelta(hours=1), [0, 0, 0]),
            (-timedelta(hours=1), [1, 0, 0]),
            (-timedelta(hours=1), [1, 0, 0]),
        ):
            if self.work.engineering_end > fields.Datetime.now():
                self.late(ahead)
            self.run_cron()
            self.assertEqual(self.people_told(), people)
        for days, people in (1, [1, 1, 0]), (2, [1, 1, 1]), (3, [1, 1, 1]):
            self.env.flush_all()
            end = fields.Datetime.now() - timedelta(days=days, hours=1)
            self.env.cr.execute(
                "UPDATE project_task SET engineering_end = %s, engineering_start = %s"
                " WHERE id = %s",
                [end, end, self.work.id],
            )
            self.env.invalidate_all()
            self.run_cron()
            self.assertEqual(self.people_told(), people)

    def test_all_are_told_of_what_is_late_for_long(self):
        self.late(-timedelta(days=5))
        self.run_cron()
        self.assertEqual(self.people_told(), [1, 1, 1])

    def assertLate(self, late):
        work = self.as_(self.leader, self.work)
        work.invalidate_recordset()
        found = work.search([("engineering_is_late", "=", True)])
        self.assertEqual((work.engineering_is_late, work in found), (late, late))

    def test_work_is_late_after_its_planned_end_or_without_one_its_deadline(self):
        self.assertLate(False)
        self.late(-timedelta(hours=1))
        self.assertLate(True)
        now = fields.Datetime.now()
        work = self.work.sudo()
        work.write({"engineering_start": False, "engineering_end": False})
        self.assertLate(False)
        work.date_deadline = now - timedelta(hours=1)
        self.assertLate(True)
        self.late(timedelta(hours=1))
        self.assertLate(False)
        self.late(-timedelta(hours=1))
        self.done(self.work)
        self.assertLate(False)

    def test_moved_work_is_told_of_anew(self):
        self.late(-timedelta(hours=1))
        self.run_cron()
        self.late(timedelta(days=1))
        self.assertFalse(self.work.sudo().engineering_delay_told)
        self.late(-timedelta(hours=2))
        self.run_cron()
        self.assertEqual(self.people_told(), [2, 0, 0])

    def test_nobody_is_told_of_what_is_done(self):
        self.late(-timedelta(hours=1))
        self.done(self.work)
        self.run_cron()
        self.assertEqual(self.people_told(), [0, 0, 0])

    def test_delay_of_a_deal_that_stood_still_is_told_when_it_goes_on(self):
        self.late(-timedelta(hours=1))

        def let(active):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE crm_lead SET active = %s WHERE id = %s",
                [active, self.work.sudo().engineering_lead_id.id],
            )
            self.env.invalidate_all()

        let(active=False)
        self.run_cron()
        self.assertEqual(self.people_told(), [0, 0, 0])
        let(active=True)
        self.run_cron()
        self.assertEqual(self.people_told(), [1, 0, 0])

    def test_deadline_counts_where_nothing_is_planned(self):
        self.work.sudo().write({"engineering_start": False, "engineering_end": False})
        self.as_(self.manager, self.work).sudo().date_deadline = (
            fields.Datetime.now() - timedelta(hours=1)
        )
        self.run_cron()
        self.assertEqual(self.people_told(), [1, 0, 0])
