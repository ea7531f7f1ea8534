from odoo import models
from odoo.tools.translate import LazyTranslate

from ..common.activity_types import DEAL

_lt = LazyTranslate(__name__)


class CrmLead(models.Model):
    """The works that a deal's manager is asked for once they are paid."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.notice.mixin"]

    _activity_type = DEAL

    def _ask_for_works(self, order):
        """Put the works of an order that is paid on the manager's list."""
        self.ensure_one()
        if self._still_asks_for_works() and not self._get_works_asked():
            self._ask_users(
                self._get_engineering_manager(),
                _lt("Create the work"),
                _lt("%(order)s is paid as its works ask for.", order=order),
            )

    def _get_works_asked(self):
        """Return the to-dos that ask for works of the deals."""
        return self.sudo().activity_search([self._activity_type])

    def _still_asks_for_works(self):
        """Return whether something is left to hand out that has waited for payment."""
        self.ensure_one()
        return not self._stands_still() and any(
            order._get_directions_to_work()
            & order._get_directions_opened(order.engineering_payment_state)
            for order in self.sudo()._get_engineering_orders()
        )

    def _drop_todos_done(self):
        result = super()._drop_todos_done()
        leads = self.browse(self._get_works_asked().mapped("res_id"))
        leads.filtered(lambda lead: not lead._still_asks_for_works())._drop_activities()
        return result

    def _search_activities_of(self, managers):
        return super()._search_activities_of(
            managers
        ) | self._get_works_asked().filtered(
            lambda activity: activity.user_id in managers
        )
