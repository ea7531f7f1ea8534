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
    def venv(self) -> Path:
        return self.host / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

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
    def beside(self) -> Path:
        """Addons of others, installed for make test-beside alone."""
        return self.host / "beside"

    @property
    def beside_lock(self) -> Path:
        return self.checkout / "beside.lock"

    @property
    def addons(self) -> Path:
        return self.checkout / "addons"

    @property
    def extensions(self) -> Path:
        """Addons that extend ours, for make test-extensions."""
        return self.checkout / "tests" / "extensions"

    @property
    def packages(self) -> Path:
        """site-packages of the virtual environment."""
        return next(self.venv.glob("lib/python3*/site-packages"))

    def filestore(self, database: str) -> Path:
        return self.data_dir / "filestore" / database
