from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.workflow import Role
from ...domain.workflows import WorkState
from ..common.concurrency import hold


class EngineeringWorkCheck(models.Model):
    """What is looked at in a work: ticked by who does it, and kept as it was completed.

    The text is that of the direction when the work was created.
    """

    _name = "engineering.work.check"
    _description = "Check of a Work"
    _inherit = ["engineering.own.fields.mixin"]
    _order = "task_id, sequence, id"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("What to Check", required=True)
    required = fields.Boolean()
    done = fields.Boolean()
    done_by_id = fields.Many2one("res.users", "Ticked By")
    done_on = fields.Datetime("Ticked On")
    is_open = fields.Boolean("May Be Ticked", compute="_compute_is_open")

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "task_id",
            "sequence",
            "name",
            "required",
            "done",
            "done_by_id",
            "done_on",
        }

    @api.depends("task_id.engineering_state")
    @api.depends_context("uid")
    def _compute_is_open(self):
        for check in self:
            check.is_open = check._is_ticked_by_user()

    def _is_ticked_by_user(self):
        self.ensure_one()
        work = self.task_id
        return (
            work.engineering_state == WorkState.ACCEPTED
            and Role.ENGINEER in work._get_workflow_roles()
        )

    # === TICK ===

    def action_tick(self):
        """Tick what the user has checked; what is ticked stays as it is.

        :return: True
        :raises UserError: the work is not in work, or another engineer's
        """
        return self._tick(True)

    def action_untick(self):
        """Take ticks back.

        :return: True
        :raises UserError: the work is not in work, or another engineer's
        """
        return self._tick(False)

    # Whoever does a work may tick, and nothing else of a check, hence superuser.
    def _tick(self, done):
        self.check_access("read")
        hold(self.task_id)
        for check in self:
            if not check._is_ticked_by_user():
                raise UserError(
                    self.env._(
                        "“%(check)s” is ticked by who does “%(work)s”, from accepting"
                        " it to completing it.",
                        check=check.name,
                        work=check.task_id.display_name,
                    )
                )
        changed = self.filtered(lambda check: check.done != done)
        changed.sudo()._as_machine().write(
            {
                "done": done,
                "done_by_id": self.env.uid if done else False,
                "done_on": fields.Datetime.now() if done else False,
            }
        )
        return True
