from collections import defaultdict

from odoo import api, fields, models

from ...domain.workflows import ActState
from ..common.host_chain import depends_on_chain

BY_ACTS = "engineering_act"

# What the host delivers, of lines added by hand, by documents of its own.
HOST_DOCUMENTS = ("analytic", "stock_move")

DELIVERY_FIELDS = frozenset({"qty_delivered", "qty_delivered_method"})

# What decides whether something is ordered, and how much of it.
ORDERED_FIELDS = frozenset(
    {"discount", "order_id", "price_unit", "product_id", "product_uom_qty"}
)

# What drafts of acts say after their order.
FOLLOWED_FIELDS = ORDERED_FIELDS | {
    "collapse_composition",
    "collapse_prices",
    "name",
    "tax_ids",
}


class SaleOrderLine(models.Model):
    """Lines of orders made from calculations are delivered by signed acts."""

    _inherit = "sale.order.line"

    qty_delivered_method = fields.Selection(
        selection_add=[(BY_ACTS, "Acts of Completed Works")],
        ondelete={BY_ACTS: "set manual"},
        compute="_compute_engineering_qty_delivered_method",
    )
    qty_delivered = fields.Float(compute="_compute_engineering_qty_delivered")

    # === WHICH LINES ===

    def _is_delivered_by_acts(self):
        """Return whether signed acts, and nothing of the host, deliver the line."""
        return self.qty_delivered_method == BY_ACTS

    def _is_done_by_works(self):
        """Return whether the line is handed out in works before it is in acts."""
        return self._is_delivered_by_acts() and not self._goes_along()

    def _goes_along(self):
        """Return whether the line only changes what works cost: a discount, a fee.

        It is no work. Acts have the part of it that they have of the works' price.
        """
        return bool(
            not self._can_be_invoiced_alone()
            or self._is_global_discount()
            or self.price_subtotal < 0
        )

    # === COMPUTE ===

    @api.depends(
        depends_on_chain(
            "_compute_qty_delivered_method",
            "engineering_variant_line_id",
            "order_id.engineering_calculated",
        )
    )
    def _compute_engineering_qty_delivered_method(self):
        self._compute_qty_delivered_method()
        for line in self:
            if line.order_id.engineering_calculated and line._is_for_acts():
                line.qty_delivered_method = BY_ACTS

    def _is_for_acts(self):
        """Return whether acts deliver this line of an order made from a calculation."""
        if not self.product_id or self.is_downpayment:
            return False
        by_host = self.qty_delivered_method in HOST_DOCUMENTS
        return bool(self.engineering_variant_line_id) or not by_host

    @api.depends(depends_on_chain("_compute_qty_delivered"))
    def _compute_engineering_qty_delivered(self):
        by_acts = self.filtered(lambda line: line._is_delivered_by_acts())
        (self - by_acts)._compute_qty_delivered()
        if by_acts:
            quantities = by_acts._get_signed_quantities()
            for line in by_acts:
                line.qty_delivered = quantities.get(line._origin, 0.0)

    def _update_qty_delivered(self):
        """Deliver what signed acts have by now.

        No dependency says so: with each line of a draft the host would compute anew
        what is delivered, to invoice and invoiced of its order.
        """
        self.env.add_to_compute(self._fields["qty_delivered"], self)
        self.modified(["qty_delivered"])

    def _prepare_qty_delivered(self):
        by_acts = self.filtered(lambda line: line._is_delivered_by_acts())
        delivered = super(SaleOrderLine, self - by_acts)._prepare_qty_delivered()
        if by_acts:
            quantities = by_acts._get_signed_quantities()
            for line in by_acts:
                delivered[line] = quantities.get(line._origin, 0.0)
        return delivered

    def _limit_qty_to_invoice(self, acts):
        """Invoice what the acts have of each line, as far as it is not invoiced."""
        quantities = defaultdict(float)
        for act in acts.sudo():
            for line, quantity in act._get_billed_quantities().items():
                quantities[line.id] += quantity
        for line in self:
            line.qty_to_invoice = min(quantities[line.id], max(line.qty_to_invoice, 0))

    def _get_signed_quantities(self):
        """Return {line: its quantity in signed acts}."""
        return self._get_act_quantities([("act_id.state", "=", ActState.SIGNED.value)])

    def _get_act_quantities(self, domain):
        """Return {line: its quantity in lines of acts}, as `domain` chooses those."""
        return dict(
            self.env["engineering.act.line"]
            .sudo()
            ._read_group(
                [("order_line_id", "in", self.ids), *domain],
                ["order_line_id"],
                ["quantity:sum"],
            )
        )

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        """Return no defaults of what is delivered, which the line itself knows."""
        return super().default_get([f for f in fields if f not in DELIVERY_FIELDS])

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line, vals in zip(lines, vals_list, strict=True):
            if DELIVERY_FIELDS.intersection(vals) and line._is_delivered_by_acts():
                line._check_by_hand(DELIVERY_FIELDS, vals)
        lines.sudo().order_id._update_begun_deals()
        return lines

    def write(self, vals):
        if DELIVERY_FIELDS.intersection(vals) and (
            vals.get("qty_delivered_method") == BY_ACTS
            or any(line._is_delivered_by_acts() for line in self)
        ):
            self._check_by_hand(DELIVERY_FIELDS, vals)
        left = self.sudo().order_id if "order_id" in vals else self.order_id.browse()
        result = super().write(vals)
        if ORDERED_FIELDS.intersection(vals):
            (left.sudo() | self.sudo().order_id)._update_begun_deals()
        if FOLLOWED_FIELDS.intersection(vals):
            (left.sudo() | self.sudo().order_id)._let_acts_follow()
        return result

    def unlink(self):
        orders = self.sudo().order_id
        result = super().unlink()
        orders._update_begun_deals()
        return result

    # === TASKS OF THE HOST ===

    def _timesheet_service_generation(self):
        # Works are made by the manager, of lines and quantities that he chooses.
        lines = self.sudo().filtered(
            lambda line: (
                not (line.engineering_variant_line_id or line._is_delivered_by_acts())
            )
        )
        return super(
            SaleOrderLine, lines.with_env(self.env)
        )._timesheet_service_generation()
