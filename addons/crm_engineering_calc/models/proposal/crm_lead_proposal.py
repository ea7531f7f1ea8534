from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationState
from ..common.concurrency import serialize
from ..common.field_groups import ENGINEERING

_lt = LazyTranslate(__name__)

COMPLETED = [("calculation_id.state", "=", CalculationState.COMPLETED.value)]


class CrmLead(models.Model):
    """The variants that a deal goes on with, and the proposal made of them."""

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

    # === PROPOSAL ===

    def action_create_proposal(self):
        """Make a proposal of the selected variants.

        A second click opens the draft that the first one made.

        :return: the action that opens the proposal
        :raises UserError: nothing is completed, selected or left to order, or the deal
            has no customer, is lost or archived
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        serialize(self)
        variants = self._get_variants_to_propose()
        order = self._get_same_draft(variants)
        if not order:
            order = variants._create_order()
            self._notify_deal(
                _lt(
                    "Proposal %(link)s is made of “%(variant)s”",
                    link=order,
                    variant=", ".join(
                        variants.mapped("name")
                        if len(variants) == 1
                        else [variant._get_title() for variant in variants]
                    ),
                )
            )
        return order._get_records_action(name=self.env._("Proposal"))

    def _get_variants_to_propose(self):
        """Return the selected variants that are not ordered yet."""
        variants = self.engineering_completed_variant_ids
        if not variants:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no completed calculation to make a proposal of.",
                    deal=self.name,
                )
            )
        if len(variants) == 1 and not variants.selected:
            variants.action_select()
        selected = variants.filtered("selected")
        if not selected:
            raise UserError(
                self.env._(
                    "Choose first what of “%(deal)s” is offered: tick its variants in"
                    " the tab “Calculation of services”.",
                    deal=self.name,
                )
            )
        # A colleague may have made an order that the manager does not see.
        ordered = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("opportunity_id", "=", self.id),
                    ("engineering_calculated", "=", True),
                    ("state", "=", "sale"),
                ]
            )
        )
        sold = ordered.engineering_variant_ids.calculation_id
        left = selected.filtered(lambda variant: variant.calculation_id not in sold)
        if not left:
            raise UserError(
                self.env._(
                    "All selected variants of “%(deal)s” are ordered already:"
                    " %(orders)s. Select another variant, revise a calculation, or ask"
                    " for a further one.",
                    deal=self.name,
                    orders=", ".join(ordered.mapped("name")),
                )
            )
        return left._by_calculation()

    def _get_same_draft(self, variants):
        """Return the draft that a second click would make again.

        A colleague's, which the manager would not see, becomes the manager's.
        """
        draft = self.sudo()._search_same_draft(variants)
        if draft and not draft.with_env(self.env).has_access("read"):
            draft.user_id = self.user_id or self.env.user
        return draft.with_env(self.env)

    def _search_same_draft(self, variants):
        offered = variants._get_offered()
        drafts = self._search_open_orders().filtered(
            lambda order: (
                order.state == "draft"
                and order.engineering_variant_ids == variants
                and order.engineering_offered_variant_ids == offered
            )
        )
        if not drafts:
            return drafts
        untaxed, tax = variants._get_amounts()
        compare = drafts.currency_id[:1].compare_amounts
        return drafts.filtered(
            lambda order: (
                not compare(order.amount_untaxed, untaxed)
                and not compare(order.amount_tax, tax)
            )
        )[:1]

    def _get_engineering_orders(self):
        """Return the deal's proposals and orders made from calculations."""
        return self.order_ids.filtered(
            lambda order: order.engineering_calculated and order.state != "cancel"
        )
