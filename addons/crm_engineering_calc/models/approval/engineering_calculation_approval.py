from odoo import api, models


class EngineeringCalculation(models.Model):
    """A leader's desk leads to what waits for his approval."""

    _name = "engineering.calculation"
    _inherit = "engineering.calculation"

    @api.model
    def _get_desk_links(self):
        approvals = self.env["engineering.approval"]._get_desk_links()
        return [*super()._get_desk_links(), *approvals]
