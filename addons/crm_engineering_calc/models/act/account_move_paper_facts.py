from odoo import models

from ..common.format_number import format_amount
from ..common.signed_texts import plain_text


class AccountMove(models.Model):
    """What the paper of an invoice says around its lines."""

    _name = "account.move"
    _inherit = "account.move"

    def _get_paper_facts(self):
        """Return what is said before the lines: dates, place, whom to ask.

        :return: a list of {"name", "label", "value"}, texts; to be extended
        """
        paper = self._as_paper().sudo()
        env = paper.env
        site = paper.partner_shipping_id
        known = [
            ("date", env._("Date"), paper.invoice_date),
            ("due", env._("Due date"), paper.invoice_date_due),
            ("delivery", env._("Delivery date"), paper.delivery_date),
            (
                "address",
                env._("Address of works"),
                site != paper.partner_id and site._get_address_line(),
            ),
            (
                "manager",
                env._("Your contact"),
                paper._get_paper_contact(paper.invoice_user_id),
            ),
        ]
        return self._prepare_paper_facts(
            (name, label, value and paper._get_paper_text(value))
            for name, label, value in known
        )

    def _get_paper_grounds(self):
        paper = self._as_paper().sudo()
        env = paper.env
        orders = paper.line_ids.sale_line_ids.order_id
        contracts = map(self._get_paper_contract, orders.agreement_id)
        known = [
            ("reference", env._("Your reference"), paper._get_reference_of_customer()),
            ("contract", env._("Contract"), ", ".join(contracts)),
            ("order", env._("Order"), ", ".join(orders.mapped("name"))),
        ]
        return super()._get_paper_grounds() + self._prepare_paper_facts(known)

    def _get_reference_of_customer(self):
        """Return what the customer calls it; the host says orders' own names else."""
        names = self.line_ids.sale_line_ids.order_id.mapped("name")
        is_ours = self.ref and set(self.ref.split(", ")) <= set(names)
        return "" if is_ours else self.ref

    # === PAYMENT ===

    def _awaits_payment(self):
        """Return whether the customer owes what it says: payment codes are for that."""
        self.ensure_one()
        return self.state == "posted" and bool(self.amount_residual)

    def _is_settled(self):
        """Return whether nothing is left to be paid of what was owed."""
        self.ensure_one()
        return self.state == "posted" and self.currency_id.is_zero(self.amount_residual)

    def _get_paper_account(self):
        """Return the bank account that the invoice is paid to."""
        move = self.sudo()
        return move.partner_bank_id or move.company_id.partner_id.bank_ids[:1]

    def _get_paper_payment(self):
        """Return what a payment is filled in from; nobody pays a cancelled invoice.

        :return: a list of {"name", "label", "value"}, texts or safe HTML; to be
            extended
        """
        paper = self._as_paper().sudo()
        if paper.state == "cancel":
            return []
        env, account = paper.env, paper._get_paper_account()
        payee = account.acc_holder_name or paper.company_id.partner_id.name
        known = [
            ("payee", env._("Payee"), account and payee),
            (
                "bank",
                env._("Bank account"),
                account and paper._get_paper_bank(account),
            ),
            ("purpose", env._("Payment reference"), paper.payment_reference),
        ]
        return self._prepare_paper_facts(known)

    def _get_paper_payments(self):
        """Return what is paid of the invoice, and then what is left, or since when all.

        :return: a list of {"name", "label", "amount"}, empty while nothing is paid
        """
        paper = self._as_paper().sudo()
        env = paper.env
        widget = paper.invoice_payments_widget or {}
        payments = [one for one in widget.get("content", ()) if not one["is_exchange"]]
        rows = [
            {
                "name": "paid",
                "label": env._("Credited on %(date)s", date=date)
                if payment["is_refund"]
                else env._("Paid on %(date)s", date=date),
                "amount": payment["amount"],
            }
            for payment in payments
            for date in [paper._get_paper_date(payment["date"])]
        ]
        if not rows:
            return []
        if paper._is_settled():
            date = paper._get_paper_date(max(one["date"] for one in payments))
            settled = env._("Paid in full on %(date)s", date=date)
            return [*rows, {"name": "settled", "label": settled, "amount": False}]
        left = {
            "name": "left",
            "label": env._("Left to be paid"),
            "amount": paper.amount_residual,
        }
        return [*rows, left]

    def _get_paper_installments(self):
        """Return in which parts, and until when with a discount, it is paid: texts."""
        paper = self._as_paper().sudo()
        env, terms = paper.env, paper.invoice_payment_term_id
        is_told = terms.display_on_invoice and paper.state != "cancel"
        is_told = is_told and not paper._is_settled()
        details = is_told and paper.payment_term_details or []
        texts = []
        if details and paper._is_eligible_for_early_payment_discount(
            paper.currency_id, paper.invoice_date
        ):
            amount = terms._get_amount_due_after_discount(
                paper.amount_total, paper.amount_tax
            )
            texts.append(
                env._(
                    "%(amount)s if it is paid until %(date)s",
                    amount=format_amount(env, amount, paper.currency_id),
                    date=terms._get_last_discount_date_formatted(paper.invoice_date),
                )
            )
        if len(details) > 1:
            texts += [
                env._(
                    "%(amount)s until %(date)s",
                    amount=format_amount(env, part["amount"], paper.currency_id),
                    date=part["date"],
                )
                for part in details
            ]
        return texts

    def _get_paper_terms(self):
        """Return what is agreed besides the prices.

        :return: a list of {"name", "label", "value"}, the value as HTML; to be extended
        """
        paper = self._as_paper().sudo()
        env = paper.env
        terms = paper.invoice_payment_term_id
        known = [
            ("terms", env._("Terms of payment"), terms.note or terms.name),
            ("fiscal", env._("Taxes"), paper.fiscal_position_id.note),
            ("legal", env._("Taxes"), paper.taxes_legal_notes),
            ("narration", env._("Terms"), paper.narration),
        ]
        return self._prepare_paper_facts(
            (name, label, plain_text(value) and value) for name, label, value in known
        )
