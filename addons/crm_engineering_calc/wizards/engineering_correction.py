from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..domain.pricing import correction_percent, round_amount
from ..domain.spreading import Share, spread
from ..models.common.finite_fields import FiniteFloat

PERCENT, AMOUNT, TOTAL, ENGINEERS = "percent", "amount", "total", "engineers"


class EngineeringCorrection(models.TransientModel):
    _name = "engineering.correction"
    _description = "Correct Prices"
    _inherit = ["engineering.dialog"]

    _target = "variant_id"
    _target_operation = "write"

    variant_id = fields.Many2one(
        "engineering.variant", required=True, ondelete="cascade", readonly=True
    )
    currency_id = fields.Many2one(related="variant_id.currency_id", related_sudo=False)
    scope_id = fields.Many2one(
        "engineering.variant.line",
        "Correct",
        ondelete="cascade",
        domain="[('variant_id', '=', variant_id), ('display_type', '!=', 'line_note')]",
        help="A section or a line. Empty: the whole variant.",
    )
    kind = fields.Selection(
        [
            (PERCENT, "By percent"),
            (AMOUNT, "By an amount"),
            (TOTAL, "To a total"),
            (ENGINEERS, "Back to the engineer's prices"),
        ],
        "How",
        default=PERCENT,
        required=True,
    )
    value = FiniteFloat(
        "How Much",
        digits="Product Price",
        help="Counted from the engineer's prices: a minus makes them cheaper.",
    )
    reason = fields.Char(required=True)
    line_ids = fields.One2many(
        "engineering.correction.line",
        "wizard_id",
        "Prices",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    calculated_total = fields.Monetary(
        "Engineer's Sum", compute="_compute_total", compute_sudo=False
    )
    total = fields.Monetary("New Sum", compute="_compute_total", compute_sudo=False)
    percent = fields.Float(compute="_compute_total", compute_sudo=False)
    missed_total = fields.Monetary(compute="_compute_total", compute_sudo=False)
    has_excess = fields.Boolean(compute="_compute_total", compute_sudo=False)
    taxes_note = fields.Char(compute="_compute_taxes_note", compute_sudo=False)

    # === DEFAULTS ===

    def _prepare_defaults(self, records):
        if records._name != "engineering.variant.line":
            return super()._prepare_defaults(records)
        return {"variant_id": records[:1].variant_id.id, "scope_id": records[:1].id}

    # === COMPUTE ===

    @api.depends("variant_id", "scope_id", "kind", "value")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard._get_lines()
            prices = wizard._get_prices(lines)
            wizard.line_ids = [Command.clear()] + [
                Command.create({"line_id": line.id, "price_unit": price})
                for line, price in zip(lines, prices, strict=True)
            ]

    def _get_lines(self):
        """Return the lines with a price that are corrected."""
        lines = self.variant_id._origin.line_ids
        scope = self.scope_id._origin
        if scope and not scope._is_section():
            lines = scope & lines
        elif scope:
            lines = lines.filtered(lambda line: scope in line._get_sections_over())
        return lines.filtered(lambda line: not line.display_type)

    def _get_prices(self, lines):
        if self.kind == ENGINEERS:
            return lines.mapped("calculated_price")
        target = self._get_target(lines)
        if target is None:
            return [line.price_unit for line in lines]
        shares = [
            Share(line.quantity, line.calculated_price, line._get_price_bounds())
            for line in lines
        ]
        digits = self.env["decimal.precision"].precision_get("Product Price")
        rounding = self.currency_id.rounding or 0.01
        per_line = self._rounds_per_line()
        return spread(shares, target, digits, rounding, per_line).prices

    def _rounds_per_line(self):
        company = self.variant_id.company_id or self.env.company
        return company.tax_calculation_rounding_method == "round_per_line"

    def _get_target(self, lines):
        """Return what the lines shall add up to; None: nothing is asked for yet."""
        if not self.value or self.kind == ENGINEERS:
            return None
        before = sum(line.quantity * line.calculated_price for line in lines)
        after = {
            PERCENT: before * (100 + self.value) / 100,
            AMOUNT: before + self.value,
            TOTAL: self.value,
        }[self.kind]
        return self.currency_id.round(max(after, 0.0))

    def _add_up(self, lines, price):
        """Return what lines add up to, rounded where the variant is rounded."""
        rounding = self.currency_id.rounding or 0.01
        amounts = [line.quantity * line[price] for line in lines]
        if self._rounds_per_line():
            amounts = [round_amount(amount, rounding) for amount in amounts]
        return round_amount(sum(amounts), rounding)

    @api.depends("line_ids.price_unit", "line_ids.is_beyond", "kind", "value")
    def _compute_total(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.calculated_total = wizard._add_up(lines, "calculated_price")
            wizard.total = wizard._add_up(lines, "price_unit")
            wizard.percent = correction_percent(wizard.calculated_total, wizard.total)
            target = wizard._get_target(lines.line_id)
            missed = 0.0 if target is None else target - wizard.total
            wizard.missed_total = wizard.currency_id.round(missed)
            wizard.has_excess = any(lines.mapped("is_beyond"))

    @api.depends("variant_id")
    @api.depends_context("lang")
    def _compute_taxes_note(self):
        """Say whether the sums have taxes in them; nothing where there are none."""
        for wizard in self:
            variant = wizard.variant_id
            note = (
                self.env._("taxes included")
                if variant.has_included_taxes
                else self.env._("without taxes")
            )
            wizard.taxes_note = bool(variant.amount_tax) and note

    # === CONFIRM ===

    def action_confirm(self):
        """Correct the prices that are other than before, with one note in the deal.

        :return: the action that ends the dialog
        :raises UserError: no price is another one, or one is beyond the limits
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: line.line_id.variant_id == self.variant_id
        )
        prices = {
            line.line_id: line.price_unit
            for line in lines
            if line.price_unit != line.line_id.price_unit
        }
        if not prices:
            raise UserError(
                self.env._(
                    "All prices are as they were. Type new ones, or say by how much"
                    " they change."
                )
            )
        self.env["engineering.variant.line"].concat(*prices)._correct(
            prices, {"correction_reason": self.reason}
        )
        return self._close()

    def action_ask_engineer(self):
        """Open the dialog that sends the calculation back with the manager's wish.

        :return: the action that opens it
        """
        self.ensure_one()
        return self.variant_id.calculation_id.action_revise()
