from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain.workflows import WorkState
from ..common.concurrency import serialize
from ..common.finite_fields import FiniteFloat, FiniteMonetary
from ..common.format_number import format_number


class EngineeringActLine(models.Model):
    _name = "engineering.act.line"
    _description = "Completed Service in an Act"
    _inherit = ["engineering.own.fields.mixin", "engineering.reference.mixin"]
    _order = "act_id, sequence, id"
    _check_company_auto = True

    _quantity_positive = models.Constraint(
        "CHECK(work_line_id IS NULL OR quantity > 0)",
        "An act needs a quantity greater than zero.",
    )

    act_id = fields.Many2one(
        "engineering.act", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="act_id.company_id")
    currency_id = fields.Many2one(related="act_id.currency_id")
    work_line_id = fields.Many2one(
        "engineering.work.line",
        "Work",
        index=True,
        ondelete="restrict",
        help="None: a discount or a fee of the order, which goes along with its works.",
    )
    order_line_id = fields.Many2one(
        "sale.order.line",
        compute="_compute_order_line_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(default=10)
    name = fields.Text(
        "Description",
        compute="_compute_from_order_line",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    quantity = FiniteFloat(required=True, digits="Product Unit")
    # Prices are those of the order when the act is made: a later change of the order
    # must not change what the customer signs.
    price_unit = FiniteFloat(
        "Unit Price",
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        min_display_digits="Product Price",
    )
    discount = FiniteFloat(
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        digits="Discount",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        "engineering_act_line_tax_rel",
        "line_id",
        "tax_id",
        compute="_compute_from_order_line",
        store=True,
        precompute=True,
        string="Taxes",
        check_company=True,
    )
    price_subtotal = FiniteMonetary(
        "Subtotal", compute="_compute_price_subtotal", store=True, precompute=True
    )

    # === COMPUTE ===

    @api.depends("work_line_id")
    def _compute_order_line_id(self):
        for line in self.filtered("work_line_id"):
            line.order_line_id = line.work_line_id.order_line_id

    @api.depends("order_line_id")
    def _compute_from_order_line(self):
        for line in self:
            order_line = line.order_line_id
            line.name = order_line.name
            line.price_unit = order_line.price_unit
            line.discount = order_line.discount
            line.tax_ids = order_line.tax_ids

    @api.depends("quantity", "price_unit", "discount", "tax_ids")
    def _compute_price_subtotal(self):
        tax_engine = self.env["account.tax"]
        for line in self:
            base_line = line._prepare_base_line()
            company = line.company_id or self.env.company
            tax_engine._add_tax_details_in_base_line(base_line, company)
            tax_engine._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line["tax_details"]["total_excluded_currency"]

    def _prepare_base_line(self):
        self.ensure_one()
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            tax_ids=self.tax_ids,
            quantity=self.quantity,
            price_unit=self.price_unit,
            discount=self.discount,
            partner_id=self.act_id.partner_id,
            currency_id=self.currency_id or self.env.company.currency_id,
            product_id=self.order_line_id.product_id,
            rate=1.0,
            # The host's global discounts bring their taxes along.
            extra_tax_data=self.order_line_id.sudo().extra_tax_data,
        )

    # === CONSTRAINTS ===

    @api.constrains("quantity", "work_line_id")
    def _check_quantity(self):
        """Act no more than was done, whoever else makes an act just now."""
        work_lines = self.sudo().work_line_id
        serialize(work_lines)
        work_lines.invalidate_recordset(["act_quantity"])
        for work_line in work_lines:
            work = work_line.task_id
            if work.engineering_state != WorkState.COMPLETED:
                raise ValidationError(
                    self.env._(
                        "“%(work)s” is not completed, and can't be in an act yet.",
                        work=work.display_name,
                    )
                )
            uom = work_line.product_uom_id
            if uom.compare(work_line.act_quantity, work_line.quantity) > 0:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” of “%(work)s”: %(done)s %(unit)s are done, and"
                        " acts would have %(act)s. Reduce the quantity.",
                        service=work_line.product_id.display_name,
                        work=work.display_name,
                        done=format_number(self.env, work_line.quantity),
                        unit=uom.name,
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
                        act=act.name,
                    )
                )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        """Return what the order says, and nobody else."""
        return super()._get_machine_fields() | {
            "discount",
            "order_line_id",
            "price_subtotal",
            "price_unit",
            "tax_ids",
        }

    @api.model_create_multi
    def create(self, vals_list):
        self._check_references(vals_list)
        lines = super().create(vals_list)
        lines._check_draft()
        serialize(lines.act_id)
        lines.filtered("work_line_id").act_id._follow_orders()
        lines.act_id.lead_id._drop_todos_done()
        return lines

    def write(self, vals):
        self._check_references([vals])
        self._check_draft()
        result = super().write(vals)
        if "act_id" in vals:
            self._check_draft()
        if {"act_id", "quantity"}.intersection(vals):
            self.filtered("work_line_id").act_id._follow_orders()
        return result

    def unlink(self):
        acts = self.filtered("work_line_id").act_id
        result = super().unlink()
        acts._follow_orders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self._check_draft()

    def _check_draft(self):
        self.act_id._check_draft()
