"""Many exact numbers at once: whole ones over a common denominator."""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from .arithmetic import MAX_BITS, Exact
from .errors import TooLarge

# Sums over many openings have larger denominators than single steps.
_MAX_BITS = 4 * MAX_BITS


class Vector(NamedTuple):
    """Exact numbers of openings, over one denominator."""

    numerators: Sequence[int]
    denominator: int

    def get(self, index: int) -> Exact:
        if self.denominator == 1:
            return self.numerators[index]
        return Fraction(self.numerators[index], self.denominator)

    def get_all(self) -> list[Exact]:
        if self.denominator == 1:
            return list(self.numerators)
        return [Fraction(one, self.denominator) for one in self.numerators]


def to_vector(numbers: Iterable[Exact]) -> Vector:
    """Return exact numbers over their least common denominator."""
    exact = list(numbers)
    denominator = math.lcm(*{number.denominator for number in exact})
    return Vector(
        [one.numerator * (denominator // one.denominator) for one in exact], denominator
    )


Value = Vector | Exact


def spread(value: Value, size: int) -> Vector:
    """Return one number as many times as there are openings; a vector as it is."""
    if isinstance(value, Vector):
        return value
    return Vector([value.numerator] * size, value.denominator)


def multiply(left: Vector, right: Vector) -> Vector:
    """Return the products, number by number."""
    pairs = zip(left.numerators, right.numerators, strict=True)
    return bounded(
        Vector(
            [one * other for one, other in pairs], left.denominator * right.denominator
        )
    )


def add(left: Vector, right: Vector, sign: Callable[[int, int], int]) -> Vector:
    """Return the sums or differences, number by number."""
    denominator = math.lcm(left.denominator, right.denominator)
    left_factor = denominator // left.denominator
    right_factor = denominator // right.denominator
    pairs = zip(left.numerators, right.numerators, strict=True)
    return bounded(
        Vector(
            [sign(one * left_factor, other * right_factor) for one, other in pairs],
            denominator,
        )
    )


def compare(left: Vector, right: Vector, test: Callable[..., Exact]) -> Vector:
    """Return 1 for each pair of numbers that the test is true of, else 0."""
    pairs = zip(left.numerators, right.numerators, strict=True)
    over, under = right.denominator, left.denominator
    return Vector([int(test(one * over, other * under)) for one, other in pairs], 1)


def to_whole(vector: Vector, *, up: bool) -> Vector:
    """Return whole numbers, next above or below each."""
    denominator = vector.denominator
    if up:
        return Vector([-(-one // denominator) for one in vector.numerators], 1)
    return Vector([one // denominator for one in vector.numerators], 1)


def bounded(vector: Vector) -> Vector:
    """Refuse numbers that are beyond reason, as those of single steps."""
    numbers = vector.numerators
    largest = max(numbers, default=0), -min(numbers, default=0), vector.denominator
    if max(largest).bit_length() > _MAX_BITS:
        raise TooLarge
    return vector
