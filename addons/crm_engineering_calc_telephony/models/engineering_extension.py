from odoo import fields, models


class EngineeringExtension(models.Model):
    """A number within an exchange, and who sits there."""

    _name = "engineering.extension"
    _description = "Telephone Extension"
    _inherit = ["engineering.secret.mixin"]
    _order = "number, id"
    _rec_name = "number"
    _check_company_auto = True

    _number_unique = models.UniqueIndex(
        "(exchange_id, number)", "Two users can't have one extension of an exchange."
    )

    exchange_id = fields.Many2one(
        "engineering.exchange", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    number = fields.Char("Extension", required=True)
    device = fields.Char(
        help="As the exchange names the phone, where it is not named after its number:"
        " PJSIP/desk-101.",
    )
    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('share', '=', False)]",
    )
