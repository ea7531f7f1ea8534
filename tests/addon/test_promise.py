"""Promises: when a request is due, by the working hours of its team."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.promise import FRIDAY, PromiseCase


@tagged("standard", "post_install", "-at_install")
class TestPromise(PromiseCase):
    @freeze_time(FRIDAY)
    def test_request_on_friday_evening_is_due_on_monday(self):
        calculation = self.requested()
        self.assertDue(calculation.response_deadline, "2026-11-30 14:00")
        self.assertDue(calculation.promise_deadline, "2026-12-01 14:00")
        self.assertDue(calculation.due, "2026-11-30 14:00")
        self.assertDue(calculation.due_soon, "2026-11-30 12:00")

    @freeze_time("2026-11-28 20:00:00")
    def test_request_at_night_is_due_after_a_working_day(self):
        self.assertDue(self.requested().response_deadline, "2026-11-30 15:00")

    @freeze_time(FRIDAY)
    def test_holidays_move_the_promise(self):
        self.day_off("2026-11-29 21:00:00", "2026-11-30 20:59:59")
        self.assertDue(self.requested().response_deadline, "2026-12-01 14:00")

    @freeze_time(FRIDAY)
    def test_training_is_work_and_other_calendars_are_not_asked(self):
        day = ("2026-11-29 21:00:00", "2026-11-30 20:59:59")
        self.day_off(*day, time_type="other")
        self.day_off(*day, calendar_id=self.env.company.resource_calendar_id.id)
        self.assertDue(self.requested().response_deadline, "2026-11-30 14:00")

    @freeze_time(FRIDAY)
    def test_day_off_counts_of_who_has_the_card_alone(self):
        self.day_off("2026-11-29 21:00:00", "2026-11-30 20:59:59", self.engineer)
        self.assertDue(self.requested().response_deadline, "2026-11-30 14:00")
        own = self.requested(engineering_engineer_id=self.engineer.id)
        self.assertDue(own.response_deadline, "2026-12-01 14:00")

    @freeze_time("2026-10-23 14:00:00")
    def test_hours_stay_in_their_place_when_the_clock_is_put(self):
        self.hours.tz = "Europe/Berlin"
        deadline = self.requested().response_deadline
        self.assertDue(deadline, "2026-10-26 15:00")

    @freeze_time(FRIDAY)
    def test_team_without_hours_has_those_of_the_company(self):
        self.team.resource_calendar_id = False
        self.env.company.resource_calendar_id = self.hours
        self.assertDue(self.requested().response_deadline, "2026-11-30 14:00")

    @freeze_time(FRIDAY)
    def test_where_no_hours_are_known_all_time_counts(self):
        self.team.resource_calendar_id = self.env.company.resource_calendar_id = False
        self.assertDue(self.requested().response_deadline, "2026-11-27 22:00")

    @freeze_time(FRIDAY)
    def test_urgent_request_has_its_own_promise_and_others_as_all(self):
        self.direction.urgent_response_hours = 2
        calculation = self.requested(priority="3")
        self.assertEqual(calculation.priority, "1")
        self.assertDue(calculation.response_deadline, "2026-11-30 07:00")
        self.assertDue(calculation.promise_deadline, "2026-12-01 14:00")

    @freeze_time(FRIDAY)
    def test_request_that_becomes_urgent_is_due_earlier(self):
        self.direction.urgent_calculation_hours = 8
        calculation = self.taken()
        calculation.priority = "1"
        self.assertDue(calculation.promise_deadline, "2026-11-30 14:00")
        calculation.priority = "0"
        self.assertDue(calculation.promise_deadline, "2026-12-01 14:00")

    def test_promise_of_a_new_priority_is_without_what_the_clock_stood(self):
        self.direction.write({"calculation_hours": 0, "urgent_calculation_hours": 8})
        for hour in ("2026-11-30 08:00:00", "2026-12-01 07:00:00"):
            with self.subTest(hour):
                with freeze_time(FRIDAY):
                    calculation = self.taken()
                with freeze_time("2026-11-30 06:00:00"):
                    self.ask(calculation)
                if hour < "2026-12-01":
                    self.urge(calculation, hour)
                with freeze_time("2026-12-01 06:00:00"):
                    self.answer(calculation)
                self.urge(calculation, hour)
                self.assertDue(calculation.promise_deadline, "2026-12-01 14:00")

    def test_promise_of_a_new_priority_is_without_the_visit(self):
        self.direction.write({"calculation_hours": 0, "urgent_calculation_hours": 8})
        with freeze_time(FRIDAY):
            calculation = self.taken()
        with freeze_time("2026-11-30 06:00:00"):
            self.visit(calculation, "2026-12-01 08:00:00")
        self.urge(calculation, "2026-11-30 08:00:00")
        self.assertDue(calculation.promise_deadline, "2026-12-02 09:00")

    def test_held_request_that_becomes_urgent_is_to_be_taken_earlier(self):
        self.direction.urgent_response_hours = 2
        with freeze_time(FRIDAY):
            calculation = self.requested()
        with freeze_time("2026-11-30 06:00:00"):
            self.hold(calculation)
        self.urge(calculation, "2026-11-30 07:00:00")
        with freeze_time("2026-12-01 06:00:00"):
            self.as_(self.manager, calculation).action_resume()
        self.assertDue(calculation.response_deadline, "2026-12-01 07:00")

    def urge(self, calculation, moment):
        with freeze_time(moment):
            self.as_(self.manager, calculation.sudo().lead_id).priority = "3"

    @freeze_time(FRIDAY)
    def test_direction_that_promises_nothing_is_never_late(self):
        self.direction.write({"response_hours": 0, "calculation_hours": 0})
        calculation = self.requested()
        self.assertFalse(calculation.response_deadline or calculation.due)
        self.assertEqual(calculation.urgency, "safe")

    @freeze_time(FRIDAY)
    def test_other_promises_and_hours_do_not_rewrite_what_was_promised(self):
        calculation = self.requested()
        self.direction.write({"response_hours": 1, "calculation_hours": 1})
        self.hours.attendance_ids.filtered(lambda day: day.dayofweek == "0").unlink()
        self.day_off("2026-11-29 21:00:00", "2026-11-30 20:59:59")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertDue(calculation.response_deadline, "2026-11-30 14:00")
        self.assertDue(calculation.promise_deadline, "2026-12-01 14:00")
        self.assertDue(calculation.due, "2026-11-30 14:00")

    def test_nobody_promises_a_lifetime(self):
        direction = self.as_(self.administrator, self.direction)
        with mute_logger("odoo.sql_db"):
            for hours in (-1, 1e9):
                self.assertRefused(
                    IntegrityError, "", direction.write, {"calculation_hours": hours}
                )

    def test_deadlines_are_written_by_nobody(self):
        calculation = self.taken()
        for name in ("response_deadline", "promise_deadline", "answer_deadline"):
            with self.subTest(name), self.assertRaises(AccessError):
                calculation.write({name: "2030-01-01 00:00:00"})

    def test_many_requests_ask_the_calendars_once(self):
        cards = self.env["engineering.calculation"].browse()
        for _number in range(8):
            cards |= self.requested()
        cards = cards.sudo()
        self.env.flush_all()

        def count(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._follow_clock({card: (card.state, "1") for card in some}, True)
            some.mapped("due")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(cards)
        self.assertLessEqual(count(cards), count(cards[:2]) + 12)


@tagged("standard", "post_install", "-at_install")
class TestClock(PromiseCase):
    def taken_on_friday(self, **values):
        with freeze_time(FRIDAY):
            return self.taken(**values)

    def test_redirected_request_is_due_anew_and_its_calculation_as_before(self):
        calculation = self.taken_on_friday()
        with freeze_time("2026-11-30 08:00:00"):
            self.redirect(calculation)
        self.assertDue(calculation.first_requested_on, "2026-11-27 14:00")
        self.assertDue(calculation.response_deadline, "2026-12-01 08:00")
        self.assertDue(calculation.promise_deadline, "2026-12-01 14:00")

    def test_time_in_which_the_manager_is_waited_for_does_not_count(self):
        calculation = self.taken_on_friday()
        with freeze_time("2026-11-30 08:00:00"):
            self.ask(calculation)
        self.assertDue(calculation.answer_deadline, "2026-11-30 13:00")
        self.assertDue(calculation.due, "2026-11-30 13:00")
        with freeze_time("2026-12-09 08:00:00"):
            self.assertFalse(calculation.is_late)
            self.assertEqual(calculation.urgency, "safe")
            self.answer(calculation)
        self.assertDue(calculation.promise_deadline, "2026-12-10 14:00")
        with freeze_time("2026-12-10 14:00:00"):
            calculation.invalidate_recordset()
            self.assertTrue(calculation.is_late)

    def test_hold_moves_what_was_promised(self):
        with freeze_time(FRIDAY):
            calculation = self.requested()
        with freeze_time("2026-11-30 06:00:00"):
            self.hold(calculation)
            self.assertFalse(calculation.due)
        with freeze_time("2026-12-01 06:00:00"):
            self.as_(self.manager, calculation).action_resume()
        self.assertDue(calculation.response_deadline, "2026-12-01 14:00")
        self.assertDue(calculation.promise_deadline, "2026-12-02 14:00")

    def test_question_that_was_held_is_due_later(self):
        calculation = self.taken_on_friday()
        with freeze_time("2026-11-30 06:00:00"):
            self.ask(calculation)
        with freeze_time("2026-11-30 08:00:00"):
            self.hold(calculation)
        with freeze_time("2026-12-01 08:00:00"):
            self.as_(self.manager, calculation).action_resume()
        self.assertEqual(calculation.state, "waiting")
        self.assertDue(calculation.answer_deadline, "2026-12-01 10:00")
        with freeze_time("2026-12-01 09:00:00"):
            self.answer(calculation)
        self.assertDue(calculation.promise_deadline, "2026-12-03 08:00")

    def test_visit_ahead_stands_still_until_its_end(self):
        calculation = self.taken_on_friday()
        with freeze_time("2026-11-30 06:00:00"):
            visit = self.visit(calculation, "2026-12-01 08:00:00")
            self.assertDue(calculation.promise_deadline, "2026-12-03 09:00")
            visit.write({"start": "2026-12-01 06:00", "stop": "2026-12-01 07:00"})
            self.assertDue(calculation.promise_deadline, "2026-12-02 15:00")
            visit.write({"stop": "2026-12-01 09:00"})
            self.assertDue(calculation.promise_deadline, "2026-12-03 08:00")
            visit.write({"duration": 1})
            self.assertDue(calculation.promise_deadline, "2026-12-02 15:00")
        with freeze_time("2026-11-30 08:00:00"):
            visit.unlink()
        self.assertDue(calculation.promise_deadline, "2026-12-02 07:00")

    def test_answer_before_a_visit_waits_for_the_visit(self):
        calculation = self.taken_on_friday()
        with freeze_time("2026-11-30 06:00:00"):
            self.visit(calculation, "2026-12-01 06:00:00", hours=1)
        with freeze_time("2026-11-30 08:00:00"):
            self.ask(calculation)
        with freeze_time("2026-11-30 12:00:00"):
            self.answer(calculation)
            self.assertDue(calculation.promise_deadline, "2026-12-02 15:00")
        with freeze_time("2026-12-01 06:00:00"):
            self.ask(calculation)
        with freeze_time("2026-12-01 08:00:00"):
            self.answer(calculation)
        self.assertDue(calculation.promise_deadline, "2026-12-03 07:00")

    def test_managers_date_lasts_until_the_end_of_that_working_day(self):
        self.direction.write({"response_hours": 0, "calculation_hours": 0})
        calculation = self.taken_on_friday(engineering_deadline="2026-11-30")
        self.assertDue(calculation.due, "2026-11-30 15:00")
        with freeze_time("2026-11-30 14:59:00"):
            calculation.invalidate_recordset()
            self.assertEqual(calculation.urgency, "soon")
            found = calculation.search([("urgency", "=", "soon")])
            self.assertIn(calculation, found)
        with freeze_time("2026-11-30 15:00:00"):
            calculation.invalidate_recordset()
            self.assertTrue(calculation.is_late)
            self.assertIn(calculation, calculation.search([("is_late", "=", True)]))
            late = calculation.search([("urgency", "in", ["late"])])
            self.assertIn(calculation, late)
            safe = calculation.search([("urgency", "=", "safe")])
            self.assertNotIn(calculation, safe)

    def test_managers_date_is_the_day_of_the_team_whoever_has_the_card(self):
        self.day_off("2026-11-30 11:00:00", "2026-11-30 20:00:00", self.engineer)
        calculation = self.taken_on_friday(
            engineering_engineer_id=self.engineer.id, engineering_deadline="2026-11-30"
        )
        self.assertDue(calculation.needed_until, "2026-11-30 15:00")

    def test_date_that_is_a_typing_error_stops_nobody(self):
        for date, urgency in (
            ("0001-01-01", "late"),
            ("0202-11-26", "late"),
            ("9999-12-31", "safe"),
        ):
            with self.subTest(date):
                calculation = self.taken(engineering_deadline=date)
                self.env.flush_all()
                self.assertEqual(str(calculation.deadline), date)
                self.assertEqual(calculation.urgency, urgency)

    def test_revision_is_promised_anew(self):
        with freeze_time(FRIDAY):
            calculation = self.completed()
        with freeze_time("2026-12-07 06:00:00"):
            revision = self.revise(calculation)
            self.assertDue(revision.promise_deadline, "2026-12-08 15:00")
            self.assertFalse(revision.response_deadline)


@tagged("standard", "post_install", "-at_install")
class TestInterval(PromiseCase):
    def rows(self, calculation):
        return (
            self.env["engineering.interval"]
            .search([("calculation_id", "=", calculation.id)])
            .mapped(
                lambda row: (
                    row.state,
                    row.engineer_id.name or "",
                    row.waiting_for,
                    round(row.working_hours, 2),
                    round(row.calendar_hours, 2),
                )
            )
        )

    def test_each_step_leaves_who_had_it_and_for_how_long(self):
        with freeze_time(FRIDAY):
            calculation = self.requested()
        with freeze_time("2026-11-30 08:00:00"):
            calculation.action_take()
        with freeze_time("2026-11-30 12:00:00"):
            self.ask(calculation)
        with freeze_time("2026-12-01 06:00:00"):
            self.answer(calculation)
        with freeze_time("2026-12-01 07:00:00"):
            self.hold(calculation)
        with freeze_time("2026-12-01 09:00:00"):
            self.as_(self.manager, calculation).action_resume()
        with freeze_time("2026-12-01 12:00:00"):
            self.variant(calculation)
            self.complete(calculation)
        engineer = self.engineer.name
        self.assertEqual(
            self.rows(calculation),
            [
                ("requested", "", "nobody", 3.0, 66.0),
                ("in_progress", engineer, "nobody", 3.0, 4.0),
                ("waiting", engineer, "manager", 3.0, 18.0),
                ("in_progress", engineer, "nobody", 1.0, 1.0),
                ("held", engineer, "manager", 2.0, 2.0),
                ("in_progress", engineer, "nobody", 2.0, 3.0),
            ],
        )

    def test_visit_is_waited_for_until_it_is_over(self):
        with freeze_time("2026-11-30 06:00:00"):
            calculation = self.taken()
        with freeze_time("2026-11-30 07:00:00"):
            self.visit(calculation, "2026-11-30 11:00:00")
        with freeze_time("2026-11-30 15:00:00"):
            self.ask(calculation)
        engineer = self.engineer.name
        self.assertEqual(
            self.rows(calculation),
            [
                ("in_progress", engineer, "nobody", 1.0, 1.0),
                ("in_progress", engineer, "customer", 5.0, 6.0),
                ("in_progress", engineer, "nobody", 2.0, 2.0),
                ("waiting", engineer, "manager", 0.0, 0.0),
            ],
        )

    def test_visit_that_is_over_is_kept_before_the_next_step(self):
        with freeze_time("2026-11-30 06:00:00"):
            calculation = self.taken()
            self.visit(calculation, "2026-11-30 07:00:00", hours=1)
        with freeze_time("2026-11-30 09:00:00"):
            self.env.flush_all()
            calculation.sudo()._cron_follow_visits()
        visit, rest = self.env["engineering.interval"].search(
            [("calculation_id", "=", calculation.id)]
        )
        self.assertEqual((visit.waiting_for, visit.working_hours), ("customer", 2.0))
        self.assertEqual((rest.waiting_for, rest.start), ("nobody", visit.stop))
        self.assertFalse(rest.stop)

    def test_time_between_two_visits_is_the_engineers(self):
        with freeze_time("2026-11-30 06:00:00"):
            calculation = self.taken()
            self.visit(calculation, "2026-11-30 07:00:00", hours=1)
        with freeze_time("2026-11-30 12:00:00"):
            self.visit(calculation, "2026-11-30 13:00:00", hours=1)
        with freeze_time("2026-11-30 15:00:00"):
            self.ask(calculation)
        engineer = self.engineer.name
        self.assertEqual(
            [row for row in self.rows(calculation) if row[4]],
            [
                ("in_progress", engineer, "customer", 2.0, 2.0),
                ("in_progress", engineer, "nobody", 3.0, 4.0),
                ("in_progress", engineer, "customer", 2.0, 2.0),
                ("in_progress", engineer, "nobody", 1.0, 1.0),
            ],
        )

    def test_request_that_is_handed_out_at_once_was_nobodys_for_no_time(self):
        self.team.dispatch = "round_robin"
        with freeze_time(FRIDAY):
            calculation = self.requested()
        rows = self.env["engineering.interval"].search(
            [("calculation_id", "=", calculation.id)]
        )
        self.assertEqual(rows.engineer_id, calculation.sudo().engineer_id)
        self.assertEqual(len(rows), 1)

    def test_rows_keep_the_team_that_had_the_card(self):
        with freeze_time(FRIDAY):
            calculation = self.taken()
        with freeze_time("2026-11-30 08:00:00"):
            self.redirect(calculation, team_id=self.other_team.id)
        rows = self.env["engineering.interval"].search(
            [("calculation_id", "=", calculation.id)]
        )
        self.assertEqual(rows.mapped("team_id"), self.team | self.other_team)
        self.assertEqual(rows.filtered("stop").team_id, self.team)

    def test_rows_are_seen_with_the_card_and_written_by_nobody(self):
        row = self.env["engineering.interval"].search(
            [("calculation_id", "=", self.taken().id)], limit=1
        )
        for user in (self.engineer, self.leader, self.manager, self.administrator):
            seen = row.with_user(user)
            self.assertTrue(seen.has_access("read"), user.name)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(seen.has_access(operation), user.name)
        for user in (self.manager2, self.outsider):
            self.assertFalse(row.with_user(user).has_access("read"), user.name)


@tagged("standard", "post_install", "-at_install")
class TestDealUrgency(PromiseCase):
    def test_deal_that_nothing_is_promised_of_is_safe(self):
        self.direction.write({"response_hours": 0, "calculation_hours": 0})
        lead = self.requested().sudo().lead_id.with_user(self.manager)
        self.assertEqual(lead.engineering_urgency, "safe")
        self.assertFalse(lead.engineering_due)
        self.assertIn(lead, lead.search([("engineering_urgency", "=", "safe")]))
        for model, name in (
            (lead, "engineering_urgency"),
            (lead.engineering_calculation_ids, "urgency"),
        ):
            self.assertFalse(model.search([(name, "=", "no such")]))

    def test_deal_is_as_urgent_as_its_most_urgent_calculation(self):
        with freeze_time(FRIDAY):
            lead = self.deal()
            self.assertFalse(lead.engineering_urgency or lead.engineering_due)
            calculation = self.requested(lead)
            self.assertEqual(lead.engineering_urgency, "safe")
            self.assertDue(lead.engineering_due, "2026-11-30 14:00")
        for moment, urgency in (
            ("2026-11-30 11:00:00", "safe"),
            ("2026-11-30 13:00:00", "soon"),
            ("2026-11-30 14:30:00", "late"),
        ):
            with freeze_time(moment), self.subTest(urgency):
                lead.invalidate_recordset()
                self.assertEqual(lead.engineering_urgency, urgency)
                for other in ("safe", "soon", "late"):
                    found = lead.search([("engineering_urgency", "=", other)])
                    self.assertEqual(lead in found, other == urgency, other)
                self.assertNotIn(
                    lead, lead.search([("engineering_urgency", "=", False)])
                )
        self.assertIn(lead, lead.search([("engineering_due", "<", "2026-12-01")]))
        self.assertNotIn(lead, lead.search([("engineering_due", ">", "2026-12-01")]))
        self.as_(self.manager, calculation).action_cancel()
        self.assertFalse(lead.engineering_urgency)
        self.assertIn(lead, lead.search([("engineering_due", "=", False)]))
