from odoo import fields, models

from ..common.field_groups import CONTRACTS


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Without a right to contracts, to count them refuses the whole contact.
    agreement_ids = fields.One2many(groups=CONTRACTS)
    agreements_count = fields.Integer(groups=CONTRACTS)
