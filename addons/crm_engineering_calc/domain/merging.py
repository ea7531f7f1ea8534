"""Put lines of somebody's sheet into a variant that has lines already."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .estimate import EstimateLine
from .outline import HEADS, LineKind, Outline

Section = tuple[str | None, str | None]

_NO_SECTION: Section = (None, None)
# What a sheet does not change in a line that it means.
_KEPT = {"ref", "kind", "product_code"}


class Merged(NamedTuple):
    """The lines of a variant; `sources` tell by ref which imported line one follows."""

    lines: tuple[EstimateLine, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True)
class _Block:
    """A section's head and the lines under it, up to the next head."""

    section: Section
    lines: list[EstimateLine]


def update_lines(
    present: Iterable[EstimateLine],
    imported: Iterable[EstimateLine],
    services: Mapping[str, Hashable],
    free: Collection[Hashable] = (),
) -> Merged:
    """Return the lines `present` with the `imported` ones in them.

    A line with the same service in the same section is changed, each once; where the
    sheet has no sections, in any section. Other lines are added at the end of theirs.

    :param services: by product code, what is the same service under several codes
    :param free: services that many things are called by: their lines go by name
    """
    blocks = list(_blocks(present))
    imported_blocks = list(_blocks(imported))
    in_sections = any(block.section != _NO_SECTION for block in imported_blocks)

    def key(section: Section, line: EstimateLine) -> Hashable:
        code = line.product_code
        service = line.name if code is None else services.get(code, code)
        if service in free:
            service = service, line.name
        return (section if in_sections else None, line.kind, service)

    waiting = defaultdict(list)
    for block in blocks:
        for place, line in enumerate(block.lines):
            waiting[key(block.section, line)].append((block.lines, place))
    sources = {}
    for source in imported_blocks:
        target = _find_block(blocks, source)
        for line in source.lines:
            if line.kind in HEADS:
                continue
            if found := waiting[key(source.section, line)]:
                lines, place = found.pop(0)
                sources[lines[place].ref] = line.ref
                lines[place] = _updated(lines[place], line)
            else:
                target.lines.append(line)
    return Merged(tuple(line for block in blocks for line in block.lines), sources)


def _blocks(lines: Iterable[EstimateLine]) -> Iterator[_Block]:
    for path, block in Outline(lines).get_blocks():
        names = {head.kind: head.name.casefold() for head in path}
        section = names.get(LineKind.SECTION), names.get(LineKind.SUBSECTION)
        yield _Block(section, list(block))


def _find_block(blocks: list[_Block], source: _Block) -> _Block:
    """Return the last block of the same section, a new one if there is none.

    A new subsection stands at the end of its section, a new section at the very end.
    """
    same = [block for block in blocks if block.section == source.section]
    if same:
        return same[-1]
    section, subsection = source.section
    place = len(blocks)
    if subsection is not None:
        inside = (n for n, block in enumerate(blocks, 1) if block.section[0] == section)
        place = max(inside, default=place)
    new = _Block(source.section, source.lines[:1])
    blocks.insert(place, new)
    return new


def _updated(present: EstimateLine, imported: EstimateLine) -> EstimateLine:
    names = imported.model_fields_set - _KEPT
    if imported.name == imported.product_code:
        names -= {"name"}
    values: dict[str, Any] = {name: getattr(imported, name) for name in names}
    if "extra" in names:
        values["extra"] = {**present.extra, **imported.extra}
    if "quantity" in names and imported.quantity != present.quantity:
        values.setdefault("formula", None)
    return present.model_copy(update=values)
