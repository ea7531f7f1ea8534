"""The customer sees and signs what is his, and nothing else."""

from datetime import date

from freezegun import freeze_time
from lxml.html import fromstring

from odoo.http import Request
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

    def test_customer_sees_that_what_he_signed_was_cancelled(self):
        self.signed(self.act)
        director = self.user("director", "sales_team.group_sale_manager")
        self.wizard(
            "engineering.act.annul", self.as_(director, self.act), reason="Twice"
        ).action_confirm()
        self.log_in(self.buyer)
        listed = self.url_open("/my/acts").text
        self.assertIn(f"/my/acts/{self.act.id}", listed)
        self.assertIn(">Cancelled</span>", listed)
        self.assertNotIn("Waiting for signature", listed)
        page = self.page().text
        self.assertIn("This act was cancelled.", page)
        self.assertNotIn("modalaccept", page)
        self.assertNotIn("Twice", page)
        self.assertTrue(self.sign().get("error"))
        self.log_in(self.stranger)
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

    def test_browser_names_the_paper(self):
        order = self.proposed()
        order.action_quotation_sent()
        self.act.action_send()
        self.log_in(self.buyer)
        company = self.env.company.name
        for paper, title in (
            (order, f"Commercial proposal {order.name}"),
            (self.act, self.act._get_paper_title()),
        ):
            page = fromstring(self.url_open(paper.get_portal_url()).text)
            self.assertEqual(page.findtext(".//title"), f"{title} | {company}")

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


@tagged("standard", "post_install", "-at_install")
class TestRefusedAct(EngineeringPortalCase):
    """A customer who does not accept the works says why, instead of a signature."""

    def setUp(self):
        super().setUp()
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = order.opportunity_id
        self.act = self.acted(self.done(self.worked(order)), {self.survey: 2})
        self.act.action_send()

    def refuse(self, reason="It leaks", token=None, csrf=True):
        values = {"reason": reason}
        if csrf:
            values["csrf_token"] = Request.csrf_token(self)
        url = f"/my/acts/{self.act.id}/refuse"
        if token:
            url += f"?access_token={token}"
        answer = self.url_open(url, data=values, allow_redirects=False)
        self.act.invalidate_recordset()
        return answer

    def text(self):
        return self.url_open(f"/my/acts/{self.act.id}").text

    def assertNotRefused(self):
        act = self.act.sudo()
        self.assertFalse(act.refusal_reason or act.refused_by_id or act.refused_on)
        self.assertFalse(act.is_refused)

    def test_customer_refuses_with_a_reason(self):
        self.log_in(self.buyer)
        self.assertIn("modalrefuse", self.text())
        self.assertEqual(self.refuse("It leaks\nin the kitchen").status_code, 303)
        self.assertEqual(self.act.state, "sent")
        self.assertTrue(self.act.is_refused)
        self.assertEqual(self.act.refusal_reason, "It leaks\nin the kitchen")
        self.assertEqual(self.act.refused_by_id, self.buyer.partner_id)
        page = self.text()
        self.assertIn("in the kitchen", page)
        self.assertNotIn("modalrefuse", page)
        self.assertIn("modalaccept", page)
        self.assertIn("Refused", self.url_open("/my/acts").text)

    def test_manager_is_told_and_asked(self):
        self.log_in(self.buyer)
        self.refuse()
        message = self.act.message_ids.sorted("id")[-1]
        self.assertEqual(message.author_id, self.buyer.partner_id)
        self.assertIn("It leaks", message.body)
        activity = self.act.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("It leaks", activity.note)
        self.assertTrue(any("It leaks" in text for text in self.feed(self.lead)))
        item = self.lead._prepare_acts_summary_item(self.act)
        self.assertEqual(item["waits"], [(None, "settle the refusal of the act")])

    def test_manager_is_asked_by_his_own_clock(self):
        self.manager.sudo().tz = "Europe/Moscow"
        public = self.env.ref("base.public_user")
        with freeze_time("2026-03-02 22:30:00"):
            act = self.act.with_user(public).sudo()
            act._refuse("It leaks", act.partner_id)
        self.assertEqual(self.act.activity_ids.date_deadline, date(2026, 3, 3))

    def test_page_thanks_for_no_signature_that_was_not_given(self):
        self.log_in(self.buyer)
        url = f"/my/acts/{self.act.id}?message=sign_ok"
        self.assertNotIn("Thank you", self.url_open(url).text)

    def test_token_refuses(self):
        self.log_in(None)
        self.refuse(token=self.act.access_token)
        self.assertEqual(self.act.refused_by_id, self.act.partner_id)

    def test_only_the_customer_refuses(self):
        token = self.act.access_token
        self.log_in(None)
        self.refuse()
        self.refuse(token="guess")
        self.log_in(self.stranger)
        self.refuse()
        for user in (self.manager, self.engineer, self.administrator):
            self.log_in(user)
            self.refuse()
            self.refuse(token=token)
        self.assertNotRefused()

    def test_form_of_another_site_refuses_nothing(self):
        self.log_in(self.buyer)
        self.assertEqual(self.refuse(csrf=False).status_code, 400)
        self.assertNotRefused()

    def test_no_reason_is_refused(self):
        self.log_in(self.buyer)
        for reason in ("", "  \n", "\0"):
            self.refuse(reason)
            self.assertNotRefused()
            self.assertIn("in a few words why", self.text())
        self.assertNotIn("in a few words why", self.text())

    def test_second_click_refuses_once(self):
        self.log_in(self.buyer)
        self.refuse()
        self.refuse("Another reason")
        self.assertEqual(self.act.refusal_reason, "It leaks")
        self.assertEqual(len(self.act.activity_ids), 1)

    def test_draft_signed_and_cancelled_acts_are_not_refused(self):
        self.log_in(self.buyer)
        self.wizard("engineering.act.sign", self.act, scan=b"c2Nhbg==").action_confirm()
        self.refuse()
        self.assertNotRefused()
        director = self.user("director", "sales_team.group_sale_manager")
        self.wizard(
            "engineering.act.annul", self.as_(director, self.act), reason="Wrong"
        ).action_confirm()
        self.refuse(token=self.act.access_token)
        self.assertNotRefused()
        self.act = self.acted(self.act.work_ids, {self.survey: 1})
        token = self.act.sudo()._portal_ensure_token()
        self.refuse(token=token)
        self.assertNotRefused()

    def test_refused_act_is_signed_after_all(self):
        self.log_in(self.buyer)
        self.refuse()
        self.wizard("engineering.act.sign", self.act, scan=b"c2Nhbg==").action_confirm()
        self.assertEqual(self.act.state, "signed")
        self.assertFalse(self.act.is_refused)
        self.assertFalse(self.act.activity_ids)
        self.assertNotIn("You have not signed", self.text())

    def test_act_that_is_sent_again_can_be_refused_anew(self):
        self.log_in(self.buyer)
        self.refuse()
        action = self.act.action_compose()
        composer = (
            self.act.env["mail.compose.message"].with_context(action["context"])
        ).create({})
        composer.action_send_mail()
        self.assertNotRefused()
        self.assertFalse(self.act.activity_ids)
        self.refuse("Still leaks")
        self.assertEqual(self.act.refusal_reason, "Still leaks")

    def test_nobody_writes_a_refusal_by_hand(self):
        self.assertNotByHand(self.act, {"refusal_reason": "None"})
