from odoo import api, models
from odoo.fields import Domain

from ...domain import comparison
from ...domain.outline import Outline
from ..common.line_kinds import get_kind
from .extra_fields import get_value

# What the services of a variant are read with, in one query.
LINE_FIELDS = [
    "variant_id",
    "display_type",
    "name",
    "product_id",
    "product_uom_id",
    "quantity",
    "price_unit",
    "price_subtotal",
]


class EngineeringComparisonLinesMixin(models.AbstractModel):
    """Lines of variants as the domain compares them."""

    _name = "engineering.comparison.lines.mixin"
    _description = "Compared lines"

    @api.model
    def _get_compared_lines(self, variants):
        """Return the services of each variant as the domain compares them."""
        names = self._get_compared_factors()
        fields = self._get_compared_fields()
        lines = self.env["engineering.variant.line"].search_fetch(
            Domain("variant_id", "in", variants.ids)
            & Domain("display_type", "!=", "line_note"),
            [*LINE_FIELDS, "tax_ids", *names, *(field.name for field in fields)],
        )
        by_variant = lines.grouped("variant_id")
        outlines = [Outline(by_variant.get(one, ()), get_kind) for one in variants]
        return [
            [
                self._prepare_compared_line(
                    line, tuple(one.name for one in sections), names, fields
                )
                for line, sections in outline.get_products()
            ]
            for outline in outlines
        ]

    @api.model
    def _prepare_compared_line(self, line, section, factors, fields):
        return comparison.ComparedLine(
            section,
            line.product_id.id,
            line.name.partition("\n")[0],
            line.product_uom_id.name,
            line.quantity,
            {name: line[name] for name in factors},
            line.price_unit,
            line.price_subtotal,
            {field.key: get_value(line, field.name) for field in fields},
            line.tax_hint or "",
        )
