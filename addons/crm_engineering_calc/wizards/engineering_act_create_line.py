from odoo import fields, models

from ..models.common.finite_fields import FiniteFloat


class EngineeringActCreateLine(models.TransientModel):
    _name = "engineering.act.create.line"
    _description = "Service of an Act to Create"
    _inherit = ["engineering.dialog"]

    wizard_id = fields.Many2one(
        "engineering.act.create", required=True, ondelete="cascade"
    )
    work_line_id = fields.Many2one(
        "engineering.work.line", "Service", required=True, ondelete="cascade"
    )
    task_id = fields.Many2one(related="work_line_id.task_id", related_sudo=False)
    name = fields.Text(related="work_line_id.name", related_sudo=False)
    done_quantity = fields.Float(
        "Done", related="work_line_id.quantity", related_sudo=False
    )
    act_quantity = fields.Float(related="work_line_id.act_quantity", related_sudo=False)
    quantity = FiniteFloat(digits="Product Unit", required=True)
    product_uom_id = fields.Many2one(
        related="work_line_id.product_uom_id", related_sudo=False
    )

    def _prepare_act_line_values(self):
        """Return the values of the act's line. To be extended."""
        self.ensure_one()
        return {
            "work_line_id": self.work_line_id.id,
            "quantity": self.quantity,
            "sequence": self.work_line_id.sequence,
        }
