from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.progress import DealState
from ...domain.workflows import CalculationEvent, CalculationState

_lt = LazyTranslate(__name__)

from ..common.rows import filter_given


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
        still = deals.filtered(lambda lead: lead._stands_still())
        if stopped := (deals - still).filtered(lambda lead: lead._is_stopped_by(vals)):
            self.check_access("write")
            stopped._check_no_open_works()
        result = super().write(vals)
        deals._follow_activity_since(still)
        return result

    def action_set_lost(self, **additional_values):
        # The host archives deals before it says why: who is told reads the reason.
        if reason := additional_values.get("lost_reason_id"):
            self._with_cards().sudo(self.env.su).write({"lost_reason_id": reason})
        return super().action_set_lost(**additional_values)

    def _stands_still(self):
        """Return whether nobody goes on with the deal.

        It is lost, archived, or won by hand: nothing is ordered.
        """
        return not self - self._filter_still()

    def _filter_still(self):
        """Return the deals that stand still, as superuser."""
        leads = self.sudo()
        won = leads.stage_id.filtered("is_won")
        still = leads - filter_given(leads, "active")
        if won:
            still |= leads.filtered(
                lambda lead: lead.stage_id in won and not lead._is_sold()
            )
        return still

    @api.model
    def _get_going_on_domain(self):
        """Return the deals that are not archived of those that do not stand still."""
        won = Domain("stage_id", "any", Domain("is_won", "=", True))
        # Orders of colleagues count, whoever may read them.
        return ~won | Domain("order_ids", "any!", Domain("state", "=", "sale"))

    def _is_sold(self):
        return any(order.state == "sale" for order in self.order_ids)

    def _is_stopped_by(self, vals):
        """Return whether a deal that goes on stands still with these values."""
        stage = self.stage_id.browse(vals.get("stage_id"))
        return not vals.get("active", True) or (stage.is_won and not self._is_sold())

    def _check_no_open_works(self):
        works = self._get_open_works().sudo()
        for lead, of_deal in works.grouped("engineering_lead_id").items():
            raise UserError(
                self.env._(
                    "“%(deal)s” is in work: %(works)s. Complete or cancel these works"
                    " first, or mark the deal as lost together with them; without an"
                    " order it can't be won either.",
                    deal=lead.name,
                    works=", ".join(of_deal.mapped("display_name")),
                )
            )

    def _get_open_works(self):
        """Return what is being done of the deals, whoever may see it."""
        works = self.env["project.task"].sudo()
        deals = self._with_cards()
        return works.search(deals._get_open_work_domain()).with_env(self.env)

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

    def _follow_activity_since(self, still):
        """Hold or resume what is in deals of which some stood still before."""
        if changed := self.filtered(
            lambda lead: lead._stands_still() != (lead in still)
        ):
            changed._follow_activity()

    def _follow_activity(self):
        """Let calculations stand still in deals that do, and go on in the others."""
        stopped = self.filtered(lambda lead: lead._stands_still())
        stopped._hold_calculations()
        stopped._notify_proposals_withdrawn()
        stopped._drop_todos_done()
        (self - stopped)._resume_calculations()

    def _follow_order(self):
        """Let what stood still in a deal that was won by hand go on with its order."""
        going_on = self.filtered(lambda lead: not lead._stands_still())
        going_on._resume_calculations()

    def _notify_proposals_withdrawn(self):
        """Say which proposals the customer can't accept while a deal stands still."""
        sent = self._search_open_orders().filtered(lambda order: order.state == "sent")
        for lead, orders in sent.grouped("opportunity_id").items():
            lead._notify_deal(
                _lt(
                    "%(links)s: withdrawn, the customer can't sign or pay it until the"
                    " deal goes on",
                    links=orders,
                )
            )

    def _hold_calculations(self):
        workflow = self.env["engineering.calculation"]._get_workflow()
        cards = self._search_calculations(list(workflow.active_states))
        for reason, held in cards.grouped(
            lambda card: card.lead_id._get_reason_to_hold()
        ).items():
            held._send_event(CalculationEvent.HOLD.value, reason=reason, with_deal=True)

    def _get_reason_to_hold(self):
        """Return why nobody goes on with the deal's calculations, for who reads it."""
        self.ensure_one()
        if not self.active:
            reason = self.lost_reason_id.name
            return reason or self.env._("The deal is lost or archived")
        if self._stands_still():
            return self.env._("The deal is won, and nothing is ordered")
        return self.env._("Nobody is in the team to go on with it")

    def _resume_calculations(self):
        """Let go on what only the deal has put on hold, and ask for what was asked."""
        cards = self._search_calculations([CalculationState.HELD.value])
        held = cards.filtered("held_with_deal")
        resumed = held.filtered(lambda card: card._get_team_engineers())
        resumed._send_event(CalculationEvent.RESUME.value)
        (held - resumed)._notify_team_empty()
        self._notify_proposals_due(_lt("The deal is restored"))
        self._notify_acts_due()

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
        if not self._has_history():
            return
        made = Domain("engineering_calculated", "=", True)
        kinds = [
            (model, name, Domain.TRUE)
            for model, name in self._get_card_fields().items()
        ]
        for model, name, domain in [*kinds, ("sale.order", "opportunity_id", made)]:
            cards = self.env[model].sudo().with_context(active_test=False)
            card = cards.search(domain & Domain(name, "in", self.ids), limit=1)
            if card:
                raise UserError(
                    self.env._(
                        "“%(deal)s” has %(card)s, and stays in the history with it."
                        " Mark the deal as lost, or archive it.",
                        deal=card[name].name,
                        card=card.display_name,
                    )
                )
