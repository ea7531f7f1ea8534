import pytest

from tools.host import database
from tools.host.database import Databases


class Server:
    """Remembers what it is told, and answers with the databases it has."""

    def __init__(self, *names):
        self.names = names
        self.told = []

    def rows(self, statement, database="postgres"):
        self.told.append(statement)
        return [(name,) for name in self.names] if "pg_database" in statement else []


@pytest.fixture
def home(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0)")
    return tmp_path


@pytest.fixture
def odoo_runs(monkeypatch):
    """What Odoo is started with."""
    runs = []
    monkeypatch.setattr(database, "run", lambda command, **how: runs.append(command))
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
    template = Databases(layout, home, Server(outdated)).template()
    assert template != outdated
    dropped, built, renamed = odoo_runs
    assert dropped[-2:] == ["drop", outdated]
    assert "-i" in built
    assert renamed[-1] == template


def test_a_template_without_its_files_is_built_anew(layout, home, odoo_runs):
    Databases(layout, home, Server(template_name(layout, home))).template()
    assert odoo_runs


def test_files_of_a_database_that_is_gone_give_way_to_the_copy(layout, home, odoo_runs):
    (layout.filestore("demo") / "logo").mkdir(parents=True)
    Databases(layout, home, Server()).copy("template", "demo")
    assert not layout.filestore("demo").exists()
    assert odoo_runs[-1][-4:] == ["duplicate", "--force", "template", "demo"]


def test_only_the_demo_data_asked_for_stays_claimed(layout, home, odoo_runs):
    name = template_name(layout, home)
    layout.filestore(name).mkdir(parents=True)
    server = Server(name)
    Databases(layout, home, server).make("demo", modules=["ours"], demo=True)
    claimed, kept, missed = server.told[-3:]
    assert claimed == "UPDATE ir_module_module SET demo = true"
    assert kept.endswith("SET demo = false WHERE NOT (name IN ('ours'))")
    assert missed.endswith("AND NOT demo")
