from odoo import fields, models

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

    def _get_missing_to_complete(self):
        texts = super()._get_missing_to_complete()
        # Attachments are no field of the task that would refresh their number.
        self.invalidate_recordset(["engineering_evidence_count"])
        missing = self.engineering_evidence_required - self.engineering_evidence_count
        if missing > 0:
            texts.append(
                self.env._(
                    "“%(direction)s” asks for %(required)s documents or photos,"
                    " %(count)s attached. Attach %(missing)s more.",
                    direction=self.engineering_direction_id.display_name,
                    required=self.engineering_evidence_required,
                    count=self.engineering_evidence_count,
                    missing=missing,
                )
            )
        return texts
