"""The invoice for payment, as accountants and banks in Russia know it."""

import base64
import io

import zxingcpp
from lxml import html
from PIL import Image

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_ru.tests.common import (
    ACCOUNT,
    BIK,
    CORRESPONDENT,
    CUSTOMER_INN,
    INN,
    KPP,
    LANG,
    RussianCase,
)

OF_HOST = "account.account_invoices"
OWN = "crm_engineering_calc_ru.invoice_for_payment_report"


@tagged("standard", "post_install", "-at_install")
class TestRussianInvoice(RussianCase):
    def of_deal(self):
        return self.invoiced(self.ordered(lines=[(self.survey, 3, 100.5)]))

    def of_nobody(self, *lines, **values):
        """Return a posted invoice that no deal knows of."""
        move = self.quiet["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-11-26",
                "invoice_line_ids": [
                    Command.create({"quantity": 1, "tax_ids": False, **line})
                    for line in lines
                ],
                **values,
            }
        )
        move.action_post()
        return self.as_(self.accountant, move)

    def read_code(self, paper):
        (uri,) = paper.xpath("//td[@name='td_payment_code']/img/@src")
        image = Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2])))
        (code,) = zxingcpp.read_barcodes(image.convert("L"))
        header, *parts = code.text.split("|")
        self.assertEqual(header, "ST00012")
        return dict(part.split("=", 1) for part in parts)

    # === FORM ===

    def test_host_prints_the_invoice_of_a_deal_in_the_form(self):
        invoice = self.of_deal()
        paper = self.paper(OF_HOST, invoice)
        (title,) = paper.xpath("//h2[@name='title']/text()")
        self.assertRegex(
            title, rf"Счёт на оплату № {invoice.name} от \d+ [а-я]+ 20\d\d г\."
        )
        self.assertEqual(self.cells(paper, "td_bik"), [BIK])
        self.assertEqual(self.cells(paper, "td_correspondent"), [CORRESPONDENT])
        self.assertEqual(self.cells(paper, "td_account"), [ACCOUNT])
        self.assertEqual(
            self.cells(paper, "td_bank"),
            ["АО «Пример Банк», г. Москва Банк получателя"],
        )
        (supplier,) = self.cells(paper, "td_party_company")
        self.assertIn(f"ООО «Кровля», ИНН {INN}, КПП {KPP}", supplier)
        (payer,) = self.cells(paper, "td_party_customer")
        self.assertIn(f"Customer, ИНН {CUSTOMER_INN}", payer)
        self.assertEqual(self.cells(paper, "td_unit"), ["шт"])
        (words,) = paper.xpath("//p[@name='in_words']")
        text = " ".join(words.text_content().split())
        self.assertIn("Всего наименований 1, на сумму 301,50", text)
        self.assertIn("без НДС Триста один рубль 50 копеек", text)

    def test_file_is_called_as_the_paper(self):
        invoice = self.of_deal()
        name = invoice._get_invoice_report_filename()
        self.assertRegex(name, r"^Счёт на оплату № \S+ от .+ г\.pdf$")

    def test_host_keeps_its_own_form_for_others(self):
        other = self.of_nobody({"name": "Survey", "price_unit": 10})
        self.assertFalse(self.paper(OF_HOST, other).xpath("//table[@name='bank']"))
        self.assertTrue(self.paper(OWN, other).xpath("//table[@name='bank']"))
        self.customer.lang = "en_US"
        self.assertFalse(
            self.paper(OF_HOST, self.of_deal()).xpath("//table[@name='bank']")
        )

    def test_form_goes_by_language_and_company_and_is_never_mixed(self):
        self.env["res.lang"]._activate_lang("en_US")
        invoice = self.of_deal()
        self.customer.lang = "en_US"
        for report in (OF_HOST, OWN):
            paper = self.paper(report, invoice)
            self.assertFalse(paper.xpath("//table[@name='bank']"))
            text = paper.text_content()
            self.assertIn(f"Invoice {invoice.name}", text)
            self.assertIn("Total in words", text)
            for word in ("Всего", "Оплата", "Поставщик", "НДС"):
                self.assertNotIn(word, text)
        self.customer.lang = LANG
        self.company.country_id = self.env.ref("base.fr")
        paper = self.paper(OF_HOST, invoice)
        self.assertFalse(paper.xpath("//table[@name='bank']"))

    def test_dialog_offers_the_form_by_its_own_name_alone(self):
        own = self.env.ref(OWN)
        wizards = self.quiet["account.move.send.wizard"]
        wizards = wizards.with_context(active_model="account.move")
        wizard = wizards.with_context(active_ids=self.of_deal().ids).create({})
        self.assertEqual(wizard.pdf_report_id, own)
        self.assertFalse(wizard.display_pdf_report_id)
        other = self.of_nobody({"name": "Survey", "price_unit": 10})
        wizard = wizards.with_context(active_ids=other.ids).create({})
        self.assertEqual(wizard.pdf_report_id, self.env.ref(OF_HOST))
        self.assertTrue(wizard.display_pdf_report_id)

    def test_says_until_when_and_what_is_paid(self):
        invoice = self.of_deal()
        paper = self.paper(OF_HOST, invoice)
        self.assertIn("Оплатить до", paper.text_content())
        self.paid(invoice, 100)
        paper = self.paper(OF_HOST, invoice)
        self.assertEqual(self.cells(paper, "td_left"), ["201,50 руб"])

    def test_cancelled_says_so_and_asks_for_no_money(self):
        invoice = self.of_deal()
        invoice.sudo().button_cancel()
        paper = self.paper(OWN, invoice)
        self.assertIn("(аннулирован)", paper.text_content())
        self.assertFalse(paper.xpath("//td[@name='td_payment_code']"))

    def test_discount_is_in_the_price(self):
        invoice = self.of_nobody(
            {"name": "Монтаж", "quantity": 2, "price_unit": 100, "discount": 10}
        )
        paper = self.paper(OWN, invoice)
        self.assertEqual(self.cells(paper, "td_price"), ["90,00"])
        self.assertEqual(self.cells(paper, "td_amount"), ["180,00 руб"])

    def test_portal_gives_the_form(self):
        invoice = self.of_deal()
        url = invoice.get_portal_url(report_type="pdf", download=True)
        self.assertIn(f"/my/invoices/{invoice.id}", url)
        proforma = (
            self.quiet["account.move"].browse(invoice.id)._get_invoice_pdf_proforma()
        )
        self.assertIn("Счёт на оплату", proforma["content"].decode())

    # === TAXES ===

    def test_two_taxes_beside_the_prices(self):
        invoice = self.of_nobody(
            {"name": "Монтаж", "price_unit": 1000, "tax_ids": self.tax(20).ids},
            {"name": "Материалы", "price_unit": 100, "tax_ids": self.tax(10).ids},
        )
        self.assertEqual(
            self.totals(self.paper(OWN, invoice)),
            {
                "Итого": "1 100,00 руб",
                "НДС 20%": "200,00 руб",
                "НДС 10%": "10,00 руб",
                "Всего к оплате": "1 310,00 руб",
            },
        )

    def test_tax_in_the_prices(self):
        tax = self.tax(20, price_include_override="tax_included")
        invoice = self.of_nobody(
            {"name": "Монтаж", "quantity": 2, "price_unit": 600, "tax_ids": tax.ids}
        )
        paper = self.paper(OWN, invoice)
        self.assertEqual(self.cells(paper, "td_amount"), ["1 200,00 руб"])
        self.assertEqual(
            self.totals(paper),
            {
                "Итого": "1 200,00 руб",
                "В том числе НДС 20%": "200,00 руб",
                "Всего к оплате": "1 200,00 руб",
            },
        )

    def test_headings_and_long_names(self):
        name = "Монтаж оконного блока из профиля " * 12
        invoice = self.of_nobody(
            {"display_type": "line_section", "name": "Работы", "quantity": 0},
            *({"name": f"{name} {number}", "price_unit": 1} for number in range(40)),
        )
        paper = self.paper(OWN, invoice)
        self.assertEqual(self.cells(paper, "td_section_name"), ["Работы"])
        self.assertEqual(self.cells(paper, "td_number")[-1], "40")

    def test_hidden_sections_have_their_sums_and_nothing_more(self):
        bare, priced = {"collapse_prices": True}, {"collapse_composition": True}
        section = {"display_type": "line_section", "quantity": 0}
        invoice = self.of_nobody(
            {**section, **bare, "name": "Работы"},
            {"name": "Монтаж", "quantity": 2, "price_unit": 300},
            {"name": "Замер", "price_unit": 70},
            {**section, **priced, "name": "Материалы"},
            {"name": "Профиль", "price_unit": 50},
            {"name": "Стекло", "price_unit": 30},
        )
        paper = self.paper(OWN, invoice)
        self.assertEqual(self.cells(paper, "td_section_name"), ["Работы", "Материалы"])
        self.assertEqual(
            self.cells(paper, "td_section_amount"), ["670,00 руб", "80,00 руб"]
        )
        self.assertEqual(self.cells(paper, "td_name"), ["Монтаж", "Замер"])
        self.assertEqual(self.cells(paper, "td_amount"), ["", ""])
        self.assertEqual(self.cells(paper, "td_price"), ["", ""])
        (words,) = paper.xpath("//p[@name='in_words']")
        self.assertIn("Всего наименований 2", words.text_content())

    # === PAYMENT CODE ===

    def test_code_is_read_as_the_invoice_is(self):
        self.survey.taxes_id = self.tax(20)
        invoice = self.of_deal()
        code = self.read_code(self.paper(OF_HOST, invoice))
        date = invoice.invoice_date.strftime("%d.%m.%Y")
        self.assertEqual(
            code,
            {
                "Name": "ООО «Кровля»",
                "PersonalAcc": ACCOUNT,
                "BankName": "АО «Пример Банк», г. Москва",
                "BIC": BIK,
                "CorrespAcc": CORRESPONDENT,
                "Sum": "36180",
                "Purpose": f"Оплата по счёту № {invoice.name} от {date}, в т.ч. НДС 20%"
                " 60,30 руб",
                "PayeeINN": INN,
                "KPP": KPP,
            },
        )

    def test_code_asks_for_what_is_left(self):
        invoice = self.of_deal()
        self.paid(invoice, 300)
        code = self.read_code(self.paper(OWN, invoice))
        self.assertEqual(code["Sum"], "150")
        self.assertNotIn("НДС", code["Purpose"])
        self.paid(invoice, 1.5)
        self.assertFalse(
            self.paper(OWN, invoice).xpath("//td[@name='td_payment_code']")
        )

    def test_draft_says_so_and_asks_for_no_money(self):
        order = self.ordered(lines=[(self.survey, 3, 100.5)])
        invoice = order.sudo()._create_invoices()
        paper = self.paper(OWN, self.as_(self.accountant, invoice))
        self.assertIn("Счёт на оплату (черновик) от ", paper.text_content())
        self.assertFalse(paper.xpath("//td[@name='td_payment_code']"))

    def test_no_code_without_a_bank_that_reads_it(self):
        invoice = self.of_deal()
        for spoil in (
            lambda: self.bank.write({"bic": "SABRRUMM"}),
            lambda: self.account.write({"bank_id": False}),
            lambda: self.company.partner_id.bank_ids.action_archive(),
        ):
            spoil()
            paper = self.paper(OWN, invoice)
            self.assertFalse(paper.xpath("//td[@name='td_payment_code']"))

    def test_foreign_currency_has_no_code(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        invoice = self.of_nobody(
            {"name": "Монтаж", "price_unit": 121}, currency_id=euro.id
        )
        paper = self.paper(OWN, invoice)
        self.assertFalse(paper.xpath("//td[@name='td_payment_code']"))
        self.assertIn("Сто двадцать один евро 00 центов", paper.text_content())

    def test_host_offers_the_code_too(self):
        self.company.qr_code = True
        invoice = self.of_nobody({"name": "Монтаж", "price_unit": 121})
        self.assertIn("data:image/png", str(invoice.sudo()._generate_qr_code()))
        self.assertEqual(invoice.qr_code_method, "ru_qr")

    # === MAIL ===

    def compose(self, invoice):
        """Return the host's dialog that sends an invoice, and sends it."""
        wizard = (
            self.quiet["account.move.send.wizard"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"sending_methods": ["email"]})
        )
        subject = wizard.subject
        wizard.action_send_and_print()
        return subject

    def mailed(self, invoice):
        mail = self.env["mail.mail"].search(
            [("model", "=", "account.move"), ("res_id", "=", invoice.id)], limit=1
        )
        page = html.fromstring(mail.body_html)
        return " ".join(page.text_content().split())

    def test_mail_calls_it_what_it_is(self):
        self.customer.email = "customer@example.com"
        template = self.env.ref("crm_engineering_calc_ru.mail_template_invoice")
        template.with_context(lang=LANG).subject = "Счёт на оплату {{ object.name }}"
        invoice = self.of_deal()
        self.assertEqual(self.compose(invoice), f"Счёт на оплату {invoice.name}")
        text = self.mailed(invoice)
        self.assertIn(invoice._get_paper_title(), text)
        self.assertIn(f"Оплата по счёту № {invoice.name} от", text)
        self.assertNotIn("фактура", text)
        self.assertNotIn("Odoo", text)
        (file,) = invoice.sudo().message_ids.attachment_ids.mapped("name")
        self.assertRegex(file, r"^Счёт на оплату № \S+ от .+ г\.pdf$")

    def test_mail_says_what_is_left_to_be_paid(self):
        self.customer.email = "customer@example.com"
        invoice = self.of_deal()
        self.paid(invoice, 100)
        self.compose(invoice)
        self.assertIn(": 201,50 руб", self.mailed(invoice))
        self.paid(invoice, 201.5)
        self.compose(invoice)
        self.assertNotIn("Оплата по счёту", self.mailed(invoice))

    def test_others_are_mailed_as_the_host_does(self):
        other = self.of_nobody({"name": "Survey", "price_unit": 10})
        host = self.env.ref("account.email_template_edi_invoice")
        self.assertEqual(other._get_mail_template(), host)
        both = other.sudo() | self.of_deal().sudo()
        self.assertEqual(both._get_mail_template(), host)
        own = self.env.ref("crm_engineering_calc_ru.mail_template_invoice")
        self.assertEqual(self.of_deal()._get_mail_template(), own)
        own.unlink()
        self.assertEqual(self.of_deal()._get_mail_template(), host)
