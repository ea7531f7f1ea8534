from math import fsum

from odoo import models


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
        lines = paper.line_ids.sorted()
        taxes = lines.tax_ids
        is_tax_included = bool(taxes) and all(tax.price_include for tax in taxes)
        field = "price_total" if is_tax_included else "price_subtotal"
        rows = []
        for of_order in lines.grouped(
            lambda line: line.order_line_id.order_id
        ).values():
            rows += paper._prepare_paper_rows(of_order, field)
        number = 0
        for row in rows:
            if row["line"]:
                number += 1
                row["number"] = number
        return {"rows": rows, "is_tax_included": is_tax_included}

    def _prepare_paper_rows(self, lines, field, depth=0):
        """Return the rows of lines, each section where the first of its lines is.

        :param field: the amounts that are shown
        """
        rows = []
        for head, within in lines.grouped(
            lambda line: line._get_paper_head(depth)
        ).items():
            if not head:
                rows += [line._prepare_paper_row("", line[field]) for line in within]
                continue
            row = within._prepare_paper_heading(head.kind, depth, head.name)
            if within[0]._is_priced_at(depth):
                row["amount"] = self.currency_id.format(fsum(within.mapped(field)))
            rows.append(row)
            if not head.collapse_composition:
                rows += self._prepare_paper_rows(within, field, depth + 1)
        return rows
