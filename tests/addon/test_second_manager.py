"""A deal given to another manager goes on, with the rights to own documents alone."""

from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

VIEWS = ("action_view_calculations", "action_view_works", "action_view_acts")


@tagged("standard", "post_install", "-at_install")
class TestSecondManager(EngineeringCase):
    def give(self, lead):
        """Give the deal away; return it as its new manager, who opens all of it."""
        self.as_(self.sales_head, lead).user_id = self.manager2
        self.env.flush_all()
        self.env.invalidate_all()
        lead = self.as_(self.manager2, lead)
        Form(lead)
        for name in VIEWS:
            action = getattr(lead, name)()
            cards = lead.env[action["res_model"]].search(action["domain"])
            for card in cards:
                Form(card)
        orders = lead.order_ids.filtered(lambda order: order.has_access("read"))
        self.assertEqual(orders, lead.sudo().order_ids.with_env(lead.env))
        for order in orders:
            Form(order)
        return lead

    def test_request_is_withdrawn_and_sent_again(self):
        lead = self.give(self.requested().lead_id)
        calculation = lead.engineering_calculation_ids
        self.assertIn("cancel", calculation.possible_events)
        lead.action_withdraw_calculation()
        self.assertEqual(calculation.state, "cancelled")
        lead.action_request_calculation()
        self.assertEqual(len(lead.engineering_calculation_ids), 2)

    def test_calculation_is_held_and_resumed(self):
        lead = self.give(self.taken().lead_id)
        calculation = lead.engineering_calculation_ids
        self.hold(calculation, user=self.manager2)
        calculation.action_resume()
        self.assertEqual(calculation.state, "in_progress")

    def test_question_is_answered(self):
        calculation = self.taken()
        self.ask(calculation)
        lead = self.give(calculation.lead_id)
        self.assertEqual(lead.engineering_waiting_count, 1)
        self.assertEqual(self.asked(calculation), self.manager2)
        self.answer(lead.engineering_calculation_ids, user=self.manager2)
        self.assertEqual(calculation.sudo().state, "in_progress")

    def test_variant_is_selected_corrected_and_offered(self):
        lead = self.give(self.completed().lead_id)
        variant = lead.engineering_completed_variant_ids
        variant.action_select()
        line = variant.line_ids[0]
        line.write({"price_unit": line.price_unit * 0.95})
        self.revise(lead.engineering_calculation_ids)
        self.assertEqual(len(lead.engineering_calculation_ids), 2)

    def test_draft_is_sent_and_confirmed(self):
        draft = self.proposed()
        lead = self.give(draft.opportunity_id)
        action = lead.action_create_proposal()
        self.assertEqual(action["res_id"], draft.id)
        order = self.as_(self.manager2, draft)
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(lead.engineering_state, "ordered")
        self.assertIn("create_work", lead.engineering_possible_actions)

    def test_order_is_worked_assigned_returned_and_cancelled(self):
        order = self.ordered()
        agreement = self.contract()
        lead = self.give(order.opportunity_id)
        order.sudo().agreement_id = agreement
        work = self.from_action(lead.action_create_work(), lead.env)
        self.wizard("engineering.work.assign", work).action_confirm()
        engineer = self.as_(self.engineer, work)
        engineer.action_accept_work()
        engineer.action_complete_work()
        self.wizard("engineering.work.return", work, reason="Leaks").action_confirm()
        work.action_cancel_work()
        self.assertEqual(work.engineering_state, "cancelled")

    def test_work_begun_by_the_first_is_the_seconds(self):
        order = self.ordered()
        self.contract()
        work = self.worked(order, engineer=self.engineer)
        lead = self.give(order.opportunity_id)
        self.wizard(
            "engineering.work.decline", self.as_(self.engineer, work), reason="Ill"
        ).action_confirm()
        self.assertIn(
            "assign_work", self.as_(self.manager2, work).engineering_possible_events
        )
        self.wizard(
            "engineering.work.assign",
            self.as_(self.manager2, work),
            engineer_id=self.colleague.id,
        ).action_confirm()
        self.as_(self.colleague, work).action_accept_work()
        self.as_(self.colleague, work).action_complete_work()
        self.assertEqual(self.asked(work), self.manager2)
        self.assertIn("create_act", lead.engineering_possible_actions)
        action = lead.action_create_act()
        dialog = self.wizard(action["res_model"], lead)
        act = self.from_action(dialog.action_confirm(), lead.env)
        self.signed(act)
        self.assertEqual(lead.engineering_state, "closed")

    def test_draft_act_of_the_first_is_the_seconds(self):
        order = self.ordered()
        self.contract()
        act = self.acted(self.done(self.worked(order)))
        lead = self.give(order.opportunity_id)
        act = self.as_(self.manager2, act)
        self.assertEqual(lead.engineering_act_ids, act)
        self.signed(act)
        self.assertEqual(lead.engineering_state, "closed")

    def test_first_manager_has_it_no_more(self):
        order = self.ordered()
        lead = order.opportunity_id
        self.give(lead)
        first = self.as_(self.manager, lead)
        self.assertFalse(first.has_access("read"))
        self.assertFalse(self.as_(self.manager, order).has_access("read"))
