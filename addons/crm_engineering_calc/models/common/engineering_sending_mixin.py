from odoo import models
from odoo.exceptions import UserError

# What the composer has looked at is not looked at again; no client can forge it.
CHECKED = object()
LAYOUT = "mail.mail_notification_layout_with_responsible_signature"


class EngineeringSendingMixin(models.AbstractModel):
    """A paper that goes out by the host's composer: to somebody, or not at all.

    A message sends the paper where its context has `_sent_key`; a composer does so
    with a template that attaches a report, too.
    """

    _name = "engineering.sending.mixin"
    _description = "Paper that is sent"

    _sent_key = "engineering_mark_as_sent"

    # === COMPOSER ===

    def _open_composer(self, template):
        """Return the action that opens the composer, which sends the paper."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": LAYOUT,
                "default_template_id": template.id,
                "email_notification_allow_footer": True,
                "hide_mail_template_management_options": True,
                "force_email": True,
                self._sent_key: True,
            },
        }

    def _get_preview_url(self):
        """Return the page that the customer will see, or none. To be extended."""
        return False

    def _was_sent(self):
        """Return whether the paper went out before. To be extended."""
        return False

    def _check_mailed(self):
        """Refuse to mail what may not go out. To be extended.

        :raises UserError: says why, and the remedy
        """

    def _check_posted(self, partners):
        """Refuse a message that sends papers, unless its composer was asked.

        :raises UserError: says why, and the remedy
        """
        if self.env.context.get("engineering_checked") is CHECKED:
            return
        self._check_mailed()
        for paper in self:
            paper._check_reaches(partners)

    def _get_unaddressed_remedy(self):
        """Return what is done instead of a mail. To be extended."""
        return ""

    def _is_posted_to_send(self, values):
        """Return whether a message of `values` sends the paper.

        What the host tells of changed fields comes when the transaction ends, in the
        context of the first change: it sends nothing.
        """
        is_sent = self.env.context.get(self._sent_key)
        return bool(is_sent) and "tracking_value_ids" not in values

    def _keep_sent(self, message):
        """Freeze what went out with a message: the customer has it as it was.

        A file of another record, which was sent along, stays that record's.
        """
        self.ensure_one()
        message.sudo().attachment_ids.filtered(
            lambda file: (file.res_model, file.res_id) == (self._name, self.id)
        )._freeze()

    # === MAILED FROM A LIST ===

    def _prepare_for_mails(self):
        """Give papers what their files and mails tell. To be extended."""

    def _after_mailed(self, message):
        """Note that the paper went out with a mail of many. To be extended."""
        self._keep_sent(message)

    def _keep_mails(self, mails):
        """Keep the papers that many mails at once bring, before the mails go out.

        The host tells of them in a hook that knows no mixins of ours.
        """
        if self.env.context.get("engineering_mailed") is not CHECKED:
            return
        of_mails = dict(zip(self.ids, mails, strict=True))
        papers = self.with_context(engineering_mailed=False)._filter_papers()
        for paper in papers:
            if of_mails[paper.id].state != "cancel":
                paper._after_mailed(of_mails[paper.id].mail_message_id)

    # === WHOM IT REACHES ===

    def _get_reached(self, partners, subtype=None):
        """Return whom outside the company a message to `partners` reaches by mail.

        Followers of the paper read its messages, too.
        """
        self.ensure_one()
        subtype = subtype or self.env.ref("mail.mt_comment")
        found = self.env["mail.followers"]._get_recipient_data(
            self, "comment", subtype.id, partners.ids
        )[self.id]
        return partners.browse(
            id_
            for id_, data in found.items()
            if data["active"] and data["share"] and data["email_normalized"]
        )

    def _check_reaches(self, partners, addresses=()):
        """Refuse a mail that nobody outside the company would get.

        :param addresses: normalized ones that it goes to besides
        :raises UserError: says whose address is missing, and the remedy
        """
        self.ensure_one()
        if addresses or self._get_reached(partners):
            return
        customer = self._mail_get_partners()[self.id]
        raise UserError(
            self.env._(
                "%(paper)s would be sent to nobody: none of its recipients outside your"
                " company has an e-mail address that mails reach. Write a correct one"
                " into the contact “%(contact)s”, or choose another recipient."
                " %(remedy)s",
                paper=self.display_name,
                contact=(partners or customer)[:1].display_name,
                remedy=self._get_unaddressed_remedy(),
            ).strip()
        )

    # === WHAT IS TOLD ===

    def _get_sent_facts(self, message):
        """Return what a text about a paper that went out says, as `_lt` takes it."""
        self.ensure_one()
        reached = self._get_reached(message.sudo().partner_ids)
        return {
            "link": self,
            "files": ", ".join(message.sudo().attachment_ids.mapped("name")) or "—",
            "whom": ", ".join(one.name or one.email for one in reached.sudo()),
        }
