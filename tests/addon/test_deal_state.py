"""A deal stands where its cards are: in its state, its column and its buttons."""

from datetime import timedelta
from itertools import combinations

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

LATER = timedelta(hours=1)


class DealCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales_admin = cls.user("sales_admin", "sales_team.group_sale_manager")

    def setUp(self):
        super().setUp()
        self.contract()

    def other(self, lead):
        """Return a calculation of the deal in another direction, as its engineer."""
        lead.engineering_direction_id = self.other_direction
        return self.as_(self.outsider, self.requested(lead))

    def complete_other(self, calculation):
        calculation.action_take()
        self.variant(calculation, [(self.foreign_service, 1, 70.0)])
        self.complete(calculation)

    def closed(self, **values):
        """Return a deal all of which is signed, ordered an hour ago."""
        order = self.ordered(self.deal(**values))
        self.signed(self.acted(self.done(self.worked(order))))
        order.date_order -= LATER
        return order.opportunity_id

    def assertStands(self, lead, state, column=None):
        self.assertEqual(lead.engineering_state, state)
        if column:
            self.assertEqual(lead.stage_id.name, column)


@tagged("standard", "post_install", "-at_install")
class TestDealState(DealCase):
    # === CALCULATION BESIDE ===

    def test_new_calculation_leaves_an_order_where_it_is(self):
        order = self.ordered()
        lead = order.opportunity_id
        self.assertStands(lead, "ordered", "Ordered")
        second = self.other(lead)
        self.assertStands(lead, "ordered", "Ordered")
        work = self.worked(order)
        self.assertStands(lead, "work")
        self.complete_other(second)
        self.assertStands(lead, "work")
        self.done(work)
        self.assertStands(lead, "work_done")

    def test_new_calculation_takes_a_deal_back_from_its_proposal(self):
        order = self.proposed()
        lead = order.opportunity_id
        second = self.other(lead)
        self.assertStands(lead, "calculation", "Calculation")
        self.as_(self.manager, second).action_cancel()
        self.assertStands(lead, "proposal", "Proposal negotiation")

    def test_cancelled_revision_leaves_the_proposal(self):
        order = self.proposed()
        lead = order.opportunity_id
        revision = self.revise(
            self.as_(self.engineer, order.sudo().engineering_calculation_ids)
        )
        self.assertStands(lead, "calculation")
        self.as_(self.manager, revision).action_cancel()
        self.assertStands(lead, "proposal")

    def test_completed_revision_waits_for_its_proposal(self):
        order = self.proposed()
        lead = order.opportunity_id
        revision = self.revise(
            self.as_(self.engineer, order.sudo().engineering_calculation_ids)
        )
        self.complete(revision)
        self.assertStands(lead, "provided")
        lead.action_create_proposal()
        self.assertStands(lead, "proposal")

    def test_order_confirmed_while_calculated_anew_is_an_order(self):
        order = self.proposed()
        lead = order.opportunity_id
        revision = self.revise(
            self.as_(self.engineer, order.sudo().engineering_calculation_ids)
        )
        order.action_confirm()
        self.assertStands(lead, "ordered")
        self.complete(revision)
        self.assertStands(lead, "ordered")

    def test_deal_signed_while_more_is_calculated_goes_on(self):
        order = self.ordered()
        lead = order.opportunity_id
        work = self.worked(order)
        second = self.other(lead)
        self.signed(self.acted(self.done(work)))
        self.assertStands(lead, "calculation")
        self.as_(self.manager, second).action_cancel()
        self.assertStands(lead, "closed")

    def test_closed_deal_is_asked_for_more(self):
        lead = self.closed()
        self.assertStands(lead, "closed")
        second = self.other(lead)
        self.assertStands(lead, "calculation", "Calculation")
        self.complete_other(second)
        self.assertStands(lead, "provided")
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertStands(lead, "proposal")
        order.action_confirm()
        self.assertStands(lead, "ordered")

    def test_what_the_customer_left_out_closes_with_the_rest(self):
        lead = self.deal()
        second = self.other(lead)
        self.complete_other(second)
        self.as_(self.manager, second.variant_ids).action_leave_out()
        lead.engineering_direction_id = self.direction
        order = self.ordered(lead)
        order.date_order += LATER
        self.signed(self.acted(self.done(self.worked(order))))
        self.assertStands(lead, "closed")

    # === CANCELLED, DELETED, EXPIRED ===

    def test_deal_goes_back_to_the_column_that_it_came_from(self):
        stage = self.quiet["crm.stage"].create({"name": "Visited", "sequence": 2})
        for undo in ("action_cancel", "unlink"):
            lead = self.deal()
            lead.stage_id = stage
            calculation = self.requested(lead)
            self.assertStands(lead, "calculation", "Calculation")
            user = self.administrator if undo == "unlink" else self.manager
            getattr(self.as_(user, calculation), undo)()
            self.assertStands(lead, "none", "Visited")

    def test_deal_stays_where_its_manager_has_put_it(self):
        kept = self.quiet["crm.stage"].create({"name": "Call again", "sequence": 2})
        calculation = self.requested()
        lead = calculation.lead_id.with_user(self.manager)
        lead.stage_id = kept
        calculation.action_take()
        self.assertStands(lead, "calculation", "Call again")
        self.as_(self.manager, calculation).action_cancel()
        self.assertStands(lead, "none", "Call again")

    def test_deal_is_in_its_state_wherever_it_is_dragged(self):
        calculation = self.taken()
        lead = self.as_(self.manager, calculation.lead_id)
        since = fields.Datetime.now() - timedelta(days=3)
        lead.sudo()._as_machine().engineering_state_since = since
        lead.stage_id = self.env["crm.stage"].search(
            [("id", "!=", lead.stage_id.id), ("is_won", "=", False)], limit=1
        )
        self.assertEqual(lead.engineering_state_since, since)
        self.variant(calculation)
        self.complete(calculation)
        self.assertGreater(lead.engineering_state_since, since)

    def test_cancelled_and_deleted_proposals_are_none(self):
        order = self.proposed()
        lead = order.opportunity_id
        order._action_cancel()
        self.assertStands(lead, "provided")
        order.action_draft()
        self.assertStands(lead, "proposal")
        order._action_cancel()
        self.as_(self.sales_admin, order).unlink()
        self.assertStands(lead, "provided")

    def test_cancelled_order_is_none(self):
        order = self.ordered()
        lead = order.opportunity_id
        order._action_cancel()
        self.assertStands(lead, "provided", "Calculation provided")

    def test_proposal_expires(self):
        order = self.proposed()
        lead = order.opportunity_id
        today = fields.Date.today()
        order.validity_date = today - timedelta(days=1)
        self.assertStands(lead, "provided")
        order.validity_date = today
        self.assertStands(lead, "proposal")

    def test_night_finds_what_expired(self):
        order, kept = self.proposed(), self.proposed(self.deal(name="Other roof"))
        today = fields.Date.today()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET validity_date = %s WHERE id IN %s",
            (today - timedelta(days=1), tuple((order | kept).ids)),
        )
        self.env.invalidate_all()
        fresh = kept.opportunity_id.action_create_proposal()["res_id"]
        self.env["sale.order"].browse(fresh).validity_date = today
        cron = self.env.ref("crm_engineering_calc.ir_cron_expired_proposals")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertStands(order.opportunity_id, "provided", "Calculation provided")
        self.assertStands(kept.opportunity_id, "proposal")

    # === WORKS AND ACTS ===

    def test_order_reduced_to_what_is_done_closes(self):
        order = self.ordered(lines=[(self.survey, 3, 10.0)])
        lead = order.opportunity_id
        self.signed(self.acted(self.done(self.worked(order, {self.survey: 2}))))
        self.assertStands(lead, "ordered", "Ordered")
        order.order_line.product_uom_qty = 2
        self.assertStands(lead, "closed")
        order.order_line.product_uom_qty = 4
        self.assertStands(lead, "ordered")

    def test_order_of_nothing_is_none(self):
        order = self.ordered(lines=[(self.survey, 3, 10.0)])
        order.order_line.product_uom_qty = 0
        self.assertStands(order.opportunity_id, "provided")

    def test_cancelled_act_leaves_the_works_done(self):
        order = self.ordered()
        lead = order.opportunity_id
        act = self.acted(self.done(self.worked(order)))
        act.action_send()
        self.assertStands(lead, "work_done")
        act.action_cancel()
        self.assertStands(lead, "work_done")
        self.acted(order.order_line.engineering_work_line_ids.task_id).unlink()
        self.assertStands(lead, "work_done", "Works done")

    def test_works_before_the_order_count(self):
        self.direction.work_gate = "none"
        order = self.proposed(lines=[(self.survey, 1, 10.0)])
        lead = order.opportunity_id
        work = self.worked(order)
        self.assertStands(lead, "work")
        self.signed(self.acted(self.done(work)))
        self.assertStands(lead, "closed")

    def test_lines_of_a_proposal_in_work_count(self):
        self.direction.work_gate = "none"
        order = self.proposed()
        lead = order.opportunity_id
        self.signed(self.acted(self.done(self.worked(order, {self.survey: 1}))))
        self.assertStands(lead, "ordered")
        montage = order.order_line.filtered(
            lambda line: line.product_id == self.montage
        )
        montage.product_uom_qty = 0
        self.assertStands(lead, "closed")
        montage.product_uom_qty = 4
        self.assertStands(lead, "ordered")
        montage.unlink()
        self.assertStands(lead, "closed")
        values = {"product_id": self.repair.id, "product_uom_qty": 1}
        order.order_line = [Command.create(values)]
        self.assertStands(lead, "ordered")
        order.order_line[-1].price_unit = -5
        self.assertStands(lead, "closed")

    def test_line_from_another_order_counts(self):
        self.let_sell_freely(self.manager)
        lead = self.closed()
        values = {"product_id": self.repair.id, "product_uom_qty": 1}
        plain = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id, "order_line": [Command.create(values)]}
        )
        line = plain.order_line
        line.order_id = lead.order_ids
        self.assertStands(lead, "ordered")
        line.order_id = plain
        self.assertStands(lead, "closed")

    def test_order_dated_back_has_what_it_sells(self):
        lead = self.closed()
        lead.order_ids.date_order -= timedelta(days=9)
        self.assertStands(lead, "closed")

    # === MERGE, DELETION ===

    def test_deals_of_any_two_states_are_merged(self):
        order = ("none", "provided", "proposal", "calculation", "ordered")
        order += ("work_done", "work")
        for pair in combinations(order, 2):
            with self.subTest(pair), self.env.cr.savepoint() as savepoint:
                leads = self.deal().union(*(self.standing(state) for state in pair))
                self.assertEqual(leads.mapped("engineering_state"), ["none", *pair])
                merged = leads.merge_opportunity()
                self.assertStands(merged, pair[1])
                column = merged.stage_id.engineering_state
                self.assertEqual(column, pair[1] if pair[1] != "none" else False)
                savepoint.rollback()

    def standing(self, state):
        """Return a deal that stands in a state."""
        lead = self.deal(name=state)
        steps = {
            "calculation": self.requested,
            "provided": self.completed,
            "proposal": self.proposed,
            "ordered": self.ordered,
            "work": lambda lead: self.worked(self.ordered(lead)),
            "work_done": lambda lead: self.done(self.worked(self.ordered(lead))),
        }
        if state in steps:
            steps[state](lead)
        return lead

    def test_closed_deal_is_merged_with_one_that_is_calculated(self):
        calculation = self.taken(self.deal(name="New need"))
        lead = calculation.lead_id.with_user(self.manager)
        merged = (self.closed() | lead).merge_opportunity()
        self.assertStands(merged, "calculation", "Calculation")
        self.variant(calculation)
        self.complete(calculation)
        self.assertStands(merged, "provided", "Calculation provided")

    def test_closed_deal_is_merged_with_one_in_work(self):
        work = self.worked(self.ordered(self.deal(name="Being done")))
        merged = (self.closed() | work.engineering_lead_id).merge_opportunity()
        self.assertStands(merged, "work", "Work in progress")

    def test_merged_deal_that_stays_has_nothing_any_more(self):
        leads = self.requested().lead_id.with_user(self.manager) | self.deal(name="B")
        merged = leads.merge_opportunity(auto_unlink=False)
        self.assertStands(merged, "calculation")
        self.assertStands(leads - merged, "none")

    def test_deal_is_deleted_with_nothing(self):
        calculation = self.requested()
        lead = calculation.lead_id
        self.as_(self.administrator, calculation).unlink()
        self.as_(self.sales_admin, lead).unlink()
        self.assertFalse(lead.exists())

    # === RIGHTS AND COST ===

    def test_nobody_writes_where_a_deal_stands(self):
        lead = self.requested().lead_id.with_user(self.manager)
        stage = self.env["crm.stage"].search([], limit=1)
        for values in (
            {"engineering_state": "closed"},
            {"engineering_origin_stage_id": stage.id},
        ):
            for records in (lead, lead.sudo()):
                self.assertRefused(AccessError, "by hand", records.write, values)

    def test_new_deal_begins_without_calculation(self):
        leads = self.model("crm.lead", self.manager)
        self.env["ir.default"].set("crm.lead", "engineering_state", "closed")
        self.assertStands(leads.create({"name": "Made"}), "none")
        forged = leads.with_context(default_engineering_state="closed")
        self.assertStands(forged.create({"name": "Forged"}), "none")
        with Form(forged) as form:
            form.name = "Typed"
        self.assertStands(form.record, "none")
        loaded = leads.load(["name"], [["Imported"]])
        self.assertStands(leads.browse(loaded["ids"]), "none")

    def test_facts_of_many_deals_cost_as_many_queries_as_of_one(self):
        leads = self.env["crm.lead"]
        for _number in range(4):
            leads |= self.standing("work_done") | self.standing("proposal")
            leads |= self.other(self.standing("ordered")).lead_id
        leads = leads.sudo()
        self.assertEqual(
            self.count_queries(leads[:3]._get_engineering_facts),
            self.count_queries(leads._get_engineering_facts),
        )


@tagged("standard", "post_install", "-at_install")
class TestDealActions(DealCase):
    def assertOffers(self, lead, first, *others):
        lead.invalidate_recordset()
        self.assertEqual(lead.engineering_next_action, first)
        offered = {*others, *filter(None, [first])}
        if "request_calculation" in offered:
            offered.add("request_directions")
        cards = lead.sudo().engineering_calculation_ids
        if offered and any(card._is_open() for card in cards):
            offered.add("withdraw_calculation")
        self.assertEqual(set(lead.engineering_possible_actions or []), offered)

    def test_deal_offers_what_its_cards_allow(self):
        lead = self.deal()
        request = "request_calculation"
        self.assertOffers(lead, request)
        calculation = self.taken(lead)
        self.assertOffers(lead, False, "request_directions")
        self.variant(calculation)
        self.complete(calculation)
        self.assertOffers(lead, "create_proposal", request)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertOffers(lead, False, request, "create_proposal")
        order.action_confirm()
        invoice = "create_invoice"
        self.assertOffers(lead, "create_work", request, invoice)
        self.direction.work_gate = "full_payment"
        self.assertOffers(lead, invoice, request)
        self.direction.work_gate = "order"
        work = self.worked(order)
        self.assertOffers(lead, False, request, invoice)
        self.done(work)
        self.assertOffers(lead, "create_act", request, invoice)
        act = self.acted(work)
        self.assertOffers(lead, "settle_act", request, invoice)
        self.assertEqual(self.from_action(lead.action_settle_act(), lead.env), act)
        act.action_send()
        self.assertOffers(lead, "settle_act", request, invoice)
        self.signed(act)
        self.assertOffers(lead, invoice, request)
        self.assertRefused(UserError, "waits for a signature", lead.action_settle_act)

    def test_question_that_waits_comes_before_all_else(self):
        calculation = self.taken()
        lead = self.as_(self.manager, calculation.lead_id)
        self.ask(calculation)
        self.assertOffers(lead, "answer_question", "request_directions")
        self.assertOffers(self.as_(self.engineer, lead), False)
        action = lead.action_answer_question()
        dialog = lead.env[action["res_model"]].with_context(action["context"])
        dialog.create({"answer": "Nine metres"}).action_confirm()
        self.assertEqual(calculation.state, "in_progress")
        self.assertOffers(lead, False, "request_directions")
        self.assertRefused(
            UserError, "No question of “New roof”", lead.action_answer_question
        )
        self.assertRefused(
            AccessError, "", self.as_(self.engineer, lead).action_answer_question
        )

    def test_deal_has_one_primary_button(self):
        lead = self.ordered().opportunity_id
        more = self.taken(lead)
        self.ask(more)
        lead.invalidate_recordset()
        self.assertEqual(lead.engineering_next_action, "answer_question")
        primary = [
            button.get("name")
            for button in self.parts(lead, "//header//button[@class='btn-primary']")
            if f"!= '{lead.engineering_next_action}'" in button.get("invisible", "")
        ]
        self.assertEqual(primary, ["action_answer_question"])

    def test_works_before_the_order_are_offered_where_the_direction_lets_them(self):
        order = self.proposed()
        self.assertNotIn(
            "create_work", order.opportunity_id.engineering_possible_actions
        )
        self.direction.work_gate = "none"
        order.opportunity_id.invalidate_recordset()
        self.assertIn("create_work", order.opportunity_id.engineering_possible_actions)

    def test_deal_without_direction_is_asked_for_it(self):
        lead = self.deal(engineering_direction_id=False)
        self.assertEqual(lead.engineering_possible_actions, ["request_calculation"])
        self.assertFalse(lead.engineering_next_action)
        action = lead.action_request_calculation()
        self.assertEqual(action["res_model"], "engineering.calculation.request")

    def test_deal_where_engineering_offers_nothing_is_not_sent(self):
        directions = self.env["engineering.direction"].search([])
        directions.action_archive()
        lead = self.deal(engineering_direction_id=False)
        self.assertOffers(lead, False)

    def test_lead_and_lost_deal_are_not_sent(self):
        self.assertOffers(self.deal(type="lead"), False)
        lost = self.deal()
        lost.active = False
        self.assertOffers(lost, False)

    def test_direction_in_work_is_not_sent_again(self):
        lead = self.deal()
        self.requested(lead)
        self.assertOffers(lead, False, "request_directions")
        lead.engineering_direction_id = self.other_direction
        self.assertOffers(lead, False, "request_calculation")

    def test_new_deal_is_sent_as_soon_as_it_has_a_direction(self):
        form = Form(self.model("crm.lead", self.manager), "crm.crm_lead_view_form")
        form.name = "New roof"
        self.assertFalse(form.engineering_next_action)
        form.engineering_direction_id = self.direction
        self.assertEqual(form.engineering_next_action, "request_calculation")

    def test_who_does_not_manage_the_deal_is_offered_nothing(self):
        lead = self.completed().lead_id
        for user in (self.engineer, self.leader, self.administrator):
            self.assertOffers(self.as_(user, lead), False)
        self.assertOffers(
            self.as_(self.sales_head, lead), "create_proposal", "request_calculation"
        )
