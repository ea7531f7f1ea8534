from odoo import fields


class ShownJson(fields.Json):
    """Json that is read to be shown: whoever reads it gets no copy to change.

    The host copies each part of a value each time that it is read.
    """

    def convert_to_record(self, value, record):
        """Return the value itself, False for none."""
        return value or False
