"""Prepayments: invoices of acts deduct what they come to, until all is deducted."""

import random

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.act_billing import ActInvoiceCase

AMOUNTS = ("amount_untaxed", "amount_tax", "amount_total")


class PrepaymentCase(ActInvoiceCase):
    def sums(self, order):
        """Return what all invoices that stand come to, credit notes deducted."""
        self.env.invalidate_all()
        moves = order.sudo().invoice_ids.filtered(lambda move: move.state == "posted")
        return tuple(
            order.currency_id.round(
                sum(
                    -move[name] if move.move_type == "out_refund" else move[name]
                    for move in moves
                )
            )
            for name in AMOUNTS
        )

    def assertBilledInFull(self, order):
        amounts = tuple(order.currency_id.round(order[name]) for name in AMOUNTS)
        self.assertEqual(self.sums(order), amounts)
        rests = order.sudo().order_line.filtered("is_downpayment")
        self.assertEqual(sum(rests.mapped("qty_to_invoice")), 0)
        refunds = order.sudo().invoice_ids.filtered(
            lambda move: move.move_type == "out_refund" and not move.reversed_entry_id
        )
        self.assertFalse(refunds)

    def deducted(self, invoice):
        return [
            (line.quantity, line.price_unit)
            for line in invoice.invoice_line_ids
            if line.is_downpayment
        ]


@tagged("standard", "post_install", "-at_install")
class TestPrepayment(PrepaymentCase):
    def test_act_that_comes_to_less_deducts_what_it_comes_to(self):
        self.down_payment(self.order, "percentage", 50)
        first = self.bill(self.signed_act({self.montage: 2}))
        self.assertEqual(first.move_type, "out_invoice")
        self.assertEqual(first.amount_total, 0)
        self.assertEqual(self.deducted(first), [(-1, 100)])
        second = self.bill(self.signed_act({self.survey: 3}))
        self.assertEqual(self.deducted(second), [(-1, 100)])
        self.assertEqual(second.amount_total, 200)
        self.assertBilledInFull(self.order)
        self.assertMoney(self.order, 400, 0, "unpaid")

    def test_act_that_comes_to_more_deducts_all_as_the_host_does(self):
        self.down_payment(self.order, "fixed", 50)
        first = self.bill(self.signed_act({self.survey: 2}))
        self.assertEqual(self.deducted(first), [(-1, 50)])
        self.assertEqual(first.amount_total, 150)
        second = self.bill(self.signed_act())
        self.assertFalse(self.deducted(second))
        self.assertNotIn("Down Payments", second.invoice_line_ids.mapped("name"))
        self.assertBilledInFull(self.order)

    def test_prepayment_is_deducted_where_early_payers_pay_less_tax(self):
        self.survey.taxes_id = self.montage.taxes_id = self.quiet["account.tax"].create(
            {"name": "VAT", "amount": 22, "price_include_override": "tax_excluded"}
        )
        order = self.proposed(lines=[(self.survey, 3, 100), (self.montage, 2, 50)])
        order.payment_term_id = self.quiet["account.payment.term"].create(
            {
                "name": "2 % less in ten days",
                "early_discount": True,
                "discount_percentage": 2,
                "early_pay_discount_computation": "mixed",
            }
        )
        order.action_confirm()
        self.down_payment(order, "percentage", 50)
        for quantities in ({self.montage: 2}, None):
            self.bill(self.signed_act(quantities, order))
        self.assertBilledInFull(order)

    def test_several_prepayments_are_deducted_one_after_the_other(self):
        self.down_payment(self.order, "fixed", 70)
        self.down_payment(self.order, "fixed", 250)
        first = self.bill(self.signed_act({self.survey: 1}))
        self.assertEqual(self.deducted(first), [(-1, 70), (-1, 30)])
        second = self.bill(self.signed_act({self.survey: 1}))
        self.assertEqual(self.deducted(second), [(-1, 100)])
        last = self.bill(self.signed_act())
        self.assertEqual(self.deducted(last), [(-1, 120)])
        self.assertBilledInFull(self.order)

    def test_prepayment_of_a_cancelled_invoice_is_deducted_again(self):
        self.down_payment(self.order, "fixed", 300)
        act = self.signed_act({self.survey: 1})
        first = self.bill(act)
        first.button_draft()
        first.button_cancel()
        self.env.invalidate_all()
        self.assertEqual(self.deducted(self.bill(act) - first), [(-1, 100)])
        self.bill(self.signed_act())
        self.assertBilledInFull(self.order)

    def test_part_with_its_own_tax_is_deducted_again_after_another_was(self):
        """The host takes a part for deducted with another of the same prepayment."""
        self.survey.taxes_id = self.quiet["account.tax"].create(
            {"name": "VAT 10%", "amount": 10, "price_include_override": "tax_excluded"}
        )
        self.montage.taxes_id = False
        order = self.ordered(lines=[(self.survey, 3, 100), (self.montage, 2, 50)])
        self.down_payment(order, "percentage", 50)
        self.bill(self.signed_act({self.montage: 2}, order))
        act = self.signed_act({self.survey: 3}, order)
        invoice = self.bill(act)
        invoice.button_draft()
        invoice.button_cancel()
        self.env.invalidate_all()
        again = self.bill(act) - invoice
        self.assertEqual(self.deducted(again), [(-1, 150)])
        self.assertBilledInFull(order)

    def test_prepayment_of_a_credited_invoice_is_deducted_again(self):
        self.down_payment(self.order, "fixed", 300)
        act = self.signed_act({self.survey: 1})
        first = self.bill(act)
        self.reversed(self.as_(self.accountant, first))
        self.env.invalidate_all()
        self.assertTrue(act.is_to_bill)
        self.assertEqual(self.deducted(self.bill(act) - first), [(-1, 100)])
        self.bill(self.signed_act())
        self.assertBilledInFull(self.order)

    def test_prepayment_that_is_credited_is_billed_again_where_it_was_deducted(self):
        invoice = self.down_payment(self.order, "fixed", 300)
        self.bill(self.signed_act({self.survey: 1}))
        self.reversed(self.as_(self.accountant, invoice))
        second = self.bill(self.signed_act())
        self.assertEqual(second.amount_total, 400)
        self.assertBilledInFull(self.order)

    def test_prepayment_that_the_accountant_has_changed(self):
        invoice = self.down_payment(self.order, "fixed", 300)
        invoice.button_draft()
        invoice.invoice_line_ids.filtered("is_downpayment").price_unit = 250
        invoice.action_post()
        self.bill(self.signed_act({self.survey: 1}))
        last = self.bill(self.signed_act())
        self.assertEqual(self.deducted(last), [(-1, 150)])
        self.assertBilledInFull(self.order)

    def test_prepayment_with_taxes_of_its_own_is_deducted_of_anything(self):
        tax = self.quiet["account.tax"].create({"name": "Own", "amount": 10})
        invoice = self.down_payment(self.order, "fixed", 110)
        invoice.button_draft()
        line = invoice.invoice_line_ids.filtered("is_downpayment")
        line.write({"price_unit": 100, "tax_ids": tax.ids})
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 110)
        first = self.bill(self.signed_act({self.survey: 1}))
        self.assertEqual(first.amount_total, 0)
        self.bill(self.signed_act())
        self.assertEqual(self.sums(self.order)[2], 400)

    def test_rest_of_what_is_written_off_is_credited(self):
        self.down_payment(self.order, "fixed", 300)
        self.bill(self.signed_act({self.survey: 1}))
        self.order._write_off(
            {line: line._get_quantity_open() for line in self.order.order_line[:2]},
            "The roof is gone",
        )
        self.env.invalidate_all()
        credit = self.order.sudo()._create_invoices(final=True)
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.amount_total, 200)

    def test_order_without_works_is_deducted_as_the_host_does(self):
        self.survey.invoice_policy = "order"
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": self.survey.id, "price_unit": 100}),
                    Command.create({"product_id": self.repair.id, "price_unit": 100}),
                ],
            }
        )
        order.action_confirm()
        self.down_payment(order.sudo(), "fixed", 150)
        refund = order.sudo()._create_invoices(final=True)
        self.assertEqual(refund.move_type, "out_refund")
        self.assertEqual(refund.amount_total, 50)


@tagged("standard", "post_install", "-at_install")
class TestRandomPrepayments(PrepaymentCase):
    """Over percentages and sums, taxes, ways of rounding, splits and cancellations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = cls.quiet["account.tax"].create(
            [
                {
                    "name": f"{name} {amount}",
                    "amount": amount,
                    "price_include_override": f"tax_{name}",
                }
                for name, amount in (
                    ("included", 20),
                    ("included", 5.5),
                    ("excluded", 7.7),
                    ("excluded", 13),
                )
            ]
        )

    def bill_at_random(self, chance, order):
        """Bill acts of random parts, of which some invoices are cancelled."""
        left = {
            line.product_id: line.product_uom_qty
            for line in order.order_line
            if line.product_id
        }
        for part in (0.1, 0.3, 0.5, 1):
            quantities = {
                service: quantity if part == 1 else round(quantity * part, 2)
                for service, quantity in left.items()
                if part == 1 or chance.random() < 0.7
            }
            quantities = {
                key: quantity for key, quantity in quantities.items() if quantity
            }
            if not quantities:
                continue
            act = self.signed_act(quantities, order)
            invoice = self.bill(act)
            self.assertEqual(invoice.move_type, "out_invoice")
            end = chance.choice(("cancel", "credit", None, None))
            if end == "cancel":
                invoice.button_draft()
                invoice.button_cancel()
            elif end == "credit":
                self.reversed(self.as_(self.accountant, invoice))
            if end:
                self.env.invalidate_all()
                self.bill(act)
            for service, quantity in quantities.items():
                left[service] = round(left[service] - quantity, 2)

    def test_sums(self):
        chance = random.Random(7)
        services = self.survey | self.montage
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            for round_ in range(3):
                for service in services:
                    service.taxes_id = self.taxes.browse(
                        chance.sample(self.taxes.ids, chance.randint(0, 2))
                    )
                lines = [
                    (
                        service,
                        round(chance.uniform(1, 20), 2),
                        round(chance.uniform(0.01, 999), 2),
                    )
                    for service in services
                ]
                order = self.ordered(lines=lines)
                for _prepayment in range(chance.randint(1, 2)):
                    if round_ % 2:
                        prepaid = "percentage", chance.choice((7.77, 33, 50))
                    else:
                        total = order.amount_total * chance.uniform(0.01, 0.5)
                        prepaid = "fixed", round(total, 2)
                    self.down_payment(order, *prepaid)
                with self.subTest(method=method, lines=lines, prepaid=prepaid):
                    self.bill_at_random(chance, order)
                    self.assertBilledInFull(order)
