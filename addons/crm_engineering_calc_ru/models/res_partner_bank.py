import base64
import io
from decimal import Decimal

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr
from odoo.tools.image import image_data_uri

from ..russian import requisites
from ..russian.payment import Payment

PAYMENT_CODE = "ru_qr"
ROUBLE = "RUB"
SIZE = {"width": 300, "height": 300}


class ResPartnerBank(models.Model):
    """An account at a Russian bank: its key, and the code that one pays by."""

    _inherit = "res.partner.bank"

    # === KEY ===

    @api.constrains("acc_number", "bank_id")
    def _check_russian_account(self):
        for account in self:
            bik = account.bank_id and account.bank_id._get_bik()
            if bik and not requisites.is_account(account.sanitized_acc_number, bik):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no account of %(partner)s at %(bank)s: it has"
                        " 20 digits, one of which is the key of the others and of the"
                        " bank's BIK. Correct the number, or the bank.",
                        number=account.acc_number,
                        partner=account.partner_id.display_name,
                        bank=account.bank_id.display_name,
                    )
                )

    # === PAYMENT CODE ===

    @api.model
    def _get_available_qr_methods(self):
        name = self.env._("Payment code by GOST R 56042-2014")
        return [*super()._get_available_qr_methods(), (PAYMENT_CODE, name, 10)]

    def _get_error_messages_for_qr(self, qr_method, debtor_partner, currency):
        if qr_method != PAYMENT_CODE:
            return super()._get_error_messages_for_qr(
                qr_method, debtor_partner, currency
            )
        if not self.bank_id._get_bik():
            return self.env._("The bank of the account has no BIK.")
        if currency.name != ROUBLE:
            return self.env._("Only roubles are paid by the Russian payment code.")
        return None

    def _get_qr_vals(
        self,
        qr_method,
        amount,
        currency,
        debtor_partner,
        free_communication,
        structured_communication,
    ):
        if qr_method != PAYMENT_CODE:
            return super()._get_qr_vals(
                qr_method,
                amount,
                currency,
                debtor_partner,
                free_communication,
                structured_communication,
            )
        purpose = free_communication or structured_communication or ""
        return self._prepare_payment(amount, purpose).to_text()

    def _prepare_payment(self, amount, purpose):
        """Return the payment that the code on paper asks for."""
        payee = self.partner_id.commercial_partner_id
        return Payment(
            name=self.acc_holder_name or payee.name,
            account=self.sanitized_acc_number,
            bank=self.bank_id._get_name_with_city(),
            bik=self.bank_id._get_bik(),
            correspondent_account=self.bank_id.engineering_correspondent_account or "",
            amount=Decimal(float_repr(amount, 2)),
            purpose=purpose,
            inn=payee._get_inn(),
            kpp=payee.engineering_kpp or "",
        )

    def _get_qr_code_generation_params(self, qr_method, *arguments):
        if qr_method != PAYMENT_CODE:
            return super()._get_qr_code_generation_params(qr_method, *arguments)
        text = self._get_qr_vals(qr_method, *arguments)
        return {"barcode_type": "QR", "barLevel": "M", **SIZE, "value": text}

    def _get_qr_code_base64(self, qr_method, **payment):
        """Draw it by what the host draws its two-factor codes with.

        The host's bar codes need a part of reportlab that is not everywhere.
        """
        if qr_method != PAYMENT_CODE:
            return super()._get_qr_code_base64(qr_method, **payment)
        code = qrcode.make(
            self._get_qr_vals(qr_method, **payment), error_correction=ERROR_CORRECT_M
        )
        image = io.BytesIO()
        code.save(image)
        return image_data_uri(base64.b64encode(image.getvalue()))
