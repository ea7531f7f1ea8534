from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command


class EngineeringReferenceMixin(models.AbstractModel):
    """A record whose form can't be pointed at what its user may not see.

    The host computes stored and related fields as superuser: a form that is filled in
    with a guessed id would show the names, lines and sums behind it.
    """

    _name = "engineering.reference.mixin"
    _inherit = ["engineering.plain.text.mixin", "engineering.field.access.mixin"]
    _description = "References that are checked"

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        self.browse()._check_references([values])
        return values

    def onchange(self, values, field_names, fields_spec):
        self._check_references([values])
        return super().onchange(values, field_names, fields_spec)

    def _check_references(self, vals_list):
        """Refuse values that name what the user may not see, and tell nothing of it.

        What `self` refers to already is no news to who may read it.

        :raises AccessError: also for records that are gone
        """
        if self.env.su or not any(vals_list):
            return
        named = defaultdict(set)
        for field in map(self._fields.get, set().union(*vals_list)):
            if not field or not field.relational:
                continue
            is_checked = self._is_checked_reference(field)
            comodel = self.env[field.comodel_name]
            for value in filter(None, (vals.get(field.name) for vals in vals_list)):
                ids, nested = _split(value)
                if is_checked:
                    named[field].update(ids)
                if nested and _is_checked_model(comodel):
                    changed = comodel.browse(id_ for id_, _vals in nested if id_)
                    changed._check_references([vals for _id, vals in nested])
        for field, ids in named.items():
            records = self.env[field.comodel_name].browse(ids)
            self._check_reference(field, records - self.sudo()[field.name])

    def _is_checked_reference(self, field):
        """Return whether computed fields may show what the field refers to."""
        ours = self._name.startswith("engineering.")
        return (ours or field.name.startswith("engineering_")) and _is_checked_model(
            self.env[field.comodel_name]
        )

    def _check_reference(self, field, records):
        if self._filter_references(field, records.exists()) != records:
            raise AccessError(
                self.env._(
                    "What “%(field)s” names is gone, or not yours to work with. Choose"
                    " one that you see in your own lists.",
                    field=field._description_string(self.env),
                )
            )

    def _filter_references(self, field, records):
        """Return those of `records` that the user may put into `field`."""
        return records._filtered_access(self._get_reference_operation(field))

    def _get_reference_operation(self, field):
        """Return what the user must have the right to do with what is named."""
        return "read"


def _is_checked_model(model):
    return hasattr(model, "_check_references")


def _split(value):
    """Return the ids that a relation's value names, and its (id, values) of records."""
    if isinstance(value, models.BaseModel):
        return value._origin.ids, []
    items = value if isinstance(value, (list, tuple)) else [value]
    ids, nested = [], []
    for item in items:
        if isinstance(item, dict):
            item = (Command.UPDATE, item.get("id"), item)
        elif not isinstance(item, (list, tuple)):
            item = (Command.LINK, item, 0)
        command, id_, content = (*item, 0, 0)[:3]
        if command == Command.SET:
            ids += content
        elif command in (Command.LINK, Command.UPDATE):
            ids.append(id_)
        if command in (Command.CREATE, Command.UPDATE):
            nested.append((_real(id_), content or {}))
    return list(filter(None, map(_real, ids))), nested


def _real(id_):
    """Return the id in the database, of a record that a form changes too."""
    id_ = getattr(id_, "origin", id_)
    return id_ if isinstance(id_, int) and id_ else None
