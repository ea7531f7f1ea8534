from odoo import models


class SaleOrder(models.Model):
    """Whether the customer may accept a proposal made from calculations.

    Pages, their routes and payments have one answer, in the words of the customer.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_acceptance_refusal(self):
        """Return why the customer can't sign, pay or change the proposal, if so.

        What an extension has to say against it comes where `super()` returns nothing.

        :return: a text for the customer, empty where nothing forbids it
        """
        self.ensure_one()
        return ""

    def _can_be_accepted(self):
        """Return whether nothing of ours forbids the customer to accept the order."""
        order = self.sudo().ensure_one()
        is_proposal = order.engineering_calculated and order.state in ("draft", "sent")
        return not (is_proposal and self._get_acceptance_refusal())

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and self._can_be_accepted()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and self._can_be_accepted()

    def _can_be_edited_on_portal(self):
        return super()._can_be_edited_on_portal() and self._can_be_accepted()
