"""The frame of a mail about a paper: in the customer's words, and without ads."""

from lxml import html

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.choice import ChoiceFlow
from odoo.addons.crm_engineering_calc.tests.money import MoneyCase


@tagged("standard", "post_install", "-at_install")
class TestFrameOfMails(ChoiceFlow, MoneyCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env["res.partner"].browse(self.customer.id).lang = "en_US"

    def mailed(self, record, partner=None):
        """Return the last mail about a record that goes to somebody, as it is read."""
        mails = self.env["mail.mail"].sudo().search([("model", "=", record._name)])
        (mail, *_before) = mails.filtered(
            lambda mail: (
                mail.res_id == record.id
                and mail.recipient_ids == (partner or self.customer)
            )
        )
        page = html.fromstring(mail.body_html)
        for preview in page.xpath("//div[contains(@style, 'display: none')]"):
            preview.drop_tree()
        return page

    def text(self, page):
        return " ".join(page.text_content().split())

    def compose(self, record, action):
        composers = record.env[action["res_model"]].with_context(**action["context"])
        composers.create({}).action_send_mail()

    def test_sender_of_another_language_leaves_no_word_of_his(self):
        contract = self.contract(signature_date="2026-11-02")
        self.manager.lang = "ru_RU"
        contract = contract.with_context(lang="ru_RU")
        self.assertIn("02.11.2026", contract.display_name)
        self.compose(contract, contract.action_send())
        text = self.text(self.mailed(contract))
        self.assertIn(f"View the contract Contract {contract.code} Hello", text)
        self.assertNotRegex(text, "[а-яА-Я]{2}")

    def test_frame_advertises_nothing_and_names_the_company(self):
        self.env.company.phone = "+7 495 000-10-20"
        order = self.proposed()
        self.compose(order, order.action_quotation_send())
        text = self.text(self.mailed(order))
        self.assertIn("the proposal", text.partition("Hello")[0])
        self.assertIn(f"Commercial proposal {order.name}", text)
        self.assertIn("+7 495 000-10-20", text)
        self.assertNotIn("Odoo", text)

    def test_mail_speaks_of_a_choice_where_there_is_one(self):
        self.env.ref("crm_engineering_calc.mail_template_proposal").reset_template()
        order = self.proposed()
        self.compose(order, order.action_quotation_send())
        self.assertIn(
            "you can ask a question and accept", self.text(self.mailed(order))
        )
        order = self.offered()[0]
        self.compose(order, order.action_quotation_send())
        self.assertIn(
            "you can ask a question, choose a variant and accept",
            self.text(self.mailed(order)),
        )

    def test_act_that_is_sent_at_once_has_the_frame(self):
        self.env.company.phone = "+7 495 000-10-20"
        act = self.acted(self.done(self.worked(self.ordered())))
        act.action_send()
        text = self.text(self.mailed(act))
        self.assertIn(f"Read and sign the act Act of completed works {act.name}", text)
        self.assertIn("+7 495 000-10-20", text)
        self.assertNotIn("Odoo", text)

    def test_colleagues_have_the_frame_of_the_host(self):
        contract = self.contract()
        colleague = self.leader.partner_id
        colleague.lang = "en_US"
        self.leader.notification_type = "email"
        words = "Look at it"
        contract.message_post(
            body=words,
            partner_ids=colleague.ids,
            subtype_xmlid="mail.mt_comment",
        )
        text = self.text(self.mailed(contract, colleague))
        self.assertIn("View Agreement", text)
        self.assertNotIn("View the contract", text)

    def send(self, invoice):
        """Send an invoice by the host's dialog; return the text of its mail."""
        wizards = self.quiet["account.move.send.wizard"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizards.create({"sending_methods": ["email"]}).action_send_and_print()
        return self.text(self.mailed(invoice))

    def test_invoice_of_a_deal_has_the_frame(self):
        self.customer.email = "customer@example.com"
        invoice = self.invoiced(self.ordered())
        text = self.send(invoice)
        self.assertIn(f"View the invoice Invoice {invoice.name}", text)
        self.assertNotIn("Odoo", text)

    def test_invoice_of_a_deal_has_a_mail_of_its_own(self):
        self.customer.email = "customer@example.com"
        order = self.ordered(lines=[(self.survey, 3, 100.5)])
        invoice = self.invoiced(order)
        text = self.send(invoice)
        self.assertIn(f"our invoice {invoice.name} for order {order.name}", text)
        self.assertIn("301.50", text)
        self.assertIn(f"“{invoice.payment_reference}”", text)
        self.assertNotIn("Left to be paid", text)
        self.paid(invoice, 100)
        self.assertIn("201.50", self.send(invoice).partition("Left to be paid")[2])
        self.paid(invoice, 201.5)
        text = self.send(invoice)
        self.assertIn("It is paid already", text)
        self.assertNotIn("Please pay", text)

    def test_other_invoices_have_the_mail_of_the_host(self):
        ours = self.env.ref("crm_engineering_calc.mail_template_invoice")
        host = self.env.ref("account.email_template_edi_invoice")
        invoice = self.invoiced(self.ordered()).sudo()
        other = invoice.copy({"invoice_line_ids": False})
        credit = self.reversed(invoice).sudo()
        self.assertEqual(invoice._get_mail_template(), ours)
        self.assertEqual(other._get_mail_template(), host)
        self.assertEqual((invoice | other)._get_mail_template(), host)
        self.assertNotEqual(credit._get_mail_template(), ours)
        ours.unlink()
        self.assertEqual(invoice._get_mail_template(), host)


@tagged("standard", "post_install", "-at_install")
class TestFileOfInvoice(MoneyCase):
    def test_file_is_called_as_its_paper(self):
        invoice = self.invoiced(self.ordered())
        number = invoice.name.replace("/", "-")
        self.assertEqual(
            invoice._get_invoice_report_filename(), f"Invoice {number}.pdf"
        )

    def test_credit_note_is_called_as_the_customer_calls_it(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        credit = self.reversed(self.invoiced(self.ordered()))
        credit.partner_id.sudo().lang = "fr_FR"
        french = credit.with_context(lang="fr_FR").type_name
        number = credit.name.replace("/", "-")
        self.assertEqual(
            credit._get_invoice_report_filename(), f"{french} {number}.pdf"
        )

    def test_draft_says_so(self):
        order = self.ordered()
        draft = order.sudo()._create_invoices()
        self.assertEqual(draft._get_invoice_report_filename(), "Invoice, draft.pdf")

    def test_invoice_of_no_deal_is_called_as_the_host_calls_it(self):
        invoice = self.quiet["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.customer.id}
        )
        self.assertEqual(
            invoice._get_report_base_filename(), invoice._get_move_display_name()
        )
