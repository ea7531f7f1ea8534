"""Invoices of acts: what the customer has signed is billed once, to the kopeck."""

import random

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.act_billing import (
    BILLING,
    ActInvoiceCase,
)


@tagged("standard", "post_install", "-at_install")
class TestActInvoice(ActInvoiceCase):
    def test_invoice_of_an_act_bills_it_alone_and_names_it(self):
        first = self.signed_act({self.survey: 2})
        self.signed_act({self.survey: 1})
        invoice = self.bill(first)
        self.assertEqual(self.billed_lines(invoice), [(self.survey, 2)])
        self.assertEqual(invoice.amount_total, first.amount_total)
        self.assertEqual(invoice.state, "posted")
        note = invoice.invoice_line_ids.sorted("sequence")[0]
        self.assertEqual(note.display_type, "line_note")
        self.assertIn(f"Act No. {first.name} of ", note.name)
        self.assertEqual(invoice.engineering_act_ids, first.sudo())
        self.assertEqual(first.invoice_count, 1)
        opened = first.action_view_invoices()
        self.assertEqual(opened["res_id"], invoice.id)
        seen = self.as_(self.manager, invoice)
        self.assertEqual(seen.engineering_act_count, 1)
        self.assertEqual(seen.action_view_engineering_acts()["res_id"], first.id)

    def test_act_is_named_in_the_customers_language(self):
        self.customer.lang = "ru_RU"
        act = self.signed_act()
        invoice = self.bill(act)
        day = act.date.strftime("%d.%m.%Y")
        self.assertIn(day, invoice.invoice_line_ids.sorted("sequence")[0].name)

    def test_invoice_equals_its_act_where_early_payers_pay_less_tax(self):
        self.survey.taxes_id = self.montage.taxes_id = self.quiet["account.tax"].create(
            {"name": "VAT", "amount": 22, "price_include_override": "tax_excluded"}
        )
        term = self.quiet["account.payment.term"].create(
            {
                "name": "2 % less in ten days",
                "early_discount": True,
                "discount_percentage": 2,
                "early_pay_discount_computation": "mixed",
            }
        )
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            order = self.proposed(
                lines=[(self.survey, 3, 33.33), (self.montage, 1, 777.77)]
            )
            order.payment_term_id = term
            order.action_confirm()
            acts = [
                self.signed_act(quantities, order)
                for quantities in ({self.survey: 1}, {self.survey: 1}, None)
            ]
            for act in acts:
                invoice = self.bill(act)
                with self.subTest(method, act=act.name):
                    self.assertLess(act.amount_tax, 0.22 * act.amount_untaxed)
                    self.assertEqual(invoice.amount_untaxed, act.amount_untaxed)
                    self.assertEqual(invoice.amount_tax, act.amount_tax)
                    self.assertEqual(invoice.amount_total, act.amount_total)

    def test_act_is_billed_once(self):
        act = self.signed_act()
        invoice = self.bill(act)
        self.assertFalse(act.is_to_bill)
        self.assertEqual(self.bill(act), invoice)
        self.assertEqual(len(self.order.sudo().invoice_ids), 1)

    def test_button_of_the_host_bills_all_signed_acts(self):
        acts = self.signed_act({self.survey: 2}) | self.signed_act({self.montage: 1})
        self.acted(self.done(self.worked(self.order)))
        invoice = self.invoiced(self.order)
        self.assertEqual(invoice.sudo().engineering_act_ids, acts.sudo())
        self.assertEqual(invoice.amount_total, sum(acts.mapped("amount_total")))
        self.assertNotIn(True, acts.mapped("is_to_bill"))

    def test_button_of_the_deal_bills_what_is_signed(self):
        first = self.signed_act({self.survey: 2})
        self.lead.action_create_invoice()
        second = self.signed_act({self.survey: 1})
        self.lead.action_create_invoice()
        for act in first, second:
            invoice = act.sudo().invoice_ids
            self.assertEqual(invoice.amount_total, act.amount_total)
        self.assertEqual(len(self.order.sudo().invoice_ids), 2)
        self.lead.action_create_invoice()
        self.assertEqual(len(self.order.sudo().invoice_ids), 2)

    def test_unsigned_act_is_not_billed(self):
        act = self.acted(self.done(self.worked(self.order)))
        self.assertFalse(act.is_to_bill)
        self.assertRefused(UserError, "is in the state “Draft”", self.bill, act)
        act.action_cancel()
        self.assertRefused(UserError, "is in the state “Cancelled”", self.bill, act)

    def test_what_was_invoiced_before_is_not_billed_again(self):
        self.survey.invoice_policy = self.montage.invoice_policy = "order"
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        invoice = self.invoiced(order)
        act = self.signed_act(order=order)
        self.assertFalse(act.is_to_bill)
        self.assertRefused(UserError, f"Nothing of .*{invoice.name}", self.bill, act)

    def test_cancelled_deleted_and_credited_invoices_give_the_act_back(self):
        act = self.signed_act()
        invoice = self.bill(act)
        invoice.button_draft()
        self.env.invalidate_all()
        self.assertFalse(act.is_to_bill)
        invoice.button_cancel()
        self.env.invalidate_all()
        self.assertTrue(act.is_to_bill)
        second = self.bill(act) - invoice
        self.assertEqual(second.amount_total, act.amount_total)
        credit = self.reversed(self.as_(self.accountant, second))
        self.assertIn(act.name, credit.invoice_line_ids.sorted("sequence")[0].name)
        self.env.invalidate_all()
        self.assertTrue(act.is_to_bill)
        third = self.bill(act) - invoice - second
        third.button_draft()
        third.unlink()
        self.env.invalidate_all()
        self.assertTrue(act.is_to_bill)
        last = self.bill(act) - invoice - second
        self.assertEqual(last.amount_total, act.amount_total)

    def test_billed_act_is_cancelled_after_its_invoice(self):
        director = self.user("director", "sales_team.group_sale_manager")

        def annul(act):
            self.wizard(
                "engineering.act.annul", self.as_(director, act), reason="Wrong house"
            ).action_confirm()

        for end in (
            lambda invoice: self.reversed(self.as_(self.accountant, invoice)),
            lambda invoice: invoice.button_cancel(),
        ):
            act = self.signed_act({self.survey: 1})
            invoice = self.bill(act)
            self.assertRefused(UserError, f"is billed by .*{invoice.name}", annul, act)
            self.assertEqual(act.state, "signed")
            end(invoice)
            self.env.invalidate_all()
            annul(act)
            self.assertEqual(act.state, "cancelled")

    def test_invoice_that_is_credited_in_part_stands(self):
        act = self.signed_act()
        invoice = self.bill(act)
        credit = self.reversed(self.as_(self.accountant, invoice))
        credit.button_draft()
        credit.invoice_line_ids.filtered("product_id")[0].quantity = 1
        credit.action_post()
        self.env.invalidate_all()
        self.assertFalse(act.is_to_bill)

    def test_credit_note_that_is_not_posted_takes_nothing_back(self):
        act = self.signed_act()
        invoice = self.bill(act)
        credit = self.reversed(self.as_(self.accountant, invoice))
        credit.button_draft()
        self.env.invalidate_all()
        self.assertFalse(act.is_to_bill)
        self.assertEqual(self.bill(act), invoice)

    def test_only_the_manager_of_the_deal_bills_an_act(self):
        act = self.signed_act()
        for user in self.manager2, self.engineer, self.leader, self.accountant:
            with self.subTest(user.name):
                self.assertRefused(AccessError, ".", self.bill, act, user=user)
        self.assertTrue(self.bill(act, user=self.sales_head))

    def test_manager_who_may_not_post_leaves_it_to_the_accountant(self):
        self.manager.group_ids -= self.env.ref(BILLING)
        self.direction.accountant_id = self.accountant
        invoice = self.bill(self.signed_act())
        self.end()
        self.assertEqual(invoice.state, "draft")
        self.assertEqual(self.asked(invoice), self.accountant)

    def test_link_is_not_written_by_hand(self):
        act = self.signed_act()
        invoice = self.bill(act)
        for record, name in ((act, "invoice_ids"), (invoice, "engineering_act_ids")):
            self.assertRefused(AccessError, ".", record.write, {name: False})
            self.assertRefused(
                AccessError, ".", record.sudo().write, {name: [(6, 0, [])]}
            )

    def test_form_opens_for_accountants_and_managers(self):
        invoice = self.bill(self.signed_act())
        for user in self.accountant, self.manager:
            with self.subTest(user.name):
                self.assertTrue(Form(self.as_(user, invoice)).id)

    def test_accountant_bills_what_is_signed(self):
        act = self.signed_act({self.survey: 2})
        self.as_(self.accountant, self.order)._create_invoices(final=True)
        invoice = act.sudo().invoice_ids
        self.assertEqual(invoice.amount_total, act.amount_total)


@tagged("standard", "post_install", "-at_install")
class TestActInvoiceAmounts(ActInvoiceCase):
    def test_invoices_equal_their_acts_with_random_taxes(self):
        chance = random.Random(11)
        taxes = self.quiet["account.tax"].create(
            [
                {"name": "In", "amount": 20, "price_include_override": "tax_included"},
                {
                    "name": "Out",
                    "amount": 7.7,
                    "price_include_override": "tax_excluded",
                },
            ]
        )
        services = self.survey | self.montage
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            for round_ in range(4):
                for service in services:
                    service.taxes_id = taxes[round_ % 3 : round_ % 3 + 1]
                lines = [
                    (
                        service,
                        chance.randint(2, 9) + 0.33,
                        round(chance.uniform(0.01, 999), 2),
                    )
                    for service in services
                ]
                order = self.ordered(lines=lines)
                least = min(quantity for _service, quantity, _price in lines)
                parts = {service: round(least / 3, 2) for service in services}
                with self.subTest(method=method, lines=lines):
                    acts = self.env["engineering.act"]
                    for quantities in parts, parts, None:
                        acts |= self.signed_act(quantities, order)
                        invoice = self.bill(acts[-1])
                        for name in "amount_untaxed", "amount_tax", "amount_total":
                            self.assertEqual(invoice[name], acts[-1][name], name)
                    self.assertMoney(
                        order, round(sum(acts.mapped("amount_total")), 2), 0, "unpaid"
                    )

    def test_difference_of_an_act_is_the_invoices_too(self):
        taxed = self.quiet["account.tax"].create(
            {"name": "In", "amount": 20, "price_include_override": "tax_included"}
        )
        for taxes in taxed, taxed.browse():
            for method in "round_per_line", "round_globally":
                self.env.company.tax_calculation_rounding_method = method
                self.survey.taxes_id = taxes
                order = self.ordered(lines=[(self.survey, 3, 33.33)])
                act = self.signed_act(order=order).sudo()
                act._as_machine().write(
                    {
                        "amount_untaxed": act.amount_untaxed + 0.02,
                        "amount_tax": act.amount_tax + (taxes and -0.01 or 0),
                        "amount_total": act.amount_total + (taxes and 0.01 or 0.02),
                    }
                )
                with self.subTest(taxes=taxes.name, method=method):
                    invoice = self.bill(act)
                    for name in "amount_untaxed", "amount_tax", "amount_total":
                        self.assertEqual(invoice[name], act[name], name)
                    receivable = invoice.line_ids.filtered(
                        lambda line: line.display_type == "payment_term"
                    )
                    self.assertEqual(receivable.balance, act.amount_total)
                    self.assertMoney(order, act.amount_total, 0, "unpaid")
                    credit = self.reversed(self.as_(self.accountant, invoice))
                    self.assertEqual(credit.amount_total, act.amount_total)
