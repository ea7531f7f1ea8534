"""The case of who invoices and pays: what accountants and providers do."""

from .common import EngineeringCase


class MoneyCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.user("accountant", "account.group_account_user")
        (cls.survey | cls.montage).invoice_policy = "order"

    # === MONEY ===

    def invoiced(self, orders):
        """Return the posted invoice of orders, made by the host's own button."""
        self.env.invalidate_all()
        invoice = orders.sudo()._create_invoices()
        invoice.action_post()
        return self.as_(self.accountant, invoice)

    def paid(self, invoice, amount=None, user=None, **values):
        """Register a payment as an accountant does."""
        register = self.model("account.payment.register", user or self.accountant)
        register = register.with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        if amount is not None:
            values["amount"] = amount
        return register.create(values)._create_payments()

    def reversed(self, invoice):
        """Return the posted credit note of an invoice."""
        reversal = self.model("account.move.reversal", self.accountant).with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        reversal.create({"journal_id": invoice.journal_id.id}).refund_moves()
        credit = invoice.reversal_move_ids
        credit.action_post()
        return credit

    def paid_online(self, order, amount, state="done", **values):
        method, provider = (
            self.env[name].sudo().with_context(active_test=False).search([], limit=1)
            for name in ("payment.method", "payment.provider")
        )
        transactions = self.env["payment.transaction"].sudo()
        return transactions.create(
            {
                "amount": amount,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "payment_method_id": method.id,
                "provider_id": provider.id,
                "reference": f"online {amount} {transactions.search_count([])}",
                "sale_order_ids": order.ids,
                "state": state,
                **values,
            }
        )

    # === WHAT IS KEPT AND TOLD ===

    def end(self):
        """Let the transaction tell what it tells when it is committed."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def told(self, order):
        """Return the steps in the deal's feed that tell of money."""
        self.end()
        return [
            text.split(": ", 1)[1]
            for text in self.feed(order.opportunity_id)
            if text.startswith(f"{order.name}: ")
        ]

    def assertMoney(self, order, invoiced, paid, state):
        order = order.sudo()
        order.invalidate_recordset()
        self.assertEqual(
            (order.engineering_amount_invoiced, order.engineering_amount_paid),
            (invoiced, paid),
        )
        self.assertEqual(order.engineering_payment_state, state)
