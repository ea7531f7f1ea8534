from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

from ..common.field_groups import ENGINEER, SALES

# The deals that are searched are the seller's own.
OWN_DEALS = "engineering_own_deals"


class CrmLead(models.Model):
    """The deals that an engineer reads: what he or his teams calculate or do.

    A record rule asks for them. PostgreSQL gathers their ids once, and finds them by
    its index beside a seller's own deals: a plain condition on cards is run for each
    deal. Nothing is gathered where the host lets a seller read all that he looks for.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_is_of_engineer = fields.Boolean(
        compute="_compute_engineering_is_of_engineer",
        search="_search_engineering_is_of_engineer",
        exportable=False,
        export_string_translation=False,
    )

    @api.depends(
        "engineering_calculation_ids.engineer_id",
        "engineering_calculation_ids.team_id",
        "engineering_work_ids.engineering_team_id",
        "engineering_work_ids.user_ids",
    )
    @api.depends_context("uid")
    def _compute_engineering_is_of_engineer(self):
        mine = self.sudo().with_context(active_test=False)
        mine = mine.search(
            Domain("id", "in", self.ids) & self._get_engineer_domain(self.env.uid)
        )
        for lead in self:
            lead.engineering_is_of_engineer = lead._origin.id in mine._ids

    @api.model
    def _search_engineering_is_of_engineer(self, operator, value):
        if operator != "in":
            return NotImplemented
        if self.env.context.get(OWN_DEALS):
            return Domain.FALSE
        return self._get_engineer_domain(self.env.uid)

    @api.model
    def _search(self, domain, *args, **kwargs):
        domain = Domain(domain)
        is_own = not self.env.su and self._are_deals_of_seller(domain)
        leads = self
        if is_own != self.env.context.get(OWN_DEALS, False):
            leads = self.with_context(**{OWN_DEALS: is_own})
        return super(CrmLead, leads)._search(domain, *args, **kwargs)

    @api.model
    def _are_deals_of_seller(self, domain):
        """Return whether a domain asks an engineer who sells too for his own deals."""
        user = self.env.user
        parts = domain.children if isinstance(domain, DomainAnd) else (domain,)
        return any(
            isinstance(part, DomainCondition)
            and part.field_expr == "user_id"
            and part.operator in ("=", "in")
            and part.value in (user.id, [user.id], {user.id})
            for part in parts
        ) and (user.has_group(ENGINEER) and user.has_group(SALES))

    @api.model
    def _get_engineer_domain(self, uid):
        of_calculations = (
            Domain("team_id.member_ids", "in", uid)
            | Domain("team_id.leader_id", "=", uid)
            | Domain("engineer_id", "=", uid)
        )
        of_works = Domain("engineering_lead_id", "!=", False) & (
            Domain("user_ids", "in", uid)
            | Domain("engineering_team_id.member_ids", "in", uid)
            | Domain("engineering_team_id.leader_id", "=", uid)
        )
        return self._in_deals_of(
            "engineering.calculation", of_calculations
        ) | self._in_deals_of("project.task", of_works)

    @api.model
    def _in_deals_of(self, model, domain):
        """Return the domain of the deals that have cards which meet a domain."""
        cards = self.env[model].sudo().with_context(active_test=False)
        query = cards._search(domain)
        field = SQL.identifier(query.table, self._get_card_fields()[model])
        lead_ids = query.subselect(field)
        return Domain.custom(
            to_sql=lambda _leads, alias, _query: SQL(
                "%s = ANY(ARRAY(%s))", SQL.identifier(alias, "id"), lead_ids
            )
        )
