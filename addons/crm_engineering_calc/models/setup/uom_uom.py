from odoo import api, fields, models

from ..common.named_records import get_named


class UomUom(models.Model):
    _inherit = "uom.uom"

    # Views ask it: a field of each line that lists its units would be read with it.
    engineering_product_id = fields.Many2one(
        "product.product",
        "Unit of Service",
        store=False,
        search="_search_engineering_product_id",
    )

    def _get_paper_name(self):
        """Return how papers in the language of `env` write the unit. To be extended."""
        return self.name or ""

    @api.model
    def _get_written_fields(self):
        """Return the names of fields that sheets know a unit by. To be extended."""
        return ("name",)

    def _search_engineering_product_id(self, operator, value):
        """Find the units that lines with one of these services may have."""
        if operator != "in":
            return NotImplemented
        products = get_named(self.env["product.product"], value)
        return [("id", "in", products._get_engineering_uoms().ids)]
