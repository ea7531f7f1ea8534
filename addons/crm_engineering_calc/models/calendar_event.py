from odoo import api, fields, models


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "engineering.reference.mixin"]

    engineering_calculation_id = fields.Many2one(
        "engineering.calculation",
        index="btree_not_null",
        ondelete="set null",
        string="Calculation",
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.engineering_calculation_id.check_access("read")
        # Given before, it would make the host plan an activity on the deal, which
        # engineers may not write.
        for event in events.filtered("engineering_calculation_id"):
            event.opportunity_id = event.engineering_calculation_id.lead_id
        for event in events.filtered("engineering_calculation_id"):
            event.engineering_calculation_id._on_visit_planned(event)
        return events

    def write(self, vals):
        result = super().write(vals)
        if vals.get("engineering_calculation_id"):
            self.engineering_calculation_id.check_access("read")
        return result
