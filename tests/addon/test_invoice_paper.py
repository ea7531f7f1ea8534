"""The invoice of a deal on paper: whoever prints it, it is ours."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase

OF_HOST = "account.account_invoices"
WITHOUT_PAYMENTS = "account.account_invoices_without_payment"


@tagged("standard", "post_install", "-at_install")
class TestInvoicePaper(MoneyCase):
    def of_deal(self, **values):
        return self.invoiced(self.ordered(**values))

    def text(self, paper, name):
        (part,) = paper.xpath("//*[@name=$name]", name=name)
        return " ".join(part.text_content().split())

    def is_ours(self, paper):
        return bool(paper.xpath("//div[contains(@class, 'o_engineering_paper')]"))

    def tax(self, percent, **values):
        return self.quiet["account.tax"].create(
            {
                "name": f"VAT {percent}%",
                "amount": percent,
                "tax_group_id": self.quiet["account.tax.group"]
                .create({"name": f"VAT {percent}%"})
                .id,
                **values,
            }
        )

    # === WHOSE ===

    def test_invoice_of_a_deal_has_our_paper(self):
        order = self.ordered(lines=[(self.survey, 3, 100.5)])
        order.sudo().client_order_ref = "PO-7"
        invoice = self.invoiced(order)
        paper = self.paper(OF_HOST, invoice)
        self.assertTrue(self.is_ours(paper))
        self.assertEqual(self.text(paper, "title"), f"Invoice {invoice.name}")
        self.assertEqual(self.cells(paper, "td_number"), ["1"])
        self.assertEqual(self.cells(paper, "td_price"), ["100.50"])
        self.assertEqual(self.text(paper, "order"), f"Order: {order.name}")
        self.assertEqual(self.text(paper, "reference"), "Your reference: PO-7")
        self.assertIn("Due date:", self.text(paper, "due"))
        self.assertIn("Three hundred", self.text(paper, "in_words"))
        self.assertIn(invoice.payment_reference, self.text(paper, "payment"))

    def test_orders_own_name_is_no_reference_of_the_customer(self):
        paper = self.paper(OF_HOST, self.of_deal())
        self.assertFalse(paper.xpath("//*[@name='reference']"))

    def test_others_and_credit_notes_are_the_hosts(self):
        other = self.quiet["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [Command.create({"name": "A", "price_unit": 1})],
            }
        )
        other.action_post()
        bill = self.quiet["account.move"].create({"move_type": "in_invoice"})
        credit = self.reversed(self.of_deal())
        for move in (other, bill, credit.sudo()):
            self.assertEqual(
                move._get_name_invoice_report(), "account.report_invoice_document"
            )
            self.assertFalse(move._filter_papers())
        self.assertFalse(self.is_ours(self.paper(OF_HOST, other)))
        self.assertFalse(self.is_ours(self.paper(OF_HOST, credit)))

    def test_several_have_each_its_own(self):
        invoices = self.of_deal() | self.of_deal()
        paper = self.paper(OF_HOST, invoices)
        titles = [title.text_content() for title in paper.xpath("//h2[@name='title']")]
        self.assertEqual(titles, [f"Invoice {move.name}" for move in invoices])

    def test_it_is_printed_on_the_format_of_papers(self):
        form = self.env.ref("crm_engineering_calc.paperformat_paper")
        invoice = self.of_deal()
        credit = self.reversed(invoice)
        reports = self.env["ir.actions.report"]
        formats = []

        def note(reports, *args, **kwargs):
            formats.append(reports.get_paperformat())
            return {}

        host = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
        with patch(f"{host}._render_qweb_pdf_prepare_streams", note):
            for move in (invoice, credit):
                reports._render_qweb_pdf_prepare_streams(OF_HOST, {}, move.ids)
        self.assertEqual([one == form for one in formats], [True, False])

    # === STATES ===

    def test_draft_and_cancelled_say_so(self):
        invoice = self.ordered().sudo()._create_invoices()
        self.assertEqual(
            self.text(self.paper(OF_HOST, invoice), "title"), "Invoice, draft"
        )
        invoice.action_post()
        self.assertTrue(invoice._awaits_payment())
        invoice.button_cancel()
        paper = self.paper(OF_HOST, invoice)
        self.assertEqual(
            self.text(paper, "title"), f"Invoice {invoice.name}, cancelled"
        )
        self.assertFalse(invoice._awaits_payment())
        self.assertFalse(paper.xpath("//*[@name='payment']"))

    def test_what_is_paid_is_said_where_payments_are(self):
        invoice = self.of_deal(lines=[(self.survey, 3, 100.5)])
        self.assertFalse(
            self.paper(OF_HOST, invoice).xpath("//table[@name='payments']")
        )
        self.paid(invoice, 100)
        paper = self.paper(OF_HOST, invoice)
        self.assertIn("100.00", self.cells(paper, "td_paid")[0])
        self.assertIn("201.50", self.cells(paper, "td_left")[0])
        self.paid(invoice, 201.5, payment_date="2031-05-06")
        paper = self.paper(OF_HOST, invoice)
        self.assertFalse(self.cells(paper, "td_left"))
        (settled,) = self.cells(paper, "td_settled_label")
        self.assertIn("Paid in full on", settled)
        self.assertIn("2031", settled)
        paper = self.paper(WITHOUT_PAYMENTS, invoice)
        self.assertTrue(self.is_ours(paper))
        self.assertFalse(paper.xpath("//table[@name='payments']"))

    # === LINES ===

    def test_down_payment_is_taken_off(self):
        order = self.ordered(lines=[(self.survey, 2, 100)])
        wizard = self.quiet["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        wizard._create_invoices(order.sudo()).action_post()
        invoice = order.sudo()._create_invoices(final=True)
        invoice.action_post()
        paper = self.paper(OF_HOST, invoice)
        self.assertEqual(self.cells(paper, "td_number"), ["1", ""])
        self.assertEqual(self.cells(paper, "td_quantity")[-1], "")
        self.assertIn("60.00", self.cells(paper, "td_amount")[-1])
        self.assertIn("-", self.cells(paper, "td_amount")[-1])
        self.assertEqual(len(invoice._get_paper_services()), 1)

    def test_hidden_sections_have_their_sums_and_nothing_more(self):
        bare, priced = {"collapse_prices": True}, {"collapse_composition": True}
        section = {"display_type": "line_section", "quantity": 0}
        invoice = self.of_deal(lines=[(self.survey, 1, 5)]).sudo()
        invoice.button_draft()
        invoice.invoice_line_ids = [
            Command.create({"sequence": 100 + number, "tax_ids": False, **line})
            for number, line in enumerate(
                (
                    {**section, **bare, "name": "Works"},
                    {"name": "Fitting", "quantity": 2, "price_unit": 300},
                    {"name": "Measuring", "price_unit": 70},
                    {**section, **priced, "name": "Materials"},
                    {"name": "Profile", "price_unit": 50},
                )
            )
        ]
        paper = self.paper(OF_HOST, invoice)
        self.assertEqual(self.cells(paper, "td_section_name"), ["Works", "Materials"])
        sums = self.cells(paper, "td_section_amount")
        self.assertIn("670.00", sums[0])
        self.assertIn("50.00", sums[1])
        self.assertEqual(self.cells(paper, "td_name")[1:], ["Fitting", "Measuring"])
        self.assertEqual(self.cells(paper, "td_amount")[1:], ["", ""])
        self.assertEqual(self.cells(paper, "td_price")[1:], ["", ""])
        self.assertNotIn("Profile", paper.text_content())

    def test_taxes_are_grouped_and_included_ones_are_in_the_amounts(self):
        self.survey.taxes_id = self.tax(20, price_include_override="tax_included")
        paper = self.paper(OF_HOST, self.of_deal(lines=[(self.survey, 2, 60)]))
        (amount,) = self.cells(paper, "td_amount")
        self.assertIn("120.00", amount)
        self.assertIn("Amount, taxes included", self.cells(paper, "th_amount"))
        (totals,) = paper.xpath("//table[@name='totals']")
        self.assertRegex(" ".join(totals.text_content().split()), r"VAT 20% \$ 20\.00")

    def test_installments_and_terms_are_told(self):
        invoice = self.of_deal(lines=[(self.survey, 1, 100)]).sudo()
        invoice.button_draft()
        terms = self.quiet["account.payment.term"].create(
            {
                "name": "Halves",
                "note": "Half now",
                "display_on_invoice": True,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": days}
                    )
                    for days in (0, 30)
                ],
            }
        )
        invoice.invoice_payment_term_id = terms
        invoice.narration = "<p>Keep the receipt</p>"
        invoice.action_post()
        paper = self.paper(OF_HOST, invoice)
        self.assertEqual(self.text(paper, "installments").count("50.00"), 2)
        self.assertIn("Half now", self.text(paper, "engineering_terms"))
        self.assertIn("Keep the receipt", self.text(paper, "engineering_narration"))

    # === COST ===

    def test_queries_do_not_grow_with_lines(self):
        invoices = [
            self.of_deal(lines=[(self.survey, 1, 10)] * size) for size in (3, 30)
        ]
        few, many = (
            self.count_queries(self.paper, OF_HOST, invoice) for invoice in invoices
        )
        self.assertLessEqual(many, few + 3)
