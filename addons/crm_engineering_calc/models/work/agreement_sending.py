from odoo import models
from odoo.exceptions import UserError


class Agreement(models.Model):
    """A contract goes to its customer with the mail of its direction."""

    _name = "agreement"
    _inherit = ["agreement", "engineering.sending.mixin"]

    def action_send(self):
        """Open the mail with the contract, which is sent with it.

        :return: the action that opens the host's composer
        :raises UserError: it is a template, and no contract of a customer
        :raises AccessError: the user may not change the contract
        """
        self.ensure_one()
        self.check_access("write")
        if self.is_template or not self.partner_id:
            raise UserError(
                self.env._(
                    "“%(contract)s” has no customer to be sent to. Choose one.",
                    contract=self.display_name,
                )
            )
        direction = self.sudo().engineering_direction_id.with_env(self.env)
        return self._open_composer(direction._get_mail_template("contract"))
