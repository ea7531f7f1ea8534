from functools import partial

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class EngineeringCalculation(models.Model):
    """A revision that is completed tells which corrections have lost their line."""

    _name = "engineering.calculation"
    _inherit = "engineering.calculation"

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.COMPLETE:
            # What is revised may be another team's.
            for calculation in self.sudo():
                calculation._tell_lost_corrections()
        return result

    def _tell_lost_corrections(self):
        corrected = self.revised_id.variant_ids.line_ids._get_corrected()
        lost = corrected - self.variant_ids.line_ids.carried_line_id
        if lost:
            self.lead_id._notify_deal(
                _lt(
                    "%(link)s has no more the lines whose prices were corrected before:"
                    " %(lines)s",
                    link=self,
                    lines=partial(lost._describe_prices, "price_unit"),
                )
            )
