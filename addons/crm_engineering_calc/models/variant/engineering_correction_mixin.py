from functools import partial

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_round
from odoo.tools.translate import LazyTranslate

from ...domain import pricing
from ...domain.workflows import CalculationState
from ..common.concurrency import hold
from ..common.reader_texts import amount_text, to_html

_lt = LazyTranslate(__name__)


class EngineeringCorrectionMixin(models.AbstractModel):
    """A price that the manager corrects within the direction's limits, and why."""

    _name = "engineering.correction.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Corrections of the manager"

    correction_reason = fields.Char("Why Corrected", copy=False)
    corrected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    corrected_on = fields.Datetime(readonly=True, copy=False)
    correction_percent = fields.Float(
        "Correction (%)", compute="_compute_correction_percent"
    )

    # === COMPUTE ===

    @api.depends("calculated_price", "price_unit")
    def _compute_correction_percent(self):
        for line in self:
            line.correction_percent = pricing.correction_percent(
                line.calculated_price, line.price_unit
            )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        """Return who has corrected a price, and when."""
        return super()._get_machine_fields() | {"corrected_by_id", "corrected_on"}

    # === CORRECT ===

    @api.model
    def _get_correction_fields(self):
        """Return what the manager writes when the calculation is completed.

        Nobody else does. To be extended.
        """
        return {"price_unit", "correction_reason"}

    def _check_no_correction(self, vals):
        if self._get_correction_fields().intersection(vals):
            raise UserError(
                self.env._(
                    "The unit price is the engineer's price, or the manager's"
                    " correction of a completed calculation. To price a line, set its"
                    " base price and coefficients."
                )
            )

    def _check_can_correct(self):
        hold(self.variant_id.calculation_id)
        for variant in self.variant_id:
            if variant.state != CalculationState.COMPLETED:
                raise UserError(
                    self.env._(
                        "Prices of %(calculation)s can be corrected when the engineer"
                        " has completed it; now it is in the state “%(state)s”.",
                        calculation=variant.calculation_id.display_name,
                        state=variant.calculation_id._get_state_label(variant.state),
                    )
                )
            if not variant.can_correct:
                raise AccessError(
                    self.env._(
                        "Only the manager of “%(deal)s” may correct its prices.",
                        deal=variant.lead_id.name,
                    )
                )

    def _check_correction_limits(self, price_unit):
        self.ensure_one()
        direction = self.direction_id
        try:
            pricing.check_correction(
                self.calculated_price,
                price_unit,
                direction.price_decrease_limit,
                direction.price_increase_limit,
            )
        except pricing.CorrectionOutOfLimits as error:
            digits = self.env["decimal.precision"].precision_get("Product Price")
            lowest = float_round(error.lowest, digits, rounding_method="UP")
            highest = float_round(error.highest, digits, rounding_method="DOWN")
            raise UserError(
                self.env._(
                    "The price %(price)s of “%(line)s” is outside the limits of"
                    " “%(direction)s”: %(lowest)s to %(highest)s. Choose a price within"
                    " them, or ask the engineer to revise the calculation.",
                    price=self.currency_id.format(price_unit),
                    line=self.display_name,
                    direction=direction.display_name,
                    lowest=self.currency_id.format(lowest),
                    highest=self.currency_id.format(highest),
                )
            ) from error

    def _prepare_correction_values(self):
        return {"corrected_by_id": self.env.uid, "corrected_on": fields.Datetime.now()}

    def _notify_corrections(self, previous):
        """Leave each correction in the calculation's feed: what, from, to, and why."""
        for calculation, lines in self.grouped(
            lambda line: line.variant_id.calculation_id
        ).items():
            calculation._post_in_feed(
                _lt("Prices corrected:"), partial(lines._describe_corrections, previous)
            )

    def _describe_corrections(self, previous, env):
        """Return the corrections as a list that the reader of `env` reads."""
        return Markup("<ul>%s</ul>") % Markup("").join(
            Markup("<li>%s</li>")
            % to_html(
                env,
                _lt(
                    "%(line)s: %(old)s → %(new)s %(reason)s",
                    line=line.display_name,
                    old=amount_text(previous[line], line.currency_id),
                    new=amount_text(line.price_unit, line.currency_id),
                    reason=line.correction_reason or "",
                ),
            )
            for line in self
        )

    def action_correct_price(self):
        """Open the line to correct its price."""
        self.ensure_one()
        self._check_can_correct()
        return self._get_records_action(
            name=self.env._("Correct Price"),
            target="new",
            views=[
                (
                    self.env.ref(
                        "crm_engineering_calc.engineering_variant_line_view_form_correct"
                    ).id,
                    "form",
                )
            ],
        )
