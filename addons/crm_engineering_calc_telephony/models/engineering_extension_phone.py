from odoo import api, fields, models

from odoo.addons.crm_engineering_calc.models.common.field_groups import ADMINISTRATOR

from .engineering_secret_mixin import kept_secret, written_secret


class EngineeringExtension(models.Model):
    """What the softphone of an extension registers with.

    Its password is written, and read by nobody; the softphone of the user asks for it.
    """

    _name = "engineering.extension"
    _inherit = "engineering.extension"

    _secrets = {"new_phone_password": "phone_password"}

    phone_login = fields.Char(
        "Login of Softphone",
        copy=False,
        groups=ADMINISTRATOR,
        help="With which it registers with the exchange. Empty: the extension.",
    )
    phone_password = kept_secret("Password That Is Kept")
    new_phone_password = written_secret(
        "Password of Softphone", "Written here, and never shown again."
    )
    has_phone_password = fields.Boolean(
        "Password Is Set", compute="_compute_has_phone_password", compute_sudo=True
    )

    @api.depends("phone_password")
    def _compute_has_phone_password(self):
        for extension in self:
            extension.has_phone_password = bool(extension.phone_password)

    def write(self, vals):
        if "user_id" in vals and not vals.get("new_phone_password"):
            # Whoever gets the extension must not come to read another's password.
            given = self.filtered(lambda one: one.user_id.id != vals["user_id"])
            given.sudo().phone_password = False
        return super().write(vals)

    @api.model
    def get_phone(self):
        """Return what the user's own softphone registers with, a dict.

        Where it can't, `missing` tells what it waits for: “extension”, “address” or
        “password”.

        :raises AccessError: the user is none of the company's
        """
        self.browse().check_access("read")
        extension = self.env.user._get_engineering_phone()
        exchange = extension.exchange_id
        if not extension:
            return {"missing": "extension"}
        if not exchange.phone_address:
            return {"missing": "address"}
        if not extension.phone_password:
            return {"missing": "password"}
        login = extension.phone_login or extension.number
        return {
            "missing": "",
            "address": exchange.phone_address,
            "domain": exchange._get_phone_domain(),
            "login": login,
            "password": extension.phone_password,
            "name": self.env.user.name,
            "stun": exchange.phone_stun or "",
        }
