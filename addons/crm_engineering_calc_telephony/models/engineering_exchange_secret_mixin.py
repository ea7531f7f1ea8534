from odoo import api, fields, models
from odoo.exceptions import UserError

from ..telephony.signature import SHORTEST_SECRET


class EngineeringExchangeSecretMixin(models.AbstractModel):
    """A secret that is written, and read by nobody: only what is sent is held to it."""

    _name = "engineering.exchange.secret.mixin"
    _inherit = ["engineering.plain.text.mixin"]
    _description = "Secret of an exchange"

    secret = fields.Char(
        "Secret That Is Kept",
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    new_secret = fields.Char(
        "Secret",
        compute="_compute_new_secret",
        inverse="_inverse_new_secret",
        copy=False,
        exportable=False,
        help="Written here once, and never shown again. The exchange signs with it.",
    )
    has_secret = fields.Boolean(
        "Secret Is Set", compute="_compute_has_secret", compute_sudo=True
    )

    @api.depends("secret")
    def _compute_has_secret(self):
        for record in self:
            record.has_secret = bool(record.secret)

    def _compute_new_secret(self):
        self.new_secret = False

    def _get_shortest_secret(self):
        """Return how many signs a secret has at least. To be extended."""
        return SHORTEST_SECRET

    def _inverse_new_secret(self):
        """Keep what is written; an empty field leaves the secret as it is."""
        for record in self.filtered("new_secret"):
            secret = record.new_secret.strip()
            shortest = record._get_shortest_secret()
            if len(secret) < shortest:
                raise UserError(
                    self.env._(
                        "The secret of “%(exchange)s” is too short: take at least"
                        " %(count)s signs, by chance.",
                        exchange=record.display_name,
                        count=shortest,
                    )
                )
            # Nobody's group may write what nobody's group may read.
            record.sudo().secret = secret
        self.invalidate_recordset(["new_secret"])
