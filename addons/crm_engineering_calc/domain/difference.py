"""What becomes of a calculation when an estimate takes the place of another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from . import pricing
from .estimate import (
    COLLAPSES,
    Estimate,
    EstimateLine,
    EstimateMeasurement,
    EstimateVariant,
)
from .estimate_openings import (
    EstimateOpening,
    EstimateOpeningColumn,
    get_normal_cells,
)
from .extra import PREFIX
from .outline import LineKind
from .text_enum import TextEnum

# What else an item gives than what it is known by.
_GIVEN: Mapping[type, frozenset[str]] = {
    EstimateMeasurement: frozenset({"name", "value", "unit", "formula"}),
    EstimateOpeningColumn: frozenset(
        {"name", "kind", "unit", "choices", "value_min", "value_max", "required"}
    ),
    EstimateOpening: frozenset({"name", "cells"}),
    EstimateVariant: frozenset(
        {"name", "coefficients", "coefficient", "coefficient_reason"}
    ),
    EstimateLine: frozenset(
        {
            "product_code",
            "name",
            "unit",
            "formula",
            "opening",
            "quantity",
            "base_price",
            "coefficients",
            "coefficient",
            "coefficient_reason",
            *COLLAPSES,
        }
    ),
}
_GIVEN_BY_TEXT = frozenset({"name", *COLLAPSES})
# What follows from a field anew, unless it is given with it.
_FOLLOWS = {
    "product_code": {"name", "unit", "base_price"},
    "unit": {"base_price"},
}

Item = TypeVar(
    "Item",
    EstimateMeasurement,
    EstimateOpeningColumn,
    EstimateOpening,
    EstimateVariant,
    EstimateLine,
)


class Effect(TextEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(eq=False)
class Change(Generic[Item]):
    """What becomes of an item: `before` is None of a new one, `after` of one removed.

    `effect` is None where nothing that people entered changes. `names` are the fields
    that `after` gives otherwise than `before`, or that follow from these. A line
    belongs to the change of a `variant`, and has a `place` in it, from 0. A variant has
    `moved` when lines that stay stand in another order.
    """

    effect: Effect | None
    before: Item | None
    after: Item | None
    names: set[str] = field(default_factory=set)
    variant: "Change[EstimateVariant] | None" = None
    place: int | None = None
    moved: bool = False

    def forget(self, names: Iterable[str]) -> None:
        """Leave out what is the same after all."""
        self.names.difference_update(names)
        if not self.names and not self.moved and self.effect is Effect.CHANGED:
            self.effect = None


class Difference:
    """The changes that make of `before` what `after` says; what it leaves out, stays.

    :param digits: of a field that is stored rounded, its decimals
    :param whole: `after` is all of the calculation, so that variants and measurements
        that it does not have are removed
    """

    def __init__(
        self,
        before: Estimate,
        after: Estimate,
        digits: Mapping[str, int],
        *,
        whole: bool = True,
    ) -> None:
        self._digits = digits
        self._whole = whole
        self.measurements = list(
            self._changes(before.measurements, after.measurements, "code")
        )
        # Whoever knows nothing of openings takes none away.
        given = after.model_fields_set
        self.opening_columns = list(
            self._changes(before.opening_columns, after.opening_columns, "code")
            if "opening_columns" in given
            else ()
        )
        self.openings = list(
            self._changes(before.openings, after.openings, "ref")
            if "openings" in given
            else ()
        )
        self.variants = list(self._changes(before.variants, after.variants, "ref"))
        self.lines = [
            change
            for variant in self.variants
            if variant.after
            for change in self._lines(variant, variant.after.lines)
        ]

    def is_same(self, before: Item, after: Item, name: str) -> bool:
        """Return whether both have the same in a field, as it is stored."""
        if name.startswith(PREFIX):
            return _extra(before, name) == _extra(after, name)
        if name == "cells":
            return _cells(before) == _cells(after)
        old, new = getattr(before, name), getattr(after, name)
        if name in self._digits:
            return bool(old == pricing.round_half_up(new, self._digits[name]))
        if name == "coefficients":
            values = {one.code: one.value for one in old}
            taken = {one.code: one.value or values.get(one.code) for one in new}
            return values == taken
        return bool(old == new)

    def get_differences(self, change: Change[Item]) -> set[str]:
        """Return those names of a change whose field is not as before."""
        before, after = change.before, change.after
        if before is None or after is None:
            return set(change.names)
        return {name for name in change.names if not self.is_same(before, after, name)}

    def _changes(
        self, before: Sequence[Item], after: Sequence[Item], key: str
    ) -> Iterator[Change[Item]]:
        known = {getattr(item, key): item for item in before}
        for item in after:
            yield self._change(known.pop(getattr(item, key), None), item)
        if self._whole:
            yield from (Change(Effect.REMOVED, item, None) for item in known.values())

    def _lines(
        self, variant: Change[EstimateVariant], lines: Sequence[EstimateLine]
    ) -> Iterator[Change[EstimateLine]]:
        before = variant.before.lines if variant.before else ()
        # A section can't become a service: it is another line.
        known = {(line.ref, line.kind): (n, line) for n, line in enumerate(before)}
        places = []
        for place, line in enumerate(lines):
            was, old = known.pop((line.ref, line.kind), (None, None))
            change = self._change(old, line)
            change.variant, change.place = variant, place
            if was is not None:
                places.append(was)
            yield change
        if places != sorted(places):
            variant.moved = True
            variant.effect = variant.effect or Effect.CHANGED
        for _place, line in known.values():
            yield Change(Effect.REMOVED, line, None, variant=variant)

    def _change(self, before: Item | None, after: Item) -> Change[Item]:
        names = _get_given(after)
        if before is not None:
            names = self._with_what_follows(before, after, names)
        elif after.name == getattr(after, "product_code", None):
            # The service's whole description says more.
            names.discard("name")
        computed = before is None or "coefficients" in names
        if computed and "coefficient" in names and _is_product(after):
            names.discard("coefficient")
        effect = (Effect.CHANGED if names else None) if before else Effect.ADDED
        return Change(effect, before, after, names)

    def _with_what_follows(
        self, before: Item, after: Item, given: set[str]
    ) -> set[str]:
        names = {name for name in given if not self.is_same(before, after, name)}
        for name, following in _FOLLOWS.items():
            if name in names:
                names |= given & following
        return names


def _get_given(item: Item) -> set[str]:
    """Return the fields that the item gives."""
    names = item.model_fields_set & _GIVEN[type(item)]
    if getattr(item, "formula", None):
        names -= {"quantity", "value"}
    if isinstance(item, EstimateLine):
        if item.kind is not LineKind.PRODUCT:
            return names & _GIVEN_BY_TEXT
        if item.unit is None:
            names -= {"unit"}
        names |= {f"{PREFIX}{name}" for name in item.extra}
    return names


def _is_product(item: Item) -> bool:
    """Return whether the item's coefficient is just that of its coefficients."""
    values = [one.value for one in getattr(item, "coefficients", ())]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return False
    product = pricing.to_decimal(pricing.combined_coefficient(known))
    return bool(getattr(item, "coefficient", None) == product)


def _extra(item: Item, key: str) -> object:
    return item.get(key) if isinstance(item, EstimateLine) else None


def _cells(item: Item) -> object:
    return get_normal_cells(item) if isinstance(item, EstimateOpening) else None
