"""What it takes to bring a calculation to the state of an estimate.

A plan is made without writing anything: it tells people what would change and what
stands in the way. Then it is applied as a whole.
"""

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from odoo.exceptions import UserError

from ...domain import pricing
from ...domain.estimate import (
    EstimateLine,
    EstimateMeasurement,
    EstimateVariant,
)
from ...domain.outline import LineKind
from ..common.line_kinds import DISPLAY_TYPE_OF
from .estimate_values import EstimateValues

ADDED, CHANGED, REMOVED = "added", "changed", "removed"

# What each field of the exchange is in the model.
FIELDS = {
    EstimateMeasurement: {
        "name": "name",
        "value": "value",
        "unit": "uom_id",
        "formula": "formula",
    },
    EstimateVariant: {
        "name": "name",
        "coefficients": "coefficient_ids",
        "coefficient": "coefficient",
        "coefficient_reason": "coefficient_reason",
    },
    EstimateLine: {
        "product_code": "product_id",
        "name": "name",
        "unit": "product_uom_id",
        "formula": "formula",
        "quantity": "quantity",
        "base_price": "base_price",
        "coefficients": "coefficient_ids",
        "coefficient": "coefficient",
        "coefficient_reason": "coefficient_reason",
        "collapse_prices": "collapse_prices",
        "collapse_composition": "collapse_composition",
    },
}

# What a section or note has of them.
TEXT_FIELDS = {"name", "collapse_prices", "collapse_composition"}

# What names records, perhaps in several ways.
RELATIONS = {"product_code", "unit", "coefficients"}

# What the host computes anew from a field, unless it is written with it.
COMPUTED_FROM = {
    "product_code": {"name", "unit", "base_price"},
    "unit": {"base_price"},
}

DIGITS = {"quantity": "Product Unit", "base_price": "Product Price"}

Item = EstimateLine | EstimateVariant | EstimateMeasurement


@dataclass(eq=False)
class Change:
    """What becomes of a record: `names` of the exchange differ, `values` are written.

    `kind` is None where nothing changes that people entered. A line belongs to the
    change of a `variant`, and has a `place` in it, from 0. A variant has `moved` when
    its lines stand in another order.
    """

    kind: str | None
    record: Any
    before: Item | None = None
    after: Item | None = None
    names: set[str] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    variant: "Change | None" = None
    place: int | None = None
    moved: bool = False


@dataclass(frozen=True)
class Problem:
    """What stands in the way: a field of a change, and in words why and the remedy."""

    change: Change
    name: str
    text: str


class EstimatePlan:
    """The changes that an estimate makes to a calculation, and what forbids them.

    :param whole: the estimate is all of the calculation, so that the variants and
        measurements that it does not have are removed
    """

    def __init__(self, calculation, estimate, *, whole=True):
        self.calculation = calculation
        self.env = calculation.env
        self.problems = []
        precision = self.env["decimal.precision"]
        self._digits = {
            name: precision.precision_get(usage) for name, usage in DIGITS.items()
        }
        self.measurements = self._compare_measurements(estimate, whole)
        self.variants = self._compare_variants(estimate, whole)
        self.lines = [
            change
            for variant in self.variants
            if variant.after
            for change in self._compare_lines(variant)
        ]
        self._prepare_values()

    @property
    def changes(self):
        """Return what becomes of all records: measurements, variants, then lines."""
        return [*self.measurements, *self.variants, *self.lines]

    def get_fingerprint(self):
        """Return what tells this plan from one that would write something else."""
        written = [
            (change.kind, change.record and change.record.id, change.values)
            for change in self.changes
        ]
        return hashlib.sha256(repr(written).encode()).hexdigest()

    # === COMPARE ===

    def _compare_measurements(self, estimate, whole):
        known = {one.code: one for one in self.calculation.measurement_ids}
        changes = [
            self._compare(known.pop(item.code, None), item)
            for item in estimate.measurements
        ]
        if whole:
            self._put_in_order(changes)
            changes += [_remove(EstimateMeasurement, one) for one in known.values()]
        return changes

    def _compare_variants(self, estimate, whole):
        known = {str(one.id): one for one in self.calculation.variant_ids}
        changes = [
            self._compare(known.pop(item.ref, None), item) for item in estimate.variants
        ]
        if whole:
            self._put_in_order(changes)
            changes += [_remove(EstimateVariant, one) for one in known.values()]
        return changes

    def _compare_lines(self, variant):
        lines = variant.record.line_ids if variant.record else ()
        # A section can't become a service: it is another line.
        known = {(str(line.id), line.display_type): line for line in lines}
        changes = [
            self._compare(
                known.pop((item.ref, DISPLAY_TYPE_OF[item.kind]), None),
                item,
                variant=variant,
                place=place,
            )
            for place, item in enumerate(variant.after.lines)
        ]
        if self._put_in_order(changes):
            variant.moved = True
            variant.kind = variant.kind or CHANGED
        return changes + [
            _remove(EstimateLine, line, variant=variant) for line in known.values()
        ]

    def _compare(self, record, item, **where):
        """Return what the item makes of the record, or of a new one."""
        names = _get_given_names(item)
        before = None
        if record:
            before = type(item)(**record._prepare_estimate_values())
            names = self._get_differences(before, item, names)
        elif item.name == getattr(item, "product_code", None):
            # The service's whole description says more.
            names -= {"name"}
        if (not record or "coefficients" in names) and _is_product_of_values(item):
            names -= {"coefficient"}
        kind = (CHANGED if names else None) if record else ADDED
        return Change(kind, record, before, item, names, **where)

    def _get_differences(self, before, item, names):
        """Return the fields that differ, and with them what depends on them."""
        different = {name for name in names if not self._is_same(before, item, name)}
        for name, computed in COMPUTED_FROM.items():
            if name in different:
                different |= names & computed
        return different

    def _is_same(self, before, item, name):
        """Return whether a field is the same as the database holds it."""
        old, new = getattr(before, name), getattr(item, name)
        if name in DIGITS:
            return old == pricing.round_half_up(new, self._digits[name])
        if name == "coefficients":
            values = {one.code: one.value for one in old}
            return values == {
                one.code: one.value or values.get(one.code) for one in new
            }
        return old == new

    @staticmethod
    def _put_in_order(changes):
        """Number records as their items stand; return whether any went past another.

        Records that are in order keep their numbers.
        """
        last = (0, 0)
        for change in changes:
            record = change.record
            if record and (record.sequence, record.id) > last:
                last = (record.sequence, record.id)
            else:
                last = (last[0] + 1, math.inf)
                change.values["sequence"] = last[0]
        before = [
            (change.record.sequence, change.record.id)
            for change in changes
            if change.record
        ]
        return before != sorted(before)

    # === VALUES ===

    def _prepare_values(self):
        """Add to each change what is written, or the problems that forbid it."""
        values = EstimateValues(self.calculation, self.changes)
        for change in self.changes:
            for name, target in FIELDS.get(type(change.after), {}).items():
                if name in change.names:
                    try:
                        change.values[target] = values.prepare(change, name)
                    except UserError as refusal:
                        self.problems.append(Problem(change, name, str(refusal)))
            if change.record and change.names:
                self._forget_synonyms(change)

    def _forget_synonyms(self, change):
        """Forget fields that only name what the record has in other words."""
        targets = FIELDS[type(change.after)]
        for name in change.names & RELATIONS:
            target = targets[name]
            if target in change.values and _is_present(change, target):
                change.names.remove(name)
                del change.values[target]
        if change.names and not self.get_differences(change):
            for name in change.names:
                change.values.pop(targets[name], None)
            change.names.clear()
        if not change.names and not change.moved:
            change.kind = None

    def get_differences(self, change):
        """Return {field of the exchange: of the model} of what is not as before."""
        return {
            name: target
            for name, target in FIELDS[type(change.after)].items()
            if name in change.names
            and not self._is_same(change.before, change.after, name)
        }

    # === APPLY ===

    def apply(self):
        """Write all changes: in batches, and lines that stay the same not at all."""
        calculation = self.calculation
        _apply(
            self.measurements,
            calculation.measurement_ids,
            lambda change: {
                "calculation_id": calculation.id,
                "code": change.after.code,
            },
        )
        _apply(
            self.variants,
            calculation.variant_ids,
            lambda change: {"calculation_id": calculation.id},
        )
        _apply(
            self.lines,
            self.env["engineering.variant.line"],
            lambda change: {
                "variant_id": change.variant.record.id,
                "display_type": DISPLAY_TYPE_OF[change.after.kind],
            },
        )
        calculation.variant_ids.invalidate_recordset(["line_ids"])


def _apply(changes, records, prepare):
    """Remove, create and write records of one model, each in as few calls as can be.

    :param prepare: returns what a new record has besides the values of its change
    """
    _browse(records, [one for one in changes if one.kind == REMOVED]).unlink()
    added = [change for change in changes if change.kind == ADDED]
    created = records.create([{**prepare(change), **change.values} for change in added])
    for change, record in zip(added, created, strict=True):
        change.record = record
    same_values = defaultdict(list)
    for change in changes:
        if change.kind in (CHANGED, None) and change.values:
            same_values[repr(change.values)].append(change)
    # The rights are checked once for all: record by record they cost as much again.
    _browse(records, chain.from_iterable(same_values.values())).check_access("write")
    for alike in same_values.values():
        _browse(records, alike).sudo().write(alike[0].values)


def _browse(records, changes):
    return records.browse(change.record.id for change in changes)


def _remove(kind, record, **where):
    return Change(REMOVED, record, kind(**record._prepare_estimate_values()), **where)


def _is_present(change, target):
    """Return whether a relation has already what is written."""
    value = change.values[target]
    ids = value[0][2] if isinstance(value, list) else filter(None, [value])
    return set(ids) == set(change.record[target].ids)


def _get_given_names(item):
    """Return the fields that the item gives to its record."""
    names = item.model_fields_set & FIELDS[type(item)].keys()
    if getattr(item, "formula", None):
        names -= {"quantity", "value"}
    if isinstance(item, EstimateLine):
        if item.kind is not LineKind.PRODUCT:
            names &= TEXT_FIELDS
        if item.unit is None:
            names -= {"unit"}
        if item.unit is None:
            names -= {"unit"}
    return names


def _is_product_of_values(item):
    """Return whether the item's coefficient follows from its coefficients."""
    values = [one.value for one in getattr(item, "coefficients", ())]
    if None in values:
        return False
    product = pricing.to_decimal(pricing.combined_coefficient(values))
    return getattr(item, "coefficient", None) == product
