from odoo import models


class EngineeringEventDialog(models.AbstractModel):
    """A dialog that sends an event of the card that it is about.

    The model names the event in `_target_event`, and says in `_prepare_details` what
    goes along with it. Whom its role doesn't let send the event, the dialog is not for.
    """

    _name = "engineering.event.dialog"
    _description = "Dialog that sends an event"
    _inherit = ["engineering.dialog"]

    _target_event = None

    def action_confirm(self):
        """Send the event to the card, with what the dialog was told.

        :return: the action that ends the dialog
        :raises UserError: the event is not possible, or something is missing
        :raises AccessError: the user may not send it
        """
        self.ensure_one()
        self[self._target]._send_event(self._target_event, **self._prepare_details())
        return self._close()

    def _prepare_details(self):
        """Return what is said with the event, by name. To be extended."""
        return {}

    def _filter_references(self, field, records):
        allowed = super()._filter_references(field, records)
        event = self._target_event
        if not event or field.name != self._target:
            return allowed
        return allowed.filtered(lambda record: record._has_role_for(event))
