"""Walk one deal through the whole flow, each step by the user who would do it."""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tools.host.config import free_port
from tools.host.layout import Layout
from tools.host.servers import end

from .session import DemoError, Session, check
from .walk import Walk

LAYOUT = Layout(Path(__file__).resolve().parents[2])
USERS = ("admin", "manager", "engineer", "customer")
START_SECONDS = 120

Step = tuple[str, str, Callable[[Walk], str], str]

# Who does what, how, and the state of the deal after it.
STEPS: Sequence[Step] = (
    ("manager", "Write the deal down", Walk.write_down, "none"),
    ("manager", "Send for calculation", Walk.send, "calculation"),
    ("engineer", "Take", Walk.take, "calculation"),
    ("engineer", "Plan the measurement", Walk.plan_measurement, "calculation"),
    ("engineer", "Ask the manager", Walk.ask, "calculation"),
    ("manager", "Answer", Walk.answer, "calculation"),
    ("engineer", "Build two variants", Walk.build_variants, "calculation"),
    ("engineer", "Complete the calculation", Walk.complete, "provided"),
    ("manager", "Select a variant", Walk.select, "provided"),
    ("manager", "Correct a price", Walk.correct, "provided"),
    ("manager", "Create the proposal", Walk.propose, "proposal"),
    ("manager", "Send the proposal", Walk.send_proposal, "proposal"),
    ("customer", "Sign the order on the portal", Walk.order, "ordered"),
    ("manager", "Create work before the payment", Walk.hasten, "ordered"),
    ("manager", "Invoice the order", Walk.invoice, "ordered"),
    ("manager", "Register the payment", Walk.pay, "ordered"),
    ("manager", "Create work", Walk.create_work, "work"),
    ("manager", "Send the contract", Walk.send_contract, "work"),
    ("engineer", "Accept", Walk.accept, "work"),
    ("engineer", "Complete work without a photo", Walk.forget_photo, "work"),
    ("engineer", "Complete work with a photo", Walk.complete_work, "work_done"),
    ("manager", "Create the act", Walk.create_act, "work_done"),
    ("manager", "Send the act", Walk.send_act, "work_done"),
    ("customer", "Sign the act on the portal", Walk.sign_act, "closed"),
)


def walk(steps: Walk) -> None:
    for who, what, do, expected in STEPS:
        result = do(steps)
        deal = steps.records["deal"]
        state = steps.manager.value("crm.lead", deal, "engineering_state")
        print(f"{who:9} {what:31} deal: {state:12} {result}".rstrip(), flush=True)
        check(state == expected, f"the deal is “{state}”, not “{expected}”")


@contextmanager
def server(database: str, log: Path) -> Iterator[str]:
    """Run Odoo while the walk goes on; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "odoo", "-c", str(LAYOUT.config), "-d", database]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, f"--http-port={port}"], stdout=output, stderr=output
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait(process, address, log)
        yield address
    finally:
        end(process)


def wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{address}/web/health").close()
            return
        except URLError:
            time.sleep(0.2)
    raise DemoError(f"the server does not answer: see {log}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.demo", description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--out", required=True, type=Path, help="folder of documents")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        with server(options.database, options.out / "server.log") as address:
            users = {name: Session(address, options.database, name) for name in USERS}
            walk(Walk(options.out, users))
    except DemoError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    print(f"demo: proposal.pdf and act.pdf are in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
