from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import CalculationEvent
from ..common.reader_texts import as_read_by, to_html
from ..common.said_text import get_said_text

_lt = LazyTranslate(__name__)


class EngineeringQuestionMixin(models.AbstractModel):
    """What an engineer asks of the manager, and the answer."""

    _name = "engineering.question.mixin"
    _inherit = ["engineering.conversation.mixin", "engineering.notice.mixin"]
    _description = "Question to the manager"

    question = fields.Text(readonly=True, copy=False)
    answer = fields.Text("Manager's Answer", readonly=True, copy=False)

    # === WORKFLOW ===

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        if event == CalculationEvent.ASK:
            values |= {"question": details["question"], "answer": False}
        if event == CalculationEvent.ANSWER:
            values["answer"] = details["answer"]
        return values

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.ASK:
            self._after_ask(**details)
        if event == CalculationEvent.ANSWER:
            self._after_answer(**details)
        return result

    # === ASK ===

    def action_ask(self):
        """Ask what the engineer wants to know of the manager.

        :return: the action that opens the dialog
        """
        return self._open_dialog(
            "engineering.calculation.ask", self.env._("Ask the manager")
        )

    def _after_ask(self, question, attachments=None):
        for calculation in self:
            calculation._say(question, **calculation._take_files(attachments))
            calculation._ask_manager()
            calculation.lead_id._notify_deal(
                _lt(
                    "Question in %(link)s: %(question)s",
                    link=calculation,
                    question=question,
                )
            )

    def _take_files(self, attachments):
        """Let the card have the user's own files; return the values of its message."""
        if not attachments:
            return {}
        attachments.check_access("read")
        own = attachments.sudo().filtered(
            lambda file: file.create_uid == self.env.user and not file.res_id
        )
        own.write({"res_model": self._name, "res_id": self.id})
        return {"attachment_ids": attachments.ids}

    def _ask_manager(self):
        """Put the question on the list of who answers for the deal."""
        self._ask_users(self._get_manager(), _lt("Answer the engineer"), self.question)

    def _notify_manager(self):
        """Tell who answers for the deal of a question that waits already."""
        self.ensure_one()
        manager = self._get_manager()
        text = _lt("Question for %(manager)s", manager=manager.name)
        self._notify_users(manager, text, note=self.question)
        self._ask_manager()

    # === ANSWER ===

    def action_answer(self):
        """Ask for the answer to the engineer's question.

        :return: the action that opens the dialog
        """
        is_own = self.engineer_id == self.env.user
        return self._open_dialog(
            "engineering.calculation.answer",
            self.env._("Take the question back") if is_own else self.env._("Answer"),
        )

    def _after_said(self, message, speaker):
        """Take a message of the manager for the answer that the engineer waits for."""
        result = super()._after_said(message, speaker)
        card = self._as_user(speaker)
        text = get_said_text(message)
        if speaker and text and card._is_answered_by_manager():
            card._send_event(CalculationEvent.ANSWER.value, answer=text, said=True)
        return result

    def _is_answered_by_manager(self):
        """Return whether the user may answer, and not as the engineer who asks."""
        return (
            self.has_access("read")
            and self.env.user != self.engineer_id
            and Role.MANAGER in self._get_workflow_roles()
            and CalculationEvent.ANSWER in self._get_possible_events()
        )

    def _after_answer(self, answer, said=False):
        """Let the engineer go on.

        :param said: whether the answer stands in the conversation already
        """
        for calculation in self:
            is_own = self.env.user == calculation.engineer_id
            if not said:
                calculation._say(
                    to_html(
                        as_read_by(calculation, calculation._get_manager()).env,
                        _lt("The question is taken back: %(words)s", words=answer),
                    )
                    if is_own
                    else answer
                )
            if not is_own:
                calculation._ask_users(
                    calculation.engineer_id, _lt("Go on with the answer"), answer
                )
            calculation.lead_id._notify_deal(
                _lt(
                    "Answered in %(link)s: %(answer)s",
                    link=calculation,
                    answer=answer,
                )
            )
