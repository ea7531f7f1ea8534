"""The sheet of the measurements."""

from xlsxwriter.utility import xl_col_to_name

from ..domain.estimate import Estimate, EstimateMeasurement
from ..domain.formula.errors import Cycle
from ..domain.formula.evaluation import resolve
from .layout import Identity, SheetKind
from .quantity_formulas import translate
from .sheet_writer import SheetWriter
from .spreadsheet_cells import Cells

_HEAD = 1
_VALUE = "value"
_VALUE_COLUMN = 3


def get_place(number: int) -> str:
    """Return where the value of the measurement with this number, from 0, stands."""
    return f"${xl_col_to_name(_VALUE_COLUMN)}${_HEAD + 2 + number}"


class MeasurementSheet(SheetWriter):
    def fill(self, estimate: Estimate, cells: Cells) -> None:
        labels = self.labels
        formulas = {
            item.code: item.formula for item in estimate.measurements if item.formula
        }
        results = resolve({}, formulas)
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
                # What goes round in a circle would do so in a spreadsheet, too.
                is_live = computed and not isinstance(results[measurement.code], Cycle)
                if is_live and self._compute(row, column, measurement, cells):
                    continue
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

    def _compute(
        self, row: int, column: int, measurement: EstimateMeasurement, cells: Cells
    ) -> bool:
        """Write what computes the value; return whether a spreadsheet can."""
        formula = translate(measurement.formula or "", cells)
        if formula is None:
            return False
        shape = self.styles.get("cell", computed=True, right=True)
        self.sheet.write_formula(row, column, formula, shape, float(measurement.value))
        return True
