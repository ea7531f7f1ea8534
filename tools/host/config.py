"""The configuration file that every Odoo command of the checkout reads."""

import os
import socket
from collections.abc import Mapping
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
    layout.config.write_text("[options]\n" + "".join(lines))


def free_port(environ: Mapping[str, str] = os.environ) -> int:
    """PORT if it is set, else the first free port from Odoo's own on."""
    if environ.get("PORT"):
        return int(environ["PORT"])
    return next(port for port in range(FIRST_PORT, 65536) if is_free(port))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
