"""A revision keeps what it revises, and marks the proposal made from it."""

from engineering_case import EngineeringCase

from odoo.exceptions import AccessError
from odoo.tests import tagged


@tagged("standard", "post_install", "-at_install")
class TestRevision(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.order = self.proposed()
        self.calculation = self.as_(self.engineer, self.order.calculation_id)

    def revised(self):
        """Return the completed revision of the calculation, as its engineer."""
        revision = self.as_(
            self.engineer, self.revise(self.as_(self.manager, self.calculation))
        )
        revision.variant_ids.line_ids[0].base_price = 120
        self.complete(revision)
        return revision

    def propose(self, revision):
        lead = self.as_(self.manager, revision.lead_id)
        self.as_(self.manager, revision.variant_ids).action_select()
        return self.from_action(lead.action_create_proposal(), lead.env)

    def test_quotation_needs_no_cancelling(self):
        self.order.action_quotation_sent()
        revision = self.revised()
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.order.superseded_by_id)
        self.assertEqual(self.calculation.state, "superseded")
        self.assertEqual(revision.revision, 2)

    def test_old_calculation_stays_whole(self):
        before = self.calculation.variant_ids.line_ids.read(
            ["name", "quantity", "price_unit"]
        )
        self.revised()
        after = self.calculation.variant_ids.line_ids.read(
            ["name", "quantity", "price_unit"]
        )
        self.assertEqual(before, after)

    def test_variants_know_what_they_revise(self):
        revision = self.revised()
        self.assertEqual(revision.variant_ids.revised_id, self.calculation.variant_ids)
        copy = self.as_(self.engineer, self.taken()).variant_ids.create(
            {"calculation_id": self.taken().id}
        )
        self.assertFalse(copy.revised_id)

    def test_new_proposal_supersedes_the_old_one_and_leaves_it_alive(self):
        self.order.action_quotation_sent()
        new = self.propose(self.revised())
        self.assertEqual(self.order.superseded_by_id, new)
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(new.superseded_by_id)
        self.assertIn("Superseded by", " ".join(self.feed(self.order)))

    def test_confirmed_order_is_not_superseded(self):
        self.order.action_confirm()
        new = self.propose(self.revised())
        self.assertFalse(self.order.superseded_by_id)
        self.assertTrue(new)

    def test_proposal_of_another_calculation_is_left_alone(self):
        other = self.proposed(self.deal(name="Another roof"))
        self.propose(self.revised())
        self.assertFalse(other.superseded_by_id)

    def test_copy_of_a_superseded_proposal_is_fresh(self):
        self.propose(self.revised())
        self.assertFalse(self.order.copy().superseded_by_id)

    def test_revisions_are_one_click_away(self):
        revision = self.revised()
        both = self.calculation | revision
        self.assertEqual(both.mapped("revision_count"), [2, 2])
        self.assertEqual(self.calculation.newest_id, revision)
        self.assertFalse(revision.newest_id)
        action = self.calculation.action_view_revisions()
        self.assertEqual(
            self.env["engineering.calculation"].search(action["domain"]),
            both.with_user(self.env.user),
        )

    def test_strangers_see_no_revisions(self):
        self.revised()
        self.assertRefused(
            AccessError,
            "",
            self.as_(self.outsider, self.calculation).get_comparison,
        )
