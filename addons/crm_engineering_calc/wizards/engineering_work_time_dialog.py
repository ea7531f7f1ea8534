from odoo import api, fields, models

from ..models.work.work_conflicts import get_plan_notes
from ..models.work.work_times import get_ends


class EngineeringWorkTimeDialog(models.AbstractModel):
    """When a work is done, and what speaks against that time."""

    _name = "engineering.work.time.dialog"
    _description = "Dialog about the time of a work"
    _inherit = ["engineering.dialog"]

    start = fields.Datetime(
        "Planned Start",
        compute="_compute_start",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    end = fields.Datetime(
        "Planned End",
        compute="_compute_end",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="After the planned hours, by the working hours of who does the work.",
    )
    plan_note = fields.Text("Against the Plan", compute="_compute_plan_note")

    def _compute_start(self):
        """Propose when to begin."""
        raise NotImplementedError

    @api.depends("start")
    def _compute_end(self):
        for dialog in self:
            dialog.end = dialog.start and get_ends([dialog._get_plan()])[0]

    @api.depends("start", "end")
    @api.depends_context("uid", "lang", "tz")
    def _compute_plan_note(self):
        for dialog in self:
            notes = ()
            if dialog.start and dialog.end and dialog.end >= dialog.start:
                notes = get_plan_notes(self.env, [dialog._get_plan()])[0]
            dialog.plan_note = "\n".join(notes)

    def _get_plan(self):
        """Return the `Plan` that the dialog has by now."""
        raise NotImplementedError
