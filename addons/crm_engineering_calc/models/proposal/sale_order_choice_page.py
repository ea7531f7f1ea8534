from functools import partial

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain import choice
from ..common.format_number import format_number
from ..common.line_kinds import get_kind
from ..common.reader_texts import amount_text
from ..exchange.engineering_comparison_lines_mixin import LINE_FIELDS

_lt = LazyTranslate(__name__)

HIDING_FIELDS = ["collapse_prices", "collapse_composition"]


class SaleOrder(models.Model):
    """The page on which the customer chooses from the variants of a proposal."""

    _name = "sale.order"
    _inherit = "sale.order"

    def _choose_variant(self, variant_id, customer):
        """Let the customer have this variant of its calculation, and the others as is.

        The caller has checked that the customer asks for it.

        :param customer: the partner who is known to ask
        :raises UserError: it is not offered, or nothing can be chosen any more
        """
        self.ensure_one()
        variant = self.engineering_offered_variant_ids.filtered(
            lambda offered: offered.id == variant_id
        )
        if not variant:
            raise UserError(
                self.env._(
                    "This variant is not offered any more. Choose one of those that"
                    " you see here now."
                )
            )
        before = self.engineering_variant_ids
        others = before.filtered(
            lambda other: other.calculation_id != variant.calculation_id
        )
        self._choose_variants(others | variant)
        if variant not in before:
            self._notify_choice(variant, customer)

    def _notify_choice(self, variant, customer):
        self.opportunity_id._notify_deal(
            _lt(
                "The customer chooses “%(variant)s” in %(link)s: %(total)s",
                variant=variant.name,
                link=self,
                total=amount_text(self.amount_total, self.currency_id),
            ),
            author=customer,
        )

    # === PAGE ===

    def _get_choices(self):
        """Return what the page shows of the variants that the customer chooses from.

        :return: a dict a calculation with several of them, see `_prepare_choice`
        """
        return [self._prepare_choice(variants) for variants in self._get_alternatives()]

    def _has_alternatives(self):
        """Return whether the customer has something to choose, as mails say it."""
        return bool(self.sudo()._get_alternatives())

    def _get_alternatives(self):
        """Return the variants that the customer chooses from, a set a calculation."""
        self.ensure_one()
        if not self._is_open_to_choice():
            return []
        offered = self.engineering_offered_variant_ids._by_calculation()
        return [
            variants
            for variants in offered.grouped("calculation_id").values()
            if len(variants) > 1
        ]

    def _prepare_choice(self, variants):
        """Return variants of a calculation side by side.

        :return: a dict of the `title`, the `variants`, the `items` of
            `choice.lay_side_by_side`, and whether any of these is the same everywhere
        """
        recommended = variants.filtered("selected")
        reference = variants.ids.index((recommended or variants)[0].id)
        items = choice.lay_side_by_side(
            [choice.show(lines) for lines in self._get_offered_lines(variants)],
            reference,
            self.currency_id.rounding,
        )
        return {
            "id": variants.calculation_id.id,
            "title": variants.direction_id.name,
            "variants": [
                self._prepare_chosen(variant, variants[reference])
                for variant in variants
            ],
            "items": items,
            "has_same": any(item.is_same for item in items),
        }

    def _prepare_chosen(self, variant, reference):
        money = self.currency_id.format
        difference = variant.amount_total - reference.amount_total
        is_same = self.currency_id.is_zero(difference)
        return {
            "id": variant.id,
            "name": variant.name,
            "is_chosen": variant in self.engineering_variant_ids,
            "is_recommended": variant.selected,
            "total": money(variant.amount_total),
            "untaxed": variant.amount_tax and money(variant.amount_untaxed),
            "difference": not is_same
            and f"{'+' if difference > 0 else '−'}{money(abs(difference))}",
        }

    def _get_offered_lines(self, variants):
        """Return the lines of each variant as the domain shows them to a customer."""
        lines = self.env["engineering.variant.line"].search_fetch(
            Domain("variant_id", "in", variants.ids), [*LINE_FIELDS, *HIDING_FIELDS]
        )
        by_variant = lines.grouped("variant_id")
        return [
            [self._prepare_offered_line(line) for line in by_variant.get(variant, ())]
            for variant in variants
        ]

    def _prepare_offered_line(self, line):
        return choice.OfferedLine(
            get_kind(line),
            line.name,
            line.product_id.id,
            line.product_uom_id._get_paper_name(),
            line.quantity,
            line.price_unit,
            line.price_subtotal,
            line.collapse_prices,
            line.collapse_composition,
        )

    def _get_choice_words(self):
        """Return how the page writes amounts and quantities."""
        return {
            "money": self.currency_id.format,
            "number": partial(format_number, self.env),
        }
