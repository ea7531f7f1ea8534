from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EngineeringStage(models.Model):
    _name = "engineering.stage"
    _description = "Stage of Calculations"
    _inherit = ["engineering.deletion.mixin", "engineering.plain.text.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    state = fields.Selection(
        lambda self: self.env["engineering.calculation"]._get_state_selection(),
        required=True,
        help="A card dropped here gets this state by the event that leads to it.",
    )
    sequence = fields.Integer(default=10)
    fold = fields.Boolean("Folded")

    @api.constrains("state")
    def _check_cards_of_state(self):
        """Refuse another state for a column that has cards."""
        cards = self.env["engineering.calculation"].sudo()
        cards = cards.with_context(active_test=False)
        for stage in self:
            astray = Domain("stage_id", "=", stage.id) & Domain(
                "state", "!=", stage.state
            )
            if card := cards.search(astray, limit=1):
                raise UserError(
                    self.env._(
                        "“%(column)s” can't be of another state while %(calculation)s"
                        " stands in it. Move its cards to another column first.",
                        column=stage.name,
                        calculation=card.display_name,
                    )
                )

    def write(self, vals):
        if state := vals.get("state"):
            self.filtered(lambda stage: stage.state != state)._check_not_last()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        self._check_not_last()

    def _check_not_last(self):
        """Refuse to take from a state its last column: its cards would be in none."""
        others = self.search(
            [("state", "in", self.mapped("state")), ("id", "not in", self.ids)]
        )
        left = set(others.mapped("state"))
        calculations = self.env["engineering.calculation"]
        for stage in self.filtered(lambda stage: stage.state not in left):
            raise UserError(
                self.env._(
                    "“%(stage)s” is the only column of the state “%(state)s”, and its"
                    " calculations would be in none. Add another column of this state"
                    " first, or give this one another name.",
                    stage=stage.name,
                    state=calculations._get_state_label(stage.state),
                )
            )

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("calculations"), "engineering.calculation", "stage_id"),
        ]

    def _get_deletion_remedy(self):
        return self.env._("Move them to another column first.")

    def _get_first_of_state(self, state):
        """Return the first stage of a calculation's state, maybe none."""
        return self.search([("state", "=", state)], limit=1)
