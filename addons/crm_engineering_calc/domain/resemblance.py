"""Names that resemble another one, the nearest first."""

import math
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from .look_alikes import unmix

Key = TypeVar("Key", bound=Hashable)

_WORD = re.compile(r"[^\W_]+")
_LENGTH = 3
# Parts that so many names have tell them apart no more.
_COMMON = 0.3
_FEW = 20


class Resembling(NamedTuple, Generic[Key]):
    """What a name is of, and how alike it is: from 0 to 1."""

    key: Key
    likeness: float


class Names(Generic[Key]):
    """Names to be searched by resemblance, at a cost that hardly grows with them.

    Compared are the parts of three letters that words are made of: endings, the order
    of words and mistypings matter little, and what many names have tells little.
    """

    def __init__(self, names: Mapping[Key, str] | Iterable[tuple[Key, str]]) -> None:
        pairs = names.items() if isinstance(names, Mapping) else names
        self._keys: list[Key] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        names_of_parts = []
        for key, name in pairs:
            parts = _get_parts(name)
            for part in parts:
                self._having[part].append(len(self._keys))
            self._keys.append(key)
            names_of_parts.append(parts)
        self._sizes = [self._weigh(parts) for parts in names_of_parts]

    def _weigh(self, parts: Iterable[str]) -> float:
        """Return how much parts tell: the rarer they are, the more."""
        return sum(map(self._weigh_part, parts))

    def _weigh_part(self, part: str) -> float:
        having = len(self._having.get(part, ())) or 1
        return math.log(1 + len(self._keys) / having)

    def get_nearest(self, name: str, limit: int = 5) -> list[Resembling[Key]]:
        """Return what resembles the name at all; each key once."""
        parts = _get_parts(name)
        most = max(_FEW, len(self._keys) * _COMMON)
        shared: dict[int, float] = defaultdict(float)
        for part in parts:
            having = self._having.get(part, ())
            if len(having) <= most:
                weight = self._weigh_part(part)
                for index in having:
                    shared[index] += weight
        size = self._weigh(parts)
        found: dict[Key, float] = {}
        for index, weight in shared.items():
            likeness = 2 * weight / (size + self._sizes[index])
            key = self._keys[index]
            found[key] = max(found.get(key, 0.0), min(likeness, 1.0))
        ordered = sorted(found.items(), key=lambda pair: -pair[1])
        return [Resembling(*pair) for pair in ordered[:limit]]


def get_name_key(name: str) -> str:
    """Return what is the same of a name in whatever case, with whatever signs."""
    return " ".join(_WORD.findall(unmix(name).casefold().replace("ё", "е")))


def _get_parts(name: str) -> frozenset[str]:
    text = unmix(name).casefold().replace("ё", "е")
    return frozenset(
        padded[place : place + _LENGTH]
        for word in _WORD.findall(text)
        for padded in [f" {word} "]
        for place in range(len(padded) - _LENGTH + 1)
    )
