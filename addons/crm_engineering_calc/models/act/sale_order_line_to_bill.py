from odoo import api, fields, models

from ..common.host_chain import depends_on_chain

WRITE_OFFS = (
    "engineering_write_off_ids.quantity",
    "engineering_write_off_ids.undone_on",
)


class SaleOrderLine(models.Model):
    """What is left to invoice of lines that acts deliver: nothing written off."""

    _name = "sale.order.line"
    _inherit = "sale.order.line"

    qty_to_invoice = fields.Float(compute="_compute_engineering_qty_to_invoice")
    invoice_status = fields.Selection(compute="_compute_engineering_invoice_status")

    @api.depends(
        depends_on_chain("_compute_qty_to_invoice", "qty_delivered_method", *WRITE_OFFS)
    )
    def _compute_engineering_qty_to_invoice(self):
        """Bill nothing that is written off of what is billed as ordered.

        What the host has billed of it already is to be credited, hence less than none.
        """
        self._compute_qty_to_invoice()
        for line in self:
            if line._is_billed_as_ordered():
                line.qty_to_invoice -= line.engineering_written_off_quantity

    def _is_billed_as_ordered(self):
        """Return whether the line is billed before acts deliver it."""
        return (
            self.state == "sale"
            and self.product_id.invoice_policy == "order"
            and self._is_delivered_by_acts()
        )

    @api.depends(
        depends_on_chain("_compute_invoice_status", "qty_delivered_method", *WRITE_OFFS)
    )
    def _compute_engineering_invoice_status(self):
        """Take for invoiced what has been billed of all that is to be done.

        Inventory takes goods for invoiced once their pickings are done: what is in no
        signed act waits for its invoice.
        """
        self._compute_invoice_status()
        for line in self.filtered(lambda line: line._is_delivered_by_acts()):
            unit, billed = line.product_uom_id, line.qty_invoiced
            is_billed = unit.compare(billed, line._get_quantity_to_do()) >= 0
            if line.invoice_status == "invoiced" and not is_billed:
                line.invoice_status = "no"
            elif line.invoice_status == "no" and is_billed and unit.compare(billed, 0):
                line.invoice_status = "invoiced"
