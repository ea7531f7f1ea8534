"""Renew the mail of a proposal: it speaks of a choice where there is one."""

from odoo import SUPERUSER_ID, api
from odoo.modules.module import load_script

RENEWING = "crm_engineering_calc/migrations/19.0.1.10.0/post-mail-templates.py"
# What earlier versions shipped, in English and in Russian: digests of the words.
SHIPPED = {
    "mail_template_proposal": (
        "data/mail_template_data.xml",
        {
            "62aebab28a05161057193694f86e2c377a5d85addf77f27a8e1574e7db1a979d",
            "ff760e7fa8f395e6fc1076b27acc10e1a0cffb17505fdd6e2824343d3cd4a70f",
        },
    ),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    load_script(RENEWING, "post-mail-templates").renew_shipped(env, SHIPPED)
