from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_engineering_calc.domain.progress import DealState
from odoo.addons.crm_engineering_calc.models.common.field_groups import SALES

OVER = (DealState.CLOSED.value,)


class CrmLead(models.Model):
    """The chat that a deal has come from."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_channel_ids = fields.One2many(
        "discuss.channel", "engineering_lead_id", "Chats", groups=SALES, copy=False
    )

    engineering_has_chat = fields.Boolean(
        compute="_compute_engineering_has_chat",
        compute_sudo=True,
        groups=SALES,
        export_string_translation=False,
    )

    @api.depends("engineering_channel_ids")
    def _compute_engineering_has_chat(self):
        """Tell of chats, too, that the manager is not let into yet."""
        for lead in self:
            lead.engineering_has_chat = bool(lead.engineering_channel_ids)

    def _is_going_on(self):
        """Return whether what its customer writes belongs to the deal still."""
        return bool(
            self
            and self.active
            and self.won_status != "lost"
            and self.engineering_state not in OVER
        )

    def action_open_chat(self):
        """Return the action that opens the chat with the customer.

        :raises UserError: the deal has none, or the user has no role in gateways
        :raises AccessError: the deal is not the user's to change
        """
        self.ensure_one()
        self._check_managed_by_user()
        channel = self.sudo().engineering_channel_ids[:1]
        if not channel:
            raise UserError(
                self.env._("“%(deal)s” has come from no chat.", deal=self.name)
            )
        if not self.env.user.has_group("mail_gateway.gateway_user"):
            raise UserError(
                self.env._(
                    "To read the chat of “%(deal)s” you need the role “Gateway: User”:"
                    " ask your administrator for it.",
                    deal=self.name,
                )
            )
        channel._let_in(self.env.user)
        return channel._get_chat_action()

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        channels = opportunities.sudo().engineering_channel_ids
        channels._as_machine().write({"engineering_lead_id": self.id})
        return result
