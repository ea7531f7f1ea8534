from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent

_lt = LazyTranslate(__name__)


class EngineeringQuestionMixin(models.AbstractModel):
    """What an engineer asks of the manager, and the answer."""

    _name = "engineering.question.mixin"
    _inherit = ["engineering.workflow.mixin"]
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

    def _after_ask(self, question):
        for calculation in self:
            calculation._notify_manager()
            calculation.lead_id._notify_deal(
                _lt(
                    "Question in %(link)s: %(question)s",
                    link=calculation,
                    question=question,
                )
            )

    def _notify_manager(self):
        """Put the question on the list of who answers for the deal."""
        self.ensure_one()
        manager = self._get_manager()
        self._notify_users(
            manager,
            _lt("Question for %(manager)s", manager=manager.name),
            activity=_lt("Answer the engineer"),
            note=self.question,
        )

    # === ANSWER ===

    def action_answer(self):
        """Ask for the answer to the engineer's question.

        :return: the action that opens the dialog
        """
        return self._open_dialog("engineering.calculation.answer", self.env._("Answer"))

    def _after_answer(self, answer):
        for calculation in self:
            calculation._drop_activities()
            calculation._notify_answer(answer)
            calculation.lead_id._notify_deal(
                _lt(
                    "Answered in %(link)s: %(answer)s",
                    link=calculation,
                    answer=answer,
                )
            )

    def _notify_answer(self, answer):
        """Tell the engineer of the answer, unless it is he who has entered it."""
        self.ensure_one()
        if self.env.user == self.engineer_id:
            self._notify_users(
                self.engineer_id, _lt("The answer is entered"), note=answer
            )
        else:
            self._notify_users(
                self.engineer_id,
                _lt("The manager has answered"),
                activity=_lt("Go on with the answer"),
                note=answer,
            )
