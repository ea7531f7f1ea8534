from odoo import fields, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = "res.users"

    engineering_extension_ids = fields.One2many(
        "engineering.extension",
        "user_id",
        "Telephone Extensions",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "engineering_extension_ids"]
