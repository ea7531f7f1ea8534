"""Openings that an estimate speaks of, and what their cells write."""

from odoo.exceptions import UserError

from ...domain.difference import Effect


class EstimateCells:
    """Openings by their refs, and columns by their codes, as changes leave them."""

    def __init__(self, calculation, openings, columns):
        self.env = calculation.env
        self._openings = {str(one.id): one.id for one in calculation.opening_ids}
        for change in openings:
            if change.effect == Effect.REMOVED:
                self._openings.pop(change.before.ref, None)
            elif change.record is None:
                self._openings[change.after.ref] = change
        self._columns = calculation._get_columns()[calculation]
        for change in columns:
            if change.effect == Effect.REMOVED:
                self._columns.pop(change.before.code, None)
            elif change.names:
                self._columns[change.after.code] = self._make_column(change.after)

    def find(self, ref):
        """Return the id of an opening, its change where it is new, else None."""
        return self._openings.get(ref)

    def prepare(self, change):
        """Return what is written into the cells of an opening; what is gone is empty.

        :raises UserError: a column can't hold its cell, or there is no such one
        """
        before = change.before.cells if change.before else {}
        cells = {code: None for code in before if code in self._columns}
        for code, text in change.after.cells.items():
            if code not in self._columns:
                raise UserError(
                    self.env._(
                        "“%(opening)s”: there is no column “%(code)s”. There are:"
                        " %(codes)s.",
                        opening=change.after.name,
                        code=code,
                        codes=", ".join(self._columns) or self.env._("none"),
                    )
                )
            cells[code] = self._columns[code]._read_cell(text, change.after.name)
        return cells

    def _make_column(self, column):
        return self.env["engineering.opening.column"].new(
            {
                "name": column.name,
                "code": column.code,
                "kind": column.kind.value,
                "choices": "\n".join(column.choices),
                "value_min": float(column.value_min),
                "value_max": float(column.value_max),
            }
        )
