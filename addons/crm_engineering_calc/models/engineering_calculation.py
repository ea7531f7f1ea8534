from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools.misc import format_datetime

from ..domain.workflow import Role
from ..domain.workflows import CALCULATION, CalculationState
from .concurrency import hold, serialize
from .own_fields_mixin import is_moved_by_machine

# What a card dropped on another column does. The other events need words from the
# user, and so a button.
EVENT_ACTIONS = {
    "take": "action_take",
    "complete": "action_complete",
    "cancel": "action_cancel",
}

# What only events write, and what the engineer writes while the card is open.
EVENT_FIELDS = {
    "answer",
    "company_id",
    "completion_note",
    "completed_on",
    "direction_id",
    "engineer_id",
    "lead_id",
    "name",
    "question",
    "requested_on",
    "revised_id",
    "revision",
    "revision_reason",
    "taken_on",
    "team_id",
    "user_id",
}
CONTENT_FIELDS = {"currency_id", "deadline", "need", "priority", "response_deadline"}


class EngineeringCalculation(models.Model):
    _name = "engineering.calculation"
    _description = "Calculation"
    _inherit = [
        "engineering.workflow.mixin",
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "engineering.notice.mixin",
        "engineering.measured.mixin",
        "engineering.handover.mixin",
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
    revision = fields.Integer(default=1, readonly=True, copy=False)
    revised_id = fields.Many2one(
        "engineering.calculation",
        "Revision Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    revision_reason = fields.Char(readonly=True, copy=False)
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
    team_id = fields.Many2one(
        "engineering.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    engineer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        copy=False,
        domain="[('share', '=', False)]",
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
    question = fields.Text(readonly=True, copy=False)
    answer = fields.Text("Manager's Answer", readonly=True, copy=False)
    requested_on = fields.Datetime(
        default=fields.Datetime.now, readonly=True, copy=False
    )
    taken_on = fields.Datetime(readonly=True, copy=False)
    completed_on = fields.Datetime(readonly=True, copy=False)
    response_deadline = fields.Datetime(
        "Take Until",
        compute="_compute_response_deadline",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Until then somebody has promised to take the request.",
    )
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
    completion_note = fields.Text(
        "Engineer's Explanation",
        readonly=True,
        copy=False,
        help="What the engineer said of what the check before handover had found.",
    )
    lead_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files of the Deal",
        compute="_compute_lead_attachment_ids",
    )
    event_ids = fields.One2many(
        "calendar.event", "engineering_calculation_id", "Site Visits"
    )
    revision_count = fields.Integer(compute="_compute_revision_count")
    newest_id = fields.Many2one(
        "engineering.calculation", "Newest Revision", compute="_compute_newest_id"
    )
    can_compare = fields.Boolean(compute="_compute_can_compare")
    visit_count = fields.Integer(compute="_compute_visit_count")
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

    @api.depends("name", "revision")
    def _compute_display_name(self):
        for calculation in self:
            revision = calculation.revision
            calculation.display_name = (
                calculation.name
                if revision <= 1
                else self.env._(
                    "%(number)s rev. %(revision)s",
                    number=calculation.name,
                    revision=revision,
                )
            )

    @api.depends("direction_id")
    def _compute_team_id(self):
        for calculation in self:
            calculation.team_id = (
                calculation.team_id or calculation.direction_id.team_id
            )

    @api.depends("state")
    def _compute_stage_id(self):
        for state, calculations in self.grouped("state").items():
            stage = self.env["engineering.stage"]._get_first_of_state(state)
            for calculation in calculations:
                if calculation.stage_id.state != state:
                    calculation.stage_id = stage

    @api.depends("direction_id", "requested_on")
    def _compute_response_deadline(self):
        for calculation in self:
            hours = calculation.direction_id.response_hours
            begin = calculation.requested_on
            calculation.response_deadline = (
                begin + timedelta(hours=hours) if begin and hours else False
            )

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
            "state", "in", list(self._get_workflow().open_states)
        ) & Domain("deadline", "<", fields.Date.context_today(self))
        return not_taken | not_ready

    @api.depends("state", "team_id", "engineer_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for calculation in self:
            calculation.can_edit = calculation._is_open() and bool(
                {Role.ENGINEER, Role.LEADER} & calculation._get_workflow_roles()
            )

    @api.depends("variant_ids")
    def _compute_variant_count(self):
        for calculation in self:
            calculation.variant_count = len(calculation.variant_ids)

    @api.depends("event_ids")
    def _compute_visit_count(self):
        for calculation in self:
            calculation.visit_count = len(calculation.event_ids)

    @api.depends("name", "revision")
    @api.depends_context("uid")
    def _compute_revision_count(self):
        counts = {
            (name, company): count
            for name, company, count in self._read_group(
                [("name", "in", self.mapped("name"))],
                ["name", "company_id"],
                ["__count"],
            )
        }
        for calculation in self:
            calculation.revision_count = counts.get(
                (calculation.name, calculation.company_id), 1
            )

    @api.depends("name", "revision", "state")
    @api.depends_context("uid")
    def _compute_newest_id(self):
        superseded = self.filtered(
            lambda calculation: calculation.state == CalculationState.SUPERSEDED
        )
        newest = {
            (calculation.name, calculation.company_id): calculation
            for calculation in self.search(
                [("name", "in", superseded.mapped("name"))], order="revision"
            )
        }
        for calculation in self:
            last = newest.get((calculation.name, calculation.company_id), self.browse())
            is_later = calculation in superseded and last != calculation
            calculation.newest_id = is_later and last

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

    @api.constrains("team_id", "engineer_id")
    def _check_engineer_in_team(self):
        for calculation in self:
            engineer = calculation.engineer_id
            team = calculation.team_id
            if engineer and engineer not in team.member_ids | team.leader_id:
                raise ValidationError(
                    self.env._(
                        "%(engineer)s is not an engineer of “%(team)s”. Choose someone"
                        " of the team, or add them to it.",
                        engineer=engineer.name,
                        team=team.display_name,
                    )
                )

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

    @api.constrains("team_id", "state")
    def _check_team_has_engineers(self):
        for calculation in self:
            team = calculation.sudo().team_id
            if not calculation._is_open() or calculation._get_team_engineers():
                continue
            if team._get_engineers():
                raise ValidationError(
                    self.env._(
                        "Nobody in the team “%(team)s” works for %(company)s, so that"
                        " nobody would see the request. Ask the administrator to add"
                        " an engineer of that company, or choose another team.",
                        team=team.display_name,
                        company=calculation.company_id.name,
                    )
                )
            raise ValidationError(
                self.env._(
                    "Nobody is in the team “%(team)s”, so that nobody would see the"
                    " request. Ask the administrator to add engineers, or choose"
                    " another team.",
                    team=team.display_name,
                )
            )

    @api.constrains("direction_id", "team_id")
    def _check_not_archived(self):
        for calculation in self.sudo():
            for addressee in (calculation.direction_id, calculation.team_id):
                if not addressee.active:
                    raise ValidationError(
                        self.env._(
                            "“%(addressee)s” is archived, and gets no requests any"
                            " more. Choose another direction or team, or ask the"
                            " administrator to restore it.",
                            addressee=addressee.display_name,
                        )
                    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_readonly(vals_list)
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = (
                    self.env["ir.sequence"]
                    .with_company(vals.get("company_id"))
                    .next_by_code("engineering.calculation")
                    or "/"
                )
        calculations = super().create(vals_list)
        # The manager who asks may not write what the engineer will measure.
        calculations.sudo()._as_machine()._add_direction_measurements()
        # A column that the client names (the one it adds a card in) moves nothing.
        calculations.sudo()._as_machine()._compute_stage_id()
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
        self._check_write(vals)
        return super().write(vals) if vals else True

    def _check_write(self, vals):
        if self.env.su or is_moved_by_machine(self.env):
            return
        if EVENT_FIELDS.intersection(vals):
            raise UserError(
                self.env._(
                    "Who calculates what changes only by the buttons of the card"
                    " (%(calculations)s): take it, redirect it, revise it.",
                    calculations=", ".join(self.mapped("display_name")),
                )
            )
        if CONTENT_FIELDS.intersection(vals):
            self._check_can_edit()
        if vals.get("active") is False and any(card._is_open() for card in self):
            raise UserError(
                self.env._("An open calculation can't be archived. Cancel it first.")
            )

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

    def _get_illegal_event_message(self, error):
        if error.event == "take" and self.engineer_id:
            return self.env._(
                "%(calculation)s is already with %(engineer)s.",
                calculation=self.display_name,
                engineer=self.engineer_id.name,
            )
        return super()._get_illegal_event_message(error)

    def _is_open(self):
        return self.state in self._get_workflow().open_states

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
        events = self._get_workflow().events_between(self.state, state)
        if len(events) != 1:
            raise UserError(
                self.env._(
                    "%(calculation)s can't go from “%(current)s” to “%(target)s”.",
                    calculation=self.display_name,
                    current=self._get_state_label(self.state),
                    target=self._get_state_label(state),
                )
            )
        event = events[0]
        self._get_next_state(event)
        if (
            event not in EVENT_ACTIONS
            or getattr(self, EVENT_ACTIONS[event])() is not True
        ):
            raise UserError(
                self.env._(
                    "“%(event)s” needs some words: open %(calculation)s and use its"
                    " button.",
                    event=self._get_event_label(event),
                    calculation=self.display_name,
                )
            )

    def _prepare_event_values(self, event, target):
        values = super()._prepare_event_values(event, target)
        stage = self.env["engineering.stage"]._get_first_of_state(target)
        return {**values, "stage_id": stage.id}

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

    # === REQUEST ===

    def _get_request_date(self):
        """Return the day of the request, by the clock of the company."""
        self.ensure_one()
        tz = self.company_id.partner_id.tz or self.env.user.tz
        return fields.Date.context_today(self.with_context(tz=tz), self.requested_on)

    def _check_request(self):
        """Refuse a direction in which the deal is being calculated already.

        Whoever creates a calculation may not see those of colleagues, hence superuser.
        """
        serialize(self.lead_id)
        calculations = self.sudo().search(
            [
                ("lead_id", "in", self.lead_id.ids),
                ("direction_id", "in", self.direction_id.ids),
                ("state", "in", list(self._get_workflow().open_states)),
            ],
            order="id",
        )
        first = {}
        for calculation in calculations:
            key = calculation.lead_id, calculation.direction_id
            if first.setdefault(key, calculation) != calculation in self:
                raise UserError(
                    self.env._(
                        "“%(deal)s” is being calculated already: %(calculation)s."
                        " Another request is possible for another direction.",
                        deal=calculation.lead_id.name,
                        calculation=first[key].display_name,
                    )
                )

    def _after_request(self):
        """Move the deals, and tell who is to calculate."""
        self._tell_each(
            [
                (
                    calculation,
                    calculation.engineer_id or calculation._get_team_engineers(),
                    self.env._("New request: %(deal)s", deal=calculation.lead_id.name),
                )
                for calculation in self
            ],
            activity=self.env._("Calculate"),
        )
        for calculation in self:
            calculation.lead_id._note_engineering(
                calculation.env._(
                    "Sent for calculation to %(who)s: %(link)s",
                    who=calculation.engineer_id.name or calculation.team_id.name,
                    link=calculation._get_html_link(),
                )
            )
        self.lead_id._update_engineering_state()

    def _get_team_engineers(self):
        """Return the engineers of the team who may see the card."""
        self.ensure_one()
        return self.sudo().team_id._get_engineers(self.company_id)

    def _get_manager(self):
        """Return who answers for the deal: its seller, else who asked."""
        return self.user_id or self.create_uid

    # === ACTIONS ===

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = self.env["engineering.direction"]._offer_setup(help_message)
        return super().get_empty_list_help(help_message)

    def action_take(self):
        for calculation in self.filtered("engineer_id"):
            others = calculation.engineer_id != self.env.user
            if others and Role.LEADER not in calculation._get_workflow_roles():
                raise UserError(
                    self.env._(
                        "%(calculation)s is already with %(engineer)s.",
                        calculation=calculation.display_name,
                        engineer=calculation.engineer_id.name,
                    )
                )
        self._send_event(
            "take", {"engineer_id": self.env.uid, "taken_on": fields.Datetime.now()}
        )
        for calculation in self:
            calculation._close_activities()
            calculation.lead_id._note_engineering(
                self.env._(
                    "%(engineer)s has taken %(link)s",
                    engineer=self.env.user.name,
                    link=calculation._get_html_link(),
                )
            )
        return True

    def action_redirect(self):
        return self._open_dialog(
            "engineering.calculation.redirect", self.env._("Redirect")
        )

    def _redirect(self, team, engineer, reason):
        """Send the request on to `team`, or to an engineer of it."""
        self._send_event(
            "redirect",
            {
                "team_id": team.id,
                "engineer_id": engineer.id,
                "taken_on": False,
                "requested_on": fields.Datetime.now(),
            },
        )
        for calculation in self.sudo():
            calculation._close_activities()
            calculation._tell(
                engineer or calculation._get_team_engineers(),
                self.env._("Redirected to %(who)s", who=engineer.name or team.name),
                activity=self.env._("Calculate"),
                note=reason,
            )
            calculation.lead_id._note_engineering(
                self.env._(
                    "%(link)s is redirected to %(who)s: %(reason)s",
                    link=calculation._get_html_link(),
                    who=engineer.name or team.name,
                    reason=reason,
                )
            )
        return True

    def action_ask(self):
        return self._open_dialog(
            "engineering.calculation.ask", self.env._("Ask the manager")
        )

    def _ask(self, question):
        """Ask the manager and wait."""
        self._send_event("ask", {"question": question, "answer": False})
        for calculation in self:
            manager = calculation._get_manager()
            calculation._tell(
                manager,
                self.env._("Question for %(manager)s", manager=manager.name),
                activity=self.env._("Answer the engineer"),
                note=question,
            )
            calculation.lead_id._note_engineering(
                self.env._(
                    "Question in %(link)s: %(question)s",
                    link=calculation._get_html_link(),
                    question=question,
                )
            )
        return True

    def action_answer(self):
        return self._open_dialog("engineering.calculation.answer", self.env._("Answer"))

    def _answer(self, answer):
        """Answer the engineer, who goes on."""
        self._send_event("answer", {"answer": answer})
        for calculation in self:
            calculation._close_activities()
            calculation._tell(
                calculation.engineer_id,
                self.env._("The manager has answered"),
                activity=self.env._("Go on with the answer"),
                note=answer,
            )
            calculation.lead_id._note_engineering(
                self.env._(
                    "Answered in %(link)s: %(answer)s",
                    link=calculation._get_html_link(),
                    answer=answer,
                )
            )
        return True

    def action_plan_measurement(self):
        """Open a new calendar event at the customer's, filled in."""
        self.ensure_one()
        self._check_can_edit()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        action["views"] = [(False, "form")]
        action["context"] = {
            f"default_{name}": value
            for name, value in self._prepare_visit_values().items()
        }
        return action

    def _prepare_visit_values(self):
        lead = self.lead_id
        partners = self.env.user.partner_id | lead.partner_id | lead.user_id.partner_id
        return {
            "name": self.env._("Site measurement: %(deal)s", deal=lead.name),
            "location": lead._get_site_address(),
            "engineering_calculation_id": self.id,
            "user_id": self.env.uid,
            "partner_ids": [Command.set(partners.ids)],
            "res_model": self._name,
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
        }

    def _on_visit_planned(self, event):
        """Tell the deal that its site will be measured, and move the card there."""
        stage = self.env.ref(
            "crm_engineering_calc.engineering_stage_measurement",
            raise_if_not_found=False,
        )
        for calculation in self:
            calculation.lead_id._note_engineering(
                self.env._(
                    "Site measurement for %(link)s is planned on %(start)s",
                    link=calculation._get_html_link(),
                    start=format_datetime(self.env, event.start, dt_format="short"),
                )
            )
            if stage and stage.state == calculation.state:
                calculation.sudo().stage_id = stage

    def action_view_visits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        action["domain"] = [("engineering_calculation_id", "in", self.ids)]
        action["context"] = {
            "default_engineering_calculation_id": self.id,
            "initial_date": self.event_ids[:1].start,
        }
        return action

    def _complete(self, explanation=None):
        serialize(self.lead_id)
        self._send_event(
            "complete",
            {"completed_on": fields.Datetime.now(), "completion_note": explanation},
        )
        for calculation in self:
            calculation._select_variant()
            calculation._close_activities()
            calculation._tell(
                calculation._get_manager(),
                self.env._("The calculation is ready"),
                activity=self.env._("Make the proposal"),
                note=explanation,
            )
            calculation.lead_id._note_engineering(
                self.env._(
                    "%(link)s is completed: %(variants)s",
                    link=calculation._get_html_link(),
                    variants=calculation._get_variants_summary(),
                ),
                notify=True,
            )
        self._tell_of_low_margins()
        self.lead_id._update_engineering_state()
        return True

    def _get_variants_summary(self):
        return ", ".join(
            f"{variant.name} {variant.currency_id.format(variant.amount_total)}"
            for variant in self.variant_ids
        )

    def action_revise(self):
        return self._open_dialog("engineering.calculation.revise", self.env._("Revise"))

    def _revise(self, reason):
        """Supersede a completed calculation by its copy, and return the copy."""
        self.ensure_one()
        self._send_event("revise")
        # The copy is a new record in the middle of the workflow, which the manager
        # has no right to create.
        revision = (
            self.sudo()
            ._as_machine()
            .copy(self._prepare_revision_values(reason))
            .with_env(self.env)
        )
        revision._tell(
            revision.engineer_id or revision._get_team_engineers(),
            self.env._("To be calculated anew"),
            activity=self.env._("Calculate"),
            note=reason,
        )
        self.lead_id._note_engineering(
            self.env._(
                "%(old)s is being revised as %(new)s: %(reason)s",
                old=self._get_html_link(),
                new=revision._get_html_link(),
                reason=reason,
            )
        )
        self.lead_id._update_engineering_state()
        return revision

    def _select_variant(self):
        """Let the deal go on with the only variant, or with that of the revised one."""
        # What is revised may be another team's.
        variants = self.sudo().variant_ids
        revised = variants.filtered("revised_id.selected")
        if len(variants) == 1 or revised:
            (revised or variants)[0]._select()

    def action_view_revisions(self):
        """Open all revisions of the calculation, this one among them."""
        self.ensure_one()
        action = self._get_revisions()._get_records_action(
            name=self.env._("Revisions of %(number)s", number=self.name)
        )
        return {**action, "context": {"create": False}}

    def _prepare_revision_values(self, reason):
        state = CalculationState.IN_PROGRESS.value
        return {
            "name": self.name,
            "revision": self.revision + 1,
            "revised_id": self.id,
            "revision_reason": reason,
            "engineer_id": (self.engineer_id & self._get_team_engineers()).id,
            "state": state,
            "taken_on": fields.Datetime.now(),
            "variant_ids": [
                Command.create(values)
                for variant in self.sudo().variant_ids
                for values in variant.copy_data(
                    {"name": variant.name, "revised_id": variant.id}
                )
            ],
        }

    def action_cancel(self):
        serialize(self.lead_id)
        self._send_event("cancel")
        for calculation in self:
            calculation._close_activities()
            calculation.lead_id._note_engineering(
                self.env._("%(link)s is cancelled", link=calculation._get_html_link())
            )
        self.lead_id._update_engineering_state()
        return True

    def action_add_variant(self):
        """Add a variant, and open it to put in services."""
        self.ensure_one()
        return self.variant_ids.create({"calculation_id": self.id}).action_open()

    def action_view_lead(self):
        self.ensure_one()
        return self.lead_id._get_records_action(name=self.env._("Deal"))
