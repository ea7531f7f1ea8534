from odoo import api, models


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
