from odoo import api, models
from odoo.exceptions import ValidationError


class EngineeringActLine(models.Model):
    """Claims are free: no act has them."""

    _name = "engineering.act.line"
    _inherit = "engineering.act.line"

    @api.constrains("work_line_id")
    def _check_no_claim(self):
        for work in self.sudo().work_line_id.task_id:
            if work.engineering_claim_of_id:
                raise ValidationError(
                    self.env._(
                        "“%(work)s” mends “%(claimed)s”, and is free: it belongs to no"
                        " act.",
                        work=work.display_name,
                        claimed=work.engineering_claim_of_id.display_name,
                    )
                )
