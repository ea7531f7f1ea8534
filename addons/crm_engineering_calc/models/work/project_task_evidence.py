from odoo import fields, models
from odoo.exceptions import UserError

from ...domain.workflows import WorkEvent
from ..common.field_groups import ENGINEERING


class ProjectTask(models.Model):
    """Documents and photos that prove a work."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_evidence_count = fields.Integer(
        "Documents", compute="_compute_evidence_count", groups=ENGINEERING
    )
    engineering_evidence_required = fields.Integer(
        related="engineering_direction_id.evidence_required", groups=ENGINEERING
    )

    def _compute_evidence_count(self):
        counts = dict(
            self.env["ir.attachment"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for task in self:
            task.engineering_evidence_count = counts.get(task.id, 0)

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == WorkEvent.COMPLETE:
            self._check_evidence()
        return result

    def _check_evidence(self):
        # Attachments are no field of the task that would refresh their number.
        self.invalidate_recordset(["engineering_evidence_count"])
        for work in self:
            missing = (
                work.engineering_evidence_required - work.engineering_evidence_count
            )
            if missing > 0:
                raise UserError(
                    self.env._(
                        "“%(work)s” can't be completed yet: “%(direction)s” asks for"
                        " %(required)s documents or photos, %(count)s attached. Attach"
                        " %(missing)s more.",
                        work=work.display_name,
                        direction=work.engineering_direction_id.display_name,
                        required=work.engineering_evidence_required,
                        count=work.engineering_evidence_count,
                        missing=missing,
                    )
                )
