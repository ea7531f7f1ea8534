"""Papers go out by the host's composer: in the customer's language, and to somebody."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class SendingCase(EngineeringCase):
    def composer(self, action, env, **values):
        """Return the composer that a button opens, as the client creates it."""
        self.assertEqual(action["res_model"], "mail.compose.message")
        composers = env[action["res_model"]].with_context(**action["context"])
        return composers.create(values)

    def feed(self, lead):
        return "\n".join(lead.sudo().message_ids.mapped("body"))

    def lose_address(self, email=False):
        self.customer.email = email


@tagged("standard", "post_install", "-at_install")
class TestProposalIsSent(SendingCase):
    def setUp(self):
        super().setUp()
        self.order = self.proposed()

    def compose(self, order=None, **values):
        order = order or self.order
        return self.composer(order.action_quotation_send(), order.env, **values)

    def test_customer_reads_it_in_his_language_and_in_our_words(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("crm_engineering_calc.mail_template_proposal")
        template.with_context(lang="fr_FR").write(
            {"subject": "Offre {{ object.name }}", "body_html": "<p>Voici</p>"}
        )
        self.customer.lang = "fr_FR"
        composer = self.compose()
        self.assertEqual(composer.subject, f"Offre {self.order.name}")
        self.assertEqual(composer.body, "<p>Voici</p>")
        self.assertEqual(composer.lang, "fr_FR")
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertIn("French", composer.engineering_notice)
        self.assertIn(
            f"/odoo/res.partner/{self.customer.id}", composer.engineering_notice
        )
        composer.action_send_mail()
        self.assertEqual(self.order.state, "sent")

    def test_direction_has_a_mail_of_its_own(self):
        own = self.env["mail.template"].create(
            {
                "name": "Roofs",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "Your roof",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        self.as_(self.administrator, self.direction).proposal_mail_template_id = own
        self.assertEqual(self.compose().subject, "Your roof")
        own.unlink()
        self.assertIn("proposal", self.compose().subject)

    def test_file_is_called_as_the_customer_calls_it(self):
        composer = self.compose()
        (paper,) = composer.attachment_ids
        self.assertEqual(
            paper.name.rpartition(".")[0], self.order._get_paper_file_name()
        )
        self.assertNotIn("Quotation", paper.name)

    def test_orders_of_others_are_sent_with_the_hosts_mail(self):
        plain = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.repair.id})],
            }
        )
        host = self.env.ref("sale.email_template_edi_sale")
        composer = self.compose(plain)
        self.assertEqual(composer.template_id, host)
        self.assertIn(f"Quotation - {plain.name}", composer.attachment_ids.name)
        self.assertFalse(composer.engineering_notice)
        self.assertFalse(composer.engineering_preview_url)
        composer.partner_ids = False
        composer.action_send_mail()
        self.assertEqual(plain.state, "sent")

    def test_mail_of_a_confirmed_order_is_ours_unless_the_company_has_its_own(self):
        self.order.action_confirm()
        self.assertIn("is confirmed", self.compose().subject)
        self.env["ir.config_parameter"].sudo().set_param(
            "sale.default_confirmation_template",
            self.env.ref("sale.email_template_proforma").id,
        )
        self.assertIn("Order (Ref", self.compose().subject)

    def test_confirmation_and_payment_are_told_in_our_words(self):
        host = self.env.ref
        for name in (
            "mail_template_sale_confirmation",
            "mail_template_sale_payment_executed",
        ):
            self.order.sudo()._send_order_notification_mail(host(f"sale.{name}"))
        payment, confirmation = self.order.sudo().message_ids[:2].mapped("subject")
        self.assertIn(f"order {self.order.name} is confirmed", confirmation)
        self.assertIn(f"payment for {self.order.name}", payment)

    def test_customer_without_address_is_noticed_before(self):
        for email in (False, "nobody at home"):
            with self.subTest(email=email):
                self.lose_address(email)
                composer = self.compose()
                self.assertIn("no e-mail address", composer.engineering_notice)
                self.assertIn("Customer", composer.engineering_notice)
                self.assertRefused(UserError, "to nobody", composer.action_send_mail)
                self.assertEqual(self.order.state, "draft")
        self.assertNotIn("is sent", self.feed(self.order.opportunity_id))

    def test_it_is_not_sent_when_all_recipients_are_taken_out(self):
        composer = self.compose()
        composer.partner_ids = False
        self.assertIn("Nobody is written to", composer.engineering_notice)
        self.assertRefused(UserError, "choose another", composer.action_send_mail)
        composer.partner_ids = self.manager2.partner_id
        self.assertRefused(UserError, "to nobody", composer.action_send_mail)
        composer.partner_ids = self.quiet["res.partner"].create(
            {"name": "Accountant", "email": "accountant@example.com"}
        )
        composer.action_send_mail()
        self.assertEqual(self.order.state, "sent")

    def test_follower_outside_the_company_is_somebody(self):
        self.order.message_subscribe(self.customer.ids)
        composer = self.compose()
        composer.partner_ids = False
        self.assertFalse(composer.engineering_notice)
        composer.action_send_mail()
        self.assertEqual(self.order.state, "sent")

    def test_it_is_not_scheduled_for_nobody_nor_sent_to_nobody_later(self):
        composer = self.compose(scheduled_date="2030-01-01 10:00:00")
        partners = composer.partner_ids
        composer.partner_ids = False
        self.assertRefused(UserError, "to nobody", composer.action_schedule_message)
        composer.partner_ids = partners
        scheduled = composer._action_schedule_message()
        self.lose_address()
        self.assertRefused(UserError, "to nobody", scheduled.post_message)
        self.assertEqual(self.order.state, "draft")
        self.lose_address("customer@example.com")
        scheduled.post_message()
        self.assertEqual(self.order.state, "sent")

    def test_many_are_not_mailed_if_one_has_nobody(self):
        template = self.env.ref("crm_engineering_calc.mail_template_proposal")
        lone = self.quiet["res.partner"].create({"name": "Without mail"})
        other = self.proposed(partner_id=lone.id)
        composer = self.env["mail.compose.message"].with_user(self.manager)
        composer = composer.create(
            {
                "composition_mode": "mass_mail",
                "model": "sale.order",
                "res_ids": (self.order | other).ids,
                "template_id": template.id,
            }
        )
        self.assertIn(other.name, composer.engineering_notice)
        self.assertNotIn(self.order.name, composer.engineering_notice)
        self.assertRefused(UserError, other.name, composer.action_send_mail)
        lone.email = "with@example.com"
        mails, _messages = composer._action_send_mail()
        self.assertEqual(len(mails), 2)

    def test_plain_message_is_nobodys_business(self):
        self.lose_address()
        composer = self.order.env["mail.compose.message"].create(
            {
                "model": "sale.order",
                "res_ids": self.order.ids,
                "subject": "Look",
                "body": "At this",
                "partner_ids": self.manager2.partner_id.ids,
            }
        )
        self.assertFalse(composer.engineering_notice)
        composer.action_send_mail()
        self.assertEqual(self.order.state, "draft")

    def test_customer_without_address_signs_and_is_confirmed(self):
        self.order.action_quotation_sent()
        self.lose_address()
        self.order.sudo()._validate_order()
        self.assertEqual(self.order.state, "sale")

    def test_deal_tells_that_it_is_sent_again_and_what_went_out(self):
        lead = self.order.opportunity_id
        composer = self.compose()
        self.assertFalse(composer.engineering_notice)
        composer.action_send_mail()
        self.assertIn("is sent: ", self.feed(lead))
        self.assertNotIn("is sent again", self.feed(lead))
        again = self.compose()
        self.assertIn("was sent before", again.engineering_notice)
        again.action_send_mail()
        told = self.feed(lead)
        self.assertIn("is sent again to Customer: ", told)
        self.assertNotIn("@", told)
        self.assertIn(again.attachment_ids[0].name, told)

    def test_what_cant_be_accepted_any_more_is_not_mailed(self):
        composer = self.compose()
        lead = self.order.opportunity_id
        lead.action_set_lost()
        for attempt in (composer.action_send_mail, self.compose):
            self.assertRefused(UserError, "is lost", attempt)
        lead.action_unarchive()
        later = self.order.sudo().copy()
        self.order.sudo()._as_machine().engineering_superseded_by_id = later
        for attempt in (composer.action_send_mail, self.compose):
            self.assertRefused(UserError, f"{later.name} replaces it", attempt)
        self.assertEqual(self.order.state, "draft")

    def test_what_is_told_of_its_changes_sends_nothing(self):
        told = {"tracking_disable": False, "mail_notrack": False, "lang": "en_US"}
        for user in (self.env.ref("base.user_root"), self.manager):
            with self.subTest(user=user.name):
                order = self.proposed().with_user(user).with_context(**told)
                order.sudo().with_context(tracking_disable=True).access_token = False
                self.env.flush_all()
                self.env.cr.precommit.run()
                composer = self.compose(order)
                self.assertIn("access_token", composer.engineering_preview_url)
                composer.action_send_mail()
                self.env.flush_all()
                self.env.cr.precommit.run()
                self.assertEqual(order.state, "sent")
                self.assertNotIn("is sent again", self.feed(order.opportunity_id))

    def test_it_is_looked_at_once_a_mail(self):
        composer = self.compose()
        with patch.object(
            type(self.order), "_check_stands", autospec=True, side_effect=None
        ) as looks:
            composer.action_send_mail()
        self.assertEqual(looks.call_count, 1)
        self.assertEqual(self.order.state, "sent")

    def scheduled(self, **context):
        """Return the message that is to go out tomorrow."""
        composer = self.compose().with_context(**context)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        composer.scheduled_date = fields.Datetime.to_string(tomorrow)
        composer.action_schedule_message()
        message = self.env["mail.scheduled.message"].search(
            [("model", "=", "sale.order"), ("res_id", "=", self.order.id)]
        )
        self.assertEqual(message.create_uid, self.manager)
        return message

    def go_out(self, message):
        """Let the host's schedule send what is due."""
        message.flush_recordset()
        self.env.cr.execute(
            "UPDATE mail_scheduled_message SET scheduled_date = now() at time zone"
            " 'utc' - interval '1 minute' WHERE id = %s",
            [message.id],
        )
        self.env.invalidate_all()
        self.env["mail.scheduled.message"]._post_messages_cron()
        self.assertFalse(message.exists())

    def told(self):
        """Return the last notice that the manager got."""
        return self.env["mail.message"].search(
            [
                ("notified_partner_ids", "in", self.manager.partner_id.ids),
                ("message_type", "=", "user_notification"),
            ],
            order="id desc",
            limit=1,
        )

    def test_what_is_scheduled_goes_out(self):
        self.go_out(self.scheduled())
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.told().subject)

    def test_what_is_replaced_meanwhile_stays_and_its_author_is_told(self):
        for marks in (True, False):
            with self.subTest(marks=marks):
                message = self.scheduled(mark_so_as_sent=marks)
                later = self.order.sudo().copy()
                self.order.sudo()._as_machine().engineering_superseded_by_id = later
                before = self.order.sudo().message_ids
                self.go_out(message)
                told = self.told()
                self.assertIn(f"{later.name} replaces it", told.body)
                self.assertIn("Not sent", told.subject)
                self.assertEqual(self.order.state, "draft")
                new = self.order.sudo().message_ids - before
                self.assertFalse(new.filtered("attachment_ids"))
                self.order.sudo()._as_machine().engineering_superseded_by_id = False

    def test_who_reads_it_no_more_sends_nothing(self):
        message = self.scheduled()
        self.order.opportunity_id.sudo().user_id = self.manager2
        self.order.sudo().user_id = self.manager2
        self.go_out(message)
        self.assertIn("Not sent", self.told().subject)
        self.assertEqual(self.order.sudo().state, "draft")

    def test_button_sends_it_at_once_or_says_why_not(self):
        message = self.scheduled().with_user(self.manager)
        self.order.opportunity_id.action_set_lost()
        self.assertRefused(UserError, "is lost", message.post_message)
        self.order.opportunity_id.action_unarchive()
        message.post_message()
        self.assertEqual(self.order.state, "sent")

    def test_direction_has_mails_about_its_papers_alone(self):
        wrong = self.env.ref("crm_engineering_calc.mail_template_act")
        direction = self.as_(self.administrator, self.direction)
        self.assertRefused(
            ValidationError,
            "is a mail about “Act",
            direction.write,
            {"proposal_mail_template_id": wrong.id},
        )
        direction.act_mail_template_id = wrong

    def test_button_in_the_mail_names_what_it_opens(self):
        (title,) = (
            values["button_access"]["title"]
            for name, _is_of, values in self.order._notify_get_recipients_groups(
                self.env["mail.message"], "Sales Order", {}
            )
            if name == "portal_customer"
        )
        self.assertNotIn("Quotation", title)
        self.assertIn("proposal", title)


@tagged("standard", "post_install", "-at_install")
class TestActIsSent(SendingCase):
    def setUp(self):
        super().setUp()
        self.act = self.acted(self.done(self.worked(self.ordered())))

    def compose(self, **values):
        return self.composer(self.act.action_compose(), self.act.env, **values)

    def test_composer_sends_it(self):
        composer = self.compose()
        self.assertEqual(self.act.state, "draft")
        self.assertIn(self.act.name, composer.subject)
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertEqual(len(composer.attachment_ids), 1)
        self.assertIn(self.act.access_url, composer.engineering_preview_url)
        composer.action_send_mail()
        self.assertEqual(self.act.state, "sent")
        self.assertIn(self.customer, self.act.message_partner_ids)
        mails = self.act.message_ids.filtered("attachment_ids")
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails.notified_partner_ids, self.customer)

    def test_it_is_sent_again(self):
        self.act.action_send()
        self.assertNotIn("again", self.feed(self.act.lead_id))
        composer = self.compose()
        self.assertIn("was sent before", composer.engineering_notice)
        composer.action_send_mail()
        self.assertEqual(self.act.state, "sent")
        self.assertIn("is sent again to", self.feed(self.act.lead_id))

    def test_it_reaches_somebody_or_is_handed_over(self):
        self.lose_address()
        self.assertRefused(UserError, "Handed over", self.act.action_send)
        composer = self.compose()
        self.assertIn("no e-mail address", composer.engineering_notice)
        self.assertRefused(UserError, "to nobody", composer.action_send_mail)
        self.assertEqual(self.act.state, "draft")
        self.act.action_hand_over()
        self.assertEqual(self.act.state, "sent")
        self.assertFalse(self.act.message_ids.filtered("attachment_ids"))
        self.assertIn("handed over on paper", self.feed(self.act.lead_id))
        self.signed(self.act)

    def test_direction_has_a_mail_of_its_own(self):
        own = self.env.ref("crm_engineering_calc.mail_template_act").copy(
            {"subject": "Your roof is done"}
        )
        self.direction.act_mail_template_id = own
        self.assertEqual(self.compose().subject, "Your roof is done")
        self.act.action_send()
        mail = self.act.message_ids.filtered("attachment_ids")
        self.assertEqual(mail.subject, "Your roof is done")

    def test_it_is_composed_by_its_manager_alone(self):
        for user in (self.manager2, self.engineer, self.leader):
            with self.subTest(user=user.login):
                act = self.as_(user, self.act)
                for method in (act.action_compose, act.action_hand_over):
                    self.assertRefused(AccessError, ".", method)
        self.act.action_send()
        other = self.as_(self.manager2, self.act)
        self.assertRefused(AccessError, ".", other.action_compose)

    def test_what_is_no_draft_is_not_sent_for_the_first_time(self):
        self.act.action_cancel()
        self.assertRefused(UserError, "is not possible", self.act.action_compose)
        self.assertRefused(UserError, "is not possible", self.act.action_hand_over)

    def test_cancelled_act_is_not_mailed_from_its_feed(self):
        composer = self.act.env["mail.compose.message"].create(
            {
                "model": self.act._name,
                "res_ids": str(self.act.ids),
                "template_id": self.env.ref(
                    "crm_engineering_calc.mail_template_act"
                ).id,
            }
        )
        self.act.action_cancel()
        self.assertRefused(UserError, "is not possible", composer.action_send_mail)


@tagged("standard", "post_install", "-at_install")
class TestContractIsSent(SendingCase):
    def setUp(self):
        super().setUp()
        self.agreement = self.contract()

    def compose(self):
        return self.composer(self.agreement.action_send(), self.agreement.env)

    def test_composer_sends_it(self):
        composer = self.compose()
        self.assertIn(f"contract {self.agreement.code}", composer.subject)
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertIn(self.agreement.code, composer.attachment_ids.name)
        self.assertIn(
            f"/my/agreements/{self.agreement.id}", composer.engineering_preview_url
        )
        self.assertFalse(composer.engineering_notice)
        composer.action_send_mail()
        mail = self.agreement.message_ids.filtered("attachment_ids")
        self.assertEqual(mail.notified_partner_ids, self.customer)
        self.assertTrue(self.agreement.engineering_sent_on)

    def test_it_is_sent_again_and_its_deals_tell(self):
        order = self.proposed()
        order.agreement_id = self.agreement
        self.compose().action_send_mail()
        self.assertNotIn("sent again", self.feed(order.opportunity_id))
        composer = self.compose()
        self.assertIn("was sent before", composer.engineering_notice)
        composer.action_send_mail()
        self.assertIn("is sent again to", self.feed(order.opportunity_id))

    def test_nobody_writes_that_it_was_sent(self):
        self.assertRefused(
            AccessError,
            ".",
            lambda: self.agreement.write({"engineering_sent_on": "2026-01-01"}),
        )

    def test_it_is_not_sent_to_nobody(self):
        self.lose_address()
        composer = self.compose()
        self.assertIn("no e-mail address", composer.engineering_notice)
        self.assertRefused(UserError, "to nobody", composer.action_send_mail)

    def test_direction_has_a_mail_of_its_own(self):
        own = self.env.ref("crm_engineering_calc.mail_template_contract").copy(
            {"subject": "Your contract"}
        )
        self.direction.contract_mail_template_id = own
        self.agreement.sudo().engineering_direction_id = self.direction
        self.assertEqual(self.compose().subject, "Your contract")

    def test_a_template_has_no_customer(self):
        self.agreement.sudo().write({"is_template": True, "partner_id": False})
        self.assertRefused(UserError, "no customer", self.agreement.action_send)

    def test_engineers_send_none(self):
        contract = self.as_(self.engineer, self.agreement)
        self.assertRefused(AccessError, ".", contract.action_send)


@tagged("standard", "post_install", "-at_install")
class TestMailIsDeleted(SendingCase):
    """An administrator may delete any mail: papers go out, and orders are accepted."""

    def delete(self, *kinds):
        for kind in kinds:
            self.env.ref(f"crm_engineering_calc.mail_template_{kind}").unlink()

    def test_proposal_goes_out_with_the_hosts_and_is_accepted(self):
        order = self.proposed()
        self.delete("proposal", "order", "payment")
        composer = self.composer(order.action_quotation_send(), order.env)
        host = self.env.ref("sale.email_template_edi_sale")
        self.assertEqual(composer.template_id, host)
        composer.action_send_mail()
        order.sudo()._validate_order()
        self.assertEqual(order.state, "sale")
        payment = self.env.ref("sale.mail_template_sale_payment_executed")
        order.sudo()._send_order_notification_mail(payment)

    def test_act_and_contract_are_written_by_who_sends_them(self):
        act = self.acted(self.done(self.worked(self.ordered())))
        self.delete("act", "contract")
        self.assertRefused(UserError, "no mail to send", act.action_send)
        for action, record in (
            (act.action_compose(), act),
            (act.agreement_id.action_send(), act.agreement_id),
        ):
            composer = self.composer(
                action,
                act.env,
                subject="Your paper",
                body="Here it is",
                partner_ids=self.customer.ids,
            )
            composer.action_send_mail()
            self.assertIn("Here it is", self.feed(record))
        self.assertEqual(act.state, "sent")


@tagged("standard", "post_install", "-at_install")
class TestComposerForm(SendingCase):
    def test_notice_follows_the_recipients(self):
        order = self.proposed()
        context = order.action_quotation_send()["context"]
        composers = order.env["mail.compose.message"].with_context(**context)
        form = Form(composers)
        self.assertFalse(form.engineering_notice)
        form.partner_ids.clear()
        self.assertIn("Nobody is written to", form.engineering_notice)
