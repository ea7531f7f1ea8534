from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..common.concurrency import serialize
from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number
from ..common.reader_texts import quantities_text

_lt = LazyTranslate(__name__)


class EngineeringWriteOff(models.Model):
    """What was ordered, will not be done, and is not billed: who says so, and why.

    It stays ordered, as the customer has signed it. Undone, it is open again, and the
    record stays.
    """

    _name = "engineering.write.off"
    _description = "Written-off Quantity"
    _inherit = [
        "engineering.own.fields.mixin",
        "engineering.card.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A write-off needs a quantity greater than zero."
    )

    order_line_id = fields.Many2one(
        "sale.order.line",
        "Ordered Service",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    order_id = fields.Many2one(
        related="order_line_id.order_id", store=True, index=True, precompute=True
    )
    lead_id = fields.Many2one(
        related="order_id.opportunity_id",
        string="Deal",
        store=True,
        index=True,
        precompute=True,
    )
    company_id = fields.Many2one(related="order_line_id.company_id")
    product_id = fields.Many2one(related="order_line_id.product_id")
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    quantity = FiniteFloat(required=True, readonly=True, digits="Product Unit")
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Written off by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    date = fields.Datetime(
        "Written off on", required=True, readonly=True, default=fields.Datetime.now
    )
    undone_by_id = fields.Many2one(
        "res.users", "Undone by", readonly=True, ondelete="restrict"
    )
    undone_on = fields.Datetime(readonly=True)
    undone_reason = fields.Text("Why Undone", readonly=True)
    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("undone_on", "lead_id")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        managed = self.lead_id._filter_managed_by_user()
        for write_off in self:
            write_off.can_undo = (
                not write_off.undone_on and write_off.lead_id in managed
            )

    @api.depends("order_line_id", "quantity")
    def _compute_display_name(self):
        for write_off in self:
            write_off.display_name = self.env._(
                "%(service)s: %(quantity)s %(unit)s",
                service=write_off.product_id.display_name,
                quantity=format_number(self.env, write_off.quantity),
                unit=write_off.product_uom_id.name,
            )

    @api.model
    def _get_machine_fields(self):
        """Return all that is stored: what was decided is not rewritten."""
        return super()._get_machine_fields() | {
            name
            for name, field in self._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS
        }

    def _prepare_rest_values(self, quantity):
        """Return the values of what is left of a write-off. To be extended."""
        self.ensure_one()
        return {
            "order_line_id": self.order_line_id.id,
            "quantity": quantity,
            "reason": self.reason,
            "user_id": self.user_id.id,
            "date": self.date,
        }

    # === UNDO ===

    def action_undo(self):
        """Ask why what was written off is to be done after all.

        :return: the action that opens the dialog
        """
        return self._open_dialog(
            "engineering.write.off.undo", self.env._("Undo the write-off")
        )

    def _undo(self, reason):
        """Let the quantities be open again, for the reason given.

        :raises UserError: no reason is given, or it is undone already
        :raises AccessError: the deal is another manager's
        """
        self.lead_id._check_managed_by_user()
        serialize(self.sudo().order_line_id)
        serialize(self)
        for write_off in self:
            if write_off.undone_on or not reason.strip():
                raise UserError(
                    self.env._(
                        "“%(write_off)s” is undone once, and with a reason. Write why,"
                        " or look who has undone it.",
                        write_off=write_off.display_name,
                    )
                )
        self._let_go(reason)
        for order, write_offs in self.grouped("order_id").items():
            write_offs.lead_id._notify_deal(
                _lt(
                    "%(order)s, not written off any more: %(what)s. %(reason)s",
                    order=order,
                    what=write_offs._get_quantities_text(),
                    reason=reason,
                )
            )
        self.lead_id._update_engineering_state()

    def _get_quantities_text(self):
        """Return what is written off as a value of a text, for whoever reads it."""
        return quantities_text(
            [(one.product_id, one.quantity, one.product_uom_id) for one in self]
        )

    def _let_go(self, reason):
        """Write down who lets the quantities be open again, and why."""
        self.sudo()._as_machine().write(
            {
                "undone_by_id": self.env.uid,
                "undone_on": fields.Datetime.now(),
                "undone_reason": reason,
            }
        )
