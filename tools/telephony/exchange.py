"""A real Asterisk 22 in a folder of its own, and a second one: trunk and phones."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests  # type: ignore[import-untyped]

from tools.host.servers import Servers

ETC = Path(__file__).parent / "etc"
SUITE = "sid"
MIRROR = "http://deb.debian.org/debian"
FOLDERS = (
    "run/asterisk",
    "run/asterisk-far",
    "var/lib/asterisk",
    "var/lib/asterisk-far",
    "var/log/asterisk/cdr-csv",
    "var/log/asterisk/cel-custom",
    "var/log/asterisk-far/cdr-csv",
    "var/spool/asterisk/recording",
    "var/spool/asterisk-far/recording",
    "var/cache/asterisk",
)
ADDRESS = "http://127.0.0.1:8188"
FAR = "http://127.0.0.1:8189"
PATIENCE = 60
# Asterisk asks for these at each call; without an answer it stands still for seconds.
NAMES = ("localhost", socket.gethostname(), "A.ROOT-SERVERS.NET")


class ExchangeError(Exception):
    """The exchange does not do what it has to."""


def get_access(side: str) -> tuple[str, str]:
    """Return user and password of ARI, as the configuration has them."""
    text = (ETC / side / "ari.conf").read_text()
    found = re.search(r"\[(\w+)\]\ntype=user[^\[]*password=(\S+)", text)
    if not found:
        raise ExchangeError(f"{side}: no user of ARI")
    return found[1], found[2]


class Exchange(Servers):
    """Runs while it is entered; one that `runs` already is left alone."""

    def __init__(self, root: Path, *, runs: bool = False) -> None:
        super().__init__()
        self.root = root
        self.runs = runs

    def start(self) -> None:
        """Start both where they do not run, and wait for the phones."""
        if not self.runs:
            self.provide()
            self.run_both()
        self.wait_for_phones()

    def provide(self) -> None:
        """Install Asterisk into the folder, where it is not, and configure it."""
        if os.geteuid():
            raise ExchangeError("only root may run Asterisk in a folder of its own")
        if not (self.root / "usr/sbin/asterisk").exists():
            self.install()
        for side, folder in (("exchange", "asterisk"), ("far", "asterisk-far")):
            target = self.root / "etc" / folder
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(ETC / side, target)
        for folder in FOLDERS:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        (self.root / "etc/hosts").write_text(f"127.0.0.1 {' '.join(NAMES)}\n")
        (self.root / "etc/nsswitch.conf").write_text("hosts: files\n")
        # Asterisk drops the right to write what others own.
        owned = [str(self.root / "/".join(folder.split("/")[:3])) for folder in FOLDERS]
        subprocess.run(["chown", "-R", "root:root", *sorted(set(owned))], check=True)

    def install(self) -> None:
        """Install Asterisk into the folder; what an attempt before has left goes."""
        if not shutil.which("debootstrap"):
            raise ExchangeError("install it first: apt-get install debootstrap")
        print("telephony: installing Asterisk", flush=True)
        shutil.rmtree(self.root, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", "--include=asterisk"]
        command += [SUITE, str(self.root), MIRROR]
        made = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if made.returncode:
            log = self.root / "debootstrap/debootstrap.log"
            raise ExchangeError(f"debootstrap has failed, {log} says why")

    def run_both(self) -> None:
        """Run both sides; they are ended by who has entered.

        :raises ExchangeError: others listen where they would
        """
        for address in (ADDRESS, FAR):
            place = urlsplit(address)
            with socket.socket() as probe:
                if not probe.connect_ex((place.hostname, place.port)):
                    raise ExchangeError(f"another exchange is at {address}: end it")
        for folder in ("asterisk", "asterisk-far"):
            command = ["chroot", str(self.root), "asterisk", "-f", "-U", "root"]
            command += ["-G", "root", "-C", f"/etc/{folder}/asterisk.conf"]
            self.run(command, subprocess.DEVNULL)

    def wait_for_phones(self) -> None:
        """Wait until the phones are registered."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if any(process.poll() is not None for process in self.processes):
                raise ExchangeError("Asterisk has ended at once")
            try:
                there = self.ask("exchange", "GET", "endpoints/PJSIP")
            except requests.RequestException:
                there = []
            online = [one for one in there if one["state"] == "online"]
            if len(online) >= 6:
                return
            time.sleep(1)
        raise ExchangeError("the phones are not registered")

    def ask(self, side: str, method: str, path: str, **params: str) -> Any:
        """Return what ARI of a side answers."""
        address = ADDRESS if side == "exchange" else FAR
        answer = requests.request(
            method,
            f"{address}/ari/{path}",
            params=params,
            auth=get_access(side),
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else []

    # === CALLS ===

    def call_in(self, number: str, caller: str) -> str:
        """Let a customer call a number of the exchange; return his channel."""
        return self._originate(f"PJSIP/{number}@exchange", caller)

    def call_from(self, phone: str, number: str) -> str:
        """Let a desk phone dial; return its channel."""
        return self._originate(f"PJSIP/{number}@phone{phone}", phone)

    def hang_up(self, channel: str) -> None:
        """Let who is at the far side hang up."""
        self.ask("far", "DELETE", f"channels/{channel}")

    def is_quiet(self) -> bool:
        """Return whether no call goes on."""
        # Who calls is a channel of the far side before it is one of the exchange.
        sides = ("far", "exchange")
        return not any(self.ask(side, "GET", "channels") for side in sides)

    def wait_until_quiet(self) -> None:
        """Wait until all have hung up.

        :raises ExchangeError: somebody talks for too long
        """
        until = time.monotonic() + PATIENCE
        while not self.is_quiet():
            if time.monotonic() > until:
                raise ExchangeError("somebody talks for too long")
            time.sleep(0.5)

    def wait_until_rings(self, phones: int = 1) -> None:
        """Wait until so many phones ring.

        :raises ExchangeError: they do not
        """
        until = time.monotonic() + PATIENCE
        while True:
            told = self.ask("exchange", "GET", "channels")
            if sum(one["state"] == "Ringing" for one in told) >= phones:
                return
            if time.monotonic() > until:
                raise ExchangeError("nobody is rung")
            time.sleep(0.2)

    def _originate(self, endpoint: str, caller: str) -> str:
        made = self.ask(
            "far",
            "POST",
            "channels",
            endpoint=endpoint,
            callerId=caller,
            context="stay",
            extension="s",
            priority="1",
        )
        return str(made["id"])
