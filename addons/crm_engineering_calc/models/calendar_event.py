from odoo import api, fields, models

from .field_groups import ENGINEERING


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "engineering.reference.mixin"]

    engineering_calculation_id = fields.Many2one(
        "engineering.calculation",
        index="btree_not_null",
        ondelete="set null",
        string="Calculation",
        copy=False,
        groups=ENGINEERING,
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        # Employees who plan other events don't see what makes one a visit.
        visits = events.sudo().filtered("engineering_calculation_id").with_env(self.env)
        if visits:
            visits._plan_visits()
        return events

    def write(self, vals):
        result = super().write(vals)
        if vals.get("engineering_calculation_id"):
            self.engineering_calculation_id.check_access("read")
        return result

    def _plan_visits(self):
        self.engineering_calculation_id.check_access("read")
        # Given before, it would make the host plan an activity on the deal, which
        # engineers may not write.
        for visit in self:
            visit.opportunity_id = visit.engineering_calculation_id.lead_id
        for visit in self:
            visit.engineering_calculation_id._on_visit_planned(visit)
