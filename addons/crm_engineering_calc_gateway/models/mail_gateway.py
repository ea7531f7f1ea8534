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

    def _gateway_info(self):
        # Who is in a chat reads the name and kind of its gateway. The gateway itself is
        # for administrators: its token and secret stand beside them.
        return super(MailGateway, self.sudo())._gateway_info()
