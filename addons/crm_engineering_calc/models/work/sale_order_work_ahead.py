from odoo import models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """Works that go on before the customer has ordered, and what becomes of them.

    They go on when their proposal is confirmed, and keep it from being cancelled. When
    it will hardly be confirmed any more, people decide: the works may have begun.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def _supersede_others(self, text):
        before = self._search_superseded()
        result = super()._supersede_others(text)
        for order in self._search_superseded() - before:
            order._tell_works_ahead(
                _lt(
                    "%(link)s is replaced by %(newer)s, and its work goes on without an"
                    " order: cancel the work, or let it be done",
                    link=order,
                    newer=self.name,
                )
            )
        return result

    def _search_superseded(self):
        # A manager may have lost sight of a proposal that a colleague made.
        return self.sudo().search(Domain("engineering_superseded_by_id", "=", self.id))

    def _notify_declined(self, reason, author):
        result = super()._notify_declined(reason, author)
        for order in self._of_engineering().sudo():
            order._tell_works_ahead(
                _lt(
                    "The customer declines %(link)s, and its work goes on without an"
                    " order: cancel the work, or let it be done",
                    link=order,
                )
            )
        return result

    def _get_works_ahead(self):
        """Return the open works of a proposal that is not ordered."""
        self.ensure_one()
        if self.state == "sale":
            return self.env["project.task"]
        works = self.order_line.engineering_work_line_ids.task_id
        return works.filtered("engineering_is_open")

    def _tell_works_ahead(self, text):
        """Tell the manager, and who does the works, that they may be for nothing."""
        works = self._get_works_ahead()
        if works:
            self.opportunity_id._notify_deal(text, inbox=True)
        for work in works:
            work._notify_users(work._get_addressees(), text)
