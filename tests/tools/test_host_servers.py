"""Servers that a command runs end with it, whatever becomes of it."""

import subprocess
import sys

import pytest

from tools.host.servers import Servers, end

# It says when it no longer listens to who asks it to end.
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True)"


class TwoOfWhichOneFails(Servers):
    def start(self):
        self.run(["sleep", "60"], subprocess.DEVNULL)
        raise OSError("no port is free")


class Two(Servers):
    def start(self):
        for _number in range(2):
            self.run(["sleep", "60"], subprocess.DEVNULL)


def are_ended(servers):
    return all(process.returncode is not None for process in servers.processes)


def test_they_run_from_entering_to_leaving():
    with Two() as servers:
        assert not any(process.poll() for process in servers.processes)
    assert len(servers.processes) == 2 and are_ended(servers)


def test_those_of_a_start_that_fails_end():
    servers = TwoOfWhichOneFails()
    with pytest.raises(OSError, match="no port"), servers:
        pass
    assert len(servers.processes) == 1 and are_ended(servers)


def test_those_of_a_command_that_fails_end():
    servers = Two()
    with pytest.raises(OSError, match="no mail"), servers:
        raise OSError("no mail")
    assert are_ended(servers)


def test_who_does_not_listen_is_killed():
    command = [sys.executable, "-c", f"{DEAF}; time.sleep(60)"]
    deaf = subprocess.Popen(command, stdout=subprocess.PIPE)
    deaf.stdout.readline()
    end(deaf, seconds=0.1)
    assert deaf.returncode == -9
