"""What it takes to bring a calculation to the state of an estimate.

A plan is made without writing anything: the domain tells what differs, and the plan
what is written for it and what stands in the way. Then it is applied as a whole.
"""

import hashlib
import math
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from odoo.exceptions import UserError

from ...domain.difference import Change, Difference
from ..common.format_number import format_number
from ..common.line_kinds import get_kind
from .estimate_fields import RELATIONS, get_digits, get_fields
from .estimate_values import EstimateValues, Meanings
from .estimate_writing import write_changes


@dataclass(eq=False)
class PlannedChange:
    """A change and its record, which a new one has not yet; `values` are written."""

    change: Change
    record: Any = None
    variant: "PlannedChange | None" = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def effect(self):
        return self.change.effect

    @property
    def before(self):
        return self.change.before

    @property
    def after(self):
        return self.change.after

    @property
    def names(self):
        return self.change.names


@dataclass(frozen=True)
class Problem:
    """What stands in the way: a field of a change, and in words why and the remedy."""

    change: PlannedChange
    name: str
    text: str


class EstimatePlan:
    """The changes that an estimate makes to a calculation, and what forbids them.

    :param whole: the estimate is all of the calculation, so that the variants and
        measurements that it does not have are removed
    :param meanings: the `Meanings` of names that people have chosen
    """

    def __init__(self, calculation, estimate, *, whole=True, meanings=None):
        self.calculation = calculation
        self._meanings = meanings or Meanings({}, {})
        self.env = calculation.env
        # Lines repeat their numbers.
        self.format_number = cache(partial(format_number, self.env))
        self._opening_names = None
        self.problems = []
        self.fields = get_fields(self.env)
        self._difference = Difference(
            self._get_before(estimate, whole),
            estimate,
            get_digits(self.env),
            whole=whole,
        )
        self._plan_changes()
        self._put_in_order(whole)
        self._prepare_values()

    @property
    def changes(self):
        """Return what becomes of all records, as they are written."""
        measured = [*self.measurements, *self.opening_columns, *self.openings]
        return [*measured, *self.variants, *self.lines]

    def get_opening_name(self, ref):
        """Return what the opening with this ref is called, before or after."""
        if self._opening_names is None:
            openings = self.calculation.opening_ids
            self._opening_names = {str(one.id): one.name for one in openings} | {
                change.after.ref: change.after.name
                for change in self.openings
                if change.after
            }
        return self._opening_names.get(ref)

    def get_fingerprint(self, made=None):
        """Return what tells this plan from one that would write something else.

        :param made: {id: name} of services that are made for it, with other ids each
            time
        """
        made = made or {}
        written = [
            (
                change.effect,
                change.record and change.record.id,
                {
                    name: made.get(value, value) if name == "product_id" else value
                    for name, value in change.values.items()
                },
            )
            for change in self.changes
        ]
        return hashlib.sha256(repr(written).encode()).hexdigest()

    def get_differences(self, change):
        """Return {field of the exchange: of the model} of what is not as before."""
        different = self._difference.get_differences(change.change)
        targets = self.fields[type(change.after)]
        return {name: to for name, to in targets.items() if name in different}

    def apply(self):
        """Write all changes: in batches, and lines that stay the same not at all."""
        write_changes(self)

    # === CHANGES ===

    def _get_before(self, estimate, whole):
        """Return the calculation as it is, with the variants that are looked at."""
        refs = {variant.ref for variant in estimate.variants}
        return self.calculation._get_estimate(
            self.calculation.variant_ids.filtered(
                lambda variant: whole or str(variant.id) in refs
            )
        )

    def _plan_changes(self):
        """Find the record of each change."""
        calculation, difference = self.calculation, self._difference
        by_ref = {str(one.id): one for one in calculation.variant_ids}
        self.measurements = _plan_coded(
            difference.measurements, calculation.measurement_ids
        )
        self.opening_columns = _plan_coded(
            difference.opening_columns, calculation.opening_column_ids
        )
        openings = {str(one.id): one for one in calculation.opening_ids}
        self.openings = [
            PlannedChange(change, change.before and openings[change.before.ref])
            for change in difference.openings
        ]
        variants = {
            change: PlannedChange(change, change.before and by_ref[change.before.ref])
            for change in difference.variants
        }
        self.variants = list(variants.values())
        by_ref = {
            (str(line.id), get_kind(line)): line
            for variant in self.variants
            if variant.record
            for line in variant.record.line_ids
        }
        self.lines = [
            PlannedChange(
                change,
                change.before and by_ref[change.before.ref, change.before.kind],
                variants[change.variant],
            )
            for change in difference.lines
        ]

    def _put_in_order(self, whole):
        if whole:
            _number(self.measurements)
            _number(self.opening_columns)
            _number(self.openings)
            _number(self.variants)
        lines = {}
        for change in self.lines:
            lines.setdefault(change.variant, []).append(change)
        for changes in lines.values():
            _number(changes)

    # === VALUES ===

    def _prepare_values(self):
        """Add to each change what is written, or the problems that forbid it."""
        values = EstimateValues(self.calculation, self.changes, self._meanings)
        values.know_openings(self.openings, self.opening_columns)
        for change in self.changes:
            names = change.names
            for name, target in self.fields.get(type(change.after), {}).items():
                if name in names:
                    try:
                        change.values[target] = values.prepare(change, name)
                    except UserError as refusal:
                        self.problems.append(Problem(change, name, str(refusal)))
            if names and change.record:
                self._forget_synonyms(change)

    def _forget_synonyms(self, change):
        """Forget fields that only name what the record has in other words."""
        targets = self.fields[type(change.after)]
        same = {
            name
            for name in change.names & RELATIONS
            if targets[name] in change.values and _is_present(change, targets[name])
        }
        if not self._difference.get_differences(change.change) - same:
            same = set(change.names)
        for name in same:
            change.values.pop(targets[name], None)
        change.change.forget(same)


def _plan_coded(changes, records):
    by_code = {record.code: record for record in records}
    return [
        PlannedChange(change, change.before and by_code[change.before.code])
        for change in changes
    ]


def _number(changes):
    """Number records as their items stand; what is in order keeps its number."""
    last = (0, 0)
    for change in changes:
        record = change.record
        if change.after is None:
            continue
        if record and (record.sequence, record.id) > last:
            last = (record.sequence, record.id)
        else:
            last = (last[0] + 1, math.inf)
            change.values["sequence"] = last[0]


def _is_present(change, target):
    """Return whether a relation has already what is written."""
    value = change.values[target]
    ids = value[0][2] if isinstance(value, list) else filter(None, [value])
    return set(ids) == set(change.record[target].ids)
