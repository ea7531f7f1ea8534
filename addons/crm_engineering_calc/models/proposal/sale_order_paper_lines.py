from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    """The lines of a proposal as its paper shows them: without what is hidden."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_paper_table(self):
        """Return the table of services; taxes that prices include are in its amounts.

        :return: {"rows", "shows_discounts", "shows_taxes", "shows_pictures",
            "is_tax_included"}; of the rows see `sale.order.line._prepare_paper_row`
        """
        paper = self._as_paper()
        lines = paper._get_order_lines_to_report()
        lines = lines.filtered(lambda line: not line.is_downpayment)
        services = lines.filtered(lambda line: not line.display_type)
        taxes = services.tax_ids
        is_tax_included = bool(taxes) and all(tax.price_include for tax in taxes)
        amounts = paper._get_paper_amounts(
            "price_total" if is_tax_included else "price_subtotal"
        )
        number = 0
        rows = []
        for line in lines:
            number += not line.display_type
            rows.append(line._prepare_paper_row(number, amounts[line.id]))
        return {
            "rows": rows,
            "shows_discounts": any(services.mapped("discount")),
            "shows_taxes": len({line.tax_ids for line in services}) > 1,
            "shows_pictures": paper._shows_paper_pictures(),
            "is_tax_included": is_tax_included,
        }

    def _get_paper_amounts(self, field):
        """Return the amounts of lines by their ids, of a section those of all in it."""
        amounts = defaultdict(float)
        for line in self.order_line:
            if not line.display_type:
                amounts[line.id] = line[field]
                for head in line._get_paper_heads():
                    amounts[head.id] += line[field]
        return amounts

    def _shows_paper_pictures(self):
        """Return whether a direction of the proposal wants pictures of its services."""
        directions = self.sudo().engineering_variant_ids.direction_id
        return any(directions.mapped("proposal_pictures"))
