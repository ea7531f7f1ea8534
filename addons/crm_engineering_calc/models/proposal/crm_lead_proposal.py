from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..common.concurrency import serialize

_lt = LazyTranslate(__name__)


class CrmLead(models.Model):
    """The proposal made of the variants that a deal goes on with."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def action_create_proposal(self):
        """Make a proposal of the selected variants.

        A second click opens the draft that the first one made. Where the same is out,
        or ordered, a dialog asks whether another one replaces it.

        :return: the action that opens the proposal, or the dialog
        :raises UserError: nothing is completed or selected, or the deal has no
            customer, is lost or archived
        :raises AccessError: the deal is another manager's
        """
        self._begin_proposing()
        variants = self._get_variants_to_propose()
        order = self._get_same_draft(variants)
        if not order and (standing := self._get_standing_order(variants)):
            self._give_to_manager(standing)
            return self._open_dialog(
                "engineering.proposal.replace", self.env._("Create proposal")
            )
        return self._open_proposal(order or self._propose(variants))

    def _replace_proposal(self):
        """Make a proposal in place of what is out, or ordered; return its action."""
        self._begin_proposing()
        variants = self._get_variants_to_propose()
        return self._open_proposal(
            self._get_same_draft(variants) or self._propose(variants)
        )

    def _begin_proposing(self):
        """Let nobody else propose, or order, in the deal until it is done.

        Of the only variant that there is, a proposal is made without selecting it.
        """
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        serialize(self)
        variants = self.engineering_completed_variant_ids
        if len(variants) == 1 and not variants.selected:
            variants.action_select()

    def _propose(self, variants):
        order = variants._create_order()
        several = len(variants) > 1
        facts = {"link": order, "variant": variants._get_names(several)}
        if others := order.sudo().engineering_offered_variant_ids - variants.sudo():
            text = _lt(
                "Proposal %(link)s is made of “%(variant)s”; the customer may choose"
                " “%(others)s” instead",
                **facts,
                others=others._by_calculation()._get_names(several),
            )
        else:
            text = _lt("Proposal %(link)s is made of “%(variant)s”", **facts)
        self._notify_deal(text)
        return order

    def _open_proposal(self, order):
        return order._get_records_action(name=self.env._("Proposal"))

    # === WHAT IS PROPOSED ===

    def _get_variants_to_propose(self):
        """Return the selected variants, those not ordered yet if there are any."""
        self.ensure_one()
        variants = self.engineering_completed_variant_ids
        if not variants:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no completed calculation to make a proposal of.",
                    deal=self.name,
                )
            )
        selected = variants.filtered("selected")
        if not selected:
            raise UserError(
                self.env._(
                    "Choose first what of “%(deal)s” is offered: tick its variants in"
                    " the tab “Calculation of services”.",
                    deal=self.name,
                )
            )
        sold = self._search_made("sale").engineering_variant_ids.calculation_id
        left = selected.filtered(lambda variant: variant.calculation_id not in sold)
        return (left or selected)._by_calculation()

    def _search_made(self, *states):
        """Return what is made of the deal's calculations, as superuser.

        A colleague may have made an order that the manager does not see.
        """
        return (
            self.env["sale.order"]
            .sudo()
            .search(
                Domain("opportunity_id", "=", self.id)
                & Domain("engineering_calculated", "=", True)
                & Domain("state", "in", states)
            )
        )

    # === WHAT IS MADE ALREADY ===

    def _get_same_draft(self, variants):
        """Return the draft that a second click would make again.

        A colleague's, which the manager would not see, becomes the manager's.
        """
        drafts = self._search_made("draft").filtered(
            lambda order: (
                order.engineering_variant_ids == variants
                and order._is_offer_of(variants)
            )
        )
        return self._give_to_manager(drafts[:1])

    def _get_standing_order(self, variants):
        """Return the order of these calculations, else the valid proposal of the same.

        That may be a colleague's, which the manager does not see.

        :raises UserError: it is an order that the manager may not see
        """
        numbers = set(variants.calculation_id.mapped("name"))
        ordered = self._search_made("sale").filtered(
            lambda order: numbers.intersection(
                order.engineering_calculation_ids.mapped("name")
            )
        )[:1]
        if ordered and not ordered.with_env(self.env).has_access("read"):
            raise UserError(
                self.env._(
                    "The selected variants of “%(deal)s” are ordered already:"
                    " %(order)s.",
                    deal=self.name,
                    order=ordered.name,
                )
            )
        sent = self._search_made("sent").filtered(
            lambda order: not order.is_expired and order._is_offer_of(variants)
        )
        return (ordered or sent[:1]).with_env(self.env)

    def _give_to_manager(self, order):
        """Return a proposal as the manager's, who goes on with it."""
        if order and not order.with_env(self.env).has_access("read"):
            order.sudo().user_id = self.user_id or self.env.user
        return order.with_env(self.env)

    def _get_engineering_orders(self):
        """Return the deal's proposals and orders made from calculations."""
        return self.order_ids.filtered(
            lambda order: order.engineering_calculated and order.state != "cancel"
        )
