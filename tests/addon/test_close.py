"""A deal is closed when all that is ordered is accepted or written off."""

from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestClose(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.order = self.ordered(lines=[(self.montage, 10, 100.0)])
        self.lead = self.order.opportunity_id

    def signed_act(self, quantity=None):
        quantities = quantity and {self.montage: quantity}
        return self.signed(self.acted(self.done(self.worked(self.order, quantities))))

    def left(self, user=None):
        """Return what the strip of the deal says of what is left."""
        lead = self.as_(user or self.manager, self.lead)
        self.env.invalidate_all()
        return [
            (item["text"], item["note"])
            for item in lead.engineering_summary
            if item["name"] == "leftover"
        ]

    def assertState(self, state):
        self.env.flush_all()
        self.assertEqual(self.lead.engineering_state, state)

    def found(self):
        view = self.env.ref("crm_engineering_calc.view_crm_case_opportunities_filter")
        (node,) = etree.fromstring(view.arch).iterfind(
            ".//filter[@name='engineering_not_accepted']"
        )
        return self.lead in self.lead.search(literal_eval(node.get("domain")))

    # === LEFTOVER ===

    def test_leftover_is_seen_till_the_deal_is_closed(self):
        self.assertFalse(self.left())
        self.signed_act(4)
        currency = self.order.currency_id
        self.assertEqual(self.left(), [(currency.format(600), "1 of 1 services")])
        self.assertFalse(self.left(self.engineer))
        self.assertState("ordered")
        self.assertTrue(self.found())
        write_off = self.order._write_off({self.order.order_line: 1}, "No roof there")
        self.assertEqual(self.left()[0][0], currency.format(500))
        self.signed_act()
        self.assertState("closed")
        self.assertFalse(self.left())
        self.assertFalse(self.found())
        write_off._undo("The roof is there")
        self.assertState("ordered")
        self.assertEqual(self.left()[0][0], currency.format(100))

    def test_claim_leaves_nothing_to_accept(self):
        act = self.signed_act()
        work = self.as_(self.manager, act.work_ids)
        claim = self.wizard("engineering.work.claim", work, reason="It leaks")
        claim.action_confirm()
        self.assertState("work")
        self.assertFalse(self.left())
        self.assertFalse(self.lead.engineering_leftover)

    def test_page_of_works_tells_what_is_left(self):
        def told():
            self.env.flush_all()
            self.env.invalidate_all()
            line = self.order.order_line
            return self.lead.engineering_leftover, line.engineering_left_quantity

        amount = self.order.currency_id.format
        self.assertEqual(told(), (f"{amount(1000)} · 1 of 1 services", 10))
        self.signed_act(4)
        self.order._write_off({self.order.order_line: 1}, "No roof there")
        self.assertEqual(told(), (f"{amount(500)} · 1 of 1 services", 5))
        self.signed_act()
        self.assertEqual(told(), ("", 0))

    # === OPEN AGAIN ===

    def test_annulled_act_opens_the_deal(self):
        act = self.signed_act()
        self.assertState("closed")
        director = self.user("director", "sales_team.group_sale_manager")
        self.wizard(
            "engineering.act.annul", self.as_(director, act), reason="Wrong house"
        ).action_confirm()
        self.assertState("work_done")

    def test_new_order_opens_the_deal(self):
        # What is calculated in the same second is not wanted since the order.
        self.order.date_order -= timedelta(hours=1)
        self.signed_act()
        self.assertState("closed")
        proposal = self.proposed(self.lead)
        self.assertState("proposal")
        proposal.action_confirm()
        self.assertState("ordered")

    def test_claim_opens_the_deal_till_it_is_done(self):
        act = self.signed_act()
        work = self.as_(self.manager, act.work_ids)
        action = work.action_claim_work()
        wizard = self.wizard(action["res_model"], work, reason="It leaks")
        claim = self.from_action(wizard.action_confirm(), work.env)
        self.assertState("work")
        self.done(claim)
        self.assertState("closed")

    # === WHAT NOBODY NEEDS ===

    def revised_then_ordered(self):
        """Return an order, and the open revision of what it has."""
        proposal = self.proposed(lines=[(self.montage, 10, 100.0)])
        calculation = proposal.engineering_calculation_ids
        revision = self.revise(calculation)
        proposal.action_confirm()
        self.order, self.lead = proposal, proposal.opportunity_id
        return revision

    def test_revision_that_the_customer_did_not_wait_for_is_cancelled(self):
        revision = self.revised_then_ordered()
        self.signed_act(4)
        self.assertEqual(revision.state, "in_progress")
        self.signed_act()
        self.assertState("closed")
        self.assertEqual(revision.state, "cancelled")
        self.assertIn("has ordered what it revises", self.feed(self.lead)[-1])

    def test_revision_that_is_asked_for_after_the_order_is_needed(self):
        revision = self.revised_then_ordered()
        self.order.date_order = revision.create_date - timedelta(hours=1)
        self.signed_act()
        self.assertState("calculation")
        self.assertEqual(revision.state, "in_progress")

    def test_draft_of_a_proposal_that_was_ordered_otherwise_is_cancelled(self):
        draft = self.proposed(lines=[(self.montage, 10, 100.0)])
        self.lead = draft.opportunity_id
        draft.engineering_variant_ids.line_ids.price_unit = 95
        self.order = self.from_action(self.lead.action_create_proposal(), draft.env)
        other = self.proposed(self.deal())
        self.order.action_confirm()
        self.assertEqual(draft.state, "draft")
        self.signed_act()
        self.assertState("closed")
        self.assertEqual(draft.state, "cancel")
        self.assertIn("was ordered instead", draft.message_ids[0].body)
        self.assertEqual(other.state, "draft")

    # === ALL WRITTEN OFF ===

    def test_deal_is_closed_when_all_of_its_order_is_written_off(self):
        write_off = self.order._write_off({self.order.order_line: 10}, "Not needed")
        self.assertState("closed")
        self.assertFalse(self.left())
        write_off._undo("Needed again")
        self.assertState("ordered")

    def test_deal_whose_order_is_reduced_to_nothing_has_no_order(self):
        self.order.order_line.product_uom_qty = 0
        self.assertState("provided")
