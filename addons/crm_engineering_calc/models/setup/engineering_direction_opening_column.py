from odoo import api, fields, models


class EngineeringDirectionOpeningColumn(models.Model):
    """A column that the openings of a direction's calculations begin with."""

    _name = "engineering.direction.opening.column"
    _description = "Column of a Direction's Openings"
    _inherit = [
        "engineering.direction.code.mixin",
        "engineering.opening.column.mixin",
        "engineering.plain.text.mixin",
    ]
    _order = "direction_id, sequence, id"

    _code_unique = models.UniqueIndex(
        "(direction_id, code)",
        "Another column of the direction has this code. Choose a code of its own.",
    )

    direction_id = fields.Many2one(
        "engineering.direction", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(translate=True)
    choices = fields.Text(translate=True)

    @api.constrains("code", "direction_id")
    def _check_code_is_own(self):
        for direction, columns in self.grouped("direction_id").items():
            columns._check_codes_differ(direction.measurement_ids)
