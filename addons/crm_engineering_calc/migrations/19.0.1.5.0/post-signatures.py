"""What was signed before is kept as it is found now: changes from here on are told."""

from odoo import SUPERUSER_ID, api

SIGNED = [
    ("signed_by", "!=", False),
    ("signed_on", "!=", False),
    ("engineering_signature_id", "=", False),
]


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    calculated = [("engineering_calculated", "=", True), ("signature", "!=", False)]
    env["sale.order"].search([*SIGNED, *calculated])._keep_signature()
    acts = env["engineering.act"].search([*SIGNED, ("state", "=", "signed")])
    acts._keep_signature()
    for act in acts.filtered("scan_id"):
        act.engineering_signature_id._keep_paper(act.scan_id)
