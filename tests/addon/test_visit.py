"""Visits to the customer's site: planned, over, given up, and what they bring."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

NOW = "2030-06-07 11:30:00"  # a Friday


class VisitCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engineer.tz = "Europe/Moscow"
        cls.team.resource_calendar_id = cls.quiet["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/Moscow"}
        )

    def values(self, calculation):
        context = calculation.action_plan_measurement()["context"]
        return {name.removeprefix("default_"): v for name, v in context.items()}

    def planned(self, calculation, **values):
        return calculation.env["calendar.event"].create(
            {**self.values(calculation), **values}
        )


@tagged("standard", "post_install", "-at_install")
class TestVisitPlan(VisitCase):
    def test_visit_begins_at_the_next_working_hour(self):
        calculation = self.taken()
        for now, start in (
            ("2030-06-07 06:10:00", "2030-06-07 07:00:00"),
            ("2030-06-07 15:00:00", "2030-06-10 05:00:00"),
            ("2030-06-08 09:00:00", "2030-06-10 05:00:00"),
        ):
            with self.subTest(now), freeze_time(now):
                self.assertEqual(self.values(calculation)["start"], start)

    def test_hour_is_full_by_the_clock_of_who_goes(self):
        calculation = self.taken()
        self.engineer.tz = "Asia/Kolkata"
        for calendar in (self.team.resource_calendar_id, False):
            self.team.resource_calendar_id = calendar
            self.env.company.resource_calendar_id = calendar
            with self.subTest(calendar=calendar), freeze_time("2030-06-07 04:10:20"):
                start = self.values(calculation)["start"]
                self.assertEqual(start, "2030-06-07 04:30:00")

    def test_visit_lasts_as_the_direction_says(self):
        calculation = self.taken()
        with freeze_time("2030-06-07 06:10:00"):
            self.assertEqual(self.values(calculation)["stop"], "2030-06-07 08:00:00")
            child = self.direction.create(
                {"name": "Flat", "parent_id": self.direction.id}
            )
            self.direction.visit_hours = 2.5
            self.assertEqual(child._get_visit_hours(), 2.5)
            values = self.values(calculation)  # not before lunch, nor through it
            self.assertEqual(values["stop"], "2030-06-07 12:30:00")

    def test_holiday_of_the_team_is_no_day_for_a_visit(self):
        calculation = self.taken()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.team.resource_calendar_id.id,
                "date_from": "2030-06-09 21:00:00",
                "date_to": "2030-06-10 20:59:00",
            }
        )
        with freeze_time("2030-06-08 09:00:00"):
            self.assertEqual(self.values(calculation)["start"], "2030-06-11 05:00:00")

    @freeze_time(NOW)
    def test_form_has_what_who_goes_needs(self):
        lead = self.deal(phone="+7 900", contact_name="Ivan", street="Lane 2")
        calculation = self.taken(lead)
        context = calculation.action_plan_measurement()["context"]
        with Form(calculation.env["calendar.event"].with_context(**context)) as form:
            self.assertEqual(form.location, "Lane 2")
            self.assertIn("search?query=Lane+2", form.engineering_map_url)
        visit = form.save()
        self.assertEqual(visit.engineering_contact_name, "Ivan")
        self.assertEqual(visit.engineering_contact_phone, "+7 900")
        self.assertEqual(visit.duration, 1.0)
        self.assertIn("search?query=Lane+2", calculation.site_map_url)

    def test_visit_leads_to_what_is_measured(self):
        visit = self.planned(self.taken())
        action = visit.with_user(self.engineer).action_engineering_measure()
        self.assertEqual(action["res_model"], "engineering.calculation")
        self.assertEqual(action["res_id"], visit.engineering_calculation_id.id)
        self.assertEqual([kind for _id, kind in action["views"]], ["form"])

    def test_only_visit_opens_at_once_and_several_in_the_calendar(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        self.assertEqual(calculation.action_view_visits()["res_id"], visit.id)
        self.planned(calculation)
        self.assertFalse(calculation.action_view_visits().get("res_id"))

    def test_no_context_points_a_visit_at_what_is_foreign(self):
        foreign = self.requested(
            self.deal(engineering_direction_id=self.other_direction.id)
        )
        visit = self.planned(self.taken())
        for context in ({}, {"engineering_visits_followed": True}):
            self.assertRefused(
                AccessError,
                "",
                visit.with_context(**context).write,
                {"engineering_calculation_id": foreign.id},
            )


@tagged("standard", "post_install", "-at_install")
class TestInvitation(VisitCase):
    def mails(self, visit):
        """Return what is sent to the customer of a visit."""
        mails = self.env["mail.mail"].sudo().search([])
        return mails.filtered(
            lambda mail: (
                self.customer in mail.recipient_ids
                or self.customer.email in (mail.email_to or "")
            )
        )

    @freeze_time(NOW)
    def test_customer_is_invited_only_if_asked(self):
        lead = self.deal(name="Pays late, be careful", description="<p>Secret</p>")
        calculation = self.taken(lead)
        visit = self.planned(calculation)
        self.assertNotIn(self.customer, visit.partner_ids)
        self.assertFalse(self.mails(visit))
        visit.engineering_invite_customer = True
        self.assertIn(self.customer, visit.partner_ids)
        mail = self.mails(visit)
        self.assertEqual(len(mail), 1)
        self.assertIn("invitation.ics", mail.attachment_ids.mapped("name"))
        self.assertIn("Lane 1", mail.body_html)
        calendar = mail.attachment_ids[:1].raw.decode()
        for text in (mail.body_html, mail.subject, calendar, visit.name):
            self.assertNotIn("Pays late", text)
            self.assertNotIn("Secret", text)

    @freeze_time(NOW)
    def test_invitation_has_no_words_of_the_language_of_who_plans(self):
        visit = self.planned(self.taken(), engineering_invite_customer=True)
        self.assertNotIn("Organized by", visit.description or "")
        self.assertNotIn("Organized by", self.mails(visit).body_html)
        meeting = self.model("calendar.event", self.manager).create(
            {"name": "Lunch", "start": NOW, "stop": "2030-06-07 12:30:00"}
        )
        self.assertIn("Organized by", meeting.description)

    @freeze_time(NOW)
    def test_customer_reads_the_invitation_in_his_language_and_on_a_phone(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        names = ("invitation", "moved", "cancelled")
        for name in names:
            template = self.env.ref(f"crm_engineering_calc.mail_template_visit_{name}")
            template.with_context(lang="fr_FR").subject = f"Visite: {name}"
        visit = self.planned(self.taken(), engineering_invite_customer=True)
        visit.write(
            {
                "start": visit.start + timedelta(days=1),
                "stop": visit.stop + timedelta(days=1),
            }
        )
        moved = self.mails(visit)
        visit.action_archive()
        mails = self.mails(visit) | moved
        self.assertEqual(
            sorted(mails.mapped("subject")), sorted(f"Visite: {one}" for one in names)
        )
        for mail in mails:
            self.assertNotIn("590", mail.body_html)
            self.assertIn(self.env.company.name, mail.body_html)
        for mail in moved:
            self.assertIn("/calendar/meeting/accept", mail.body_html)
            self.assertRegex(mail.body_html, r"\w+di, \d+ juin 2030")
            self.assertNotIn("Internal communication", mail.body_html)
            self.assertNotIn("o_signature", mail.body_html, "it is signed once")

    @freeze_time(NOW)
    def test_colleagues_and_other_meetings_have_the_hosts_mails(self):
        host = self.env.ref("calendar.calendar_template_meeting_invitation")
        attendees = type(self.env["calendar.attendee"])
        visit = self.planned(self.taken(), engineering_invite_customer=True)
        meeting = self.quiet["calendar.event"].create(
            {
                "name": "Lunch",
                "start": visit.start,
                "stop": visit.stop,
                "partner_ids": [Command.set(self.customer.ids)],
            }
        )
        sent = []

        def note(attendees, template, **kwargs):
            sent.append((attendees, template))

        base = "odoo.addons.calendar.models.calendar_attendee.CalendarAttendee"
        with patch(f"{base}._notify_attendees", note):
            attendees._notify_attendees(visit.attendee_ids, host)
            attendees._notify_attendees(meeting.attendee_ids, host)
        of_customer, of_staff, of_meeting = sent
        own = self.env.ref("crm_engineering_calc.mail_template_visit_invitation")
        self.assertEqual(of_customer[0].partner_id, self.customer)
        self.assertEqual(of_customer[1], own)
        self.assertNotIn(self.customer, of_staff[0].partner_id)
        self.assertEqual(of_staff[1], host)
        self.assertEqual(of_meeting, (meeting.attendee_ids, host))

    @freeze_time(NOW)
    def test_customer_is_invited_at_once(self):
        visit = self.planned(self.taken(), engineering_invite_customer=True)
        self.assertIn(self.customer, visit.partner_ids)
        self.assertEqual(len(self.mails(visit)), 1)

    @freeze_time(NOW)
    def test_customer_without_an_address_is_not_invited(self):
        self.customer.email = False
        calculation = self.taken()
        self.assertRefused(
            UserError,
            "no e-mail address",
            self.planned,
            calculation,
            engineering_invite_customer=True,
        )

    @freeze_time(NOW)
    def test_invited_customer_is_told_that_a_visit_is_off(self):
        lead = self.deal()
        calculation = self.taken(lead)
        for how in ("unlink", "action_archive"):
            with self.subTest(how):
                visit = self.planned(calculation, engineering_invite_customer=True)
                before = self.mails(visit)
                getattr(visit, how)()
                mail = self.mails(visit) - before
                self.assertEqual(len(mail), 1)
                self.assertEqual(mail.recipient_ids, self.customer)
                self.assertIn("canceled", mail.body_html)
        self.planned(calculation, engineering_invite_customer=True)
        before = self.mails(visit)
        lead.action_set_lost()
        off = self.mails(visit) - before
        self.assertEqual(len(off), 1)
        lead.action_unarchive()
        again = self.mails(visit) - before - off
        self.assertIn("Invitation", again.subject)

    @freeze_time(NOW)
    def test_customer_who_is_uninvited_is_told_so_once(self):
        visit = self.planned(self.taken(), engineering_invite_customer=True)
        before = self.mails(visit)
        visit.engineering_invite_customer = False
        self.assertNotIn(self.customer, visit.partner_ids)
        self.assertNotIn(self.customer, visit.attendee_ids.partner_id)
        mail = self.mails(visit) - before
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn("canceled", mail.body_html)
        self.assertTrue(visit.active)
        visit.action_archive()
        self.assertEqual(self.mails(visit) - before, mail)

    @freeze_time(NOW)
    def test_invitation_taken_back_with_the_visit_is_told_once(self):
        visit = self.planned(self.taken(), engineering_invite_customer=True)
        before = self.mails(visit)
        visit.write({"active": False, "engineering_invite_customer": False})
        self.assertEqual(len(self.mails(visit) - before), 1)

    @freeze_time(NOW)
    def test_customer_is_told_once_by_the_dialog_and_not_of_others(self):
        calculation = self.taken()
        plain = self.planned(calculation)
        visit = self.planned(calculation, engineering_invite_customer=True)
        before = self.mails(visit)
        plain.unlink()
        self.assertEqual(self.mails(visit), before)
        dialog = visit.env["calendar.popover.delete.wizard"].create(
            {"calendar_event_id": visit.id}
        )
        dialog.with_context(no_mail_to_attendees=False).action_send_mail_and_delete()
        self.assertFalse(visit.exists())
        self.assertLessEqual(len(self.mails(visit) - before), 1)

    def test_other_meetings_are_deleted_as_the_host_does(self):
        seen = []
        meetings = type(self.env["calendar.event"])
        delete = meetings.unlink

        def unlink(meeting):
            seen.append(meeting.env.context.get("no_mail_to_attendees"))
            return delete(meeting)

        self.patch(meetings, "unlink", unlink)
        now = fields.Datetime.now()
        meeting = self.model("calendar.event", self.manager).create(
            {"name": "Lunch", "start": now, "stop": now + timedelta(hours=1)}
        )
        dialog = meeting.env["calendar.popover.delete.wizard"].create(
            {"calendar_event_id": meeting.id}
        )
        dialog.action_send_mail_and_delete()
        self.assertEqual(seen, [None])


@tagged("standard", "post_install", "-at_install")
class TestVisitOver(VisitCase):
    def test_card_leaves_the_column_when_its_visits_are_over(self):
        with freeze_time(NOW):
            calculation = self.taken()
            visit = self.planned(calculation)
            self.assertEqual(calculation.stage_id.name, "Site measurement")
            calculation._cron_follow_visits()
            self.assertEqual(calculation.stage_id.name, "Site measurement")
        with freeze_time(visit.stop.replace(minute=59)):
            calculation.sudo()._cron_follow_visits()
            self.assertEqual(calculation.stage_id.name, "In progress")
            self.assertEqual(calculation.state, "in_progress")

    def test_visit_of_a_whole_day_is_over_with_the_day_of_the_team(self):
        self.team.resource_calendar_id.tz = "America/New_York"
        with freeze_time("2030-06-10 12:00:00"):
            calculation = self.taken()
            self.planned(
                calculation,
                allday=True,
                start=datetime(2030, 6, 10, 8),
                stop=datetime(2030, 6, 10, 18),
            )
        for moment, column in (
            ("2030-06-10 20:00:00", "Site measurement"),
            ("2030-06-11 05:00:00", "In progress"),
        ):
            with self.subTest(moment), freeze_time(moment):
                calculation.sudo()._cron_follow_visits()
                self.assertEqual(calculation.stage_id.name, column)

    @freeze_time(NOW)
    def test_visit_in_the_past_moves_no_card(self):
        calculation = self.taken()
        self.planned(
            calculation, start=datetime(2030, 6, 1, 8), stop=datetime(2030, 6, 1, 9)
        )
        self.assertEqual(calculation.stage_id.name, "In progress")

    @freeze_time(NOW)
    def test_past_visits_hold_no_card_when_the_last_one_ahead_is_dropped(self):
        calculation = self.taken()
        self.planned(
            calculation, start=datetime(2030, 6, 1, 8), stop=datetime(2030, 6, 1, 9)
        )
        self.planned(calculation).unlink()
        self.assertEqual(calculation.stage_id.name, "In progress")

    @freeze_time(NOW)
    def test_card_stands_in_the_column_whenever_it_goes_on_with_a_visit_ahead(self):
        calculation = self.requested()
        self.as_(self.engineer, calculation).env["calendar.event"].create(
            {
                "name": "Measure",
                "engineering_calculation_id": calculation.id,
                "start": datetime(2030, 6, 10, 8),
                "stop": datetime(2030, 6, 10, 9),
            }
        )
        calculation.action_take()
        self.assertEqual(calculation.stage_id.name, "Site measurement")
        self.ask(calculation)
        self.answer(calculation)
        self.assertEqual(calculation.stage_id.name, "Site measurement")
        self.hold(calculation)
        self.as_(self.manager, calculation).action_resume()
        self.assertEqual(calculation.stage_id.name, "Site measurement")

    @freeze_time(NOW)
    def test_card_follows_a_visit_that_is_moved(self):
        calculation = self.taken()
        past = {"start": datetime(2030, 6, 1, 8), "stop": datetime(2030, 6, 1, 9)}
        ahead = {"start": datetime(2030, 6, 10, 8), "stop": datetime(2030, 6, 10, 9)}
        visit = self.planned(calculation, **past)
        visit.write(ahead)
        self.assertEqual(calculation.stage_id.name, "Site measurement")
        visit.write(past)
        self.assertEqual(calculation.stage_id.name, "In progress")

    @freeze_time(NOW)
    def test_cancelled_calculation_cancels_what_is_ahead(self):
        calculation = self.taken()
        past = self.planned(
            calculation, start=datetime(2030, 6, 1, 8), stop=datetime(2030, 6, 1, 9)
        )
        ahead = self.planned(calculation)
        self.as_(self.manager, calculation).action_cancel()
        self.assertTrue(past.active)
        self.assertFalse(ahead.active)
        feed = "".join(self.feed(calculation.sudo().lead_id))
        self.assertIn("is cancelled", feed)

    @freeze_time(NOW)
    def test_deleted_request_cancels_what_is_ahead(self):
        calculation = self.requested()
        visit = self.planned(calculation)
        calculation.sudo().unlink()
        self.assertFalse(visit.active)

    @freeze_time(NOW)
    def test_client_moves_no_visit_silently(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        visit.with_context(engineering_visits_followed=True).write(
            {"start": datetime(2030, 6, 12, 8), "stop": datetime(2030, 6, 12, 9)}
        )
        self.assertIn("is moved to", self.feed(calculation.lead_id)[-1])

    @freeze_time(NOW)
    def test_visits_go_and_come_back_with_the_deal(self):
        lead = self.deal()
        calculation = self.taken(lead)
        visit = self.planned(calculation)
        lead.action_set_lost()
        self.assertFalse(visit.active)
        lead.action_unarchive()
        self.assertTrue(visit.active)
        self.assertEqual(calculation.stage_id.name, "Site measurement")

    @freeze_time(NOW)
    def test_visit_that_was_cancelled_by_hand_stays_so(self):
        lead = self.deal()
        calculation = self.taken(lead)
        given_up, visit = (self.planned(calculation) for _ in range(2))
        lead.action_set_lost()
        self.as_(self.engineer, visit).action_unarchive()
        lead.action_unarchive()
        given_up.action_archive()
        visit.action_archive()
        other = self.planned(calculation)
        lead.action_set_lost()
        lead.action_unarchive()
        self.assertFalse((given_up | visit).filtered("active"))
        self.assertTrue(other.active)

    @freeze_time(NOW)
    def test_what_is_cancelled_stays_so_for_who_looks_at_archived_deals(self):
        lead = self.deal().with_context(active_test=False)
        calculation = self.taken(lead).with_context(active_test=False)
        given_up, visit = (self.planned(calculation) for _ in range(2))
        given_up.action_archive()
        lead.action_set_lost()
        lead.action_unarchive()
        self.assertFalse(given_up.active)
        self.assertTrue(visit.active)
        visit.action_archive()
        self.assertEqual(calculation.stage_id.name, "In progress")

    def test_visit_that_never_ends_spoils_no_promise(self):
        self.direction.calculation_hours = 16
        calculation = self.taken()
        promised = calculation.promise_deadline
        visit = self.planned(calculation, stop="9999-12-31 23:59:00")
        visit.stop = visit.start + timedelta(hours=1)
        visit.action_archive()
        self.assertLess(
            abs(calculation.promise_deadline - promised), timedelta(minutes=1)
        )
        self.assertGreater(calculation.promise_deadline, fields.Datetime.now())

    @freeze_time(NOW)
    def test_manager_who_puts_a_card_on_hold_keeps_its_visits(self):
        calculation = self.taken()
        visit = self.planned(calculation)
        self.hold(calculation)
        self.assertTrue(visit.active)


@tagged("standard", "post_install", "-at_install")
class TestVisitFiles(VisitCase):
    def photo(self, visit, name="roof.jpg"):
        return visit.env["ir.attachment"].create(
            {
                "name": name,
                "raw": b"photo",
                "res_model": "calendar.event",
                "res_id": visit.id,
            }
        )

    def test_photos_are_seen_in_later_revisions_the_deal_and_the_work(self):
        calculation = self.taken()
        photo = self.photo(self.planned(calculation))
        self.variant(calculation)
        self.complete(calculation)
        self.assertEqual(calculation.visit_attachment_ids, photo)
        lead = self.as_(self.manager, calculation.sudo().lead_id)
        revision = self.revise(self.as_(self.manager, calculation))
        self.assertEqual(self.as_(self.engineer, revision).visit_attachment_ids, photo)
        self.assertEqual(lead.engineering_visit_attachment_ids.ids, photo.ids)
        copies = self.env["ir.attachment"].search_count([("name", "=", "roof.jpg")])
        self.assertEqual(copies, 1)
        self.complete(self.as_(self.engineer, revision))
        order = self.from_action(lead.action_create_proposal(), lead.env)
        order.action_confirm()
        self.contract()
        work = self.as_(self.engineer, self.worked(order))
        self.assertEqual(work.engineering_visit_attachment_ids, photo)

    def test_queries_do_not_grow_with_the_cards(self):
        cards = self.env["engineering.calculation"].browse()
        for _card in range(6):
            card = self.taken()
            self.photo(self.planned(card))
            cards |= card.sudo()

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            leads = some.lead_id
            return self.count_queries(
                lambda: (
                    some.mapped("visit_attachment_ids"),
                    leads.mapped("engineering_visit_attachment_ids"),
                )
            )

        count(cards)
        self.assertLessEqual(count(cards), count(cards[:2]))
