from odoo import api, fields, models

from ...domain.workflows import CalculationState
from ..common.concurrency import hold, serialize
from ..common.own_fields_mixin import is_moved_by_machine
from .taken_values import mark_originals


class EngineeringVariant(models.Model):
    _name = "engineering.variant"
    _description = "Variant of a Calculation"
    _inherit = [
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "engineering.url.mixin",
        "engineering.coefficient.mixin",
        "engineering.catalog.mixin",
        "engineering.supplement.mixin",
        "engineering.variant.correction.mixin",
        "engineering.offer.mixin",
        "engineering.offer.taxes.mixin",
        "engineering.variant.taxes.mixin",
        "engineering.scope.mixin",
        "engineering.variant.lines.mixin",
        "engineering.variant.sheet.mixin",
        "engineering.totals.mixin",
        "engineering.reuse.mixin",
        "engineering.variant.estimate.mixin",
    ]
    _order = "calculation_id, sequence, id"
    _rec_names_search = ["name", "calculation_id.name", "lead_id.name"]
    _check_company_auto = True

    calculation_id = fields.Many2one(
        "engineering.calculation",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    lead_id = fields.Many2one(
        related="calculation_id.lead_id", store=True, index=True, precompute=True
    )
    direction_id = fields.Many2one(related="calculation_id.direction_id")
    partner_id = fields.Many2one(related="calculation_id.partner_id")
    state = fields.Selection(related="calculation_id.state")
    can_edit = fields.Boolean(compute="_compute_can_edit")
    locked = fields.Boolean(compute="_compute_can_edit")
    can_correct = fields.Boolean(compute="_compute_can_correct")
    can_compare = fields.Boolean(
        related="calculation_id.can_compare", related_sudo=False
    )
    company_id = fields.Many2one(related="calculation_id.company_id")
    currency_id = fields.Many2one(related="calculation_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=True,
    )
    revised_id = fields.Many2one(
        "engineering.variant",
        "Revision Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The variant of the earlier revision that this one is made from.",
    )
    coefficient_ids = fields.Many2many(
        relation="engineering_variant_coefficient_rel",
        column1="variant_id",
        column2="coefficient_id",
        check_company=True,
        help="Multiply every line of the variant.",
    )
    line_ids = fields.One2many(
        "engineering.variant.line", "variant_id", "Lines", copy=True
    )
    measurement_ids = fields.One2many(
        related="calculation_id.measurement_ids", readonly=False
    )
    opening_column_ids = fields.One2many(
        related="calculation_id.opening_column_ids", readonly=False
    )
    opening_table = fields.Json(
        related="calculation_id.opening_table",
        related_sudo=False,
        export_string_translation=False,
    )

    # === COMPUTE ===

    @api.depends("calculation_id")
    def _compute_name(self):
        for variant in self:
            if not variant.name:
                siblings = variant.calculation_id.variant_ids - variant
                variant.name = self.env._(
                    "Variant %(number)s", number=len(siblings) + 1
                )

    @api.depends(
        "name", "calculation_id.display_name", "direction_id.name", "lead_id.name"
    )
    @api.depends_context("lang", "show_calculation", "show_direction")
    def _compute_display_name(self):
        """Tell variants of several calculations apart where the context asks to."""
        for variant in self:
            if self.env.context.get("show_calculation"):
                variant.display_name = (
                    f"{variant.calculation_id.display_name}, {variant.lead_id.name}"
                    f" › {variant.name}"
                )
            elif self.env.context.get("show_direction"):
                variant.display_name = variant._get_title()
            else:
                variant.display_name = variant.name

    @api.depends("calculation_id.can_edit")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for variant in self:
            variant.can_edit = variant.calculation_id.can_edit
            variant.locked = not variant.can_edit

    @api.depends("calculation_id.state")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        for variant in self:
            variant.can_correct = (
                variant.state == CalculationState.COMPLETED
                and variant.lead_id._is_managed_by_user()
            )

    def _get_label(self):
        """Return how messages name the variant."""
        self.ensure_one()
        return self.name

    def _by_variant(self):
        return [(variant, variant) for variant in self]

    def _get_variant(self):
        return self

    def _get_coefficient_product(self):
        return self.env["product.product"]

    # === CRUD ===

    @api.model
    def _get_event_fields(self):
        """Return what is given once: prices, taxes and coefficients follow from it."""
        return super()._get_event_fields() | {"calculation_id"}

    @api.model_create_multi
    def create(self, vals_list):
        made_with_calculation = is_moved_by_machine(self.env)
        variants = super().create(vals_list)
        variants.calculation_id._check_can_edit()
        if not made_with_calculation:
            serialize(variants.calculation_id)
        return variants

    def write(self, vals):
        hold(self.calculation_id)
        self._check_write(vals)
        if "line_ids" in vals:
            vals = {**vals, "line_ids": self._update_lines(vals["line_ids"])}
        return super().write(vals)

    def _check_write(self, vals):
        """Let managers through to the lines, which check what may be corrected."""
        if set(vals) - {"line_ids", "offered", "selected"}:
            self.calculation_id._check_can_edit()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.calculation_id._check_can_edit()

    def copy_data(self, default=None):
        given = set(default or ())
        if "calculation_id" in given:
            calculation_id = default["calculation_id"]
            self._check_copied_inside(self.calculation_id.browse(calculation_id))
        vals_list = super().copy_data(default)
        for variant, vals in zip(self, vals_list, strict=True):
            if "name" not in given:
                vals["name"] = self.env._("%(name)s (copy)", name=variant.name)
            if given <= {"name"}:
                mark_originals(vals["line_ids"], variant.line_ids.sudo())
            if "revised_id" in given:
                variant.line_ids._carry_corrections(vals["line_ids"])
        return vals_list

    # === ACTIONS ===

    def action_compare(self):
        """Open the variants of the calculation side by side."""
        self.ensure_one()
        return self.calculation_id.action_compare()

    def action_open(self):
        """Return the action that opens the variant."""
        self.ensure_one()
        return self._get_records_action(name=self.env._("Variant"))
