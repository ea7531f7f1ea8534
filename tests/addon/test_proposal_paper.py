"""The paper of a proposal: what the customer reads, in whatever the host prints it."""

import json
import subprocess
from unittest.mock import patch
from urllib.parse import quote, urlencode

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.choice import ChoiceFlow
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

REPORT = "sale.action_report_saleorder"


class PaperCase(ChoiceFlow, EngineeringCase):
    def read(self, order, user=None):
        """Return the paper as a tree, printed by a user."""
        return self.paper(REPORT, self.as_(user or self.manager, order))

    def text(self, order, user=None):
        return " ".join(self.read(order, user).text_content().split())

    def priced(self, *lines):
        """Return the proposal of a variant with these lines, of 10.00 each."""
        return self.proposed(
            lines=[
                {"product_id": self.montage.id, "name": line, "base_price": 10.0}
                if isinstance(line, str)
                else line
                for line in lines
            ]
        )


@tagged("standard", "post_install", "-at_install")
class TestProposalPaper(PaperCase):
    def test_host_prints_it_and_its_own_for_other_orders(self):
        plain = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id}
        )
        self.assertFalse(self.read(plain).xpath("//*[@data-page-ratio]"))
        self.assertIn("Quotation #", self.text(plain))
        order = self.proposed()
        self.assertTrue(self.read(order).xpath("//*[@data-page-ratio]"))
        self.assertIn(f"Commercial proposal {order.name}", self.text(order))

    def test_says_who_offers_what_to_whom_where_and_until_when(self):
        company = self.env.company.partner_id
        company.write({"phone": "+1 555 0100", "vat": "US-1", "street": "Sky 7"})
        bank = self.env["res.bank"].create({"name": "Roof Bank", "bic": "ROOFUS33"})
        self.env["res.partner.bank"].create(
            {"acc_number": "0042", "bank_id": bank.id, "partner_id": company.id}
        )
        order = self.proposed()
        order.validity_date = "2030-01-31"
        text = self.text(order)
        for part in (
            *("+1 555 0100", "US-1", "Sky 7", "0042, Roof Bank, ROOFUS33"),
            *("Customer", "Lane 1", "New roof", "Valid until: 01/31/2030"),
            *("Survey", "Montage", "1,100.00", "One thousand"),
            *("The Contractor", "The Customer", "Manager"),
        ):
            with self.subTest(part):
                self.assertIn(part, text)
        self.assertNotIn("Connect your software", text)

    def test_accountant_and_customer_print_it(self):
        accountant = self.user("accountant", "account.group_account_invoice")
        order = self.proposed()
        for user in (accountant, self.administrator, self.leader):
            with self.subTest(user.name):
                orders = self.as_(user, order)
                if orders.has_access("read"):
                    self.assertIn("Montage", self.text(order, user))
        public = self.as_(self.env.ref("base.public_user"), order).sudo()
        self.assertIn("Montage", self.paper(REPORT, public).text_content())

    def test_sections_have_subtotals_and_services_numbers(self):
        order = self.priced(
            {"display_type": "line_section", "name": "Roof"},
            "Tiles",
            {"display_type": "line_subsection", "name": "Ridge"},
            *("Foil", "Cap"),
            {"display_type": "line_section", "name": "Yard"},
            "Fence",
        )
        page = self.read(order)
        self.assertEqual(self.cells(page, "td_section_name"), ["Roof", "Yard"])
        self.assertEqual(self.cells(page, "td_section_amount"), ["$ 30.00", "$ 10.00"])
        self.assertEqual(self.cells(page, "td_subsection_amount"), ["$ 20.00"])
        self.assertEqual(self.cells(page, "td_number"), ["1", "2", "3", "4"])

    def test_hidden_is_not_in_the_paper(self):
        order = self.priced(
            {
                "display_type": "line_section",
                "name": "Secret",
                "collapse_composition": True,
            },
            "Bribes",
            {
                "display_type": "line_section",
                "name": "Lump",
                "collapse_prices": True,
            },
            {"display_type": "line_subsection", "name": "Part"},
            "Paint",
            {"display_type": "line_section", "name": "Open"},
            *("Nails", "Screws", "Glue"),
        )
        page = self.read(order)
        self.assertNotIn("Bribes", page.text_content())
        amounts = ["$ 10.00", "$ 10.00", "$ 30.00"]
        self.assertEqual(self.cells(page, "td_section_amount"), amounts)
        self.assertEqual(self.cells(page, "td_subsection_amount"), [])
        self.assertEqual(self.cells(page, "td_name")[0], "Paint")
        self.assertEqual(self.cells(page, "td_price"), ["", "10.00", "10.00", "10.00"])
        self.assertEqual(self.cells(page, "td_amount")[0], "")

    def test_variants_are_compared_while_there_is_a_choice(self):
        order, _tin, slate = self.offered()
        page = self.read(order)
        self.assertIn("are of Tin (recommended)", self.text(order))
        heads = self.cells(page, "th_variant")
        self.assertEqual(heads, ["Tin We recommend ✓ Chosen", "Slate"])
        cells = page.xpath("//table[@name='choice']//td[@name='td_cell']")
        marked = ["o_paper_differs" in cell.get("class") for cell in cells]
        self.assertEqual(marked, [False, True])
        totals = self.cells(page, "td_variant_total")
        self.assertIn("$ 200.00", totals[0])
        self.assertIn("+$ 400.00 to the recommended", totals[1])
        order._choose_variants(self.as_(self.manager, slate))
        self.assertIn("are of Slate", self.text(order))
        order.action_confirm()
        self.assertFalse(self.read(order).xpath("//table[@name='choice']"))
        self.assertIn(f"Order {order.name}", self.text(order))

    def test_taxes_that_prices_include_are_in_the_amounts(self):
        included, above = self.env["account.tax"].create(
            [
                {"name": kind, "amount": 20, "price_include_override": kind}
                for kind in ("tax_included", "tax_excluded")
            ]
        )
        self.montage.taxes_id = included
        order = self.priced("Tiles")
        page = self.read(order)
        self.assertEqual(self.cells(page, "td_amount"), ["$ 10.00"])
        self.assertEqual(self.cells(page, "th_amount"), ["Amount, taxes included"])
        self.assertFalse(self.cells(page, "th_taxes"))
        self.survey.taxes_id = above
        order = self.proposed(lines=[(self.survey, 1, 10.0), (self.montage, 1, 12.0)])
        page = self.read(order)
        self.assertEqual(self.cells(page, "td_amount"), ["$ 10.00", "$ 10.00"])
        self.assertEqual(self.cells(page, "th_amount"), ["Amount"])
        self.assertTrue(self.cells(page, "td_taxes"))

    def test_pictures_are_shown_where_the_direction_wants_them(self):
        self.survey.image_1920 = self.env.company.logo
        order = self.proposed()
        self.assertFalse(self.cells(self.read(order), "td_picture"))
        self.direction.proposal_pictures = True
        pictures = self.read(order).xpath("//td[@name='td_picture']//img")
        self.assertEqual([one.get("alt") for one in pictures], ["Survey"])

    def test_fonts_of_a_file_are_those_of_the_server_unless_chosen(self):
        order = self.proposed()
        for font, own in (("Lato", False), ("Montserrat", True)):
            self.env.company.font = font
            fonts = order._get_paper_print_font()
            self.assertTrue(fonts.startswith(f"'Printed {font}', "))
            self.assertEqual(f" {font}," in fonts, own)

    def test_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        order = self.proposed()
        self.assertEqual(order._get_paper_lang(), "fr_FR")
        self.assertIn("1 100,00", self.text(order).replace("\u202f", " "))
        self.assertIn("Mille cent", self.text(order))


@tagged("standard", "post_install", "-at_install")
class TestFile(PaperCase):
    def test_pages_are_of_papers_for_papers_alone(self):
        form = self.env.ref("crm_engineering_calc.paperformat_paper")
        plain = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id}
        )
        reports = type(self.env["ir.actions.report"])
        build = reports._build_wkhtmltopdf_args
        formats = []

        def note(reports, paperformat, *args, **kwargs):
            formats.append(paperformat)
            return build(reports, paperformat, *args, **kwargs)

        with patch.object(reports, "_build_wkhtmltopdf_args", note):
            self.pdf(REPORT, plain)
            self.pdf(REPORT, self.proposed())
        self.assertNotEqual(formats[0], form)
        self.assertEqual(formats[1], form)

    def test_file_is_named_after_the_paper(self):
        order = self.proposed()
        self.assertEqual(
            order._get_report_base_filename(), f"Commercial proposal {order.name}"
        )
        order.name = "A/1: <2>"
        self.assertEqual(order._get_paper_file_name(), "Commercial proposal A-1- -2")
        proforma = order.with_context(proforma=True)
        self.assertIn("Pro-forma invoice", proforma._get_paper_title())

    def test_signatory_signs_for_his_company(self):
        company = self.env.company.partner_id
        head = self.env["res.partner"].create(
            {"name": "Ann Head", "function": "Director", "parent_id": company.id}
        )
        order = self.proposed()
        ours, theirs = order._get_paper_signatures()
        self.assertEqual(ours["signatory"], "Manager")
        self.assertEqual(theirs["signatory"], "Customer")
        company.write(
            {
                "engineering_signatory_id": head.id,
                "engineering_signatory_basis": "the Charter",
            }
        )
        text = self.text(order)
        for part in ("Ann Head", "Director", "on the basis of the Charter"):
            self.assertIn(part, text)


@tagged("standard", "post_install", "-at_install")
class TestPages(PaperCase, HttpCase):
    def test_printed_file_is_named_after_its_paper(self):
        order = self.proposed()
        plain = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id}
        )
        self.authenticate(self.manager.login, self.manager.login)
        for printed, report, name in (
            (order, "report_saleorder", f"Commercial proposal {order.name}"),
            (order, "report_saleorder_pro_forma", f"Pro-forma invoice {order.name}"),
            (plain, "report_saleorder", f"Quotation - {plain.name}"),
        ):
            url = f"/report/pdf/sale.{report}/{printed.id}"
            data = urlencode({"data": json.dumps([url, "qweb-pdf"])})
            answer = self.url_open(f"/report/download?{data}")
            self.assertIn(quote(name), answer.headers["Content-Disposition"])

    def read_file(self, order, *command):
        """Return what a program for PDFs tells of the printed paper."""
        printed = subprocess.run(
            [*command], input=self.pdf(REPORT, order), capture_output=True, check=True
        )
        return printed.stdout.decode()

    def test_pages_repeat_the_head_and_are_numbered(self):
        order = self.proposed(lines=[(self.survey, 1, 100.0)] * 90)
        printed = self.read_file(order, "pdftotext", "-layout", "-", "-")
        texts = printed.rstrip("\f").split("\f")
        self.assertGreater(len(texts), 2)
        for number, text in enumerate(texts[:-1], 1):
            self.assertIn("Works and services", text)
            self.assertIn(f"Page {number} of {len(texts)}", text)

    def test_nobody_signs_a_page_that_says_nothing_else(self):
        for lines in (22, 25, 28, 31):
            order = self.proposed(lines=[(self.survey, 1, 100.0)] * lines)
            printed = self.read_file(order, "pdftotext", "-layout", "-", "-")
            last = printed.rstrip("\f").split("\f")[-1]
            self.assertIn("(signature, seal)", last)
            for text in ("Total in words", "100.00", self.survey.name):
                self.assertIn(text, last)

    def test_window_of_the_file_is_called_as_the_paper(self):
        order = self.proposed()
        title = f"Commercial proposal {order.name}"
        self.assertRegex(self.read_file(order, "pdfinfo", "-"), rf"Title: +{title}\n")
        plain = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id}
        )
        self.assertNotIn("Title", self.read_file(plain, "pdfinfo", "-"))

    def test_customer_reads_and_keeps_the_file_by_its_name(self):
        order = self.proposed()
        order.action_quotation_sent()
        name = quote(f"Commercial proposal {order.name}.pdf")
        for kind, download in (("inline", None), ("attachment", True)):
            answer = self.url_open(
                order.get_portal_url(report_type="pdf", download=download)
            )
            header = answer.headers["Content-Disposition"]
            self.assertTrue(header.startswith(kind))
            self.assertIn(name, header)


@tagged("standard", "post_install", "-at_install")
class TestChangedOrder(PaperCase):
    def test_discount_has_a_column_where_there_is_one(self):
        order = self.proposed()
        self.assertFalse(self.cells(self.read(order), "th_discount"))
        order.sudo().order_line[0].write({"discount": 10})
        self.assertEqual(self.cells(self.read(order), "td_discount")[0], "10")

    def test_down_payments_are_no_services(self):
        order = self.ordered()
        before = len(self.cells(self.read(order), "td_name"))
        order.sudo().order_line = [
            Command.create(
                {"name": "Down payment", "is_downpayment": True, "price_unit": 5}
            )
        ]
        self.assertEqual(len(self.cells(self.read(order), "td_name")), before)
