"""Where the host's parts lie in a checkout."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    checkout: Path

    @property
    def host(self) -> Path:
        return self.checkout / ".host"

    @property
    def odoo(self) -> Path:
        return self.host / "odoo"

    @property
    def pg(self) -> Path:
        return self.host / "pg"

    @property
    def data_dir(self) -> Path:
        return self.host / "filestore"

    @property
    def config(self) -> Path:
        return self.host / "odoo.conf"

    @property
    def lock(self) -> Path:
        return self.checkout / "requirements.lock"

    @property
    def addons(self) -> Path:
        return self.checkout / "addons"

    @property
    def extensions(self) -> Path:
        """Addons that extend ours, for make test-extensions."""
        return self.checkout / "tests" / "extensions"

    def filestore(self, database: str) -> Path:
        return self.data_dir / "filestore" / database
