from odoo import api, models

from .res_partner import RUSSIA
from .uom_uom import RUSSIAN


class EngineeringContractText(models.AbstractModel):
    _inherit = "engineering.contract.text"

    @api.model
    def _get_standard_template(self):
        in_russian = (self.env.lang or "").partition("_")[0] == RUSSIAN
        if in_russian and self.env.company.country_code == RUSSIA:
            return "crm_engineering_calc_ru.contract_text_of_russia"
        return super()._get_standard_template()
