from odoo import fields, models


class EngineeringWorkCreateLine(models.TransientModel):
    _name = "engineering.work.create.line"
    _description = "Service of a Work to Create"
    _inherit = ["engineering.order.line.dialog"]

    wizard_id = fields.Many2one(
        "engineering.work.create", required=True, ondelete="cascade"
    )
