from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..common.rows import get_values


class EngineeringVariantLinesMixin(models.AbstractModel):
    """Lines of a variant: written, added and arranged many at once."""

    _name = "engineering.variant.lines.mixin"
    _description = "Lines of a variant"

    line_count = fields.Integer(compute="_compute_line_count")
    has_formula_errors = fields.Boolean(compute="_compute_has_formula_errors")
    has_openings = fields.Boolean(compute="_compute_has_openings")
    has_corrected_coefficients = fields.Boolean(
        compute="_compute_has_corrected_coefficients"
    )

    # === COMPUTE ===

    @api.depends("line_ids")
    def _compute_line_count(self):
        for variant in self:
            variant.line_count = len(variant.line_ids.filtered("product_id"))

    @api.depends("line_ids.formula_error")
    def _compute_has_formula_errors(self):
        for variant in self:
            variant.has_formula_errors = any(
                get_values(variant.line_ids, "formula_error")
            )

    @api.depends("calculation_id.opening_ids")
    def _compute_has_openings(self):
        for variant in self:
            variant.has_openings = bool(variant.calculation_id.opening_ids)

    @api.depends("line_ids.coefficient_corrected")
    def _compute_has_corrected_coefficients(self):
        for variant in self:
            variant.has_corrected_coefficients = any(
                get_values(variant.line_ids, "coefficient_corrected")
            )

    # === CRUD ===

    def _add_precomputed_values(self, vals_list):
        """Spare a virtual record of each line: what is computed here needs none."""
        without_lines = [
            {name: value for name, value in vals.items() if name != "line_ids"}
            for vals in vals_list
        ]
        result = super()._add_precomputed_values(without_lines)
        for vals, computed in zip(vals_list, without_lines, strict=True):
            vals.update(computed)
        return result

    @api.model
    def _get_quick_fields(self):
        """Return what engineers write in many lines at once, with no right of its own.

        To be extended.
        """
        return {"base_price", "formula", "name", "quantity", "sequence"}

    def _update_lines(self, commands):
        """Write what the form changed in lines, and return the other commands.

        The rights are checked once for all: line by line they cost more than to write.
        """
        quick = self._get_quick_fields()
        updates = {}
        for command in commands:
            if command[0] == Command.UPDATE:
                updates.setdefault(command[1], {}).update(command[2])
        updates = {
            line_id: vals for line_id, vals in updates.items() if quick.issuperset(vals)
        }
        lines = self.env["engineering.variant.line"].browse(updates)
        if len(lines) < 2 or lines.variant_id != self:
            return commands
        lines.check_access("write")
        self.calculation_id._check_can_edit()
        for line in lines.sudo():
            line.write(updates[line.id])
        return [
            command
            for command in commands
            if command[0] != Command.UPDATE or command[1] not in updates
        ]

    def _append_lines(self, vals_list):
        """Add lines below those that are there, in this order."""
        self.ensure_one()
        last = max(self.line_ids.mapped("sequence"), default=0)
        return self.env["engineering.variant.line"].create(
            [
                {**vals, "variant_id": self.id, "sequence": last + number}
                for number, vals in enumerate(vals_list, start=1)
            ]
        )

    # === ARRANGE ===

    def action_arrange(self):
        """Open the lines in a list where many are selected, to group them."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "crm_engineering_calc.engineering_variant_line_action_arrange"
            ),
            "path": "engineering-arrange",
            "domain": [("variant_id", "=", self.id)],
            "context": {"active_id": self.id, "default_variant_id": self.id},
        }

    def _number_lines(self):
        """Number the lines as they stand, so that no two have one sequence."""
        self.ensure_one()
        self.line_ids.flush_recordset(["sequence", "variant_id"])
        self.env.execute_query(
            SQL(
                "UPDATE engineering_variant_line AS line SET sequence = placed.number"
                " FROM (SELECT id, row_number() OVER (ORDER BY sequence, id) AS number"
                " FROM engineering_variant_line WHERE variant_id = %s) AS placed"
                " WHERE line.id = placed.id"
                " AND line.sequence IS DISTINCT FROM placed.number"
                " RETURNING line.id",
                self.id,
            )
        )
        self.line_ids.invalidate_recordset(["sequence"])

    def _arrange(self, lines):
        """Put the lines into this order."""
        self.ensure_one()
        self.write(
            {
                "line_ids": [
                    Command.update(line.id, {"sequence": number})
                    for number, line in enumerate(lines, start=1)
                    if line.sequence != number
                ]
            }
        )
        self.invalidate_recordset(["line_ids"])
        self.line_ids.invalidate_recordset(["parent_id"])
