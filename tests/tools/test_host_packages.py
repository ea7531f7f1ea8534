import pytest

from tools.host import packages
from tools.host.packages import Machine, missing_packages
from tools.host.shell import HostError


def machine(*programs: str, modules: tuple[str, ...] = ("ensurepip",), root=False):
    return Machine(programs.__contains__, modules.__contains__, root)


@pytest.fixture
def ran(monkeypatch):
    commands = []
    monkeypatch.setattr(packages, "run", lambda command: commands.append(command))
    return commands


def test_nothing_is_installed_on_a_complete_machine(ran):
    packages.install_missing(machine("chromium", "wkhtmltopdf", "pdftotext", "soffice"))
    assert ran == []


def test_any_browser_that_odoo_drives_will_do():
    here = machine("google-chrome", "wkhtmltopdf", "pdftotext", "soffice")
    assert missing_packages(here) == []


def test_a_bare_machine_lacks_all():
    assert missing_packages(machine(modules=())) == [
        "python3-venv",
        "chromium",
        "wkhtmltopdf",
        "poppler-utils",
        "libreoffice-calc-nogui",
    ]


def test_root_installs_without_sudo(ran):
    packages.install_missing(
        machine("apt-get", "chromium", "pdftotext", "soffice", root=True)
    )
    assert ran[-1][0] == "env"
    assert ran[-1][-1] == "wkhtmltopdf"


def test_sudo_is_used_where_it_asks_no_password(ran):
    packages.install_missing(machine("apt-get", "sudo", "chromium", "pdftotext"))
    assert ran[-1][:2] == ["sudo", "-n"]


def test_without_rights_the_remedy_is_one_command(ran):
    with pytest.raises(HostError, match="apt-get install -y wkhtmltopdf"):
        packages.install_missing(machine("apt-get", "chromium", "pdftotext"))
    assert ran == []
