from odoo import models


class SaleOrder(models.Model):
    """The proposal (КП) in the form of Russia."""

    _inherit = "sale.order"

    def _get_paper_services(self):
        return self._get_order_lines_to_report().filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )

    def _has_taxes_in_amounts(self):
        return self._are_in_prices(self._get_paper_services().tax_ids)
