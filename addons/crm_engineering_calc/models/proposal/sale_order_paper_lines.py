from odoo import models


class SaleOrder(models.Model):
    """The lines of a proposal as its paper shows them: without what is hidden."""

    _name = "sale.order"
    _inherit = ["sale.order", "engineering.paper.table.mixin"]

    def _get_paper_lines(self):
        lines = self._get_order_lines_to_report()
        return lines.filtered(lambda line: not line.is_downpayment)

    def _get_amounted_lines(self):
        return self.order_line.filtered(lambda line: not line.display_type)

    def _shows_paper_pictures(self):
        """Return whether a direction of the proposal wants pictures of its services."""
        directions = self.sudo().engineering_variant_ids.direction_id
        return any(directions.mapped("proposal_pictures"))
