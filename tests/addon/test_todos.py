"""What people are asked ends when it is done, by whomever, however.

| asked | ends with |
|---|---|
| calculate | taken, redirected, held, cancelled, completed |
| answer the engineer | answered by anybody who may, redirected, held, cancelled |
| go on with the answer | completed, asked again, redirected, cancelled |
| make the proposal | a proposal of it, or of the others; revised; the deal lost |
| approve the proposal | approved, refused, taken back; the proposal changed, deleted |
| accept the work | accepted, declined, assigned, cancelled |
| assign the work again | assigned, cancelled |
| mend and complete again | completed, cancelled |
| create the work | a work of all that is left; the payment taken back; the deal lost |
| answer the customer | answered by the company, the proposal cancelled, the deal lost |
| issue the act | an act of all that was done; returned; the deal lost |
"""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestTodos(EngineeringCase):
    def assertEnds(self, card, asked, *ends):
        """Assert that `asked` have a to-do on the card, which each of `ends` ends."""
        self.assertEqual(self.asked(card), asked)
        before = card.sudo().activity_ids
        for number, end in enumerate(ends):
            with self.subTest(number), self.env.cr.savepoint() as savepoint:
                end()
                self.env.flush_all()
                self.assertFalse(before.exists())
                savepoint.rollback()
            self.env.invalidate_all()

    def mine(self, record):
        return self.as_(self.manager, record)

    def lose(self, lead):
        self.mine(lead).action_set_lost()

    def test_calculate(self):
        lead = self.deal()
        calculation = self.requested(lead)
        self.assertEnds(
            calculation,
            self.engineer | self.colleague,
            self.as_(self.colleague, calculation).action_take,
            self.as_(self.leader, calculation).action_cancel,
            lambda: calculation.sudo()._send_event("take"),
            lambda: self.redirect(calculation, team_id=self.other_team.id),
            lambda: self.hold(calculation),
            lead.action_withdraw_calculation,
            lambda: self.lose(lead),
            lambda: calculation.sudo().unlink(),
        )

    def test_notice_that_asks_is_read_when_it_is_done(self):
        people = self.engineer | self.colleague | self.leader
        people.sudo().notification_type = "inbox"
        self.colleague.sudo().lang = self.env["res.lang"]._activate_lang("ru_RU").code
        calculation = self.requested()
        named = calculation.sudo().message_post(
            body="Look", partner_ids=self.colleague.partner_id.ids
        )
        self.assertEqual(len(self.unread(calculation, self.colleague)), 2)
        self.assertEqual(len(self.unread(calculation, self.engineer)), 1)
        other = self.requested()
        calculation.action_take()
        self.assertFalse(self.unread(calculation, self.engineer))
        self.assertEqual(self.unread(calculation, self.colleague), named)
        self.assertEqual(len(self.unread(other, self.colleague)), 1)

    def unread(self, card, user):
        """Return the messages of a card that are in the inbox of a user."""
        return (
            card.env["mail.notification"]
            .sudo()
            .search(
                [
                    ("mail_message_id.model", "=", card._name),
                    ("mail_message_id.res_id", "=", card.id),
                    ("res_partner_id", "=", user.partner_id.id),
                    ("is_read", "=", False),
                ]
            )
            .mail_message_id
        )

    def test_calculation_that_goes_on(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.hold(calculation)
        self.mine(calculation).action_resume()
        self.assertEnds(
            calculation,
            self.engineer,
            lambda: self.ask(calculation),
            lambda: (self.variant(calculation), self.complete(calculation)),
        )

    def test_answer(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.ask(calculation)
        self.assertEnds(
            calculation,
            self.manager,
            lambda: self.answer(calculation, user=self.sales_head),
            lambda: self.answer(calculation, user=self.engineer),
            lambda: calculation.sudo()._send_event("answer", answer="Nine"),
            lambda: self.redirect(calculation, team_id=self.other_team.id),
            self.mine(calculation).action_cancel,
            lambda: self.lose(lead),
        )

    def test_go_on_with_the_answer(self):
        calculation = self.taken()
        self.ask(calculation)
        self.answer(calculation)
        self.assertEnds(
            calculation,
            self.engineer,
            lambda: self.ask(calculation),
            lambda: (self.variant(calculation), self.complete(calculation)),
            self.mine(calculation).action_cancel,
        )

    def test_make_the_proposal(self):
        lead = self.deal()
        calculation = self.completed(lead)
        self.assertEnds(
            calculation,
            self.manager,
            lead.action_create_proposal,
            self.as_(self.sales_head, lead).action_create_proposal,
            lead.sudo().action_create_proposal,
            lambda: self.revise(calculation),
            lambda: self.lose(lead),
            lead.action_set_won,
        )

    def test_proposal_without_it_was_made_with_it_in_sight(self):
        lead = self.deal()
        kept = self.completed(lead)
        left = self.completed(lead)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE engineering_calculation SET completed_on = create_date"
            " WHERE lead_id = %s",
            [lead.id],
        )
        self.env.invalidate_all()
        self.mine(left).variant_ids.action_leave_out()
        lead.action_create_proposal()
        self.assertFalse(self.asked(kept) | self.asked(left))

    def test_proposal_made_before_ends_nothing(self):
        order = self.proposed()
        lead = order.opportunity_id
        later = self.completed(lead)
        self.assertEqual(self.asked(later), self.manager)
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(self.asked(later), self.manager)

    def test_accept_the_work(self):
        self.contract()
        order = self.ordered()
        work = self.worked(order, engineer=self.env["res.users"])
        engineers = self.engineer | self.colleague
        self.assertEnds(
            work,
            engineers,
            self.as_(self.colleague, work).action_accept_work,
            lambda: work.sudo()._send_event("accept_work"),
            self.mine(work).action_cancel_work,
            lambda: self.as_(self.engineer, work)._send_event(
                "decline_work", reason="No"
            ),
        )

    def test_mend_and_complete_again(self):
        self.contract()
        work = self.done(self.worked(self.ordered()))
        self.mine(work)._send_event("return_work", reason="Leaks")
        self.assertEnds(
            work,
            self.engineer,
            self.as_(self.engineer, work).action_complete_work,
            self.mine(work).action_cancel_work,
        )

    def test_issue_the_act(self):
        self.contract()
        order = self.ordered()
        work = self.done(self.worked(order))
        self.assertEnds(
            work,
            self.manager,
            lambda: self.acted(work),
            lambda: self.wizard(
                "engineering.act.create",
                self.as_(self.sales_head, order.opportunity_id),
                work_ids=[Command.set(work.ids)],
            ).action_confirm(),
            lambda: self.mine(work)._send_event("return_work", reason="Leaks"),
            lambda: self.lose(order.opportunity_id),
        )

    def test_act_of_a_part_asks_for_the_rest(self):
        self.contract()
        work = self.done(self.worked(self.ordered()))
        act = self.acted(work, {self.montage: 1})
        self.assertEqual(self.asked(work), self.manager)
        self.acted(work)
        self.assertFalse(self.asked(work))
        act.action_cancel()
        self.assertEqual(self.asked(work), self.manager)

    def test_restored_deal_asks_again(self):
        self.contract()
        order = self.ordered()
        work = self.done(self.worked(order))
        lead = order.opportunity_id
        self.lose(lead)
        self.assertFalse(self.asked(work))
        lead.action_unarchive()
        self.assertEqual(self.asked(work), self.manager)

    def test_approve_the_proposal(self):
        order = self.proposed()
        order.order_line[0].price_unit = 1
        self.wizard(
            "engineering.approval.request", order, reason="Friend"
        ).action_confirm()
        approval = order.sudo().engineering_approval_ids
        leaders = self.as_(self.leader, approval)
        self.assertEnds(
            approval,
            self.leader,
            leaders.action_approve,
            lambda: self.wizard(
                "engineering.approval.refuse", leaders, reason="No"
            ).action_confirm(),
            self.mine(approval).action_take_back,
            lambda: order.order_line[0].write({"price_unit": 2}),
            lambda: order.sudo().unlink(),
        )
