from odoo import api, fields, models
from odoo.fields import Command

from ..common.field_groups import ENGINEERING
from ..common.own_fields_mixin import is_moved_by_machine


class ProjectTask(models.Model):
    """A work begins with the checklist of its direction."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_check_ids = fields.One2many(
        "engineering.work.check",
        "task_id",
        "Checklist",
        readonly=True,
        copy=False,
        groups=ENGINEERING,
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if is_moved_by_machine(self.env):
            vals_list = [self._with_checks(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _with_checks(self, vals):
        direction = vals.get("engineering_direction_id")
        if not direction or "engineering_check_ids" in vals:
            return vals
        checks = (
            self.env["engineering.direction"].sudo().browse(direction)._get_checks()
        )
        commands = [Command.create(check._prepare_check_values()) for check in checks]
        return {**vals, "engineering_check_ids": commands}

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_check_ids"}

    # === WORKFLOW ===

    def _get_workflow_content(self):
        return [*super()._get_workflow_content(), self.engineering_check_ids]

    def _get_missing_to_complete(self):
        texts = super()._get_missing_to_complete()
        unticked = self.sudo().engineering_check_ids.filtered(
            lambda check: check.required and not check.done
        )
        texts += [
            self.env._("“%(check)s” is not checked. Tick it.", check=check.name)
            for check in unticked
        ]
        return texts
