from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..common.field_groups import SALES
from ..common.finite_fields import OptionalFloat
from ..common.rows import filter_given

_lt = LazyTranslate(__name__)


class CrmLead(models.Model):
    """All that came in for a deal, and whether its customer waits for an answer."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.incoming.mixin"]

    engineering_incoming_ids = fields.One2many(
        "engineering.incoming", "lead_id", "What Came In", groups=SALES
    )
    engineering_unanswered_since = fields.Datetime(
        "Customer Waits Since",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=SALES,
    )
    engineering_answer_hours = OptionalFloat(
        "Hours to the First Answer",
        copy=False,
        readonly=True,
        aggregator="avg",
        groups=SALES,
        help="Working hours of the company, from what came in first to its answer.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_unanswered_since",
            "engineering_answer_hours",
        }

    # === FEED ===

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        self._follow_customers(message)
        return result

    def _get_incoming_deal(self):
        is_ours = self.engineering_direction_id or self._is_made_by_mail()
        return self if is_ours else self.browse()

    def _be_answered(self, user, moment=None):
        """Note that a colleague has written or spoken to the customers of deals."""
        self.sudo().engineering_incoming_ids._answer(user, moment)

    def _update_answers(self):
        """Let deals tell since when their customers wait, and how long they did."""
        for lead in self.sudo():
            rows = lead.engineering_incoming_ids.sorted(
                lambda row: (row.came_on, row.id)
            )
            waiting = rows.filtered(lambda row: not row.answered_on)
            lead._as_machine().write(
                {
                    "engineering_unanswered_since": waiting[:1].came_on,
                    "engineering_answer_hours": rows[:1].answer_hours,
                }
            )

    def action_answered(self):
        """Say that the customers were answered otherwise, as by telephone.

        :return: True
        :raises AccessError: a deal is not the user's to change
        """
        self._check_managed_by_user()
        for lead in self.sudo().filtered("engineering_unanswered_since"):
            lead._notify_deal(_lt("The customer was answered otherwise"))
        self._be_answered(self.env.user)
        return True

    # === BOARD ===

    @api.model
    def _get_summary_dependencies(self):
        return [*super()._get_summary_dependencies(), "engineering_unanswered_since"]

    def _get_board_items(self):
        told = super()._get_board_items()
        if self.env.user.has_group(SALES):
            for lead in filter_given(self, "engineering_unanswered_since"):
                since = fields.Datetime.to_string(lead.engineering_unanswered_since)
                text = self.env._("Customer waits for an answer")
                item = {"name": "answer", "text": text, "level": "warning"}
                told[lead.id].insert(0, {**item, "since": since})
        return told

    # === MERGE ===

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        rows = (opportunities | self).sudo().engineering_incoming_ids
        if rows:
            rows._as_machine().write({"lead_id": self.id})
            self._update_answers()
        return result
