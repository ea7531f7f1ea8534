from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...domain.progress import DealState
from ..common.field_groups import SALES
from ..common.rows import get_stored


class CrmLead(models.Model):
    """Who is told and asked of a deal: its seller, or instead of one who is gone.

    Gone is who was deactivated, sells no more, or works no more in the company that
    calculates the deal.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _get_engineering_manager(self):
        """Return who is told and asked of the deal, as superuser.

        Instead of a seller who is gone it is the head of the sales team.
        """
        lead = self.sudo()
        seller = lead._filter_sellers(lead.user_id)
        is_left = lead.user_id and not seller
        return lead._filter_sellers(lead.team_id.user_id) if is_left else seller

    def _get_engineering_managers(self, calculating):
        """Return {deal: who is told and asked of it: a manager, else who asked}.

        As superuser, and sellers are looked at once for all of their deals.

        :param calculating: {id of a company: ids of the deals that it calculates}
        """
        managers = {}
        of_seller = defaultdict(list)
        for id_, seller_id in get_stored(self.sudo(), "user_id").items():
            of_seller[seller_id].append(id_)
        for seller_id, ids in of_seller.items():
            seller = self.env["res.users"].sudo().browse(filter(None, [seller_id]))
            leads = self.sudo().browse(ids)
            companies = self.env["res.company"].browse(
                id_
                for id_, ids in calculating.items()
                if not ids.isdisjoint(leads._ids)
            )
            stays = leads._filter_sellers(seller, companies)
            if stays:
                managers.update(dict.fromkeys(leads, stays))
                continue
            for lead in leads:
                managers[lead] = (
                    lead._get_engineering_manager() or lead._get_who_is_asked()
                )
        return managers

    def _filter_sellers(self, users, companies=None):
        """Return the users who are gone from none of the deals.

        :param companies: those that calculate the deals, where they are known
        """
        sellers = users.sudo().filtered(
            lambda user: user.active and user.has_group(SALES)
        )
        if companies is None:
            companies = sellers and self.sudo().engineering_calculation_ids.company_id
        needed = {company.id for company in companies}
        return sellers.filtered(lambda user: needed.issubset(user._get_company_ids()))

    @api.model
    def _get_managed_by_domain(self, user):
        """Return the deals of which `_get_engineering_manager` returns a user."""
        headed = Domain("team_id.user_id", "=", user.id)
        mine = Domain("user_id", "=", user.id)
        if (
            not self.env["crm.team"]
            .sudo()
            .search_count([("user_id", "=", user.id)], limit=1)
        ):
            return mine
        return mine | headed & self._get_left_domain(user.sudo().company_ids)

    @api.model
    def _get_left_domain(self, companies):
        """Return the deals that companies calculate and whose sellers are gone."""
        sales = self.env["ir.model.data"]._xmlid_to_res_id(SALES)
        sells = Domain("all_implied_ids", "in", [sales])
        gone = Domain("active", "=", False) | Domain("group_ids", "not any!", sells)
        left = Domain("user_id", "any!", gone)
        for company in companies:
            left |= Domain(
                "engineering_calculation_ids",
                "any!",
                Domain("company_id", "=", company.id),
            ) & Domain("user_id", "any!", ~Domain("company_ids", "in", [company.id]))
        return left

    def _ask_instead_of(self, users):
        """Ask who answers now for what users were asked who are gone."""
        mine = Domain("user_id", "in", users.ids)
        mine |= Domain("team_id.user_id", "in", users.ids)
        mine |= Domain("user_id", "=", False)
        deals = self.sudo().search(
            mine
            & Domain("engineering_state", "!=", DealState.NONE.value)
            & Domain("engineering_state", "!=", False)
        )
        left = deals.filtered(lambda lead: not users & lead._get_who_is_asked())
        left._search_activities_of(users).unlink()
        left.filtered(lambda lead: lead._get_who_is_asked())._notify_again()

    def _get_who_is_asked(self):
        cards = self.engineering_calculation_ids
        return self.env["res.users"].union(*(card._get_manager() for card in cards))
