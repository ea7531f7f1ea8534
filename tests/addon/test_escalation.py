"""Deadlines are told of: the engineer before, the leader at, the manager after."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.models.common.batches import do_past_failing
from odoo.addons.crm_engineering_calc.tests.promise import FRIDAY, PromiseCase

SOON = "2026-11-30 12:30:00"
LATE = "2026-11-30 14:30:00"
OVER = "2026-12-01 09:00:00"


@tagged("standard", "post_install", "-at_install")
class TestEscalation(PromiseCase):
    def setUp(self):
        super().setUp()
        self.env.flush_all()
        others = self.env["engineering.calculation"].search([])
        others._as_machine().write({"escalated": 3})

    def run_at(self, moment):
        """Run the cron at a moment, and return who is told, and how often."""
        before = self.env["mail.notification"].search([])
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(
                "crm_engineering_calc.ir_cron_escalation"
            ).method_direct_trigger()
        told = self.env["mail.notification"].search([]) - before
        return told.mapped("res_partner_id.name")

    def asked(self, **values):
        with freeze_time(FRIDAY):
            return self.requested(engineering_engineer_id=self.engineer.id, **values)

    def test_each_is_told_once_in_turn(self):
        self.asked()
        engineer, leader = self.engineer.name, self.leader.name
        self.assertEqual(self.run_at("2026-11-30 08:00:00"), [])
        self.assertEqual(self.run_at(SOON), [engineer])
        self.assertEqual(self.run_at(SOON), [])
        self.assertEqual(self.run_at(LATE), [leader])
        self.assertEqual(self.run_at(LATE), [])
        self.assertEqual(self.run_at(OVER), [self.manager.name])
        self.assertEqual(self.run_at(OVER), [])

    def test_what_was_missed_is_told_to_each_once(self):
        self.asked()
        people = self.engineer | self.leader | self.manager
        self.assertEqual(sorted(self.run_at(OVER)), sorted(people.mapped("name")))
        self.assertEqual(self.run_at(OVER), [])

    def test_one_message_lists_all(self):
        first, second = self.asked(), self.asked()
        self.assertEqual(self.run_at(LATE), [self.engineer.name, self.leader.name])
        message = self.env["mail.message"].search([], order="id desc", limit=1)
        for calculation in (first, second):
            self.assertIn(calculation.name, message.body)
            self.assertIn(calculation.sudo().lead_id.name, message.body)

    def test_who_waits_is_not_told(self):
        calculation = self.asked()
        with freeze_time("2026-11-30 08:00:00"):
            calculation.action_take()
            self.ask(calculation)
        self.assertEqual(self.run_at("2026-12-10 08:00:00"), [])

    def test_taken_calculation_is_another_deadline(self):
        calculation = self.asked()
        self.assertEqual(len(self.run_at(OVER)), 3)
        with freeze_time("2026-12-01 09:30:00"):
            calculation.action_take()
            self.assertEqual(calculation.sudo().escalated, 0)
        self.assertEqual(self.run_at("2026-12-01 13:45:00"), [self.engineer.name])

    def test_late_calculation_that_goes_to_another_is_told_of_once(self):
        calculation = self.asked(engineering_deadline="2026-11-30")
        self.assertEqual(len(self.run_at(OVER)), 3)
        with freeze_time(OVER):
            self.redirect(calculation, engineer_id=self.colleague.id)
        self.assertEqual(self.run_at(OVER), [])

    def test_who_gets_it_is_told_before_the_deadline_too(self):
        calculation = self.asked(engineering_deadline="2026-11-30")
        self.assertEqual(self.run_at(SOON), [self.engineer.name])
        with freeze_time(SOON):
            self.redirect(calculation, engineer_id=self.colleague.id)
        self.assertEqual(self.run_at("2026-11-30 14:50:00"), [self.colleague.name])

    def test_deadline_that_moves_ahead_is_told_of_anew(self):
        self.direction.write({"calculation_hours": 0, "response_hours": 0})
        with freeze_time(FRIDAY):
            calculation = self.taken(engineering_deadline="2026-11-30")
        self.assertEqual(self.run_at(LATE), [self.engineer.name])
        with freeze_time(LATE):
            calculation.deadline = "2026-12-04"
        self.assertEqual(self.run_at(LATE), [])
        self.assertEqual(self.run_at("2026-12-04 14:30:00"), [self.engineer.name])

    def test_all_engineers_are_told_of_what_nobody_has_taken(self):
        with freeze_time(FRIDAY):
            self.requested()
        told = self.run_at(SOON)
        self.assertEqual(sorted(told), sorted(self.team.member_ids.mapped("name")))

    def test_who_is_gone_is_not_told(self):
        self.asked()
        self.leader.sudo().active = False
        self.assertNotIn(self.leader.name, self.run_at(OVER))

    def test_card_that_fails_holds_up_no_others(self):
        cards = [self.asked(name=f"Deal {number}") for number in range(5)]
        model = self.registry["engineering.calculation"]
        get_text, broken = model._get_deadline_text, cards[1]

        def fail(card, now):
            if card == broken:
                raise ValueError("Broken")
            return get_text(card, now)

        logger = "odoo.addons.crm_engineering_calc.models.common"
        with patch.object(model, "_get_deadline_text", fail):
            for _run in range(2):
                with self.assertLogs(logger, "ERROR") as log:
                    self.run_at(OVER)
                self.assertEqual(len(log.records), 1)
                self.assertIn(broken.name, log.output[0])
        told = [card.sudo().escalated for card in cards]
        self.assertEqual(told, [3, 0, 3, 3, 3])
        self.assertEqual(len(self.run_at(OVER)), 3)

    def test_run_that_meets_another_gives_up_at_once(self):
        cards = self.asked().sudo() | self.asked(name="Another").sudo()
        model = self.registry["engineering.calculation"]
        failing = patch.object(model, "_escalate", side_effect=SerializationFailure)
        with failing as told, self.assertRaises(SerializationFailure):
            do_past_failing(cards, lambda batch: batch._escalate(SOON))
        told.assert_called_once()

    def test_queries_do_not_grow_with_the_cards(self):
        def count(number):
            for _card in range(number):
                self.asked()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(OVER):
                cards = self.env["engineering.calculation"].search(
                    [("due", "<", OVER), ("escalated", "=", 0)]
                )
                self.assertEqual(len(cards), number)
                cards._escalate(fields.Datetime.now())
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(10), count(2) + 10)
