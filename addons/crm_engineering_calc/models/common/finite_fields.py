"""Fields for what people measure, count and price: numbers, and nothing else."""

from math import isfinite

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from .format_number import format_number, round_amount

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


class OptionalFloat(FiniteFloat):
    """A float that is empty until it is known: neither shown, nor averaged, as zero."""

    def convert_to_column(self, value, record, values=None, validate=True):
        if _is_empty(value):
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        if _is_empty(value):
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        if _is_empty(value):
            return False
        return super().convert_to_record(value, record)

    def convert_to_export(self, value, record):
        if _is_empty(value):
            return ""
        return super().convert_to_export(value, record)


class FiniteMonetary(fields.Monetary):
    """An amount that is a number, as that of a FiniteFloat is.

    The host makes an environment to look the currency of each amount up, and a record
    where it inserts one: longer than all else takes that is done with an amount.
    """

    def convert_to_cache(self, value, record, validate=True):
        amount = self._check_number(value, record)
        if amount and validate and (currency := self._get_known_currency(record)):
            return round_amount(amount, currency)
        return super().convert_to_cache(amount, record, validate)

    def _check_number(self, value, record):
        number = float(value or 0.0)
        # No comparison is true of what is no number.
        if not -_LIMIT < number < _LIMIT:
            _refuse(self, number, record)
        return number

    def _get_known_currency(self, record):
        """Return the currency of one record, if it is in the cache, and up to date."""
        field = record._fields[self.get_currency_field(record)]
        currency = _get_cached(record, field.name)
        if currency or not field.related:
            return currency
        for step in field.related.split("."):
            record = _get_cached(record, step)
        return record

    def _filter_not_equal(self, records, cache_value):
        known = self._get_cache(records.env)
        if any(known.get(id_) for id_ in records._ids):
            return super()._filter_not_equal(records, cache_value)
        # Of what has no amount yet, none can differ by its rounding alone.
        return super(fields.Monetary, self)._filter_not_equal(records, cache_value)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if self._get_currency_path(record)[0] not in (values or ()):
            return super().convert_to_column_insert(value, record, values, validate)
        currency = self._find_currency(record, values)
        amount = float(value or 0.0)
        if not currency:
            return amount
        return float_repr(round_amount(amount, currency), currency.decimal_places)

    def convert_to_insert(self, amounts, model, rows):
        """Return amounts of rows that are inserted, each rounded by its currency."""
        first = self._get_currency_path(model)[0]
        currencies = {
            named: self._find_currency(model, {first: named})
            for named in {row.get(first) for row in rows}
        }
        numbers = (self._check_number(amount, model) for amount in amounts)
        of_rows = (currencies[row.get(first)] for row in rows)
        return [
            round_amount(amount, currency) if currency else amount
            for amount, currency in zip(numbers, of_rows, strict=True)
        ]

    def _get_currency_path(self, model):
        name = self.get_currency_field(model)
        return (model._fields[name].related or name).split(".")

    def _find_currency(self, model, values):
        """Return the currency of values to insert; none, if they name none."""
        first, *path = self._get_currency_path(model)
        currency = model.env[model._fields[first].comodel_name].browse(
            values.get(first)
        )
        for step in path:
            # An environment of the superuser's costs more than all else here.
            currency = _get_cached(currency, step) or currency.sudo()[step]
        return currency


def _is_empty(value):
    return value is None or value is False


def _get_cached(record, name):
    """Return what one record refers to, if it is in the cache, and up to date."""
    field = record._fields[name]
    referred = record.env[field.comodel_name]
    if len(record) != 1 or record.env.is_to_compute(field, record):
        return referred
    return referred.browse(field._get_cache(record.env).get(record._ids[0]) or ())


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
