from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...domain.workflow import Role
from ...domain.workflows import (
    CALCULATION,
    NOT_BEGUN,
    CalculationState,
)
from ..common.field_groups import ADMINISTRATOR, ENGINEER


class EngineeringCalculation(models.Model):
    _name = "engineering.calculation"
    _description = "Calculation"
    _inherit = [
        "engineering.board.mixin",
        "engineering.handout.mixin",
        "engineering.calculation.staff.mixin",
        "engineering.content.mixin",
        "engineering.request.mixin",
        "engineering.request.changes.mixin",
        "engineering.request.files.mixin",
        "engineering.summary.card.mixin",
        "engineering.currency.mixin",
        "engineering.calculation.escalation.mixin",
        "engineering.interval.mixin",
        "engineering.dispatch.mixin",
        "engineering.cancel.mixin",
        "engineering.rival.mixin",
        "engineering.question.mixin",
        "engineering.pause.mixin",
        "engineering.visit.mixin",
        "engineering.visit.plan.mixin",
        "engineering.visit.files.mixin",
        "engineering.sheet.mixin",
        "engineering.slips.mixin",
        "engineering.margin.mixin",
        "engineering.validity.mixin",
        "engineering.handover.mixin",
        "engineering.revision.mixin",
        "engineering.desk.calculation.mixin",
        "engineering.todo.mixin",
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "engineering.measured.mixin",
        "engineering.openings.mixin",
        "engineering.typed.values.mixin",
        "engineering.opening.table.mixin",
        "engineering.measurement.table.mixin",
        "engineering.comparison.mixin",
        "engineering.estimate.mixin",
        "engineering.workbook.mixin",
        "mail.activity.mixin",
    ]
    _order = "priority desc, due, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _desk = "crm_engineering_calc.engineering_calculation_action_desk"

    _name_unique = models.UniqueIndex(
        "(name, revision, company_id)",
        "A calculation with this number and revision exists already.",
    )

    name = fields.Char(
        "Number", default="/", required=True, readonly=True, copy=False, index="trigram"
    )
    active = fields.Boolean(default=True)
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Urgent")], default="0", tracking=True
    )
    lead_id = fields.Many2one(
        "crm.lead",
        "Deal",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    lead_name = fields.Char("Deal Name", related="lead_id.name")
    lead_active = fields.Boolean(
        "Deal Active", related="lead_id.active", export_string_translation=False
    )
    partner_id = fields.Many2one(related="lead_id.partner_id", string="Customer")
    user_id = fields.Many2one(
        related="lead_id.user_id", string="Manager", store=True, index=True
    )
    direction_id = fields.Many2one(
        "engineering.direction",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    state = fields.Selection(
        lambda self: self._get_state_selection(),
        default=CalculationState.REQUESTED.value,
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    possible_events = fields.Json(compute="_compute_possible_events")
    variant_ids = fields.One2many("engineering.variant", "calculation_id", "Variants")
    variant_count = fields.Integer(compute="_compute_variant_count")
    measurement_ids = fields.One2many(
        "engineering.measurement", "calculation_id", "Measurements", copy=True
    )
    can_compare = fields.Boolean(compute="_compute_can_compare")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    color = fields.Integer(related="direction_id.color")

    # === COMPUTE ===

    @api.depends("variant_ids")
    def _compute_variant_count(self):
        for calculation in self:
            calculation.variant_count = len(calculation.variant_ids)

    @api.depends("variant_count", "revision_count")
    def _compute_can_compare(self):
        for calculation in self:
            calculation.can_compare = (
                calculation.variant_count > 1 or calculation.revision_count > 1
            )

    # === CONSTRAINTS ===

    @api.constrains("active")
    def _check_open_is_active(self):
        if any(card._is_open() for card in self if not card.active):
            raise ValidationError(
                self.env._("An open calculation can't be archived. Cancel it first.")
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        calculations = super().create([dict(vals) for vals in vals_list])
        # The manager who asks may not write what the engineer will measure.
        calculations.sudo()._add_direction_measurements()
        calculations.sudo()._add_direction_columns()
        requests = calculations.filtered(
            lambda calculation: calculation.state == CalculationState.REQUESTED
        )
        requests._check_sent_by_manager()
        requests._check_request()
        requests._check_deals_filled()
        requests._after_request()
        return calculations

    def _add_missing_default_values(self, values):
        values = super()._add_missing_default_values(values)
        if values["name"] == "/":
            sequence = self.env["ir.sequence"].with_company(values["company_id"])
            number = sequence.next_by_code("engineering.calculation")
            values["name"] = number or "/"
        return values

    @api.model
    def _get_event_fields(self):
        return super()._get_event_fields() | {"company_id", "direction_id", "lead_id"}

    def unlink(self):
        leads = self.lead_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for calculation in self:
            if calculation.state not in NOT_BEGUN:
                raise UserError(
                    self.env._(
                        "%(calculation)s has been worked on and stays in the deal's"
                        " history. Cancel it instead of deleting.",
                        calculation=calculation.display_name,
                    )
                )

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return CALCULATION

    def _get_workflow_content(self):
        variants = self.variant_ids
        measured = [self.measurement_ids, self.opening_column_ids, self.opening_ids]
        return [variants, variants.line_ids, *measured]

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        user, team = self.env.user, self.team_id
        if team.is_led_by_user or user.has_group(ADMINISTRATOR):
            roles |= {Role.LEADER, Role.ENGINEER}
        if team.is_of_user and user.has_group(ENGINEER):
            roles.add(Role.ENGINEER)
        if self.lead_id and self.lead_id._is_managed_by_user():
            roles.add(Role.MANAGER)
        return roles

    @api.model
    def _get_role_fields(self):
        return [
            *super()._get_role_fields(),
            "engineer_id",
            "lead_id.active",
            "team_id",
        ]

    def _get_manager(self):
        """Return who answers for the deal: its seller, else who asked."""
        lead = self.lead_id
        return lead._get_engineering_manager() or lead._filter_sellers(self.create_uid)

    # === BUTTONS ===

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = self.env["engineering.direction"]._offer_setup(help_message)
        return super().get_empty_list_help(help_message)

    def action_add_variant(self):
        """Add a variant, and return the action that opens it for its services."""
        self.ensure_one()
        return self.variant_ids.create({"calculation_id": self.id}).action_open()

    def action_view_lead(self):
        """Return the action that opens the calculation's deal."""
        self.ensure_one()
        return self.lead_id._get_records_action(name=self.env._("Deal"))
