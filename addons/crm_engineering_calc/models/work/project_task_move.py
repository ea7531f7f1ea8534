from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ..common.engineering_paper_mail_mixin import FRAMED, OWN_LAYOUT
from ..common.field_groups import ENGINEERING
from ..common.told_at_end import gather
from .work_times import format_span

_lt = LazyTranslate(__name__)

# What decides when a work is done.
PLANNED_BY = frozenset({"allocated_hours", "engineering_end", "engineering_start"})
PLAN = PLANNED_BY | {"date_deadline"}


class ProjectTask(models.Model):
    """A work that is moved to another time: its engineer is told, and who asks for it.

    Old and new times stay in the feed of the work, with the reason.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_can_move = fields.Boolean(
        compute="_compute_engineering_can_move",
        groups=ENGINEERING,
        help="The user may do the work at another time.",
    )

    @api.depends(lambda self: self._get_role_fields())
    @api.depends_context("uid")
    def _compute_engineering_can_move(self):
        for task in self:
            task.engineering_can_move = task._is_open() and task._is_moved_by_user()

    @api.model
    def _get_decided_fields(self):
        return super()._get_decided_fields() | PLAN

    def write(self, vals):
        if PLAN.intersection(vals) and not self.env.su:
            self.check_access("write")
            self.sudo().filtered("engineering_state")._check_are_to_be_done()
        if PLANNED_BY.intersection(vals):
            self._remember_plan()
        return super().write(vals)

    def _remember_plan(self, reason=None):
        """Keep when the works were planned, to tell at the end what has moved."""
        works = self.sudo().filtered(lambda task: task._is_open())
        if works:
            known = gather(self.env, "engineering_moved_works", self._tell_moved)
            for work in works:
                plan = work.engineering_start, work.engineering_end
                known.setdefault(work.id, (plan, reason))

    def _tell_moved(self, before):
        """Tell who does works that they are moved: {id: (plan before, why)}."""
        works = self.with_env(self.env(su=True, context={})).browse(before).exists()
        for work in works.filtered(lambda work: work._is_open()):
            (start, end), reason = before[work.id]
            if (start, end) == (work.engineering_start, work.engineering_end):
                continue
            now = _plan_text(work.engineering_start, work.engineering_end)
            reason = reason or ""
            if start:
                text = _lt(
                    "%(link)s is moved: %(before)s → %(now)s. %(reason)s",
                    link=work,
                    before=_plan_text(start, end),
                    now=now,
                    reason=reason,
                )
            else:
                text = _lt(
                    "%(link)s is planned for %(now)s. %(reason)s",
                    link=work,
                    now=now,
                    reason=reason,
                )
            work._notify_users(work._get_addressees() - self.env.user, text)
            work.engineering_lead_id._notify_deal(text, inbox=True)

    # === MOVE ===

    def action_move_work(self):
        """Ask when the work is done, or when instead and why.

        :return: the action that opens the dialog
        :raises UserError: the work is not open
        :raises AccessError: the user neither does it, nor is its manager or its leader
        """
        self.ensure_one()
        self._check_may_move()
        title = self.engineering_start and self.env._("Move Work")
        return self._open_dialog(
            "engineering.work.move", title or self.env._("Plan Work")
        )

    def _is_moved_by_user(self):
        """Return whether the user decides about the time of the work.

        Whoever does it agrees on another time at the customer's; what nobody has yet is
        planned by manager and leader.
        """
        self.ensure_one()
        roles = self._get_workflow_roles()
        does_it = Role.ENGINEER in roles and self.env.user in self.user_ids
        return does_it or bool({Role.MANAGER, Role.LEADER} & roles)

    def _check_may_move(self):
        if not self._is_moved_by_user():
            raise AccessError(
                self.env._(
                    "“%(work)s” is moved by who does it, its manager or the team"
                    " leader.",
                    work=self.display_name,
                )
            )
        self._check_are_to_be_done()

    def _check_are_to_be_done(self):
        for work in self:
            if not work._is_open():
                raise UserError(
                    self.env._(
                        "“%(work)s” is not open: only a work that is to be done is"
                        " moved.",
                        work=work.display_name,
                    )
                )

    def _move(self, start, end, reason, tell_customer=False):
        """Do the work at another time, or at a first one, which needs no reason.

        :param tell_customer: whether the customer gets a mail about it
        :raises UserError: no reason or no start, the work is not open, or the customer
            has no address
        :raises AccessError: the user neither does it, nor is its manager or its leader
        """
        self.ensure_one()
        self._check_move(start, reason, tell_customer)
        self._remember_plan(reason)
        # Managers may not write tasks, nor engineers their times: they move them here.
        self.sudo().write({"engineering_start": start, "engineering_end": end})
        if tell_customer:
            self._tell_customer_of_time()

    def _check_move(self, start, reason, tell_customer):
        self._check_may_move()
        if not start:
            raise UserError(
                self.env._("Write when “%(work)s” is done.", work=self.display_name)
            )
        if self.engineering_start and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "“%(work)s” is planned already. Write why it is done at another"
                    " time.",
                    work=self.display_name,
                )
            )
        if tell_customer and not self._get_customer_to_tell().email:
            raise UserError(
                self.env._(
                    "The customer of “%(work)s” has no e-mail address. Add it to the"
                    " contact, or don't tell the customer by mail.",
                    work=self.display_name,
                )
            )

    def _tell_customer_of_time(self):
        """Mail the customer when the work is done by now."""
        template = self.env.ref("crm_engineering_calc.mail_template_work_moved")
        template.sudo().with_context(**FRAMED).send_mail(
            self.id, email_layout_xmlid=OWN_LAYOUT
        )
        self._notify_deal(
            lambda link: _lt(
                "%(customer)s gets a mail about the new time of %(link)s",
                customer=self._get_customer_to_tell(),
                link=link,
            )
        )

    def _get_customer_to_tell(self):
        """Return who at the customer's is told of the time of the work."""
        self.ensure_one()
        work = self.sudo()
        partners = work.partner_id | work.engineering_lead_id.partner_id
        return partners.filtered("email")[:1] or partners[:1]


def _plan_text(start, end):
    """Return when a work is planned as a value of a text."""
    return lambda env: format_span(env, start, end) or start or _lt("no time")
