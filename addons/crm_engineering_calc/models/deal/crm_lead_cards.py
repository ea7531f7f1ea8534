import operator

from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.progress import DealState
from ...domain.workflows import CalculationState
from ..common.field_contexts import WITH_ARCHIVED
from ..common.field_groups import ACTS, ENGINEERING

COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda count, values: count in values,
}


class CrmLead(models.Model):
    """The cards of a deal: counted and opened."""

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
        "project.task",
        "engineering_lead_id",
        "Works",
        context=WITH_ARCHIVED,
        groups=ENGINEERING,
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

    def _has_history(self):
        """Return whether engineering has, or had, anything of the deals. One query."""
        made = Domain("engineering_calculated", "=", True)
        kinds = dict.fromkeys(self._get_card_fields().items(), Domain.TRUE)
        kinds.setdefault(("sale.order", "opportunity_id"), made)
        found = Domain.FALSE
        for (model, name), domain in kinds.items():
            cards = self.env[model].sudo().with_context(**WITH_ARCHIVED)
            of_deals = cards._search(domain & Domain(name, "in", self.ids))
            found |= Domain("id", "in", of_deals.subselect(name))
        leads = self.sudo().with_context(**WITH_ARCHIVED)
        return bool(leads.search_count(found, limit=1))

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
        cards = self.env[model].sudo().with_context(**WITH_ARCHIVED)
        of_leads = domain & Domain(field, "in", leads.ids)
        groups = cards._read_group(of_leads, [field], ["__count"])
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
        cards = self.with_context(**WITH_ARCHIVED)[field]
        action["domain"] = [(self._get_card_fields()[cards._name], "in", self.ids)]
        action["context"] = {**WITH_ARCHIVED, "create": False}
        if len(cards) == 1:
            action["res_id"] = cards.id
            action["views"] = [
                (view_id, kind) for view_id, kind in action["views"] if kind == "form"
            ] or [(False, "form")]
        return action
