import operator

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain.progress import DealState
from ...domain.workflows import CalculationState
from ..common.field_groups import ACTS, ENGINEERING

COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda count, values: count in values,
}


class CrmLead(models.Model):
    """The cards of a deal: counted, opened, and moved when deals are merged."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_calculation_ids = fields.One2many(
        "engineering.calculation",
        "lead_id",
        string="Calculations",
        groups=ENGINEERING,
    )
    engineering_calculation_count = fields.Integer(
        compute="_compute_engineering_counts", string="Calculation Count"
    )
    engineering_waiting_count = fields.Integer(
        "Questions",
        compute="_compute_waiting_calculation_count",
        search="_search_waiting_calculation_count",
        help="Calculations that wait for the manager's answer.",
    )
    engineering_work_ids = fields.One2many(
        "project.task", "engineering_lead_id", "Works", groups=ENGINEERING
    )
    engineering_work_count = fields.Integer(
        compute="_compute_engineering_counts", string="Work Count"
    )
    engineering_act_ids = fields.One2many(
        "engineering.act", "lead_id", "Acts", groups=ACTS
    )
    engineering_act_count = fields.Integer(
        compute="_compute_engineering_counts", string="Act Count"
    )

    @api.model
    def _get_card_fields(self):
        """Return {model of a deal's cards: its field with the deal}. To be extended.

        A model of yours inherits `engineering.own.fields.mixin`, as its cards are moved
        when deals are merged.
        """
        return {
            "engineering.calculation": "lead_id",
            "project.task": "engineering_lead_id",
            "engineering.act": "lead_id",
        }

    # === COUNTS ===

    @api.depends(
        "engineering_calculation_ids", "engineering_work_ids", "engineering_act_ids"
    )
    def _compute_engineering_counts(self):
        calculations = self._count_by_lead("engineering.calculation")
        works = self._count_by_lead("project.task")
        acts = self._count_by_lead("engineering.act")
        for lead in self:
            lead.engineering_calculation_count = calculations.get(lead._origin.id, 0)
            lead.engineering_work_count = works.get(lead._origin.id, 0)
            lead.engineering_act_count = acts.get(lead._origin.id, 0)

    @api.depends("engineering_calculation_ids.state")
    def _compute_waiting_calculation_count(self):
        waiting = self._count_by_lead(
            "engineering.calculation",
            Domain("state", "=", CalculationState.WAITING.value),
        )
        for lead in self:
            lead.engineering_waiting_count = waiting.get(lead._origin.id, 0)

    @api.model
    def _search_waiting_calculation_count(self, comparison, value):
        if comparison not in COMPARISONS:
            return NotImplemented
        groups = (
            self.env["engineering.calculation"]
            .sudo()
            ._read_group(
                Domain("state", "=", CalculationState.WAITING.value),
                ["lead_id"],
                ["__count"],
            )
        )
        fits = COMPARISONS[comparison]
        found = Domain(
            "id", "in", [lead.id for lead, count in groups if fits(count, value)]
        )
        if fits(0, value):
            found |= ~Domain("id", "in", [lead.id for lead, _count in groups])
        return found

    def _count_by_lead(self, model, domain=Domain.TRUE):
        """Return {lead id: number of records of `model`} of deals with engineering."""
        leads = self.filtered(lambda lead: lead.engineering_state != DealState.NONE)
        if not leads.ids:
            return {}
        # A manager counts all that belongs to his deal, whoever may open it.
        field = self._get_card_fields()[model]
        groups = (
            self.env[model]
            .sudo()
            ._read_group(domain & Domain(field, "in", leads.ids), [field], ["__count"])
        )
        return {lead.id: count for lead, count in groups}

    # === TO-DOS ===

    @api.model
    def _get_asking_models(self):
        """Return the models of cards that ask something of people. To be extended.

        They inherit `engineering.todo.mixin`.
        """
        return ["engineering.calculation", "project.task"]

    def _drop_todos_done(self):
        """Take off people's lists what the cards of the deals ask for no more."""
        for model in self._get_asking_models():
            cards = self.env[model].sudo().with_context(active_test=False)
            cards.search(
                Domain(self._get_card_fields()[model], "in", self.ids)
                & Domain("activity_ids", "any", [("automated", "=", True)])
            )._drop_todos_done()

    # === SMART BUTTONS ===

    def action_view_calculations(self):
        """Return the action that opens the deal's calculation, or their list."""
        return self._view_cards(
            "engineering_calculation_action", "engineering_calculation_ids"
        )

    def action_view_works(self):
        """Return the action that opens the deal's work, or their list."""
        return self._view_cards("engineering_work_action", "engineering_work_ids")

    def action_view_acts(self):
        """Return the action that opens the deal's act, or their list."""
        return self._view_cards("engineering_act_action", "engineering_act_ids")

    def _view_cards(self, action_name, field):
        """Open the one card of the deal, or their list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"crm_engineering_calc.{action_name}"
        )
        cards = self[field]
        action["domain"] = [(self._get_card_fields()[cards._name], "in", self.ids)]
        action["context"] = {"create": False}
        if len(cards) == 1:
            action["res_id"] = cards.id
            action["views"] = [
                (view_id, kind) for view_id, kind in action["views"] if kind == "form"
            ] or [(False, "form")]
        return action

    # === MERGE ===

    def merge_opportunity(self, *args, **kwargs):
        """Merge deals, unless two of them are being calculated in one direction.

        :raises UserError: they are: it names both calculations
        :raises AccessError: a deal is not the user's to see
        """
        self.check_access("read")
        self._check_directions_differ()
        return super().merge_opportunity(*args, **kwargs)

    def _check_directions_differ(self):
        cards = self._with_cards()._search_open_calculations()
        for direction, of_direction in cards.grouped("direction_id").items():
            if len(of_direction) > 1:
                raise UserError(
                    self.env._(
                        "These deals are both being calculated in “%(direction)s”:"
                        " %(cards)s. Withdraw one of the requests, or wait until it is"
                        " completed, then merge the deals.",
                        direction=direction.display_name,
                        cards=", ".join(
                            f"{card.display_name} ({card.lead_id.name})"
                            for card in of_direction
                        ),
                    )
                )

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # Cards move with their deal, also those that the manager may not write.
        for model, field in self._get_card_fields().items():
            cards = self.env[model].sudo()._as_machine().with_context(active_test=False)
            moved = cards.search([(field, "in", opportunities.ids)])
            moved.write({field: self.id})
        # The host moves the orders that the user sees; one that it left would lose
        # its deal with the merged one.
        orders = self.env["sale.order"].sudo()
        orders.search(
            Domain("opportunity_id", "in", opportunities.ids)
            & Domain("engineering_calculated", "=", True)
        ).opportunity_id = self
        return result

    def _merge_opportunity(self, *args, **kwargs):
        """Let the merged deal stand where its cards are."""
        managers = self.sudo().user_id
        merged = super()._merge_opportunity(*args, **kwargs)
        self.exists()._update_engineering_state()
        deal = merged._with_cards()
        deal._give_cards_to_manager(managers)
        deal._follow_activity()
        return merged
