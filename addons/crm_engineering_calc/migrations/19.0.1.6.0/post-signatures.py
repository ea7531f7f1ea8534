"""What signatures tell of others is kept as it is told today."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model in ("sale.order", "engineering.act"):
        for document in env[model].search([("engineering_signature_id", "!=", False)]):
            words = {}
            document._get_signed_content(words)
            document.engineering_signature_id._as_machine().words = words
