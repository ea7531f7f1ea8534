from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import WorkState


class EngineeringWorkLine(models.Model):
    """Lines of claims have nothing of what is ordered: they do it again."""

    _name = "engineering.work.line"
    _inherit = "engineering.work.line"

    is_free = fields.Boolean(
        compute="_compute_is_free", compute_sudo=True, help="It belongs to a claim."
    )

    @api.depends("task_id.engineering_claim_of_id")
    def _compute_is_free(self):
        for line in self:
            line.is_free = bool(line.task_id.engineering_claim_of_id)

    @api.model
    def _get_ordered_domain(self):
        """Return the lines that have something of an order: all but claims' and freed.

        To be extended.
        """
        return Domain(
            "task_id.engineering_state", "!=", WorkState.CANCELLED.value
        ) & Domain("task_id.engineering_claim_of_id", "=", False)

    @api.depends("is_free")
    def _compute_is_left_to_act(self):
        claims = self.browse()
        if self.task_id.engineering_claim_of_id:
            claims = self.filtered("is_free")
        claims.is_left_to_act = False
        return super(EngineeringWorkLine, self - claims)._compute_is_left_to_act()

    @api.model
    def _search_is_left_to_act(self, operator, value):
        found = super()._search_is_left_to_act(operator, value)
        if found is NotImplemented:
            return found
        return found & Domain("task_id.engineering_claim_of_id", "=", False)
