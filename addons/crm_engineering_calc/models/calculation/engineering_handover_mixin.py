from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent, CalculationState
from ..common.reader_texts import lines_text
from ..common.selections import ERROR

_lt = LazyTranslate(__name__)

# More than anybody reads in a message.
FINDINGS_IN_MESSAGE = 10


class ExplanationMissing(UserError):
    """Something is suspicious, and the engineer has not said a word on it."""


class EngineeringHandoverMixin(models.AbstractModel):
    """The handover of a calculation to its manager, with the check before it."""

    _name = "engineering.handover.mixin"
    _inherit = ["engineering.workflow.mixin", "engineering.findings.mixin"]
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
        """Show what is suspicious, with nothing changed.

        :return: the action that opens the dialog
        """
        return self._open_check(self.env._("Check before handover"))

    def action_complete(self):
        """Hand the calculations over to their managers.

        :return: True, or the action that opens the dialog to explain what is suspicious
        :raises UserError: an error stands in the way, or several calculations of
            which one needs an explanation
        :raises AccessError: the user is no engineer of the team
        """
        try:
            return self._send_event(CalculationEvent.COMPLETE.value)
        except ExplanationMissing:
            if len(self) > 1:
                raise
            return self._open_check(self.env._("Complete calculation"))

    def _open_check(self, name):
        """Open the dialog of the check as a record: each of its rows can be clicked."""
        action = self._open_dialog("engineering.calculation.complete", name)
        check = self.env[action["res_model"]].create({"calculation_id": self.id})
        return {**action, "res_id": check.id}

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

    def _still_asks(self):
        """Ask for a proposal until one is made of what is completed by then."""
        if self.state != CalculationState.COMPLETED:
            return super()._still_asks()
        made = Domain("opportunity_id", "=", self.lead_id.id)
        made &= Domain("engineering_calculated", "=", True)
        made &= Domain("state", "!=", "cancel")
        made &= Domain("engineering_variant_ids", "in", self.variant_ids.ids) | Domain(
            "create_date", ">=", self.completed_on
        )
        is_made = self.env["sale.order"].sudo().search_count(made, limit=1)
        return not is_made and not self.lead_id._stands_still()

    def _notify_proposal_due(self, text, note=None):
        self._notify_users(
            self._get_manager(),
            text,
            activity=_lt("Make the proposal"),
            note=note,
        )

    def _after_complete(self, explanation=None):
        for calculation in self:
            calculation._select_variant()
            calculation._notify_proposal_due(
                _lt("The calculation is ready"), explanation
            )
            texts = [
                _lt(
                    "%(link)s is completed: %(variants)s",
                    link=calculation,
                    variants=calculation._describe_variants,
                )
            ]
            if explanation:
                texts.append(_lt("Explanation: %(said)s", said=explanation))
            calculation.lead_id._notify_deal(lines_text(texts), inbox=True)
        self._notify_low_margins()
        self.lead_id._update_engineering_state()

    def _describe_variants(self, env):
        """Return the variants and their amounts as the reader of `env` writes them."""
        return ", ".join(
            f"{variant.name} {variant.currency_id.format(variant.amount_total)}"
            for variant in self.variant_ids.with_env(env)
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
