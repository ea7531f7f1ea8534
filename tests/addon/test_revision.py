"""A revision keeps what it revises, and marks the proposal made from it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class RevisionCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.order = self.proposed()
        self.calculation = self.as_(
            self.engineer, self.order.engineering_calculation_ids
        )

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


@tagged("standard", "post_install", "-at_install")
class TestRevision(RevisionCase):
    def test_quotation_needs_no_cancelling(self):
        self.order.action_quotation_sent()
        revision = self.revised()
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.order.engineering_superseded_by_id)
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
        self.assertEqual(self.order.engineering_superseded_by_id, new)
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(new.engineering_superseded_by_id)
        self.assertIn("Superseded by", " ".join(self.feed(self.order)))

    def test_confirmed_order_is_not_superseded(self):
        self.order.action_confirm()
        lead = self.as_(self.manager, self.revised().lead_id)
        dialog = lead.action_create_proposal()
        self.assertEqual(dialog["res_model"], "engineering.proposal.replace")
        new = self.from_action(lead._replace_proposal(), lead.env)
        self.assertFalse(self.order.engineering_superseded_by_id)
        self.assertRefused(
            UserError, f"{self.order.name} is ordered of the same", new.action_confirm
        )

    def test_proposal_of_another_calculation_is_left_alone(self):
        other = self.proposed(self.deal(name="Another roof"))
        self.propose(self.revised())
        self.assertFalse(other.engineering_superseded_by_id)

    def test_copy_of_a_superseded_proposal_is_fresh(self):
        self.propose(self.revised())
        self.assertFalse(self.order.copy().engineering_superseded_by_id)

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

    def test_cancelling_the_newer_proposal_brings_the_older_back(self):
        second = self.revised()
        newer = self.propose(second)
        third = self.as_(self.engineer, self.revise(self.as_(self.manager, second)))
        third.variant_ids.line_ids[0].base_price = 130
        self.complete(third)
        newest = self.propose(third)
        self.assertEqual(self.order.engineering_superseded_by_id, newer)
        self.assertEqual(newer.engineering_superseded_by_id, newest)
        newest._action_cancel()
        self.assertEqual(self.order.engineering_superseded_by_id, newer)
        self.assertFalse(newer.engineering_superseded_by_id)
        newer._action_cancel()
        self.assertFalse(self.order.engineering_superseded_by_id)

    def test_superseded_proposals_are_found_and_left_out(self):
        new = self.propose(self.revised())
        both = self.order | new
        find = self.order.search
        self.assertEqual(
            find(
                [("id", "in", both.ids), ("engineering_superseded_by_id", "!=", False)]
            ),
            self.order,
        )
        self.assertEqual(
            find(
                [("id", "in", both.ids), ("engineering_superseded_by_id", "=", False)]
            ),
            new,
        )

    # === THE DEAL ===

    def test_nothing_of_a_superseded_calculation_is_proposed(self):
        lead = self.as_(self.manager, self.order.opportunity_id)
        self.revise(self.as_(self.manager, self.calculation))
        self.assertTrue(lead.engineering_in_revision)
        self.assertFalse(lead.engineering_completed_variant_ids)
        self.assertFalse(lead.engineering_variant_ids)
        self.assertRefused(
            UserError, "no completed calculation", lead.action_create_proposal
        )

    def test_the_revised_variant_takes_the_place_of_the_selected_one(self):
        lead = self.as_(self.manager, self.order.opportunity_id)
        old = lead.engineering_variant_ids
        revision = self.as_(
            self.engineer, self.revise(self.as_(self.manager, self.calculation))
        )
        self.variant(revision, name="Another")
        self.assertTrue(old.selected)
        self.complete(revision)
        self.assertEqual(lead.engineering_variant_ids.revised_id, old)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(order.engineering_variant_ids, lead.engineering_variant_ids)
        self.assertEqual(self.order.engineering_superseded_by_id, order)

    def test_selections_of_other_calculations_are_left_alone(self):
        lead = self.as_(self.manager, self.order.opportunity_id)
        selected = lead.engineering_variant_ids
        other = self.taken(lead, name="x")
        self.variant(other)
        self.complete(other)
        revision = self.as_(self.engineer, self.revise(other))
        self.complete(revision)
        self.assertEqual(lead.engineering_variant_ids, selected | revision.variant_ids)

    # === WHO MAY ===

    def test_revision_of_an_archived_calculation_is_on_the_board(self):
        calculation = self.completed()
        self.as_(self.administrator, calculation).active = False
        revision = self.revise(calculation)
        self.assertTrue(revision.active)

    def test_one_calculation_of_a_direction_is_open(self):
        calculation = self.completed()
        self.requested(calculation.lead_id.with_user(self.manager))
        self.assertRefused(
            UserError, "is being calculated already", self.revise, calculation
        )
        self.assertEqual(calculation.state, "completed")

    def test_variant_of_a_superseded_calculation_is_not_left_out(self):
        calculation = self.completed()
        self.revise(calculation)
        variant = self.as_(self.manager, calculation.variant_ids)
        self.assertRefused(UserError, "can be selected", variant.action_leave_out)

    def test_manager_and_team_revise_and_others_do_not(self):
        for user in (self.outsider, self.manager2):
            with self.subTest(user.login):
                self.assertRefused(
                    (AccessError, UserError),
                    ".",
                    self.as_(user, self.calculation)._revise,
                    "Because",
                )
        revision = self.revise(self.as_(self.colleague, self.calculation))
        self.assertEqual(revision.revision_reason, "Another colour")

    def test_strangers_see_no_revisions(self):
        self.revised()
        self.assertRefused(
            AccessError,
            "",
            self.as_(self.outsider, self.calculation).get_comparison,
        )


@tagged("standard", "post_install", "-at_install")
class TestSupersededOnPortal(RevisionCase, HttpCase):
    def page(self):
        return self.url_open(self.order.get_portal_url()).text

    def test_customer_is_told_and_led_to_the_newer_proposal(self):
        self.order.action_quotation_sent()
        self.assertNotIn("replaces this", self.page())
        new = self.propose(self.revised())
        self.assertIn("A newer proposal replaces this one", self.page())
        self.assertNotIn(f"/my/orders/{new.id}", self.page())
        new.action_quotation_sent()
        self.assertIn(f"{new.name} replaces this proposal", self.page())
        self.assertIn(f"/my/orders/{new.id}", self.page())

    def test_another_customer_gets_no_link(self):
        self.order.action_quotation_sent()
        new = self.propose(self.revised())
        new.action_quotation_sent()
        new.partner_id = self.env["res.partner"].create({"name": "Someone else"})
        self.assertNotIn(f"/my/orders/{new.id}", self.page())
