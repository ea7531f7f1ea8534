from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.mail import plaintext2html
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkState
from ..common.concurrency import serialize
from ..common.field_groups import ENGINEERING

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """A claim of the customer makes a work that is free, and in no act.

    It does again what another work has done: nothing is ordered by it.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_claim_of_id = fields.Many2one(
        "project.task",
        "Claim on",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=ENGINEERING,
        help="The accepted work that the customer is not content with.",
    )
    engineering_claim_ids = fields.One2many(
        "project.task",
        "engineering_claim_of_id",
        "Claims",
        context={"active_test": False},
        groups=ENGINEERING,
    )
    engineering_can_claim = fields.Boolean(
        compute="_compute_engineering_can_claim", groups=ENGINEERING
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_claim_of_id"}

    @api.depends("engineering_lead_id", "engineering_state")
    @api.depends_context("uid")
    def _compute_engineering_can_claim(self):
        managed = self.engineering_lead_id._filter_managed_by_user()
        for task in self:
            task.engineering_can_claim = (
                task.engineering_lead_id in managed and task._may_be_claimed()
            )

    def _may_be_claimed(self):
        """Return whether the customer has the work in an act, and it is no claim."""
        self.ensure_one()
        work = self.sudo()
        return (
            work.engineering_state == WorkState.COMPLETED
            and not work.engineering_claim_of_id
            and work._is_in_act()
        )

    # === CLAIM ===

    def action_claim_work(self):
        """Ask what the customer claims, and who mends it.

        :return: the action that opens the dialog
        :raises UserError: the work is in no act: it is returned; or what is claimed of
            it is being mended
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_may_claim()
        return self._open_dialog("engineering.work.claim", self.env._("Claim"))

    def _check_may_claim(self):
        # A task of nobody's deal is named to nobody who may not read it.
        self.check_access("read")
        self.sudo().engineering_lead_id.with_env(self.env)._check_managed_by_user()
        if not self._may_be_claimed():
            raise UserError(
                self.env._(
                    "“%(work)s” is in no act, or a claim itself: what is to be mended"
                    " of it is returned to its engineer with “Return”.",
                    work=self.display_name,
                )
            )
        self._check_no_open_claim()

    def _check_no_open_claim(self):
        claims = self.sudo().engineering_claim_ids
        if claim := claims.filtered("engineering_is_open")[:1]:
            raise UserError(
                self.env._(
                    "What is claimed of “%(work)s” is being mended: %(user)s has"
                    " created “%(claim)s”, which is in the state “%(state)s”. Write"
                    " there what else is claimed.",
                    work=self.display_name,
                    user=claim.create_uid.name,
                    claim=claim.name,
                    state=claim._get_state_label(claim.engineering_state),
                )
            )

    def _create_claim(self, reason, engineer):
        """Return a free work that mends this one.

        :param engineer: who does it; none: anyone of the team
        :raises UserError: the work is in no act, is being mended already, nothing is
            said, or the engineer is not of its team
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        # Two who claim at once: who comes second reads what the first one has made.
        serialize(self)
        self._check_may_claim()
        if not reason.strip():
            raise UserError(
                self.env._(
                    "Write what the customer claims about “%(work)s”.",
                    work=self.display_name,
                )
            )
        self._check_assigned(engineer=engineer)
        values = self._prepare_claim_values(reason, engineer)
        claim = self._create_for_deal(values, note=reason)
        self.engineering_lead_id._notify_deal(
            _lt(
                "The customer claims %(work)s. Free work %(link)s is created for"
                " %(who)s: %(reason)s",
                work=self,
                reason=reason,
                link=claim,
                who=engineer or claim.sudo().engineering_team_id,
            )
        )
        return claim

    def _prepare_claim_values(self, reason, engineer):
        """Return what a claim takes from the work that it mends. To be extended."""
        work = self.sudo()
        return {
            "name": self.env._("%(work)s – claim", work=work.name),
            "description": plaintext2html(reason),
            "project_id": work.project_id.id,
            "partner_id": work.partner_id.id,
            "user_ids": [Command.set(engineer.ids)],
            "company_id": work.company_id.id,
            "engineering_claim_of_id": work.id,
            "engineering_lead_id": work.engineering_lead_id.id,
            "engineering_direction_id": work.engineering_direction_id.id,
            "engineering_team_id": work.engineering_team_id.id,
            "engineering_agreement_id": work.engineering_agreement_id.id,
            "engineering_state": WorkState.ASSIGNED.value,
            "engineering_work_line_ids": [
                Command.create(
                    {
                        "order_line_id": line.order_line_id.id,
                        "name": line.name,
                        "quantity": line.quantity,
                        "sequence": line.sequence,
                    }
                )
                for line in work.engineering_work_line_ids
                if line.quantity
            ],
        }
