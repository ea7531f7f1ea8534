from math import fsum

from odoo import api, fields, models

from ..common.finite_fields import FiniteMonetary
from ..common.rows import group_alike

# What goes along with works stands below them.
LAST = 999

# In the context of lines that are made with their act, which looks after its deal then.
WITH_ACT = object()


class EngineeringActTotalsMixin(models.AbstractModel):
    """What an act comes to, and its part of what goes along with its works."""

    _name = "engineering.act.totals.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Totals of an act"

    currency_id = fields.Many2one("res.currency", required=True)
    amount_untaxed = FiniteMonetary(
        "Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = FiniteMonetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = FiniteMonetary("Total", compute="_compute_amounts", store=True)

    # === COMPUTE ===

    @api.depends("currency_id", "line_ids.price_subtotal", "line_ids.price_tax")
    def _compute_amounts(self):
        for act in self:
            act.amount_untaxed = fsum(act.line_ids.mapped("price_subtotal"))
            act.amount_tax = fsum(act.line_ids.mapped("price_tax"))
            act.amount_total = act.amount_untaxed + act.amount_tax

    def _get_tax_totals(self):
        """Return the totals as the host tells them, of the amounts that lines have."""
        self.ensure_one()
        tax_engine = self.env["account.tax"]
        company = self.company_id
        base_lines = [
            lines._prepare_base_line()
            for lines in group_alike(self.line_ids, "tax_ids")
        ]
        tax_engine._add_tax_details_in_base_lines(base_lines, company)
        tax_engine._round_base_lines_tax_details(base_lines, company)
        return tax_engine._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id, company=company
        )

    # === WHAT GOES ALONG ===

    def _follow_orders(self):
        """Give the acts their part of what goes along with their works."""
        for act in self:
            # The order may be a colleague's, whose works the manager was given.
            orders = act.sudo().line_ids.work_line_id.order_line_id.order_id
            quantities = {
                line.id: quantity
                for order in orders
                for line, quantity in order._get_quantities_that_go_along(act).items()
                if quantity
            }
            along = act.line_ids.filtered(lambda line: not line.work_line_id)
            parts = {line: quantities.pop(line.order_line_id.id, 0.0) for line in along}
            along.filtered(lambda line, parts=parts: not parts[line]).unlink()
            for line, quantity in parts.items():
                if quantity and line.quantity != quantity:
                    line.quantity = quantity
            # No user may put a line into an act that no work of it is for.
            act.line_ids.sudo()._as_machine().create(
                [
                    {
                        "act_id": act.id,
                        "order_line_id": line_id,
                        "quantity": quantity,
                        "sequence": LAST,
                    }
                    for line_id, quantity in quantities.items()
                ]
            )
