from odoo import SUPERUSER_ID
from odoo.http import request


def get_acting_user(env):
    """Return who acts: the host's portal works as superuser for who opened the page."""
    if env.uid == SUPERUSER_ID and request:
        return request.env.user.with_env(env)
    return env.user
