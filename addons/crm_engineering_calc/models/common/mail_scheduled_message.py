from odoo import models
from odoo.exceptions import UserError
from odoo.tools import get_lang

# What tells in the context of a message that it sends a paper.
SENDS_PAPER = "engineering_sends_paper"


class MailScheduledMessage(models.Model):
    """A paper that is to go out later is looked at again when it does.

    What is replaced, cancelled or out of its author's sight by then stays here, and he
    is told why.
    """

    _inherit = "mail.scheduled.message"

    def _post_message(self, raise_exception=True):
        refused = self.browse()
        for message in self.filtered(lambda one: one._sends_paper()):
            try:
                message._check_paper()
            except UserError as error:
                if raise_exception:
                    raise
                message._tell_not_sent(str(error))
                refused |= message
        refused.unlink()
        return super(MailScheduledMessage, self - refused)._post_message(
            raise_exception=raise_exception
        )

    def _sends_paper(self):
        """Return whether the message brings a paper of ours to somebody."""
        model = self.env.get(self.model)
        if not isinstance(model, self.env.registry["engineering.sending.mixin"]):
            return False
        context = self.send_context or {}
        if not (context.get(SENDS_PAPER) or context.get(model._sent_key)):
            return False
        record = model.sudo().browse(self.res_id).exists()
        # What is gone is told to its author, and what is not ours is the host's.
        return not record or bool(record._filter_papers())

    def _check_paper(self):
        """Refuse the message as its author's mail would be refused now.

        :raises UserError: says why, in the author's language
        """
        author = self.create_uid
        paper = self._as_author_reads(self.env[self.model]).browse(self.res_id)
        is_there = author.active or author._is_superuser()
        if not is_there or not paper.exists():
            raise UserError(
                paper.env._("What it is about, or who wrote it, is not there any more.")
            )
        paper.check_access("read")
        papers = paper._filter_papers()
        papers._check_mailed()
        for one in papers:
            one._check_reaches(self.partner_ids.with_env(paper.env))

    def _tell_not_sent(self, reason):
        """Tell the author that the mail stays here, and why."""
        author = self.create_uid
        told = self._as_author_reads(self.env["mail.thread"]).sudo()
        paper = self.env[self.model].browse(self.res_id).sudo().exists()
        told.message_notify(
            partner_ids=author.partner_id.ids,
            subject=told.env._(
                "Not sent: %(subject)s", subject=self.subject or paper.display_name
            ),
            body=reason,
            model=paper and paper._name,
            res_id=paper.id,
        )

    def _as_author_reads(self, records):
        author = self.create_uid
        return records.with_user(author).with_context(
            lang=get_lang(self.env, author.lang).code, tz=author.tz
        )
