import socket
import subprocess

import psutil
import psycopg2
import pytest

from tools.host import postgres
from tools.host.postgres import Cluster, Server
from tools.host.shell import HostError


class TestNamedServer:
    def test_the_variables_name_it(self, monkeypatch):
        monkeypatch.setattr(Server, "rows", lambda self, statement: [(1,)])
        environ = {"PGHOST": "db", "PGPORT": "5433", "PGUSER": "crm"}
        assert postgres.named_server(environ) == Server("db", "5433", "crm")

    def test_silence_tells_the_remedy(self, monkeypatch):
        def refuse(self, statement):
            raise psycopg2.OperationalError("connection refused")

        monkeypatch.setattr(Server, "rows", refuse)
        with pytest.raises(HostError, match="unset PGHOST"):
            postgres.named_server({"PGHOST": "db"})


class TestCluster:
    @pytest.fixture
    def cluster(self, tmp_path):
        """A cluster in a path that is too long for a socket."""
        deep = tmp_path / ("x" * 100)
        deep.mkdir()
        cluster = Cluster(deep / "pg")
        yield cluster
        cluster.remove()

    def test_a_deep_checkout_keeps_its_cluster_elsewhere(self, cluster):
        cluster.place()
        assert cluster.link.is_symlink()
        home = cluster.home
        cluster.remove()
        assert not cluster.link.is_symlink()
        assert not home.exists()

    def test_a_server_that_died_is_started_again(self, cluster):
        cluster.start().rows("CREATE DATABASE kept")
        locks = (cluster.data / "postmaster.pid", *cluster.home.glob(".s.*.lock"))
        number = locks[0].read_text().split()[0]
        postmaster = psutil.Process(int(number))
        postmaster.kill()
        postmaster.wait(10)
        # Its number is borne by another process by now, of the same user even.
        with subprocess.Popen(["sleep", "60"], user=cluster.user) as other:
            for lock in locks:
                lock.write_text(lock.read_text().replace(number, str(other.pid), 1))
            server = cluster.start()
            other.kill()
        assert ("kept",) in server.rows("SELECT datname FROM pg_database")

    def test_a_server_that_is_not_ready_yet_keeps_its_locks(self, tmp_path):
        cluster = Cluster(tmp_path / "pg")
        cluster.data.mkdir(parents=True)
        lock = cluster.data / "postmaster.pid"
        lock.touch()
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(cluster.home / postgres.SOCKET))
            server.listen()
            cluster.forget_dead_server()
        assert lock.exists()
        cluster.forget_dead_server()
        assert not lock.exists()
