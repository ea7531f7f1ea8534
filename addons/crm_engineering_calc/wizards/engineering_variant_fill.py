from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.format_number import format_number
from ..models.variant.taken_values import keep_coefficients


class EngineeringVariantFill(models.TransientModel):
    """Takes the lines of a template, or of another variant, over into a variant."""

    _name = "engineering.variant.fill"
    _description = "Take Over Lines into a Variant"
    _inherit = ["engineering.dialog"]

    _target = "variant_id"
    _target_operation = "write"

    variant_id = fields.Many2one(
        "engineering.variant", required=True, ondelete="cascade", readonly=True
    )
    calculation_id = fields.Many2one(
        related="variant_id.calculation_id", related_sudo=False
    )
    direction_id = fields.Many2one(
        related="variant_id.direction_id", related_sudo=False
    )
    company_id = fields.Many2one(related="variant_id.company_id", related_sudo=False)
    has_lines = fields.Boolean(compute="_compute_has_lines")
    source = fields.Selection(
        [("template", "A template"), ("variant", "Another variant")],
        compute="_compute_source",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    template_id = fields.Many2one(
        "engineering.template",
        compute="_compute_template_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        ondelete="cascade",
    )
    note = fields.Text(related="template_id.note", related_sudo=False)
    source_variant_id = fields.Many2one(
        "engineering.variant", "Take From", ondelete="cascade"
    )
    mode = fields.Selection(
        [("append", "Below the present lines"), ("replace", "Instead of them")],
        default="append",
        required=True,
    )
    prices = fields.Selection(
        [("today", "As the pricelist has them"), ("kept", "As they were")],
        compute="_compute_prices",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Templates have no prices of their own.",
    )
    missing = fields.Text("Left Out", compute="_compute_missing")

    # === COMPUTE ===

    @api.depends("variant_id")
    def _compute_has_lines(self):
        for wizard in self:
            wizard.has_lines = bool(wizard.variant_id.line_ids)

    @api.depends("variant_id")
    def _compute_template_id(self):
        for wizard in self:
            wizard.template_id = self.env["engineering.template"].search(
                wizard.variant_id._get_template_domain(), limit=1
            )

    @api.depends("variant_id")
    def _compute_source(self):
        for wizard in self:
            wizard.source = "template" if wizard.template_id else "variant"

    @api.depends("source_variant_id", "source")
    def _compute_prices(self):
        for wizard in self:
            wizard.prices = "kept" if wizard._is_inside_calculation() else "today"

    @api.depends("source", "template_id", "source_variant_id", "variant_id", "mode")
    @api.depends_context("lang")
    def _compute_missing(self):
        for wizard in self:
            wizard.missing = "\n".join(wizard._describe_missing())

    # === SOURCE ===

    def _get_source(self):
        """Return the template or the variant whose lines are taken over.

        :raises AccessError: the user may not read it
        """
        source = (
            self.template_id if self.source == "template" else self.source_variant_id
        )
        source.check_access("read")
        return source

    def _is_inside_calculation(self):
        return (
            self.source == "variant"
            and self.source_variant_id.calculation_id == self.calculation_id
        )

    def _check_source(self):
        source = self._get_source()
        if not source:
            raise UserError(
                self.env._("Choose the template or the variant to take over.")
            )
        if source == self.variant_id:
            raise UserError(
                self.env._(
                    "“%(variant)s” has its own lines already. Choose another variant.",
                    variant=source.name,
                )
            )
        domain = self.variant_id._get_template_domain()
        if self.source == "template" and not source.filtered_domain(domain):
            raise UserError(
                self.env._(
                    "The template “%(template)s” is of “%(other)s”, and is not offered"
                    " to “%(direction)s”. Choose another one.",
                    template=source.name,
                    other=source.direction_id.display_name,
                    direction=self.direction_id.display_name,
                )
            )

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

    # === TAKE OVER ===

    def action_confirm(self):
        """Take the lines over, and say in the calculation what was left out.

        :raises UserError: the source has no place here, or the calculation is closed
        """
        self.ensure_one()
        variant = self.variant_id
        variant.calculation_id._check_can_edit()
        self._check_source()
        missing = self._describe_missing()
        vals_list = self._prepare_lines()
        if self._takes_coefficients_of_all():
            self._take_coefficients_of_all()
        if self.mode == "replace":
            variant.line_ids.unlink()
        self._add_measurements()
        variant._append_lines(vals_list)
        if missing:
            self._post_missing(missing)
        return self._close()

    def _prepare_lines(self):
        lines = self._get_offered_lines()
        vals_list = lines._prepare_taken_values(self.variant_id, self.prices == "kept")
        offered = self._get_offered_coefficients()
        for line, vals in zip(lines, vals_list, strict=True):
            kept = line.coefficient_ids & offered[line.product_id]
            if kept != line.coefficient_ids:
                keep_coefficients(vals, kept)
        return vals_list

    def _take_coefficients_of_all(self):
        source = self._get_source()
        offered = self._get_offered_coefficients()[self.env["product.product"]]
        kept = source.coefficient_ids & offered
        values = source._prepare_taken_coefficients()
        if kept != source.coefficient_ids:
            keep_coefficients(values, kept)
        # Nobody but the addon writes values that have been taken.
        self.variant_id.sudo()._as_machine().write(values)

    def _add_measurements(self):
        """Let the calculation ask for what the direction and the formulas measure."""
        self.calculation_id._add_direction_measurements()
        if self.source == "variant":
            self.calculation_id._add_measurements_of(self._get_offered_lines())

    def _post_missing(self, missing):
        self.calculation_id.message_post(
            body=self.env._(
                "“%(variant)s” takes over “%(origin)s” without: %(missing)s",
                variant=self.variant_id.name,
                origin=self._get_source().display_name,
                missing="; ".join(missing),
            ),
            subtype_xmlid="mail.mt_note",
        )
