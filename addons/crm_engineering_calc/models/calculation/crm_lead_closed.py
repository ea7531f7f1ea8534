from odoo import models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class CrmLead(models.Model):
    """A deal that is closed needs no revisions of what its customer has accepted."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _after_close(self):
        result = super()._after_close()
        workflow = self.env["engineering.calculation"]._get_workflow()
        cards = self.env["engineering.calculation"].with_context(active_test=False)
        ordered_on = self._get_order_dates(self._search_engineering_orders())
        overtaken = cards.search(
            Domain("lead_id", "in", self.ids)
            & Domain("state", "in", list(workflow.open_states))
        ).filtered(lambda card: card._is_overtaken(ordered_on))
        overtaken._send_event(
            CalculationEvent.CANCEL.value,
            reason=_lt(
                "Nobody needs it any more: the customer has ordered what it revises,"
                " and all of that is accepted."
            ),
        )
        return result
