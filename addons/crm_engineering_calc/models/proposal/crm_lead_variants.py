from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import CalculationState
from ..common.field_groups import ENGINEERING

COMPLETED = [("calculation_id.state", "=", CalculationState.COMPLETED.value)]


class CrmLead(models.Model):
    """The variants that a deal goes on with."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_completed_variant_ids = fields.One2many(
        "engineering.variant",
        "lead_id",
        "Variants",
        domain=COMPLETED,
        groups=ENGINEERING,
    )
    engineering_variant_ids = fields.One2many(
        "engineering.variant",
        "lead_id",
        "Selected Variants",
        domain=[*COMPLETED, ("selected", "=", True)],
        groups=ENGINEERING,
    )
    engineering_selected_line_ids = fields.One2many(
        "engineering.variant.line",
        compute="_compute_engineering_selected_line_ids",
        string="Lines of the Selected Variants",
        groups=ENGINEERING,
    )
    engineering_several_calculations = fields.Boolean(
        compute="_compute_engineering_several_calculations", groups=ENGINEERING
    )
    engineering_in_revision = fields.Boolean(
        compute="_compute_engineering_in_revision",
        groups=ENGINEERING,
        help="A calculation whose variant was selected is being revised.",
    )

    engineering_prices_include_tax = fields.Boolean(
        compute="_compute_engineering_amounts", groups=ENGINEERING
    )
    engineering_rounding_note = fields.Char(
        "Rounding",
        compute="_compute_engineering_amounts",
        groups=ENGINEERING,
        help="What untaxed amounts of variants have on top of those of their lines.",
    )

    # === COMPUTE ===

    @api.depends("engineering_variant_ids.line_ids")
    @api.depends_context("uid")
    def _compute_engineering_selected_line_ids(self):
        for lead in self:
            variants = lead.engineering_variant_ids._by_calculation()
            lead.engineering_selected_line_ids = variants.line_ids

    @api.depends("engineering_completed_variant_ids")
    @api.depends_context("uid")
    def _compute_engineering_several_calculations(self):
        for lead in self:
            calculations = lead.engineering_completed_variant_ids.calculation_id
            lead.engineering_several_calculations = len(calculations) > 1

    @api.depends("engineering_variant_ids.line_ids.price_subtotal")
    @api.depends_context("uid", "lang")
    def _compute_engineering_amounts(self):
        for lead in self:
            variants = lead.engineering_variant_ids
            rounded = variants.filtered("amount_rounding")
            lead.engineering_prices_include_tax = any(
                variants.mapped("has_included_taxes")
            )
            lead.engineering_rounding_note = ", ".join(
                f"{variant.name}: {variant.currency_id.format(variant.amount_rounding)}"
                for variant in rounded
            )

    @api.depends(
        "engineering_calculation_ids.state",
        "engineering_calculation_ids.revised_id.variant_ids.selected",
    )
    def _compute_engineering_in_revision(self):
        workflow = self.env["engineering.calculation"]._get_workflow()
        revisions = self._count_by_lead(
            "engineering.calculation",
            Domain("state", "in", list(workflow.open_states))
            & Domain("revised_id.variant_ids.selected", "=", True),
        )
        for lead in self:
            lead.engineering_in_revision = lead._origin.id in revisions
