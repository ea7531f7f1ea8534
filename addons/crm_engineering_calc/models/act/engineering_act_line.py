from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain.workflows import ActState, WorkState
from ..common.concurrency import serialize
from ..common.format_number import format_number
from .engineering_act_totals_mixin import WITH_ACT


class EngineeringActLine(models.Model):
    _name = "engineering.act.line"
    _description = "Completed Service in an Act"
    _inherit = ["engineering.act.line.making.mixin", "engineering.reference.mixin"]
    _order = "act_id, sequence, id"
    _check_company_auto = True

    _quantity_positive = models.Constraint(
        "CHECK(work_line_id IS NULL OR quantity > 0)",
        "An act needs a quantity greater than zero.",
    )

    work_line_id = fields.Many2one(
        "engineering.work.line",
        "Work",
        index=True,
        ondelete="restrict",
        help="None: a discount or a fee of the order, which goes along with its works.",
    )
    order_line_id = fields.Many2one(
        compute="_compute_order_line_id", store=True, readonly=False, precompute=True
    )
    name = fields.Text(
        "Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")

    # === COMPUTE ===

    @api.depends("work_line_id")
    def _compute_order_line_id(self):
        for line in self.filtered("work_line_id"):
            line.order_line_id = line.work_line_id.order_line_id

    @api.depends("order_line_id")
    def _compute_name(self):
        for line in self:
            line.name = line.order_line_id.name

    # === CONSTRAINTS ===

    @api.constrains("quantity", "work_line_id")
    def _check_quantity(self):
        """Act no more than was done, whoever else makes an act just now."""
        work_lines = self.sudo().work_line_id
        serialize(work_lines.task_id)
        work_lines.invalidate_recordset(["act_quantity"])
        for work in work_lines.task_id:
            if work.engineering_state != WorkState.COMPLETED:
                raise ValidationError(
                    self.env._(
                        "“%(work)s” is not completed, and can't be in an act yet.",
                        work=work.display_name,
                    )
                )
        for work_line, quantity in work_lines._get_quantities_without_act().items():
            if quantity < 0:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” of “%(work)s”: %(done)s %(unit)s are done, and"
                        " acts would have %(act)s. Reduce the quantity.",
                        service=work_line.product_id.display_name,
                        work=work_line.task_id.display_name,
                        done=format_number(self.env, work_line.quantity),
                        unit=work_line.product_uom_id.name,
                        act=format_number(self.env, work_line.act_quantity),
                    )
                )

    @api.constrains("act_id", "work_line_id")
    def _check_same_contract(self):
        for act, lines in self.sudo().grouped("act_id").items():
            works = lines.work_line_id.task_id
            foreign = works.filtered(
                lambda work, act=act: (
                    work.engineering_lead_id != act.lead_id
                    or work.engineering_agreement_id != act.agreement_id
                )
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "“%(work)s” belongs to another deal or contract than act"
                        " %(act)s. Make an act of its own for it.",
                        work=foreign[0].display_name,
                        act=act.display_name,
                    )
                )

    @api.constrains("act_id", "order_line_id")
    def _check_same_currency(self):
        for act, lines in self.sudo().grouped("act_id").items():
            orders = lines.order_line_id.order_id
            if (
                orders.currency_id - act.currency_id
                or orders.company_id - act.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "Act %(act)s is of %(company)s and in %(currency)s, as what it"
                        " lists is ordered: choose works of such an order.",
                        act=act.display_name,
                        company=act.company_id.name,
                        currency=act.currency_id.name,
                    )
                )

    @api.constrains("order_line_id", "work_line_id")
    def _check_has_work(self):
        for line in self.sudo():
            if not line.work_line_id and line.order_line_id._is_done_by_works():
                raise ValidationError(
                    self.env._(
                        "“%(service)s” is in an act by a work that has done it. Choose"
                        " the work, or delete the line.",
                        service=line.order_line_id.product_id.display_name,
                    )
                )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        """Return what the order says, and nobody else."""
        return super()._get_machine_fields() | {"order_line_id"}

    @api.model_create_multi
    def create(self, vals_list):
        self._check_references(vals_list)
        lines = super().create(vals_list)
        lines._check_draft()
        serialize(lines.act_id)
        lines._update_drafts(known=lines)
        lines.filtered("work_line_id").act_id._follow_orders()
        if self.env.context.get("engineering_made") is not WITH_ACT:
            lines.act_id.lead_id._drop_todos_done()
        return lines

    def write(self, vals):
        self._check_references([vals])
        self._check_draft()
        result = super().write(vals)
        if "act_id" in vals:
            self._check_draft()
        if {"act_id", "quantity"}.intersection(vals):
            self._update_drafts()
            self.filtered("work_line_id").act_id._follow_orders()
        return result

    def unlink(self):
        acts = self.filtered("work_line_id").act_id
        orders = self.sudo().order_line_id.order_id
        result = super().unlink()
        orders._let_acts_follow()
        acts._follow_orders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._check_draft()

    def _update_drafts(self, known=()):
        """Let drafts share what is ordered, whoever else makes an act now.

        :param known: lines that have accepted their part just now
        """
        order_lines = self.sudo().order_line_id
        serialize(order_lines.order_id)
        drafts = self.sudo().search(
            [
                ("order_line_id", "in", order_lines.ids),
                ("act_id.state", "=", ActState.DRAFT.value),
            ]
        )
        if others := drafts - self.concat(*known):
            others._accept_again()

    def _check_draft(self):
        self.act_id._check_draft()
