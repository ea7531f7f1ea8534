"""Coefficients that a copy carries over as they were taken."""

from odoo.fields import Command


class TakenValues(dict):
    """Values that a copy carries over. No client can send an object of this type.

    What follows from the copied values, and would only be computed again, is `kept`
    beside them, with the values `followed`.
    """

    def __init__(self, *args):
        super().__init__(*args)
        self.followed, self.kept = {}, {}


def is_copied(vals):
    """Return whether values of a new record come from `copy_data`."""
    return isinstance(vals.get("coefficient_values"), TakenValues)


def get_kept(vals):
    """Return what a copy has brought along of the computed fields of a new record.

    Nothing where a value is not as it was copied: another addon has changed it since.
    """
    if not is_copied(vals):
        return {}
    taken = vals["coefficient_values"]
    is_same = all(vals.get(name) == value for name, value in taken.followed.items())
    return taken.kept if is_same else {}


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
