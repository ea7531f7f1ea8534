from odoo import fields, models
from odoo.tools.date_utils import localized

from ..common.field_groups import ENGINEER, SALES
from ..common.presence import get_absences


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        if {"active", "company_ids", "group_ids"}.isdisjoint(vals):
            return super().write(vals)
        before = self.sudo()._get_companies_of_roles()
        result = super().write(vals)
        self._follow_leaving(before)
        return result

    def _follow_leaving(self, before):
        """Let others go on for those who have a role in fewer companies now.

        :param before: what `_get_companies_of_roles` returned then
        """
        after = self.sudo()._get_companies_of_roles()
        left = {
            role: self.browse(
                user.id for user, was in of_role.items() if was - after[role][user]
            )
            for role, of_role in before.items()
        }
        if left[ENGINEER]:
            self.env["engineering.team"]._take_back_from(left[ENGINEER])
        if left[SALES]:
            self.env["crm.lead"]._ask_instead_of(left[SALES])

    def _get_companies_of_roles(self):
        """Return {role: {user: the companies in which they have it}}."""
        nowhere = self.env["res.company"]
        return {
            role: {
                user: user.company_ids
                if user.active and user.has_group(role)
                else nowhere
                for user in self
            }
            for role in (ENGINEER, SALES)
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
