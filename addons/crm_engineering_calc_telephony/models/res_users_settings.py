from odoo import fields, models

WAYS = [
    ("device", "What the device has for it"),
    ("softphone", "The softphone in the page"),
    ("desk", "My desk phone, which rings first"),
]


class ResUsersSettings(models.Model):
    _name = "res.users.settings"
    _inherit = "res.users.settings"

    engineering_phone_way = fields.Selection(WAYS, "Numbers Are Dialled By")
