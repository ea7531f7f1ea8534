"""Works: when they may begin, what is in them, who does and who accepts them."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.domain.workflow import Event, Role, State
from odoo.addons.crm_engineering_calc.domain.workflows import WORK
from odoo.addons.crm_engineering_calc.tests.common import ENGINEER, EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestGate(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.proposed(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id

    def gate(self, gate):
        self.direction.work_gate = gate

    def invoiced(self, order=None):
        order = order or self.order
        order.order_line.product_id.sudo().invoice_policy = "order"
        order.invalidate_recordset()
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        return invoice

    def paid(self, invoice, amount):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"amount": amount})._create_payments()

    def assertBegins(self):
        work = self.from_action(self.lead.action_create_work(), self.lead.env)
        self.assertEqual(work.engineering_state, "assigned")

    def assertWaitsFor(self, pattern):
        self.assertRefused(UserError, pattern, self.lead.action_create_work)

    def test_works_before_the_order_are_made_with_a_warning(self):
        self.gate("none")
        action = self.lead.action_create_work()
        self.assertEqual(action["res_model"], "engineering.work.create")
        dialog = self.wizard("engineering.work.create", self.lead)
        self.assertTrue(dialog.is_before_order)
        work = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(work.engineering_state, "assigned")
        self.assertEqual(self.order.state, "draft")
        self.order.action_confirm()
        self.assertEqual(work.engineering_state, "assigned")

    def ahead(self):
        """Return a work that is made before the customer has ordered."""
        self.gate("none")
        return self.worked(self.order, engineer=self.engineer)

    def test_works_keep_their_proposal_from_being_cancelled(self):
        work = self.ahead()
        self.assertRefused(UserError, "is in work", self.order.action_cancel)
        work.action_cancel_work()
        self.order.action_cancel()
        self.assertEqual(self.order.state, "cancel")

    def test_works_of_a_replaced_proposal_are_told(self):
        work = self.ahead()
        card = self.order.sudo().engineering_calculation_ids
        revision = self.revise(self.as_(self.engineer, card))
        self.complete(revision)
        revision.variant_ids.with_env(self.lead.env).action_select()
        newer = self.from_action(self.lead.action_create_proposal(), self.lead.env)
        self.assertEqual(self.order.engineering_superseded_by_id, newer)
        self.assertIn("without an order", work.message_ids[0].body)
        self.assertIn(self.engineer, self.inbox(work))
        self.assertIn(self.manager, self.inbox(self.lead))
        self.assertEqual(work.engineering_state, "assigned")

    def test_works_of_a_declined_proposal_are_told(self):
        work = self.ahead()
        self.order.action_quotation_sent()
        self.order._notify_declined("Too dear", self.customer)
        self.assertIn("without an order", work.message_ids[0].body)
        self.assertIn(self.engineer, self.inbox(work))

    def test_works_of_an_expired_proposal_are_told_once_a_validity(self):
        work = self.ahead()
        cron = self.env.ref("crm_engineering_calc.ir_cron_expired_ahead")

        def told():
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            return sum("has expired" in text for text in self.feed(work))

        today = fields.Date.today()
        self.order.validity_date = today
        self.assertEqual(told(), 0)
        self.order.validity_date = today - timedelta(days=1)
        self.assertEqual(told(), 1)
        self.assertIn(self.engineer, self.inbox(work))
        self.assertIn(self.manager, self.inbox(self.lead))
        self.assertEqual(told(), 1)
        self.order.validity_date = today - timedelta(days=2)
        self.assertEqual(told(), 2)
        work.action_cancel_work()
        self.order.validity_date = today - timedelta(days=3)
        self.assertEqual(told(), 2)

    def test_works_lock_the_variant_that_they_are_done_by(self):
        self.ahead()
        line = self.order.sudo().engineering_variant_ids.line_ids[:1]
        self.assertRaises(
            UserError, self.as_(self.engineer, line).write, {"quantity": 1}
        )

    def test_works_begin_after_the_order(self):
        self.gate("order")
        self.assertWaitsFor(f"begin after the order. Confirm {self.order.name}")
        self.order.action_confirm()
        self.assertBegins()

    def test_works_begin_after_any_payment(self):
        self.gate("payment")
        self.order.action_confirm()
        self.assertWaitsFor("begin after the payment. Still missing")
        invoice = self.invoiced()
        self.assertWaitsFor("begin after the payment")
        self.paid(invoice, 1)
        self.assertBegins()

    def test_works_begin_after_full_payment(self):
        self.gate("full_payment")
        self.order.action_confirm()
        invoice = self.invoiced()
        self.paid(invoice, 100)
        self.assertWaitsFor(r"Still missing for .*200\.00")
        self.paid(invoice, 200)
        self.assertBegins()

    def test_unposted_invoice_is_no_payment(self):
        self.gate("payment")
        self.order.action_confirm()
        self.order.sudo()._create_invoices()
        self.assertWaitsFor("begin after the payment")

    def test_refund_takes_the_payment_back(self):
        self.gate("full_payment")
        self.order.action_confirm()
        invoice = self.invoiced()
        self.paid(invoice, 300)
        self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"journal_id": invoice.journal_id.id}).refund_moves()
        refund = invoice.reversal_move_ids
        refund.action_post()
        self.paid(refund, 300)
        self.assertWaitsFor(r"Still missing for .*300\.00")

    def test_invoice_of_two_orders_pays_each_its_part(self):
        self.gate("full_payment")
        self.order.action_confirm()
        other = self.ordered(lines=[(self.montage, 1, 100.0)])
        (self.survey | self.montage).invoice_policy = "order"
        invoice = (self.order | other).sudo()._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self.paid(invoice, 200)
        self.assertWaitsFor(r"Still missing for .*150\.00")
        self.paid(invoice, 200)
        self.assertBegins()

    def test_payment_opens_no_gate_of_an_unconfirmed_order(self):
        self.gate("full_payment")
        self.assertWaitsFor("Confirm")

    def test_cancelled_order_is_not_worked(self):
        self.gate("none")
        self.order.action_cancel()
        self.assertWaitsFor("no order made from a calculation")

    def test_gate_holds_in_the_dialog_too(self):
        self.gate("order")
        self.order.action_confirm()
        dialog = self.wizard("engineering.work.create", self.lead)
        self.gate("full_payment")
        self.assertRefused(UserError, "begin after the payment", dialog.action_confirm)


@tagged("standard", "post_install", "-at_install")
class TestCreation(EngineeringCase):
    def test_work_tells_its_engineer_where_to_go_and_whom_to_call(self):
        self.contract()
        lead = self.deal(street="Lane 2", contact_name="Ivan", phone="+7 900")
        order = self.ordered(lead)
        work = self.as_(self.engineer, self.worked(order, engineer=self.engineer))
        self.assertEqual(work.engineering_site_address, "Lane 2")
        self.assertIn("Lane+2", work.engineering_site_map_url)
        self.assertEqual(work.engineering_contact_name, "Ivan")
        self.assertEqual(work.engineering_contact_phone, "+7 900")
        self.assertFalse(work.engineering_is_customer_contact)

    def test_customer_who_is_the_contact_is_named_once(self):
        self.contract()
        work = self.worked(self.ordered(), engineer=self.engineer)
        self.assertEqual(work.engineering_contact_name, self.customer.name)
        self.assertTrue(work.engineering_is_customer_contact)

    def test_work_is_made_at_once_where_nothing_is_ambiguous(self):
        contract = self.contract()
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)])
        lead = order.opportunity_id
        work = self.from_action(lead.action_create_work(), lead.env)
        self.assertEqual(work.engineering_state, "assigned")
        self.assertEqual(work.state, "01_in_progress")
        self.assertEqual(work.engineering_agreement_id, contract)
        self.assertEqual(work.user_ids, self.engineer)
        self.assertEqual(work.project_id, self.project)
        self.assertEqual(work.engineering_lead_id, lead)
        self.assertEqual(
            [
                (line.product_id, line.quantity)
                for line in work.engineering_work_line_ids
            ],
            [(self.survey, 3), (self.montage, 2)],
        )
        self.assertEqual(order.agreement_id, contract)
        self.assertEqual(lead.engineering_state, "work")
        self.assertEqual(lead.stage_id.name, "Work in progress")
        self.assertEqual(self.asked(work), self.engineer)
        self.assertIn("is created under", self.feed(lead)[-1])

    def test_work_is_a_task_that_touches_the_order_nowhere(self):
        self.contract()
        order = self.ordered()
        work = self.worked(order)
        self.assertFalse(work.sudo().sale_line_id)
        self.assertFalse(work.sudo().sale_order_id)
        self.assertEqual(order.order_line.mapped("qty_delivered"), [0, 0])

    def test_part_is_handed_out_where_one_click_would_take_all(self):
        self.contract()
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)])
        lead = order.opportunity_id
        action = lead.action_choose_work()
        self.assertEqual(action["res_model"], "engineering.work.create")
        self.assertFalse(lead.engineering_work_count)
        dialog = self.wizard("engineering.work.create", lead)
        dialog.line_ids[1].quantity = 0
        first = self.from_action(dialog.action_confirm(), lead.env)
        self.assertEqual(first.engineering_work_line_ids.product_id, self.survey)
        rest = self.from_action(lead.action_create_work(), lead.env)
        self.assertEqual(rest.engineering_work_line_ids.product_id, self.montage)
        self.assertEqual(rest.name, f"{first.name} (2)")
        with self.assertRaisesRegex(UserError, "in works already"):
            lead.action_choose_work()

    def test_dialog_opens_without_a_contract_and_makes_one(self):
        lead = self.ordered().opportunity_id
        self.assertEqual(
            lead.action_create_work()["res_model"], "engineering.work.create"
        )
        dialog = self.wizard("engineering.work.create", lead)
        self.assertTrue(dialog.create_agreement)
        work = self.from_action(dialog.action_confirm(), lead.env)
        self.assertEqual(work.engineering_agreement_id.partner_id, self.customer)
        self.assertRegex(work.engineering_agreement_id.code, r"^K\d{4}/\d{4}$")
        self.assertEqual(work.engineering_agreement_id.start_date, fields.Date.today())

    def test_dialog_opens_with_a_choice_of_contracts(self):
        contracts = self.contract() | self.contract(code="K-2")
        lead = self.ordered().opportunity_id
        self.assertEqual(lead.action_create_work()["target"], "new")
        dialog = self.wizard("engineering.work.create", lead)
        self.assertEqual(dialog.available_agreement_ids, contracts)
        self.assertFalse(dialog.agreement_id)
        self.assertFalse(dialog.create_agreement)
        self.assertRefused(
            UserError, "Works are done under a contract", dialog.action_confirm
        )
        dialog.agreement_id = contracts[1]
        work = self.from_action(dialog.action_confirm(), lead.env)
        self.assertEqual(work.engineering_agreement_id, contracts[1])

    def test_only_contracts_in_force_are_offered(self):
        self.contract(end_date="2020-01-01")
        self.contract(code="K-2", start_date="2100-01-01")
        self.contract(code="K-3", domain="purchase")
        other = self.env["res.partner"].create({"name": "Other"})
        self.contract(code="K-4", partner_id=other.id)
        running = self.contract(code="K-5", start_date="2020-01-01")
        lead = self.ordered().opportunity_id
        dialog = self.wizard("engineering.work.create", lead)
        self.assertEqual(dialog.available_agreement_ids, running)

    def test_second_work_is_under_the_contract_of_the_order(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        first = self.worked(order, {self.survey: 1})
        self.contract(code="K-2")
        lead = order.opportunity_id
        second = self.from_action(lead.action_create_work(), lead.env)
        self.assertEqual(
            second.engineering_agreement_id, first.engineering_agreement_id
        )

    def test_dialog_opens_with_a_choice_of_orders(self):
        self.contract()
        lead = self.deal()
        orders = self.ordered(lead) | self.ordered(lead, [(self.repair, 1, 40.0)])
        self.assertEqual(lead.action_create_work()["target"], "new")
        dialog = self.wizard("engineering.work.create", lead, order_id=orders[1].id)
        self.assertEqual(dialog.available_order_ids, orders)
        work = self.from_action(dialog.action_confirm(), lead.env)
        self.assertEqual(work.engineering_work_line_ids.product_id, self.repair)

    def test_work_without_an_engineer_is_offered_to_the_team(self):
        lead = self.ordered().opportunity_id
        dialog = self.wizard("engineering.work.create", lead, engineer_id=False)
        work = self.from_action(dialog.action_confirm(), lead.env)
        self.assertFalse(work.user_ids)
        self.assertEqual(self.asked(work), self.engineer | self.colleague)
        self.as_(self.colleague, work).action_accept_work()
        self.assertEqual(work.user_ids, self.colleague)

    def test_work_is_for_people_of_its_company(self):
        other = self.env["res.company"].create({"name": "Other company"})
        far = self.user(
            "far", ENGINEER, company_id=other.id, company_ids=[Command.set(other.ids)]
        )
        self.team.member_ids += far
        lead = self.ordered().opportunity_id
        dialog = self.wizard("engineering.work.create", lead, engineer_id=False)
        people = self.engineer | self.colleague | self.leader
        self.assertEqual(dialog.available_engineer_ids, people)
        work = self.from_action(dialog.action_confirm(), lead.env)
        self.assertEqual(self.asked(work), self.engineer | self.colleague)

    def test_who_left_the_team_gets_no_work(self):
        self.contract()
        lead = self.ordered().opportunity_id
        self.team.member_ids -= self.engineer
        self.assertEqual(
            lead.action_create_work()["res_model"], "engineering.work.create"
        )
        dialog = self.wizard("engineering.work.create", lead)
        self.assertFalse(dialog.engineer_id)
        work = self.from_action(dialog.action_confirm(), lead.env)
        self.assertEqual(self.asked(work), self.colleague)

    def test_client_goes_on_as_if_it_had_opened_the_work_itself(self):
        self.contract()
        lead = self.ordered().opportunity_id
        opened = lead.action_create_work()
        quiet = {name for name in opened["context"] if name.startswith("mail_")}
        self.assertFalse(quiet)
        self.assertNotIn("engineering_machine", opened["context"])
        self.assertIs(opened["context"]["create"], False)

    # === QUANTITIES ===

    def test_quantity_is_handed_out_in_parts_and_never_twice(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)])
        lead = order.opportunity_id
        self.worked(order, {self.survey: 2})
        dialog = self.wizard("engineering.work.create", lead)
        self.assertEqual(dialog.line_ids.mapped("quantity"), [1, 2])
        dialog.line_ids[0].quantity = 1.01
        self.assertRefused(
            ValidationError,
            "“Survey” of .*: 3 Units are ordered, and works would have 3.01",
            dialog.action_confirm,
        )
        dialog.line_ids[0].quantity = 1
        self.from_action(dialog.action_confirm(), lead.env)
        self.assertRefused(UserError, "is in works already", lead.action_create_work)

    def test_same_line_twice_in_one_dialog_is_not_more_than_ordered(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        dialog = self.wizard("engineering.work.create", order.opportunity_id)
        dialog.line_ids.create(
            {
                "wizard_id": dialog.id,
                "order_line_id": order.order_line.id,
                "quantity": 3,
            }
        )
        dialog.action_confirm()
        self.assertLessEqual(order.order_line.engineering_work_quantity, 3)

    def test_work_of_nothing_is_refused(self):
        dialog = self.wizard("engineering.work.create", self.ordered().opportunity_id)
        dialog.line_ids.quantity = 0
        self.assertRefused(UserError, "at least one service", dialog.action_confirm)

    def test_negative_quantity_is_refused(self):
        dialog = self.wizard("engineering.work.create", self.ordered().opportunity_id)
        dialog.line_ids[0].quantity = -1
        with mute_logger("odoo.sql_db"):
            self.assertRefused(
                CheckViolation, "quantity_not_negative", dialog.action_confirm
            )

    def test_lines_of_another_order_are_refused(self):
        order, foreign = self.ordered(), self.ordered(name="Else")
        dialog = self.wizard("engineering.work.create", order.opportunity_id)
        dialog.line_ids[0].order_line_id = foreign.order_line[0]
        self.assertRefused(UserError, "one order of the deal", dialog.action_confirm)
        dialog = self.wizard(
            "engineering.work.create", order.opportunity_id, order_id=foreign.id
        )
        self.assertRefused(UserError, "at least one|one order", dialog.action_confirm)

    # === REFUSED ===

    def test_deal_without_an_order_is_refused(self):
        self.assertRefused(
            UserError,
            "no order made from a calculation",
            self.completed().lead_id.with_user(self.manager).action_create_work,
        )

    def test_work_is_made_by_the_deals_manager_only(self):
        self.contract()
        lead = self.ordered().opportunity_id
        for user in (self.engineer, self.leader, self.administrator, self.manager2):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError, ".", self.as_(user, lead).action_create_work
                )
                self.assertRefused(
                    AccessError,
                    ".",
                    lambda user=user: self.wizard(
                        "engineering.work.create", self.as_(user, lead)
                    ).action_confirm(),
                )
        self.assertTrue(self.as_(self.sales_head, lead).action_create_work())


@tagged("standard", "post_install", "-at_install")
class TestEvents(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id
        self.work = self.as_(
            self.engineer, self.from_action(self.lead.action_create_work(), self.env)
        )

    def of(self, user):
        return self.as_(user, self.work)

    def give_back(self, reason="Crooked", user=None):
        self.wizard(
            "engineering.work.return", self.of(user or self.manager), reason=reason
        ).action_confirm()

    def test_task_follows_a_state_that_another_addon_adds(self):
        travelling = State("travelling", "Travelling", open=True)
        travel = Event.of(
            "travel", "Set off", ["assigned"], travelling.name, Role.ENGINEER
        )
        workflow = WORK.with_states(travelling).with_events(travel)
        tasks = self.env.registry["project.task"]
        with patch.object(tasks, "_get_workflow", lambda self: workflow):
            self.work._send_event("travel")
            self.assertEqual(self.work.state, "01_in_progress")
            self.assertRefused(
                UserError,
                "is a work for the deal",
                self.work.write,
                {"state": "1_done"},
            )

    def test_engineer_accepts_and_completes(self):
        self.work.action_accept_work()
        self.assertEqual(self.work.engineering_state, "accepted")
        self.assertEqual(self.work.state, "01_in_progress")
        self.assertFalse(self.asked(self.work))
        self.assertIn("is accepted", self.feed(self.lead)[-1])
        self.work.action_complete_work()
        self.assertEqual(self.work.engineering_state, "completed")
        self.assertEqual(self.work.state, "1_done")
        self.assertTrue(self.work.date_end)
        self.assertEqual(self.asked(self.work), self.manager)
        self.assertIn(self.manager, self.inbox(self.lead))
        self.assertEqual(self.lead.engineering_state, "work_done")
        self.assertEqual(self.lead.stage_id.name, "Works done")
        self.assertIn("is completed", self.feed(self.lead)[-1])

    def test_deal_is_done_when_its_last_work_is(self):
        self.work.engineering_work_line_ids.with_user(self.manager).quantity = 1
        second = self.worked(self.order)
        self.done(self.work)
        self.assertEqual(self.lead.engineering_state, "work")
        self.done(second)
        self.assertEqual(self.lead.engineering_state, "work_done")

    def test_manager_returns_with_a_reason(self):
        self.done(self.work)
        self.give_back("Crooked")
        self.assertEqual(self.work.engineering_state, "accepted")
        self.assertEqual(self.work.state, "01_in_progress")
        self.assertFalse(self.work.date_end)
        self.assertEqual(self.asked(self.work), self.engineer)
        self.assertIn("Crooked", self.work.sudo().activity_ids.note)
        self.assertEqual(self.lead.engineering_state, "work")
        self.assertIn("Crooked", self.feed(self.lead)[-1])
        self.work.action_complete_work()
        self.assertEqual(self.lead.engineering_state, "work_done")

    def test_work_in_an_act_is_not_returned(self):
        self.done(self.work)
        act = self.acted(self.work)
        self.assertRefused(UserError, "is in an act already", self.give_back)
        work = self.of(self.manager)
        work.invalidate_recordset()
        self.assertNotIn("return_work", work.engineering_possible_events or [])
        act.action_cancel()
        work.invalidate_recordset()
        self.assertIn("return_work", work.engineering_possible_events)
        self.give_back()
        self.assertEqual(self.work.engineering_state, "accepted")

    def test_cancelling_gives_the_quantity_back(self):
        self.of(self.manager).action_cancel_work()
        self.assertEqual(self.work.engineering_state, "cancelled")
        self.assertEqual(self.work.state, "1_canceled")
        self.assertFalse(self.asked(self.work))
        self.assertEqual(self.order.order_line.engineering_work_quantity, 0)
        self.assertEqual(self.lead.engineering_state, "ordered")
        again = self.from_action(self.lead.action_create_work(), self.env)
        self.assertEqual(again.sudo().engineering_work_line_ids.quantity, 3)
        self.assertEqual(self.lead.engineering_state, "work")

    def test_deal_stays_in_work_while_another_work_is_open(self):
        self.work.engineering_work_line_ids.with_user(self.manager).quantity = 1
        self.worked(self.order)
        self.of(self.leader).action_cancel_work()
        self.assertEqual(self.lead.engineering_state, "work")

    def test_events_are_refused_to_who_may_not_send_them(self):
        everybody = (
            self.manager,
            self.manager2,
            self.sales_head,
            self.engineer,
            self.colleague,
            self.outsider,
            self.leader,
            self.administrator,
            self.employee,
        )
        doers = {self.engineer, self.leader, self.administrator}
        managers = {self.manager, self.sales_head}
        leaders = {self.leader, self.administrator}
        for event, allowed in (
            ("action_cancel_work", managers | leaders),
            ("action_accept_work", doers),
            ("action_complete_work", doers),
            ("give_back", managers),
        ):
            for user in everybody:
                send = (
                    (lambda user=user: self.give_back(user=user))
                    if event == "give_back"
                    else getattr(self.of(user), event)
                )
                with self.subTest(event=event, user=user.name):
                    if user not in allowed:
                        self.assertRefused(AccessError, ".", send)
                        continue
                    state = self.work.engineering_state
                    with self.env.cr.savepoint() as savepoint:
                        send()
                        self.assertNotEqual(self.work.sudo().engineering_state, state)
                        savepoint.rollback()
                    self.env.invalidate_all()
            if event == "action_accept_work":
                self.work.action_accept_work()
            if event == "action_complete_work":
                self.work.action_complete_work()

    def test_events_of_another_state_are_refused(self):
        self.assertRefused(
            UserError,
            "is in the state “Assigned”. Possible now: “Accept”, “Decline”, “Assign”,"
            " “Cancel work”",
            self.work.action_complete_work,
        )
        self.assertRefused(UserError, "in the state “Assigned”", self.give_back)
        self.done(self.work)
        for event in ("action_accept_work", "action_complete_work"):
            self.assertRefused(
                UserError, "Possible now: “Return”", getattr(self.work, event)
            )
        self.assertRefused(
            UserError,
            "Possible now: “Return”",
            self.of(self.manager).action_cancel_work,
        )

    # === THE TASK BENEATH ===

    def test_open_work_is_not_closed_by_hand(self):
        self.work.action_accept_work()
        for state in ("1_done", "1_canceled"):
            with self.subTest(state):
                self.assertRefused(
                    UserError, "close it with", self.work.write, {"state": state}
                )

    def test_closed_work_is_not_opened_by_hand(self):
        self.done(self.work)
        self.assertRefused(
            UserError,
            "open a completed one",
            self.work.write,
            {"state": "01_in_progress"},
        )

    def test_stage_of_the_task_moves_no_work(self):
        self.done(self.work)
        stage = self.env["project.task.type"].create(
            {"name": "Later", "project_ids": [Command.link(self.project.id)]}
        )
        self.work.stage_id = stage
        self.assertEqual(self.work.engineering_state, "completed")
        self.assertEqual(self.work.state, "1_done")

    def test_completed_work_keeps_when_it_was_in_any_column(self):
        columns = self.env["project.task.type"].create(
            [
                {
                    "name": name,
                    "engineering_state": state,
                    "project_ids": [Command.link(self.project.id)],
                }
                for name, state in (("Done", "completed"), ("Filed", False))
            ]
        )
        self.done(self.work)
        self.assertEqual(self.work.stage_id, columns[0])
        ended = self.work.date_end
        self.assertTrue(ended)
        self.work.stage_id = columns[1]
        self.assertEqual(self.work.date_end, ended)
        self.give_back("Crooked")
        self.assertFalse(self.work.date_end)

    def test_completed_work_keeps_when_it_was_moved_together_with_others(self):
        later, filed = self.env["project.task.type"].create(
            [
                {
                    "name": name,
                    "fold": fold,
                    "project_ids": [Command.link(self.project.id)],
                }
                for name, fold in (("Later", False), ("Filed", True))
            ]
        )
        self.done(self.work)
        ended = fields.Datetime.now() - timedelta(days=3)
        work = self.work.sudo()
        work.date_end = ended
        task = self.env["project.task"].create(
            {"name": "Tidy up", "project_id": self.project.id}
        )
        for both in (work | task, task | work):
            for column in (later, filed):
                with self.subTest(column=column.name, first=both[0].name):
                    both.write({"stage_id": column.id, "description": "Moved"})
                    self.assertEqual(both.stage_id, column)
                    self.assertEqual(work.date_end, ended)
                    self.assertEqual(bool(task.date_end), column.fold)
                    for one in both:
                        self.assertIn("Moved", one.description)
            both.description = False

    def test_work_state_is_not_written(self):
        for values in (
            {"engineering_state": "completed"},
            {"engineering_state": False},
        ):
            for context in ({}, {"engineering_machine": True}):
                with self.subTest(values=values, context=context):
                    self.assertRefused(
                        UserError,
                        "only the buttons",
                        self.work.with_context(**context).write,
                        values,
                    )

    def test_task_is_not_created_as_a_work(self):
        tasks = self.model("project.task", self.engineer)
        self.assertRefused(
            UserError,
            "can't be written",
            tasks.create,
            {"name": "Forged", "engineering_state": "completed"},
        )
        task = tasks.with_context(default_engineering_state="completed").create(
            {"name": "Forged"}
        )
        self.assertFalse(task.engineering_state)

    def test_begun_work_is_not_deleted(self):
        admin = self.of(self.user("boss", "project.group_project_manager"))
        self.work.action_accept_work()
        self.assertRefused(UserError, "is an open work: cancel it first", admin.unlink)

    def test_accepted_work_keeps_its_services(self):
        line = self.work.sudo().engineering_work_line_ids.with_user(self.manager)
        line.quantity = 2
        self.work.action_accept_work()
        self.assertRefused(
            UserError, "before an engineer accepts it", line.write, {"quantity": 1}
        )
        self.assertRefused(UserError, "before an engineer accepts it", line.unlink)

    def test_services_are_not_moved_into_an_accepted_work(self):
        self.work.engineering_work_line_ids.with_user(self.manager).quantity = 1
        second = self.worked(self.order)
        self.work.action_accept_work()
        self.assertRefused(
            UserError,
            "before an engineer accepts it",
            second.engineering_work_line_ids.write,
            {"task_id": self.work.id},
        )

    def test_copy_of_a_work_is_a_plain_task(self):
        planner = self.user("planner", "project.group_project_manager")
        copy = self.as_(planner, self.work).copy().sudo()
        self.assertFalse(copy.engineering_state)
        self.assertFalse(copy.engineering_lead_id)
        self.assertFalse(copy.engineering_work_line_ids)
        self.assertEqual(self.order.order_line.engineering_work_quantity, 3)

    def test_plain_task_is_closed_and_deleted_as_before(self):
        both = self.user("both", f"{ENGINEER},project.group_project_user")
        task = self.model("project.task", both).create(
            {
                "name": "Plain",
                "project_id": self.project.id,
                "user_ids": [Command.set(both.ids)],
            }
        )
        task.state = "1_done"
        self.assertEqual(task.state, "1_done")
        task.state = "01_in_progress"
        self.assertRefused(
            UserError, "is a task, not a work of a deal", task.action_accept_work
        )
        self.assertFalse(task.engineering_possible_events)
        self.as_(self.user("boss", "project.group_project_manager"), task).unlink()
        self.assertFalse(task.exists())
