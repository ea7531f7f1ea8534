"""The sheet of the measurements."""

from ..domain.estimate import Estimate
from .layout import Identity, SheetKind
from .sheet_writer import SheetWriter

_HEAD = 1
_VALUE = "value"


class MeasurementSheet(SheetWriter):
    def fill(self, estimate: Estimate) -> None:
        labels = self.labels
        columns = {
            "code": (labels.measurement_code, 12),
            "name": (labels.measurement_name, 40),
            _VALUE: (labels.measurement_value, 14),
            "unit": (labels.unit, 10),
            "formula": (labels.formula, 34),
        }
        identity = Identity(
            sheet=SheetKind.MEASUREMENTS,
            calculation=estimate.calculation,
            revision=estimate.revision,
            columns={name: label for name, (label, _width) in columns.items()},
        )
        self.title(1, f"{labels.measurements} · {estimate.calculation}")
        self.sheet.set_column(0, 0, None, None, {"hidden": True})
        self.text(_HEAD, 0, identity.to_text(), "cell")
        for column, (name, (label, width)) in enumerate(columns.items(), 1):
            self.sheet.set_column(column, column, width)
            self.text(_HEAD, column, label, "head", right=name == _VALUE)
            for row, measurement in enumerate(estimate.measurements, _HEAD + 1):
                value = getattr(measurement, name)
                computed = name == _VALUE and measurement.formula is not None
                self.value(
                    row,
                    column,
                    value,
                    "cell",
                    unlocked=not computed,
                    computed=computed,
                    right=name == _VALUE,
                )
        self.set_up(_HEAD + 1, 0)
