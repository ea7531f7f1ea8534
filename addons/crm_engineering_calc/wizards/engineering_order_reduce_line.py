from odoo import api, fields, models

from ..models.common.finite_fields import FiniteFloat


class EngineeringOrderReduceLine(models.TransientModel):
    _name = "engineering.order.reduce.line"
    _description = "Service of an Order to Reduce"
    _inherit = ["engineering.order.line.dialog"]

    wizard_id = fields.Many2one(
        "engineering.order.reduce", required=True, ondelete="cascade"
    )
    works = fields.Char(compute="_compute_works", compute_sudo=False)
    quantity = FiniteFloat("Stays Ordered")

    @api.depends("order_line_id")
    def _compute_works(self):
        """Name the works that have something of the line, whoever may open them."""
        for line in self:
            line.order_line_id.check_access("read")
            works = line.order_line_id.sudo()._get_works_that_stand()
            line.works = ", ".join(
                f"{work.display_name} ({work._get_state_label(work.engineering_state)})"
                for work in works
            )
