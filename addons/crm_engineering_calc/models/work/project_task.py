from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.workflows import WorkState
from ..common.activity_types import WORK
from ..common.field_groups import ENGINEERING
from ..common.rows import filter_given


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = [
        "project.task",
        "engineering.todo.mixin",
        "engineering.reply.mixin",
        "engineering.work.staff.mixin",
        "engineering.card.mixin",
    ]

    _activity_type = WORK
    _desk = "crm_engineering_calc.engineering_work_action"
    _workflow_field = "engineering_state"
    _events_field = "engineering_possible_events"
    _open_field = "engineering_is_open"

    engineering_lead_id = fields.Many2one(
        "crm.lead",
        "Deal",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=ENGINEERING,
    )
    engineering_agreement_id = fields.Many2one(
        "agreement",
        "Contract",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        tracking=True,
        groups=ENGINEERING,
    )
    engineering_direction_id = fields.Many2one(
        "engineering.direction",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        string="Direction",
        groups=ENGINEERING,
    )
    engineering_team_id = fields.Many2one(
        "engineering.team",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups=ENGINEERING,
    )
    engineering_manager_id = fields.Many2one(
        related="engineering_lead_id.user_id", string="Manager", groups=ENGINEERING
    )
    engineering_state = fields.Selection(
        lambda self: self._get_state_selection(),
        "Work",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        group_expand=True,
        groups=ENGINEERING,
    )
    engineering_work_line_ids = fields.One2many(
        "engineering.work.line",
        "task_id",
        "Ordered Services",
        copy=False,
        groups=ENGINEERING,
    )
    # Views of the host ask it whoever reads them, hence no groups.
    engineering_is_work = fields.Boolean(
        "Is a Work", compute="_compute_engineering_is_work", compute_sudo=True
    )
    engineering_is_open = fields.Boolean(
        "Open Work",
        compute="_compute_is_open",
        search="_search_is_open",
        groups=ENGINEERING,
    )
    engineering_possible_events = fields.Json(
        "Possible Events",
        compute="_compute_possible_events",
        groups=ENGINEERING,
        export_string_translation=False,
    )

    @api.depends("engineering_state")
    def _compute_engineering_is_work(self):
        for task in self:
            task.engineering_is_work = bool(task.engineering_state)

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        """Return what the deal decides when it creates a work."""
        return super()._get_machine_fields() | {
            "engineering_agreement_id",
            "engineering_direction_id",
            "engineering_lead_id",
            "engineering_team_id",
        }

    @api.model
    def _create_for_deal(self, values, note=None):
        """Return a new work, which its engineer, or else the team, is asked to accept.

        :param note: what they are told with it
        """
        # Managers may not write tasks: they create works of a deal, and nothing else.
        work = (
            self.sudo()
            ._as_machine()
            # The activity tells the engineer: a second message would only repeat it.
            .with_context(mail_auto_subscribe_no_notify=True)
            .create(values)
            .with_env(self.env)
        )
        work._ask_for_next_step(note)
        return work

    def unlink(self):
        leads = self.sudo().engineering_lead_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    # === ACTS ===

    def _still_asks(self):
        """Ask for an act until all that was done is in one."""
        if self.engineering_state != WorkState.COMPLETED:
            return super()._still_asks()
        lead = self.engineering_lead_id
        return bool(self._get_lines_without_act()) and not lead._stands_still()

    def _get_lines_without_act(self):
        return filter_given(self.engineering_work_line_ids, "is_left_to_act")

    @api.model
    def _get_to_act_domain(self):
        """Return the works that are done, and have something in no act."""
        return Domain("engineering_state", "=", WorkState.COMPLETED.value) & Domain(
            "engineering_work_line_ids", "any", Domain("is_left_to_act", "=", True)
        )

    # === CONVERSATION ===

    def _get_calculations(self):
        lines = self.engineering_work_line_ids.order_line_id
        return lines.engineering_variant_line_id.variant_id.calculation_id

    # === BUTTONS ===

    def _get_work_action(self):
        """Return the action that opens the works, which are made in deals alone."""
        return self._get_records_action(
            name=self.env._("Work"), context={"create": False}
        )

    def action_view_lead(self):
        """Return the action that opens the work's deal."""
        self.ensure_one()
        return self.engineering_lead_id._get_records_action(name=self.env._("Deal"))
