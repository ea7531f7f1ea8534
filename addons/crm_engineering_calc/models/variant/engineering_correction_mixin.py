from functools import partial

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...domain import pricing
from ...domain.workflows import CalculationState
from ..common.concurrency import hold
from ..common.format_number import format_number
from ..common.reader_texts import amount_text, to_html

_lt = LazyTranslate(__name__)

# More than anybody reads in a message.
CORRECTIONS_IN_MESSAGE = 10


class EngineeringCorrectionMixin(models.AbstractModel):
    """A price that the manager corrects within the direction's limits, and why."""

    _name = "engineering.correction.mixin"
    _inherit = ["engineering.own.fields.mixin", "engineering.line.limit.mixin"]
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

    @api.model
    def _is_correction(self, vals):
        """Return whether values are a correction, with who made it and when."""
        own = self._get_correction_fields() | self._get_machine_fields()
        return own.issuperset(vals)

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

    def _correct(self, prices, vals=None):
        """Give lines the manager's prices, all at once, and tell the deal.

        :param prices: {line: price}
        :param vals: what else is written in each line, such as the reason
        """
        self._check_can_correct()
        previous = {line: line.price_unit for line in self}
        beyond = self.filtered(
            lambda line: not line._get_price_bounds().admit(prices[line])
        )
        beyond._check_margin_may_allow(prices)
        self._as_machine().write({**(vals or {}), **self._prepare_correction_values()})
        for price, lines in self.grouped(prices.get).items():
            lines._as_machine().write({"price_unit": price})
        beyond._check_margin_is_kept()
        self._notify_corrections(previous)

    def _prepare_correction_values(self):
        return {"corrected_by_id": self.env.uid, "corrected_on": fields.Datetime.now()}

    def _notify_corrections(self, previous):
        """Leave one note in the deal's feed: of which lines, from, to, and why."""
        for lead, lines in self.grouped(lambda line: line.variant_id.lead_id).items():
            lead._notify_deal(
                _lt(
                    "Prices corrected: %(lines)s",
                    lines=partial(lines._describe_corrections, previous),
                )
            )

    def _describe_corrections(self, previous, env):
        """Return the corrections as a list that the reader of `env` reads.

        A reason that is that of all of them is told once.
        """
        reasons = set(self.mapped("correction_reason"))
        common = reasons.pop() if len(self) > 1 and len(reasons) == 1 else ""
        told = [
            _lt(
                "%(line)s: %(old)s → %(new)s (%(percent)s%% from the engineer's price)"
                " %(reason)s",
                line=line._get_label(),
                old=amount_text(previous[line], line.currency_id),
                new=amount_text(line.price_unit, line.currency_id),
                percent=partial(_format_percent, percent=line.correction_percent),
                reason="" if common else line.correction_reason or "",
            )
            for line in self[:CORRECTIONS_IN_MESSAGE]
        ]
        if more := len(self) - len(told):
            told.append(_lt("… and %(count)s more.", count=more))
        return Markup("<ul>%s</ul>%s") % (
            Markup("").join(
                Markup("<li>%s</li>") % to_html(env, text) for text in told
            ),
            common or "",
        )

    def action_correct_price(self):
        """Open the line to correct its price; a section, to correct those in it."""
        self.ensure_one()
        self._check_can_correct()
        if self._is_section():
            return self._open_dialog(
                "engineering.correction", self.env._("Correct Prices")
            )
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


def _format_percent(env, percent):
    number = format_number(env, round(percent, 2))
    return f"+{number}" if percent > 0 else number.replace("-", "−")
