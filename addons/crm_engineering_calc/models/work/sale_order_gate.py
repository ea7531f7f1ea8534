from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.selections import AFTER_FULL_PAYMENT, AFTER_ORDER, AFTER_PAYMENT, AT_ONCE


class SaleOrder(models.Model):
    """When works of an order may begin."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _check_work_gate(self, direction):
        """Refuse works before the gate of their direction is open.

        :raises UserError: the order is not confirmed, or not paid, as asked
        """
        self.ensure_one()
        if refusal := direction._get_gate_refusal(self):
            raise UserError(refusal)

    def _may_begin(self, direction):
        """Return whether the gate of a direction is open."""
        self.ensure_one()
        return not direction._get_gate_refusal(self)

    def _get_directions_closed(self):
        """Return the directions of the order whose works may not begin yet."""
        return self._get_directions().filtered(
            lambda direction: not self._may_begin(direction)
        )

    def _get_amount_missing_for_gate(self, gate):
        """Return what must be paid, in the order's currency, before works begin.

        :param gate: a value of `engineering.direction.work_gate`
        """
        self.ensure_one()
        if gate not in (AFTER_PAYMENT, AFTER_FULL_PAYMENT):
            return 0.0
        # A manager who may create works need not have rights on invoices.
        order = self.sudo()
        paid = order.engineering_amount_paid
        missing = self.currency_id.round(order._get_amount_to_pay() - paid)
        if gate == AFTER_PAYMENT and self.currency_id.compare_amounts(paid, 0) > 0:
            return 0.0
        return max(missing, 0.0)

    @api.model
    def _get_startable_domain(self):
        """Return the orders whose works may begin as their directions are set."""

        def has_gate(*gates):
            gate = Domain("work_gate", "in", gates)
            return Domain(
                "engineering_variant_ids",
                "any",
                Domain("calculation_id", "any", Domain("direction_id", "any", gate)),
            )

        return Domain("state", "=", "sale") & (
            has_gate(AT_ONCE, AFTER_ORDER)
            | has_gate(AFTER_PAYMENT) & self._get_begun_to_pay_domain()
            | has_gate(AFTER_FULL_PAYMENT) & self._get_paid_domain()
        )
