from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class SaleOrder(models.Model):
    """Proposals of deals that are given up: the customer can't accept them."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_is_withdrawn = fields.Boolean(
        "Withdrawn",
        compute="_compute_engineering_is_withdrawn",
        groups=ENGINEERING,
        help="Its deal is lost, archived, or won with nothing ordered: the customer"
        " can't accept it.",
    )

    @api.depends(
        "opportunity_id.active",
        "opportunity_id.order_ids.state",
        "opportunity_id.stage_id",
        "state",
    )
    def _compute_engineering_is_withdrawn(self):
        for order in self:
            order.engineering_is_withdrawn = order._is_withdrawn()

    def _is_withdrawn(self):
        """Return whether the deal of a proposal made from calculations is given up."""
        self.ensure_one()
        order = self.sudo()
        return (
            order.engineering_calculated
            and order.state in ("draft", "sent")
            and order.opportunity_id._stands_still()
        )

    def _get_acceptance_refusal(self):
        if self._is_withdrawn():
            return self.env._(
                "This proposal is not open any more. Please ask us for a new one."
            )
        return super()._get_acceptance_refusal()

    def _confirmation_error_message(self):
        """Refuse what would be ordered in a deal that is lost.

        In one that is won, the order is what it lacks.
        """
        error = super()._confirmation_error_message()
        lead = self.sudo().opportunity_id
        if error or not self._is_withdrawn() or lead.active:
            return error
        return self.env._(
            "%(order)s is a proposal of “%(deal)s”, which is lost or archived. Restore"
            " the deal first.",
            order=self.display_name,
            deal=lead.name,
        )
