"""A proposal beyond its seller's limits goes out when it is approved, as it is."""

from lxml.html import fromstring

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.approving import SEE_COSTS, ApprovalCase
from odoo.addons.crm_engineering_calc.tests.signing import sign


@tagged("standard", "post_install", "-at_install")
class TestGates(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.lines[0].price_unit = 1

    def compose(self, order=None):
        order = order or self.order
        context = order.action_quotation_send()["context"]
        composer = order.env["mail.compose.message"].with_context(**context)
        return composer.create({})

    def test_it_is_not_sent(self):
        for send in (
            self.order.action_quotation_send,
            self.order.action_quotation_sent,
            lambda: self.order.write({"state": "sent"}),
            lambda: self.order.with_context(mark_so_as_sent=True).message_post(
                body="x"
            ),
        ):
            self.assertRefused(
                UserError, "beyond your limits.*\n.*Survey.*1.00.*100.00", send
            )
        self.assertEqual(self.order.state, "draft")

    def test_price_that_is_written_with_the_state_is_looked_at(self):
        self.lines[0].price_unit = 100
        cheap = {"order_line": [Command.update(self.lines[0].id, {"price_unit": 1})]}
        for state in ("sent", "sale"):
            self.assertRefused(
                UserError,
                "beyond your limits",
                self.order.write,
                {"state": state, **cheap},
            )
        self.order.write({"state": "sent", "note": "By Friday"})
        self.assertEqual(self.order.sudo()._get_acceptance_refusal(), "")

    def test_it_is_not_mailed_from_an_open_composer(self):
        self.lines[0].price_unit = 100
        composer = self.compose()
        self.lines[0].price_unit = 1
        self.assertRefused(UserError, "beyond your limits", composer.action_send_mail)
        self.lines[0].price_unit = 95
        composer.action_send_mail()
        self.assertEqual(self.order.state, "sent")

    def test_a_plain_message_may_be_written(self):
        self.order.message_post(body="How are you?")
        composer = self.order.env["mail.compose.message"].create(
            {
                "model": "sale.order",
                "res_ids": self.order.ids,
                "body": "How are you?",
                "partner_ids": self.customer.ids,
            }
        )
        composer.action_send_mail()

    def test_it_is_not_confirmed(self):
        for user in (self.manager, self.sales_head):
            self.assertRefused(
                UserError,
                "beyond your limits",
                self.as_(user, self.order).action_confirm,
            )
            self.assertRefused(
                UserError,
                "beyond your limits",
                self.as_(user, self.order).write,
                {"state": "sale"},
            )

    def test_customer_can_not_accept_it(self):
        self.lines[0].price_unit = 100
        self.order.action_quotation_sent()
        self.lines[0].price_unit = 1
        order = self.order.sudo()
        self.assertIn("still agreeing", order._get_acceptance_refusal())
        self.assertFalse(order._has_to_be_signed() or order._has_to_be_paid())

    def test_what_the_customer_has_signed_is_confirmed(self):
        sign(self.order)
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_limits_that_change_afterwards_change_nothing(self):
        self.lines[0].price_unit = 91
        self.order.action_quotation_sent()
        self.direction.price_decrease_limit = 0
        self.assertEqual(self.order.sudo()._get_acceptance_refusal(), "")
        self.lines[0].price_unit = 92
        self.assertIn("still agreeing", self.order.sudo()._get_acceptance_refusal())

    def test_released_content_is_not_written_by_hand(self):
        fingerprint = self.order._get_fingerprint()
        self.assertNotByHand(self.order, {"engineering_released": fingerprint})


@tagged("standard", "post_install", "-at_install")
class TestApproval(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.lines[0].price_unit = 50

    def test_leader_is_asked_with_the_figures_at_hand(self):
        self.assertEqual(self.order.engineering_approval_state, "needed")
        approval = self.ask()
        self.assertEqual(self.order.engineering_approval_state, "requested")
        self.assertEqual(self.asked(approval), self.leader)
        self.assertRegex(self.order.engineering_excess_text, "Asked on .*: Leader")
        activity = approval.activity_ids
        for part in ("Survey", "50.00", "100.00", "A friend of the house"):
            self.assertIn(part, activity.note)
        seen = self.as_(self.leader, approval)
        self.assertEqual(seen.state, "requested")
        self.assertIn("Survey", seen.excess_text)
        self.assertEqual((seen.calculated_amount, seen.amount_untaxed), (180, 130))
        waiting = self.model("engineering.approval", self.leader).search(
            [("state", "=", "requested"), ("approver_ids", "in", self.leader.id)]
        )
        self.assertEqual(waiting, seen)

    def test_figures_are_untaxed_where_prices_have_taxes_in_them(self):
        included = self.included_tax()
        service = self.service("Glass", 120.0, taxes_id=[Command.set(included.ids)])
        self.direction.product_tmpl_ids |= service.product_tmpl_id
        order = self.proposed(lines=[(service, 2, 120.0)])
        order.order_line.price_unit = 60.0
        approval = self.ask(order)
        self.assertEqual(
            (approval.calculated_amount, approval.amount_untaxed), (200, 100)
        )

    def test_asked_in_the_language_of_the_approver(self):
        self.leader.sudo().lang = self.env["res.lang"]._activate_lang("ru_RU").code
        self.env["ir.module.module"]._load_module_terms(
            ["crm_engineering_calc"], ["ru_RU"]
        )
        approval = self.ask()
        self.assertTrue(approval.activity_ids.summary)

    def test_approved_it_goes_its_way(self):
        approval = self.ask()
        self.assertRefused(
            UserError, "waits for approval by Leader", self.order.action_quotation_sent
        )
        self.as_(self.leader, approval).action_approve()
        self.assertEqual(self.order.engineering_approval_state, "approved")
        self.assertEqual(approval.decided_by_id, self.leader)
        self.assertFalse(self.asked(approval))
        self.assertIn("is approved", self.feed(self.order.opportunity_id)[-1])
        self.assertIn(self.manager, self.inbox(self.order.opportunity_id))
        self.order.action_quotation_sent()
        self.assertEqual(self.order.sudo()._get_acceptance_refusal(), "")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_unchanged_it_is_not_asked_for_again(self):
        self.as_(self.leader, self.ask()).action_approve()
        self.lines[0].name = "Survey of the roof"
        self.order.note = "By Friday"
        self.assertEqual(self.order.engineering_approval_state, "approved")
        self.assertRefused(
            UserError, "needs no approval", self.order.action_request_approval
        )

    def test_changed_it_is_asked_for_anew(self):
        for change in (
            lambda: self.lines[0].write({"price_unit": 49}),
            lambda: self.order.write(
                {"order_line": [Command.update(self.lines[1].id, {"discount": 3})]}
            ),
            lambda: self.lines[1].unlink(),
            lambda: self.order.write(
                {"order_line": [Command.create({"product_id": self.montage.id})]}
            ),
            lambda: self.order.write(
                {"partner_id": self.customer.copy({"name": "Else"}).id}
            ),
        ):
            with self.env.cr.savepoint() as savepoint:
                approval = self.ask()
                self.as_(self.leader, approval).action_approve()
                change()
                self.assertEqual(approval.state, "void")
                self.assertIn(
                    "its approval is void", self.feed(self.order.opportunity_id)[-1]
                )
                self.assertRefused(
                    UserError, "beyond your limits", self.order.action_confirm
                )
                savepoint.rollback()
            self.env.invalidate_all()

    def test_deal_waits_for_the_approver_of_what_was_sent_and_changed(self):
        self.lines[0].price_unit = 100
        self.order.action_quotation_sent()
        self.lines[0].price_unit = 1
        self.ask()
        self.env.invalidate_all()
        strip = self.order.opportunity_id.engineering_summary
        waits = [item["text"] for item in strip if item["name"] == "waits"]
        self.assertEqual(waits, ["Leader: approve the proposal"])

    def test_request_of_what_has_changed_is_void_too(self):
        approval = self.ask()
        self.lines[0].price_unit = 60
        self.assertEqual(approval.state, "void")
        self.assertFalse(self.asked(approval))
        self.assertEqual(self.order.engineering_approval_state, "needed")

    def test_refused_with_a_reason(self):
        approval = self.ask()
        seen = self.as_(self.leader, approval)
        self.assertRefused(UserError, "needs some words", seen._send_event, "refuse")
        self.refuse(self.leader, approval)
        self.assertEqual(self.order.engineering_approval_state, "refused")
        self.assertIn("Too cheap", self.feed(self.order.opportunity_id)[-1])
        self.assertIn("Leader: Too cheap", self.order.engineering_excess_text)
        self.assertRefused(UserError, "beyond your limits", self.order.action_confirm)
        again = self.ask(reason="He brings ten others")
        self.as_(self.leader, again).action_approve()
        self.order.action_confirm()

    def test_nobody_else_approves(self):
        approval = self.ask()
        for user in (
            self.manager,
            self.manager2,
            self.sales_head,
            self.engineer,
            self.employee,
        ):
            with self.subTest(user.name):
                self.assertRefused(
                    AccessError, ".", self.as_(user, approval).action_approve
                )
        self.assertNotByHand(approval, {"state": "approved"})
        self.assertNotByHand(approval, {"fingerprint": "x"})
        for user in (self.manager, self.leader):
            self.assertRefused(
                AccessError,
                ".",
                self.model("engineering.approval", user).create,
                {"order_id": self.order.id},
            )
            self.assertRefused(AccessError, ".", self.as_(user, approval).unlink)

    def test_manager_takes_it_back(self):
        approval = self.ask()
        self.as_(self.manager, approval).action_take_back()
        self.assertEqual(approval.state, "void")
        self.assertFalse(self.asked(approval))
        self.ask()

    def test_what_was_approved_and_taken_back_is_held(self):
        approval = self.ask()
        self.as_(self.leader, approval).action_approve()
        self.order.action_quotation_sent()
        self.as_(self.manager, approval).action_take_back()
        self.assertIn("still agreeing", self.order.sudo()._get_acceptance_refusal())
        self.assertRefused(UserError, "beyond your limits", self.order.action_confirm)

    def test_once_at_a_time(self):
        self.ask()
        self.assertRefused(UserError, "waits for approval already", self.ask)

    def test_by_an_administrator_or_by_a_person(self):
        self.direction.approver = "administrator"
        approval = self.ask()
        self.assertIn(self.administrator, approval.approver_ids)
        self.assertNotIn(self.leader, approval.approver_ids)
        self.as_(self.manager, approval).action_take_back()
        self.direction.write({"approver": "user", "approver_id": self.sales_head.id})
        approval = self.ask()
        self.assertEqual(self.asked(approval), self.sales_head)
        self.as_(self.sales_head, approval).action_approve()

    def test_where_nobody_leads_administrators_are_asked(self):
        self.team.leader_id = False
        self.assertIn(self.administrator, self.asked(self.ask()))

    def test_administrator_stands_in_for_others_and_not_for_himself(self):
        approval = self.ask()
        self.as_(self.administrator, approval).action_approve()
        self.lines[0].price_unit = 51
        administrator = self.user(
            "selling_administrator",
            "crm_engineering_calc.group_administrator,sales_team.group_sale_manager",
        )
        approval = self.ask(self.as_(administrator, self.order))
        self.assertRefused(
            AccessError, "done by", self.as_(administrator, approval).action_approve
        )

    def test_whom_the_direction_names_needs_to_ask_nobody(self):
        self.direction.write({"approver": "user", "approver_id": self.manager.id})
        approval = self.ask()
        self.assertEqual(
            (approval.state, approval.decided_by_id), ("approved", self.manager)
        )
        self.order.action_quotation_sent()

    def test_margin_is_for_who_may_see_costs(self):
        approval = self.ask()
        seen = self.as_(self.leader, approval)
        with self.assertRaises(AccessError):
            seen.read(["margin"])
        self.env.ref(SEE_COSTS).sudo().user_ids |= self.leader
        self.assertEqual(seen.read(["margin"])[0]["margin"], 130)

    def test_lines_are_shown_to_approvers_who_see_no_orders(self):
        self.order.order_line = [
            Command.create({"product_id": self.montage.id, "price_unit": 10.0})
        ]
        approval = self.as_(self.leader, self.ask())
        self.assertFalse(self.as_(self.leader, self.order).has_access("read"))
        table = fromstring(approval.lines_table)
        shown = [
            [cell.text_content().strip() for cell in row.xpath("./td")]
            for row in table.xpath("//tr[@name='line']")
        ]
        self.assertEqual([row[0] for row in shown], ["Survey", "Repair", "Montage"])
        survey, repair, montage = shown
        for cell, part in zip(
            survey[2:], ("100.00", "50.00", "−50", "50.00"), strict=True
        ):
            self.assertIn(part, cell)
        self.assertIn("2", repair[1])
        self.assertEqual(montage[2], "not calculated")
        self.assertEqual(len(table.xpath("//tr[@data-other]")), 2)

    def test_costs_of_the_lines_are_for_who_may_see_them(self):
        self.montage.standard_price = 4
        self.order.order_line = [
            Command.create({"product_id": self.montage.id, "price_unit": 10.0})
        ]
        seen = self.as_(self.leader, self.ask())
        self.assertNotIn("Margin", seen.lines_table)
        with self.assertRaises(AccessError):
            seen.read(["costs"])
        self.env.ref(SEE_COSTS).sudo().user_ids |= self.leader
        self.assertEqual(seen.costs, [0, 0, 4])
        self.assertIn("60 %", seen.lines_table)

    def test_lines_stay_as_they_were_asked_for(self):
        approval = self.ask()
        before = approval.lines_table
        self.lines[0].write({"price_unit": 60, "name": "Else"})
        self.assertEqual(approval.state, "void")
        self.assertEqual(approval.lines_table, before)
        self.assertNotByHand(approval, {"lines": []})

    def test_one_primary_button(self):
        def primary(order):
            view = order.get_view(self.env.ref("sale.view_order_form").id)
            buttons = fromstring(view["arch"]).xpath(
                "//header/button[contains(@class, 'btn-primary')]"
            )
            values = {
                name: order[name]
                for name in ("state", "engineering_is_held", "invoice_status")
            } | {"engineering_needs_approval": order.engineering_needs_approval}
            values |= {"invoice_count": 0, "has_authorized_transaction_ids": False}
            return [
                button.get("name")
                for button in buttons
                if not button.get("groups")
                and not safe_eval(button.get("invisible"), values)
            ]

        self.assertEqual(primary(self.order), ["action_request_approval"])
        approval = self.ask()
        self.assertEqual(primary(self.order), [])
        self.as_(self.leader, approval).action_approve()
        self.assertEqual(primary(self.order), ["action_quotation_send"])
        self.order.action_quotation_sent()
        self.assertEqual(primary(self.order), ["action_confirm"])
        self.lines[0].price_unit = 40
        self.assertEqual(primary(self.order), ["action_request_approval"])
        accountant = self.user("accountant", "account.group_account_invoice")
        self.assertTrue(self.as_(accountant, self.order).engineering_is_held)

    def test_each_direction_approves_its_own(self):
        lead = self.deal(name="Two")
        roof = self.completed(lead, lines=[(self.survey, 1, 100.0)])
        lead.engineering_direction_id = self.other_direction
        lead.action_request_calculation()
        pipes = self.as_(
            self.outsider, lead.sudo().engineering_calculation_ids - roof.sudo()
        )
        pipes.action_take()
        self.variant(pipes, [(self.foreign_service, 1, 70.0)])
        self.complete(pipes)
        self.other_team.leader_id = self.colleague
        for variant in lead.engineering_completed_variant_ids:
            variant.action_select()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        for line in order.order_line.filtered("product_id"):
            line.price_unit = 10
        self.ask(order)
        approvals = order.sudo().engineering_approval_ids
        self.assertEqual(len(approvals), 2)
        self.as_(
            self.leader, approvals.filtered(lambda a: a.direction_id == self.direction)
        ).action_approve()
        self.assertEqual(order.engineering_approval_state, "requested")
        self.assertRefused(UserError, "waits for approval by", order.action_confirm)
        self.refuse(self.colleague, approvals - approvals.filtered("decided_by_id"))
        # Who has approved it is not asked again.
        again = self.ask(order)
        self.assertEqual(again, order.sudo().engineering_approval_ids - approvals)
        self.assertEqual(again.direction_id, self.other_direction)
        self.as_(self.colleague, again).action_approve()
        order.action_confirm()

    def test_it_costs_no_query_a_line(self):
        def queries(count):
            lines = [(self.survey, 1, 10.0 + number) for number in range(count)]
            order = self.proposed(self.deal(name="Long"), lines=lines)
            return self.count_queries(order._get_excesses)

        queries(2)
        self.assertLessEqual(queries(40), queries(5) + 2)
