from odoo import fields, models


class EngineeringDirectionCheck(models.Model):
    """What is looked at in each work of a direction before it is completed."""

    _name = "engineering.direction.check"
    _description = "Check of a Direction's Works"
    _inherit = ["engineering.plain.text.mixin"]
    _order = "direction_id, sequence, id"

    direction_id = fields.Many2one(
        "engineering.direction", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("What to Check", required=True, translate=True)
    required = fields.Boolean(
        default=True, help="The work can't be completed before it is ticked."
    )

    def _prepare_check_values(self):
        """Return the values of a work's check that is made of this one."""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "name": self.name,
            "required": self.required,
        }
