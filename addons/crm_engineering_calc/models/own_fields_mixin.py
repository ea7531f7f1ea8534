from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

# An object that no client can forge: its identity in the context opens the fields.
_MACHINE = object()


def is_moved_by_machine(env):
    """Return whether the addon itself is writing, not a user or a program."""
    return env.context.get("engineering_machine") is _MACHINE


class EngineeringOwnFieldsMixin(models.AbstractModel):
    """Fields of a record that the addon sets, and nobody else.

    The model names them in `_engineering_own_fields`, copies none, and takes none from
    defaults but the fields' own: a client sends those of a list with all that is made
    below it. A write of something else may go on as superuser (the host does so for its
    portal), with all that the client has sent: that is no leave to write these. Only
    `_as_machine`, and data files, is.
    """

    _name = "engineering.own.fields.mixin"
    _description = "Fields that the addon sets"

    _engineering_own_fields = frozenset()

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        own = self._engineering_own_fields.intersection(fields)
        defaults = super().default_get([name for name in fields if name not in own])
        for name in own:
            if default := self._fields[name].default:
                defaults[name] = default(self)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_own(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_own(vals)
        return super().write(vals)

    # === RIGHT ===

    def _as_machine(self):
        """Return `self` with the right to write what only the addon writes."""
        return self.with_context(engineering_machine=_MACHINE)

    def _check_not_own(self, names):
        written = self._engineering_own_fields.intersection(names)
        if not written or self.env.uid == SUPERUSER_ID or is_moved_by_machine(self.env):
            return
        labels = sorted(
            self._fields[name]._description_string(self.env) for name in written
        )
        raise AccessError(
            self.env._(
                "“%(fields)s” of %(records)s can't be written by hand: the buttons of"
                " the deal and its cards set it.",
                fields=", ".join(labels),
                records=", ".join(self.mapped("display_name"))
                or self.env["ir.model"]._get(self._name).name,
            )
        )
