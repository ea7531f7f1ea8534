from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...domain.workflows import WorkState
from ..common.concurrency import hold, serialize
from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number
from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringWorkLine(models.Model):
    _name = "engineering.work.line"
    _description = "Ordered Service in a Work"
    _inherit = ["engineering.own.fields.mixin", "engineering.reference.mixin"]
    _order = "task_id, sequence, id"
    _check_company_auto = True

    # A completed work may have done nothing of a service.
    _quantity_not_negative = models.Constraint(
        "CHECK(quantity >= 0 AND done_quantity >= 0)",
        "A work can't have, or do, less than nothing of a service.",
    )

    task_id = fields.Many2one(
        "project.task", "Work", required=True, index=True, ondelete="cascade"
    )
    order_line_id = fields.Many2one(
        "sale.order.line",
        "Ordered Service",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="order_line_id.company_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(related="order_line_id.product_id")
    name = fields.Text(
        "Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    quantity = FiniteFloat(required=True, digits="Product Unit")

    @api.depends("order_line_id")
    def _compute_name(self):
        for line in self:
            # The engineer may not read the order, but must know what to do.
            line.name = line.order_line_id.sudo().name

    # === CONSTRAINTS ===

    @api.constrains("quantity", "order_line_id", "task_id")
    def _check_quantity(self):
        """Hand out no more than was ordered, whoever else hands out just now."""
        order_lines = self.sudo().order_line_id
        serialize(order_lines)
        order_lines.invalidate_recordset(
            ["engineering_work_quantity", "engineering_written_off_quantity"]
        )
        for order_line in order_lines:
            if order_line._get_quantity_open() < 0:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” of %(order)s: %(ordered)s %(unit)s are ordered,"
                        " and works would have %(work)s. Reduce the quantity.",
                        service=order_line.product_id.display_name,
                        order=order_line.order_id.name,
                        ordered=format_number(
                            self.env, order_line._get_quantity_to_do()
                        ),
                        unit=order_line.product_uom_id.name,
                        work=format_number(
                            self.env, order_line.engineering_work_quantity
                        ),
                    )
                )

    @api.constrains("order_line_id", "task_id")
    def _check_order_of_work(self):
        """Keep a work to one order of its deal, and to what works deliver."""
        for work, lines in self.sudo().grouped("task_id").items():
            orders = work.engineering_work_line_ids.order_line_id.order_id
            foreign = lines.order_line_id.filtered(
                lambda line: not line._is_done_by_works()
            )
            if (
                len(orders) != 1
                or orders.opportunity_id != work.engineering_lead_id
                or foreign
            ):
                raise ValidationError(
                    self.env._(
                        "“%(work)s” can have services of one order of its deal only.",
                        work=work.display_name,
                    )
                )

    @api.constrains("order_line_id", "task_id")
    def _check_direction_of_work(self):
        for line in self.sudo():
            direction = line.order_line_id.engineering_direction_id
            of_work = line.task_id.engineering_direction_id
            if direction - of_work:
                raise ValidationError(
                    self.env._(
                        "“%(work)s” is a work of “%(direction)s”, and “%(service)s” a"
                        " service of “%(other)s”. Create a work for each direction.",
                        work=line.task_id.display_name,
                        direction=of_work.display_name,
                        service=line.product_id.display_name,
                        other=direction.display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._check_references(vals_list)
        lines = super().create(vals_list)
        lines._check_work_open()
        serialize(lines.task_id)
        lines._update_deals()
        return lines

    def write(self, vals):
        self._check_references([vals])
        if self._get_given_fields().intersection(vals):
            self._check_work_open()
        result = super().write(vals)
        if "task_id" in vals:
            self._check_work_open()
        if {"quantity", "task_id"}.intersection(vals):
            self._update_deals()
        return result

    def unlink(self):
        leads = self.sudo().task_id.engineering_lead_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    @api.model
    def _get_given_fields(self):
        """Return what only the manager decides, and before the work is accepted.

        To be extended.
        """
        return set(self._fields)

    def _update_deals(self):
        """Let the deals stand where their works are by now."""
        self.sudo().task_id.engineering_lead_id._update_engineering_state()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_work_open()

    def _check_work_open(self):
        hold(self.task_id)
        if is_moved_by_machine(self.env):
            return
        for task in self.task_id:
            if task.engineering_state != WorkState.ASSIGNED:
                raise UserError(
                    self.env._(
                        "“%(work)s” is in the state “%(state)s”: what it consists of"
                        " can be changed only before an engineer accepts it.",
                        work=task.display_name,
                        state=task._get_state_label(task.engineering_state),
                    )
                )
