"""Fields that addons add to a line, as the exchange schema knows them."""

from ...domain.extra import ExtraField, ExtraKind
from ..common.format_number import to_number

KINDS = {
    "char": ExtraKind.TEXT,
    "text": ExtraKind.TEXT,
    # By its name, as everything that the exchange speaks of.
    "many2one": ExtraKind.TEXT,
    "integer": ExtraKind.INTEGER,
    "float": ExtraKind.NUMBER,
    "monetary": ExtraKind.NUMBER,
    "boolean": ExtraKind.BOOLEAN,
    "selection": ExtraKind.CHOICE,
    "date": ExtraKind.DATE,
}


def describe_field(env, field):
    """Return the `ExtraField` of a field, in the user's words."""
    digits = field.get_digits(env) if field.type == "float" else None
    choices = field._description_selection(env) if field.type == "selection" else ()
    return ExtraField(
        field.name,
        field._description_string(env),
        KINDS[field.type],
        tuple(choices),
        digits and digits[1],
    )


def get_value(record, name):
    """Return what the exchange says of a field of the record."""
    value = record[name]
    match record._fields[name].type:
        case "many2one":
            return value.display_name or None
        case "integer" | "float" | "monetary":
            return to_number(value)
        case "boolean":
            return value
        case _:
            return value or None


def carry_fields(record, model):
    """Return the values of a line's exchanged fields that another model has, too."""
    lines = record.env["engineering.variant.line"]
    return {
        name: record._fields[name].convert_to_write(record[name], record)
        for name in lines._get_extra_names()
        if name in record._fields and name in record.env[model]._fields
    }
