"""What differs in measurements and openings, from one revision to another."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple


class Measured(NamedTuple):
    """A measurement, or an opening with its cells: texts by what they are called."""

    label: str
    cells: Mapping[str, str]


class MeasuredRow(NamedTuple):
    """What differs of one measurement or opening; None where there is no such one."""

    label: str
    texts: list[str | None]
    differs: list[bool]


def compare_measured(
    alternatives: Sequence[Mapping[Hashable, Measured]], references: Sequence[int]
) -> list[MeasuredRow]:
    """Return what is not the same in all alternatives, in their order.

    Of an opening that all of them have, only cells that differ are told.

    :param alternatives: what is measured, by what identifies it
    :param references: the index of the alternative that each is compared to
    """
    rows = []
    for key in dict.fromkeys(key for one in alternatives for key in one):
        found = [one.get(key) for one in alternatives]
        cells = [measured and measured.cells for measured in found]
        if all(one == cells[0] for one in cells):
            continue
        names = _get_differing(cells)
        rows.append(
            MeasuredRow(
                next(measured.label for measured in found if measured),
                [_describe(one, names) for one in cells],
                [
                    one != cells[reference]
                    for one, reference in zip(cells, references, strict=True)
                ],
            )
        )
    return rows


def _get_differing(cells: Sequence[Mapping[str, str] | None]) -> list[str]:
    """Return the names of cells that differ; all where one has none of them."""
    present = [one for one in cells if one is not None]
    names = dict.fromkeys(name for one in present for name in one)
    if len(present) < len(cells):
        return list(names)
    return [name for name in names if len({one.get(name) for one in present}) > 1]


def _describe(cells: Mapping[str, str] | None, names: Sequence[str]) -> str | None:
    if cells is None:
        return None
    return "; ".join(f"{name} {cells.get(name, '—')}".lstrip() for name in names)
