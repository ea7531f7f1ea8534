from odoo import api, models
from odoo.exceptions import UserError

from ...domain.texts import MAX_TEXT
from .format_number import format_number
from .machine_leave import is_moved_by_machine

# No text of PostgreSQL has it: what is broken, or hostile, sends it.
NUL = "\0"
TEXTS = frozenset({"char", "html", "text"})
# A name has its place in lists and papers, what else is one line in a form.
LONGEST_NAME = 250
LONGEST_LINE = 1000
SHOWN = 40


class EngineeringPlainTextMixin(models.AbstractModel):
    """Texts of ours that the database can keep: what it can't is refused in words."""

    _name = "engineering.plain.text.mixin"
    _description = "Texts that can be kept"

    # Whether people type its texts: what a file says is as long as the file has it.
    _is_typed = True

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_texts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_texts(vals)
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        for text in translations.values():
            self._check_texts({field_name: text})
        return super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )

    def _check_texts(self, vals):
        for name, value in vals.items():
            if not isinstance(value, str) or not self._is_own_text(name):
                continue
            if NUL in value:
                raise UserError(
                    self.env._(
                        "“%(field)s” has a sign in it that can't be kept. Write the"
                        " text anew, instead of pasting it.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )
            if len(value) > LONGEST_NAME:
                self._check_length(name, value)

    def _check_length(self, name, text):
        """Refuse a text that nobody has typed; what the addon itself carries it keeps.

        What is written as superuser comes from mails, or is bounded where it comes in.
        """
        longest = self._get_longest_text(name)
        if longest is None or len(text) <= longest:
            return
        if self.env.su or is_moved_by_machine(self.env):
            return
        raise UserError(
            self.env._(
                "“%(field)s” is too long: it may have %(most)s characters, and"
                " “%(text)s…” has %(count)s. Shorten it.",
                field=self._fields[name]._description_string(self.env),
                most=format_number(self.env, longest),
                text=text[:SHOWN].strip(),
                count=format_number(self.env, len(text)),
            )
        )

    def _get_longest_text(self, name):
        """Return how many characters a text may have, or None. To be extended."""
        field = self._fields[name]
        if field.readonly or not self._is_typed:
            return None
        match field.type:
            case "char":
                return LONGEST_NAME if name == "name" else LONGEST_LINE
            case "text":
                return MAX_TEXT
        return None

    def _is_own_text(self, name):
        field = self._fields.get(name)
        ours = self._name.startswith("engineering.") or name.startswith("engineering_")
        return ours and bool(field) and field.type in TEXTS
