from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import WORK, WorkEvent, WorkState
from ..common.field_groups import ADMINISTRATOR, ENGINEER
from ..common.reader_texts import as_read_by, lines_text

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """A work moves by its events: it is completed, returned or cancelled."""

    _name = "project.task"
    _inherit = "project.task"

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return WORK

    def _get_workflow_content(self):
        return [self.engineering_work_line_ids]

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        user = self.env.user
        team = self.sudo().engineering_team_id
        if team.is_led_by_user or user.has_group(ADMINISTRATOR):
            roles |= {Role.LEADER, Role.ENGINEER}
        if user.has_group(ENGINEER) and (
            user in self.user_ids or (not self.user_ids and team.is_of_user)
        ):
            roles.add(Role.ENGINEER)
        lead = self.sudo().engineering_lead_id.sudo(self.env.su)
        if lead and lead._is_managed_by_user():
            roles.add(Role.MANAGER)
        return roles

    def _get_next_state(self, event):
        self._check_are_works()
        return super()._get_next_state(event)

    def _check_are_works(self):
        """Refuse tasks that no deal has created.

        :raises UserError: names the task
        """
        for task in self:
            if not task.engineering_state:
                raise UserError(
                    self.env._(
                        "“%(task)s” is a task, not a work of a deal.",
                        task=task.display_name,
                    )
                )

    @api.model
    def _get_role_fields(self):
        return [
            *super()._get_role_fields(),
            "engineering_lead_id",
            "engineering_team_id",
            "user_ids",
        ]

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == WorkEvent.RETURN:
            self._check_in_no_act()
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        values["state"] = self._get_task_state(target)
        if event == WorkEvent.COMPLETE:
            values["date_end"] = fields.Datetime.now()
        if event == WorkEvent.RETURN:
            values["date_end"] = False
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == WorkEvent.COMPLETE:
            self._after_complete()
        if event == WorkEvent.RETURN:
            self._after_return(**details)
        if event == WorkEvent.CANCEL:
            self._after_cancel()
        return result

    def _get_task_state(self, state):
        """Return the state of the host's task, which follows that of the work."""
        if state == WorkState.CANCELLED:
            return "1_canceled"
        is_open = self._get_workflow().get_state(state).open
        return "01_in_progress" if is_open else "1_done"

    # === COMPLETE, RETURN, CANCEL ===

    def action_complete_work(self):
        """Complete the works, and ask their managers for the acts.

        :return: True
        :raises UserError: a work is not accepted, or lacks documents that prove it
        :raises AccessError: a work is another engineer's
        """
        return self._send_event(WorkEvent.COMPLETE.value)

    def _after_complete(self):
        for work in self:
            work.engineering_lead_id._notify_deal(
                lines_text(work._get_completion_texts()),
                inbox=True,
                files=work._get_completion_files(),
            )
        self._notify_act_due()
        self.engineering_lead_id._update_engineering_state()

    def _get_completion_texts(self):
        """Return what the deal is told of a completed work, a line each.

        To be extended.
        """
        self.ensure_one()
        return [_lt("Work %(link)s is completed", link=self)]

    def _get_completion_files(self):
        """Return the files that the deal shows of a completed work. To be extended."""
        return self.env["ir.attachment"]

    def _notify_act_due(self):
        for work in self:
            work._notify_of_work(
                work.engineering_lead_id._get_engineering_manager(),
                _lt("Issue the act"),
            )

    def action_return_work(self):
        """Ask for the reason to return a completed work.

        :return: the action that opens the dialog
        """
        return self._open_dialog("engineering.work.return", self.env._("Return Work"))

    def _get_possible_events(self):
        events = super()._get_possible_events()
        if WorkEvent.RETURN in events and self._is_in_act():
            events.remove(WorkEvent.RETURN)
        return events

    def _is_in_act(self):
        """Return whether an act takes something of the work."""
        self.ensure_one()
        # Engineers may not read acts.
        return any(self.sudo().engineering_work_line_ids.mapped("act_quantity"))

    def _check_in_no_act(self):
        for work in self:
            if work._is_in_act():
                raise UserError(
                    self.env._(
                        "“%(work)s” is in an act already. Cancel the act first.",
                        work=work.display_name,
                    )
                )

    def _after_return(self, reason):
        self._notify_deal(
            lambda link: _lt(
                "Work %(link)s is returned: %(reason)s", link=link, reason=reason
            )
        )
        for work in self:
            work._notify_of_work(
                work.user_ids, _lt("Mend and complete again"), note=reason
            )
        self.engineering_lead_id._update_engineering_state()

    def action_cancel_work(self):
        """Cancel the works: their quantities can be in others.

        :return: True
        :raises UserError: a work is not open
        :raises AccessError: the user is neither its manager nor its leader
        """
        return self._send_event(WorkEvent.CANCEL.value)

    def _after_cancel(self):
        self._notify_deal(lambda link: _lt("Work %(link)s is cancelled", link=link))
        for work in self:
            work._notify_users(work.user_ids, _lt("The work is cancelled"))
        self.engineering_lead_id._update_engineering_state()

    # === FEED ===

    def _notify_deal(self, tell, inbox=False):
        """Leave in each deal what `tell` says of the link to its work."""
        for work in self:
            work.engineering_lead_id._notify_deal(tell(work), inbox=inbox)

    def _notify_of_work(self, users, summary, note=None):
        """Ask people for something, and let the host tell each in his language."""
        self.ensure_one()
        for alike in users.grouped(
            lambda user: as_read_by(self, user).env.lang
        ).values():
            activities = as_read_by(self, alike[0]).env["mail.activity"].sudo()
            activities.create(
                [self._prepare_activity_values(user, summary, note) for user in alike]
            )
