from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...domain.progress import DealState
from ...domain.workflows import CalculationState, WorkState
from ..common.concurrency import serialize
from ..common.field_groups import ACTS, ENGINEERING, SALES

# The cards of a deal, and how each names it.
LEAD_FIELDS = {
    "engineering.calculation": "lead_id",
    "project.task": "engineering_lead_id",
    "engineering.act": "lead_id",
}


COMPLETED = [("calculation_id.state", "=", CalculationState.COMPLETED.value)]


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.own.fields.mixin", "engineering.card.mixin"]

    engineering_direction_id = fields.Many2one(
        "engineering.direction",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Line of business: decides who calculates, and from which services.",
        string="Direction",
    )
    engineering_is_managed = fields.Boolean(
        "Managed by Me", compute="_compute_engineering_is_managed"
    )
    engineering_offered = fields.Boolean(compute="_compute_engineering_offered")
    engineering_team_id = fields.Many2one(
        "engineering.team",
        compute="_compute_engineering_team_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    engineering_engineer_id = fields.Many2one(
        "res.users",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False)]",
        help="Leave empty to send the request to the whole team.",
        string="Engineer",
    )
    engineering_deadline = fields.Date("Calculation Needed By", tracking=True)
    engineering_calculation_ids = fields.One2many(
        "engineering.calculation",
        "lead_id",
        string="Calculations",
        groups=ENGINEERING,
    )
    engineering_calculation_count = fields.Integer(
        compute="_compute_engineering_counts", string="Calculation Count"
    )
    engineering_waiting_count = fields.Integer(
        "Questions",
        compute="_compute_waiting_calculation_count",
        search="_search_waiting_calculation_count",
        help="Calculations that wait for the manager's answer.",
    )
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
    engineering_work_ids = fields.One2many(
        "project.task", "engineering_lead_id", "Works", groups=ENGINEERING
    )
    engineering_work_count = fields.Integer(
        compute="_compute_engineering_counts", string="Work Count"
    )
    engineering_act_ids = fields.One2many(
        "engineering.act", "lead_id", "Acts", groups=ACTS
    )
    engineering_act_count = fields.Integer(
        compute="_compute_engineering_counts", string="Act Count"
    )

    # === COMPUTE ===

    @api.depends("engineering_direction_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engineering_offered(self):
        """Whether the user has a role in engineering, or a direction to choose."""
        has_role = self.env.user.has_group("crm_engineering_calc.group_engineer")
        directions = self.env["engineering.direction"].sudo()
        for company, leads in self.grouped("company_id").items():
            companies = [False, *(company or self.env.companies).ids]
            offered = has_role or bool(
                directions.search_count([("company_id", "in", companies)], limit=1)
            )
            for lead in leads:
                lead.engineering_offered = offered or bool(
                    lead.engineering_direction_id
                )

    @api.depends("engineering_direction_id")
    def _compute_engineering_team_id(self):
        for lead in self:
            if lead.engineering_direction_id:
                lead.engineering_team_id = lead.engineering_direction_id.team_id

    def _compute_sale_data(self):
        # The host counts orders for whoever opens a deal; engineers may read none.
        if self.env["sale.order"].has_access("read"):
            return super()._compute_sale_data()
        self.sale_amount_total = 0.0
        self.quotation_count = self.sale_order_count = 0
        return None

    @api.depends(
        "engineering_calculation_ids", "engineering_work_ids", "engineering_act_ids"
    )
    def _compute_engineering_counts(self):
        calculations = self._count_by_lead("engineering.calculation")
        works = self._count_by_lead("project.task")
        acts = self._count_by_lead("engineering.act")
        for lead in self:
            lead.engineering_calculation_count = calculations.get(lead._origin.id, 0)
            lead.engineering_work_count = works.get(lead._origin.id, 0)
            lead.engineering_act_count = acts.get(lead._origin.id, 0)

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

    @api.depends("engineering_calculation_ids.state")
    def _compute_waiting_calculation_count(self):
        waiting = self._count_by_lead(
            "engineering.calculation",
            Domain("state", "=", CalculationState.WAITING.value),
        )
        for lead in self:
            lead.engineering_waiting_count = waiting.get(lead._origin.id, 0)

    def _count_by_lead(self, model, domain=Domain.TRUE):
        """Return {lead id: number of records of `model`} of deals with engineering."""
        leads = self.filtered(lambda lead: lead.engineering_state != DealState.NONE)
        if not leads.ids:
            return {}
        # A manager counts all that belongs to his deal, whoever may open it.
        field = LEAD_FIELDS[model]
        groups = (
            self.env[model]
            .sudo()
            ._read_group(domain & Domain(field, "in", leads.ids), [field], ["__count"])
        )
        return {lead.id: count for lead, count in groups}

    def _search_waiting_calculation_count(self, operator, value):
        if operator != ">" or value != 0:
            return NotImplemented
        return [
            ("engineering_calculation_ids.state", "=", CalculationState.WAITING.value)
        ]

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_origin_stage_id",
            "engineering_state",
        }

    # === FEED ===

    def _note_engineering(self, body, notify=False, author=None):
        """Post a step of the deal's story, in the name of who did it.

        Engineers may not write deals, hence superuser. `notify` puts it into the
        manager's inbox too; `author` is a partner, else the user.
        """
        author = author or self.env.user.partner_id
        for lead in self.sudo():
            partners = lead.user_id.partner_id - author if notify else author.browse()
            lead.message_post(
                body=body,
                author_id=author.id,
                partner_ids=partners.ids,
                subtype_xmlid="mail.mt_note",
            )

    # === RIGHTS AND FACTS ===

    @api.depends("user_id", "team_id", "company_id")
    @api.depends_context("uid")
    def _compute_engineering_is_managed(self):
        """Whether the user may do with the deal what its seller may."""
        managed = self._origin._filter_managed_by_user()
        for lead in self:
            lead.engineering_is_managed = lead._origin in managed

    def _is_managed_by_user(self):
        """Return whether the user may do with the deal what its seller may."""
        self.ensure_one()
        return self.engineering_is_managed

    def _filter_managed_by_user(self):
        """Return the deals with which the user may do what their sellers may."""
        if self.env.su or self.env.user.has_group(SALES):
            return self._filtered_access("write")
        return self.browse()

    def _check_managed_by_user(self):
        self.check_access("read")
        for lead in self:
            if not lead._is_managed_by_user():
                raise AccessError(
                    self.env._(
                        "Only the manager of “%(deal)s” may do this.",
                        deal=lead.sudo().name,
                    )
                )

    def _get_site_address(self):
        """Return where the customer's site is, in one line."""
        self.ensure_one()
        address = self.partner_id.contact_address_inline
        own = ", ".join(filter(None, (self.street, self.street2, self.zip, self.city)))
        return own or address or ""

    def _get_engineering_orders(self):
        """Return the deal's proposals and orders made from calculations."""
        return self.order_ids.filtered(
            lambda order: order.engineering_calculated and order.state != "cancel"
        )

    # === REQUEST ===

    def action_request_calculation(self):
        """Send the deals to the engineers of their directions; ask who, of one deal."""
        self._check_managed_by_user()
        if len(self) == 1 and not (
            self.engineering_direction_id and self.engineering_team_id
        ):
            return self.action_request_directions()
        for lead in self:
            lead._check_request()
        return self._request_calculations(
            [lead._prepare_calculation_values() for lead in self]
        )

    def action_request_directions(self):
        """Ask in which directions the deal is to be calculated, and by whom."""
        self.ensure_one()
        self._check_managed_by_user()
        return self._open_dialog(
            "engineering.calculation.request", self.env._("Send for calculation")
        )

    def _request_calculations(self, vals_list):
        """Send requests with the values of their calculations, all or none."""
        self._check_managed_by_user()
        serialize(self)
        self.env["engineering.calculation"].create(vals_list)
        return True

    def _check_request(self):
        self.ensure_one()
        if not self.engineering_direction_id:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no direction. Choose one: it decides who"
                    " calculates, and from which services.",
                    deal=self.name,
                )
            )
        if not self.engineering_team_id:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no engineering team. Choose one, or let the"
                    " administrator set the team of “%(direction)s”.",
                    deal=self.name,
                    direction=self.engineering_direction_id.display_name,
                )
            )

    def _get_directions_in_work(self):
        """Return the directions in which the deal is being calculated."""
        calculations = self.engineering_calculation_ids.filtered(
            lambda calculation: calculation._is_open()
        )
        return calculations.direction_id

    def _prepare_calculation_values(self):
        direction = self.engineering_direction_id
        return {
            "lead_id": self.id,
            "direction_id": direction.id,
            "team_id": self.engineering_team_id.id,
            "engineer_id": self.engineering_engineer_id.id,
            "need": self.description,
            "deadline": self.engineering_deadline,
            "priority": "1" if self.priority in ("2", "3") else "0",
            "company_id": self._get_company_of_request(direction).id,
        }

    def _get_company_of_request(self, direction):
        return self.company_id or direction.company_id or self.env.company

    # === PROPOSAL ===

    def action_create_proposal(self):
        """Make a quotation of the selected variants, and open it."""
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        serialize(self)
        variants = self._get_variants_to_propose()
        order = self._get_same_draft(variants)
        if not order:
            order = variants._create_order()
            self._note_engineering(
                self.env._(
                    "Proposal %(link)s is made of “%(variant)s”",
                    link=order._get_html_link(),
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
                    "Select one of the variants of “%(deal)s” first.", deal=self.name
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
        left = selected - ordered.engineering_variant_ids
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
        drafts = self._search_open_orders().filtered(
            lambda order: (
                order.state == "draft" and order.engineering_variant_ids == variants
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

    # === WORK ===

    def action_create_work(self):
        """Create the work at once where nothing is ambiguous; else ask."""
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        serialize(self)
        orders = self._get_orders_to_work()
        order = orders[:1]
        lines = order._get_workable_lines()
        direction = order._get_directions_of(lines)
        agreement = order._get_running_agreements()
        engineer = order._get_engineer(direction[:1])
        is_clear = len(orders) == len(direction) == len(agreement) == len(engineer) == 1
        if not is_clear:
            return self._open_dialog(
                "engineering.work.create", self.env._("Create work")
            )
        quantities = {line: line._get_quantity_without_work() for line in lines}
        work = order._create_work(agreement, engineer, quantities, direction)
        return work._get_records_action(name=self.env._("Work"))

    def _get_orders_to_work(self):
        """Return the orders that have something to hand out, and may begin.

        :raises UserError: there is none; tells why
        """
        orders = self._get_engineering_orders()
        confirmed = orders.filtered(lambda order: order.state == "sale") or orders
        lines = {order: order._get_workable_lines() for order in confirmed}
        left = confirmed.filtered(lines.get)
        if not orders:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no order made from a calculation. Create a proposal"
                    " first.",
                    deal=self.name,
                )
            )
        if not left:
            raise UserError(
                self.env._(
                    "All that is ordered in “%(deal)s” is in works already.",
                    deal=self.name,
                )
            )
        if len(left) == 1:
            directions = left._get_directions_of(lines[left])
            if not directions.filtered(left._may_begin):
                left._check_work_gate(directions[0])
        return left

    # === ACT ===

    def action_create_act(self):
        """Ask which completed works go into the act."""
        self.ensure_one()
        self._check_managed_by_user()
        if not self._get_works_without_act():
            raise UserError(
                self.env._(
                    "“%(deal)s” has no completed work that is not in an act yet.",
                    deal=self.name,
                )
            )
        return self._open_dialog("engineering.act.create", self.env._("Create Act"))

    def _get_works_without_act(self):
        # Works are archived with their project.
        return self.with_context(active_test=False).engineering_work_ids.filtered(
            lambda work: (
                work.engineering_state == WorkState.COMPLETED
                and work._get_lines_without_act()
            )
        )

    # === SMART BUTTONS ===

    def action_view_calculations(self):
        return self._view_cards(
            "engineering_calculation_action", "engineering_calculation_ids"
        )

    def action_view_works(self):
        return self._view_cards("engineering_work_action", "engineering_work_ids")

    def action_view_acts(self):
        return self._view_cards("engineering_act_action", "engineering_act_ids")

    def _view_cards(self, action_name, field):
        """Open the one card of the deal, or their list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"crm_engineering_calc.{action_name}"
        )
        cards = self[field]
        action["domain"] = [(LEAD_FIELDS[cards._name], "in", self.ids)]
        action["context"] = {"create": False}
        if len(cards) == 1:
            action["res_id"] = cards.id
            action["views"] = [
                (view_id, kind) for view_id, kind in action["views"] if kind == "form"
            ] or [(False, "form")]
        return action

    # === MERGE ===

    def _merge_get_fields(self):
        return super()._merge_get_fields() + [
            "engineering_direction_id",
            "engineering_team_id",
            "engineering_engineer_id",
            "engineering_deadline",
        ]

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # Cards move with their deal, also those that the manager may not write.
        for model, field in LEAD_FIELDS.items():
            cards = self.env[model].sudo()._as_machine().with_context(active_test=False)
            moved = cards.search([(field, "in", opportunities.ids)])
            moved.write({field: self.id})
        # The host moves the orders that the user sees; one that it left would lose
        # its deal with the merged one.
        orders = self.env["sale.order"].sudo()
        orders.search(
            Domain("opportunity_id", "in", opportunities.ids)
            & Domain("engineering_calculated", "=", True)
        ).opportunity_id = self
        return result

    def _merge_opportunity(self, *args, **kwargs):
        """Let the merged deal stand where its cards are."""
        managers = self.sudo().user_id
        merged = super()._merge_opportunity(*args, **kwargs)
        self.exists()._update_engineering_state()
        deal = merged._with_cards()
        deal._hand_over_cards(managers)
        deal._follow_activity()
        return merged
