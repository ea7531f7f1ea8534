from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..russian import requisites
from .res_partner import RUSSIA


class ResBank(models.Model):
    """A bank by its БИК, which the host's identifier keeps."""

    _name = "res.bank"
    _inherit = ["res.bank", "engineering.plain.text.mixin"]

    engineering_correspondent_account = fields.Char(
        "Correspondent Account",
        help="The bank's own account at the Bank of Russia: 20 digits.",
    )

    def _get_bik(self):
        """Return the БИК of a Russian bank, else an empty text."""
        return self.bic if self.bic and requisites.is_bik(self.bic) else ""

    def _get_name_with_city(self):
        """Return how papers call the bank: its city tells branches apart."""
        return ", ".join(part for part in (self.name, self.city) if part)

    @api.constrains("bic", "country")
    def _check_bik(self):
        for bank in self.filtered(
            lambda bank: bank.bic and bank.country_code == RUSSIA
        ):
            if not requisites.is_bank_code(bank.bic):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” is no BIK of %(bank)s: a Russian bank has nine"
                        " digits, such as 044525225.",
                        code=bank.bic,
                        bank=bank.name,
                    )
                )

    @api.constrains("bic", "engineering_correspondent_account")
    def _check_correspondent_account(self):
        for bank in self.filtered("engineering_correspondent_account"):
            number = bank.engineering_correspondent_account
            if not requisites.is_correspondent_account(number, bank._get_bik()):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no correspondent account of %(bank)s: it has"
                        " 20 digits, one of which is the key of the others and of the"
                        " bank's BIK.",
                        number=number,
                        bank=bank.display_name,
                    )
                )
