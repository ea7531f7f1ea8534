"""What the fields of the exchange schema are in the models."""

from ...domain.estimate import EstimateLine, EstimateMeasurement, EstimateVariant
from ...domain.estimate_openings import EstimateOpening, EstimateOpeningColumn

# What names records, perhaps in several ways.
RELATIONS = {"product_code", "unit", "coefficients"}

# What the host stores rounded, and where it is set to how many decimals.
DIGITS = {"quantity": "Product Unit", "base_price": "Product Price"}

_FIELDS = {
    EstimateMeasurement: {
        "name": "name",
        "value": "value",
        "unit": "uom_id",
        "formula": "formula",
    },
    EstimateOpeningColumn: {
        "name": "name",
        "kind": "kind",
        "unit": "uom_id",
        "choices": "choices",
        "value_min": "value_min",
        "value_max": "value_max",
        "required": "required",
    },
    EstimateOpening: {"name": "name", "cells": "cells"},
    EstimateVariant: {
        "name": "name",
        "coefficients": "coefficient_ids",
        "coefficient": "coefficient",
        "coefficient_reason": "coefficient_reason",
    },
    EstimateLine: {
        "product_code": "product_id",
        "name": "name",
        "unit": "product_uom_id",
        "formula": "formula",
        "opening": "opening_id",
        "quantity": "quantity",
        "base_price": "base_price",
        "coefficients": "coefficient_ids",
        "coefficient": "coefficient",
        "coefficient_reason": "coefficient_reason",
        "collapse_prices": "collapse_prices",
        "collapse_composition": "collapse_composition",
    },
}


def get_fields(env):
    """Return, by the kind of an item, {name in the exchange: field of the model}."""
    extra = env["engineering.variant.line"]._get_extra_fields().values()
    lines = _FIELDS[EstimateLine] | {field.key: field.name for field in extra}
    return {**_FIELDS, EstimateLine: lines}


def get_digits(env):
    """Return {name in the exchange: decimals} of what is stored rounded."""
    precision = env["decimal.precision"]
    return {name: precision.precision_get(usage) for name, usage in DIGITS.items()}
