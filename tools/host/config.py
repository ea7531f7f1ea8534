"""The configuration file that every Odoo command of the checkout reads."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .layout import Layout
from .odoo_source import addons_paths
from .postgres import Server

FIRST_PORT = 8069


def write(layout: Layout, home: Path, server: Server) -> None:
    addons = [*addons_paths(home), layout.addons, layout.extensions]
    options = {
        "addons_path": ",".join(map(str, addons)),
        "data_dir": layout.data_dir,
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "list_db": False,
        "http_interface": "127.0.0.1",
        "http_port": free_port(),
        "log_level": "warn",
        "max_cron_threads": 0,
    }
    lines = [f"{name} = {value}\n" for name, value in options.items()]
    # Another command may be reading it: replaced at once, it is never half there.
    fresh = layout.config.with_suffix(f".{os.getpid()}")
    fresh.write_text("[options]\n" + "".join(lines))
    fresh.replace(layout.config)


def free_port(environ: Mapping[str, str] = os.environ, first: int = FIRST_PORT) -> int:
    """PORT if it is set, else the first free port from Odoo's own on."""
    if environ.get("PORT"):
        return int(environ["PORT"])
    for port in range(first, 65536):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no port is free")
