"""Odoo in this process, on a database that is left as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import odoo
from odoo.modules.registry import Registry


def configure(path: str, database: str) -> None:
    odoo.tools.config.parse_config(["-c", path, "-d", database], setup_logging=True)


@contextmanager
def open_environment(database: str) -> Iterator[Any]:
    """Give the superuser's environment; what is done in it is rolled back."""
    with Registry(database).cursor() as cursor:
        try:
            yield odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {})
        finally:
            cursor.rollback()


def make_user(env: Any, login: str, groups: list[str]) -> Any:
    user = env["res.users"].with_context(no_reset_password=True)
    return user.create(
        {
            "name": login.capitalize(),
            "login": f"benchmark_{login}",
            "email": f"{login}@example.com",
            "group_ids": [odoo.Command.set([env.ref(name).id for name in groups])],
        }
    )
