"""Acts: what was done is signed once, and the deal ends when nothing is left."""

import base64
import random

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

AMOUNTS = ("amount_untaxed", "amount_tax", "amount_total")


class ActCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.order = self.ordered(
            lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)]
        )
        self.lead = self.order.opportunity_id

    def quantities(self, act):
        return [(line.work_line_id.product_id, line.quantity) for line in act.line_ids]


@tagged("standard", "post_install", "-at_install")
class TestCreation(ActCase):
    def test_act_of_the_whole_costs_what_the_order_does(self):
        work = self.done(self.worked(self.order))
        act = self.acted(work)
        self.assertEqual(act.state, "draft")
        self.assertEqual(self.quantities(act), [(self.survey, 3), (self.montage, 2)])
        self.assertEqual(act.amount_total, self.order.amount_total)
        self.assertEqual(act.partner_id, self.customer)
        self.assertEqual(act.agreement_id, self.order.agreement_id)
        self.assertEqual(act.work_ids, self.as_(self.manager, work))
        self.assertEqual(act.order_ids, self.order)
        self.assertEqual(act.name, "/")
        self.assertEqual(act.display_name, "draft of “New roof”")
        self.assertIn("Act draft of “New roof” is made", self.feed(self.lead)[-1])

    def test_contract_leads_to_its_works_and_acts(self):
        work = self.done(self.worked(self.order))
        act, contract = self.acted(work), self.order.agreement_id
        self.assertEqual(contract.engineering_work_count, 1)
        self.assertEqual(contract.engineering_act_count, 1)
        self.assertEqual(contract.sale_order_count, 1)
        other = self.as_(self.manager2, contract)
        self.assertEqual(other.engineering_work_count, 0)
        self.assertEqual(other.engineering_act_count, 0)
        self.assertEqual(other.sale_order_count, 0)
        for opened, expected in (
            (contract.action_view_works(), self.as_(self.manager, work)),
            (contract.action_view_acts(), act),
        ):
            found = self.model(opened["res_model"], self.manager).search(
                opened["domain"]
            )
            self.assertEqual(found, expected)

    def test_quantity_is_in_acts_in_parts_and_never_twice(self):
        work = self.done(self.worked(self.order))
        first = self.acted(work, {self.survey: 2})
        self.assertEqual(first.amount_untaxed, 200)
        dialog = self.wizard(
            "engineering.act.create", self.lead, work_ids=[Command.set(work.ids)]
        )
        self.assertEqual(dialog.line_ids.mapped("quantity"), [1, 2])
        dialog.line_ids[0].quantity = 2
        self.assertRefused(
            ValidationError,
            "“Survey” of .*: 3 Units are done, and acts would have 4",
            dialog.action_confirm,
        )
        dialog.line_ids[0].quantity = 1
        self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertRefused(
            UserError,
            "no completed work that is not in an act",
            self.lead.action_create_act,
        )

    def test_cancelled_act_gives_its_quantity_back(self):
        work = self.done(self.worked(self.order))
        self.acted(work).action_cancel()
        self.assertEqual(self.acted(work).amount_untaxed, 400)

    def test_act_of_several_works_of_a_contract(self):
        first = self.done(self.worked(self.order, {self.survey: 3}))
        second = self.done(self.worked(self.order))
        dialog = self.wizard("engineering.act.create", self.lead)
        self.assertEqual(dialog.work_ids, self.as_(self.manager, first | second))
        act = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(act.amount_total, self.order.amount_total)

    def test_dialog_says_what_the_act_will_come_to(self):
        (self.survey | self.montage).sudo().taxes_id = self.quiet["account.tax"].create(
            {"name": "VAT", "amount": 20, "type_tax_use": "sale"}
        )
        order = self.ordered(lines=[(self.survey, 3, 33.335), (self.montage, 2, 50)])
        self.acted(self.done(self.worked(order, {self.survey: 1})))
        self.done(self.worked(order))
        dialog = self.wizard("engineering.act.create", order.opportunity_id)
        self.assertFalse(dialog.has_several_works)
        with Form(dialog) as form, form.line_ids.edit(1) as line:
            line.quantity = 1
        amounts = dialog.line_ids.mapped("amount_untaxed")
        totals = (dialog.amount_untaxed, dialog.amount_tax, dialog.amount_total)
        self.assertEqual(dialog.currency_id, order.currency_id)
        act = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(amounts, act.line_ids.mapped("price_subtotal"))
        for told, name in zip(totals, AMOUNTS, strict=True):
            self.assertAlmostEqual(told, act[name], 2, name)
        self.assertTrue(act.amount_tax)

    def test_dialog_shares_a_service_of_two_works_to_the_last_cent(self):
        order = self.ordered(lines=[(self.survey, 3, 33.335)])
        for _part in range(3):
            self.done(self.worked(order, {self.survey: 1}))
        dialog = self.wizard("engineering.act.create", order.opportunity_id)
        self.assertTrue(dialog.has_several_works)
        amounts = dialog.line_ids.mapped("amount_untaxed")
        self.assertAlmostEqual(sum(amounts), order.amount_untaxed)
        act = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(amounts, act.line_ids.mapped("price_subtotal"))

    def test_dialog_opens_from_the_works_too(self):
        work = self.as_(self.manager, self.done(self.worked(self.order)))
        dialog = self.wizard("engineering.act.create", work)
        self.assertEqual((dialog.lead_id, dialog.work_ids), (self.lead, work))

    def test_manager_creates_the_act_from_a_completed_work(self):
        work = self.worked(self.order, None, self.engineer)
        self.assertFalse(work.engineering_can_create_act)
        self.done(work)
        self.env.invalidate_all()
        self.assertTrue(work.engineering_can_create_act)
        for user in self.engineer, self.leader, self.manager2:
            with self.subTest(user.name):
                self.assertRefused(
                    AccessError, "", self.as_(user, work).action_create_act
                )
        self.assertFalse(self.as_(self.leader, work).engineering_can_create_act)
        action = work.action_create_act()
        dialog = work.env[action["res_model"]].with_context(action["context"])
        self.assertEqual(dialog.create({}).work_ids, work)
        self.acted(work)
        self.env.invalidate_all()
        self.assertFalse(work.engineering_can_create_act)

    def test_task_that_is_no_work_has_no_act(self):
        task = self.env["project.task"].create(
            {"name": "Tidy up", "project_id": self.direction.sudo()._get_project().id}
        )
        for user in self.manager, self.leader:
            with self.subTest(user.name):
                self.assertRefused(
                    UserError,
                    "“Tidy up” is a task, not a work",
                    self.as_(user, task).action_create_act,
                )

    def test_dialog_that_is_stored_takes_the_lines_of_other_works(self):
        first = self.done(self.worked(self.order, {self.survey: 1}))
        second = self.done(self.worked(self.order, {self.montage: 2}))
        dialog = self.wizard("engineering.act.create", self.lead)
        self.assertEqual(dialog.line_ids.mapped("quantity"), [2, 1])
        replaced = dialog.line_ids
        dialog.work_ids = self.as_(self.manager, second)
        self.assertEqual(
            dialog.line_ids.work_line_id.task_id, self.as_(self.manager, second)
        )
        self.assertEqual(dialog.amount_untaxed, 100)
        self.assertFalse(replaced.exists())
        dialog.invalidate_recordset()
        self.assertEqual(dialog.line_ids.mapped("quantity"), [2])
        dialog.work_ids = self.as_(self.manager, first)
        self.assertEqual(dialog.line_ids.mapped("quantity"), [1])

    def test_lines_of_the_dialog_begin_with_what_is_set_for_all(self):
        self.quiet["ir.default"].set(
            "engineering.act.create.line", "is_confirmed", True
        )
        self.done(self.worked(self.order))
        dialog = self.wizard("engineering.act.create", self.lead)
        for _read in range(2):
            self.assertEqual(dialog.line_ids.mapped("is_confirmed"), [True, True])
            self.assertEqual(dialog.line_ids.create_uid, self.manager)
            self.env.invalidate_all()

    def test_open_work_is_not_in_an_act(self):
        work = self.worked(self.order)
        self.assertRefused(UserError, "no completed work", self.lead.action_create_act)
        dialog = self.wizard(
            "engineering.act.create", self.lead, work_ids=[Command.set(work.ids)]
        )
        self.assertRefused(UserError, "not a completed work", dialog.action_confirm)

    def test_work_of_another_deal_is_not_in_the_act(self):
        self.done(self.worked(self.order))
        foreign = self.done(self.worked(self.ordered(name="Second")))
        dialog = self.wizard(
            "engineering.act.create", self.lead, work_ids=[Command.set(foreign.ids)]
        )
        self.assertRefused(
            UserError, "not a completed work of “New roof”", dialog.action_confirm
        )

    def test_works_of_two_contracts_need_two_acts(self):
        works = self.done(self.worked(self.order, {self.survey: 3}))
        self.order.agreement_id = self.contract(code="K-2")
        works |= self.done(self.worked(self.order))
        dialog = self.wizard(
            "engineering.act.create", self.lead, work_ids=[Command.set(works.ids)]
        )
        self.assertRefused(UserError, "under one contract", dialog.action_confirm)

    def test_act_of_nothing_is_refused(self):
        self.done(self.worked(self.order))
        dialog = self.wizard("engineering.act.create", self.lead)
        dialog.line_ids.quantity = 0
        self.assertRefused(UserError, "at least one completed", dialog.action_confirm)

    def test_changed_order_changes_no_issued_act(self):
        act = self.acted(self.done(self.worked(self.order)))
        act.action_hand_over()
        self.order.order_line[0].price_unit = 95
        self.env.flush_all()
        self.assertEqual(act.amount_untaxed, 400)

    def test_whole_act_equals_the_order_with_random_taxes(self):
        chance = random.Random(7)
        taxes = self.quiet["account.tax"].create(
            [
                {"name": "In", "amount": 20, "price_include_override": "tax_included"},
                {
                    "name": "Out",
                    "amount": 7.7,
                    "price_include_override": "tax_excluded",
                },
                {"name": "On", "amount": 13, "price_include_override": "tax_excluded"},
            ]
        )
        services = self.survey | self.montage | self.repair
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            for _round in range(3):
                for service in services:
                    service.taxes_id = taxes.browse(
                        chance.sample(taxes.ids, chance.randint(0, 3))
                    )
                lines = [
                    (
                        service,
                        round(chance.uniform(0.01, 99), 2),
                        round(chance.uniform(0.01, 9999), 2),
                    )
                    for service in services
                ]
                with self.subTest(method=method, lines=lines):
                    order = self.ordered(lines=lines)
                    act = self.acted(self.done(self.worked(order)))
                    for field in ("amount_untaxed", "amount_tax", "amount_total"):
                        self.assertEqual(act[field], order[field], field)


@tagged("standard", "post_install", "-at_install")
class TestEvents(ActCase):
    def setUp(self):
        super().setUp()
        self.work = self.done(self.worked(self.order, {self.survey: 3}))
        self.act = self.acted(self.work)

    def of(self, user):
        return self.as_(user, self.act)

    def test_sending_mails_the_act_with_its_paper(self):
        self.act.action_send()
        self.assertEqual(self.act.state, "sent")
        message = self.act.message_ids[:1]
        self.assertIn(self.customer, message.notified_partner_ids)
        self.assertIn(self.customer, self.act.message_partner_ids)
        self.assertTrue(message.attachment_ids)
        mail = message.sudo().mail_ids.filtered(
            lambda mail: self.customer in mail.recipient_ids
        )
        self.assertIn(self.act.access_token, mail.body_html)
        self.assertIn("is sent", self.feed(self.lead)[-1])

    def test_paper_is_a_pdf(self):
        pdf = self.pdf("crm_engineering_calc.engineering_act_report", self.act)
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_paper_names_works_prices_and_the_total_in_words(self):
        report = "crm_engineering_calc.engineering_act_report"
        text = self.paper(report, self.act).text_content()
        for part in ("Draft", "Survey", "300.00", "Three hundred", "Customer"):
            with self.subTest(part):
                self.assertIn(part, text)

    def test_total_is_in_the_words_of_the_customers_language(self):
        amount = (self.act.amount_total, self.act.currency_id)
        self.assertIn("Three hundred", self.act._get_paper_amount_in_words(*amount))
        self.customer.lang = "ru_RU"
        self.assertIn("риста", self.act._get_paper_amount_in_words(*amount))

    def test_manager_signs_with_a_scan(self):
        self.act.action_send()
        self.wizard(
            "engineering.act.sign",
            self.act,
            signed_by="Ivan",
            signed_on="2026-01-02 03:04:05",
            scan=base64.b64encode(b"paper"),
            scan_name="signed.pdf",
        ).action_confirm()
        self.assertEqual(self.act.state, "signed")
        self.assertEqual(self.act.signed_by, "Ivan")
        self.assertEqual(
            fields.Datetime.to_string(self.act.signed_on), "2026-01-02 03:04:05"
        )
        self.assertEqual(self.act.scan_id.raw, b"paper")
        self.assertEqual(self.act.scan_id.name, "signed.pdf")
        self.assertEqual(self.act.scan_id.res_id, self.act.id)
        self.assertIn("is signed by Ivan", " ".join(self.feed(self.lead)))

    def test_signed_acts_deliver_the_order(self):
        line = self.order.order_line[0]
        self.assertEqual(line.qty_delivered_method, "engineering_act")
        self.act.action_send()
        self.assertEqual(line.qty_delivered, 0)
        self.signed(self.act)
        self.assertEqual(line.qty_delivered, 3)
        self.assertEqual(self.order.order_line[1].qty_delivered, 0)

    def test_deal_closes_when_nothing_is_left(self):
        self.signed(self.act)
        self.assertEqual(self.lead.engineering_state, "ordered")
        rest = self.done(self.worked(self.order))
        partly = self.acted(rest, {self.montage: 1})
        self.signed(partly)
        self.assertEqual(self.lead.engineering_state, "work_done")
        self.signed(self.acted(rest))
        self.assertEqual(self.lead.engineering_state, "closed")
        self.assertEqual(self.order.order_line.mapped("qty_delivered"), [3, 2])

    def test_closed_deal_stands_in_the_last_column(self):
        self.signed(self.act)
        self.signed(self.acted(self.done(self.worked(self.order))))
        self.assertEqual(self.lead.stage_id.engineering_state, "closed")

    def test_draft_act_is_not_signed(self):
        self.assertRefused(
            UserError,
            "is in the state “Draft”. Possible now: “Send”, “Cancel”",
            lambda: self.wizard(
                "engineering.act.sign", self.act, scan=b"c2Nhbg=="
            ).action_confirm(),
        )

    def test_signed_act_is_final(self):
        self.signed(self.act)
        left = "Possible now: “Cancel the signed act”"
        self.assertRefused(UserError, left, self.act.action_cancel)
        self.assertRefused(UserError, left, self.act.action_send)
        self.assertRefused(UserError, "is no draft any more", self.act.unlink)

    def annul(self, user, reason="Another house"):
        self.wizard(
            "engineering.act.annul", self.of(user), reason=reason
        ).action_confirm()

    def test_signed_act_is_cancelled_by_the_head_of_sales_with_a_reason(self):
        director = self.user("director", "sales_team.group_sale_manager")
        self.signed(self.act)
        number, total = self.act.name, self.act.amount_total
        signature = self.act.sudo().engineering_signature_id
        for user in (self.manager, self.manager2, self.sales_head, self.leader):
            with self.subTest(user.login):
                self.assertRefused(AccessError, ".", self.annul, user)
        self.assertRefused(UserError, "needs some words", self.annul, director, " ")
        self.annul(director)
        self.assertEqual((self.act.state, self.act.name), ("cancelled", number))
        self.assertEqual(self.act.cancel_reason, "Another house")
        self.assertEqual(self.act.cancelled_by_id, director)
        self.assertEqual(signature.end_reason, "Another house")
        self.assertTrue(self.act.scan_id.exists())
        self.assertEqual(self.act.amount_total, total)
        self.assertEqual(self.order.order_line[0].qty_delivered, 0)
        self.assertIn("is cancelled: Another house", self.feed(self.lead)[-1])
        report = "crm_engineering_calc.engineering_act_report"
        paper = self.paper(report, self.act)
        (mark,) = paper.xpath("//p[@name='cancellation']")
        self.assertIn("Cancelled on", mark.text_content())
        self.assertIn(number, paper.text_content())
        again = self.acted(self.work)
        self.assertEqual(again.amount_total, total)
        self.assertRefused(UserError, "Possible now: nothing", self.annul, director)

    def test_draft_that_is_cancelled_is_no_paper_with_a_number(self):
        self.act.action_cancel()
        self.assertEqual(self.act.name, "/")

    def test_act_is_numbered_when_it_is_sent(self):
        other = self.acted(self.done(self.worked(self.order)))
        other.action_send()
        self.act.action_send()
        self.assertRegex(other.name, r"^ACT\d{4}/\d{5}$")
        self.assertEqual(int(self.act.name[-5:]), int(other.name[-5:]) + 1)
        self.assertIn(self.act.name, self.act.message_ids[:1].subject)

    def test_refused_act_takes_no_number(self):
        sequence = self.env["ir.sequence"].search([("code", "=", "engineering.act")])
        before = sequence.mapped("number_next_actual")
        self.customer.email = False
        self.assertRefused(UserError, "sent to nobody", self.act.action_send)
        self.assertEqual(self.act.name, "/")
        self.assertEqual(sequence.mapped("number_next_actual"), before)
        self.assertEqual(set(sequence.mapped("implementation")), {"no_gap"})

    def test_mail_that_opens_has_the_number_and_keeps_it(self):
        self.act.action_compose()
        self.assertRegex(self.act.name, r"^ACT\d{4}/\d{5}$")
        number = self.act.name
        self.assertRefused(UserError, "has its number already", self.act.unlink)
        self.act.action_send()
        self.assertEqual(self.act.name, number)

    def test_number_is_not_written(self):
        self.assertRefused(AccessError, "Number", self.act.write, {"name": "ACT1"})

    def test_act_without_lines_is_not_sent(self):
        self.act.line_ids.unlink()
        self.assertRefused(UserError, "has no works", self.act.action_send)

    def test_draft_only_is_edited(self):
        line = self.act.line_ids
        line.quantity = 2
        self.assertEqual(self.act.amount_untaxed, 200)
        self.act.action_send()
        for method, args in (
            (line.write, ({"quantity": 1},)),
            (line.unlink, ()),
            (self.act.write, ({"line_ids": [Command.clear()]},)),
            (self.act.write, ({"partner_id": self.manager.partner_id.id},)),
            (self.act.write, ({"date": "2020-01-01"},)),
            (self.act.unlink, ()),
        ):
            with self.subTest(method=method.__name__, args=args):
                self.assertRefused(UserError, "only a draft|no draft", method, *args)

    def test_act_is_in_the_currency_of_what_it_lists(self):
        other = self.env["res.currency"].with_context(active_test=False)
        other = other.search([("id", "!=", self.act.currency_id.id)], limit=1)
        other.active = True
        self.assertRefused(
            ValidationError, "is ordered", self.act.write, {"currency_id": other.id}
        )
        work = self.done(self.worked(self.order, {self.montage: 1}))
        values = self.wizard(
            "engineering.act.create", self.as_(self.manager, work).engineering_lead_id
        )._prepare_act_values()
        acts = self.model("engineering.act", self.manager)
        self.assertRefused(
            ValidationError,
            "is ordered",
            acts.create,
            {**values, "currency_id": other.id},
        )

    def test_service_is_in_an_act_by_a_work(self):
        line = self.act.line_ids
        self.assertRefused(
            ValidationError,
            "by a work",
            line.write,
            {"work_line_id": False, "quantity": 1000},
        )

    def test_lines_are_not_moved_into_a_sent_act(self):
        draft = self.acted(self.done(self.worked(self.order)))
        self.act.action_send()
        self.assertRefused(
            UserError, "only a draft", draft.line_ids.write, {"act_id": self.act.id}
        )

    def test_state_and_signature_are_not_written(self):
        self.act.action_send()
        for values in (
            {"state": "signed"},
            {"signed_by": "Nobody", "signed_on": "2026-01-01 00:00:00"},
        ):
            with self.subTest(values=values):
                self.assertRefused(
                    AccessError, "written by hand", self.act.write, values
                )

    def test_acts_are_the_deals_managers_only(self):
        for user in (
            self.manager2,
            self.engineer,
            self.leader,
            self.administrator,
            self.employee,
        ):
            with self.subTest(user.login):
                self.assertRefused(AccessError, ".", self.of(user).action_send)
                self.assertRefused(AccessError, ".", self.of(user).action_cancel)
                self.assertRefused(
                    AccessError, ".", self.as_(user, self.lead).action_create_act
                )
        self.act.action_send()
        for user in (self.manager2, self.engineer, self.administrator):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError, ".", lambda user=user: self.signed(self.of(user))
                )
        self.signed(self.of(self.sales_head))
        self.assertEqual(self.act.state, "signed")
