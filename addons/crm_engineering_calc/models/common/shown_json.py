from odoo import fields


class ShownJson(fields.Json):
    """Json that is computed to be shown: whoever reads it gets no copy to change.

    The host copies each part of a value when it is computed, and each time it is read.
    """

    def convert_to_cache(self, value, record, validate=True):
        """Return the value itself, None for none."""
        return value or None

    def show(self, records, values):
        """Give records their values, one each, as a compute does in more time."""
        cache = self._get_cache(records.env)
        for id_, value in zip(records._ids, values, strict=True):
            cache[id_] = value or None

    def convert_to_record(self, value, record):
        """Return the value itself, False for none."""
        return value or False
