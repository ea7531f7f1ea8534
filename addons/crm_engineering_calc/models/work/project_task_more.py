from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mail import plaintext2html
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import WorkState
from ..common.concurrency import serialize
from ..common.field_groups import ENGINEERING

_lt = LazyTranslate(__name__)

# What an engineer sees of a work that he has begun.
BEGUN = (WorkState.ACCEPTED, WorkState.COMPLETED)


class ProjectTask(models.Model):
    """More is needed than was ordered, or something else: it is calculated further.

    It does not go into the work: the customer has not ordered it.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_can_request_more = fields.Boolean(
        compute="_compute_engineering_can_request_more", groups=ENGINEERING
    )

    @api.depends(lambda self: self._get_role_fields())
    @api.depends_context("uid")
    def _compute_engineering_can_request_more(self):
        for task in self:
            task.engineering_can_request_more = (
                task.engineering_state in BEGUN
                and Role.ENGINEER in task._get_workflow_roles()
            )

    def action_request_more(self):
        """Ask what more is needed than was ordered.

        :return: the action that opens the dialog
        :raises UserError: the work is not begun
        :raises AccessError: the work is another engineer's
        """
        self.ensure_one()
        self._check_may_request_more()
        return self._open_dialog("engineering.work.more", self.env._("More is needed"))

    def _check_may_request_more(self):
        if Role.ENGINEER not in self._get_workflow_roles():
            raise AccessError(
                self.env._(
                    "What more is needed in “%(work)s” is said by its engineer.",
                    work=self.display_name,
                )
            )
        if self.engineering_state not in BEGUN:
            raise UserError(
                self.env._(
                    "“%(work)s” is in the state “%(state)s”. Accept it, and look what"
                    " is needed, first.",
                    work=self.display_name,
                    state=self._get_state_label(self.engineering_state),
                )
            )

    def _request_more(self, text, files):
        """Send a supplementary calculation to the deal, and tell its manager.

        Where the direction is being calculated in the deal already, that calculation
        gets it.

        :param text: what more is needed
        :param files: attachments that show it
        :return: the calculation
        :raises UserError: nothing is said, the work is not begun, or the deal is lost
        """
        self.ensure_one()
        self._check_may_request_more()
        self._check_says_what(text)
        files.check_access("read")
        # The manager's request, sent by who sees on the site that it will be needed.
        work = self.sudo()
        serialize(work.engineering_lead_id)
        card = work._get_calculation_for_more()
        if not card:
            card = card.create(work._prepare_more_values(text, self.env.user))
        self._note_what_is_needed(card, text, files.sudo())
        work._post_in_feed(
            _lt(
                "More is needed than was ordered. It is calculated in %(card)s:"
                " %(text)s",
                text=text,
                card=card,
            )
        )
        self._notify_deal(
            lambda link: _lt(
                "More is needed than was ordered in work %(link)s. It is calculated in"
                " %(card)s: %(text)s",
                link=link,
                text=text,
                card=card,
            ),
            inbox=True,
        )
        return card.with_env(self.env)

    def _check_says_what(self, text):
        if not (text or "").strip():
            raise UserError(
                self.env._(
                    "Write what more is needed in “%(work)s” than was ordered.",
                    work=self.display_name,
                )
            )

    def _note_what_is_needed(self, card, text, files):
        """Leave what the engineer says, and copies of his files, in a calculation."""
        copies = [
            file.copy({"res_model": card._name, "res_id": card.id}).id for file in files
        ]
        card.message_post(
            body=plaintext2html(text),
            author_id=self.env.user.partner_id.id,
            attachment_ids=copies,
            subtype_xmlid="mail.mt_note",
        )

    def _get_calculation_for_more(self):
        """Return the open calculation of the work's direction in its deal."""
        return self.engineering_lead_id.engineering_calculation_ids.filtered(
            lambda card: (
                card._is_open() and card.direction_id == self.engineering_direction_id
            )
        )[:1]

    def _prepare_more_values(self, text, user):
        """Return the values of a supplementary calculation. To be extended."""
        direction, team = self.engineering_direction_id, self.engineering_team_id
        is_of_team = user in team._get_people(self.company_id)
        return {
            **self.engineering_lead_id._prepare_calculation_values(),
            "direction_id": direction.id,
            "team_id": (team or direction.team_id).id,
            "engineer_id": is_of_team and user.id,
            "need": plaintext2html(text),
            "company_id": self.company_id.id,
        }
