from contextlib import contextmanager
from functools import partial

from odoo import models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationState
from ..common.concurrency import serialize

_lt = LazyTranslate(__name__)

FOLLOWING = "engineering_following_taxes"


class EngineeringVariantTaxesMixin(models.AbstractModel):
    """Taxes of a variant: those of its open proposal, else those that it would have.

    They follow customer, address and settings until something of the calculation is
    signed or ordered.
    """

    _name = "engineering.variant.taxes.mixin"
    _description = "Taxes of a variant"

    # === WHAT IS RIGHT ===

    def _get_fiscal_position(self):
        """Return the fiscal position that the customer's order has, or would have."""
        none = self.env["account.fiscal.position"]
        positions = self._get_fiscal_positions(self._get_open_proposals())
        return positions.get(self, none)

    def _get_fiscal_positions(self, proposals):
        """Return {variant: the fiscal position of its proposal, else of its deal}."""
        positions = {
            variant: proposal.fiscal_position_id
            for variant, proposal in proposals.items()
        }
        of_deals = (self - self.browse().union(*proposals)).grouped(
            lambda variant: (variant.company_id, variant.lead_id)
        )
        for (company, lead), variants in of_deals.items():
            host = self.env["account.fiscal.position"].with_company(company)
            position = host._get_fiscal_position(
                lead.partner_id, lead.partner_id and lead._get_delivery_address()
            )
            positions.update(dict.fromkeys(variants, position))
        return positions

    def _get_taxes(self, products, fiscal_position=None):
        """Return {product: the taxes of its order line}; of no product, no taxes."""
        company = self.company_id or self.env.company
        if fiscal_position is None:
            fiscal_position = self._get_fiscal_position()
        taxes = {products.browse(): self.env["account.tax"]}
        for tax_ids, taxed_alike in products.sudo().grouped("taxes_id").items():
            own = tax_ids._filter_taxes_by_company(company)
            taxes.update(dict.fromkeys(taxed_alike, fiscal_position.map_tax(own)))
        return taxes

    # === FOLLOW ===

    @contextmanager
    def _following_taxes(self):
        """Let the variants have the taxes that are right after the block.

        Blocks within it leave that to the outermost one: a change is told once.
        """
        data = self.env.cr.precommit.data
        is_outermost = FOLLOWING not in data
        data.setdefault(FOLLOWING, set()).update(self.ids)
        try:
            yield
            if is_outermost:
                all_ids = data.get(FOLLOWING, set()).union(self.ids)
                self.browse(all_ids).exists()._follow_taxes()
        finally:
            if is_outermost:
                data.pop(FOLLOWING, None)

    def _follow_taxes(self, anew=False):
        """Take the taxes that are right by now, and say in the deals what changed.

        Who changes a contact or a tax need not see the variants, hence superuser.

        :param anew: whether a new proposal is made, and those that stand don't count
        """
        variants = self.sudo()._filter_following()
        serialize(variants)
        before = {variant: variant._get_tax_facts() for variant in variants}
        lines = variants.line_ids.filtered("product_id")
        with self.env.protecting([lines._fields["tax_ids"]], lines):
            lines._take_taxes({} if anew else variants._get_open_proposals())
        lines.modified(["tax_ids"])
        changed = variants.filtered(
            lambda variant: variant._get_tax_facts() != before[variant]
        )
        for lead, of_lead in changed.grouped("lead_id").items():
            lead._notify_deal(
                _lt(
                    "Taxes have followed customer, address or settings: %(variants)s",
                    variants=partial(of_lead._describe_tax_changes, before),
                )
            )

    def _filter_following(self):
        """Return the variants of whose calculations nothing is signed or ordered."""
        states = self.env["engineering.calculation"]._get_workflow().open_states
        completed = self.filtered(
            lambda variant: variant.state == CalculationState.COMPLETED
        )
        settled = completed._get_settled_calculations()
        return self.filtered(
            lambda variant: (
                variant.state in states
                or (variant in completed and variant.calculation_id not in settled)
            )
        )

    def _get_tax_facts(self):
        """Return what tells that taxes are others: their names, and the amounts."""
        taxes = self.line_ids.tax_ids.sorted("id")
        return taxes, self.amount_untaxed, self.amount_total

    def _describe_tax_changes(self, before, env):
        """Return what the variants come to, as the reader of `env` reads it."""
        return ", ".join(
            env._(
                "%(calculation)s, %(variant)s: %(before)s → %(now)s (%(taxes)s)",
                calculation=variant.calculation_id.display_name,
                variant=variant.name,
                before=variant.currency_id.format(before[variant][2]),
                now=variant.currency_id.format(variant.amount_total),
                taxes=", ".join(variant.line_ids.tax_ids.mapped("name"))
                or env._("no taxes"),
            )
            for variant in self.with_env(env)
        )

    def _get_following_domain(self):
        """Return the domain of what may follow settings, of deals that go on."""
        states = self.env["engineering.calculation"]._get_workflow().open_states
        return Domain(
            "calculation_id.state", "in", [*states, CalculationState.COMPLETED.value]
        ) & Domain("lead_id.active", "=", True)
