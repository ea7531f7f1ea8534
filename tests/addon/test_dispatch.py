"""A team hands its requests out as it is set, to who is there."""

from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import ENGINEER, EngineeringCase

MONDAY = datetime(2026, 3, 2, 9, 0)
FRIDAY_EVENING = datetime(2026, 2, 27, 20, 0)


class DispatchCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls.user("third", ENGINEER)
        cls.people = cls.engineer | cls.colleague | cls.third
        cls.team.member_ids = cls.people
        cls.calendar = cls.quiet["resource.calendar"].create(
            {"name": "Five days", "tz": "Europe/Moscow"}
        )
        cls.team.resource_calendar_id = cls.calendar

    def set_dispatch(self, dispatch):
        self.as_(self.administrator, self.team).dispatch = dispatch

    def send(self, **values):
        """Return the engineer that a new request is handed out to."""
        return self.requested(self.deal(**values)).sudo().engineer_id

    def send_off(self, user, start, stop):
        """Put a user on leave between two dates."""
        resource = self.quiet["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "calendar_id": self.calendar.id}
        )
        self.quiet["resource.calendar.leaves"].create(
            {"resource_id": resource.id, "date_from": start, "date_to": stop}
        )


@tagged("standard", "post_install", "-at_install")
class TestDispatch(DispatchCase):
    def test_open_queue_is_the_whole_teams(self):
        request = self.requested()
        self.assertFalse(request.engineer_id)
        self.assertEqual(self.asked(request), self.people)

    def test_each_in_turn(self):
        self.set_dispatch("round_robin")
        order = self.people.sorted("id")
        got = [self.send() for _ in range(4)]
        self.assertEqual(got, [*order, order[0]])

    def test_whose_turn_it_is_goes_on_without_who_has_left(self):
        self.set_dispatch("round_robin")
        first, second, third = self.people.sorted("id")
        self.assertEqual(self.send(), first)
        self.assertEqual(self.send(), second)
        last = self.team.calculation_ids.filtered(
            lambda card: card.engineer_id == second
        )
        self.team.member_ids -= second
        self.assertEqual(last.engineer_id, third)
        self.assertEqual(self.send(), first)

    def test_who_has_least_to_calculate(self):
        self.direction.calculation_hours = 4
        self.set_dispatch("least_loaded")
        first, second, third = self.people.sorted("id")
        card = self.requested()
        self.assertEqual((card.engineer_id, card.planned_hours), (first, 4))
        self.as_(first, card).planned_hours = 10
        self.assertEqual(
            [self.send() for _ in range(4)], [second, third, second, third]
        )
        self.assertEqual(self.send(), second)
        self.assertEqual(self.send(), third)
        self.assertEqual(self.send(), first)

    def test_nobody_plans_less_than_no_time_for_a_colleague(self):
        card = self.as_(self.third, self.taken())
        with mute_logger("odoo.sql_db"):
            self.assertRefused(IntegrityError, "", card.write, {"planned_hours": -99})

    def test_number_counts_where_no_hours_are_planned(self):
        self.set_dispatch("least_loaded")
        got = [self.send() for _ in range(6)]
        self.assertEqual(set(got), set(self.people))
        self.assertEqual(got[:3], got[3:])

    def test_what_waits_or_is_done_is_no_load(self):
        self.direction.calculation_hours = 4
        self.set_dispatch("least_loaded")
        card = self.requested()
        engineer = card.engineer_id
        self.as_(self.manager, card).action_cancel()
        self.team.last_engineer_id = False
        self.assertEqual(self.send(), engineer)

    def test_it_is_addressed_to_who_got_it_alone(self):
        self.set_dispatch("round_robin")
        request = self.requested()
        engineer = request.sudo().engineer_id
        self.assertEqual(request.sudo().state, "requested")
        self.assertEqual(self.asked(request), engineer)
        self.assertIn(engineer.name, self.feed(request.lead_id)[-1])
        for other in self.people - engineer:
            card = self.as_(other, request)
            self.assertEqual(card.engineer_id, engineer)
            self.assertNotIn("take", card.possible_events)
        self.as_(self.leader, request).action_take()
        self.assertEqual(request.sudo().engineer_id, self.leader)

    def test_named_engineer_gets_it_out_of_turn(self):
        self.set_dispatch("round_robin")
        third = self.people.sorted("id")[2]
        self.assertEqual(self.send(engineering_engineer_id=third.id), third)
        self.assertEqual(self.send(), self.people.sorted("id")[0])

    def test_who_passes_it_on_does_not_get_it_back(self):
        self.set_dispatch("round_robin")
        for _ in range(2):
            request = self.requested()
            engineer = request.sudo().engineer_id
            self.redirect(self.as_(engineer, request))
            self.assertNotEqual(request.sudo().engineer_id, engineer)
            self.assertTrue(request.sudo().engineer_id)
            self.assertIn(
                f"redirected to {request.sudo().engineer_id.name}",
                self.feed(request.lead_id)[-1],
            )

    def test_redirected_to_a_team_it_is_handed_out_there(self):
        self.other_team.dispatch = "round_robin"
        request = self.requested()
        self.redirect(request, team_id=self.other_team.id)
        self.assertEqual(request.sudo().engineer_id, self.outsider)
        self.assertEqual(self.asked(request), self.outsider)

    def test_resumed_request_is_handed_out(self):
        request = self.requested()
        self.hold(request)
        self.set_dispatch("round_robin")
        self.as_(self.manager, request).action_resume()
        self.assertEqual(request.sudo().engineer_id, self.people.sorted("id")[0])

    def test_what_a_leaver_had_is_handed_out(self):
        self.set_dispatch("round_robin")
        first, second, third = self.people.sorted("id")
        taken = self.requested()
        self.as_(first, taken).action_take()
        first.action_archive()
        self.assertEqual(taken.sudo().engineer_id, second)
        self.assertEqual(self.asked(taken), second)
        self.assertEqual(self.send(), third)


@tagged("standard", "post_install", "-at_install")
class TestAbsence(DispatchCase):
    def test_who_is_on_leave_is_passed_over(self):
        first, second, third = self.people.sorted("id")
        self.send_off(second, datetime(2026, 3, 1), datetime(2026, 3, 10))
        self.set_dispatch("round_robin")
        with freeze_time(MONDAY):
            self.assertEqual([self.send() for _ in range(3)], [first, third, first])
            self.set_dispatch("least_loaded")
            self.assertEqual([self.send() for _ in range(3)], [third, first, third])

    def test_leave_that_begins_next_working_day_counts_from_the_evening_before(self):
        first, second, _third = self.people.sorted("id")
        self.send_off(first, datetime(2026, 3, 1), datetime(2026, 3, 10))
        self.set_dispatch("round_robin")
        with freeze_time(FRIDAY_EVENING):
            self.assertEqual(self.send(), second)

    def test_who_works_other_days(self):
        first, second, _third = self.people.sorted("id")
        self.send_off(first, datetime(2026, 1, 1), datetime(2026, 1, 2))
        first.resource_ids.calendar_id = self.calendar.copy(
            {
                "attendance_ids": [
                    (5,),
                    (
                        0,
                        0,
                        {
                            "name": "Friday",
                            "dayofweek": "4",
                            "hour_from": 8,
                            "hour_to": 16,
                        },
                    ),
                ]
            }
        )
        self.set_dispatch("round_robin")
        with freeze_time(MONDAY):
            self.assertEqual(self.send(), second)

    def test_holiday_of_all_is_nobodys_absence(self):
        self.quiet["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 3, 1, 21),
                "date_to": datetime(2026, 3, 2, 20),
            }
        )
        self.send_off(self.people[0], datetime(2025, 1, 1), datetime(2025, 1, 2))
        with freeze_time(MONDAY):
            absences = self.people._get_engineering_absences(self.calendar)
        self.assertFalse(absences)

    def test_where_all_are_away_it_waits_for_whoever_takes_it(self):
        for user in self.people:
            self.send_off(user, datetime(2026, 3, 1), datetime(2026, 3, 10))
        self.set_dispatch("round_robin")
        with freeze_time(MONDAY):
            request = self.requested()
        self.assertFalse(request.sudo().engineer_id)
        self.assertEqual(self.asked(request), self.people)

    def test_queries_do_not_grow_with_the_people(self):
        self.set_dispatch("least_loaded")
        self.send_off(self.people[0], datetime(2026, 3, 1), datetime(2026, 3, 10))
        requests = self.requested()
        with freeze_time(MONDAY):
            self.team.sudo()._hand_out(requests.sudo())
            few = self.count_queries(self.team.sudo()._hand_out, requests.sudo())
            for number in range(6):
                user = self.user(f"more_{number}", ENGINEER)
                self.send_off(user, datetime(2026, 3, 1), datetime(2026, 3, 10))
                self.team.member_ids += user
            self.team.sudo()._hand_out(requests.sudo())
            self.env.invalidate_all()
            many = self.count_queries(self.team.sudo()._hand_out, requests.sudo())
        self.assertLessEqual(many, few + 4)

    def test_manager_who_asks_for_who_is_away_is_told_until_when(self):
        self.send_off(self.engineer, datetime(2026, 3, 1), datetime(2026, 3, 9, 20))
        deal = self.deal(engineering_engineer_id=self.engineer.id)
        with freeze_time(MONDAY):
            action = deal.action_request_calculation()
            self.assertEqual(action["res_model"], "engineering.calculation.request")
            dialog = self.wizard("engineering.calculation.request", deal)
            self.assertEqual(
                dialog.absence_note,
                "Engineer is away, and works again from 03/10/2026.",
            )
            with Form(dialog) as form, form.line_ids.edit(0) as line:
                line.engineer_id = self.colleague
            self.assertFalse(dialog.absence_note)
            dialog.action_confirm()
        self.assertEqual(
            deal.sudo().engineering_calculation_ids.engineer_id, self.colleague
        )

    def test_who_is_away_is_asked_all_the_same_if_the_manager_says_so(self):
        self.send_off(self.engineer, datetime(2026, 3, 1), datetime(2026, 3, 9, 20))
        deal = self.deal(engineering_engineer_id=self.engineer.id)
        with freeze_time(MONDAY):
            self.wizard("engineering.calculation.request", deal).action_confirm()
        self.assertEqual(
            deal.sudo().engineering_calculation_ids.engineer_id, self.engineer
        )
