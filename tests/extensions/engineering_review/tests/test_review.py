"""A state and two events that another addon gives to the calculation."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

from ..hooks import end_reviews


@tagged("post_install", "-at_install")
class TestReview(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.direction.review_required = True
        self.colleague.group_ids += self.env.ref("engineering_review.group_reviewer")
        self.calculation = self.taken()
        self.variant(self.calculation)
        self.reviewed = self.as_(self.colleague, self.calculation)

    def sent(self):
        self.calculation.action_send_to_review()
        return self.calculation

    def test_only_what_a_colleague_approved_is_completed(self):
        self.assertNotIn("complete", self.calculation.possible_events)
        self.assertRefused(
            UserError, "Send it to review first", self.calculation.action_complete
        )
        self.sent()
        self.assertEqual(self.reviewed.possible_events, ["approve"])
        self.reviewed.action_approve()
        self.assertEqual(self.calculation.approved_by_id, self.colleague)
        self.complete(self.calculation)
        self.assertEqual(self.calculation.state, "completed")

    def test_who_calculated_does_not_approve(self):
        self.engineer.group_ids += self.env.ref("engineering_review.group_reviewer")
        self.assertRefused(
            AccessError,
            "a reviewer other than the engineer",
            self.sent().action_approve,
        )

    def test_direction_decides_whether_a_review_is_asked_for(self):
        self.direction.review_required = False
        self.complete(self.calculation)
        self.assertEqual(self.calculation.state, "completed")

    def test_nothing_is_changed_in_review(self):
        line = self.sent().variant_ids.line_ids[0]
        self.assertRefused(UserError, "In review", line.write, {"quantity": 3})
        self.assertNotByHand(self.calculation, {"approved_by_id": self.engineer.id})

    def test_reviewers_are_asked_and_the_engineer_is_told(self):
        self.assertEqual(self.asked(self.sent()), self.colleague)
        self.reviewed.action_approve()
        self.assertEqual(self.asked(self.calculation), self.engineer)

    def test_board_has_a_column_for_it(self):
        stage = self.env.ref("engineering_review.engineering_stage_review")
        self.calculation.stage_id = stage
        self.assertEqual(self.calculation.state, "review")
        self.reviewed.stage_id = self.env.ref(
            "crm_engineering_calc.engineering_stage_in_progress"
        )
        self.assertEqual(self.calculation.approved_by_id, self.colleague)

    def test_deal_and_lists_take_it_for_open(self):
        lead = self.sent().lead_id.sudo()
        self.assertEqual(lead.engineering_state, "calculation")
        self.assertIn(
            self.calculation, self.calculation.search([("is_open", "=", True)])
        )
        self.assertRefused(
            ValidationError, "open", self.calculation.sudo().write, {"active": False}
        )

    def test_it_is_held_and_goes_on_in_review(self):
        self.hold(self.sent())
        self.assertEqual(self.calculation.state, "held")
        self.as_(self.manager, self.calculation).action_resume()
        self.assertEqual(self.calculation.state, "review")
        self.as_(self.manager, self.calculation).action_cancel()
        self.assertEqual(self.calculation.state, "cancelled")

    def test_without_the_addon_calculations_go_on(self):
        held = self.taken()
        held.action_send_to_review()
        self.hold(held)
        self.sent()
        end_reviews(self.env)
        self.assertEqual(self.calculation.state, "in_progress")
        self.as_(self.manager, held).action_resume()
        self.assertEqual(held.state, "in_progress")
