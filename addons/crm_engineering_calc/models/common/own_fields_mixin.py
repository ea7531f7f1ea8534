from contextlib import nullcontext

from odoo import api, models, tools
from odoo.exceptions import AccessError

from .machine_leave import MachineLeave, is_moved_by_machine


class EngineeringOwnFieldsMixin(models.AbstractModel):
    """Fields of a record that the addon sets, and nobody else.

    Values from the context are not taken for them: a client sends those of a list with
    all that is made below it. A write of something else may go on as superuser (the
    host does so for its portal), with all that the client has sent: that is no leave to
    write these. Only `_as_machine` is.
    """

    _name = "engineering.own.fields.mixin"
    _inherit = ["engineering.plain.text.mixin", "engineering.field.access.mixin"]
    _description = "Fields that the addon sets"

    @api.model
    def _get_machine_fields(self):
        """Return the names of what only the addon writes. To be extended."""
        return frozenset()

    @api.model
    def _get_event_fields(self):
        """Return the names of what is given once, and changed by events only.

        To be extended.
        """
        return frozenset()

    @api.model
    @tools.ormcache("self._name")
    def _get_guarded_fields(self):
        """Return what is refused in `create`, and what is refused in `write`."""
        machine = frozenset(self._get_machine_fields())
        return machine, machine.union(self._get_event_fields())

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        own = self._get_guarded_fields()[0]
        values = super().default_get([name for name in fields if name not in own])
        for name in own.intersection(fields):
            if default := self._fields[name].default:
                values[name] = default(self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_hand(self._get_guarded_fields()[0], set().union(*vals_list))
        with self._use_leave():
            return super().create(vals_list)

    def write(self, vals):
        self._check_by_hand(self._get_guarded_fields()[1], vals)
        with self._use_leave():
            return super().write(vals)

    # === RIGHT ===

    def _as_machine(self):
        """Return `self` with the right to write, once, what only the addon writes."""
        return self.with_context(engineering_machine=MachineLeave())

    def _use_leave(self):
        leave = self.env.context.get("engineering_machine")
        return leave if is_moved_by_machine(self.env) else nullcontext()

    def _check_by_hand(self, guarded, names):
        """Refuse to users and programs what is not theirs to write."""
        written = guarded.intersection(names)
        if not written or is_moved_by_machine(self.env):
            return
        labels = sorted(
            self._fields[name]._description_string(self.env) for name in written
        )
        raise AccessError(
            self.env._(
                "“%(fields)s” of %(records)s can't be written by hand: only the"
                " buttons of the deal and its cards, and their prices, set it.",
                fields=", ".join(labels),
                records=", ".join(self.mapped("display_name"))
                or self.env["ir.model"]._get(self._name).name,
            )
        )
