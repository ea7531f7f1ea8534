import pytest

from tools.host import odoo_source
from tools.host.shell import HostError


def make_odoo(home, series="(19, 0, 0)"):
    (home / "odoo/addons").mkdir(parents=True)
    (home / "odoo/release.py").write_text(f"version_info = {series}\n")
    return home


@pytest.fixture
def bare(monkeypatch):
    """A machine with neither apt-get nor git."""
    monkeypatch.setattr(odoo_source.shutil, "which", lambda program: None)


@pytest.fixture(autouse=True)
def packages(monkeypatch, tmp_path):
    """Where Python finds packages."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(odoo_source.sysconfig, "get_path", lambda name: str(folder))
    return folder


@pytest.mark.usefixtures("bare")
class TestChoice:
    def test_the_named_odoo_comes_first(self, layout, tmp_path):
        named = make_odoo(tmp_path / "named")
        make_odoo(odoo_source.unpacked_home(layout))
        environ = {"ODOO_HOME": str(named)}
        assert odoo_source.provide(layout, environ) == named

    def test_python_finds_the_chosen_odoo(self, layout, packages, tmp_path):
        named = make_odoo(tmp_path / "named")
        odoo_source.provide(layout, {"ODOO_HOME": str(named)})
        assert (packages / "odoo_host.pth").read_text() == f"{named}\n"

    def test_what_is_there_is_used_without_a_word(self, layout, capsys):
        home = make_odoo(odoo_source.unpacked_home(layout))
        assert odoo_source.provide(layout, {}) == home
        assert capsys.readouterr().out == ""

    def test_another_series_is_refused_and_the_next_way_is_tried(
        self, layout, tmp_path, capsys
    ):
        named = make_odoo(tmp_path / "named", series="(18, 0, 0)")
        clone = make_odoo(odoo_source.cloned_home(layout))
        assert odoo_source.provide(layout, {"ODOO_HOME": str(named)}) == clone
        assert f"ODOO_HOME={named} holds no" in capsys.readouterr().out

    def test_each_way_says_why_not_and_the_end_tells_the_remedies(self, layout, capsys):
        with pytest.raises(HostError) as error:
            odoo_source.provide(layout, {})
        assert capsys.readouterr().out.splitlines() == [
            "host: Odoo: Debian's package needs apt-get, absent here",
            "host: Odoo: a clone needs git, absent here",
        ]
        for remedy in ("ODOO_HOME=", "Debian mirror", "git clone"):
            assert remedy in str(error.value)


def test_a_refused_clone_says_so_in_one_line(layout, monkeypatch):
    def refuse(command):
        raise HostError(f"failed: {command}\nfatal: could not resolve the host")

    monkeypatch.setattr(odoo_source.shutil, "which", lambda program: f"/bin/{program}")
    monkeypatch.setattr(odoo_source, "run", refuse)
    with pytest.raises(HostError) as error:
        odoo_source._cloned(layout)
    assert str(error.value).endswith("did not come: fatal: could not resolve the host")


def test_both_folders_of_a_source_checkout_hold_addons(tmp_path):
    home = make_odoo(tmp_path)
    (home / "addons").mkdir()
    paths = odoo_source.addons_paths(home)
    assert paths == [home / "odoo/addons", home / "addons"]
