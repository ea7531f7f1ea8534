from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    """Take from engineers the host's role of projects, with which they read all orders.

    Once: a company may give it to them again.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    projects = env.ref("project.group_project_user")
    engineers = env.ref("crm_engineering_calc.group_engineer")
    engineers.implied_ids = [Command.unlink(projects.id)]
