from odoo import models
from odoo.exceptions import UserError

from ..common.client_ids import is_id


class EngineeringLineCatalogMixin(models.AbstractModel):
    """A line as the host's catalog shows it, with plus and minus."""

    _name = "engineering.line.catalog.mixin"
    _description = "A line in the catalog"

    def _get_top_section(self):
        """Return the section that the line is in, or is itself."""
        return (
            self
            if self.display_type == "line_section"
            else self.get_parent_section_line()
        )

    def _has_no_quantity_of_catalog(self):
        """Return whether plus and minus can't tell what they would change."""
        return len(self) > 1 or bool(self.formula)

    def _check_catalog(self):
        if self._has_no_quantity_of_catalog():
            raise UserError(
                self.env._(
                    "“%(service)s” stands here more than once, or has a formula. Change"
                    " its quantity in the list of services.",
                    service=self.product_id.display_name,
                )
            )

    def _get_product_catalog_lines_data(self, **kwargs):
        """Return what the catalog shows of one service's lines in a section."""
        if not self:
            return {"quantity": 0}
        line = self[0]
        return {
            "quantity": sum(self.mapped("quantity")),
            "price": line.price_unit,
            "readOnly": not line.can_edit or self._has_no_quantity_of_catalog(),
            "uomDisplayName": line.product_uom_id.display_name,
        }

    def action_add_from_catalog(self):
        """Return the action that opens the catalog of the line's variant.

        :raises UserError: the list of services is no variant's
        """
        variant_id = self.env.context.get("order_id")
        if not is_id(variant_id):
            raise UserError(
                self.env._(
                    "The catalog is opened from a variant, whose services it adds to."
                    " Save the variant, and use its button “Catalog”."
                )
            )
        variant = self.env["engineering.variant"].browse(variant_id)
        return variant.action_add_from_catalog()
