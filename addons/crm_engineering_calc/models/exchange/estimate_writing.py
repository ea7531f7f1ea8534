"""Write a plan: records of each model in as few calls as can be."""

from collections import defaultdict
from itertools import chain

from ...domain.difference import Effect
from ..common.line_kinds import DISPLAY_TYPE_OF


def write_changes(plan):
    """Write all changes of a plan; lines that stay the same are not written at all."""
    calculation = plan.calculation
    _write(
        plan.measurements,
        plan.env["engineering.measurement"],
        lambda change: {"calculation_id": calculation.id, "code": change.after.code},
    )
    _write(
        plan.opening_columns,
        plan.env["engineering.opening.column"],
        lambda change: {"calculation_id": calculation.id, "code": change.after.code},
    )
    _write(
        plan.openings,
        plan.env["engineering.opening"],
        lambda change: {"calculation_id": calculation.id},
    )
    for change in plan.lines:
        opening = change.values.get("opening_id")
        if opening and not isinstance(opening, int):
            change.values["opening_id"] = opening.record.id
    _remove(plan.variants, plan.env["engineering.variant"])
    _write(
        plan.variants,
        plan.env["engineering.variant"],
        lambda change: {"calculation_id": calculation.id},
    )
    _remove(plan.lines, plan.env["engineering.variant.line"])
    _write(
        plan.lines,
        plan.env["engineering.variant.line"],
        lambda change: {
            "variant_id": change.variant.record.id,
            "display_type": DISPLAY_TYPE_OF[change.after.kind],
        },
    )
    # What formulas use is removed after they are.
    _remove(plan.openings, plan.env["engineering.opening"])
    _remove(plan.opening_columns, plan.env["engineering.opening.column"])
    _remove(plan.measurements, plan.env["engineering.measurement"])
    calculation.variant_ids.invalidate_recordset(["line_ids"])


def _remove(changes, records):
    removed = [change for change in changes if change.effect == Effect.REMOVED]
    _browse(records, removed).unlink()


def _write(changes, records, prepare):
    """Create and write records of one model.

    :param prepare: returns what a new record has besides the values of its change
    """
    added = [change for change in changes if change.effect == Effect.ADDED]
    created = records.create([{**prepare(change), **change.values} for change in added])
    for change, record in zip(added, created, strict=True):
        change.record = record
    same_values = defaultdict(list)
    for change in changes:
        if change.effect in (Effect.CHANGED, None) and change.values:
            same_values[repr(change.values)].append(change)
    # The rights are checked once for all: record by record they cost as much again.
    _browse(records, chain.from_iterable(same_values.values())).check_access("write")
    for alike in same_values.values():
        _browse(records, alike).sudo().write(alike[0].values)


def _browse(records, changes):
    return records.browse(change.record.id for change in changes)
