from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...domain.deal_facts import OrderedService
from ...domain.workflows import ActState, WorkState
from ..common.field_groups import ACTS, ENGINEERING
from ..common.format_number import format_number


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = [
        "sale.order.line",
        "engineering.own.fields.mixin",
        "engineering.reference.mixin",
    ]

    engineering_variant_line_id = fields.Many2one(
        "engineering.variant.line",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        string="Variant Line",
        groups=ENGINEERING,
    )
    engineering_variant_id = fields.Many2one(
        "engineering.variant",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        string="Section of the Variant",
        groups=ENGINEERING,
    )
    engineering_work_line_ids = fields.One2many(
        "engineering.work.line",
        "order_line_id",
        string="Work Lines",
        groups=ENGINEERING,
    )
    engineering_act_line_ids = fields.One2many(
        "engineering.act.line", "order_line_id", string="Act Lines", groups=ACTS
    )
    engineering_work_quantity = fields.Float(
        "In Works",
        compute="_compute_work_quantity",
        digits="Product Unit",
        compute_sudo=True,
        groups=ENGINEERING,
    )
    engineering_direction_id = fields.Many2one(
        "engineering.direction",
        "Direction",
        compute="_compute_engineering_direction_id",
        compute_sudo=True,
        groups=ENGINEERING,
    )

    @api.depends("engineering_variant_line_id", "order_id.engineering_variant_ids")
    def _compute_engineering_direction_id(self):
        """Give lines added by hand the only direction of their order, or none."""
        for order, lines in self.grouped("order_id").items():
            of_order = order.engineering_variant_ids.direction_id
            if len(of_order) == 1:
                lines.engineering_direction_id = of_order
                continue
            for line in lines:
                own = line.engineering_variant_line_id.variant_id.direction_id
                line.engineering_direction_id = own

    @api.depends(
        "engineering_work_line_ids.quantity",
        "engineering_work_line_ids.task_id.engineering_state",
    )
    def _compute_work_quantity(self):
        work_lines = self.env["engineering.work.line"]
        quantities = dict(
            work_lines._read_group(
                Domain("order_line_id", "in", self.ids)
                & work_lines._get_ordered_domain(),
                ["order_line_id"],
                ["quantity:sum"],
            )
        )
        for line in self:
            line.engineering_work_quantity = quantities.get(line._origin, 0.0)

    def _get_variant(self):
        """Return the variant that the line, or the section, was made from."""
        return (
            self.engineering_variant_id or self.engineering_variant_line_id.variant_id
        )

    def _is_as_offered(self, service):
        """Return whether one line sells the line of a variant as that says."""
        return (
            len(self) == 1
            and not self.discount
            and self.product_id == service.product_id
            and not service.product_uom_id.compare(
                self.product_uom_qty, service.quantity
            )
            and self.price_unit == service.price_unit
        )

    def _get_quantity_open(self):
        """Return what of the line works can still be created of, rounded."""
        self.ensure_one()
        left = self.product_uom_qty - self._get_quantity_taken()
        return self.product_uom_id.round(left)

    def _get_quantity_taken(self):
        """Return what of the line is open no more: works have it. To be extended."""
        return self.engineering_work_quantity

    def _get_quantity_to_do(self):
        """Return what of the line is to be done and billed. To be extended."""
        self.ensure_one()
        return self.product_uom_id.round(self.product_uom_qty)

    def _get_price_of(self, quantity):
        """Return what a quantity of the line costs, taxes included."""
        self.ensure_one()
        ordered = self.product_uom_qty
        return self.price_total * quantity / ordered if ordered else 0.0

    def _get_ordered_service(self, works, acts):
        """Return how much of the line has come how far.

        :param works: {state: quantity in works of this state}
        :param acts: {state: quantity in acts of this state}
        """
        self.ensure_one()
        unit = self.product_uom_id

        def amount(quantity):
            return unit.round(quantity) if quantity else 0.0

        return OrderedService(
            ordered_on=self.order_id.date_order,
            ordered=self._get_quantity_to_do(),
            handed_out=amount(sum(works.values())),
            done=amount(works.get(WorkState.COMPLETED, 0.0)),
            in_acts=amount(sum(acts.values())),
            accepted=amount(acts.get(ActState.SIGNED, 0.0)),
        )

    def _get_works_that_stand(self):
        """Return the works that have something of the lines: no claims."""
        works = self.engineering_work_line_ids.task_id
        return works.filtered(
            lambda work: (
                work.engineering_state != WorkState.CANCELLED
                and not work.engineering_claim_of_id
            )
        )

    def _may_begin(self, closed):
        """Return whether the gate of its direction, or of one it may have, is open.

        :param closed: the directions of the order whose gates are not
        """
        self.ensure_one()
        directions = self.engineering_direction_id or self.order_id._get_directions()
        return not directions <= closed

    @api.constrains("engineering_variant_line_id", "order_id")
    def _check_variant_of_order(self):
        for line in self.sudo().filtered("engineering_variant_line_id"):
            variants = line.order_id.engineering_variant_ids
            if variants and line.engineering_variant_line_id.variant_id not in variants:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” is a line of another variant than %(order)s"
                        " sells.",
                        service=line.product_id.display_name,
                        order=line.order_id.name,
                    )
                )

    @api.constrains("product_uom_qty")
    def _check_quantity_covers_works(self):
        # Who may change an order need not see its works.
        for line in self.sudo().filtered(lambda line: line._is_done_by_works()):
            if line._get_quantity_open() < 0:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” of %(order)s: %(work)s %(unit)s are in works"
                        " already: %(works)s. Use “Reduce the order”, which takes what"
                        " is not done out of them.",
                        works=", ".join(
                            line._get_works_that_stand().mapped("display_name")
                        ),
                        service=line.product_id.display_name,
                        order=line.order_id.name,
                        work=format_number(self.env, line.engineering_work_quantity),
                        unit=line.product_uom_id.name,
                    )
                )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_variant_id",
            "engineering_variant_line_id",
        }

    def unlink(self):
        # Who may change an order need not see what it was made from.
        orders = self.sudo().filtered("engineering_variant_line_id").order_id
        result = super().unlink()
        orders._keep_variants_with_lines()
        return result

    # === PRICES ===

    def _compute_price_unit(self):
        lines = self._filter_priced_by_host()
        return super(SaleOrderLine, lines)._compute_price_unit()

    def _compute_discount(self):
        lines = self._filter_priced_by_host()
        return super(SaleOrderLine, lines)._compute_discount()

    def _filter_priced_by_host(self):
        """Return the lines whose price neither engineer nor manager has set."""
        lines = self.sudo().filtered(lambda line: not line.engineering_variant_line_id)
        return lines.with_env(self.env)

    # === PORTAL ===

    def _can_be_edited_on_portal(self):
        """Let no customer change what an engineer has calculated."""
        is_calculated = self.sudo().engineering_variant_line_id
        return not is_calculated and super()._can_be_edited_on_portal()
