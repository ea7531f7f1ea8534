from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import ActState
from ..common.concurrency import hold
from ..common.field_contexts import WITH_ARCHIVED
from ..common.field_groups import SALES
from ..common.reader_texts import amount_text
from .engineering_act_totals_mixin import WITH_ACT

_lt = LazyTranslate(__name__)


class EngineeringAct(models.Model):
    _name = "engineering.act"
    _description = "Act of Completed Works"
    _inherit = [
        "engineering.act.number.mixin",
        "engineering.act.cancelling.mixin",
        "engineering.act.events.mixin",
        "engineering.act.refusal.mixin",
        "engineering.act.sending.mixin",
        "engineering.paper.mail.mixin",
        "engineering.act.totals.mixin",
        "engineering.act.period.mixin",
        "engineering.act.paper.mixin",
        "engineering.act.billing.mixin",
        "engineering.workflow.mixin",
        "engineering.readonly.mixin",
        "engineering.card.mixin",
        "engineering.reply.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _desk = "crm_engineering_calc.engineering_act_action"

    _name_unique = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'",
        "An act with this number exists already.",
    )

    lead_id = fields.Many2one(
        "crm.lead",
        "Deal",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    agreement_id = fields.Many2one(
        "agreement", "Contract", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, check_company=True
    )
    user_id = fields.Many2one(
        related="lead_id.user_id", string="Manager", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date = fields.Date(default=fields.Date.context_today, required=True, tracking=True)
    state = fields.Selection(
        lambda self: self._get_state_selection(),
        default=ActState.DRAFT.value,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("engineering.act.line", "act_id", "Works", copy=False)
    work_ids = fields.Many2many(
        "project.task",
        string="Work Orders",
        compute="_compute_work_ids",
        context=WITH_ARCHIVED,
    )
    work_count = fields.Integer(compute="_compute_work_ids")
    order_ids = fields.Many2many(
        "sale.order", string="Orders", compute="_compute_order_ids", groups=SALES
    )
    possible_events = fields.Json(compute="_compute_possible_events")

    # === COMPUTE ===

    @api.depends("line_ids.work_line_id")
    def _compute_work_ids(self):
        for act in self:
            act.work_ids = act.line_ids.sudo().work_line_id.task_id
            act.work_count = len(act.work_ids)

    @api.depends("line_ids.order_line_id")
    def _compute_order_ids(self):
        order_lines = self.line_ids.sudo().order_line_id
        order_lines.fetch(["order_id"])
        for act in self:
            act.order_ids = act.line_ids.sudo().order_line_id.order_id

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Lines check what they name themselves, when they are made.
        self._check_references([{**vals, "line_ids": []} for vals in vals_list])
        together = self.with_context(engineering_made=WITH_ACT)
        acts = super(EngineeringAct, together).create(vals_list).with_env(self.env)
        for act in acts:
            act.lead_id._notify_deal(
                _lt(
                    "Act %(link)s is made: %(total)s",
                    link=act,
                    total=amount_text(act.amount_total, act.currency_id),
                )
            )
        # Last: to delete an activity empties the cache, and all would be read again.
        acts.lead_id._drop_todos_done()
        return acts

    def write(self, vals):
        self._check_references([vals])
        if self._get_content_fields().intersection(vals):
            self._check_draft()
        return super().write(vals)

    @api.model
    def _get_content_fields(self):
        """Return what the manager writes while the act is a draft. To be extended."""
        return {
            "agreement_id",
            "company_id",
            "currency_id",
            "date",
            "lead_id",
            "note",
            "partner_id",
            "period_end",
            "period_start",
            "place",
        }

    @api.constrains("agreement_id", "partner_id", "company_id")
    def _check_contract_running(self):
        """Take the contract that the works were given out under, or one in force.

        It was in force when they were: what was begun under it is accepted under it,
        also after its end, and where the day has another date than there.
        """
        for act in self.sudo():
            works, contract = act.work_ids, act.agreement_id
            begun = works and works.engineering_agreement_id == contract
            check = contract._check_parties if begun else contract._check_running_for
            check(act.partner_id, act.company_id)

    @api.constrains("lead_id", "agreement_id", "partner_id")
    def _check_works_of_same_contract(self):
        self.line_ids._check_same_contract()

    @api.constrains("company_id", "currency_id")
    def _check_orders_of_same_currency(self):
        self.line_ids._check_same_currency()

    def _check_draft(self):
        hold(self)
        for act in self:
            if act.state != ActState.DRAFT:
                raise UserError(
                    self.env._(
                        "Act %(act)s is in the state “%(state)s”: only a draft can be"
                        " changed. Cancel it and make another.",
                        act=act.display_name,
                        state=act._get_state_label(act.state),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for act in self:
            if act.state != ActState.DRAFT:
                raise UserError(
                    self.env._(
                        "Act %(act)s is no draft any more and stays in the deal's"
                        " history. Cancel it instead of deleting.",
                        act=act.display_name,
                    )
                )

    # === CONVERSATION ===

    def _get_calculations(self):
        return self.work_ids.sudo()._get_calculations()

    # === BUTTONS ===

    def action_view_lead(self):
        """Return the action that opens the act's deal."""
        self.ensure_one()
        return self.lead_id._get_records_action(name=self.env._("Deal"))

    def action_view_works(self):
        """Return the action that lists the works in the act."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_work_action"
        )
        return {**action, "domain": [("id", "in", self.work_ids.ids)], "context": {}}
