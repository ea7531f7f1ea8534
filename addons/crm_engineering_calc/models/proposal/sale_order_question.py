from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..common.activity_types import PROPOSAL
from ..common.field_groups import SALES
from ..common.said_text import get_said_text

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """What the customer asks on the page of a proposal or order, or in a mail.

    It waits on the manager's list until somebody of the company writes back.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "engineering.notice.mixin"]

    _activity_type = PROPOSAL

    engineering_question = fields.Text(
        "Customer's Question",
        readonly=True,
        copy=False,
        groups=SALES,
        help="What the customer has asked, and nobody has answered yet.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_question"}

    # === CONVERSATION ===

    def message_post(self, **kwargs):
        if self.env.user.share and kwargs.get("message_type") == "comment":
            for order in self._of_engineering().sudo():
                order._check_can_be_asked()
        return super().message_post(**kwargs)

    def _check_can_be_asked(self):
        if self._is_withdrawn():
            raise UserError(self._get_acceptance_refusal())

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        is_away = self.env.context.get("engineering_only_said")
        if message.subtype_id.id == comment and not is_away:
            for order in self._of_engineering().sudo():
                order._follow_message(message.sudo())
        return result

    def _follow_message(self, message):
        """Let the deal know what the customer and the company write to each other.

        A mail is of who has written it; another message is of the user, whatever author
        a client names. What the superuser posts is told by what has led to it.
        """
        is_mail = message.message_type == "email"
        is_said = (
            message.message_type == "comment" and not self.env.user._is_superuser()
        )
        if not is_mail and not is_said:
            return
        speakers = message.author_id.user_ids if is_mail else self.env.user
        text = get_said_text(message)
        if not any(user._is_internal() for user in speakers):
            self._take_question(text, message.author_id)
        elif self.engineering_question:
            self._take_answer(text, message.author_id)

    # === QUESTION, ANSWER ===

    def _take_question(self, question, author):
        """Bring a question to the manager, and the answer to who has asked it."""
        customer = self.partner_id.commercial_partner_id
        if author.commercial_partner_id == customer:
            self.message_subscribe(author.ids)
        asked = filter(None, (self.engineering_question, question))
        self._as_machine().engineering_question = "\n".join(asked)
        self._drop_activities()
        self._ask_manager()
        lead = self.opportunity_id
        # Who follows the order has got the customer's own words.
        manager = lead._get_engineering_manager().partner_id
        lead._notify_deal(
            _lt("Question about %(link)s: %(question)s", link=self, question=question),
            inbox=manager not in self.message_partner_ids,
            author=author,
        )

    def _ask_manager(self):
        """Put the question on the list of who answers for the deal."""
        manager = self.opportunity_id._get_engineering_manager()
        self._ask_users(manager, _lt("Answer the customer"), self.engineering_question)

    def _take_answer(self, answer, author):
        self._drop_question()
        self.opportunity_id._notify_deal(
            _lt("Answered in %(link)s: %(answer)s", link=self, answer=answer),
            author=author,
        )

    def _drop_question(self):
        """Wait for an answer no more."""
        asked = self.filtered("engineering_question")
        asked._as_machine().write({"engineering_question": False})
        asked._drop_activities()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._of_engineering().sudo()._drop_question()
        return result

    # === STRIP OF THE DEAL ===

    def _prepare_proposal_summary_item(self):
        return self._with_question(super()._prepare_proposal_summary_item())

    def _prepare_order_summary_item(self):
        return self._with_question(super()._prepare_order_summary_item())

    def _with_question(self, item):
        """Return what the strip tells of the order, with who answers the question."""
        if not self.engineering_question:
            return item
        manager = self.opportunity_id._get_engineering_manager()
        answer = (manager, self.env._("answer the customer"))
        return {**item, "waits": [answer, *item["waits"]]}
