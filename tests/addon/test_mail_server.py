"""Mail over a real SMTP server on loopback: out to who is told, and back."""

import email
import email.header
import smtplib
import socketserver
import threading
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class Server(socketserver.ThreadingTCPServer):
    """As much of SMTP as it takes to receive mails; they stand in `mails`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mails = []


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 loopback")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"QUIT":
                return self.say("221 bye")
            if command == b"DATA":
                self.say("354 go on")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("250 ok")
        return None

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@tagged("standard", "post_install", "-at_install")
class TestMailServer(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.server = Server()
        self.addCleanup(self.server.server_close)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.shutdown)
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {
                "name": "Loopback",
                "smtp_host": "127.0.0.1",
                "smtp_port": self.server.server_address[1],
                "smtp_encryption": "none",
            }
        )

    def send_out(self, message):
        """Let the queued mails of a message go through the server; return them."""
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "=", message.id)])
        servers = type(self.env["ir.mail_server"])
        with patch.object(servers, "_disable_send", lambda server: False):
            mails.send()
        return [email.message_from_bytes(mail) for mail in self.server.mails]

    def test_question_goes_out_in_the_readers_language_and_its_reply_is_the_answer(
        self,
    ):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.manager.sudo().write({"notification_type": "email", "lang": "ru_RU"})
        self.env.flush_all()
        self.ask(self.calculation, "Какой цвет?")
        (mail,) = self.send_out(self.calculation.sudo().message_ids[:1])
        self.assertIn(self.manager.email, mail["To"])
        page = next(
            part.get_payload(decode=True).decode()
            for part in mail.walk()
            if part.get_content_type() == "text/html"
        )
        self.assertIn("Какой цвет?", page)
        self.assertIn("/mail/view?", page)
        self.assertIn('lang="ru_RU"', page)
        reply = email.message.EmailMessage()
        reply["From"], reply["To"] = self.manager.email, "catchall@example.com"
        reply["Subject"], reply["Message-Id"] = "Re", "<reply@example.com>"
        reply["In-Reply-To"] = mail["Message-Id"]
        reply.set_content("Белый")
        with smtplib.SMTP(*self.server.server_address) as client:
            client.send_message(reply)
        self.env["mail.thread"].sudo().message_process(None, self.server.mails[-1])
        self.assertEqual(self.calculation.answer, "Белый")
        self.assertEqual(self.calculation.state, "in_progress")

    def test_proposal_goes_out_in_the_customers_language_with_its_paper(self):
        order = self.proposed()
        self.env["res.lang"]._activate_lang("ru_RU")
        self.customer.lang = "ru_RU"
        template = self.env.ref("crm_engineering_calc.mail_template_proposal")
        template.with_context(lang="ru_RU").subject = "КП {{ object.name }}"
        self.env.flush_all()
        action = order.action_quotation_send()
        composers = order.env["mail.compose.message"].with_context(**action["context"])
        composer = composers.create({})
        composer.action_send_mail()
        message = order.message_ids.filtered("attachment_ids").sudo()
        (mail,) = self.send_out(message)
        self.assertIn(self.customer.email, mail["To"])
        subject = email.header.make_header(email.header.decode_header(mail["Subject"]))
        self.assertEqual(str(subject), f"КП {order.name}")
        self.assertTrue(any(part.get_filename() for part in mail.walk()))
        page = next(
            part.get_payload(decode=True).decode()
            for part in mail.walk()
            if part.get_content_type() == "text/html"
        )
        self.assertIn('lang="ru_RU"', page)
        self.assertIn("/mail/view?access_token=", page)
        self.assertIn("коммерческое предложение", page)
        self.assertNotIn("Quotation", page)
