from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..domain.workflows import WorkState
from ..models.common.finite_fields import FiniteMonetary


class EngineeringActCreate(models.TransientModel):
    _name = "engineering.act.create"
    _description = "Create an Act"
    _inherit = ["engineering.dialog"]

    _target = "lead_id"
    _target_operation = "write"

    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    work_ids = fields.Many2many(
        "project.task",
        string="Works",
        compute="_compute_work_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        context={"active_test": False},
        domain="["
        "('engineering_lead_id', '=', lead_id), ('engineering_state', '=', 'completed')"
        "]",
    )
    line_ids = fields.One2many(
        "engineering.act.create.line",
        "wizard_id",
        "Services",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    date = fields.Date(default=fields.Date.context_today, required=True)
    has_several_works = fields.Boolean(compute="_compute_has_several_works")
    currency_id = fields.Many2one("res.currency", compute="_compute_amounts")
    amount_untaxed = FiniteMonetary("Untaxed Amount", compute="_compute_amounts")
    amount_tax = FiniteMonetary("Taxes", compute="_compute_amounts")
    amount_total = FiniteMonetary("Total", compute="_compute_amounts")
    has_more_lines = fields.Boolean(
        compute="_compute_has_more_lines",
        help="Discounts and fees of the orders go into the act in their part.",
    )

    def _prepare_defaults(self, records):
        if records._name != "project.task":
            return super()._prepare_defaults(records)
        values = {"work_ids": [Command.set(records.ids)]}
        self._check_references([values])
        return {**values, "lead_id": records.engineering_lead_id[:1].id}

    @api.depends("lead_id")
    def _compute_work_ids(self):
        for wizard in self:
            works = wizard.lead_id._get_works_without_act()
            # An act is made under one contract: those of the first.
            wizard.work_ids = works.filtered(
                lambda work, works=works: (
                    work.engineering_agreement_id == works[:1].engineering_agreement_id
                )
            )

    @api.depends("work_ids")
    def _compute_line_ids(self):
        for wizard in self:
            rows = wizard._prepare_lines()
            wizard.line_ids = [Command.clear()]
            if wizard.id:
                wizard.line_ids._insert(wizard, rows)
            else:
                wizard.line_ids = list(map(Command.create, rows))

    def _prepare_lines(self):
        """Return the values of a line of each service that is to act. To be extended.

        :return: plain values, as no line is made by `create`
        """
        lines = self.work_ids._origin._get_lines_without_act()
        return [
            {"work_line_id": line.id, "quantity": quantity}
            for line, quantity in lines._get_quantities_without_act().items()
        ]

    @api.depends("line_ids.task_id")
    def _compute_has_several_works(self):
        for wizard in self:
            wizard.has_several_works = len(wizard.line_ids.task_id) > 1

    @api.depends("line_ids.amount_untaxed", "line_ids.amount_tax")
    def _compute_amounts(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.currency_id = lines.currency_id[:1]
            wizard.amount_untaxed = sum(lines.mapped("amount_untaxed"))
            wizard.amount_tax = sum(lines.mapped("amount_tax"))
            wizard.amount_total = wizard.amount_untaxed + wizard.amount_tax

    # The order may be a colleague's, whose works the manager was given.
    @api.depends("line_ids")
    def _compute_has_more_lines(self):
        for wizard in self:
            orders = wizard.line_ids.work_line_id._origin.sudo().order_line_id.order_id
            wizard.has_more_lines = any(
                line._is_delivered_by_acts() and line._goes_along()
                for line in orders.order_line
            )

    def action_confirm(self):
        """Create the draft of the act, and open it."""
        self.ensure_one()
        self._confirm_once()
        self.lead_id._check_managed_by_user()
        self.line_ids.work_line_id.order_line_id._fetch_for_acts()
        self._check_works()
        act = self.env["engineering.act"].create(self._prepare_act_values())
        return act._get_records_action(name=self.env._("Act"))

    def _check_works(self):
        works = self.line_ids.work_line_id.task_id
        if not self.line_ids.filtered("quantity"):
            raise UserError(self.env._("An act needs at least one completed service."))
        for work in works:
            if (
                work.engineering_lead_id != self.lead_id
                or work.engineering_state != WorkState.COMPLETED
            ):
                raise UserError(
                    self.env._(
                        "“%(work)s” is not a completed work of “%(deal)s”.",
                        work=work.display_name,
                        deal=self.lead_id.name,
                    )
                )
        orders = self.line_ids.work_line_id.order_line_id.order_id
        if len(works.engineering_agreement_id) != 1 or len(orders.currency_id) != 1:
            raise UserError(
                self.env._(
                    "An act is made under one contract, in one currency. Choose works"
                    " of the same contract."
                )
            )

    def _prepare_act_values(self):
        lines = self.line_ids.filtered("quantity")
        order = lines.work_line_id.order_line_id.order_id[:1]
        return {
            "lead_id": self.lead_id.id,
            "agreement_id": lines.work_line_id.task_id.engineering_agreement_id.id,
            "partner_id": order.partner_id.id,
            "company_id": order.company_id.id,
            "currency_id": order.currency_id.id,
            "date": self.date,
            "line_ids": [
                Command.create(line._prepare_act_line_values()) for line in lines
            ],
        }
