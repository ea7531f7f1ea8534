from odoo import models
from odoo.fields import Command

from ...domain import formula


class EngineeringMeasuredMixin(models.AbstractModel):
    """What a calculation does with its measurements."""

    _name = "engineering.measured.mixin"
    _description = "Measurements and what is computed from them"

    def _get_measured(self):
        """Return what formulas are evaluated over; of no calculation, nothing."""
        values, formulas = {}, {}
        # One that is being written down has no code yet.
        for measurement in self.measurement_ids.filtered("code"):
            if measurement.formula:
                formulas[measurement.code] = measurement.formula
            else:
                values[measurement.code] = measurement.value
        return formula.Measurements(values, formulas, self._get_openings())

    def _recompute_measured(self, codes, counted=False):
        """Compute anew exactly what depends on what formulas call by `codes`.

        :param counted: there are other openings than before
        """
        for calculation in self:
            measurements = calculation.measurement_ids
            formulas = {
                measurement.code: measurement.formula
                for measurement in measurements
                if measurement.formula
            }
            counting = [
                code
                for code, text in formulas.items()
                if counted and formula.counts_openings(text)
            ]
            changed = formula.dependents([*codes, *counting], formulas)
            _recompute(
                measurements.filtered(
                    lambda measurement, changed=changed: (
                        measurement.formula and measurement.code in changed
                    )
                ),
                "value",
            )
            lines = calculation._get_lines_with_formula(changed, counted)
            _recompute(lines, "quantity")
            measurements.invalidate_recordset(["formula_error"])

    def _get_lines_with_formula(self, codes, counted=False):
        """Return the lines whose formula uses any of `codes`, or counts openings."""
        lines = self.env["engineering.variant.line"].search(
            [("variant_id", "in", self.variant_ids.ids), ("formula", "!=", False)]
        )
        affected = {
            text: formula.uses(text, codes) or counted and formula.counts_openings(text)
            for text in set(lines.mapped("formula"))
        }
        return lines.filtered(lambda line: affected[line.formula])

    def _add_direction_measurements(self):
        """Add what the direction asks for and the calculation doesn't have yet."""
        vals_list = []
        for calculation in self:
            present = set(calculation.measurement_ids.mapped("code"))
            vals_list += [
                {
                    **calculation._prepare_direction_measurement(measurement),
                    "calculation_id": calculation.id,
                }
                for measurement in calculation.direction_id._get_measurements()
                if measurement.code not in present
            ]
        self.measurement_ids.create(vals_list)

    def _prepare_direction_measurement(self, measurement):
        """Return the values of a measurement of the direction. To be extended."""
        self.ensure_one()
        return measurement._prepare_measurement_values()

    def _add_measurements_of(self, lines):
        """Add what formulas of lines from elsewhere use, still to be measured."""
        self.ensure_one()
        codes = {
            code
            for line in lines.filtered("formula")
            for code in formula.used(line.formula)
        }
        source = lines.variant_id.calculation_id
        used = source.measurement_ids._get_used(codes)
        codes.update(
            code
            for measurement in used
            if measurement.formula
            for code in formula.used(measurement.formula)
        )
        self._add_columns_of(source.opening_column_ids, codes)
        present = set(self.measurement_ids.mapped("code"))
        missing = used.filtered(lambda measurement: measurement.code not in present)
        if missing:
            self.write(
                {
                    "measurement_ids": [
                        Command.create(values)
                        for values in missing.copy_data({"value": 0.0})
                    ]
                }
            )


def _recompute(records, name):
    if records:
        records.env.add_to_compute(records._fields[name], records)
        records.modified([name])
