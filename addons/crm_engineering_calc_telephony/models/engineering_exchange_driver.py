from odoo import api, models

from ..telephony.events import EventRefusal, EventRefused


class EngineeringExchangeDriver(models.AbstractModel):
    """How exchanges of one kind tell of their calls.

    A driver is a model “engineering.exchange.” and its name, which is one of the
    exchange's drivers. What it hears it tells as a `CallEvent`, by
    `exchange._receive(event)`; all that becomes of it is the same for all exchanges.
    """

    _name = "engineering.exchange.driver"
    _description = "Driver of an exchange"

    @api.model
    def _read_event(self, exchange, told):
        """Return the event that an exchange tells, as a `CallEvent`.

        :param told: what was sent, as JSON was read
        :raises EventRefused: it is none
        """
        raise NotImplementedError

    @api.model
    def _read_records(self, exchange, rows):
        """Return what the records of an exchange tell, a list of `CallEvent`.

        :param rows: what was sent, as JSON was read
        :raises EventRefused: exchanges of this kind have none, or they are none
        """
        raise EventRefused(
            [EventRefusal("records", "Exchanges of this kind have none")]
        )

    @api.model
    def _find_recordings(self, exchange, ended):
        """Return events that calls which have ended were recorded, as `CallEvent`s."""
        return []

    @api.model
    def _can_dial(self):
        """Return whether exchanges of this kind can be asked to call."""
        return False

    @api.model
    def _dial(self, exchange, extension, number, key):
        """Ring an extension, and let it call a number when it is picked up.

        :param number: as it is dialled there
        :param key: what the call is to be named in all that is told of it
        :raises UserError: the exchange does not do it
        """
        raise NotImplementedError

    @api.model
    def _open_recording(self, exchange, address):
        """Return a recording that only the server may fetch, as an answer of HTTP.

        None: its address is for the browser.

        :raises LineError: it can't be had
        """
        return

    @api.model
    def _delete_recording(self, exchange, address):
        """Delete a recording where the exchange keeps it.

        :return: whether it is gone, or is none that could be deleted from here
        """
        return True

    @api.model
    def _get_key(self):
        """Return the name of a call that is asked for."""
        raise NotImplementedError
