"""Odoo 19: one that ODOO_HOME names, else Debian's package, else a clone."""

import os
import shutil
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from .layout import Layout
from .shell import Command, HostError, run, say

SERIES = "version_info = (19, 0"
CLONE = "https://github.com/odoo/odoo"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# The package odoo-19 is only in Debian's sid. The web fonts and libraries that it
# links to come from Debian 12, whose versions keep the file names Odoo 19 asks for.
DEBIAN_PACKAGES = (
    "odoo-19/sid",
    "fonts-montserrat/sid",
    "fonts-font-awesome/bookworm",
    "fonts-inconsolata/bookworm",
    "fonts-ocr-b/bookworm",
    "fonts-roboto-unhinted/bookworm",
    "libjs-jquery/bookworm",
    "libjs-jquery-form/bookworm",
    "libjs-underscore/bookworm",
)
# Debian strips this file, which the manifest of mail names: its absence breaks the
# assets of every page.
STRIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def provide(layout: Layout, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds the package odoo, put on Python's path."""
    home = _present(layout, environ) or _fetched(layout)
    packages = Path(sysconfig.get_path("purelib"))
    (packages / "odoo_host.pth").write_text(f"{home}\n")
    return home


def addons_paths(home: Path) -> list[Path]:
    return [path for path in (home / "odoo/addons", home / "addons") if path.is_dir()]


def is_odoo(home: Path) -> bool:
    release = home / "odoo/release.py"
    return release.is_file() and SERIES in release.read_text()


def _present(layout: Layout, environ: Mapping[str, str]) -> Path | None:
    named = environ.get("ODOO_HOME")
    if named:
        if is_odoo(Path(named)):
            return Path(named).resolve()
        say(f"Odoo: ODOO_HOME={named} holds no odoo/release.py of 19.0")
    own = (unpacked_home(layout), cloned_home(layout))
    return next(filter(is_odoo, own), None)


def _fetched(layout: Layout) -> Path:
    for way in (_unpacked, _cloned):
        try:
            return way(layout)
        except HostError as error:
            say(str(error))
    raise HostError(
        "no Odoo 19 to be had. Either name an existing one "
        "(make host ODOO_HOME=/path/to/odoo), or give apt a Debian mirror, "
        f"or clone it: git clone --depth 1 --branch 19.0 {CLONE}"
    )


def unpacked_home(layout: Layout) -> Path:
    return layout.odoo / "usr/lib/python3/dist-packages"


def cloned_home(layout: Layout) -> Path:
    return layout.host / "odoo-clone"


def _unpacked(layout: Layout) -> Path:
    home = unpacked_home(layout)
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise HostError("Odoo: Debian's package needs apt-get, absent here")
    say("Odoo: downloading Debian's package odoo-19 (130 MB)")
    work = layout.host / "apt"
    packages = _download(work)
    say("Odoo: unpacking (1.2 GB)")
    unpacking = layout.host / "odoo.new"
    for path in (unpacking, layout.odoo):
        shutil.rmtree(path, ignore_errors=True)
    for package in packages:
        run(["dpkg-deb", "-x", package, unpacking])
    stripped = unpacking / home.relative_to(layout.odoo) / "odoo/addons" / STRIPPED
    stripped.parent.mkdir(parents=True, exist_ok=True)
    stripped.touch()
    unpacking.rename(layout.odoo)
    shutil.rmtree(work)
    return home


def _download(work: Path) -> list[Path]:
    targets = ["apt-get", "indextargets", "--format", "$(REPO_URI)"]
    mirrors = run([*targets, "Created-By: Packages"]).split()
    for mirror in dict.fromkeys(mirrors):
        shutil.rmtree(work, ignore_errors=True)
        apt = _private_apt(work, mirror)
        try:
            run([*apt, "update"])
            run([*apt, "download", *DEBIAN_PACKAGES], cwd=work)
        except HostError:
            continue
        return sorted(work.glob("*.deb"))
    raise HostError("Odoo: no mirror of this machine's apt offers odoo-19")


def _private_apt(folder: Path, mirror: str) -> Command:
    """An apt of our own, so that the machine's package lists stay as they are."""
    (folder / "lists/partial").mkdir(parents=True)
    suites = (
        f"deb [signed-by={KEYRING}] {mirror} {suite} main\n"
        for suite in ("sid", "bookworm")
    )
    sources = folder / "sources.list"
    sources.write_text("".join(suites))
    options = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "",
    }
    return ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]


def _cloned(layout: Layout) -> Path:
    home = cloned_home(layout)
    if not shutil.which("git"):
        raise HostError("Odoo: a clone needs git, absent here")
    say("Odoo: cloning the public branch 19.0")
    shutil.rmtree(home, ignore_errors=True)
    try:
        run(["git", "clone", "--depth", "1", "--branch", "19.0", CLONE, home])
    except HostError as error:
        reason = str(error).splitlines()[-1]
        raise HostError(f"Odoo: the clone did not come: {reason}") from error
    return home
