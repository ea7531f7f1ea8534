from odoo import api, fields, models

from ..models.work.work_times import get_ends


class EngineeringWorkMove(models.TransientModel):
    _name = "engineering.work.move"
    _description = "Move a Work"
    _inherit = ["engineering.dialog"]

    _target = "task_id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    is_planned = fields.Boolean(compute="_compute_is_planned")
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
    reason = fields.Text()
    tell_customer = fields.Boolean(
        "Tell the Customer", help="The customer gets a mail about the new time."
    )

    @api.depends("task_id")
    def _compute_is_planned(self):
        for dialog in self:
            dialog.is_planned = bool(dialog.task_id.engineering_start)

    @api.depends("task_id")
    def _compute_start(self):
        for dialog in self:
            dialog.start = dialog.task_id.engineering_start

    @api.depends("start")
    def _compute_end(self):
        for dialog in self:
            work = dialog.task_id._origin
            if not work or not dialog.start:
                dialog.end = False
            elif dialog.start == work.engineering_start:
                dialog.end = work.engineering_end
            else:
                dialog.end = get_ends([work._get_plan()._replace(start=dialog.start)])[
                    0
                ]

    @api.depends("start", "end")
    @api.depends_context("uid", "lang", "tz")
    def _compute_plan_note(self):
        for dialog in self:
            work = dialog.task_id._origin
            notes = work and work._get_notes_against(dialog.start, dialog.end)
            dialog.plan_note = "\n".join(notes or ())

    def action_confirm(self):
        """Move the work, and tell who must know.

        :return: the action that ends the dialog
        :raises UserError: no reason or no start, or the work is not open
        :raises AccessError: the user is neither its manager nor its leader
        """
        self.ensure_one()
        self._confirm_once()
        self.task_id._move(self.start, self.end, self.reason, self.tell_customer)
        return self._close()
