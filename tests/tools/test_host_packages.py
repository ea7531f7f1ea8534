import pytest

from tools.host import packages
from tools.host.shell import HostError

COMPLETE = ("chromium", "wkhtmltopdf", "pdftotext", "soffice")


def missing(*programs: str, modules: tuple[str, ...] = ("ensurepip",)) -> list[str]:
    return packages.missing_packages(programs.__contains__, modules.__contains__)


@pytest.fixture
def ran(monkeypatch):
    commands = []
    monkeypatch.setattr(packages, "run", lambda command: commands.append(command))
    return commands


def test_nothing_is_installed_on_a_complete_machine():
    assert missing(*COMPLETE) == []


def test_any_browser_that_odoo_drives_will_do():
    assert missing("google-chrome", *COMPLETE[1:]) == []


def test_a_bare_machine_lacks_all():
    assert missing(modules=()) == [
        "python3-venv",
        "chromium",
        "wkhtmltopdf",
        "poppler-utils",
        "libreoffice-calc-nogui",
    ]


@pytest.mark.parametrize(("uid", "first"), [(0, "env"), (1000, "sudo")])
def test_only_who_is_not_root_needs_sudo(ran, monkeypatch, uid, first):
    monkeypatch.setattr(packages.os, "geteuid", lambda: uid)
    packages.install(["wkhtmltopdf"])
    assert [command[0] for command in ran] == [first] * 2
    assert ran[-1][-1] == "wkhtmltopdf"


def test_without_rights_the_remedy_is_one_command(monkeypatch):
    def refuse(command):
        raise HostError("sudo: a password is required")

    monkeypatch.setattr(packages, "run", refuse)
    with pytest.raises(HostError, match="apt-get install -y wkhtmltopdf"):
        packages.install(["wkhtmltopdf"])
