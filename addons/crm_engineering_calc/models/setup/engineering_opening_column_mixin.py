from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain.openings import (
    CellProblem,
    ColumnKind,
    InvalidCell,
    OpeningColumn,
    read_choices,
)
from ..common.finite_fields import FiniteFloat

KINDS = [
    (ColumnKind.NUMBER.value, "Numeric"),
    (ColumnKind.TEXT.value, "Text"),
    (ColumnKind.CHOICE.value, "Choice"),
]


class EngineeringOpeningColumnMixin(models.AbstractModel):
    """What is measured of each opening: a number, a text, or one of several choices."""

    _name = "engineering.opening.column.mixin"
    _inherit = ["engineering.code.mixin"]
    _description = "Column of openings"

    kind = fields.Selection(KINDS, required=True, default=ColumnKind.NUMBER.value)
    choices = fields.Text(help="What can be chosen, one a line.")
    value = FiniteFloat(
        "Usual Value", min_display_digits=0, help="What a new opening begins with."
    )
    required = fields.Boolean(
        "Must Be Measured",
        help="A calculation can't be completed while an opening has nothing here.",
    )

    # === CONSTRAINTS ===

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for column in self:
            if column.kind == ColumnKind.CHOICE and not column._get_choices():
                raise ValidationError(
                    self.env._(
                        "“%(column)s” has nothing to choose from. Write its choices,"
                        " one a line.",
                        column=column.name,
                    )
                )

    @api.constrains("kind", "value", "value_min", "value_max")
    def _check_usual_value(self):
        for column in self.filtered("value"):
            column._read_cell(column.value)

    # === CELLS ===

    def _get_choices(self):
        return read_choices(self.choices or "")

    def _as_domain(self):
        """Return the column as the domain knows it."""
        self.ensure_one()
        return OpeningColumn(
            self.code,
            ColumnKind(self.kind),
            self.value_min,
            self.value_max,
            self._get_choices(),
        )

    def _read_cell(self, value, label=None):
        """Return what a cell of the column holds.

        :param label: the opening's
        :raises ValidationError: the column can't hold it; names both, and the remedy
        """
        try:
            return self._as_domain().parse(value)
        except InvalidCell as error:
            problem = self._explain(error)
            if label:
                problem = self.env._(
                    "%(opening)s: %(problem)s", opening=label, problem=problem
                )
            raise ValidationError(problem) from error

    def _explain(self, error):
        match error.problem:
            case CellProblem.UNKNOWN_CHOICE:
                return self.env._(
                    "“%(value)s” is no choice of %(column)s. Choose one of:"
                    " %(choices)s.",
                    value=error.value,
                    column=self.name,
                    choices=", ".join(self._get_choices()),
                )
            case CellProblem.NOT_A_TEXT:
                return self.env._(
                    "%(column)s can't be “%(value)s”: write a text.",
                    column=self.name,
                    value=error.value,
                )
        return super()._explain(error)

    def _prepare_column_values(self):
        """Return the values of a column that begins as this one."""
        self.ensure_one()
        names = ("sequence", "name", "code", "kind", "choices", "value", "required")
        return {
            **{name: self[name] for name in names},
            "uom_id": self.uom_id.id,
            "value_min": self.value_min,
            "value_max": self.value_max,
        }
