from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """The deals that an engineer reads: what he or his teams calculate or do.

    A record rule asks for them. PostgreSQL gathers their ids once, and finds them by
    its index beside a seller's own deals: a plain condition on cards is run for each
    deal.
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
        return self._get_engineer_domain(self.env.uid)

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
