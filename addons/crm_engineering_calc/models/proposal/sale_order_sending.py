from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.approvals import ApprovalEvent

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """One gate before a proposal is sent, from whichever button, mail or program."""

    _name = "sale.order"
    _inherit = ["sale.order", "engineering.sending.mixin"]

    _sent_key = "mark_so_as_sent"

    # === GATE ===

    def _check_sendable(self):
        """Refuse to send what may not go out. To be extended.

        :raises UserError: says why, and the remedy
        """
        for order in self:
            order._check_approved()

    def _get_to_check_before_sending(self):
        """Return the proposals, made from calculations, that may still be sent."""
        return self._of_engineering().filtered(
            lambda order: order.state in ("draft", "sent")
        )

    def action_quotation_send(self):
        self._of_engineering().check_access("read")
        self._check_mailed()
        return super().action_quotation_send()

    def write(self, vals):
        if vals.get("state") != "sent":
            return super().write(vals)
        proposals = self._get_to_check_before_sending()
        proposals._check_sendable()
        result = super().write(vals)
        proposals._release()
        proposals._get_open_approvals()._send_event(ApprovalEvent.TAKE_BACK.value)
        return result

    # === MAIL ===

    def _get_preview_url(self):
        return self.get_portal_url()

    def _was_sent(self):
        return self.state == "sent"

    def _check_mailed(self):
        proposals = self._get_to_check_before_sending()
        # What the host mails by itself answers a customer, whatever he has.
        if not self.env.su:
            proposals._check_stands()
        proposals._check_sendable()
        return super()._check_mailed()

    def _check_stands(self):
        """Refuse to mail what its customer could not accept any more.

        :raises UserError: names what replaces it, or the deal that is given up
        """
        for order in self:
            standing = order._get_standing() or order._get_revisions_completed()
            if standing:
                raise UserError(
                    self.env._(
                        "%(order)s is not sent any more: %(standing)s replaces it.",
                        order=order.display_name,
                        standing=", ".join(standing.sudo().mapped("display_name")),
                    )
                )
            if order._is_withdrawn():
                raise UserError(
                    self.env._(
                        "%(order)s is not sent: “%(deal)s” is lost, archived, or won"
                        " without it. Open the deal again first.",
                        order=order.display_name,
                        deal=order.sudo().opportunity_id.name,
                    )
                )

    def _get_unaddressed_remedy(self):
        return self.env._(
            "A proposal that you hand over on paper is marked as sent by “Mark"
            " Quotation as Sent”."
        )

    def message_post(self, **kwargs):
        is_sent = self._is_posted_to_send(kwargs)
        papers = self._of_engineering() if is_sent else self.browse()
        if not papers:
            return super().message_post(**kwargs)
        # What is missing is told to who may read the proposal alone.
        papers.check_access("read")
        partners = self.env["res.partner"].browse(kwargs.get("partner_ids") or ())
        papers._check_posted(partners)
        is_draft = papers.state == "draft"
        message = super().message_post(**kwargs)
        papers._keep_sent(message)
        if not is_draft:
            papers._tell_mailed(message)
        return message

    def _message_mail_after_hook(self, mails):
        result = super()._message_mail_after_hook(mails)
        self._keep_mails(mails)
        return result

    def _after_mailed(self, message):
        if self.state == "draft":
            self.state = "sent"
        else:
            self._tell_mailed(message)
        return super()._after_mailed(message)

    def _tell_mailed(self, message):
        """Tell the deal what went out that is no news: sent again, or ordered."""
        facts = self._get_sent_facts(message)
        self.opportunity_id._notify_deal(
            _lt("Proposal %(link)s is sent again to %(whom)s: %(files)s", **facts)
            if self._was_sent()
            else _lt("Order %(link)s is sent to %(whom)s: %(files)s", **facts)
        )
