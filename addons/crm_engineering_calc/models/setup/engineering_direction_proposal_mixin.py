from datetime import timedelta

from odoo import fields, models


class EngineeringDirectionProposalMixin(models.AbstractModel):
    """What proposals of a direction say and promise, besides their prices."""

    _name = "engineering.direction.proposal.mixin"
    _description = "Proposals of a direction"

    _proposal_days_positive = models.Constraint(
        "CHECK(proposal_validity_days >= 0)",
        "A proposal is valid for a number of days, or zero: as the company has set.",
    )

    proposal_validity_days = fields.Integer(
        "Proposal Valid For",
        tracking=True,
        help="How long the customer may accept a proposal. Of several directions, the"
        " shortest time. Zero: as long as the company's quotations.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        check_company=True,
        tracking=True,
        help="The terms of its proposals. Of several directions, those of the first"
        " one. Empty: the customer's own.",
    )

    def _prepare_proposal_values(self):
        """Return what a proposal has of these directions. To be extended."""
        values = {}
        if days := min(filter(None, self.mapped("proposal_validity_days")), default=0):
            today = fields.Date.context_today(self)
            values["validity_date"] = today + timedelta(days=days)
        if terms := self.sudo().payment_term_id:
            values["payment_term_id"] = terms[0].id
        return values
