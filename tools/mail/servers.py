"""A mail server and a mailbox on loopback: Debian's OpenSMTPD and Dovecot."""

import grp
import os
import pwd
import shutil
import socket
import tempfile
import time
from pathlib import Path

from tools.host.servers import Servers

PROGRAMS = {"smtpd": "opensmtpd", "dovecot": "dovecot-imapd"}
OWNER = "nobody"
START_SECONDS = 30

SMTPD = """\
listen on 127.0.0.1 port {smtp}
action "box" maildir "{box}" virtual {{ "@" = "{owner}" }}
match from any for any action "box"
"""
DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{box}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""


class MailError(Exception):
    """The proof can't go on, or failed; the message tells why."""


class MailServers(Servers):
    """Both servers, from entering to leaving; what comes lies in one mailbox."""

    login = password = "deals"

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mail-"))
        self.smtp, self.imap = free_ports(2)

    def start(self) -> None:
        missing = [package for name, package in PROGRAMS.items() if not find(name)]
        if missing or os.geteuid():
            raise MailError(
                "this needs root, and servers that are got with: apt-get install"
                f" --no-install-recommends {' '.join(PROGRAMS.values())}"
            )
        self._write()
        self._run("smtpd", "-d", "-f", self.folder / "smtpd.conf")
        self._run("dovecot", "-F", "-c", self.folder / "dovecot.conf")
        for port in (self.smtp, self.imap):
            wait_for(port)

    def end(self) -> None:
        super().end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self) -> None:
        owner = pwd.getpwnam(OWNER)
        self.folder.chmod(0o755)
        for name in ("box", "home"):
            (self.folder / name).mkdir()
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        words = {
            "folder": self.folder,
            "box": self.folder / "box",
            "smtp": self.smtp,
            "imap": self.imap,
            "owner": OWNER,
            "password": self.password,
            "uid": OWNER,
            "gid": grp.getgrgid(owner.pw_gid).gr_name,
        }
        for name, text in (("smtpd", SMTPD), ("dovecot", DOVECOT)):
            (self.folder / f"{name}.conf").write_text(text.format(**words))
            (self.folder / f"{name}.conf").chmod(0o600)

    def _run(self, name: str, *arguments: str | Path) -> None:
        with (self.folder / f"{name}.out").open("wb") as output:
            self.run([find(name) or name, *arguments], output)


def find(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _port in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as one:
            if not one.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise MailError(f"no mail server answers on port {port}")
