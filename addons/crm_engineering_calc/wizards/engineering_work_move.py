from odoo import api, fields, models

from ..models.work.work_times import get_moved_end


class EngineeringWorkMove(models.TransientModel):
    _name = "engineering.work.move"
    _description = "Move a Work"
    _inherit = ["engineering.work.time.dialog"]

    _target = "task_id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    is_planned = fields.Boolean(compute="_compute_is_planned")
    reason = fields.Text()
    tell_customer = fields.Boolean(
        "Tell the Customer",
        compute="_compute_tell_customer",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The customer gets a mail about the new time. He expects the old one.",
    )

    @api.depends("task_id")
    def _compute_is_planned(self):
        for dialog in self:
            dialog.is_planned = bool(dialog.task_id.engineering_start)

    @api.depends("task_id")
    def _compute_tell_customer(self):
        for dialog in self:
            work = dialog.task_id
            dialog.tell_customer = bool(
                work.engineering_start and work._get_customer_to_tell().email
            )

    @api.depends("task_id")
    def _compute_start(self):
        for dialog in self:
            dialog.start = dialog.task_id.engineering_start

    def _compute_end(self):
        """Keep the end of a work that begins as it did, and else how long it takes."""
        kept = self.filtered(
            lambda dialog: (
                dialog.start and dialog.start == dialog.task_id.engineering_start
            )
        )
        for dialog in kept:
            dialog.end = dialog.task_id.engineering_end
        for dialog in self - kept:
            work = dialog.task_id._origin
            dialog.end = dialog.start and get_moved_end(work._get_plan(), dialog.start)

    def _get_plan(self):
        plan = self.task_id._origin._get_plan()
        return plan._replace(start=self.start, end=self.end)

    def action_confirm(self):
        """Move the work, and tell who must know.

        :return: the action that ends the dialog
        :raises UserError: no reason or no start, or the work is not open
        :raises AccessError: the user neither does it, nor is its manager or its leader
        """
        self.ensure_one()
        self._confirm_once()
        self.task_id._move(self.start, self.end, self.reason, self.tell_customer)
        return self._close()
