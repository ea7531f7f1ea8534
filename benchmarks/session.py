"""Odoo in this process, on a database that is left as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from werkzeug.serving import make_server

import odoo
import odoo.http
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


@contextmanager
def serve() -> Iterator[str]:
    """Let this process answer requests as well, and give its address."""
    server = make_server("127.0.0.1", 0, odoo.http.root, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


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
