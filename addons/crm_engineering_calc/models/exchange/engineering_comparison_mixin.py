from odoo import api, models
from odoo.exceptions import UserError

from ...domain import comparison


class EngineeringComparisonMixin(models.AbstractModel):
    """Variants of a calculation and of its revisions, side by side."""

    _name = "engineering.comparison.mixin"
    _inherit = [
        "engineering.comparison.output.mixin",
        "engineering.comparison.lines.mixin",
        "engineering.comparison.measured.mixin",
    ]
    _description = "Comparison of variants and revisions"

    # === ACTIONS ===

    def action_compare(self):
        """Open the calculation's variants side by side, or its last two revisions."""
        self.ensure_one()
        return self._open_comparison(self._get_variants_to_compare())

    def action_view_changes(self):
        """Open what the revision has changed: each variant beside what it revises."""
        self.ensure_one()
        choices = self._get_revisions().variant_ids
        variants = choices.browse(
            id_
            for variant in self.variant_ids
            for id_ in (variant.revised_id & choices).ids + variant.ids
        )
        return self._open_comparison(variants)

    def action_print_comparison(
        self, variant_ids=None, only_differences=False, by_size=False
    ):
        """Return the action that prints what `get_comparison` returns."""
        self.ensure_one()
        return self.env.ref(
            "crm_engineering_calc.action_report_comparison"
        ).report_action(
            self,
            data={
                "variant_ids": variant_ids or [],
                "only_differences": only_differences,
                "by_size": by_size,
            },
        )

    def _open_comparison(self, variants):
        self._check_comparable(variants, variants)
        return {
            "type": "ir.actions.client",
            "tag": "engineering_comparison",
            "name": self.env._(
                "Comparison: %(calculation)s", calculation=self.display_name
            ),
            "context": {"active_id": self.id, "variant_ids": variants.ids},
        }

    # === WHAT IS COMPARED ===

    def get_comparison(self, variant_ids=None, only_differences=False, by_size=False):
        """Return variants of the calculation and its revisions side by side.

        A variant is compared to the one that it revises, if that is there too; any
        other to the first. Amounts are untaxed, in the currency of the calculation.

        :param variant_ids: those to compare; without them what `action_compare` opens
        :param only_differences: leave out services that are the same everywhere
        :param by_size: the greatest difference first; then there are no sections
        :return: a dict of `choices` (all that can be compared), `factors` of prices
            and other `fields` of other addons with their labels, `variants` with the
            index of their `reference`, `totals` with their labels, and `rows`:
            sections and services with `amounts`, `changes` from the reference and
            a cell a variant; `same_count` services that do not differ; `measured`
            what differs in measurements and openings, a text a variant; `digits`
            that lines show quantities and prices with
        :raises UserError: the variants belong to another calculation, or have
            different currencies
        """
        choices, variants, references = self._get_compared(variant_ids)
        compared = self._compare(variants, references)
        items = self._arrange(compared, variants, only_differences, by_size)
        return {
            "calculation": self.display_name,
            "deal": self.lead_id.name,
            "currency_id": variants.currency_id.id,
            "choices": [self._prepare_compared_variant(one) for one in choices],
            "factors": self._prepare_compared_factors(),
            "fields": [
                {"name": field.key, "label": field.label}
                for field in self._get_compared_fields()
            ],
            "variants": [
                {**self._prepare_compared_variant(one), "reference": reference}
                for one, reference in zip(variants, references, strict=True)
            ],
            "totals": {
                name: {
                    "label": label,
                    **self._prepare_total(variants.mapped(name), references),
                }
                for name, label in self._get_compared_totals(variants).items()
            },
            "same_count": sum(not row.differs() for row in compared),
            "measured": [
                row._asdict()
                for row in self._get_compared_measured(variants, references)
            ],
            "digits": self._get_compared_digits(),
            "rows": [
                self._prepare_compared_row(item)
                if isinstance(item, comparison.ComparedRow)
                else self._prepare_compared_section(item)
                for item in items
            ],
        }

    def _get_revisions(self):
        """Return all revisions of the calculation that the user may see, in order."""
        self.ensure_one()
        return self.search(
            [("name", "=", self.name), ("company_id", "=", self.company_id.id)],
            order="revision",
        )

    def _get_variants_to_compare(self):
        """Return the variants; of the only one, beside those of the revision before."""
        variants = self.variant_ids
        if len(variants) > 1:
            return variants
        revisions = self._get_revisions()
        before = revisions.filtered(lambda other: other.revision < self.revision)
        after = revisions.filtered(lambda other: other.revision > self.revision)
        if before:
            return before[-1].variant_ids | variants
        return variants | after[:1].variant_ids

    def _get_compared(self, variant_ids=None):
        """Return what can be compared, what is, and the index of each one's reference.

        :raises UserError: see `get_comparison`
        """
        self.ensure_one()
        self.check_access("read")
        choices = self._get_revisions().variant_ids
        variants = (
            choices.browse(dict.fromkeys(variant_ids))
            if variant_ids
            else self._get_variants_to_compare()
        )
        self._check_comparable(variants, choices)
        return choices, variants, self._get_references(variants, choices)

    def _check_comparable(self, variants, choices):
        self.check_access("read")
        if foreign := variants - choices:
            foreign.check_access("read")
            raise UserError(
                self.env._(
                    "%(variants)s: only variants of %(calculation)s and of its"
                    " revisions are compared.",
                    variants=", ".join(foreign.mapped("name")),
                    calculation=self.name,
                )
            )
        if len(variants.currency_id) > 1:
            raise UserError(
                self.env._(
                    "%(calculation)s has revisions in %(currencies)s: amounts of"
                    " different currencies are not compared. Choose variants in one"
                    " currency.",
                    calculation=self.name,
                    currencies=", ".join(variants.currency_id.mapped("name")),
                )
            )

    @api.model
    def _get_references(self, variants, choices):
        """Return the index of what each variant is compared to: itself for nothing."""
        revised = {variant.id: variant.revised_id.id for variant in choices}
        index_of = {id_: index for index, id_ in enumerate(variants.ids)}
        originals = []
        for variant in variants:
            original = revised.get(variant.id)
            while original and original not in index_of:
                original = revised.get(original)
            originals.append(index_of.get(original))
        return [
            original if original is not None else index if index in originals else 0
            for index, original in enumerate(originals)
        ]

    def _compare(self, variants, references):
        """Return the services of variants as the domain compares them."""
        return comparison.compare(self._get_compared_lines(variants), references)

    def _arrange(self, compared, variants, only_differences=False, by_size=False):
        """Return the sections and services of variants as the domain arranges them."""
        return comparison.arrange(
            compared,
            rounding=variants.currency_id.rounding or 0.01,
            only_differences=only_differences,
            by_size=by_size,
        )
