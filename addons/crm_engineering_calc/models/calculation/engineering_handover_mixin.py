from typing import NamedTuple

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ...domain.workflows import CalculationEvent
from ..common.field_groups import COST_GROUP
from ..common.format_number import format_number

ERROR, WARNING = "error", "warning"

# More than anybody reads in a message.
FINDINGS_IN_MESSAGE = 10


class Finding(NamedTuple):
    """Something suspicious: what it is in words, and the record to look at."""

    level: str
    record: models.BaseModel
    text: str


class ExplanationMissing(UserError):
    """Something is suspicious, and the engineer has not said a word on it."""


class EngineeringHandoverMixin(models.AbstractModel):
    """What is looked at before a calculation is handed over to its manager."""

    _name = "engineering.handover.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Check before the handover"

    completed_on = fields.Datetime(readonly=True, copy=False)
    completion_note = fields.Text(
        "Engineer's Explanation",
        readonly=True,
        copy=False,
        help="What the engineer said of what the check before handover had found.",
    )

    # === WORKFLOW ===

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == CalculationEvent.COMPLETE:
            for calculation in self:
                calculation._check_handover(**details)
        return result

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event == CalculationEvent.COMPLETE:
            values |= {
                "completed_on": fields.Datetime.now(),
                "completion_note": details.get("explanation"),
            }
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.COMPLETE:
            self._after_complete(**details)
        return result

    # === COMPLETE ===

    def action_check(self):
        """Show what is suspicious, with nothing changed."""
        return self._open_dialog(
            "engineering.calculation.complete", self.env._("Check before handover")
        )

    def action_complete(self):
        """Hand the calculations over to their managers.

        :return: True, or the dialog that asks to explain what is suspicious
        :raises UserError: an error stands in the way, or several calculations of
            which one needs an explanation
        """
        try:
            return self._send_event(CalculationEvent.COMPLETE.value)
        except ExplanationMissing:
            if len(self) > 1:
                raise
            return self._open_dialog(
                "engineering.calculation.complete", self.env._("Complete calculation")
            )

    def _check_handover(self, explanation=None):
        """Refuse what has errors, or is suspicious with no word on it."""
        self.ensure_one()
        findings = self._get_findings()
        self._check_no_errors(findings)
        if findings and not (explanation or "").strip():
            raise ExplanationMissing(
                self.env._(
                    "%(calculation)s: say a word on what the check has found, with the"
                    " button “Complete calculation”:\n%(findings)s",
                    calculation=self.display_name,
                    findings=self._format_findings(findings),
                )
            )

    def _ask_for_proposal(self, text, note=None):
        self._tell(
            self._get_manager(),
            text,
            activity=self.env._("Make the proposal"),
            note=note,
        )

    def _after_complete(self, explanation=None):
        for calculation in self:
            calculation._select_variant()
            calculation._close_activities()
            calculation._ask_for_proposal(
                self.env._("The calculation is ready"), explanation
            )
            calculation.lead_id._note_engineering(
                self.env._(
                    "%(link)s is completed: %(variants)s",
                    link=calculation._get_html_link(),
                    variants=calculation._get_variants_summary(),
                ),
                notify=True,
            )
        self._tell_of_low_margins()
        self.lead_id._update_engineering_state()

    def _get_variants_summary(self):
        return ", ".join(
            f"{variant.name} {variant.currency_id.format(variant.amount_total)}"
            for variant in self.variant_ids
        )

    def _check_no_errors(self, findings):
        errors = [finding for finding in findings if finding.level == ERROR]
        if errors:
            raise UserError(
                self.env._(
                    "%(calculation)s can't be completed yet:\n%(errors)s",
                    calculation=self.display_name,
                    errors=self._format_findings(errors),
                )
            )

    def _format_findings(self, findings):
        lines = [f"• {finding.text}" for finding in findings[:FINDINGS_IN_MESSAGE]]
        if more := len(findings) - len(lines):
            lines.append(self.env._("… and %(count)s more.", count=more))
        return "\n".join(lines)

    # === FINDINGS ===

    def _get_findings(self):
        """Return all that is suspicious, errors first, then as the lines stand."""
        self.ensure_one()
        findings = [
            *self._find_nothing_priced(),
            *self._find_measurements(),
            *(
                finding
                for variant in self.variant_ids
                for finding in self._find_in_variant(variant)
            ),
        ]
        return sorted(findings, key=lambda finding: finding.level != ERROR)

    def _find_nothing_priced(self):
        lines = self.variant_ids.line_ids.filtered("product_id")
        if not any(line.price_unit and line.quantity for line in lines):
            yield Finding(
                ERROR,
                self,
                self.env._(
                    "No variant has a priced line. Add a service with a quantity and a"
                    " base price."
                ),
            )

    def _find_measurements(self):
        for measurement in self.measurement_ids:
            if measurement.formula_error:
                text = self.env._(
                    "The formula of %(measurement)s: %(problem)s",
                    measurement=measurement.name,
                    problem=measurement.formula_error,
                )
            elif measurement.is_missing:
                text = self.env._(
                    "%(measurement)s (%(code)s) is not measured.",
                    measurement=measurement.name,
                    code=measurement.code,
                )
            elif measurement.formula and not measurement._is_within_bounds():
                text = measurement._get_bounds_message()
            else:
                continue
            yield Finding(ERROR, measurement, text)

    def _find_in_variant(self, variant):
        services = variant.line_ids.filtered("product_id")
        if not services:
            yield Finding(
                WARNING,
                variant,
                self.env._("%(variant)s is empty.", variant=variant.name),
            )
        for line in services:
            yield from self._find_in_line(line)
        yield from self._find_duplicates(services)
        yield from self._find_corrected_coefficient(variant)
        yield from self._find_low_margin(variant)

    def _find_in_line(self, line):
        if line.formula_error:
            yield Finding(ERROR, line, f"{line._get_label()}: {line.formula_error}")
        elif not line.quantity:
            yield Finding(
                WARNING,
                line,
                self.env._("%(line)s: no quantity.", line=line._get_label()),
            )
        if not line.price_unit:
            yield Finding(
                WARNING, line, self.env._("%(line)s: no price.", line=line._get_label())
            )
        yield from self._find_corrected_coefficient(line)

    def _find_duplicates(self, lines):
        for same in lines.grouped(
            lambda line: (
                line.parent_id,
                line.product_id,
                line.name,
                line.quantity,
                line.base_price,
            )
        ).values():
            if len(same) > 1:
                yield Finding(
                    WARNING,
                    same[-1],
                    self.env._(
                        "%(line)s: it is there %(count)s times in one section.",
                        line=same[0]._get_label(),
                        count=len(same),
                    ),
                )

    def _find_corrected_coefficient(self, record):
        # A reason on the line is the word that the check would ask for.
        if (
            record.coefficient_ids
            and record.coefficient_corrected
            and not record.coefficient_reason
        ):
            yield Finding(
                WARNING,
                record,
                self.env._(
                    "%(record)s: the coefficient is corrected from %(product)s to"
                    " %(coefficient)s, and it is not said why.",
                    record=record._get_label(),
                    product=format_number(
                        self.env, record._get_product_of_coefficients()
                    ),
                    coefficient=format_number(self.env, record.coefficient),
                ),
            )

    # === MARGIN ===

    def _find_low_margin(self, variant):
        # That it is too low, tried at one price after another, is the cost itself:
        # nothing of it is for who may not see costs.
        if not self.env.user.has_group(COST_GROUP) or not self._is_margin_low(variant):
            return
        yield Finding(
            WARNING,
            variant,
            self.env._(
                "%(variant)s: the margin is %(margin)s%%, below %(floor)s%%.",
                variant=variant.name,
                margin=format_number(self.env, round(100 * variant.margin_percent, 2)),
                floor=format_number(self.env, self.direction_id.margin_floor),
            ),
        )

    def _is_margin_low(self, variant):
        floor = self.direction_id.margin_floor
        percent = 100 * variant.margin_percent
        return bool(floor) and float_compare(percent, floor, precision_digits=2) < 0

    def _tell_of_low_margins(self):
        """Tell those who see costs of what whoever completes may not know.

        A notification to persons stands in no feed, where others would read it.
        """
        if self.env.user.has_group(COST_GROUP):
            return
        for calculation in self.with_user(SUPERUSER_ID):
            low = calculation.variant_ids.filtered(calculation._is_margin_low)
            for user in calculation._get_margin_keepers() if low else ():
                card = calculation.with_context(lang=user.lang)
                card.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=card.env._(
                        "%(calculation)s: low margin", calculation=card.display_name
                    ),
                    body=card.env._(
                        "Completed with a margin below the floor of “%(direction)s”:"
                        " %(variants)s. Who completed it may not see costs.",
                        direction=card.direction_id.display_name,
                        variants=", ".join(low.mapped("name")),
                    ),
                )

    def _get_margin_keepers(self):
        """Return who is told: the leader and the manager who see costs, else all."""
        self.ensure_one()
        keepers = self.env.ref(COST_GROUP).all_user_ids.filtered(
            lambda user: (
                not user.share
                and user.id != SUPERUSER_ID
                and self.company_id in user.company_ids
            )
        )
        return (self.team_id.leader_id | self.user_id) & keepers or keepers
