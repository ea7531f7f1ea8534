from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    engineering_kpp = fields.Char(
        related="partner_id.engineering_kpp", string="KPP", readonly=False
    )
