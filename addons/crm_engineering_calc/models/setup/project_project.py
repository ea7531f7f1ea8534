from odoo import api, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    @api.onchange("sale_line_id")
    def _onchange_sale_line_id(self):
        # The host looks at a field that only sellers have, and refuses the form of a
        # new project to everybody else.
        if not self._has_field_access(self._fields["reinvoiced_sale_order_id"], "read"):
            return None
        return super()._onchange_sale_line_id()
