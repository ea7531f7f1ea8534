from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.common.finite_fields import FiniteMonetary


class EngineeringWorkCreate(models.TransientModel):
    _name = "engineering.work.create"
    _description = "Create a Work"
    _inherit = ["engineering.agreement.dialog", "engineering.work.plan.dialog"]

    available_direction_ids = fields.Many2many(
        "engineering.direction", compute="_compute_available_direction_ids"
    )
    several_directions = fields.Boolean(compute="_compute_available_direction_ids")
    direction_id = fields.Many2one(
        "engineering.direction",
        compute="_compute_direction_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', available_direction_ids)]",
        help="A work has services of one direction.",
    )
    create_agreement = fields.Boolean(
        help="Make a contract with the customer for these works."
    )
    engineer_id = fields.Many2one(
        "res.users",
        compute="_compute_engineer_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', available_engineer_ids)]",
        help="Leave empty to offer the work to the whole team.",
    )
    available_engineer_ids = fields.Many2many(
        "res.users", compute="_compute_available_engineer_ids"
    )
    currency_id = fields.Many2one(related="order_id.currency_id", related_sudo=False)
    amount = FiniteMonetary("Amount of the Work", compute="_compute_amount")
    is_before_order = fields.Boolean(compute="_compute_is_before_order")
    line_ids = fields.One2many(
        "engineering.work.create.line",
        "wizard_id",
        "Services",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if not values.get("lead_id") and values.get("order_id"):
            order = self.env["sale.order"].browse(values["order_id"])
            values["lead_id"] = order.opportunity_id.id
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Take the direction from the lines that a program names."""
        return super().create(
            [
                {**self._prepare_direction(vals.get("line_ids")), **vals}
                for vals in vals_list
            ]
        )

    def _prepare_direction(self, commands):
        lines = self.env["sale.order.line"].browse(
            command[2].get("order_line_id")
            for command in commands or ()
            if command[0] == Command.CREATE
        )
        lines.check_access("read")
        direction = lines.engineering_direction_id
        return {"direction_id": direction.id} if len(direction) == 1 else {}

    def _get_available_orders(self):
        return self.lead_id._get_orders_to_work()

    @api.depends("order_id")
    def _compute_available_direction_ids(self):
        for wizard in self:
            directions = wizard.order_id._get_directions_to_work()
            wizard.available_direction_ids = directions
            wizard.several_directions = len(directions) > 1

    @api.depends("order_id")
    def _compute_direction_id(self):
        for wizard in self:
            directions = wizard.available_direction_ids._origin
            if not wizard.direction_id or wizard.direction_id not in directions:
                open_ones = directions.filtered(wizard.order_id._may_begin)
                wizard.direction_id = (open_ones or directions)[:1]

    @api.depends("order_id", "direction_id")
    def _compute_available_engineer_ids(self):
        for wizard in self:
            wizard.available_engineer_ids = wizard.order_id._get_engineers(
                wizard.direction_id
            )

    @api.depends("order_id", "direction_id")
    def _compute_engineer_id(self):
        for wizard in self:
            engineers = wizard.available_engineer_ids._origin
            if not wizard.engineer_id or wizard.engineer_id not in engineers:
                wizard.engineer_id = wizard.order_id._get_engineer(wizard.direction_id)

    @api.depends("order_id", "direction_id")
    def _compute_line_ids(self):
        for wizard in self:
            order = wizard.order_id
            lines = order and order._get_lines_to_work(wizard.direction_id)
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "order_line_id": line.id,
                        "quantity": line._get_quantity_open(),
                    }
                )
                for line in lines or ()
            ]

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.line_ids.mapped("amount"))

    @api.depends("order_id.state")
    def _compute_is_before_order(self):
        for wizard in self:
            wizard.is_before_order = bool(
                wizard.order_id and wizard.order_id.state != "sale"
            )

    def action_confirm(self):
        """Create the work, and open it.

        :raises UserError: no contract, or another one than there was, no quantity, the
            gate is closed, or the plan ends before it starts
        """
        self.ensure_one()
        self._confirm_once()
        self.lead_id._check_managed_by_user()
        quantities = self._get_quantities()
        if self.engineer_id - self.available_engineer_ids:
            raise UserError(
                self.env._(
                    "%(engineer)s is not an engineer of this direction's team.",
                    engineer=self.engineer_id.name,
                )
            )
        self._keep_new_address()
        work = self.order_id._create_work(
            self._get_agreement(),
            self.engineer_id,
            quantities,
            self.direction_id,
            self._prepare_plan_values(),
        )
        return work._get_work_action()

    def _get_quantities(self):
        """Return {order line: quantity} of what the work is to do.

        :raises UserError: it is nothing, or of another order
        """
        quantities = {
            line.order_line_id: line.quantity for line in self.line_ids if line.quantity
        }
        if not quantities:
            raise UserError(self.env._("A work needs at least one service."))
        foreign = [line for line in quantities if line.order_id != self.order_id]
        if foreign or self.order_id not in self.available_order_ids:
            raise UserError(
                self.env._(
                    "A work has services of one order of the deal only: %(order)s.",
                    order=self.order_id.display_name,
                )
            )
        return quantities

    def _get_agreement(self):
        order = self.order_id
        self._check_same_agreement()
        self.agreement_id._check_running_for(order.partner_id, order.company_id)
        if self.agreement_id in self.available_agreement_ids and self.agreement_id:
            return self.agreement_id
        if self.agreement_id or not self.create_agreement:
            raise UserError(
                self.env._(
                    "Works are done under a contract. Choose one with %(customer)s, or"
                    " tick “New Contract”.",
                    customer=self.partner_id.display_name,
                )
            )
        agreements = self.env["agreement"]
        return agreements.create(agreements._prepare_from_order_values(self.order_id))
