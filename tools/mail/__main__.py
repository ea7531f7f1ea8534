"""Prove that each mail becomes one deal: real servers, and a worker that is killed."""

import argparse
import json
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

from tools.host import postgres
from tools.host.layout import Layout

from .servers import MailError, MailServers

LAYOUT = Layout(Path(__file__).resolve().parents[2])
DOMAIN = "proof.example.com"
ADDRESS = f"proof@{DOMAIN}"
MAILS = 200
MINUTE = 60
# The worker is killed when it has made so many deals, and again, and goes on.
KILLED_AFTER = (40, 100)
PATIENCE = 600

SET_UP = f"""
domains = env["mail.alias.domain"]
domain = domains.search([("name", "=", "{DOMAIN}")]) or domains.create(
    {{"name": "{DOMAIN}"}}
)
env.company.alias_domain_id = domain
directions = env["engineering.direction"]
direction = directions.search([("alias_id.alias_full_name", "=", "{ADDRESS}")])
if not direction:
    directions.create(
        {{"name": "Proof", "alias_name": "proof", "alias_domain_id": domain.id}}
    )
env["ir.mail_server"].search([]).active = False
env["fetchmail.server"].search([]).active = False
env["fetchmail.server"].create({{**%s, "state": "done"}})
env.cr.commit()
"""
FETCH = """
env["fetchmail.server"].search([])._fetch_mail(batch_limit=1000)
env.cr.commit()
"""
DEALS = f"""
    SELECT lead.name, count(*)
      FROM crm_lead AS lead
      JOIN engineering_direction AS direction
        ON direction.id = lead.engineering_direction_id
      JOIN mail_alias AS alias ON alias.id = direction.alias_id
     WHERE alias.alias_full_name = '{ADDRESS}'
     GROUP BY lead.name
"""
FILES = """
    SELECT count(*)
      FROM ir_attachment AS file
      JOIN crm_lead AS lead ON lead.id = file.res_id AND file.res_model = 'crm.lead'
     WHERE file.name = 'proof.txt' AND lead.name LIKE %s
"""


class Proof:
    def __init__(self, database: str, servers: MailServers, mails: int) -> None:
        self.database = database
        self.servers = servers
        self.mails = mails
        self.postgres = postgres.provide(LAYOUT.pg)
        self.run = f"{time.time():.0f}"

    def names(self) -> list[str]:
        return [f"Roof {self.run}/{number}" for number in range(self.mails)]

    # === WHAT THE COMPANY DOES ===

    def shell(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "odoo", "shell", "-c", str(LAYOUT.config)]
        return subprocess.Popen(
            [*command, "-d", self.database, "--no-http"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def set_up(self) -> None:
        values = {
            "name": "Proof",
            "server_type": "imap",
            "server": "127.0.0.1",
            "port": self.servers.imap,
            "is_ssl": False,
            "user": self.servers.login,
            "password": self.servers.password,
        }
        shell = self.shell()
        shell.communicate(SET_UP % repr(values))
        if shell.returncode:
            raise MailError("the database can't be set up")

    def fetch(self, kill_after: int | None = None) -> None:
        """Let a worker fetch all mails, or be killed when it has made some deals."""
        shell = self.shell()
        assert shell.stdin
        shell.stdin.write(FETCH)
        shell.stdin.close()
        deadline = time.monotonic() + PATIENCE
        while shell.poll() is None:
            if time.monotonic() > deadline:
                shell.kill()
                raise MailError("the worker does not come to an end")
            if kill_after is not None and self.count() >= kill_after:
                shell.kill()
            time.sleep(0.05)
        shell.wait()

    # === WHAT THE CUSTOMERS DO ===

    def send(self, numbers: Sequence[int]) -> None:
        with smtplib.SMTP("127.0.0.1", self.servers.smtp) as client:
            for number in numbers:
                client.send_message(self.mail(number))

    def mail(self, number: int) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"Customer {number} <customer{number}@x{number}.example.com>"
        mail["To"] = ADDRESS
        mail["Subject"] = self.names()[number]
        mail["Message-Id"] = f"<{self.run}.{number}@{DOMAIN}>"
        mail.set_content(f"Сорок метров, номер {number}")
        mail.add_attachment(b"file " * number, "text", "plain", filename="proof.txt")
        return mail

    def send_all(self) -> float:
        began = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.send, (range(i, self.mails, 4) for i in range(4))))
        return time.monotonic() - began

    # === WHAT CAME OF IT ===

    def made(self) -> Counter[str]:
        names = set(self.names())
        rows = self.postgres.rows(DEALS, self.database)
        return Counter({name: count for name, count in rows if name in names})

    def count(self) -> int:
        return sum(self.made().values())

    def check(self) -> None:
        made = self.made()
        lost = [name for name in self.names() if not made[name]]
        doubled = [name for name, count in made.items() if count > 1]
        if lost or doubled:
            raise MailError(json.dumps({"lost": lost, "doubled": doubled}, indent=1))
        files = FILES.replace("%s", f"'Roof {self.run}/%'")
        ((count,),) = self.postgres.rows(files, self.database)
        if count != self.mails:
            raise MailError(f"{count} files of {self.mails}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.mail", description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--mails", type=int, default=MAILS)
    options = parser.parse_args()
    try:
        with MailServers() as servers:
            prove(Proof(options.database, servers, options.mails))
    except MailError as error:
        print(f"mail: {error}", file=sys.stderr)
        return 1
    return 0


def prove(proof: Proof) -> None:
    proof.set_up()
    seconds = proof.send_all()
    print(f"mail: {proof.mails} mails sent in {seconds:.1f} s", flush=True)
    if seconds > MINUTE:
        raise MailError("that is more than a minute")
    began = time.monotonic()
    for deals in KILLED_AFTER:
        proof.fetch(kill_after=deals)
        print(f"mail: the worker was killed at {proof.count()} deals", flush=True)
    proof.fetch()
    seconds = time.monotonic() - began
    proof.check()
    print(f"mail: {proof.count()} deals in {seconds:.1f} s, none lost, none doubled")


if __name__ == "__main__":
    sys.exit(main())
