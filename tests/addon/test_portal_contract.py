"""The customer reads the contracts that were sent to him, and nobody else's."""

from lxml.html import fromstring

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase


@tagged("standard", "post_install", "-at_install")
class TestPortalContract(EngineeringPortalCase):
    def setUp(self):
        super().setUp()
        self.agreement = self.contract()
        self.path = f"/my/agreements/{self.agreement.id}"

    def send(self):
        action = self.agreement.action_send()
        composers = self.agreement.env["mail.compose.message"]
        composers.with_context(**action["context"]).create({}).action_send_mail()

    def page(self, **params):
        return self.url_open(self.path, params=params, allow_redirects=False)

    def count(self):
        counters = {"counters": ["agreement_count"]}
        return self.make_jsonrpc_request("/my/counters", counters)["agreement_count"]

    def test_customer_reads_what_was_sent(self):
        self.log_in(self.buyer)
        self.assertEqual(self.page().status_code, 303)
        self.assertEqual(self.count(), 0)
        self.send()
        self.assertEqual(self.count(), 1)
        self.assertIn(self.path, self.url_open("/my/agreements").text)
        page = self.page()
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"Contract No. {self.agreement.code}", page.text)

    def test_another_customer_sees_nothing(self):
        self.send()
        self.log_in(self.stranger)
        self.assertEqual(self.count(), 0)
        self.assertNotIn(self.path, self.url_open("/my/agreements").text)
        self.assertEqual(self.page().status_code, 303)

    def test_token_opens_its_contract_when_it_is_sent(self):
        token = self.agreement.sudo()._portal_ensure_token()
        self.log_in(None)
        self.assertEqual(self.page(access_token=token).status_code, 303)
        self.send()
        self.assertEqual(self.page(access_token=token).status_code, 200)
        self.assertEqual(self.page(access_token="other").status_code, 303)

    def test_manager_sees_it_before(self):
        self.log_in(self.manager)
        token = self.agreement._portal_ensure_token()
        page = self.page(access_token=token)
        self.assertEqual(page.status_code, 200)
        self.assertIn("You see what", page.text)

    def test_paper_is_downloaded(self):
        self.send()
        self.log_in(self.buyer)
        paper = self.page(report_type="pdf", download="true")
        self.assertIn("Contract%20", paper.headers["Content-Disposition"])

    def test_customer_reads_what_was_sent_until_it_is_sent_again(self):
        self.agreement.engineering_text = "<p>Ten per cent in advance</p>"
        self.send()
        self.assertFalse(self.agreement.engineering_is_changed)
        self.agreement.engineering_text = "<p>All in advance</p>"
        self.assertTrue(self.agreement.engineering_is_changed)
        self.log_in(self.buyer)
        for params in ({}, {"report_type": "html"}):
            page = self.page(**params).text
            self.assertIn("Ten per cent in advance", page)
            self.assertNotIn("All in advance", page)
        self.send()
        self.assertIn("All in advance", self.page().text)
        self.assertFalse(self.agreement.engineering_is_changed)

    def test_customer_reads_all_of_it_as_it_was_sent(self):
        company = self.agreement._get_paper_company().partner_id
        company.sudo().write({"phone": "+1 555 0001"})
        self.agreement.write(
            {"code": "K-SENT", "name": "Windows", "signature_date": "2026-03-04"}
        )
        self.send()
        said = ("K-SENT", "Windows", "03/04/2026", "Lane 1", "+1 555 0001")
        changed = ("K-NEW", "Doors", "05/06/2026", "Lane 2", "+1 555 0002")
        self.assertFalse(self.agreement.engineering_is_changed)
        company.sudo().phone = "+1 555 0002"
        self.agreement.invalidate_recordset(["engineering_is_changed"])
        self.assertTrue(self.agreement.engineering_is_changed)
        self.customer.sudo().street = "Lane 2"
        self.agreement.write(
            {"code": "K-NEW", "name": "Doors", "signature_date": "2026-05-06"}
        )
        self.log_in(self.buyer)
        for params in ({}, {"report_type": "html"}):
            page = self.page(**params).text
            for word in said:
                self.assertIn(word, page)
            for word in changed:
                self.assertNotIn(word, page)
        contracts = self.url_open("/my/agreements").text
        for word in said[:3]:
            self.assertIn(word, contracts)
        for word in changed[:3]:
            self.assertNotIn(word, contracts)
        paper = self.page(report_type="pdf", download="true")
        self.assertIn("K-SENT", paper.headers["Content-Disposition"])
        self.send()
        page = self.page().text
        for word in changed:
            self.assertIn(word, page)

    def test_another_customer_never_reads_what_was_sent_to_the_first(self):
        self.send()
        self.agreement.partner_id = self.stranger.partner_id
        self.assertFalse(self.agreement.engineering_sent_on)
        for user in (self.buyer, self.stranger):
            self.log_in(user)
            self.assertEqual(self.page().status_code, 303)
        self.send()
        self.assertNotIn(self.customer.name, self.page().text)

    def test_address_that_the_first_customer_has_opens_nothing_of_another(self):
        self.send()
        token = self.agreement.sudo()._portal_ensure_token()
        self.agreement.partner_id = self.stranger.partner_id
        self.send()
        self.log_in(None)
        self.assertEqual(self.page(access_token=token).status_code, 303)
        token = self.agreement.sudo().access_token
        self.assertEqual(self.page(access_token=token).status_code, 200)

    def test_signed_copy_is_downloaded(self):
        copy = self.env["ir.attachment"].create(
            {"name": "scan.pdf", "raw": b"%PDF-1.4 signed"}
        )
        self.agreement.sudo().engineering_signed_copy_ids = copy
        self.log_in(self.buyer)
        (link,) = fromstring(self.page().text).xpath("//a[@name='signed_copy']/@href")
        self.log_in(None)
        self.assertEqual(self.url_open(link).content, b"%PDF-1.4 signed")
        self.assertNotEqual(self.url_open(link.split("?")[0]).status_code, 200)
