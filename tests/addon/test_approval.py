"""A proposal beyond its seller's limits goes out when it is approved, as it is."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import sign

SEE_COSTS = "crm_engineering_calc.group_see_costs"


class ApprovalCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direction.write({"price_decrease_limit": 10, "price_increase_limit": 20})
        cls.heads = cls.env["res.groups"].create({"name": "Heads"})

    def setUp(self):
        super().setUp()
        self.order = self.proposed(
            lines=[(self.survey, 1, 100.0), (self.repair, 2, 40.0)]
        )
        self.lines = self.order.order_line
        self.env.flush_all()

    def tax(self, name, **values):
        vals = {"name": name, "amount": 20.0, "type_tax_use": "sale", **values}
        return self.quiet["account.tax"].create(vals)

    def included_tax(self):
        return self.tax("In the price", price_include_override="tax_included")

    def kinds(self, order=None):
        found = (order or self.order)._get_excesses()
        return sorted(one.kind.value for excesses in found.values() for one in excesses)

    def ask(self, order=None, reason="A friend of the house"):
        """Return the approval that the manager asks for."""
        order = order or self.order
        self.wizard(
            "engineering.approval.request", order, reason=reason
        ).action_confirm()
        return order.sudo().engineering_approval_ids.sorted("id")[-1]

    def refuse(self, user, approval, reason="Too cheap"):
        self.wizard(
            "engineering.approval.refuse", self.as_(user, approval), reason=reason
        ).action_confirm()

    def discount(self, percent):
        self.env.company.sale_discount_product_id = self.service("Discount", 0.0)
        self.model("sale.order.discount", self.manager).create(
            {
                "sale_order_id": self.order.id,
                "discount_type": "so_discount",
                "discount_percentage": percent / 100,
            }
        ).action_apply_discount()


@tagged("standard", "post_install", "-at_install")
class TestExcesses(ApprovalCase):
    def test_proposal_as_calculated_exceeds_nothing(self):
        self.assertEqual(self.kinds(), [])
        self.assertFalse(self.order.engineering_approval_state)
        self.order.action_quotation_sent()
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_price_and_discount_of_a_line(self):
        self.lines[0].price_unit = 90
        self.assertEqual(self.kinds(), [])
        self.lines[0].discount = 1
        self.assertEqual(self.kinds(), ["price"])
        self.lines[0].write({"discount": 10, "price_unit": 100})
        self.assertEqual(self.kinds(), [])
        self.lines[0].price_unit = 140
        self.assertEqual(self.kinds(), ["price"])

    def test_down_payment_by_hand_takes_nothing_off(self):
        line = {"name": "Advance", "is_downpayment": True, "price_unit": -50}
        self.order.order_line = [Command.create({**line, "product_uom_qty": 0})]
        self.assertEqual(self.kinds(), [])
        approved = self.order._get_fingerprint()
        self.order.order_line = [Command.create({**line, "product_uom_qty": 1})]
        self.assertEqual(self.kinds(), ["total"])
        self.assertNotEqual(self.order._get_fingerprint(), approved)

    def test_taxes_are_those_of_service_and_customer(self):
        usual, included = self.tax("Usual"), self.included_tax()
        (self.survey | self.repair).sudo().taxes_id = usual
        self.assertEqual(self.lines.tax_ids, usual)
        self.assertEqual(self.kinds(), [])
        approved = self.order._get_fingerprint()
        for taxes in (self.env["account.tax"], included, usual | included):
            self.lines[0].tax_ids = taxes
            self.assertEqual(self.kinds(), ["taxes"])
            self.assertNotEqual(self.order._get_fingerprint(), approved)
        self.assertIn("Survey: Usual → ", self.order.engineering_excess_text)
        self.lines[0].tax_ids = usual
        self.assertEqual(self.kinds(), [])
        self.assertEqual(self.order._get_fingerprint(), approved)

    def test_fiscal_position_changes_taxes_as_it_is_set(self):
        usual = self.tax("Usual")
        (self.survey | self.repair).sudo().taxes_id = usual
        export = self.quiet["account.fiscal.position"].create({"name": "Export"})
        self.tax("Export", fiscal_position_ids=export.ids, original_tax_ids=usual.ids)
        self.order.fiscal_position_id = export
        self.order.action_update_taxes()
        self.assertEqual(self.lines.tax_ids.name, "Export")
        self.assertEqual(self.kinds(), [])

    def test_content_is_the_engineers(self):
        self.lines[1].product_uom_qty = 3
        self.assertEqual(self.kinds(), ["quantity"])
        self.lines[1].unlink()
        self.assertEqual(self.kinds(), ["removed"])
        self.order.order_line = [
            Command.create({"product_id": self.montage.id, "price_unit": 1.0}),
            Command.create({"display_type": "line_note", "name": "By Friday"}),
        ]
        self.assertEqual(self.kinds(), ["added", "removed"])

    def test_another_service_on_a_calculated_line(self):
        self.lines[1].write({"product_id": self.montage.id, "price_unit": 40})
        self.assertEqual(self.kinds(), ["added", "removed"])

    def test_discount_line_is_within_the_limit_of_the_whole(self):
        self.discount(10)
        self.assertEqual(self.kinds(), [])
        self.discount(1)
        self.assertEqual(self.kinds(), ["total"])

    def test_discount_and_price_are_counted_together(self):
        self.lines.price_unit = 37
        self.lines[0].price_unit = 95
        self.discount(4)
        self.assertEqual(self.kinds(), [])
        self.discount(3)
        self.assertEqual(self.kinds(), ["total"])

    def test_another_currency(self):
        currency = self.env.ref("base.EUR")
        if currency == self.order.currency_id:
            currency = self.env.ref("base.USD")
        currency.active = True
        self.order.sudo().currency_id = currency
        self.assertEqual(self.kinds(), ["currency"])

    def test_price_that_somebody_corrected_within_his_limit_is_none(self):
        self.heads.user_ids = self.sales_head
        self.quiet["engineering.direction.limit"].create(
            {
                "direction_id": self.direction.id,
                "group_id": self.heads.id,
                "kind": "free",
            }
        )
        lead = self.order.opportunity_id
        variant = lead.engineering_variant_ids
        self.as_(self.sales_head, variant.line_ids[0]).price_unit = 50
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertNotEqual(order, self.order)
        self.assertEqual(self.kinds(order), [])
        order.order_line[0].price_unit = 49
        self.assertEqual(self.kinds(order), ["price"])

    def test_limits_of_who_is_at_work_count(self):
        self.heads.user_ids = self.sales_head
        self.quiet["engineering.direction.limit"].create(
            {
                "direction_id": self.direction.id,
                "group_id": self.heads.id,
                "kind": "free",
            }
        )
        self.lines[0].write({"price_unit": 1, "product_uom_qty": 5})
        self.assertRefused(UserError, "beyond your limits", self.order.action_confirm)
        head = self.as_(self.sales_head, self.order)
        self.assertFalse(head._get_excesses())
        head.action_quotation_sent()
        # What he let go stays so, for the customer and for who has sold it.
        self.assertEqual(self.order.sudo()._get_acceptance_refusal(), "")
        self.order.action_confirm()

    def test_margin_of_the_whole(self):
        self.survey.standard_price = 60
        self.repair.standard_price = 20
        order = self.proposed(
            self.deal(name="Second"),
            lines=[(self.survey, 1, 100.0), (self.repair, 2, 40.0)],
        )
        self.quiet["engineering.direction.limit"].create(
            {"direction_id": self.direction.id, "kind": "margin", "margin_floor": 20}
        )
        order.order_line[0].price_unit = 46
        self.assertEqual(self.kinds(order), [])
        order.order_line[0].price_unit = 44
        self.assertEqual(self.kinds(order), ["price"])
        self.montage.standard_price = 30
        order.order_line = [
            Command.create({"product_id": self.montage.id, "price_unit": 500.0})
        ]
        self.assertEqual(self.kinds(order), ["added", "price"])
        self.env.ref(SEE_COSTS).sudo().user_ids |= self.leader
        approval = self.as_(self.leader, self.ask(order))
        self.assertEqual((approval.amount_untaxed, approval.margin), (624, 494))

    def test_host_order_is_nobodys_business(self):
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": self.survey.id, "price_unit": 1.0})
                ],
            }
        )
        self.assertEqual(order._get_excesses(), {})
        self.assertFalse(order.engineering_approval_state)
        order.action_quotation_sent()
        order.action_confirm()


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
        self.as_(
            self.colleague, approvals - approvals.filtered("decided_by_id")
        ).action_approve()
        order.action_confirm()

    def test_it_costs_no_query_a_line(self):
        def queries(count):
            lines = [(self.survey, 1, 10.0 + number) for number in range(count)]
            order = self.proposed(self.deal(name="Long"), lines=lines)
            return self.count_queries(order._get_excesses)

        queries(2)
        self.assertLessEqual(queries(40), queries(5) + 2)


@tagged("standard", "post_install", "-at_install")
class TestOrdered(ApprovalCase):
    """What is ordered is sold for no less than it might have been proposed for."""

    def assertTooFar(self, call, *args):
        self.assertRefused(UserError, "is ordered, and would go beyond", call, *args)

    def test_price_stays_within_the_limits(self):
        self.order.action_confirm()
        line = self.lines[0]
        for values in ({"price_unit": 1}, {"discount": 99}, {"price_unit": 150}):
            self.assertTooFar(line.write, values)
            self.assertTooFar(
                self.order.write, {"order_line": [Command.update(line.id, values)]}
            )
        line.price_unit = 95
        self.assertEqual(self.order.amount_untaxed, 175)

    def test_nothing_is_taken_off(self):
        self.order.action_confirm()
        off = {"product_id": self.montage.id, "price_unit": -150}
        for values in (off, {**off, "is_downpayment": True, "product_uom_qty": 1}):
            self.assertTooFar(
                self.order.write, {"order_line": [Command.create(values)]}
            )

    def test_nothing_is_added_that_nobody_calculated(self):
        self.order.action_confirm()
        for price in (0, 250):
            service = {"product_id": self.montage.id, "price_unit": price}
            with self.subTest(price):
                self.assertTooFar(
                    self.order.write, {"order_line": [Command.create(service)]}
                )
                self.assertTooFar(
                    self.model("sale.order.line", self.manager).create,
                    {"order_id": self.order.id, **service},
                )
        self.order.order_line = [
            Command.create({"display_type": "line_note", "name": "By Friday"})
        ]

    def test_what_was_added_and_approved_is_ordered_and_becomes_no_cheaper(self):
        service = {"product_id": self.montage.id, "price_unit": 250}
        self.order.order_line = [Command.create(service)]
        self.as_(self.leader, self.ask()).action_approve()
        self.order.action_confirm()
        added = self.order.order_line - self.lines
        self.assertTooFar(added.write, {"price_unit": 249})
        added.product_uom_qty = 2
        added.price_unit = 260

    def test_expenses_of_a_project_are_charged(self):
        self.order.action_confirm()
        self.model("sale.order.line", self.employee).sudo().create(
            {
                "order_id": self.order.id,
                "product_id": self.service("Taxi", 20.0).id,
                "is_expense": True,
            }
        )
        self.assertEqual(self.order.amount_untaxed, 200)

    def test_taxes_stay_those_of_service_and_customer(self):
        self.order.action_confirm()
        self.assertTooFar(self.lines[0].write, {"tax_ids": self.included_tax().ids})

    def test_sums_are_those_of_the_lines(self):
        self.assertNotByHand(self.order, {"amount_total": 1})
        self.assertNotByHand(self.lines, {"price_subtotal": 1, "price_total": 1})
        line = {"product_id": self.montage.id, "price_total": 1}
        values = {"order_line": [Command.create(line)]}
        self.assertRefused(AccessError, "by hand", self.order.write, values)
        self.lines[0].product_uom_qty = 2
        self.assertEqual(self.order.amount_total, 280)

    def test_what_was_approved_stands_and_goes_no_further(self):
        self.lines[0].price_unit = 50
        self.as_(self.leader, self.ask()).action_approve()
        self.order.action_confirm()
        self.lines[1].price_unit = 38
        self.lines[1].product_uom_qty = 1
        self.assertTooFar(self.lines[0].write, {"price_unit": 49})
        self.lines[0].price_unit = 95

    def test_who_may_go_further_does(self):
        self.order.action_confirm()
        self.heads.user_ids = self.sales_head
        self.quiet["engineering.direction.limit"].create(
            {
                "direction_id": self.direction.id,
                "group_id": self.heads.id,
                "kind": "free",
            }
        )
        self.as_(self.sales_head, self.lines[0]).price_unit = 1
        self.assertEqual(self.order.amount_untaxed, 81)
