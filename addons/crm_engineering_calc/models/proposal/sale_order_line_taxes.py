from odoo import models


class SaleOrderLine(models.Model):
    """Taxes of lines that were calculated: those of their variants' lines, too."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    def write(self, vals):
        if "tax_ids" not in vals:
            return super().write(vals)
        with self.order_id._of_engineering()._get_all_variants()._following_taxes():
            return super().write(vals)

    def _compute_tax_ids(self):
        """Ask the host once for the lines of services that are taxed alike.

        It writes line by line.
        """
        others = self._filter_priced_by_host()
        result = super(SaleOrderLine, others)._compute_tax_ids()
        for lines in (self - others).grouped(lambda line: line._get_tax_key()).values():
            super(SaleOrderLine, lines[:1])._compute_tax_ids()
            lines[1:].tax_ids = lines[0].tax_ids
        return result

    def _get_tax_key(self):
        """Return what the host's taxes of a line follow from."""
        return self.order_id, self.company_id, self.product_id.taxes_id
