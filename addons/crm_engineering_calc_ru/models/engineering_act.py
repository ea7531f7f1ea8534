from odoo import models


class EngineeringAct(models.Model):
    """An act on Russian paper."""

    _name = "engineering.act"
    _inherit = "engineering.act"

    def _get_paper_services(self):
        """Return the lines that its paper has: not those that a section hides."""
        return self.line_ids.filtered(lambda line: line._is_shown_on_paper())

    def _has_taxes_in_amounts(self):
        return self._are_in_prices(self.line_ids.tax_ids)
