from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..common.field_groups import ENGINEER, SALES
from ..common.reader_texts import as_read_by, to_html


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = [
        "crm.lead",
        "engineering.own.fields.mixin",
        "engineering.card.mixin",
        "engineering.summary.mixin",
    ]

    engineering_direction_id = fields.Many2one(
        "engineering.direction",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Line of business: decides who calculates, and from which services.",
        string="Direction",
    )
    engineering_is_managed = fields.Boolean(
        "Managed by Me", compute="_compute_engineering_is_managed"
    )
    engineering_offered = fields.Boolean(compute="_compute_engineering_offered")

    # === COMPUTE ===

    @api.depends("engineering_direction_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engineering_offered(self):
        """Whether the user has a role in engineering, or a direction to choose."""
        has_role = self.env.user.has_group(ENGINEER)
        directions = self.env["engineering.direction"].sudo()
        for company, leads in self.grouped("company_id").items():
            companies = [False, *(company or self.env.companies).ids]
            offered = has_role or bool(
                directions.search_count([("company_id", "in", companies)], limit=1)
            )
            for lead in leads:
                lead.engineering_offered = offered or bool(
                    lead.engineering_direction_id
                )

    def _compute_sale_data(self):
        # The host counts orders for whoever opens a deal; engineers may read none.
        if self.env["sale.order"].has_access("read"):
            return super()._compute_sale_data()
        self.sale_amount_total = 0.0
        self.quotation_count = self.sale_order_count = 0
        return None

    # === FEED ===

    def _notify_deal(self, body, inbox=False, author=None, files=()):
        """Post a step of the deal's story, in the name of who did it.

        Engineers may not write deals, hence superuser. `body` is lazy, for the manager
        reads it; `inbox` puts it into his inbox too; `author` is a partner, else the
        user; `files` are attachments of a card, shown under it and left with the card.
        """
        author = author or self.env.user.partner_id
        for lead in self.sudo():
            manager = lead._get_engineering_manager()
            partners = manager.partner_id - author if inbox else author.browse()
            lead = as_read_by(lead, manager)
            lead.message_post(
                body=to_html(lead.env, body),
                author_id=author.id,
                partner_ids=partners.ids,
                attachment_ids=[file.id for file in files],
                subtype_xmlid="crm_engineering_calc.mt_deal_step",
            )

    # === RIGHTS AND FACTS ===

    @api.depends("user_id", "team_id", "company_id")
    @api.depends_context("uid")
    def _compute_engineering_is_managed(self):
        """Whether the user may do with the deal what its seller may."""
        managed = self._origin._filter_managed_by_user()
        for lead in self:
            lead.engineering_is_managed = lead._origin in managed

    def _is_managed_by_user(self):
        """Return whether the user may do with the deal what its seller may."""
        self.ensure_one()
        return self.engineering_is_managed

    def _filter_managed_by_user(self):
        """Return the deals with which the user may do what their sellers may."""
        if self.env.su or self.env.user.has_group(SALES):
            return self._filtered_access("write")
        return self.browse()

    def _check_managed_by_user(self):
        self.check_access("read")
        for lead in self:
            if not lead._is_managed_by_user():
                raise AccessError(
                    self.env._(
                        "Only the manager of “%(deal)s” may do this.",
                        deal=lead.sudo().name,
                    )
                )

    # === MERGE ===

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "engineering_direction_id"]
