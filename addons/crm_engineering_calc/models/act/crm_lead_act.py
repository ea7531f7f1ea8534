from odoo import models
from odoo.exceptions import UserError

from ...domain.workflows import WorkState


class CrmLead(models.Model):
    """Acts of what is done in a deal."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def action_create_act(self):
        """Ask which completed works go into the act.

        :return: the action that opens the dialog
        :raises UserError: no completed work is without an act
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        if not self._get_works_without_act():
            raise UserError(
                self.env._(
                    "“%(deal)s” has no completed work that is not in an act yet.",
                    deal=self.name,
                )
            )
        return self._open_dialog("engineering.act.create", self.env._("Create Act"))

    def _get_works_without_act(self):
        # Works are archived with their project.
        return self.with_context(active_test=False).engineering_work_ids.filtered(
            lambda work: (
                work.engineering_state == WorkState.COMPLETED
                and work._get_lines_without_act()
            )
        )
