"""The customer sees and signs what is his, and nothing else."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature


@tagged("standard", "post_install", "-at_install")
class TestPortal(EngineeringPortalCase):
    def setUp(self):
        super().setUp()
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = order.opportunity_id
        self.act = self.acted(self.done(self.worked(order)), {self.survey: 2})

    def page(self, path=""):
        return self.url_open(f"/my/acts/{self.act.id}{path}", allow_redirects=False)

    def sign(self, name="Ivan", signature=None, token=None):
        return self.make_jsonrpc_request(
            f"/my/acts/{self.act.id}/accept",
            {
                "name": name,
                "signature": drawn_signature() if signature is None else signature,
                "access_token": token,
            },
        )

    def test_customer_reads_sent_acts(self):
        self.act.action_send()
        self.log_in(self.buyer)
        self.assertIn(self.act.name, self.url_open("/my/acts").text)
        page = self.page()
        self.assertEqual(page.status_code, 200)
        for part in (self.act.name, "Survey", "200.00"):
            self.assertIn(part, page.text)

    def test_customer_sees_no_draft_and_no_cancelled_act(self):
        self.log_in(self.buyer)
        for state in ("draft", "cancelled"):
            with self.subTest(state):
                if state == "cancelled":
                    self.act.action_hand_over()
                    self.act.action_cancel()
                path = f"/my/acts/{self.act.id}"
                self.assertNotIn(path, self.url_open("/my/acts").text)
                self.assertEqual(self.page().status_code, 303)

    def test_token_opens_no_draft(self):
        token = self.act.sudo()._portal_ensure_token()
        self.log_in(None)
        self.assertEqual(self.page(f"?access_token={token}").status_code, 303)
        self.assertTrue(self.sign(token=token).get("error"))
        self.assertEqual(self.act.state, "draft")

    def test_another_customer_sees_nothing(self):
        self.act.action_send()
        self.log_in(self.stranger)
        self.assertNotIn(self.act.name, self.url_open("/my/acts").text)
        self.assertEqual(self.page().status_code, 303)
        self.assertEqual(self.page("?report_type=pdf").status_code, 303)
        self.assertTrue(self.sign().get("error"))
        self.act.invalidate_recordset()
        self.assertEqual(self.act.state, "sent")

    def test_token_opens_its_act_without_login(self):
        self.act.action_send()
        self.log_in(None)
        self.assertEqual(self.page().status_code, 303)
        self.assertEqual(self.page("?access_token=wrong").status_code, 303)
        page = self.page(f"?access_token={self.act.access_token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.act.name, page.text)
        other = self.acted(self.lead.engineering_work_ids)
        other.action_send()
        self.act, token = other, self.act.access_token
        self.assertEqual(self.page(f"?access_token={token}").status_code, 303)

    def test_paper_is_downloaded(self):
        self.act.action_send()
        self.log_in(None)
        paper = self.page(f"?access_token={self.act.access_token}&report_type=pdf")
        self.assertEqual(paper.status_code, 200)
        self.assertEqual(paper.headers["Content-Type"], "application/pdf")

    def test_customer_signs_once(self):
        self.act.action_send()
        self.log_in(self.buyer)
        self.assertTrue(self.sign("Ivan").get("force_refresh"))
        self.act.invalidate_recordset()
        self.assertEqual(self.act.state, "signed")
        self.assertEqual(self.act.signed_by, "Ivan")
        self.assertTrue(self.act.signature)
        self.assertTrue(self.act.signed_on)
        self.assertIn("is signed by Ivan", " ".join(self.feed(self.lead)))
        refusal = self.sign("Pyotr")["error"]
        signed_on = self.act._get_signed_on_text()
        self.assertIn(f"was already signed on {signed_on} by Ivan", refusal)
        self.assertNotIn("possible", refusal)
        self.act.invalidate_recordset()
        self.assertEqual(self.act.signed_by, "Ivan")

    def test_cancelled_act_is_not_signed(self):
        self.act.action_send()
        self.act.action_cancel()
        self.log_in(None)
        answer = self.sign(token=self.act.access_token)
        self.assertEqual(answer["error"], "This act was cancelled.")

    def test_nobody_of_the_company_signs_for_the_customer(self):
        self.act.action_send()
        token = self.act.access_token
        people = (self.administrator, self.engineer, self.employee, self.manager)
        for user in people:
            self.log_in(user)
            for given in (None, token):
                self.assertIn("error", self.sign(token=given))
                self.assertEqual(self.act.state, "sent")
        self.assertIn("Only the customer", self.page().text)

    def test_page_has_the_logo_of_the_acts_company(self):
        self.act.action_send()
        self.log_in(self.buyer)
        logo = f"/logo.png?company={self.act.company_id.id}"
        self.assertIn(logo, self.page().text)

    def test_token_signs(self):
        self.act.action_send()
        self.log_in(None)
        self.assertTrue(self.sign(token="wrong").get("error"))
        self.assertTrue(self.sign(token=self.act.access_token).get("force_refresh"))
        self.act.invalidate_recordset()
        self.assertEqual(self.act.state, "signed")

    def test_unreadable_signature_changes_nothing(self):
        self.act.action_send()
        self.log_in(self.buyer)
        for name, signature in (("", None), ("Ivan", ""), ("Ivan", "no base64")):
            with self.subTest(name=name, signature=signature):
                self.assertTrue(self.sign(name, signature).get("error"))
                self.act.invalidate_recordset()
                self.assertEqual(self.act.state, "sent")
                self.assertFalse(self.act.signed_by)

    def test_last_signature_closes_the_deal(self):
        other = self.signed(self.acted(self.lead.engineering_work_ids))
        self.assertEqual(other.state, "signed")
        self.act.action_send()
        self.log_in(self.buyer)
        self.sign()
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.engineering_state, "closed")

    def test_customer_reads_the_proposal_by_the_hosts_portal(self):
        order = self.proposed(lines=[(self.survey, 3, 100.0)])
        order.action_quotation_sent()
        order._portal_ensure_token()
        self.log_in(self.buyer)
        page = self.url_open(order.get_portal_url())
        self.assertIn("Survey", page.text)
        self.assertIn("300.00", page.text)

    def test_home_counts_the_acts(self):
        self.act.action_send()
        self.log_in(self.buyer)
        counters = {"counters": ["act_count"]}
        self.assertEqual(
            self.make_jsonrpc_request("/my/counters", counters)["act_count"], 1
        )
        self.log_in(self.stranger)
        self.assertEqual(
            self.make_jsonrpc_request("/my/counters", counters)["act_count"], 0
        )
