import pytest

from tools.host import database
from tools.host.database import Databases


class Server:
    """Remembers what it is told, and answers with the databases it has."""

    def __init__(self, *names):
        self.names = names
        self.told = []

    def sql(self, statement, database="postgres"):
        self.told.append(statement)
        return "\n".join(self.names) if "pg_database" in statement else ""


@pytest.fixture
def home(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0)")
    return tmp_path


@pytest.fixture
def odoo_runs(monkeypatch):
    """What Odoo is started with; each run leaves the database's files."""
    runs = []

    def odoo(self, name, *arguments):
        runs.append((name, *arguments))
        self.layout.filestore(name).mkdir(parents=True, exist_ok=True)
        return ""

    monkeypatch.setattr(Databases, "odoo", odoo)
    return runs


def template_name(layout, home):
    return database.TEMPLATE + database.fingerprint(layout, home)


def test_the_template_is_reused(layout, home, odoo_runs):
    name = template_name(layout, home)
    layout.filestore(name).mkdir(parents=True)
    assert Databases(layout, home, Server(name)).template() == name
    assert odoo_runs == []


def test_another_lock_asks_for_another_template(layout, home, odoo_runs):
    outdated = template_name(layout, home)
    layout.lock.write_text("pydantic==2.14.4\n")
    server = Server(outdated)
    assert Databases(layout, home, server).template() != outdated
    assert f'DROP DATABASE IF EXISTS "{outdated}" WITH (FORCE)' in server.told
    assert odoo_runs[-1][1] == "-i"


def test_a_template_without_its_files_is_built_anew(layout, home, odoo_runs):
    Databases(layout, home, Server(template_name(layout, home))).template()
    assert odoo_runs


def test_files_of_a_copy_are_those_of_the_template(layout, home, odoo_runs):
    name = template_name(layout, home)
    layout.filestore(name).mkdir(parents=True)
    (layout.filestore(name) / "logo").write_text("png")
    Databases(layout, home, Server(name)).make("demo")
    assert (layout.filestore("demo") / "logo").read_text() == "png"


def test_only_the_demo_data_asked_for_stays_claimed(layout, home, odoo_runs):
    name = template_name(layout, home)
    layout.filestore(name).mkdir(parents=True)
    server = Server(name)
    Databases(layout, home, server).make("demo", modules=["ours"], demo=True)
    claimed, kept, missed = server.told[-3:]
    assert claimed == "UPDATE ir_module_module SET demo = true"
    assert kept.endswith("SET demo = false WHERE NOT (name IN ('ours'))")
    assert missed.endswith("AND NOT demo")
