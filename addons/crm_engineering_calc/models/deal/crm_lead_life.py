from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain.progress import DealState
from ...domain.workflows import CalculationEvent, CalculationState


class CrmLead(models.Model):
    """What becomes of a deal's cards when the deal itself is lost, restored or deleted.

    Who does that need have no right to the cards, hence superuser.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _with_cards(self):
        """Return the deals that engineering has something of, as superuser."""
        return self.sudo().filtered(
            lambda lead: lead.engineering_state not in (False, DealState.NONE)
        )

    # === LOST, ARCHIVED, RESTORED ===

    def write(self, vals):
        deals = self.browse()
        # A deal that is dragged to the won column is restored by it.
        if {"active", "stage_id"}.intersection(vals):
            deals = self._with_cards()
        before = deals.filtered("active")
        if before and not vals.get("active", True):
            self.check_access("write")
            before._check_no_open_works()
        result = super().write(vals)
        if changed := deals.filtered(lambda lead: lead.active != (lead in before)):
            changed._follow_activity()
        return result

    def action_set_lost(self, **additional_values):
        # The host archives deals before it says why: who is told reads the reason.
        if reason := additional_values.get("lost_reason_id"):
            self._with_cards().sudo(self.env.su).write({"lost_reason_id": reason})
        return super().action_set_lost(**additional_values)

    def _check_no_open_works(self):
        works = self.env["project.task"].search(self._get_open_work_domain())
        for lead, of_deal in works.grouped("engineering_lead_id").items():
            raise UserError(
                self.env._(
                    "“%(deal)s” is in work: %(works)s. Complete or cancel these works"
                    " first; then the deal can be lost or archived.",
                    deal=lead.name,
                    works=", ".join(of_deal.mapped("display_name")),
                )
            )

    def _check_active(self):
        """Refuse to begin anything in a deal that is lost or archived."""
        for lead in self.sudo():
            if not lead.active:
                raise UserError(
                    self.env._(
                        "“%(deal)s” is lost or archived. Restore the deal first.",
                        deal=lead.name,
                    )
                )

    def _follow_activity(self):
        """Let calculations stand still in deals that do, and go on in the others."""
        lost = self.filtered(lambda lead: not lead.active)
        lost._hold_calculations()
        (self - lost)._resume_calculations()

    def _hold_calculations(self):
        workflow = self.env["engineering.calculation"]._get_workflow()
        cards = self._search_calculations(
            [*workflow.active_states, CalculationState.COMPLETED.value]
        )
        for reason, held in cards.grouped(
            lambda card: card.lead_id._get_reason_to_hold()
        ).items():
            held._drop_activities()
            held.filtered(lambda card: card._is_open())._send_event(
                CalculationEvent.HOLD.value, reason=reason, with_deal=True
            )

    def _get_reason_to_hold(self):
        return self.lost_reason_id.name or self.env._("The deal is lost or archived")

    def _resume_calculations(self):
        """Let go on what only the deal has put on hold, and ask for what was asked."""
        cards = self._search_calculations([CalculationState.HELD.value])
        held = cards.filtered("held_with_deal")
        resumed = held.filtered(lambda card: card._get_team_engineers())
        resumed._send_event(CalculationEvent.RESUME.value)
        (held - resumed)._notify_team_empty()
        self._notify_proposals_due(self.env._("The deal is restored"))

    def _notify_proposals_due(self, text):
        """Ask for the proposals of completed calculations, if nobody is asked yet."""
        provided = self.filtered(
            lambda lead: lead.engineering_state == DealState.PROVIDED
        )
        for card in provided._search_calculations([CalculationState.COMPLETED.value]):
            if not card.activity_ids.filtered("automated"):
                card._notify_proposal_due(text)

    def _search_calculations(self, states):
        return self.env["engineering.calculation"].search(
            Domain("lead_id", "in", self.ids) & Domain("state", "in", states)
        )

    # === DELETED ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_calculated(self):
        # All other cards of a deal come of its calculations.
        card = (
            self.env["engineering.calculation"]
            .sudo()
            .with_context(active_test=False)
            .search([("lead_id", "in", self.ids)], limit=1)
        )
        if card:
            raise UserError(
                self.env._(
                    "“%(deal)s” has the calculation %(calculation)s, and stays in the"
                    " history with it. Mark the deal as lost, or archive it.",
                    deal=card.lead_id.name,
                    calculation=card.display_name,
                )
            )
