from math import inf

from odoo import api, fields, models

from ..domain.acceptance import Amounts
from ..models.common.finite_fields import FiniteFloat, FiniteMonetary
from ..models.common.rows import insert_rows


class EngineeringActCreateLine(models.TransientModel):
    _name = "engineering.act.create.line"
    _description = "Service of an Act to Create"
    _inherit = ["engineering.dialog"]

    wizard_id = fields.Many2one(
        "engineering.act.create", required=True, ondelete="cascade"
    )
    work_line_id = fields.Many2one(
        "engineering.work.line", "Service", required=True, ondelete="cascade"
    )
    task_id = fields.Many2one(related="work_line_id.task_id", related_sudo=False)
    name = fields.Text(related="work_line_id.name", related_sudo=False)
    done_quantity = fields.Float(
        "Done", related="work_line_id.quantity", related_sudo=False
    )
    act_quantity = fields.Float(related="work_line_id.act_quantity", related_sudo=False)
    quantity = FiniteFloat(digits="Product Unit", required=True)
    product_uom_id = fields.Many2one(
        related="work_line_id.product_uom_id", related_sudo=False
    )

    currency_id = fields.Many2one("res.currency", compute="_compute_amounts")
    amount_untaxed = FiniteMonetary("Amount", compute="_compute_amounts")
    amount_tax = FiniteMonetary("Taxes", compute="_compute_amounts")

    @api.model
    def _insert(self, wizard, rows):
        """Give a stored dialog its lines: plain values, all by one statement."""
        if rows:
            insert_rows(self, [{**row, "wizard_id": wizard.id} for row in rows])

    # The order may be a colleague's, whose works the manager was given.
    @api.depends("work_line_id", "quantity", "wizard_id.line_ids.quantity")
    def _compute_amounts(self):
        """Say what the act will: it accepts its part after all acts that stand."""
        acts = self.env["engineering.act.line"].sudo()
        for lines in self.grouped("wizard_id").values():
            ordered = {line: line._get_order_line() for line in lines}
            by_order_line = lines.grouped(ordered.get)
            order_lines = acts.order_line_id.union(*by_order_line)
            accepted = acts._get_accepted(
                order_lines,
                {
                    one: [of._get_part() for of in by_order_line[one]]
                    for one in order_lines
                },
            )
            for order_line, of_order_line in by_order_line.items():
                amounts = accepted.get(order_line) or [Amounts()] * len(of_order_line)
                for line, amount in zip(of_order_line, amounts, strict=True):
                    line.currency_id = order_line.currency_id
                    line.amount_untaxed = float(amount.untaxed)
                    line.amount_tax = float(amount.tax)

    def _get_order_line(self):
        return self.work_line_id._origin.sudo().order_line_id

    def _get_part(self):
        return (inf, self.work_line_id.sequence, inf), self.quantity

    def _prepare_act_line_values(self):
        """Return the values of the act's line. To be extended."""
        self.ensure_one()
        return {
            "work_line_id": self.work_line_id.id,
            "quantity": self.quantity,
            "sequence": self.work_line_id.sequence,
        }
