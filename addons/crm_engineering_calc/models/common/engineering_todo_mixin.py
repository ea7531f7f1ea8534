from odoo import models


class EngineeringTodoMixin(models.AbstractModel):
    """What a card asks of people ends when it is done, by whomever, however.

    An event of the card ends all that was asked before it, and asks what comes next.
    Of a card that is done, `_still_asks` says whether the next document is there: the
    deal looks whenever one of its cards changes. With the card, the host deletes what
    it asks.
    """

    _name = "engineering.todo.mixin"
    _inherit = ["engineering.workflow.mixin", "engineering.notice.mixin"]
    _description = "To-dos of a card"

    def _after_event(self, event, details):
        self._drop_activities()
        return super()._after_event(event, details)

    def _still_asks(self):
        """Return whether a card waits for its next step. To be extended."""
        self.ensure_one()
        return self._is_open()

    def _drop_todos_done(self):
        """Take off people's lists what is done, though not by an event of the card."""
        self.filtered(lambda card: not card._still_asks())._drop_activities()
