"""Where a mail goes that is not a new need: a paper's thread, or nowhere."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.models.intake import engineering_mailroom
from odoo.addons.crm_engineering_calc.tests.mailing import (
    DOMAIN,
    TO_ROOFS,
    IntakeCase,
)

CATCHALL = f"catchall@{DOMAIN}"
STRANGER = "Stranger <stranger@elsewhere.example.com>"


@tagged("standard", "post_install", "-at_install")
class TestMailroom(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.aliases.catchall_alias = "catchall"

    def walked(self):
        """Return the papers of a whole sale, by what they are."""
        order = self.ordered()
        order.sudo().agreement_id = self.contract(code="K2026/0077")
        work = self.worked(order)
        act = self.acted(self.done(work))
        act.action_send()
        return {
            "deal": order.opportunity_id,
            "proposal": order,
            "calculation": order.engineering_variant_ids.calculation_id,
            "contract": order.agreement_id,
            "work": work,
            "act": act,
        }

    # === A REPLY ===

    def test_reply_lands_in_the_thread_of_what_it_answers(self):
        for name, record in self.walked().items():
            with self.subTest(name):
                sent = record.sudo().message_post(body="Look", message_type="comment")
                reply = self.letter(
                    "Re", to=CATCHALL, headers={"In-Reply-To": sent.message_id}
                )
                self.assertFalse(self.receive(reply))
                self.assertIn("Forty metres", self.said(record)[0].body)

    def test_reply_to_a_paper_that_goes_to_a_direction_too_makes_no_deal(self):
        order = self.proposed()
        sent = order.sudo().message_post(body="Look", message_type="comment")
        reply = self.letter("Re: it", headers={"References": sent.message_id})
        self.assertFalse(self.receive(reply))
        self.assertEqual(len(self.said(order)), 1)
        self.assertEqual(self.said(order).parent_id, sent)

    def test_reply_to_a_deal_goes_back_to_the_address_of_its_direction(self):
        lead = self.deal()
        self.assertIn(TO_ROOFS, lead._notify_get_reply_to()[lead.id])
        lead.engineering_direction_id = self.other_direction
        self.assertNotIn(TO_ROOFS, lead._notify_get_reply_to()[lead.id])

    # === REFERENCES ARE LOST ===

    def test_number_and_sender_file_a_mail_whose_references_are_lost(self):
        papers = self.walked()
        for name, number in (
            ("act", papers["act"].name),
            ("proposal", papers["proposal"].name),
            ("calculation", papers["calculation"].sudo().name),
            ("contract", "K2026/0077"),
        ):
            for to in (TO_ROOFS, CATCHALL):
                with self.subTest(name, to=to):
                    subject = f"Re: about №{number.lower()}, a question"
                    mail = self.letter(subject, to=to)
                    self.assertFalse(self.receive(mail))
                    said = self.said(papers[name])[0]
                    self.assertEqual(said.message_id, mail["Message-Id"])
                    self.assertEqual(said.author_id, self.customer)

    def test_act_is_meant_where_its_contract_is_named_too(self):
        papers = self.walked()
        number = papers["act"].name
        mail = self.letter(f"Act {number} of K2026/0077")
        self.assertFalse(self.receive(mail))
        self.assertEqual(len(self.said(papers["act"])), 1)

    def test_colleague_of_the_customer_is_the_customer(self):
        order = self.proposed()
        self.customer.is_company = True
        self.quiet["res.partner"].create(
            {
                "name": "Clerk",
                "email": "clerk@example.com",
                "parent_id": self.customer.id,
            }
        )
        mail = self.letter(f"Order {order.name}", sender="clerk@example.com")
        self.assertFalse(self.receive(mail))
        self.assertEqual(len(self.said(order)), 1)

    def test_number_alone_files_nothing_and_is_offered_to_the_manager(self):
        order = self.proposed()
        for sender in (STRANGER, "customer@example.com.evil.example"):
            with self.subTest(sender):
                lead = self.receive(self.letter(f"Re: {order.name}", sender=sender))
                self.assertTrue(lead)
                self.assertFalse(self.said(order))
                self.assertEqual(lead.engineering_join_id, order.opportunity_id)
                self.assertEqual(lead.user_id, self.manager)

    def test_order_that_engineers_have_not_calculated_is_not_filed_to(self):
        order = self.quiet["sale.order"].create({"partner_id": self.customer.id})
        self.assertTrue(self.receive(self.letter(f"Re: {order.name}")))
        self.assertFalse(self.said(order))

    def test_number_of_two_papers_files_to_neither(self):
        papers = self.proposed(), self.proposed(self.deal(name="Another roof"))
        subject = " ".join(order.name for order in papers)
        self.assertTrue(self.receive(self.letter(subject)))
        self.assertFalse(self.said(papers[0]) + self.said(papers[1]))

    def test_what_a_customer_writes_to_nobody_is_a_deal_offered_for_joining(self):
        earlier = self.deal()
        lead = self.receive(self.letter("About the roof", to=CATCHALL))
        self.assertEqual(lead.engineering_direction_id, self.direction)
        self.assertEqual(lead.engineering_join_id, earlier)

    def test_what_a_stranger_writes_to_nobody_is_sent_back_by_the_host(self):
        self.deal()
        mails = self.env["mail.mail"].search_count([])
        self.assertFalse(self.receive(self.letter(to=CATCHALL, sender=STRANGER)))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)

    # === MACHINES ===

    def assert_makes_nothing(self, mail):
        records = self.env["mail.message"].search_count([])
        with patch.object(engineering_mailroom._logger, "info") as log:
            self.assertFalse(self.receive(mail))
        self.assertIn("automatic", log.call_args.args[0])
        self.assertEqual(self.env["mail.message"].search_count([]), records)

    def test_automatic_answer_makes_no_deal_and_is_logged(self):
        for name, value in (
            ("Auto-Submitted", "auto-replied"),
            ("X-Auto-Response-Suppress", "All"),
            ("Precedence", "bulk"),
            ("Precedence", "list"),
            ("Precedence", "junk"),
            ("X-Autoreply", "yes"),
            ("Return-Path", "<>"),
        ):
            with self.subTest(name, value=value):
                self.assert_makes_nothing(self.letter(headers={name: value}))
        self.assert_makes_nothing(self.letter("Автоответ: Кровля"))

    def test_sales_team_of_a_direction_gets_no_automatic_answers_either(self):
        self.sales_team.alias_name = "sale"
        self.assert_makes_nothing(
            self.letter(to=f"sale@{DOMAIN}", headers={"Auto-Submitted": "auto-replied"})
        )
        lead = self.receive(self.letter(to=f"sale@{DOMAIN}"))
        self.assertEqual(lead.team_id, self.sales_team)
        self.assertFalse(lead.engineering_direction_id)

    def test_sales_team_of_no_direction_gets_what_the_host_gives_it(self):
        team = self.quiet["crm.team"].create({"name": "Shop", "alias_name": "shop"})
        mail = self.letter(
            to=team.alias_email, headers={"Auto-Submitted": "auto-replied"}
        )
        self.assertTrue(self.receive(mail))

    def test_automatic_answer_to_a_deal_is_kept_in_its_thread(self):
        lead = self.receive(self.letter())
        told = self.acknowledgements(lead)
        away = self.letter(
            "Out of office: Re: New roof",
            headers={"Auto-Submitted": "auto-replied", "In-Reply-To": told.message_id},
        )
        self.assertFalse(self.receive(away))
        self.assertEqual(len(self.said(lead)), 2)
        self.assertEqual(len(self.acknowledgements(lead)), 1)

    def test_report_of_delivery_and_of_reading_makes_no_deal(self):
        for report in ("delivery-status", "disposition-notification"):
            raw = (
                f"From: ivan@example.com\r\nTo: {TO_ROOFS}\r\nSubject: Read\r\n"
                f"Message-Id: <{report}@example.com>\r\nMIME-Version: 1.0\r\n"
                f"Content-Type: multipart/report; report-type={report};"
                ' boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nRead\r\n'
                f"--b\r\nContent-Type: message/{report}\r\n\r\n"
                "Final-Recipient: rfc822; x@example.com\r\n\r\n--b--\r\n"
            )
            with self.subTest(report):
                self.assertFalse(self.receive(raw.encode()))

    def test_what_the_mail_server_writes_makes_no_deal(self):
        for sender in ("MAILER-DAEMON@mx.example.com", "postmaster@mx.example.com"):
            with self.subTest(sender):
                self.assertFalse(self.receive(self.letter(sender=sender)))
