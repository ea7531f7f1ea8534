from typing import NamedTuple

from odoo import models

from ..common.format_number import format_number
from ..common.selections import ERROR, WARNING


class Finding(NamedTuple):
    """Something suspicious: what it is in words, and the record to look at."""

    level: str
    record: models.BaseModel
    text: str


class EngineeringFindingsMixin(models.AbstractModel):
    """What the check before handover finds in a calculation."""

    _name = "engineering.findings.mixin"
    _description = "Findings of the check before handover"

    def _get_findings(self):
        """Return all that is suspicious, errors first, then as the lines stand."""
        self.ensure_one()
        findings = [
            *self._find_nothing_priced(),
            *self._find_measurements(),
            *self._find_openings(),
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
                text = measurement._get_bounds_message(measurement.value)
            else:
                continue
            yield Finding(ERROR, measurement, text)

    def _find_openings(self):
        for opening in self.opening_ids:
            if missing := opening._get_missing():
                yield Finding(
                    ERROR,
                    opening,
                    self.env._(
                        "The opening “%(opening)s”: not measured: %(columns)s.",
                        opening=opening.name,
                        columns=", ".join(missing.mapped("name")),
                    ),
                )

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
        if record.coefficient_corrected and not record.coefficient_reason:
            yield Finding(WARNING, record, self._describe_coefficient(record))

    def _describe_coefficient(self, record):
        coefficient = format_number(self.env, record.coefficient)
        if not record.coefficient_ids:
            return self.env._(
                "%(record)s: the coefficient %(coefficient)s is written by hand, and it"
                " is not said why.",
                record=record._get_label(),
                coefficient=coefficient,
            )
        return self.env._(
            "%(record)s: the coefficient is corrected from %(product)s to"
            " %(coefficient)s, and it is not said why.",
            record=record._get_label(),
            product=format_number(self.env, record._get_product_of_coefficients()),
            coefficient=coefficient,
        )

    # === TO WHERE IT IS ===

    def _open_finding(self, record):
        """Return the action that opens what a finding is about. To be extended."""
        self.ensure_one()
        record.check_access("read")
        match record._name:
            case "engineering.variant":
                return record.action_open()
            case "engineering.variant.line":
                return self._open_in_dialog(
                    record, "engineering_variant_line_view_form_mend"
                )
            case "engineering.opening" | "engineering.measurement":
                return self._open_in_dialog(
                    self, "engineering_calculation_view_form_measured"
                )
            case _:
                return {"type": "ir.actions.act_window_close"}

    def _open_in_dialog(self, record, view):
        view = self.env.ref(f"crm_engineering_calc.{view}")
        action = record._get_records_action(name=record.display_name)
        return {**action, "views": [(view.id, "form")], "target": "new"}
