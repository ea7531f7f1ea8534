from collections import defaultdict

from odoo import models


class EngineeringCatalogMixin(models.AbstractModel):
    """Services put into a variant from the host's catalog, with plus and minus."""

    _name = "engineering.catalog.mixin"
    _inherit = ["product.catalog.mixin"]
    _description = "Catalog of a variant"

    def action_add_from_catalog(self):
        self.ensure_one()
        self.calculation_id._check_can_edit()
        variant = self.with_context(child_field="line_ids")
        return super(EngineeringCatalogMixin, variant).action_add_from_catalog()

    def _get_action_add_from_catalog_extra_context(self):
        return {
            **super()._get_action_add_from_catalog_extra_context(),
            "display_uom": True,
            "order_id": self.id,
            "product_catalog_currency_id": self.currency_id.id,
            "product_catalog_digits": self.line_ids._fields["price_unit"].get_digits(
                self.env
            ),
            "show_sections": True,
        }

    def _get_product_catalog_domain(self):
        return super()._get_product_catalog_domain() & self._get_product_domain()

    def _get_product_catalog_order_data(self, products, **kwargs):
        data = super()._get_product_catalog_order_data(products, **kwargs)
        prices = self._get_base_prices(products)
        for product in products:
            data[product.id]["price"] = prices[product.id]
        return data

    def _get_product_catalog_record_lines(
        self, product_ids, *, section_id=None, **kwargs
    ):
        if section_id is None:
            first = self.line_ids[:1]
            section_id = first.id if first.display_type == "line_section" else False
        grouped = defaultdict(self.line_ids.browse)
        for line in self._get_catalog_lines(section_id):
            if line.product_id.id in product_ids:
                grouped[line.product_id] |= line
        return grouped

    def _get_catalog_lines(self, section_id):
        return self.line_ids.filtered(
            lambda line: (
                line.product_id and line.get_parent_section_line().id == section_id
            )
        )

    def _get_parent_field_on_child_model(self):
        return "variant_id"

    def _is_line_valid_for_section_line_count(self, line):
        return line.product_id and line.quantity > 0

    def _is_readonly(self):
        return not self.can_edit

    def _resequence_sections(self, sections, child_field, **kwargs):
        """Move a section with its subsections, whose lines the host leaves behind."""
        moved, target = (section["id"] for section in sections)
        lines = self.line_ids
        blocks = lines.grouped(lambda line: line._get_top_section().id)
        order = [id_ for id_ in blocks if id_ != moved]
        if moved in blocks and target in order:
            # What is in no section stays above all sections.
            is_down = not target or sections[0]["sequence"] < sections[1]["sequence"]
            order.insert(order.index(target) + is_down, moved)
            self._arrange(lines.browse().concat(*(blocks[id_] for id_ in order)))
        return {
            line.id: line.sequence
            for line in lines
            if line.display_type == "line_section"
        }

    def _update_order_line_info(
        self,
        product_id,
        quantity,
        *,
        section_id=False,
        child_field="line_ids",
        **kwargs,
    ):
        lines = self._get_catalog_lines(section_id).filtered(
            lambda line: line.product_id.id == product_id
        )
        lines._check_catalog()
        product = self.env["product.product"].browse(product_id)
        if lines and quantity > 0:
            lines[0].quantity = quantity
        elif lines:
            lines.unlink()
            return self._get_base_prices(product)[product_id]
        elif quantity > 0:
            lines = lines.create(
                {
                    "variant_id": self.id,
                    "product_id": product_id,
                    "quantity": quantity,
                    "sequence": self._get_new_line_sequence(child_field, section_id),
                }
            )
        else:
            return self._get_base_prices(product)[product_id]
        return lines[0].price_unit
