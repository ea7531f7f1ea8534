from collections import defaultdict

from odoo import models

from ...domain.outline import LineKind


class EngineeringPaperTableMixin(models.AbstractModel):
    """A document of lines with prices and taxes on paper: an order, an invoice.

    What a section hides of its lines, their prices or all, is in no row of its table;
    the lines have `engineering.paper.line.mixin`.
    """

    _name = "engineering.paper.table.mixin"
    _inherit = ["engineering.paper.mixin"]
    _description = "Document of priced lines printed for a customer"

    def _get_paper_lines(self):
        """Return the lines that the paper shows, in their order. To be extended."""
        return self.line_ids

    def _get_amounted_lines(self):
        """Return the lines that amounts are of, hidden ones too. To be extended."""
        return self.line_ids

    def _get_paper_services(self):
        """Return the lines of works and services that the paper has."""
        return self._get_paper_lines().filtered(
            lambda line: line._get_paper_kind() == LineKind.PRODUCT
        )

    def _has_taxes_in_amounts(self):
        """Return whether amounts of lines have taxes in them."""
        taxes = self._get_paper_services().tax_ids
        return bool(taxes) and all(tax.price_include for tax in taxes)

    def _shows_paper_pictures(self):
        """Return whether services have their pictures. To be extended."""
        return False

    def _get_paper_table(self):
        """Return the table of services; taxes that prices include are in its amounts.

        :return: {"rows", "shows_discounts", "shows_taxes", "shows_pictures",
            "is_tax_included"}; of the rows see
            `engineering.paper.line.mixin._prepare_paper_row`
        """
        paper = self._as_paper()
        lines = paper._get_paper_lines()
        services = paper._get_paper_services()
        is_tax_included = paper._has_taxes_in_amounts()
        amounts = paper._get_paper_amounts(
            "price_total" if is_tax_included else "price_subtotal"
        )
        number = 1
        rows = []
        for line in lines:
            row = line._prepare_paper_row(number, amounts[line.id])
            number += bool(row["number"])
            rows.append(row)
        return {
            "rows": rows,
            "shows_discounts": any(row["discount"] for row in rows),
            "shows_taxes": len({line.tax_ids for line in services}) > 1,
            "shows_pictures": paper._shows_paper_pictures(),
            "is_tax_included": is_tax_included,
        }

    def _get_paper_amounts(self, field):
        """Return the amounts of lines by their ids, of a section those of all in it."""
        amounts = defaultdict(float)
        for line in self._get_amounted_lines():
            amounts[line.id] = line[field]
            for head in line._get_paper_heads():
                amounts[head.id] += line[field]
        return amounts

    def _get_paper_requisites(self, partner):
        """Return them with the tax number that the company has where it sells."""
        requisites = super()._get_paper_requisites(partner)
        foreign_vat = self.sudo().fiscal_position_id.foreign_vat
        if foreign_vat and partner == self._get_paper_company().partner_id:
            for requisite in requisites:
                if requisite["name"] == "vat":
                    requisite["value"] = foreign_vat
        return requisites
