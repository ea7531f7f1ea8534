from odoo import fields, models

from ...domain.formula import fold
from ...domain.openings import ColumnKind, InvalidCell


class EngineeringDirectionOpeningColumn(models.Model):
    """A column of openings that a customer can fill in himself."""

    _name = "engineering.direction.opening.column"
    _inherit = "engineering.direction.opening.column"

    asked_of_customer = fields.Boolean(
        help="A customer who sends a request from a site is asked for it, for each"
        " opening, and the calculation begins with his.",
    )

    def _describe_for_site(self):
        self.ensure_one()
        described = {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "unit": self.uom_id.name or "",
        }
        if self.kind == ColumnKind.CHOICE:
            described["choices"] = list(self._get_choices())
        elif self.kind == ColumnKind.NUMBER and self.value_max:
            described.update(min=self.value_min, max=self.value_max)
        return described

    def _find_reason(self, value):
        """Return why a customer's value is not taken, nothing: it is."""
        self.ensure_one()
        if self._read_told_cell(value) is not None:
            return ""
        if self.kind == ColumnKind.CHOICE:
            return f"None of {', '.join(self._get_choices())}"
        if self.kind == ColumnKind.TEXT:
            return "Not a text"
        if isinstance(value, str) or not self.value_max:
            return "Not a number"
        return f"Not within {self.value_min!r} to {self.value_max!r}"

    def _read_told_cell(self, value):
        """Return what a cell holds of a customer's value; what it can't hold: None."""
        self.ensure_one()
        if self.kind == ColumnKind.CHOICE:
            return self._find_choice(value)
        if isinstance(value, str) != (self.kind == ColumnKind.TEXT):
            return None
        try:
            return self._as_domain().parse(value)
        except InvalidCell:
            return None

    def _read_told_cells(self, cells):
        """Return {code: cell} of what a customer has told of an opening."""
        read = {
            column.code: column._read_told_cell(cells[column.code])
            for column in self
            if column.code in cells
        }
        return {code: cell for code, cell in read.items() if cell is not None}

    def _find_choice(self, value):
        """Return a choice as the reader's language has it, whichever it is told in."""
        if not isinstance(value, str):
            return None
        choices = self._get_choices()
        wanted = fold(value)
        for code, _name in self.env["res.lang"].get_installed():
            told = self.with_context(lang=code)._get_choices()
            for choice, own in zip(told, choices, strict=False):
                if fold(choice) == wanted:
                    return own
        return None

    def _format_told_cell(self, value):
        """Return a customer's value as the reader's language writes it."""
        if isinstance(value, str):
            return self._read_told_cell(value) or value
        return self._format_value(value)
