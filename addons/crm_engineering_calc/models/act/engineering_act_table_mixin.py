from math import fsum

from odoo import models

from ..common.format_number import format_amount


class EngineeringActTableMixin(models.AbstractModel):
    """The table of an act: sections with their sums, without what they hide."""

    _name = "engineering.act.table.mixin"
    _inherit = ["engineering.paper.mixin"]
    _description = "Table of an act"

    def _get_paper_table(self):
        """Return the table of services; taxes that prices include are in its amounts.

        :return: {"rows", "is_tax_included"}; of the rows see
            `engineering.paper.line.mixin._prepare_paper_row`
        """
        paper = self._as_paper()
        lines = paper.line_ids.sorted("sequence")
        taxes = lines.tax_ids
        is_tax_included = bool(taxes) and all(tax.price_include for tax in taxes)
        field = "price_total" if is_tax_included else "price_subtotal"
        # Of the orders' lines, which have dozens of fields, papers need these.
        lines.sudo().order_line_id.fetch(["order_id", "product_uom_id"])
        heads = {line: line._get_paper_heads()[::-1] for line in lines}
        rows = []
        for of_order in lines.grouped(
            lambda line: line.order_line_id.order_id
        ).values():
            rows += paper._prepare_paper_rows(of_order, field, heads)
        number = 0
        for row in rows:
            if row["line"]:
                number += 1
                row["number"] = number
        return {"rows": rows, "is_tax_included": is_tax_included}

    def _prepare_paper_rows(self, lines, field, heads, depth=0):
        """Return the rows of lines, each section where the first of its lines is.

        :param field: the amounts that are shown
        :param heads: {line: the sections that it stands in, from the outside}
        """
        rows = []
        for head, within in lines.grouped(
            lambda line: next(iter(heads[line][depth:]), None)
        ).items():
            if not head:
                rows += [line._prepare_paper_row("", line[field]) for line in within]
                continue
            row = within._prepare_paper_heading(head.kind, depth, head.name)
            if not any(above.collapse_prices for above in heads[within[0]][:depth]):
                row["amount"] = format_amount(
                    self.env, fsum(within.mapped(field)), self.currency_id
                )
            rows.append(row)
            if not head.collapse_composition:
                rows += self._prepare_paper_rows(within, field, heads, depth + 1)
        return rows
