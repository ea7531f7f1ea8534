from odoo import models


class SaleOrder(models.Model):
    """What is at hand when works of an order are planned and done."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_files_for_work(self, direction):
        """Return the files that a direction was measured and calculated by.

        Those of them that the user may see, of all that the order is made from.
        """
        # The order may be made from calculations of a colleague's deal.
        cards = self.sudo().engineering_calculation_ids.filtered(
            lambda card: card.direction_id == direction
        )
        return cards.with_env(self.env)._get_files_at_hand()
