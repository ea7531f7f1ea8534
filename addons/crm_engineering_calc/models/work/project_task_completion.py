from odoo import models
from odoo.exceptions import UserError

from ...domain.workflows import WorkEvent


class ProjectTask(models.Model):
    """What a work lacks to be completed is said at once, in one list."""

    _name = "project.task"
    _inherit = "project.task"

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == WorkEvent.COMPLETE:
            self._check_nothing_missing()
        return result

    def _check_nothing_missing(self):
        missing = {work: work._get_missing_to_complete() for work in self}
        refusals = [
            work._get_incomplete_message(texts)
            for work, texts in missing.items()
            if texts
        ]
        if refusals:
            raise UserError("\n\n".join(refusals))

    def _get_missing_to_complete(self):
        """Return what the work lacks to be completed, each with its remedy.

        To be extended.

        :return: a list of texts for the user, one a line of the refusal
        """
        self.ensure_one()
        return []

    def _get_incomplete_message(self, texts):
        heading = self.env._(
            "“%(work)s” can't be completed yet:", work=self.display_name
        )
        return "\n".join([heading, *(f"• {text}" for text in texts)])
