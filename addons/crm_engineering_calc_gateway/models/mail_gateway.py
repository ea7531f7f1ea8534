from odoo import fields, models


class MailGateway(models.Model):
    """What is written to a gateway may be requests of a direction."""

    _name = "mail.gateway"
    _inherit = "mail.gateway"
    _check_company_auto = True

    engineering_direction_id = fields.Many2one(
        "engineering.direction",
        "Direction of Requests",
        ondelete="restrict",
        check_company=True,
        help="What customers write here becomes deals of this direction. Empty: chats"
        " are chats, and make no deals.",
    )
