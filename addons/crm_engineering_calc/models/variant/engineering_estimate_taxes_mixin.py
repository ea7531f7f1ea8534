from odoo import models

from ..common.format_number import to_number


class EngineeringEstimateTaxesMixin(models.AbstractModel):
    """Taxes of a variant as the exchange carries them: computed by the host alone."""

    _name = "engineering.estimate.taxes.mixin"
    _description = "Taxes of a variant in exchange"

    def _prepare_estimate_taxes(self):
        """Return the values of the variant, and {line: its values}, that tell taxes."""
        self.ensure_one()
        rates, values_of = {}, {}
        services = self.line_ids.filtered("product_id")
        for lines in services.grouped("tax_ids").values():
            included_tax, rates_of_groups = lines[0]._get_tax_rates()
            text = lines[0]._get_taxes_text(included_tax) or None
            for line in lines:
                tax = line._get_included_tax(included_tax)
                values_of[line] = {"taxes": text, "included_tax": to_number(tax)}
            for group, rate in rates_of_groups.items():
                rates.setdefault(group, {})[text] = to_number(rate)
        return self._prepare_estimate_totals(rates), values_of

    def _prepare_estimate_totals(self, rates):
        _untaxed, amounts = self._get_taxed_amounts()
        groups = self.env["account.tax.group"].union(*amounts)
        return {
            "rounding": to_number(self.amount_rounding),
            "taxes": tuple(
                {
                    "name": group.name,
                    "amount": to_number(self.currency_id.round(amounts[group])),
                    "rates": rates.get(group, {}),
                }
                for group in groups.sorted(lambda group: (group.sequence, group.id))
            ),
        }
