from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import HANDED_OVER
from ..common.field_groups import ENGINEERING

REVISED = Domain(
    "engineering_variant_ids.calculation_id.revision_ids.state", "in", HANDED_OVER
)


class SaleOrder(models.Model):
    """Proposals whose calculation was completed anew: what it says now is proposed.

    While a revision is calculated, the customer may still accept what he has.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_is_revised = fields.Boolean(
        "Revised",
        compute="_compute_engineering_is_revised",
        compute_sudo=True,
        groups=ENGINEERING,
        help="A completed revision of its calculation replaces it: the customer can't"
        " accept it.",
    )

    @api.depends(
        "engineering_variant_ids.calculation_id.revision_ids.state",
        "engineering_superseded_by_id",
        "state",
    )
    def _compute_engineering_is_revised(self):
        for order in self:
            order.engineering_is_revised = (
                order.state in ("draft", "sent")
                and not order.engineering_superseded_by_id
                and bool(order._get_revisions_completed())
            )

    def _is_replaced(self):
        """Return whether another proposal is to be accepted instead, or to be made."""
        self.ensure_one()
        order = self.sudo()
        return bool(order.engineering_superseded_by_id or order.engineering_is_revised)

    def _get_revisions_completed(self):
        """Return the completed calculations that replace those of the order."""
        revisions = self.sudo().engineering_calculation_ids.revision_ids
        return revisions.filtered(lambda revision: revision.state in HANDED_OVER)

    @api.model
    def _get_valid_domain(self):
        """Return the domain of the proposals that the customer may come to accept.

        He reads why not in `_get_acceptance_refusal`.
        """
        today = fields.Date.today()
        return (
            Domain("state", "in", ("draft", "sent"))
            & Domain("engineering_superseded_by_id", "=", False)
            & (
                Domain("validity_date", "=", False)
                | Domain("validity_date", ">=", today)
            )
            & ~REVISED
        )

    def _get_acceptance_refusal(self):
        refusal = super()._get_acceptance_refusal()
        if refusal or not self.sudo().engineering_is_revised:
            return refusal
        return self.env._(
            "We have calculated this anew, and prepare a new proposal. Please wait for"
            " it, or ask us."
        )

    def _confirmation_error_message(self):
        """Refuse what was calculated anew, and is not proposed yet."""
        error = super()._confirmation_error_message()
        if error or not self.sudo().engineering_is_revised:
            return error
        return self.env._(
            "%(order)s can't be confirmed: %(revisions)s, completed since, replaces"
            " what it was made from. Make a proposal of that in the deal.",
            order=self.display_name,
            revisions=", ".join(self._get_revisions_completed().mapped("display_name")),
        )
