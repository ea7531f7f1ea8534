from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_normalize, email_split, get_lang

from .engineering_sending_mixin import CHECKED
from .mail_scheduled_message import SENDS_PAPER

CONTACT = Markup('<a href="/odoo/res.partner/%s" target="_blank">%s</a>')


class MailComposeMessage(models.TransientModel):
    """What a paper's mail lacks is noticed before it is sent, and refused after."""

    _inherit = "mail.compose.message"

    # Filled in by the host as superuser: with the papers of whatever id is sent.
    attachment_ids = fields.Many2many(compute_sudo=False)
    engineering_notice = fields.Html(
        "Notices", compute="_compute_engineering_notice", sanitize=False
    )
    engineering_preview_url = fields.Char(
        "Preview", compute="_compute_engineering_preview_url"
    )

    def _compute_attachment_ids(self):
        """Fill in papers as who writes the mail, and all else as the host does."""
        papers = self.filtered(lambda composer: composer._is_of_papers())
        result = super(MailComposeMessage, papers)._compute_attachment_ids()
        super(MailComposeMessage, (self - papers).sudo())._compute_attachment_ids()
        return result

    def _is_of_papers(self):
        mixin = self.env.registry["engineering.sending.mixin"]
        return isinstance(self.env.get(self.model), mixin)

    # === NOTICE ===

    @api.depends("composition_mode", "lang", "model", "partner_ids", "res_ids")
    @api.depends_context("lang", "uid")
    def _compute_engineering_notice(self):
        for composer in self:
            papers = composer._get_papers()
            notices = composer._get_notices(papers) if papers else []
            composer.engineering_notice = Markup("<br/>").join(notices) or False

    @api.depends("model", "res_ids")
    def _compute_engineering_preview_url(self):
        for composer in self:
            papers = composer._get_papers()
            composer.engineering_preview_url = (
                len(papers) == 1 and papers._get_preview_url()
            )

    def _get_papers(self, ids=None):
        """Return the papers of ours that the mail is about, if it sends them.

        :raises AccessError: the user may not read one of them
        """
        papers = self.env["engineering.sending.mixin"]
        if not self._is_of_papers():
            return papers
        model = self.env[self.model]
        is_sent = self.env.context.get(model._sent_key)
        if not is_sent and not self.template_id.report_template_ids:
            return papers
        records = model.browse(ids or self._evaluate_res_ids())
        records.check_access("read")
        return records._filter_papers()

    def _get_notices(self, papers):
        """Return what is to be known before papers are sent. To be extended."""
        if self.composition_mode != "comment" or self.composition_batch:
            return self._get_unaddressed_notices(papers)
        return [
            *self._get_recipient_notices(papers),
            *self._get_language_notices(papers),
            *self._get_again_notices(papers),
        ]

    def _get_unaddressed_notices(self, papers):
        """Return which papers of many nobody would get."""
        customers = papers._mail_get_partners()
        lost = papers.filtered(
            lambda paper: not paper._get_reached(customers[paper.id])
        )
        if not lost:
            return []
        return [
            self.env._(
                "Nobody would get: %(papers)s. Their customers have no e-mail address.",
                papers=", ".join(lost.mapped("display_name")),
            )
        ]

    def _get_recipient_notices(self, paper):
        partners = self.partner_ids._origin
        lost = partners.filtered(lambda partner: not partner.email_normalized)
        notices = [
            self.env._(
                "%(contact)s has no e-mail address that mails reach. Write one into the"
                " contact.",
                contact=_link(partner),
            )
            for partner in lost
        ]
        if partners or paper._get_reached(partners):
            return notices
        return [
            self.env._(
                "Nobody is written to: choose whom %(paper)s is sent to. Its customer"
                " is %(contact)s.",
                paper=paper.display_name,
                contact=_link(paper._mail_get_partners()[paper.id][:1]),
            )
        ]

    def _get_language_notices(self, paper):
        own = get_lang(self.env)
        lang = get_lang(self.env, self.lang)
        if lang == own:
            return []
        return [
            self.env._(
                "The mail and its papers are written in the language of"
                " %(contact)s: %(language)s.",
                contact=_link(paper._mail_get_partners()[paper.id][:1]),
                language=lang.name,
            )
        ]

    def _get_again_notices(self, paper):
        if not paper._was_sent():
            return []
        return [
            self.env._(
                "%(paper)s was sent before. The deal will tell that it was sent again.",
                paper=paper.display_name,
            )
        ]

    # === REFUSAL ===

    def _manage_mail_values(self, mail_values_all):
        papers = self._get_papers(list(mail_values_all))
        papers._check_mailed()
        # What the host mails by itself answers a customer: it refuses him nothing.
        if not self.env.su:
            for paper in papers:
                values = mail_values_all[paper.id]
                paper._check_reaches(*self._get_mail_recipients(values))
        return super()._manage_mail_values(mail_values_all)

    def action_send_mail(self):
        """Let what a user mails be sent, from whichever page he writes.

        What a program posts with a template is noted by the program.
        """
        composer = self.with_context(engineering_written=CHECKED)
        return super(MailComposeMessage, composer).action_send_mail()

    def _action_send_mail_comment(self, res_ids):
        composer = self
        if not self.env.su:
            composer = self.with_context(engineering_checked=CHECKED)
        is_written = self.env.context.get("engineering_written") is CHECKED
        composer = composer.with_context(engineering_written=False)
        papers = self.env["engineering.sending.mixin"]
        if is_written:
            papers = self._get_papers(res_ids)
        messages = self.env["mail.message"]
        if papers:
            if self.composition_batch:
                papers._prepare_for_mails()
            sent = composer.with_context(**{papers._sent_key: True})
            messages += super(MailComposeMessage, sent)._action_send_mail_comment(
                papers.ids
            )
        known = set(papers.ids)
        others = [res_id for res_id in res_ids if res_id not in known]
        if others or not papers:
            messages += super(MailComposeMessage, composer)._action_send_mail_comment(
                others
            )
        return messages

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        papers = self._get_papers(res_ids)
        papers._prepare_for_mails()
        composer = self.with_context(engineering_mailed=bool(papers) and CHECKED)
        return super(MailComposeMessage, composer)._action_send_mail_mass_mail(
            res_ids, auto_commit=auto_commit
        )

    def _prepare_schedule_message_post_values(self, post_values):
        values = super()._prepare_schedule_message_post_values(post_values)
        if papers := self._get_papers():
            values["send_context"] = {
                **values["send_context"],
                papers._sent_key: True,
                SENDS_PAPER: True,
            }
        return values

    def _get_mail_recipients(self, values):
        """Return the partners and the normalized addresses that a mail goes to."""
        commands = values.get("recipient_ids", ())
        ids = values.get("partner_ids") or [command[1] for command in commands]
        texts = (values.get("email_to"), values.get("email_cc"))
        found = (email_normalize(one) for text in texts for one in email_split(text))
        return self.env["res.partner"].browse(ids), list(filter(None, found))


def _link(partner):
    return CONTACT % (partner.id, partner.display_name) if partner else "—"
