from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..models.variant.taken_values import keep_coefficients

_lt = LazyTranslate(__name__)


class EngineeringVariantFill(models.TransientModel):
    """Takes the lines of a template, or of another variant, over into a variant."""

    _name = "engineering.variant.fill"
    _description = "Take Over Lines into a Variant"
    _inherit = ["engineering.variant.fill.offer.mixin", "engineering.dialog"]

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
        self._spread_over_openings(variant._append_lines(vals_list))
        if missing:
            self._notify_missing(missing)
        return self._close()

    def _prepare_lines(self):
        lines = self._get_offered_lines()
        vals_list = lines._prepare_taken_over_values(
            self.variant_id, self.prices == "kept"
        )
        offered = self._get_offered_coefficients()
        for line, vals in zip(lines, vals_list, strict=True):
            kept = line.coefficient_ids & offered[line.product_id]
            if kept != line.coefficient_ids:
                keep_coefficients(vals, kept)
        return vals_list

    def _spread_over_openings(self, created):
        """Make of what is for each opening as many lines as there are openings."""
        openings = self.calculation_id.opening_ids
        if self.source != "template" or not openings:
            return
        for line, template in zip(created, self._get_offered_lines(), strict=True):
            if template.for_each_opening:
                line._spread_over(openings)

    def _take_coefficients_of_all(self):
        source = self._get_source()
        offered = self._get_offered_coefficients()[self.env["product.product"]]
        kept = source.coefficient_ids & offered
        values = source._prepare_taken_over_coefficients()
        if kept != source.coefficient_ids:
            keep_coefficients(values, kept)
        # Nobody but the addon writes values that have been taken.
        self.variant_id.sudo()._as_machine().write(values)

    def _add_measurements(self):
        """Let the calculation ask for what the direction and the formulas measure."""
        self.calculation_id._add_direction_measurements()
        if self.source == "variant":
            self.calculation_id._add_measurements_of(self._get_offered_lines())

    def _notify_missing(self, missing):
        self.calculation_id._post_in_feed(
            _lt(
                "“%(variant)s” takes over “%(origin)s” without: %(missing)s",
                variant=self.variant_id.name,
                origin=self._get_source(),
                missing="; ".join(missing),
            )
        )
