"""A deal of several directions shows their calculations side by side."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSideBySide(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.lead = self.deal()
        directions = self.direction | self.other_direction
        self.wizard(
            "engineering.calculation.request",
            self.lead,
            direction_ids=[Command.set(directions.ids)],
        ).action_confirm()
        cards = self.lead.sudo().engineering_calculation_ids
        self.roof = self.as_(
            self.engineer, cards.filtered(lambda c: c.direction_id == self.direction)
        )
        self.pipes = self.as_(self.outsider, cards - self.roof.sudo())

    def rows(self):
        """Return what the deal says: (direction, engineer, state, amount)."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            (
                card.direction_id.name,
                card.engineer_id.name,
                card.state,
                card.selected_amount,
            )
            for card in self.lead.engineering_current_calculation_ids
        ]

    def finish(self, card, service, price):
        card.action_take()
        self.variant(card, [(service, 2, price)])
        self.complete(card)

    def test_ready_one_is_offered_before_the_other(self):
        self.finish(self.roof, self.survey, 100.0)
        self.assertEqual(
            self.rows(),
            [
                ("Roofing", "Engineer", "completed", 200),
                ("Plumbing", False, "requested", 0),
            ],
        )
        self.assertEqual(self.lead.engineering_state, "calculation")
        self.assertIn("create_proposal", self.lead.engineering_possible_actions)
        order = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        self.assertEqual(order.amount_untaxed, 200)
        self.assertEqual(self.lead.engineering_state, "calculation")

    def test_deal_is_provided_when_all_are(self):
        self.finish(self.roof, self.survey, 100.0)
        self.finish(self.pipes, self.foreign_service, 70.0)
        self.assertEqual(self.lead.engineering_state, "provided")
        self.assertEqual([row[2] for row in self.rows()], ["completed"] * 2)

    def test_what_is_replaced_or_cancelled_is_not_among_them(self):
        self.finish(self.roof, self.survey, 100.0)
        revision = self.revise(self.roof)
        self.as_(self.manager, self.pipes).action_cancel()
        self.assertEqual(
            self.lead.engineering_current_calculation_ids,
            self.as_(self.manager, revision),
        )

    def test_deal_has_the_list(self):
        self.assertTrue(
            self.parts(
                self.lead, "//field[@name='engineering_current_calculation_ids']/list"
            )
        )
