from odoo import models

from ..common.field_groups import ENGINEER, SALES

DESK = "crm_engineering_calc.engineering_calculation_action_desk"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Let engineers land at their desk. A home action of their own goes first."""
        info = super().session_info()
        if not info.get("home_action_id") and self._is_desk_home():
            info["home_action_id"] = self.env["ir.model.data"]._xmlid_to_res_id(DESK)
        return info

    def _is_desk_home(self):
        """Return whether the user's day begins at the engineer's desk."""
        user = self.env.user
        return user.has_group(ENGINEER) and not user.has_group(SALES)
