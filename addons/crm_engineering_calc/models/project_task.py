from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.project.models.project_task import CLOSED_STATES

from ..domain.workflow import Role
from ..domain.workflows import WORK, WorkState
from .concurrency import serialize
from .field_groups import ENGINEERING
from .own_fields_mixin import is_moved_by_machine

# What the manager and the leader decide about a work, not who does it.
DECIDED_FIELDS = {
    "company_id",
    "parent_id",
    "partner_id",
    "partner_phone",
    "project_id",
    "sale_line_id",
    "user_ids",
}


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = [
        "project.task",
        "engineering.workflow.mixin",
        "engineering.card.mixin",
    ]

    _desk = "crm_engineering_calc.engineering_work_action"
    _workflow_field = "engineering_state"
    # What the deal decides when it creates a work.
    _engineering_own_fields = frozenset(
        {
            "engineering_agreement_id",
            "engineering_direction_id",
            "engineering_lead_id",
            "engineering_team_id",
        }
    )

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
    engineering_evidence_count = fields.Integer(
        "Documents", compute="_compute_evidence_count", groups=ENGINEERING
    )
    engineering_evidence_required = fields.Integer(
        related="engineering_direction_id.evidence_required", groups=ENGINEERING
    )
    engineering_can_do = fields.Boolean(
        "Can Do Work", compute="_compute_work_rights", groups=ENGINEERING
    )
    engineering_can_manage = fields.Boolean(
        "Can Manage Work", compute="_compute_work_rights", groups=ENGINEERING
    )

    # === COMPUTE ===

    def _compute_evidence_count(self):
        counts = dict(
            self.env["ir.attachment"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for task in self:
            task.engineering_evidence_count = counts.get(task.id, 0)

    @api.depends("engineering_state", "user_ids")
    @api.depends_context("uid")
    def _compute_work_rights(self):
        for task in self:
            roles = task._get_workflow_roles() if task.engineering_state else set()
            task.engineering_can_do = Role.ENGINEER in roles
            task.engineering_can_manage = bool({Role.MANAGER, Role.LEADER} & roles)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if not is_moved_by_machine(self.env):
            tasks._check_no_work()
            tasks._check_parent_is_seen()
        return tasks

    def _check_no_work(self):
        """Refuse a task that would look like a work of a deal."""
        for task in self.sudo():
            if task.engineering_lead_id and not task.engineering_state:
                raise UserError(
                    self.env._(
                        "“%(task)s” can't be a work of a deal: works are created from"
                        " the deal.",
                        task=task.display_name,
                    )
                )

    def _check_parent_is_seen(self):
        """Take name and customer from a work for those alone who may see it.

        No constraint: the host creates tasks as superuser.
        """
        parents = self.sudo().parent_id.filtered("engineering_state")
        parents.with_env(self.env).check_access("read")

    def _is_checked_reference(self, field):
        return field.name == "parent_id" or super()._is_checked_reference(field)

    # A portal user who may write a task may not read what makes it a work, hence
    # superuser in the checks below. Who may not write a task is told nothing of it.
    def write(self, vals):
        if DECIDED_FIELDS.intersection(vals) and not is_moved_by_machine(self.env):
            self._check_decided_by_user(vals)
        if vals.get("active") is False:
            self._check_no_open_work()
        if vals.get("state") and not is_moved_by_machine(self.env):
            self._check_follows_work(vals["state"])
        result = super().write(vals)
        if vals.get("parent_id"):
            self._check_parent_is_seen()
        return result

    def _check_decided_by_user(self, vals):
        """Refuse to those who only do a work what its manager and leader decide."""
        works = self.sudo().filtered("engineering_state").sudo(self.env.su)
        for task in works:
            if not {Role.MANAGER, Role.LEADER} & task._get_workflow_roles():
                self.check_access("write")
                names = sorted(DECIDED_FIELDS.intersection(vals))
                raise AccessError(
                    self.env._(
                        "“%(fields)s” of the work “%(work)s” is decided by the manager"
                        " of its deal (%(manager)s) and the team leader. Ask one of"
                        " them.",
                        fields=", ".join(
                            self._fields[name]._description_string(self.env)
                            for name in names
                        ),
                        work=task.display_name,
                        manager=task.sudo().engineering_manager_id.name
                        or self.env._("nobody yet"),
                    )
                )

    def _check_follows_work(self, state):
        """Refuse to close or open by hand the task of a work."""
        for task in self.sudo().filtered("engineering_state"):
            due = task._get_task_state(task.engineering_state)
            if state != due and (state in CLOSED_STATES or due in CLOSED_STATES):
                self.check_access("write")
                raise UserError(
                    self.env._(
                        "“%(work)s” is a work for the deal “%(deal)s”: close it with"
                        " “Complete work” or “Cancel work”, and open a completed one"
                        " with “Return”.",
                        work=task.display_name,
                        deal=task.engineering_lead_id.sudo().name,
                    )
                )

    def unlink(self):
        leads = self.sudo().engineering_lead_id
        result = super().unlink()
        leads._update_engineering_state()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_work(self):
        self._check_no_open_work()
        for task in self.sudo():
            if task.engineering_state == WorkState.COMPLETED:
                raise UserError(
                    self.env._(
                        "“%(work)s” is completed and stays in the deal's history."
                        " Return it first.",
                        work=task.display_name,
                    )
                )

    def _check_no_open_work(self):
        for task in self.sudo():
            if task.engineering_state in self._get_workflow().open_states:
                self.check_access("write")
                raise UserError(
                    self.env._(
                        "“%(work)s” is an open work: cancel it first.",
                        work=task.display_name,
                    )
                )

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return WORK

    def _get_workflow_content(self):
        return [self.engineering_work_line_ids]

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        user = self.env.user
        team = self.sudo().engineering_team_id
        if user == team.leader_id or user.has_group(
            "crm_engineering_calc.group_administrator"
        ):
            roles |= {Role.LEADER, Role.ENGINEER}
        if user.has_group("crm_engineering_calc.group_engineer") and (
            user in self.user_ids or (not self.user_ids and user in team.member_ids)
        ):
            roles.add(Role.ENGINEER)
        lead = self.sudo().engineering_lead_id.sudo(self.env.su)
        if lead and lead._is_managed_by_user():
            roles.add(Role.MANAGER)
        return roles

    def _get_next_state(self, event):
        if not self.engineering_state:
            raise UserError(
                self.env._(
                    "“%(task)s” is a task, not a work of a deal.",
                    task=self.display_name,
                )
            )
        return super()._get_next_state(event)

    def _prepare_event_values(self, event, target):
        values = super()._prepare_event_values(event, target)
        return {**values, "state": self._get_task_state(target)}

    def _get_task_state(self, state):
        """Return the state of the host's task, which follows that of the work."""
        if state == WorkState.CANCELLED:
            return "1_canceled"
        is_open = self._get_workflow().get_state(state).open
        return "01_in_progress" if is_open else "1_done"

    def _get_lines_without_act(self):
        return self.engineering_work_line_ids.filtered(
            lambda line: (
                line.product_uom_id.compare(line._get_quantity_without_act(), 0) > 0
            )
        )

    # === ACTIONS ===

    def action_accept_work(self):
        self._send_event("accept_work")
        for work in self.filtered(lambda work: not work.user_ids):
            work._as_machine().user_ids = self.env.user
        self._close_work_activities()
        for work in self:
            work.engineering_lead_id._note_engineering(
                self.env._("Work %(link)s is accepted", link=work._get_html_link())
            )
        return True

    def action_complete_work(self):
        self._check_evidence()
        serialize(self.sudo().engineering_lead_id)
        self._send_event("complete_work", {"date_end": fields.Datetime.now()})
        self._close_work_activities()
        for work in self:
            work.engineering_lead_id._note_engineering(
                self.env._("Work %(link)s is completed", link=work._get_html_link()),
                notify=True,
            )
            work._ask_of_user(
                work.engineering_lead_id.sudo().user_id, self.env._("Issue the act")
            )
        self.engineering_lead_id._update_engineering_state()
        return True

    def _check_evidence(self):
        self.check_access("read")
        # Attachments are no field of the task that would refresh their number.
        self.invalidate_recordset(["engineering_evidence_count"])
        for work in self:
            missing = (
                work.engineering_evidence_required - work.engineering_evidence_count
            )
            if missing > 0:
                raise UserError(
                    self.env._(
                        "“%(work)s” can't be completed yet: “%(direction)s” asks for"
                        " %(required)s documents or photos, %(count)s attached. Attach"
                        " %(missing)s more.",
                        work=work.display_name,
                        direction=work.engineering_direction_id.display_name,
                        required=work.engineering_evidence_required,
                        count=work.engineering_evidence_count,
                        missing=missing,
                    )
                )

    def action_return_work(self):
        """Ask for the reason to return completed works."""
        return self._open_dialog("engineering.work.return", self.env._("Return Work"))

    def _return_work(self, reason):
        """Give works back to their engineers; only what is in no act."""
        serialize(self.sudo().engineering_work_line_ids)
        for work in self:
            if any(line.act_quantity for line in work.sudo().engineering_work_line_ids):
                raise UserError(
                    self.env._(
                        "“%(work)s” is in an act already. Cancel the act first.",
                        work=work.display_name,
                    )
                )
        serialize(self.sudo().engineering_lead_id)
        self._send_event("return_work", {"date_end": False})
        self._close_work_activities()
        for work in self:
            work.engineering_lead_id._note_engineering(
                self.env._(
                    "Work %(link)s is returned: %(reason)s",
                    link=work._get_html_link(),
                    reason=reason,
                )
            )
            work._ask_of_user(
                work.user_ids, self.env._("Mend and complete again"), note=reason
            )
        self.engineering_lead_id._update_engineering_state()
        return True

    def action_cancel_work(self):
        serialize(self.sudo().engineering_lead_id)
        self._send_event("cancel_work")
        self._close_work_activities()
        for work in self:
            work.engineering_lead_id._note_engineering(
                self.env._("Work %(link)s is cancelled", link=work._get_html_link())
            )
        self.engineering_lead_id._update_engineering_state()
        return True

    def action_view_lead(self):
        self.ensure_one()
        return self.engineering_lead_id._get_records_action(name=self.env._("Deal"))

    # === FEED ===

    def _ask_of_user(self, users, summary, note=None):
        self.ensure_one()
        for user in users:
            self.sudo().activity_schedule(
                "crm_engineering_calc.mail_activity_type_work",
                date_deadline=fields.Date.context_today(self),
                summary=summary,
                note=note,
                user_id=user.id,
            )

    def _close_work_activities(self):
        types = ["crm_engineering_calc.mail_activity_type_work"]
        works = self.sudo()
        works.activity_feedback(types, user_id=self.env.uid)
        works.activity_unlink(types)
