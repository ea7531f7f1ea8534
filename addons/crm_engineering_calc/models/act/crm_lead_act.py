from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain.workflows import ActState, WorkState
from .project_task_act import TO_SIGN


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

    def action_settle_act(self):
        """Lead to the acts that are not signed yet: what is left to do is said there.

        :return: the action that opens the one act, or their list
        :raises UserError: no act of the deal waits for a signature
        """
        self.ensure_one()
        acts = self.engineering_act_ids.filtered(lambda act: act.state in TO_SIGN)
        if not acts:
            raise UserError(
                self.env._(
                    "No act of “%(deal)s” waits for a signature.", deal=self.name
                )
            )
        return acts._get_records_action(name=self.env._("Acts"))

    def _get_works_without_act(self):
        return self.engineering_work_ids.filtered(
            lambda work: (
                work.engineering_state == WorkState.COMPLETED
                and work._get_lines_without_act()
            )
        )

    # === FIRST SCREEN ===

    @api.model
    def _get_summary_paths(self):
        return {**super()._get_summary_paths(), "engineering.act": "lead_id"}

    def _get_summary_items(self):
        items = super()._get_summary_items()
        if not (having := items.filter_having(self, "engineering.act")):
            return items
        acts = self.env["engineering.act"].search(
            Domain("lead_id", "in", having.ids)
            & Domain("state", "!=", ActState.CANCELLED.value),
            order="id",
        )
        for lead, of_deal in acts.grouped("lead_id").items():
            items[lead].append(lead._prepare_acts_summary_item(of_deal))
        return items

    def _prepare_acts_summary_item(self, acts):
        """Return the item that tells what is signed, and who signs the rest."""
        signed = acts.filtered(lambda act: act.state == ActState.SIGNED)
        left = acts - signed
        drafts = left.filtered(lambda act: act.state == ActState.DRAFT)
        waits = []
        if drafts:
            waits.append((None, self.env._("send the act")))
        refused = left.filtered("is_refused")
        if refused:
            waits.append((None, self.env._("settle the refusal of the act")))
        if sent := left - drafts - refused:
            waits.append((sent.partner_id, self.env._("sign the act")))
        return self._prepare_summary_item(
            "acts",
            self.env._("Acts"),
            self.env._(
                "%(signed)s of %(all)s signed", signed=len(signed), all=len(acts)
            ),
            level="" if left else "success",
            cards=acts,
            action="action_view_acts",
            waits=waits,
        )
