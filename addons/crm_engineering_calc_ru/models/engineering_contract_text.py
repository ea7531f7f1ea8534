from odoo import api, fields, models

from .res_partner import RUSSIA
from .uom_uom import RUSSIAN


class EngineeringContractText(models.AbstractModel):
    _inherit = "engineering.contract.text"

    company_represented = fields.Char("Contractor: Post and Name in the Genitive")
    company_acting = fields.Char("Contractor: “Acting” in the Genitive")
    company_basis_genitive = fields.Char("Contractor: Basis in the Genitive")
    customer_represented = fields.Char("Customer: Post and Name in the Genitive")
    customer_acting = fields.Char("Customer: “Acting” in the Genitive")
    customer_basis_genitive = fields.Char("Customer: Basis in the Genitive")

    @api.model
    def _get_standard_template(self):
        in_russian = (self.env.lang or "").partition("_")[0] == RUSSIAN
        if in_russian and self.env.company.country_code == RUSSIA:
            return "crm_engineering_calc_ru.contract_text_of_russia"
        return super()._get_standard_template()
