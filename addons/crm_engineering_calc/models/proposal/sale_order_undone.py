from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkState
from ..common.concurrency import serialize
from ..common.field_groups import SALES
from ..common.reader_texts import as_read_by, to_html

_lt = LazyTranslate(__name__)

HEAD_OF_SALES = "sales_team.group_sale_manager"


class SaleOrder(models.Model):
    """Acceptances that were a mistake: the order is an open proposal again."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_may_undo_acceptance = fields.Boolean(
        compute="_compute_engineering_may_undo_acceptance", groups=SALES
    )

    @api.depends("engineering_signature_id", "team_id.user_id")
    @api.depends_context("uid")
    def _compute_engineering_may_undo_acceptance(self):
        for order in self:
            order.engineering_may_undo_acceptance = (
                bool(order.sudo().engineering_signature_id)
                and order._is_undone_by_user()
            )

    def _is_undone_by_user(self):
        """Return whether the user heads the sales, or the sales team of the order."""
        self.ensure_one()
        user = self.env.user
        leader = self.sudo().team_id.user_id
        return self.env.su or user == leader or user.has_group(HEAD_OF_SALES)

    def action_undo_acceptance(self):
        """Ask why an acceptance is undone.

        :return: the action that opens the dialog
        :raises AccessError: the user heads neither the sales nor the order's team
        """
        self.check_access("read")
        self._check_undone_by_user()
        return self._open_dialog(
            "engineering.acceptance.undo", self.env._("Undo Acceptance")
        )

    def _check_undone_by_user(self):
        for order in self:
            if not order._is_undone_by_user():
                raise AccessError(
                    self.env._(
                        "The acceptance of %(order)s is undone by the leader of its"
                        " sales team (%(leader)s) or by a sales administrator.",
                        order=order.display_name,
                        leader=order.sudo().team_id.user_id.name
                        or self.env._("nobody"),
                    )
                )

    def _undo_acceptance(self, reason):
        """Let a signed order be an open proposal again; what was signed is kept.

        :raises UserError: it is not signed, or something follows from it already
        :raises AccessError: the user has no right to it
        """
        self.ensure_one()
        self.check_access("read")
        self._check_undone_by_user()
        order = self.sudo()
        serialize(order)
        signature = order.engineering_signature_id
        if not signature:
            raise UserError(
                self.env._("%(order)s is not signed.", order=self.display_name)
            )
        if not (reason or "").strip():
            raise UserError(
                self.env._("Write the reason: the deal tells it, and it is kept.")
            )
        order._check_nothing_follows()
        facts = {
            "link": order,
            "name": signature.signed_by,
            "date": partial(
                format_datetime,
                value=signature.signed_on,
                tz=signature.zone,
                dt_format="short",
            ),
            "reason": reason,
        }
        is_ordered = order.state == "sale"
        if is_ordered:
            order._take_back_confirmation()
        order._end_signature(reason)
        if is_ordered:
            order._reopen()
        order._tell_undone(facts)

    def _take_back_confirmation(self):
        """Cancel what the confirmation did, as the host does with an order."""
        if self.locked:
            self.action_unlock()
        self._action_cancel()

    def _reopen(self):
        """Let a cancelled order be out again as the proposal that it was."""
        self.action_draft()
        # It is with the customer: the deal is not told that it is sent once more.
        self._as_machine().action_quotation_sent()

    def _check_nothing_follows(self):
        """Refuse to undo what was paid, invoiced or worked already."""
        followers = list(self._get_followers())
        if followers:
            raise UserError(
                self.env._(
                    "The acceptance of %(order)s can't be undone any more: there are"
                    " %(followers)s. Cancel them first.",
                    order=self.display_name,
                    followers=", ".join(followers),
                )
            )

    def _get_followers(self):
        """Yield in words what follows from the order. To be extended."""
        invoices = self.invoice_ids.filtered(lambda move: move.state != "cancel")
        if invoices:
            names = [move.name or move.display_name for move in invoices]
            yield self.env._("invoices (%(names)s)", names=", ".join(names))
        paid = self.transaction_ids.filtered(
            lambda payment: payment.state in ("pending", "authorized", "done")
        )
        if paid:
            names = ", ".join(paid.mapped("reference"))
            yield self.env._("payments (%(names)s)", names=names)
        works = self.order_line.engineering_work_line_ids.task_id.filtered(
            lambda work: work.engineering_state != WorkState.CANCELLED
        )
        if works:
            yield self.env._("works (%(names)s)", names=", ".join(works.mapped("name")))
        if any(self.order_line.mapped("qty_delivered")):
            yield self.env._("deliveries")

    def _tell_undone(self, facts):
        text = _lt(
            "The acceptance of %(link)s by %(name)s on %(date)s is undone: %(reason)s",
            **facts,
        )
        here = as_read_by(self, self.user_id)
        here.message_post(
            body=to_html(here.env, text),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
        self.opportunity_id._notify_deal(text, inbox=True)
