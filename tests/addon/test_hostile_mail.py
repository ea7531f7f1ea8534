"""Mails that nobody wishes for: loops, forged, broken, huge, with scripts."""

from base64 import b64encode
from email.message import EmailMessage

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.mailing import TO_ROOFS, IntakeCase

RUSSIAN = "Окна для дома – сорок метров"


@tagged("standard", "post_install", "-at_install")
class TestHostileMail(IntakeCase):
    def raw(self, body, headers="", subject="Roof"):
        """Return the bytes of a mail with a body and headers as they are."""
        head = (
            f"From: Ivan <ivan@new.example.com>\r\nTo: {TO_ROOFS}\r\n"
            f"Message-Id: <{self.id()}.{len(body)}.{len(headers)}@example.com>\r\n"
            f"Subject: {subject}\r\nMIME-Version: 1.0\r\n{headers}\r\n"
        )
        return head.encode("ascii") + body

    # === LOOPS ===

    def test_machine_that_answers_each_acknowledgement_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 5)
        leads = [
            self.receive(self.letter(f"Ticket {number}", sender="robot@x.example.com"))
            for number in range(8)
        ]
        self.assertEqual([len(lead) for lead in leads], [1] * 5 + [0] * 3)
        told = [lead for lead in leads if self.acknowledgements(lead)]
        self.assertEqual(told, leads[:1])

    def test_mail_from_our_own_address_is_not_answered(self):
        lead = self.receive(self.letter(sender=TO_ROOFS))
        self.assertFalse(self.acknowledgements(lead))
        self.assertFalse(lead.partner_id)

    # === FORGED ===

    def test_forged_sender_gets_nothing_but_a_deal_that_is_offered(self):
        order = self.proposed()
        mail = self.letter(
            f"Re: {order.name}", sender='"customer@example.com" <evil@x.example.com>'
        )
        lead = self.receive(mail)
        self.assertFalse(lead.partner_id)
        self.assertFalse(self.said(order))
        self.assertEqual(lead.engineering_join_id, order.opportunity_id)

    def test_domain_that_calls_itself_an_administrator_gets_no_rights(self):
        admin = self.env.ref("base.user_admin")
        admin.email = "boss@example.com"
        lead = self.receive(self.letter(sender="Boss <boss@example.com>"))
        self.assertFalse(lead.partner_id)
        self.assertFalse(self.acknowledgements(lead))

    def test_references_to_a_thread_that_is_not_are_a_new_deal(self):
        mail = self.letter(headers={"In-Reply-To": "<none@example.com>"})
        self.assertEqual(len(self.receive(mail)), 1)

    def test_subject_full_of_numbers_and_signs_is_a_subject(self):
        for subject in (
            "%s %(x)s {{7*7}} <b>bold</b>",
            "K-1 " * 99 + "!",
            "' OR 1=1 --",
        ):
            with self.subTest(subject[:20]):
                lead = self.receive(self.letter(subject))
                self.assertEqual(lead.name, subject)
                self.assertNotIn("49", lead.message_ids[0].subject or "")

    # === CONTENT ===

    def test_scripts_of_a_mail_are_in_neither_need_nor_thread(self):
        mail = EmailMessage()
        mail.set_content("plain")
        mail.add_alternative(
            "<p onclick='steal()'>Roof</p><script>steal()</script>"
            "<iframe src='https://x.example.com'></iframe>"
            "<img src='cid:1'><img src='x' onerror='steal()'>"
            "<a href='javascript:steal()'>Look</a>",
            subtype="html",
        )
        mail["From"], mail["To"] = "ivan@new.example.com", TO_ROOFS
        mail["Subject"], mail["Message-Id"] = "Roof", "<scripts@example.com>"
        lead = self.receive(mail)
        for text in (lead.description, self.said(lead).body):
            self.assertIn("Roof", text)
            for evil in ("steal", "<script", "<iframe", "onerror", "javascript:"):
                self.assertNotIn(evil, text)
        self.assertNotIn("cid:", lead.description)

    def test_mail_inside_a_mail_is_kept_as_a_file(self):
        inner = self.letter("Inner", "What the customer wrote")
        for depth in range(5):
            outer = self.letter(f"Fwd {depth}", "See below")
            outer.add_attachment(inner)
            inner = outer
        lead = self.receive(inner)
        self.assertEqual(lead.name, "Fwd 4")
        self.assertIn("See below", lead.description)

    def test_big_file_is_kept_whole(self):
        mail = self.letter()
        big = b"%PDF-1.4" + b"0" * (12 * 1024 * 1024)
        mail.add_attachment(
            big, maintype="application", subtype="pdf", filename="plan.pdf"
        )
        lead = self.receive(mail)
        (file,) = self.said(lead).attachment_ids
        self.assertEqual(file.file_size, len(big))

    def test_empty_mail_is_a_deal(self):
        mail = self.letter("", "")
        del mail["Subject"]
        lead = self.receive(mail)
        self.assertTrue(lead.name)

    # === ENCODINGS ===

    def test_russian_encodings_are_read(self):
        for charset in ("koi8-r", "windows-1251", "utf-8", "iso-8859-5"):
            text = RUSSIAN.replace("–", "-")
            with self.subTest(charset):
                subject = b64encode(text.encode(charset)).decode()
                lead = self.receive(
                    self.raw(
                        text.encode(charset),
                        f"Content-Type: text/plain; charset={charset}\r\n"
                        "Content-Transfer-Encoding: 8bit\r\n",
                        f"=?{charset}?B?{subject}?=",
                    )
                )
                self.assertEqual(lead.name, text)
                self.assertIn(text, lead.description)

    def test_russian_text_that_tells_no_encoding_is_read(self):
        text = RUSSIAN.replace("–", "-")
        for charset in ("koi8-r", "windows-1251", "utf-8"):
            for declared in ("", "; charset=no-such"):
                with self.subTest(charset, declared=declared):
                    headers = f"Content-Type: text/plain{declared}\r\nX: {charset}\r\n"
                    lead = self.receive(self.raw(text.encode(charset), headers))
                    self.assertIn(text, lead.description)

    def test_subject_in_an_unknown_encoding_loses_no_mail(self):
        lead = self.receive(self.raw(b"Roof", subject="=?no-such?B?0s/P?= roof"))
        self.assertIn("roof", lead.name)

    def test_encoding_that_nobody_knows_loses_no_mail(self):
        for headers in (
            "Content-Type: text/plain; charset=x-unknown-8bit\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Type: text/plain; charset=no-such-charset\r\n",
            "Content-Type: text/html; charset=unicode-1-1-utf-9\r\n",
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n",
        ):
            with self.subTest(headers):
                lead = self.receive(self.raw(b"Roof \xcf\xcb\xce\xc1 40", headers))
                self.assertEqual(len(lead), 1)

    def test_part_in_an_unknown_encoding_loses_no_mail(self):
        body = (
            b"--b\r\nContent-Type: text/plain; charset=no-such-charset\r\n\r\n"
            b"Roof 40\r\n--b\r\nContent-Type: text/plain; charset=x-none;"
            b' name="a.txt"\r\nContent-Disposition: attachment;'
            b' filename="a.txt"\r\n\r\nFile\r\n--b--\r\n'
        )
        lead = self.receive(
            self.raw(body, 'Content-Type: multipart/mixed; boundary="b"\r\n')
        )
        self.assertEqual(len(lead), 1)
        self.assertIn("Roof 40", lead.description)

    def test_broken_structure_loses_no_mail(self):
        for name, body, headers in (
            (
                "no end",
                b"--b\r\nContent-Type: text/plain\r\n\r\nRoof",
                'Content-Type: multipart/mixed; boundary="b"\r\n',
            ),
            ("no parts", b"", 'Content-Type: multipart/mixed; boundary="b"\r\n'),
            ("nonsense", b"\x00\x01\xff", "Content-Type: ;;;=\r\n"),
            ("no date", b"Roof", "Date: the day after tomorrow\r\n"),
        ):
            with self.subTest(name):
                self.assertEqual(len(self.receive(self.raw(body, headers))), 1)
