from odoo import fields, models
from odoo.tools.date_utils import localized

from ..common.field_groups import ENGINEER
from ..common.presence import get_absences


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        if {"active", "company_ids", "group_ids"}.isdisjoint(vals):
            return super().write(vals)
        before = self.sudo()._get_companies_of_engineers()
        result = super().write(vals)
        self._take_back_from_left(before)
        if not vals.get("active", True):
            self.env["crm.lead"]._ask_instead_of(self)
        return result

    def _take_back_from_left(self, before):
        """Give teams back what those had who are engineers of fewer companies now.

        :param before: what `_get_companies_of_engineers` returned then
        """
        after = self.sudo()._get_companies_of_engineers()
        left = [user.id for user, was in before.items() if was - after[user]]
        if left:
            self.env["engineering.team"]._take_back_from(self.browse(left))

    def _get_companies_of_engineers(self):
        """Return {user: the companies in which they are an engineer}."""
        return {
            user: user.company_ids
            if user.active and user.has_group(ENGINEER)
            else user.company_ids.browse()
            for user in self
        }

    def _get_engineering_absences(self, calendar):
        """Return {user: when they work again, None: not known} of those who are away.

        Of whom the host has no resource, nothing is known: they are there.

        :param calendar: that of the others, by which the next working day is found
        """
        resources = self.env["resource.resource"].sudo()
        resources = resources.search([("user_id", "in", self.ids)])
        now = localized(fields.Datetime.now())
        return get_absences(resources, calendar, now) if resources else {}
