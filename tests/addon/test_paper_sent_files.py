"""What was sent to a customer stays as he got it: nobody swaps the paper behind it."""

from base64 import b64encode

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

REFUSED = (UserError, "sent to a customer")


@tagged("standard", "post_install", "-at_install")
class TestFilesThatWereSent(EngineeringCase):
    def act(self):
        return self.acted(self.done(self.worked(self.ordered())))

    def compose(self, record, action, **values):
        composers = record.env[action["res_model"]].with_context(**action["context"])
        composers.create(values).action_send_mail()

    def sent_files(self, record):
        """Return the files of the last mail about a record, as the manager has them."""
        messages = record.sudo().message_ids.filtered("attachment_ids")
        files = messages[:1].attachment_ids
        self.assertTrue(files)
        return files.with_env(record.env)

    def call(self, record, method, *args):
        """Call a method as a program does."""
        with self.env.cr.savepoint():
            return call_kw(record.browse(), method, [record.ids, *args], {})

    def assertStays(self, file):
        file.ensure_one()
        raw = file.raw
        for values in (
            {"raw": b"another"},
            {"datas": b64encode(b"another")},
            {"name": "Another.pdf"},
            {"res_id": 0},
            {"res_model": "res.partner", "res_id": self.customer.id},
            {"public": True},
        ):
            with self.subTest(values=values):
                self.assertRefused(*REFUSED, file.write, values)
                self.assertRefused(*REFUSED, self.call, file, "write", values)
        self.assertRefused(*REFUSED, file.unlink)
        self.assertRefused(*REFUSED, self.call, file, "unlink")
        # The chatter deletes as superuser.
        self.assertRefused(*REFUSED, file.sudo()._delete_and_notify)
        self.assertEqual(file.exists().raw, raw)

    def test_act_that_is_sent_at_once(self):
        act = self.act()
        act.action_send()
        self.assertStays(self.sent_files(act))

    def test_act_from_the_composer_and_again(self):
        act = self.act()
        self.compose(act, act.action_compose())
        first = self.sent_files(act)
        self.assertStays(first)
        self.compose(act, act.action_compose())
        again = self.sent_files(act)
        self.assertNotEqual(again, first)
        self.assertStays(again)
        self.signed(act)
        self.assertEqual(act.state, "signed")

    def test_proposal_with_a_file_beside_it(self):
        order = self.proposed()
        files = self.model("ir.attachment", self.manager)
        beside = files.create(
            {"name": "Drawing.txt", "raw": b"x", "res_model": "mail.compose.message"}
        )
        unsent = files.create(
            {
                "name": "Idea.txt",
                "raw": b"x",
                "res_model": "sale.order",
                "res_id": order.id,
            }
        )
        action = order.action_quotation_send()
        template = self.env["mail.template"].browse(
            action["context"]["default_template_id"]
        )
        of_template = files.sudo().create(
            {
                "name": "Terms.txt",
                "raw": b"x",
                "res_model": "mail.template",
                "res_id": template.id,
            }
        )
        template.sudo().attachment_ids = [Command.link(of_template.id)]
        composers = order.env[action["res_model"]].with_context(**action["context"])
        composer = composers.create({})
        composer.attachment_ids |= beside
        composer.action_send_mail()
        self.assertEqual(order.state, "sent")
        sent = self.sent_files(order)
        self.assertIn(beside, sent)
        # The paper, and what the host has copied of the template's file.
        self.assertEqual(len(sent), 3)
        for file in sent:
            self.assertStays(file)
        unsent.raw = b"another"
        of_template.raw = b"another"

    def test_proposal_that_is_deleted_takes_along_what_was_sent(self):
        order = self.proposed()
        self.compose(order, order.action_quotation_send())
        file = self.sent_files(order)
        order.sudo()._action_cancel()
        self.assertStays(file)
        order.sudo().unlink()
        self.assertFalse(file.exists())

    def test_contract(self):
        contract = self.contract()
        self.compose(contract, contract.action_send())
        self.assertStays(self.sent_files(contract))

    def test_message_of_a_colleague_stays_his(self):
        order = self.proposed()
        file = self.model("ir.attachment", self.manager).create(
            {
                "name": "Idea.txt",
                "raw": b"x",
                "res_model": "sale.order",
                "res_id": order.id,
            }
        )
        order.message_post(attachment_ids=file.ids)
        file.raw = b"another"
        file.unlink()
        self.assertFalse(file.exists())

    def mail_many(self, records, template, **values):
        """Mail papers as a list does, with a template that attaches them."""
        composer = records.env["mail.compose.message"].create(
            {
                "composition_mode": "mass_mail",
                "model": records._name,
                "res_ids": records.ids,
                "template_id": self.env.ref(f"crm_engineering_calc.{template}").id,
                "auto_delete": False,
                **values,
            }
        )
        composer.action_send_mail()

    def said(self, lead):
        return "\n".join(self.feed(lead))

    def test_acts_from_a_list(self):
        acts = self.act() | self.act()
        self.mail_many(acts, "mail_template_act")
        self.assertEqual(acts.mapped("state"), ["sent", "sent"])
        for act in acts:
            file = self.sent_files(act)
            self.assertStays(file)
            self.assertIn(act.name.replace("/", "-"), file.name)
            self.assertIn(f"{act.name} is sent", self.said(act.lead_id))
            self.assertIn(act.partner_id, act.message_partner_ids)
        self.mail_many(acts[0], "mail_template_act")
        self.assertIn("is sent again to", self.said(acts[0].lead_id))
        self.assertNotIn("is sent again to", self.said(acts[1].lead_id))

    def test_acts_from_a_list_as_messages(self):
        acts = self.act() | self.act()
        self.mail_many(acts, "mail_template_act", composition_mode="comment")
        self.assertEqual(acts.mapped("state"), ["sent", "sent"])
        for act in acts:
            self.assertStays(self.sent_files(act))

    def test_proposals_from_a_list_beside_another_order(self):
        orders = self.proposed() | self.proposed()
        other = orders.create({"partner_id": self.customer.id})
        modes = {"mass_mail": orders[0], "comment": orders[1]}
        for mode, order in modes.items():
            self.mail_many(
                order | other, "mail_template_proposal", composition_mode=mode
            )
            self.assertEqual(order.state, "sent")
            self.assertStays(self.sent_files(order))
            self.assertIn("is sent: ", self.said(order.opportunity_id))
        self.assertEqual(other.state, "draft")
        self.assertFalse(self.sent_files(other).sudo().filtered("engineering_frozen"))

    def test_contracts_from_a_list(self):
        contracts = self.contract() | self.contract(code="Second")
        self.mail_many(contracts, "mail_template_contract")
        for contract in contracts:
            self.assertTrue(contract.engineering_sent_on)
            self.assertStays(self.sent_files(contract))

    def test_letters_from_a_list_send_no_paper(self):
        act = self.act()
        composer = act.env["mail.compose.message"].create(
            {
                "composition_mode": "mass_mail",
                "model": act._name,
                "res_ids": act.ids,
                "subject": "Soon",
                "body": "We come on Monday",
            }
        )
        composer.action_send_mail()
        self.assertEqual(act.state, "draft")
        self.assertEqual(act.name, "/")

    def test_paper_that_the_chatter_mails_is_sent(self):
        order = self.proposed()
        self.mail_many(order, "mail_template_proposal", composition_mode="comment")
        self.assertEqual(order.state, "sent")
        self.assertStays(self.sent_files(order))

    def test_chatter_mails_no_act_without_a_number(self):
        act = self.act()
        self.assertRefused(
            UserError,
            "There is no number yet",
            self.mail_many,
            act,
            "mail_template_act",
            composition_mode="comment",
        )
        self.assertEqual(act.name, "/")
