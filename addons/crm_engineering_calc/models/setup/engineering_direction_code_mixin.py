from odoo import api, models
from odoo.exceptions import UserError

from ...domain import formula

NAMED = 5


class EngineeringDirectionCodeMixin(models.AbstractModel):
    """What formulas of a direction's templates and measurements call by a code."""

    _name = "engineering.direction.code.mixin"
    _description = "Code of a direction"

    def write(self, vals):
        if vals.get("code"):
            self._check_code_unused(vals["code"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_code_unused()

    def _check_code_unused(self, code=None):
        """Refuse to take codes away that formulas of the direction use.

        :param code: what they are to be called instead
        :raises UserError: names the templates and measurements whose formulas use them
        """
        for record in self:
            if code and formula.fold(code) == formula.fold(record.code):
                continue
            if users := record._get_code_users(self):
                raise UserError(
                    self.env._(
                        "%(code)s (%(name)s) is used by formulas of “%(direction)s”,"
                        " and can't be deleted or given another code. Change these"
                        " formulas first: %(users)s.",
                        code=record.code,
                        name=record.name,
                        direction=record.direction_id.display_name,
                        users="; ".join(users),
                    )
                )

    def _get_code_users(self, changed):
        """Return how those are called whose formulas use the code.

        What a direction has under this code besides stands in for it.

        :param changed: what changes along with it
        """
        code = formula.fold(self.code)
        below = [("direction_id", "child_of", self.direction_id.ids)]
        without = {}

        def is_user(user):
            direction = user.direction_id
            if not formula.uses(user.formula, [code]):
                return False
            if direction not in without:
                without[direction] = self._is_only_one(direction, code, changed)
            return without[direction]

        with_formula = [*below, ("formula", "!=", False)]
        # Who may change a direction sees to the templates of all who use it.
        in_use = [*with_formula, ("template_id.active", "=", True)]
        lines = self.env["engineering.template.line"].sudo().search(in_use)
        measurements = self.env["engineering.direction.measurement"].search(
            with_formula
        )
        if changed._name == measurements._name:
            measurements -= changed
        users = [
            *(f"{one.name} = {one.formula}" for one in measurements if is_user(one)),
            *(
                f"{line.template_id.name} › {line._get_label()}: {line.formula}"
                for line in lines
                if is_user(line)
            ),
        ]
        if len(users) > NAMED:
            more = self.env._("… and %(count)s more", count=len(users) - NAMED)
            users = [*users[:NAMED], more]
        return users

    def _is_only_one(self, direction, code, changed):
        """Return whether nothing else of the direction and its parents has the code."""
        above = [("direction_id", "parent_of", direction.ids)]
        models_ = (
            "engineering.direction.measurement",
            "engineering.direction.opening.column",
        )
        return not any(
            formula.fold(other.code) == code
            for model in models_
            for other in self.env[model].search(above)
            if not (model == self._name and other in changed)
        )
