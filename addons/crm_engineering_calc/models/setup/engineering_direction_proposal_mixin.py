from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty

# The texts of an order, and those of its directions that they come from.
TEXTS = {
    "engineering_introduction": "introduction",
    "engineering_exclusions": "exclusions",
    "engineering_warranty": "warranty",
}


class EngineeringDirectionProposalMixin(models.AbstractModel):
    """What proposals of a direction say and promise, besides their prices."""

    _name = "engineering.direction.proposal.mixin"
    _description = "Proposals of a direction"

    _validities_positive = models.Constraint(
        "CHECK(LEAST(proposal_validity_days, calculation_validity_days) >= 0)",
        "A validity is a number of days: zero, or more.",
    )

    proposal_validity_days = fields.Integer(
        "Proposal Valid For",
        tracking=True,
        help="How long the customer may accept a proposal. Of several directions, the"
        " shortest time. Zero: as long as the company's quotations.",
    )
    calculation_validity_days = fields.Integer(
        "Calculation Valid For",
        tracking=True,
        help="How long its prices are offered. Of an older one, an engineer"
        " confirms them first, or revises it. Zero: for ever.",
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        check_company=True,
        tracking=True,
        help="The terms of its proposals. Of several directions, those of the first"
        " one. Empty: the customer's own.",
    )
    introduction = fields.Html(translate=True, help="What a proposal says first.")
    exclusions = fields.Html(
        "Not Included",
        translate=True,
        help="What the prices of a proposal don't cover.",
    )
    warranty = fields.Html(translate=True, help="What a proposal promises afterwards.")

    def _prepare_proposal_values(self):
        """Return what a proposal has of these directions, in the language of `env`.

        To be extended.
        """
        values = {name: self._join_texts(text) for name, text in TEXTS.items()}
        if days := min(filter(None, self.mapped("proposal_validity_days")), default=0):
            today = fields.Date.context_today(self)
            values["validity_date"] = today + timedelta(days=days)
        if terms := self.sudo().payment_term_id:
            values["payment_term_id"] = terms[0].id
        return values

    def _join_texts(self, text):
        """Return what the directions say, each text once."""
        said = dict.fromkeys(self.mapped(text))
        return Markup("").join(html for html in said if not is_html_empty(html))
