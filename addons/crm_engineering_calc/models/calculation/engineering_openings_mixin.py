from odoo import fields, models
from odoo.exceptions import UserError

from ...domain import formula
from ...domain.openings import ColumnKind

NAMED = 5


class EngineeringOpeningsMixin(models.AbstractModel):
    """The table of openings of a calculation, and its columns."""

    _name = "engineering.openings.mixin"
    _description = "Openings of a calculation"

    opening_column_ids = fields.One2many(
        "engineering.opening.column", "calculation_id", "Columns", copy=True
    )
    opening_ids = fields.One2many(
        "engineering.opening", "calculation_id", "Openings", copy=True
    )

    def _get_columns(self):
        """Return {calculation: {code: its column}}."""
        return {
            calculation: {
                column.code: column for column in calculation.opening_column_ids
            }
            for calculation in self
        }

    def _get_openings(self):
        """Return the openings as formulas see them; of no calculation, none."""
        openings = self.opening_ids
        rows = [opening.cells or {} for opening in openings]
        return formula.Openings(
            [opening.name or "" for opening in openings],
            {
                column.code: formula.Column(
                    [row.get(column.code) for row in rows],
                    column.kind != ColumnKind.NUMBER,
                    column._get_choices() if column.kind == ColumnKind.CHOICE else (),
                )
                for column in self.opening_column_ids
                if column.code
            },
        )

    def _get_opening_places(self):
        """Return {opening: its place in what `_get_openings` returns}."""
        return {opening: place for place, opening in enumerate(self.opening_ids)}

    def _adopt_lines_of_openings(self):
        """Let the lines of a copy be of its own openings, not of the original's."""
        self.ensure_one()
        own = {opening.copied_from_id: opening for opening in self.sudo().opening_ids}
        lines = self.sudo().variant_ids.line_ids.filtered("opening_id")
        for opening, same in lines.grouped("opening_id").items():
            if opening in own:
                same._as_machine().write({"opening_id": own[opening].id})

    def _recompute_openings(self):
        """Compute anew what depends on which openings there are."""
        for calculation in self:
            calculation._recompute_measured(
                calculation.opening_column_ids.mapped("code"), counted=True
            )

    def _add_direction_columns(self):
        """Add the columns that the direction asks for and are not there yet.

        A code that is measured once for all stays with its measurement.
        """
        vals_list = []
        for calculation in self:
            present = {
                formula.fold(code)
                for records in (
                    calculation.opening_column_ids,
                    calculation.measurement_ids,
                )
                for code in records.mapped("code")
            }
            vals_list += [
                {**column._prepare_column_values(), "calculation_id": calculation.id}
                for column in calculation.direction_id._get_opening_columns()
                if formula.fold(column.code) not in present
            ]
        self.opening_column_ids.create(vals_list)

    def _add_columns_of(self, columns, codes):
        """Add those columns of another calculation that formulas use, without cells."""
        self.ensure_one()
        present = {
            formula.fold(code)
            for records in (self.opening_column_ids, self.measurement_ids)
            for code in records.mapped("code")
        }
        used = {formula.fold(code) for code in codes} - present
        missing = columns.filtered(lambda column: formula.fold(column.code) in used)
        columns.create(
            [
                {**column._prepare_column_values(), "calculation_id": self.id}
                for column in missing
            ]
        )

    def _check_codes_unused(self, records, code=None):
        """Refuse to take codes away that formulas use.

        :param records: measurements or columns of the calculation
        :param code: what they are to be called instead
        :raises UserError: names the lines and measurements whose formulas use them
        """
        self.ensure_one()
        for record in records:
            if code and formula.fold(code) == formula.fold(record.code):
                continue
            if users := self._get_formula_users(record, records):
                raise UserError(
                    self.env._(
                        "%(code)s (%(name)s) is used by formulas, and can't be deleted"
                        " or given another code. Change these formulas first:"
                        " %(users)s.",
                        code=record.code,
                        name=record.name,
                        users="; ".join(users),
                    )
                )

    def _get_formula_users(self, record, changed):
        """Return how those are called whose formulas use a measurement or column.

        :param changed: what changes along with it
        """
        codes = [record.code]
        measurements = self.measurement_ids.filtered(
            lambda one: (
                one not in changed and one.formula and formula.uses(one.formula, codes)
            )
        )
        lines = self.sudo().variant_ids.line_ids.filtered(
            lambda line: line.formula and formula.uses(line.formula, codes)
        )
        users = [
            *(f"{one.name} = {one.formula}" for one in measurements),
            *(f"{line._get_label()}: {line.formula}" for line in lines),
        ]
        if len(users) > NAMED:
            more = self.env._("… and %(count)s more", count=len(users) - NAMED)
            users = [*users[:NAMED], more]
        return users
