from odoo import models


class EngineeringOrderSummaryMixin(models.AbstractModel):
    """What the strip of the deal tells of a proposal or an order made in it."""

    _name = "engineering.order.summary.mixin"
    _description = "Order in the strip of its deal"

    def _prepare_proposal_summary_item(self):
        """Return the item that tells whether a proposal is out, and until when."""
        self.ensure_one()
        return self.opportunity_id._prepare_summary_item(
            f"proposal_{self.id}",
            self._get_summary_label(),
            self._get_summary_title(),
            self._get_proposal_summary_note(),
            "danger" if self.is_expired else "warning" if self.state == "draft" else "",
            cards=self,
            waits=[self._get_proposal_waiting()],
            brief=self._prepare_summary_brief(self._get_proposal_summary_note()),
        )

    def _prepare_summary_brief(self, note):
        """Return what is said where the deal's money is shown beside."""
        return {
            "amount": self.amount_total,
            "currency_id": self.currency_id.id,
            "text": self.name,
            "note": note,
        }

    def _get_proposal_waiting(self):
        if asked := self._get_open_approvals():
            return asked.approver_ids[:1], self.env._("approve the proposal")
        if self.state == "sent" and not self.is_expired:
            return self.partner_id, self.env._("accept the proposal")
        return None, self.env._("send the proposal")

    def _get_proposal_summary_note(self):
        if self._is_withdrawn():
            return self.env._("withdrawn")
        date = self.opportunity_id._format_moment(self.validity_date)
        if self.is_expired:
            return self.env._("expired on %(date)s", date=date)
        if self.state == "draft":
            return self.env._("not sent")
        return self.env._("valid until %(date)s", date=date) if date else ""

    def _prepare_order_summary_item(self):
        """Return the item that tells what of an order is paid, and what is not."""
        self.ensure_one()
        paid = self.engineering_amount_paid
        left = self.currency_id.round(self._get_amount_to_pay() - paid)
        compared = self.currency_id.compare_amounts(left, 0)
        level = "" if self._is_all_written_off() else "success"
        return self.opportunity_id._prepare_summary_item(
            f"order_{self.id}",
            self._get_summary_label(),
            self._get_summary_title(),
            self._get_payment_summary_note(left),
            "warning" if compared else level,
            cards=self,
            waits=self._get_payment_waiting(),
            brief=self._prepare_summary_brief(self._get_payment_summary_word(left)),
        )

    def _get_payment_summary_word(self, left):
        """Return how an order of which `left` is unpaid is paid, without amounts."""
        compared = self.currency_id.compare_amounts(left, 0)
        if self._is_all_written_off():
            return self.env._("written off")
        if compared < 0:
            return self.env._("overpaid")
        if not compared:
            return self.env._("paid")
        is_begun = self.currency_id.compare_amounts(self.engineering_amount_paid, 0) > 0
        return self.env._("partly paid") if is_begun else self.env._("not paid")

    def _get_payment_summary_note(self, left):
        """Return what is said of the payment of an order of which `left` is unpaid."""
        compared = self.currency_id.compare_amounts(left, 0)
        if self._is_all_written_off() or not compared:
            return self._get_payment_summary_word(left)
        if compared < 0:
            return self.env._(
                "paid, and overpaid by %(beyond)s",
                beyond=self._format_summary_amount(-left),
            )
        return self.env._(
            "invoiced %(invoiced)s, paid %(paid)s, outstanding %(left)s",
            invoiced=self._format_summary_amount(self.engineering_amount_invoiced),
            paid=self._format_summary_amount(self.engineering_amount_paid),
            left=self._format_summary_amount(left),
        )

    def _get_payment_waiting(self):
        """Return [(who, what they are to do)] while works wait for a payment.

        The customer pays what is invoiced, and the manager invoices it first.
        """
        gates = self.engineering_calculation_ids.direction_id.mapped("work_gate")
        missing = max(map(self._get_amount_missing_for_gate, gates), default=0)
        if not missing:
            return []
        billed = self.currency_id.round(
            self.engineering_amount_invoiced - self.engineering_amount_paid
        )
        if billed > 0:
            amount = self._format_summary_amount(billed)
            return [(self.partner_id, self.env._("pay %(amount)s", amount=amount))]
        return [(None, self.env._("send the invoice for payment"))]

    def _get_summary_label(self):
        is_order, is_supplement = self.state == "sale", self.engineering_supplements_id
        if is_supplement:
            return (
                self.env._("Supplement")
                if is_order
                else self.env._("Supplementary proposal")
            )
        return self.env._("Order") if is_order else self.env._("Proposal")

    def _get_summary_title(self):
        total = self._format_summary_amount(self.amount_total)
        return self.env._("%(order)s: %(total)s", order=self.name, total=total)

    def _format_summary_amount(self, amount):
        return self.opportunity_id._format_amount(amount, self.currency_id)
