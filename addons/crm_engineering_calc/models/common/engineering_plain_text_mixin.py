from odoo import api, models
from odoo.exceptions import UserError

# No text of PostgreSQL has it: what is broken, or hostile, sends it.
NUL = "\0"
TEXTS = frozenset({"char", "html", "text"})


class EngineeringPlainTextMixin(models.AbstractModel):
    """Texts of ours that the database can keep: what it can't is refused in words."""

    _name = "engineering.plain.text.mixin"
    _description = "Texts that can be kept"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_texts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_texts(vals)
        return super().write(vals)

    def _check_texts(self, vals):
        for name, value in vals.items():
            if isinstance(value, str) and NUL in value and self._is_own_text(name):
                field = self._fields[name]
                raise UserError(
                    self.env._(
                        "“%(field)s” has a sign in it that can't be kept. Write the"
                        " text anew, instead of pasting it.",
                        field=field._description_string(self.env),
                    )
                )

    def _is_own_text(self, name):
        field = self._fields.get(name)
        ours = self._name.startswith("engineering.") or name.startswith("engineering_")
        return ours and bool(field) and field.type in TEXTS
