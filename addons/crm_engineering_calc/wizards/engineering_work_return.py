from odoo import api, fields, models


class EngineeringWorkReturn(models.TransientModel):
    _name = "engineering.work.return"
    _description = "Return a Work"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        context = self.env.context
        if not values.get("task_id") and context.get("active_model") == "project.task":
            ids = context.get("active_ids") or [context.get("active_id")]
            values["task_id"] = ids[0]
        return values

    def action_confirm(self):
        self.ensure_one()
        self.task_id._return_work(self.reason)
        return {"type": "ir.actions.act_window_close"}
