from odoo import fields, models

from .crm_lead import DEAL_STATES


class CrmStage(models.Model):
    _inherit = "crm.stage"

    engineering_state = fields.Selection(
        DEAL_STATES[1:],
        help="A deal that reaches this state of its calculation or works moves here by"
        " itself.",
    )
