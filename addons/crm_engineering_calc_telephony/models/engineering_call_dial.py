from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..telephony.events import OUTGOING, RINGING, CallEvent


class EngineeringCall(models.Model):
    """A number is called from here: the user's own phone rings, and then it dials."""

    _name = "engineering.call"
    _inherit = "engineering.call"

    can_dial = fields.Boolean(compute="_compute_can_dial")

    @api.depends_context("uid")
    def _compute_can_dial(self):
        extension = self._get_own_extension()
        for call in self:
            call.can_dial = bool(extension and call.number)

    @api.model
    def dial(self, number, lead_id=False):
        """Ring the user's phone; once he picks it up, it calls the number.

        :param lead_id: the deal that the call is of, where he calls from one
        :return: the id of the call
        :raises UserError: he has no such phone, it is no number, or the exchange does
            not do it
        """
        extension = self._get_own_extension()
        if not extension:
            raise UserError(
                self.env._(
                    "You have no phone that can be rung from here: ask an administrator"
                    " for an extension of an exchange that dials."
                )
            )
        exchange = extension.exchange_id
        dialled = exchange._to_dialled(number if isinstance(number, str) else "")
        if not dialled:
            raise UserError(
                self.env._("“%(number)s” is no number to call.", number=number or "")
            )
        lead = self.env["crm.lead"].browse(lead_id if type(lead_id) is int else [])
        if lead:
            # Not all who phone have to do with deals.
            lead.check_access("read")
        driver = exchange._get_driver()
        key = driver._get_key()
        # The call is there before the exchange can tell of it.
        call = self.sudo()._begin(exchange, key)
        if lead:
            call.lead_id = lead
        driver._dial(exchange, extension, dialled, key)
        told = CallEvent(
            id=f"{key}:{RINGING}:{extension.number}"[:128],
            call=key,
            type=RINGING,
            time=fields.Datetime.now().replace(tzinfo=timezone.utc),
            direction=OUTGOING,
            number=number[:64],
            extensions=(extension.number,),
        )
        exchange._receive(told)._settle()
        return call.id

    def join_deal(self, number, lead_id):
        """Let the call be of the deal in which its user has dialled the number.

        :return: whether it is that call
        :raises AccessError: he may not read the deal, or not write the call
        """
        self.ensure_one()
        self.check_access("write")
        is_own = self.direction == OUTGOING and self.user_id == self.env.user
        if not is_own or not self._is_with(number) or type(lead_id) is not int:
            return False
        self.lead_id = self.env["crm.lead"].browse(lead_id)
        return True

    def _is_with(self, number):
        """Return whether a number, however it is written, is that of the other side."""
        exchange = self.exchange_id.sudo()
        number = number if isinstance(number, str) else ""
        world = exchange._normalize(number)
        if world or self.number_normalized:
            return world == self.number_normalized
        dialled = exchange._to_dialled(number)
        return bool(dialled) and dialled == exchange._to_dialled(self.number)

    def action_dial(self):
        """Call the number of the call from the user's phone.

        :return: the action that tells him to pick it up
        :raises UserError: see `dial`
        """
        self.ensure_one()
        self.check_access("read")
        lead = self.lead_id._filtered_access("read")
        self.dial(self.number_normalized or self.number, lead.id)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("Your phone rings: pick it up, then it dials."),
            },
        }

    @api.model
    def _get_own_extension(self):
        """Return the user's extension of an exchange that dials, as superuser."""
        extensions = self.env["engineering.extension"].sudo()
        own = extensions.search(
            [
                ("user_id", "=", self.env.uid),
                ("exchange_id.active", "=", True),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        able = own.filtered(lambda one: one.exchange_id._get_driver()._can_dial())
        return able[:1]
