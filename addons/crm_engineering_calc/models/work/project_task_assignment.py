from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkEvent

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """Who does a work: accepted, declined, assigned again."""

    _name = "project.task"
    _inherit = "project.task"

    # === WORKFLOW ===

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == WorkEvent.ASSIGN:
            self._check_assigned(**details)
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event == WorkEvent.DECLINE:
            values["user_ids"] = [Command.clear()]
        if event == WorkEvent.ASSIGN:
            engineer = details.get("engineer")
            values["user_ids"] = [Command.set(engineer.ids if engineer else [])]
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == WorkEvent.ACCEPT:
            self._after_accept()
        if event == WorkEvent.DECLINE:
            self._after_decline(**details)
        if event == WorkEvent.ASSIGN:
            self._after_assign()
        return result

    # === ACCEPT ===

    def action_accept_work(self):
        """Accept the works; those of nobody are the user's from now on.

        :return: True
        :raises UserError: a work is not assigned any more
        :raises AccessError: a work is another engineer's
        """
        return self._send_event(WorkEvent.ACCEPT.value)

    def _after_accept(self):
        if unassigned := self.filtered(lambda work: not work.user_ids):
            unassigned._as_machine().write(
                {"user_ids": [Command.set(self.env.user.ids)]}
            )
        self._notify_deal(lambda link: _lt("Work %(link)s is accepted", link=link))

    # === DECLINE ===

    def action_decline_work(self):
        """Ask why the engineer does not do the work.

        :return: the action that opens the dialog
        """
        return self._open_dialog("engineering.work.decline", self.env._("Decline Work"))

    def _after_decline(self, reason):
        self._notify_deal(
            lambda link: _lt(
                "Work %(link)s is declined by %(engineer)s: %(reason)s",
                link=link,
                engineer=self.env.user.name,
                reason=reason,
            ),
            inbox=True,
        )
        for work in self.sudo():
            work._notify_of_work(
                work._get_who_assigns(),
                _lt("Assign the work again"),
                note=reason,
            )

    # === ASSIGN ===

    def action_assign_work(self):
        """Ask who is to do the work.

        :return: the action that opens the dialog
        """
        if self.user_ids:
            title = self.env._("Reassign Work")
        else:
            title = self.env._("Assign Work")
        return self._open_dialog("engineering.work.assign", title)

    def _get_who_assigns(self):
        """Return who is asked to find another engineer for a declined work."""
        work = self.sudo()
        manager = work.engineering_lead_id._get_engineering_manager()
        return work.engineering_team_id._get_leader() or manager

    def _get_people_to_assign(self):
        """Return who may be given the work."""
        self.ensure_one()
        return self.sudo().engineering_team_id._get_people(self.company_id)

    def _check_assigned(self, engineer=None):
        for work in self:
            if engineer and engineer not in work._get_people_to_assign():
                raise UserError(
                    self.env._(
                        "%(engineer)s is not an engineer of “%(team)s”. Choose someone"
                        " of the team, or add them to it.",
                        engineer=engineer.name,
                        team=work.sudo().engineering_team_id.display_name,
                    )
                )

    def _after_assign(self):
        for work in self.sudo():
            work._ask_for_next_step()
            team = work.engineering_team_id
            who = ", ".join(work.user_ids.mapped("name")) or team.name
            work._notify_deal(
                lambda link, who=who: _lt(
                    "Work %(link)s is assigned to %(who)s", link=link, who=who
                )
            )
