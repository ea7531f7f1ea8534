from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .res_users_settings import WAYS


class ResUsers(models.Model):
    """How a user phones."""

    _name = "res.users"
    # Before the host, which writes what is the user's own as superuser.
    _inherit = ["engineering.plain.text.mixin", "res.users"]

    engineering_extension_ids = fields.One2many(
        "engineering.extension",
        "user_id",
        "Telephone Extensions",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    engineering_phone_way = fields.Selection(
        WAYS,
        "Numbers Are Dialled By",
        compute="_compute_engineering_phone_way",
        inverse="_inverse_engineering_phone_way",
        groups="base.group_user",
        help="What a click on a telephone number does.",
    )
    engineering_phone_password = fields.Char(
        "Password of Softphone",
        compute="_compute_engineering_phone_password",
        inverse="_inverse_engineering_phone_password",
        exportable=False,
        copy=False,
        groups="base.group_user",
        help="With which it registers with the exchange: written here, and never shown"
        " again.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [
            *super().SELF_READABLE_FIELDS,
            "engineering_extension_ids",
            "engineering_phone_way",
            "engineering_phone_password",
        ]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [
            *super().SELF_WRITEABLE_FIELDS,
            "engineering_phone_way",
            "engineering_phone_password",
        ]

    @api.depends("res_users_settings_id.engineering_phone_way")
    def _compute_engineering_phone_way(self):
        # How colleagues dial is no secret, but their settings are read by none.
        for user in self:
            settings = user.sudo().res_users_settings_id
            user.engineering_phone_way = settings.engineering_phone_way or "device"

    def _inverse_engineering_phone_way(self):
        settings = self.env["res.users.settings"]
        for user in self:
            settings._find_or_create_for_user(user).write(
                {"engineering_phone_way": user.engineering_phone_way}
            )

    def _compute_engineering_phone_password(self):
        self.engineering_phone_password = False

    def _inverse_engineering_phone_password(self):
        """Keep what is written; an empty field leaves the password as it is."""
        for user in self.filtered("engineering_phone_password"):
            if user != self.env.user:
                raise AccessError(
                    self.env._(
                        "The password of a softphone is written by its user, or in its"
                        " extension by who keeps the exchange."
                    )
                )
            phone = user._get_engineering_phone()
            if not phone:
                raise UserError(
                    self.env._(
                        "You have no extension: ask who keeps the exchange for one."
                    )
                )
            phone.new_phone_password = user.engineering_phone_password
        self.invalidate_recordset(["engineering_phone_password"])

    def _get_engineering_phone(self):
        """Return the extension that the user's softphone is of, as superuser.

        Who phones has no right to what his phone registers with; none, if he has no
        extension.
        """
        self.ensure_one()
        extensions = self.sudo().engineering_extension_ids.filtered(
            "exchange_id.active"
        )
        reached = extensions.filtered("exchange_id.phone_address")
        return (reached.filtered("phone_password") or reached or extensions)[:1]
