from odoo import api, fields, models

from ..models.common.format_number import format_number


class EngineeringVariantFillOfferMixin(models.AbstractModel):
    """What of its source a variant may take over, and in words what it may not."""

    _name = "engineering.variant.fill.offer.mixin"
    _description = "Offer of lines to take over"

    missing = fields.Text("Left Out", compute="_compute_missing")

    @api.depends("source", "template_id", "source_variant_id", "variant_id", "mode")
    @api.depends_context("lang")
    def _compute_missing(self):
        for wizard in self:
            wizard.missing = "\n".join(wizard._describe_missing())

    # === WHAT IS OFFERED ===

    def _get_offered_lines(self):
        """Return the texts of the source, and its lines with an offered service."""
        lines = self._get_source().line_ids
        # A service of another company can't be read, and is left out.
        products = lines.sudo().product_id
        offered = set(products.filtered_domain(self.variant_id._get_product_domain()))
        return lines.filtered(
            lambda line: line.display_type or line.product_id in offered
        )

    def _get_offered_coefficients(self):
        """Return {service: the source's coefficients that it may have here}.

        No service stands for the whole variant. Inside of a calculation all of them
        stay, as a copy of the variant has them.
        """
        source = self._get_source()
        coefficients = source.coefficient_ids | source.line_ids.coefficient_ids
        products = source.sudo().line_ids.product_id
        if self._is_inside_calculation():
            return dict.fromkeys([*products, products.browse()], coefficients)
        coefficients = coefficients.filtered_domain(
            self.variant_id._get_coefficient_domain()
        )
        return {
            product: coefficients._filter_for_service(product)
            for product in [*products, products.browse()]
        }

    def _takes_coefficients_of_all(self):
        """Tell whether those of the whole source come: they multiply each line."""
        variant = self.variant_id
        return self.mode == "replace" or not (
            variant.line_ids or variant.coefficient_ids
        )

    # === WHAT IS NOT, IN WORDS ===

    def _describe_missing(self):
        """Return what can't be taken over, in words and with the reason."""
        source = self._get_source()
        lines = self._get_offered_lines()
        return [
            *map(self._describe_line, (source.line_ids - lines).sudo()),
            *self._describe_coefficients(lines),
            *self._describe_coefficients_of_all(source),
        ]

    def _describe_line(self, line):
        quantity = format_number(self.env, line.quantity)
        return self.env._(
            "%(service)s, %(quantity)s (%(reason)s)",
            service=line.product_id.display_name,
            quantity=line.formula or f"{quantity} {line.product_uom_id.name}",
            reason=self._explain(line.product_id),
        )

    def _explain(self, product):
        """Return why the variant can't have a service."""
        if not product.active:
            return self.env._("archived")
        company = product.company_id
        if company and company not in self.company_id.sudo().parent_ids:
            return self.env._("a service of %(company)s", company=company.name)
        if not product.sale_ok:
            return self.env._("not sold any more")
        return self.env._("not a service of this direction")

    def _describe_coefficients(self, lines):
        offered = self._get_offered_coefficients()
        foreign = dict.fromkeys(
            (coefficient, line.product_id)
            for line in lines
            for coefficient in line.coefficient_ids - offered[line.product_id]
        )
        return [
            self.env._(
                "Coefficient %(coefficient)s of “%(service)s”",
                coefficient=coefficient.display_name,
                service=product.display_name,
            )
            for coefficient, product in foreign
        ]

    def _describe_coefficients_of_all(self, source):
        offered = self._get_offered_coefficients()[self.env["product.product"]]
        if self._takes_coefficients_of_all():
            return [
                self.env._(
                    "Coefficient %(coefficient)s of all lines",
                    coefficient=coefficient.display_name,
                )
                for coefficient in source.coefficient_ids - offered
            ]
        return [
            self.env._(
                "Coefficient %(coefficient)s of all lines (it would multiply the"
                " present ones too)",
                coefficient=coefficient.display_name,
            )
            for coefficient in source.coefficient_ids - self.variant_id.coefficient_ids
        ]
