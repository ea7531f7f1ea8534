from odoo import api, fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    calculation_id = fields.Many2one(
        "engineering.calculation", index="btree_not_null", ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.calculation_id._on_visit_planned()
        return events
