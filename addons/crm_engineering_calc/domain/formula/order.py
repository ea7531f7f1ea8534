"""Which formulas depend on which, and what stands in no order: cycles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from .codes import used
from .errors import Cycle, DependsOnError, FormulaError
from .spelling import fold


def dependents(changed: Iterable[str], formulas: Mapping[str, str]) -> frozenset[str]:
    """Return `changed`, and the codes whose formulas depend on them at any distance."""
    users = defaultdict(set)
    for code, formula in formulas.items():
        for name in used(formula):
            users[fold(name)].add(code)
    found = set(changed)
    pending = list(found)
    while pending:
        fresh = users[fold(pending.pop())] - found
        found |= fresh
        pending += fresh
    return frozenset(found)


def in_order(uses: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield each code after those that it uses, but none that a cycle holds up."""
    sorter = TopologicalSorter(uses)
    with suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)


def get_refusals(uses: Mapping[str, list[str]]) -> dict[str, FormulaError]:
    """Return why codes that have no place in the order are refused."""
    following = {
        code: next(name for name in used if name in uses) for code, used in uses.items()
    }
    errors: dict[str, FormulaError] = {}
    for code in uses:
        path: dict[str, None] = {}
        while code not in path and code not in errors:
            path[code] = None
            code = following[code]
        walked = tuple(path)
        cycle = walked[walked.index(code) :] if code in path else ()
        errors |= dict.fromkeys(cycle, Cycle(cycle))
        for member in reversed(walked[: len(walked) - len(cycle)]):
            name = following[member]
            errors[member] = get_dependence(name, errors[name])
    return errors


def get_dependence(name: str, error: FormulaError) -> DependsOnError:
    """Return how one is refused that uses `name`, itself refused with `error`."""
    if isinstance(error, DependsOnError):
        return DependsOnError(error.name, error.cause)
    return DependsOnError(name, error)
