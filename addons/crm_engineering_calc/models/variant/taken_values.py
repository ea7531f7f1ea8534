"""Coefficients that a copy carries over as they were taken."""

from odoo.fields import Command


class TakenValues(dict):
    """Values that a copy carries over. No client can send an object of this type.

    The copy of a whole variant has the `original` of each line beside them, and what
    is copied with its coefficients the number, `coefficient`, that it had.
    """

    original = None
    coefficient = None


def is_copied(vals):
    """Return whether values of a new record come from `copy_data`."""
    return isinstance(vals.get("coefficient_values"), TakenValues)


def keeps_coefficient(vals):
    """Return whether a new record has the number of what it is copied from."""
    return is_copied(vals) and (
        "coefficient" not in vals
        or vals["coefficient"] == vals["coefficient_values"].coefficient
    )


def mark_originals(commands, lines):
    """Tell the values of new lines which of `lines` they are copied from."""
    for line, (_create, _id, vals) in zip(lines, commands, strict=True):
        if is_copied(vals):
            vals["coefficient_values"].original = line


def get_original(vals):
    """Return the line that values of a new one are copied from, with its variant."""
    return vals["coefficient_values"].original if is_copied(vals) else None


def keep_coefficients(vals, kept):
    """Leave in values of a new record the coefficients `kept`, as they were taken.

    A number that others have made, and its reason, are dropped: it is computed anew.
    """
    vals["coefficient_ids"] = [Command.set(kept.ids)]
    if is_copied(vals):
        taken = vals["coefficient_values"]
        vals["coefficient_values"] = TakenValues(
            (key, taken[key]) for key in map(str, kept.ids) if key in taken
        )
    vals.pop("coefficient", None)
    vals.pop("coefficient_reason", None)
