from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...domain.workflow import Role
from ...domain.workflows import CALCULATION, CalculationEvent, CalculationState
from ..common.concurrency import hold
from ..common.own_fields_mixin import is_moved_by_machine

# What may become of a calculation while its deal is lost or archived.
EVENTS_OF_LOST_DEAL = frozenset({CalculationEvent.CANCEL, CalculationEvent.HOLD})


class EngineeringCalculation(models.Model):
    _name = "engineering.calculation"
    _description = "Calculation"
    _inherit = [
        "engineering.dispatch.mixin",
        "engineering.question.mixin",
        "engineering.pause.mixin",
        "engineering.visit.mixin",
        "engineering.handover.mixin",
        "engineering.revision.mixin",
        "engineering.workflow.mixin",
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "engineering.notice.mixin",
        "engineering.measured.mixin",
        "engineering.comparison.mixin",
        "engineering.estimate.mixin",
        "engineering.workbook.mixin",
        "mail.tracking.duration.mixin",
        "mail.activity.mixin",
    ]
    _order = "priority desc, response_deadline, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _track_duration_field = "stage_id"
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
        tracking=True,
    )
    is_open = fields.Boolean(
        "Open", compute="_compute_is_open", search="_search_is_open"
    )
    possible_events = fields.Json(compute="_compute_possible_events")
    stage_id = fields.Many2one(
        "engineering.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        copy=False,
        tracking=True,
        group_expand="_read_group_stage_ids",
    )
    need = fields.Html(help="What the customer needs, in the manager's words.")
    deadline = fields.Date(
        "Needed By", tracking=True, help="Until then the manager needs the prices."
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    can_edit = fields.Boolean(compute="_compute_can_edit")
    variant_ids = fields.One2many("engineering.variant", "calculation_id", "Variants")
    variant_count = fields.Integer(compute="_compute_variant_count")
    measurement_ids = fields.One2many(
        "engineering.measurement", "calculation_id", "Measurements", copy=True
    )
    lead_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files of the Deal",
        compute="_compute_lead_attachment_ids",
    )
    can_compare = fields.Boolean(compute="_compute_can_compare")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
    )
    color = fields.Integer(related="direction_id.color")

    # === COMPUTE ===

    @api.depends("state")
    def _compute_stage_id(self):
        for state, calculations in self.grouped("state").items():
            stage = self.env["engineering.stage"]._get_first_of_state(state)
            for calculation in calculations:
                if calculation.stage_id.state != state:
                    calculation.stage_id = stage

    # The currency is that of the beginning: a changed pricelist changes no prices.
    @api.depends("direction_id", "company_id")
    def _compute_currency_id(self):
        for calculation in self:
            calculation.currency_id = (
                calculation.currency_id
                if calculation.variant_ids.line_ids
                else calculation.direction_id.pricelist_id.currency_id
                or calculation.company_id.currency_id
            )

    @api.depends("state", "response_deadline", "deadline")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for calculation in self:
            calculation.is_late = calculation in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_late_domain()

    def _get_late_domain(self):
        not_taken = Domain("state", "=", CalculationState.REQUESTED.value) & Domain(
            "response_deadline", "<", fields.Datetime.now()
        )
        not_ready = Domain(
            "state", "in", list(self._get_workflow().active_states)
        ) & Domain("deadline", "<", fields.Date.context_today(self))
        return not_taken | not_ready

    @api.depends("state", "team_id", "engineer_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for calculation in self:
            is_active = calculation.state in self._get_workflow().active_states
            calculation.can_edit = is_active and bool(
                {Role.ENGINEER, Role.LEADER} & calculation._get_workflow_roles()
            )

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

    @api.depends("lead_id")
    def _compute_lead_attachment_ids(self):
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", self.lead_id.ids)]
        )
        by_lead = attachments.grouped("res_id")
        for calculation in self:
            calculation.lead_attachment_ids = by_lead.get(calculation.lead_id.id, False)

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        return stages.search([])  # pylint: disable=no-search-all

    # === CONSTRAINTS ===

    @api.constrains("direction_id", "company_id")
    def _check_pricelist_company(self):
        for calculation in self:
            pricelist = calculation.direction_id.sudo().pricelist_id
            if pricelist.company_id and pricelist.company_id != calculation.company_id:
                raise ValidationError(
                    self.env._(
                        "The pricelist “%(pricelist)s” of “%(direction)s” belongs to"
                        " %(other)s, and the deal to %(company)s. Ask the administrator"
                        " for a direction of that company.",
                        pricelist=pricelist.name,
                        direction=calculation.direction_id.display_name,
                        other=pricelist.company_id.name,
                        company=calculation.company_id.name,
                    )
                )

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
        calculations._put_into_column()
        requests = calculations.filtered(
            lambda calculation: calculation.state == CalculationState.REQUESTED
        )
        requests._check_request()
        requests._after_request()
        return calculations

    def write(self, vals):
        if "stage_id" in vals and not is_moved_by_machine(self.env):
            vals = dict(vals)
            stage = self.env["engineering.stage"].browse(vals.pop("stage_id"))
            self._move_to_stage(stage)
        if self._get_content_fields().intersection(vals):
            self._check_can_edit()
        return super().write(vals) if vals else True

    def _add_missing_default_values(self, values):
        values = super()._add_missing_default_values(values)
        if values["name"] == "/":
            sequence = self.env["ir.sequence"].with_company(values["company_id"])
            number = sequence.next_by_code("engineering.calculation")
            values["name"] = number or "/"
        return values

    def _put_into_column(self):
        """Bring new cards to the column of their state, whatever the client names."""
        for state, cards in self.grouped("state").items():
            astray = cards.filtered_domain([("stage_id.state", "!=", state)])
            stage = self.env["engineering.stage"]._get_first_of_state(state)
            if astray and stage:
                astray.sudo()._as_machine().write({"stage_id": stage.id})

    @api.model
    def _get_event_fields(self):
        return super()._get_event_fields() | {"company_id", "direction_id", "lead_id"}

    @api.model
    def _get_content_fields(self):
        """Return what the engineer writes while the card is open. To be extended."""
        return {"currency_id", "deadline", "need", "priority", "response_deadline"}

    def unlink(self):
        leads = self.lead_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for calculation in self:
            if calculation.state not in (
                CalculationState.REQUESTED,
                CalculationState.CANCELLED,
            ):
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
        return [variants, variants.line_ids, self.measurement_ids]

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        user = self.env.user
        team = self.sudo().team_id
        if user == team.leader_id or user.has_group(
            "crm_engineering_calc.group_administrator"
        ):
            roles |= {Role.LEADER, Role.ENGINEER}
        if user in team.member_ids and user.has_group(
            "crm_engineering_calc.group_engineer"
        ):
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
        return self.user_id or self.create_uid

    def _move_to_stage(self, stage):
        """Do what dropping the cards on `stage` means: one event, or none."""
        for calculation in self:
            if calculation.state == stage.state:
                calculation._check_can_edit()
            else:
                calculation._send_event_to(stage.state)
            if calculation.stage_id != stage:
                calculation.sudo()._as_machine().write({"stage_id": stage.id})

    def _send_event_to(self, state):
        events = self._get_workflow().events_between(
            self.state, state, self._get_state_before()
        )
        if len(events) != 1:
            raise UserError(
                self.env._(
                    "%(calculation)s can't go from “%(current)s” to “%(target)s”."
                    " Possible now: %(possible)s.",
                    calculation=self.display_name,
                    current=self._get_state_label(self.state),
                    target=self._get_state_label(state),
                    possible=self._format_events(self._get_possible_events()),
                )
            )
        self._send_event(events[0])

    def _get_possible_events(self):
        events = super()._get_possible_events()
        if self.sudo().lead_id.active:
            return events
        return [event for event in events if event in EVENTS_OF_LOST_DEAL]

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event not in EVENTS_OF_LOST_DEAL:
            self.lead_id._check_active()
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        stage = self.env["engineering.stage"]._get_first_of_state(target)
        return {**values, "stage_id": stage.id}

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.CANCEL:
            self._after_cancel()
        return result

    def _check_can_edit(self):
        hold(self)
        for calculation in self:
            if not calculation.can_edit:
                raise UserError(
                    self.env._(
                        "%(calculation)s is in the state “%(state)s”: only an engineer"
                        " of “%(team)s” may change it, and only while it is open.",
                        calculation=calculation.display_name,
                        state=calculation._get_state_label(calculation.state),
                        team=calculation.sudo().team_id.display_name,
                    )
                )

    # === ACTIONS ===

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = self.env["engineering.direction"]._offer_setup(help_message)
        return super().get_empty_list_help(help_message)

    def action_cancel(self):
        return self._send_event(CalculationEvent.CANCEL.value)

    def _after_cancel(self):
        for calculation in self:
            calculation._close_activities()
            calculation.lead_id._note_engineering(
                self.env._("%(link)s is cancelled", link=calculation._get_html_link())
            )
        self.lead_id._update_engineering_state()

    def action_add_variant(self):
        """Add a variant, and open it to put in services."""
        self.ensure_one()
        return self.variant_ids.create({"calculation_id": self.id}).action_open()

    def action_view_lead(self):
        self.ensure_one()
        return self.lead_id._get_records_action(name=self.env._("Deal"))
