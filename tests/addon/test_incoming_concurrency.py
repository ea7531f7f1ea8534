"""What comes in while an answer is given, over real connections."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase


@tagged("standard", "post_install", "-at_install")
class TestIncomingConcurrency(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        self.lead = self.deal()
        self.add(self.env, "Forty metres", fields.Datetime.now() - timedelta(hours=1))
        self.cr.commit()

    def add(self, env, text, came_on=None):
        lead = env["crm.lead"].sudo().browse(self.lead.id)
        came_on = came_on or fields.Datetime.now() + timedelta(seconds=5)
        env["engineering.incoming"]._add(lead, "email", text=text, came_on=came_on)

    def answer(self, env):
        env["crm.lead"].browse(self.lead.id).action_answered()

    def test_what_comes_in_beside_an_answer_waits_for_one(self):
        error, _tries = self.overtaken(
            (self.manager, self.answer),
            (self.env.user, lambda env: self.add(env, "And a gutter")),
        )
        self.assertIsNone(error)
        lead = self.env["crm.lead"].browse(self.lead.id)
        waiting = lead.engineering_incoming_ids.filtered(
            lambda row: not row.answered_on
        )
        self.assertEqual(waiting.mapped("text"), ["And a gutter"])
        self.assertEqual(lead.engineering_unanswered_since, waiting.came_on)

    def test_answer_beside_what_comes_in_leaves_that_waiting(self):
        error, _tries = self.overtaken(
            (self.env.user, lambda env: self.add(env, "And a gutter")),
            (self.manager, self.answer),
        )
        self.assertIsNone(error)
        lead = self.env["crm.lead"].browse(self.lead.id)
        waiting = lead.engineering_incoming_ids.filtered(
            lambda row: not row.answered_on
        )
        self.assertEqual(waiting.mapped("text"), ["And a gutter"])
        self.assertEqual(lead.engineering_unanswered_since, waiting.came_on)

    def test_two_who_say_at_once_that_it_is_answered(self):
        outcomes = self.race((self.manager, self.answer), (self.manager, self.answer))
        self.assertEqual(outcomes, [None, None])
        lead = self.env["crm.lead"].browse(self.lead.id)
        self.assertFalse(lead.engineering_unanswered_since)
        said = lead.message_ids.filtered(lambda one: "answered otherwise" in one.body)
        self.assertEqual(len(said), 1)
