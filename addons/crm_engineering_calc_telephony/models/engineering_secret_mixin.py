from odoo import fields, models
from odoo.exceptions import UserError


def kept_secret(label):
    """Return the field that a secret is kept in: nobody reads it, nor writes it."""
    return fields.Char(
        label,
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )


def written_secret(label, text):
    """Return the field that a secret is written to: it is always empty."""
    return fields.Char(
        label,
        compute="_compute_written_secrets",
        inverse="_inverse_written_secrets",
        copy=False,
        exportable=False,
        help=text,
    )


class EngineeringSecretMixin(models.AbstractModel):
    """Secrets that are written, and read by nobody."""

    _name = "engineering.secret.mixin"
    _description = "Secrets that are written only"
    _inherit = ["engineering.plain.text.mixin"]

    # The field that each is kept in, by the one that it is written to.
    _secrets = {}

    def _compute_written_secrets(self):
        for name in self._secrets:
            self[name] = False

    def _get_shortest_secret(self):
        """Return how many signs a secret has at least. To be extended."""
        return 1

    def _inverse_written_secrets(self):
        """Keep what is written; an empty field leaves the secret as it is."""
        for record in self:
            for name, kept in self._secrets.items():
                if record[name]:
                    # Nobody's group may write what nobody's group may read.
                    record.sudo()[kept] = record._check_secret(record[name].strip())
        self.invalidate_recordset(list(self._secrets))

    def _check_secret(self, secret):
        shortest = self._get_shortest_secret()
        if len(secret) < shortest:
            raise UserError(
                self.env._(
                    "The secret of “%(exchange)s” is too short: take at least"
                    " %(count)s signs, by chance.",
                    exchange=self.display_name,
                    count=shortest,
                )
            )
        return secret
