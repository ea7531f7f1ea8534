from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import CalculationState


class EngineeringDeadlineMixin(models.AbstractModel):
    """Until when a request is taken and calculated, and what is late."""

    _name = "engineering.deadline.mixin"
    _inherit = ["engineering.workflow.mixin", "engineering.notice.mixin"]
    _description = "Deadlines of a calculation"

    deadline = fields.Date(
        "Needed By", tracking=True, help="Until then the manager needs the prices."
    )
    response_deadline = fields.Datetime(
        "Take Until",
        compute="_compute_response_deadline",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Until then somebody has promised to take the request.",
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    @api.depends("direction_id", "requested_on")
    def _compute_response_deadline(self):
        for calculation in self:
            hours = calculation.direction_id.response_hours
            begin = calculation.requested_on
            calculation.response_deadline = (
                begin + timedelta(hours=hours) if begin and hours else False
            )

    def _get_activity_deadline(self):
        return self.deadline or super()._get_activity_deadline()

    @api.depends("state", "response_deadline", "deadline")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for calculation in self:
            calculation.is_late = calculation in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_late_domain()

    def _get_late_domain(self):
        not_taken = Domain("state", "=", CalculationState.REQUESTED.value) & Domain(
            "response_deadline", "<", fields.Datetime.now()
        )
        not_ready = Domain(
            "state", "in", list(self._get_workflow().active_states)
        ) & Domain("deadline", "<", fields.Date.context_today(self))
        return not_taken | not_ready
