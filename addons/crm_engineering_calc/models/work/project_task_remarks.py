from odoo import api, fields, models

from ...domain.workflows import WorkEvent
from ..common.field_groups import ENGINEERING


class ProjectTask(models.Model):
    """What is to be mended stands on a returned work until it is done or dropped."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_return_reason = fields.Text(
        "Remarks",
        readonly=True,
        copy=False,
        tracking=True,
        groups=ENGINEERING,
        help="What is to be mended before the work is completed again.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_return_reason"}

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event == WorkEvent.RETURN:
            values["engineering_return_reason"] = details["reason"].strip()
        if event in (WorkEvent.COMPLETE, WorkEvent.CANCEL):
            values["engineering_return_reason"] = False
        return values
