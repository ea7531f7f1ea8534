from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain.workflows import ActEvent, ActState
from ..common.concurrency import serialize
from ..common.field_groups import SALES


class EngineeringActBillingMixin(models.AbstractModel):
    """A signed act is billed by one invoice, and again if that does not stand."""

    _name = "engineering.act.billing.mixin"
    _inherit = ["engineering.workflow.mixin", "engineering.own.fields.mixin"]
    _description = "Invoices of an act"

    invoice_ids = fields.Many2many(
        "account.move",
        "engineering_act_invoice_rel",
        "act_id",
        "move_id",
        "Invoices",
        readonly=True,
        copy=False,
        groups=SALES,
    )
    invoice_count = fields.Integer(compute="_compute_invoice_count", groups=SALES)
    is_to_bill = fields.Boolean(
        "To Invoice",
        compute="_compute_is_to_bill",
        search="_search_is_to_bill",
        compute_sudo=True,
        groups=SALES,
        help="Signed, and not invoiced yet.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"invoice_ids"}

    # === COMPUTE ===

    @api.depends("invoice_ids")
    @api.depends_context("uid")
    def _compute_invoice_count(self):
        for act in self:
            act.invoice_count = len(act._get_invoices())

    @api.depends(
        "invoice_ids.amount_total",
        "invoice_ids.reversal_move_ids.amount_total",
        "invoice_ids.reversal_move_ids.state",
        "invoice_ids.state",
        "line_ids.order_line_id.qty_to_invoice",
        "state",
    )
    def _compute_is_to_bill(self):
        for act in self:
            act.is_to_bill = (
                act.state == ActState.SIGNED
                and not act.invoice_ids.filtered(lambda move: move._bills_acts())
                and any(line.qty_to_invoice > 0 for line in act.line_ids.order_line_id)
            )

    @api.model
    def _search_is_to_bill(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The host does not look at a field that a method searches.
        self._check_field_access(self._fields["is_to_bill"], "read")
        left = Domain("qty_to_invoice", ">", 0)
        # What is left of an order decides, whoever may see the order.
        candidates = Domain("state", "=", ActState.SIGNED.value) & Domain(
            "line_ids", "any!", Domain("order_line_id", "any!", left)
        )
        invoiced = self.sudo().search(candidates & Domain("invoice_ids", "!=", False))
        billed = invoiced.filtered(lambda act: not act.is_to_bill)
        return candidates & Domain("id", "not in", billed.ids)

    def _get_billed_quantities(self):
        """Return {order line: the quantity of it that the act accepts}."""
        self.ensure_one()
        quantities = defaultdict(float)
        for line in self.line_ids:
            quantities[line.order_line_id] += line.quantity
        return quantities

    def _get_invoices(self):
        """Return the invoices of the acts that the user may read."""
        return self.sudo().invoice_ids.sudo(self.env.su)._filtered_access("read")

    # === EVENT ===

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == ActEvent.ANNUL:
            # Whoever signs and cancels acts need not be one who may read invoices.
            for act in self.sudo():
                act._check_no_invoice_stands()
        return result

    def _check_no_invoice_stands(self):
        # An invoice that is made meanwhile is either seen here or finds no signed act.
        serialize(self.order_ids)
        if invoices := self.invoice_ids.filtered(lambda move: move._bills_acts()):
            raise UserError(
                self.env._(
                    "Act %(act)s is billed by %(invoices)s. Cancel or credit the"
                    " invoice first, then the act.",
                    act=self.name,
                    invoices=", ".join(invoices.mapped("display_name")),
                )
            )

    # === BUTTONS ===

    def action_view_invoices(self):
        """Return the action that opens the invoice of the acts, or their list."""
        return (
            self.sudo()
            .order_ids[:1]
            .sudo(self.env.su)
            .action_view_invoice(self._get_invoices())
        )

    def action_create_invoice(self):
        """Make the invoice of what the acts accept, and send it.

        A second click goes on with the invoice that the first one made.

        :return: the action that sends the invoice, or opens it where the user may not
            post, or it is sent already
        :raises UserError: an act is not signed, or all of it was invoiced otherwise
        :raises AccessError: the deal is another manager's
        """
        self.lead_id._check_managed_by_user()
        orders = self.sudo().order_ids.sudo(self.env.su)
        orders.check_access("write")
        serialize(orders)
        self._check_signed()
        if to_bill := self.filtered("is_to_bill"):
            orders._invoice_acts(to_bill)
        invoices = self.sudo().invoice_ids.filtered(lambda move: move._bills_acts())
        if not invoices:
            raise UserError(orders._get_acts_invoiced_message(self))
        return orders[:1]._show_invoice_to_send(invoices)

    def _check_signed(self):
        for act in self:
            if act.state != ActState.SIGNED:
                raise UserError(
                    self.env._(
                        "Act %(act)s is in the state “%(state)s”. What the customer has"
                        " signed is invoiced.",
                        act=act.name,
                        state=act._get_state_label(act.state),
                    )
                )
