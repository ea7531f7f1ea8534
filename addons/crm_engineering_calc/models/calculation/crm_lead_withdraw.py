from odoo import models
from odoo.exceptions import UserError

from ...domain.workflows import CalculationEvent


class CrmLead(models.Model):
    """A request that its manager takes back."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def action_withdraw_calculation(self):
        """Take the request back: nobody calculates it any more.

        :return: True, or where somebody has begun, or several are asked, the action
            that opens the dialog to say why, and which of them
        :raises UserError: nothing of the deal is being calculated
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        calculations = self._get_calculations_to_withdraw()
        if not calculations:
            raise UserError(
                self.env._("Nothing of “%(deal)s” is being calculated.", deal=self.name)
            )
        if len(calculations) == 1 and not calculations._is_begun():
            return self._withdraw_calculations(calculations)
        return self._open_dialog(
            "engineering.calculation.withdraw", self.env._("Withdraw the request")
        )

    def _get_calculations_to_withdraw(self):
        return self.engineering_calculation_ids.filtered(lambda card: card._is_open())

    def _withdraw_calculations(self, calculations, reason=None):
        """Cancel calculations of the deal.

        :raises UserError: an engineer has begun, and is not told why
        """
        begun = calculations.filtered(lambda card: card._is_begun())
        if begun and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "%(calculations)s: somebody has begun. Say why it is not needed any"
                    " more.",
                    calculations=", ".join(begun.mapped("display_name")),
                )
            )
        details = {"reason": reason} if reason else {}
        return calculations._send_event(CalculationEvent.CANCEL.value, **details)
