from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.client_ids import is_id
from ..models.common.concurrency import serialize


class EngineeringDialog(models.AbstractModel):
    """A dialog of who has opened it, about records that its user may work with.

    The model names in `_target` the field that says what the dialog is about, and in
    `_target_operation` the right that it takes. A dialog keeps to three rules, and the
    tests go over all of them: a record rule on its creator, for lines on that of their
    dialog; whatever it refers to is checked; and nothing is computed as superuser.
    """

    _name = "engineering.dialog"
    _description = "Dialog of who opened it"
    _inherit = ["engineering.reference.mixin"]

    _target = None
    _target_operation = "read"

    is_confirmed = fields.Boolean("Confirmed", readonly=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self._target and not values.get(self._target):
            defaults = self._prepare_defaults(self._get_active_records())
            self._check_references([defaults])
            values.pop(self._target, None)
            values = {**defaults, **values}
            if self._target in fields_list and not values.get(self._target):
                self._check_needs_no_target()
        return values

    def _check_needs_no_target(self):
        """Refuse a dialog that is opened over nothing, and needs something."""
        field = self._fields[self._target]
        if field.required:
            models_ = self.env["ir.model"]
            raise UserError(
                self.env._(
                    "“%(dialog)s” is about nothing yet. Open a record of “%(model)s”,"
                    " and use its button there.",
                    dialog=models_._get(self._name).name,
                    model=models_._get(field.comodel_name).name,
                )
            )

    def _get_active_records(self):
        """Return the records that the dialog is opened over."""
        context = self.env.context
        target = self._fields[self._target].comodel_name
        model = context.get("active_model", target)
        if model not in self.env:
            return self.env[target]
        ids = context.get("active_ids") or context.get("active_id")
        ids = ids if isinstance(ids, list | tuple) else [ids]
        return self.env[model].browse(filter(is_id, ids))

    def _prepare_defaults(self, records):
        """Return what the dialog takes from the records that it is opened over."""
        if records._name != self._fields[self._target].comodel_name:
            return {}
        return {self._target: records[:1].id}

    @api.model_create_multi
    def create(self, vals_list):
        self._check_references(vals_list)
        dialogs = super().create(vals_list)
        # Computed now, by who opens it, and not by whoever writes something next.
        dialogs._recompute_recordset()
        return dialogs

    def write(self, vals):
        self._check_references([vals])
        return super().write(vals)

    def _is_checked_reference(self, field):
        return field.store or super()._is_checked_reference(field)

    def _get_reference_operation(self, field):
        if field.name == self._target:
            return self._target_operation
        return super()._get_reference_operation(field)

    def _confirm_once(self):
        """Let a dialog that makes something make it once, however often it is clicked.

        :raises UserError: it is made already
        """
        serialize(self)
        self.invalidate_recordset(["is_confirmed"])
        if self.is_confirmed:
            raise UserError(
                self.env._(
                    "“%(dialog)s” was confirmed here already, and what it makes is"
                    " made. Open it again to make one more.",
                    dialog=self.env["ir.model"]._get(self._name).name,
                )
            )
        self.is_confirmed = True

    def _close(self):
        """Return the action that ends the dialog: over its target, or at the desk."""
        return self[self._target]._get_closing_action(self._get_closing_message())

    def _get_closing_message(self):
        """Return what is said to who sees the target no longer. To be extended."""
        return self.env._(
            "%(record)s is done with, and no longer among your records.",
            record=self.sudo()[self._target].display_name,
        )
