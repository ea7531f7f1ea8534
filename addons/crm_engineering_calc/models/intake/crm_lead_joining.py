from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..common.concurrency import serialize
from ..common.field_groups import SALES
from ..common.rows import filter_given

_lt = LazyTranslate(__name__)

JOINING_DAYS = 7
MOST_CANDIDATES = 50


class CrmLead(models.Model):
    """What comes in anew, and may be of an earlier deal, is offered for joining."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_join_id = fields.Many2one(
        "crm.lead",
        "May Belong To",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=SALES,
        help="The earlier deal of the same need, by its customer, sender, telephone,"
        " address, or a paper that was named.",
    )

    # === BOARD ===

    @api.model
    def _get_summary_dependencies(self):
        return [*super()._get_summary_dependencies(), "engineering_join_id"]

    def _get_board_items(self):
        told = super()._get_board_items()
        if self.env.user.has_group(SALES):
            for lead in filter_given(self, "engineering_join_id"):
                earlier = lead.engineering_join_id.display_name
                item = {"name": "join", "text": earlier, "level": "info"}
                told[lead.id].insert(0, item)
        return told

    # === OFFER ===

    def _offer_joining(self, paper=None):
        """Offer deals that came in for joining with earlier ones.

        :param paper: what was named in words that are not proved, if anything
        """
        for lead in self.sudo():
            named = lead._get_deal_of(paper)._filter_of_company(lead.company_id)
            earlier = named or lead._find_earlier_deal()
            if earlier and earlier != lead:
                lead._offer_joining_with(earlier)

    def _offer_joining_with(self, earlier):
        values = {"engineering_join_id": earlier.id}
        manager = earlier.user_id
        if manager.active and not self._is_taken():
            values["user_id"] = manager.id
        self.write(values)
        earlier._notify_deal(
            _lt("%(deal)s has come in, and may belong here", deal=self)
        )

    def _is_taken(self):
        """Return whether somebody other than the head of a sales team has the deal."""
        return bool(self.user_id - self.team_id.user_id)

    @api.model
    def _get_deal_of(self, paper):
        if not paper:
            return self.browse()
        names = ("lead_id", "opportunity_id")
        deals = [paper[name] for name in names if name in paper._fields]
        return self.browse().union(*deals)[:1].sudo()

    def _filter_of_company(self, company):
        """Return the deals that people of a company see, too."""
        return self.filtered(lambda lead: not (company and lead.company_id - company))

    def _find_earlier_deal(self):
        """Return the newest deal that the need of this one may be of."""
        self.ensure_one()
        domain = self._get_joining_domain()
        days = self._get_joining_days()
        if domain.is_false() or not days:
            return self.browse()
        found = self.search(
            domain
            & Domain("id", "!=", self.id)
            & Domain("company_id", "in", [False, self.company_id.id]),
            order="id desc",
            limit=MOST_CANDIDATES,
        )
        since = fields.Datetime.now() - timedelta(days=days)
        return found._filter_alive_since(since)[:1]

    def _filter_alive_since(self, since):
        """Return the deals that were made, or written about, since then."""
        messages = self.env["mail.message"].sudo()
        groups = messages._read_group(
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("message_type", "in", ("email", "comment"))
            & Domain("date", ">=", since),
            ["res_id"],
        )
        written = {res_id for (res_id,) in groups}
        return self.filtered(
            lambda lead: lead.create_date >= since or lead.id in written
        )

    def _get_joining_days(self):
        """Return within how many days a need is taken for the same. To be extended."""
        direction = self.engineering_direction_id
        return direction.joining_days if direction else JOINING_DAYS

    def _get_joining_domain(self):
        """Return which deals the need of this one may be of. To be extended."""
        customer = self.partner_id.commercial_partner_id
        domain = self._get_sender_domain(self.email_normalized, customer)
        if self.phone_sanitized:
            domain |= Domain("phone_sanitized", "=", self.phone_sanitized)
        if self.street and self.city:
            domain |= Domain("street", "=ilike", self.street.strip()) & Domain(
                "city", "=ilike", self.city.strip()
            )
        return domain

    @api.model
    def _get_sender_domain(self, address, contacts):
        """Return the deals of who writes from an address, and of his company."""
        domain = Domain.FALSE
        if address:
            domain |= Domain("email_normalized", "=", address)
        if customers := contacts.commercial_partner_id:
            domain |= Domain("partner_id.commercial_partner_id", "in", customers.ids)
        return domain

    # === ANSWER ===

    def action_join_earlier(self):
        """Merge the deal with the earlier one that it may belong to.

        :return: the action that opens what they have become
        :raises UserError: it is offered no more, or both are being calculated
        :raises AccessError: one of the deals is not the user's to change
        """
        self.ensure_one()
        self._check_managed_by_user()
        serialize(self)
        earlier = self.sudo().engineering_join_id.with_env(self.env)
        if not earlier:
            raise UserError(
                self.env._(
                    "“%(deal)s” is not offered for joining any more.", deal=self.name
                )
            )
        earlier._check_may_be_joined()
        serialize(earlier)
        merged = (self | earlier).merge_opportunity()
        return merged.redirect_lead_opportunity_view()

    def _check_may_be_joined(self):
        """Refuse to join with a deal of somebody else, and say of whom."""
        if self.has_access("read") and self._is_managed_by_user():
            return
        deal = self.sudo()
        raise UserError(
            self.env._(
                "“%(deal)s” is a deal of %(manager)s. Ask there to join them, or to"
                " give you that deal.",
                deal=deal.name,
                manager=deal.user_id.name or deal.team_id.name or "—",
            )
        )

    def action_keep_apart(self):
        """Say that deals are requests of their own, and not of the earlier ones.

        :return: True
        :raises AccessError: a deal is not the user's to change
        """
        self._check_managed_by_user()
        for lead in self.sudo().filtered("engineering_join_id"):
            lead._notify_deal(
                _lt("Another request than %(deal)s", deal=lead.engineering_join_id)
            )
            lead.engineering_join_id = False
        return True

    # === MERGE ===

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # What may belong to a deal that is merged may belong to what it has become.
        offered = self.sudo().with_context(active_test=False)
        offered = offered.search([("engineering_join_id", "in", opportunities.ids)])
        (offered - self - opportunities).engineering_join_id = self
        (offered & self).engineering_join_id = False
        return result
