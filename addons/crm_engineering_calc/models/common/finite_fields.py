"""Fields for what people measure, count and price: numbers, and nothing else."""

from math import isfinite

from odoo import fields
from odoo.exceptions import ValidationError

from .format_number import format_number

# The digits that a float keeps of any number: formulas and files have no more either.
DIGITS = 15
_LIMIT = 10.0**DIGITS
_PRECISIONS = "engineering_precisions"


class FiniteFloat(fields.Float):
    """A float that programs and formulas can't make infinite, or no number at all.

    Such a value passes each comparison, and spoils all that is computed from it.
    """

    def get_digits(self, env):
        """Look a precision up once a cursor: each value of each line asks for it."""
        if not isinstance(self._digits, str):
            return super().get_digits(env)
        known = env.cr.cache.setdefault(_PRECISIONS, {})
        if self._digits not in known:
            known[self._digits] = super().get_digits(env)
        return known[self._digits]

    def convert_to_column(self, value, record, values=None, validate=True):
        # What is created is rounded for the database first.
        number = float(value or 0.0)
        if not -_LIMIT < number < _LIMIT:
            _refuse(self, number, record)
        return super().convert_to_column(number, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        number = float(value or 0.0)
        # No comparison is true of what is no number.
        if not -_LIMIT < number < _LIMIT:
            _refuse(self, number, record)
        digits = self.get_digits(record.env)
        # Most are rounded already: to see it costs a fifth of rounding them again.
        if digits and number == round(number, digits[1]):
            return number or 0.0
        return super().convert_to_cache(number, record, validate)


class FiniteMonetary(fields.Monetary):
    """An amount that is a number, as that of a FiniteFloat is."""

    def convert_to_cache(self, value, record, validate=True):
        amount = float(value or 0.0)
        if not -_LIMIT < amount < _LIMIT:
            _refuse(self, amount, record)
        return super().convert_to_cache(amount, record, validate)


def is_number(value):
    """Return whether a number of the host can hold the value, if it is a float."""
    return not isinstance(value, float) or -_LIMIT < value < _LIMIT


def refuse_number(records, name, value):
    """Refuse what is no number for a field of the host, which fails on it.

    :raises ValidationError: names the field
    """
    _refuse(records._fields[name], value, records)


def forget_precisions(env):
    """Let fields look their precision up anew, when it may be another one."""
    env.cr.cache.pop(_PRECISIONS, None)


def _refuse(field, number, record):
    raise ValidationError(
        record.env._(
            "“%(field)s” takes a number with at most %(digits)s digits before the"
            " decimal point, and not %(number)s.",
            field=field._description_string(record.env),
            digits=DIGITS,
            number=format_number(record.env, number) if isfinite(number) else number,
        )
    )
