from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.progress import DealState
from ...domain.promise import Milestones, Urgency, get_urgency
from ..common.field_groups import ENGINEERING

OPPOSITES = {">": "<=", ">=": "<"}


class CrmLead(models.Model):
    """The next deadline of a deal: that of its calculation which is due first."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_due = fields.Datetime(
        "Next Deadline",
        compute="_compute_engineering_urgency",
        search="_search_engineering_due",
        groups=ENGINEERING,
        help="The next deadline of its calculations: that of the manager, where a"
        " question waits.",
    )
    engineering_urgency = fields.Selection(
        selection=lambda self: (
            self.env["engineering.calculation"]
            ._fields["urgency"]
            ._description_selection(self.env)
        ),
        string="Urgency",
        compute="_compute_engineering_urgency",
        search="_search_engineering_urgency",
        groups=ENGINEERING,
    )

    @api.depends(
        "engineering_calculation_ids.due",
        "engineering_calculation_ids.due_soon",
        "engineering_calculation_ids.state",
    )
    def _compute_engineering_urgency(self):
        self.engineering_due = self.engineering_urgency = False
        now = fields.Datetime.now()
        # A manager sees how urgent his deal is, whoever may open its calculations.
        calculations = self.env["engineering.calculation"].sudo()
        leads = self.filtered(lambda lead: lead.engineering_state != DealState.NONE)
        groups = leads.ids and calculations._read_group(
            Domain("lead_id", "in", leads.ids) & self._get_open_calculations(),
            ["lead_id"],
            ["due_soon:min", "due:min"],
        )
        milestones = {
            lead.id: Milestones(*(moment or None for moment in moments))
            for lead, *moments in groups or ()
        }
        for lead in leads:
            if found := milestones.get(lead._origin.id):
                lead.engineering_due = found.due or False
                lead.engineering_urgency = get_urgency(now, found).value

    @api.model
    def _get_open_calculations(self):
        workflow = self.env["engineering.calculation"]._get_workflow()
        return Domain("state", "in", list(workflow.open_states))

    # === SEARCH ===

    def _search_engineering_due(self, operator, value):
        has_due = self._with_calculations(Domain("due", "!=", False))
        if operator in ("<", "<="):
            return self._with_calculations(Domain("due", operator, value))
        if operator in OPPOSITES:
            opposite = Domain("due", OPPOSITES[operator], value)
            return has_due & ~self._with_calculations(opposite)
        if operator == "in" and set(value) == {False}:
            return ~has_due
        return NotImplemented

    def _search_engineering_urgency(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        is_open = self._with_calculations(Domain.TRUE)
        is_late = self._with_calculations(Domain("due", "<=", now))
        is_warned = self._with_calculations(Domain("due_soon", "<=", now))
        found = {
            False: ~is_open,
            Urgency.SAFE: is_open & ~is_late & ~is_warned,
            Urgency.SOON: is_warned & ~is_late,
            Urgency.LATE: is_late,
        }
        return Domain.OR(found[urgency] for urgency in value if urgency in found)

    @api.model
    def _with_calculations(self, domain):
        """Return the deals with open calculations of `domain`, whoever sees these."""
        domain &= self._get_open_calculations()
        return Domain("engineering_calculation_ids", "any!", domain)
