from odoo import fields, models


class EngineeringSiteKey(models.AbstractModel):
    """The key of a site as it is shown: once, and kept nowhere."""

    _name = "engineering.site.key"
    _description = "Key of a Site"

    # The host asks for the value of the other field by it.
    id = fields.Id()
    key = fields.Char(readonly=True)
