from odoo import fields


class KeptJson(fields.Json):
    """Plain values that the addon alone writes, and nobody changes in place.

    The host copies them each time they are kept, read and inserted: hundreds of times
    where a document has hundreds of lines.
    """

    def convert_to_cache(self, value, record, validate=True):
        """Return what is kept, and no copy of it; nothing for what is empty."""
        return value or None

    def convert_to_record(self, value, record):
        """Return what is kept, and no copy of it; `False` for nothing."""
        return False if value is None else value

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        """Return the value for the database; nothing is kept as NULL."""
        return self.convert_to_column(value or None, record, values, validate=False)
