from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class EngineeringVisitStaffMixin(models.AbstractModel):
    """Visits ahead go with their calculations, whoever gets these."""

    _name = "engineering.visit.staff.mixin"
    _inherit = ["engineering.staff.mixin"]
    _description = "Visits that go with their calculations"

    @api.model
    def _search_of(self, users, team=None):
        mine = Domain("engineering_calculation_id", "!=", False)
        if team:
            mine &= Domain("engineering_calculation_id.team_id", "=", team.id)
        return self._search_ahead(mine & Domain("user_id", "in", users.ids))

    @api.model
    def _search_of_nobody(self, calculations):
        """Return the visits ahead that whoever takes the calculations goes to."""
        return self._search_of_calculations(calculations, [False])

    @api.model
    def _search_of_calculations(self, calculations, user_ids):
        """Return the visits ahead to which users go for the calculations."""
        return self._search_ahead(
            Domain("engineering_calculation_id", "in", calculations.ids)
            & Domain("user_id", "in", user_ids)
        )

    @api.model
    def _search_ahead(self, domain):
        return self.search(Domain("start", ">=", fields.Datetime.now()) & domain)

    def _get_holders(self):
        return self.user_id

    def _get_possible_holders(self):
        return self.engineering_calculation_id._get_possible_holders()

    def _hand_over(self, users, engineer=None, reason=None):
        for visit in self:
            holder = visit.engineering_calculation_id.engineer_id
            visit._give_visit_to(engineer or holder - users)

    def _give_visit_to(self, engineer):
        """Send another engineer to the site, or whoever takes the calculation."""
        self.ensure_one()
        former = self.user_id
        self.write(
            {
                "user_id": engineer.id,
                "partner_ids": [
                    *(Command.unlink(id_) for id_ in former.partner_id.ids),
                    *(Command.link(id_) for id_ in engineer.partner_id.ids),
                ],
            }
        )
        self._notify_visit_given(former, engineer)

    def _notify_visit_given(self, former, engineer):
        start = self.start.date() if self.allday else self.start
        card = self.engineering_calculation_id
        if engineer:
            text = _lt(
                "%(engineer)s goes to the site measurement for %(link)s on %(start)s",
                engineer=engineer.name,
                link=card,
                start=start,
            )
        else:
            text = _lt(
                "Nobody goes to the site measurement for %(link)s on %(start)s instead"
                " of %(former)s yet: whoever takes the calculation does.",
                former=former.name,
                link=card,
                start=start,
            )
        card.lead_id._notify_deal(text, inbox=not engineer)
