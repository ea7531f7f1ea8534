from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.concurrency import serialize
from ..common.selections import AFTER_ORDER, AT_ONCE, WORK_GATES


class EngineeringDirectionWorkMixin(models.AbstractModel):
    """Where works of a direction are tasks, when they begin, and what proves them."""

    _name = "engineering.direction.work.mixin"
    _inherit = ["engineering.deletion.mixin"]
    _description = "Works of a direction"

    _evidence_positive = models.Constraint(
        "CHECK(evidence_required >= 0)",
        "The number of documents can't be negative.",
    )

    project_id = fields.Many2one(
        "project.project",
        check_company=True,
        tracking=True,
        domain="[('is_template', '=', False)]",
        help="Works of this direction are tasks of this project. Without one they"
        " are tasks of the parent's project, or of a new one.",
    )
    work_gate = fields.Selection(
        WORK_GATES,
        "Work May Begin",
        default=AFTER_ORDER,
        required=True,
        tracking=True,
    )
    evidence_required = fields.Integer(
        "Documents to Complete a Work",
        tracking=True,
        help="How many documents or photos must prove a work before it can be"
        " completed, of whatever kind.",
    )
    evidence_ids = fields.One2many(
        "engineering.direction.evidence",
        "direction_id",
        "Demanded Kinds",
        copy=True,
        tracking=True,
        help="How many of a kind are among them.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        directions = super().create(vals_list)
        directions._map_columns_to_states()
        return directions

    def write(self, vals):
        result = super().write(vals)
        if vals.get("project_id"):
            self._map_columns_to_states()
        return result

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("works"), "project.task", "engineering_direction_id"),
        ]

    # === PROJECT ===

    def _get_project(self):
        """Return the project of its works: its own, a parent's, or a new one.

        Whoever hands out the first work may not make projects, hence superuser.
        """
        self.ensure_one()
        project = self.project_id or (self.parent_id and self.parent_id._get_project())
        if not project:
            serialize(self)
            projects = self.env["project.project"].sudo()
            project = projects.create(self._prepare_project_values())
            project.type_ids._name_as_states()
            self.sudo().project_id = project
        if not project.active:
            raise UserError(
                self.env._(
                    "Works of “%(direction)s” go to the project “%(project)s”, which is"
                    " archived. Ask the administrator to restore it, or to choose"
                    " another one.",
                    direction=self.display_name,
                    project=project.name,
                )
            )
        return project

    # Whoever sets a direction up need not own the project, hence superuser.
    def _map_columns_to_states(self):
        """Let works move through the columns that the projects have already."""
        for project in self.sudo().project_id:
            project.type_ids._map_to_states()

    def _prepare_project_values(self):
        return {
            "name": self.name,
            "allow_billable": True,
            "company_id": self.company_id.id,
            "user_id": self.team_id.leader_id.id,
            "type_ids": self.env["project.task.type"]._prepare_columns_of_works(),
        }

    # === GATE ===

    def _get_gate_refusal(self, order):
        """Return why works of `order` may not begin yet, "" where they may.

        To be extended.
        """
        self.ensure_one()
        gate = self.work_gate
        if order.state == "cancel":
            return self.env._("%(order)s is cancelled.", order=order.display_name)
        if gate != AT_ONCE and order.state != "sale":
            return self.env._(
                "Works of “%(direction)s” begin after the order. Confirm"
                " %(order)s first.",
                direction=self.display_name,
                order=order.display_name,
            )
        if missing := order._get_amount_missing_for_gate(gate):
            return self.env._(
                "Works of “%(direction)s” begin after the payment. Still missing"
                " for %(order)s: %(amount)s.",
                direction=self.display_name,
                order=order.display_name,
                amount=order.currency_id.format(missing),
            )
        return ""
