"""Many customers who call within a minute: none that rings is lost."""

import csv
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

from .exchange import ExchangeError
from .proof import RECORDS, Proof
from .screen import Screen

CALLERS = 500
WITHIN = 60
SECOND = 1.0
# A slow machine settles them one after the other.
PATIENCE = 300
PHONES = ("101", "102", "103")
CALLERS_ARE = "791810"
# An exchange that rings fewer has no time for its own work: nothing is proven.
FEWEST = CALLERS // 2
CALLS = f"""
    SELECT id, number, result FROM engineering_call
     WHERE number LIKE '{CALLERS_ARE}%'
"""
GOING_ON = ("ringing", "talking")
USERS = """
people = env["res.users"]
exchange = env["engineering.exchange"].search([("driver", "=", "asterisk")])
for number in %r:
    login = "proof_" + number
    user = people.search([("login", "=", login)]) or people.create({
        "name": login, "login": login, "password": login,
        "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
    })
    exchange.extension_ids.filtered(lambda one: one.number == number).user_id = user
env.cr.commit()
"""


class Flood:
    """Customers who ring some phones, each of another user."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof

    def run(self) -> str:
        """Return how many rang, and how long it took until each was seen.

        :raises ExchangeError: a call that rang is lost, or the exchange rings too few
        """
        screens = [Screen(self.proof, f"proof_{phone}") for phone in PHONES]
        for screen in screens:
            screen.__enter__()
        try:
            took = self._call_all()
            self.proof.wait_until_quiet()
            rang = read_rings(RECORDS)
            if len(rang) < FEWEST:
                raise ExchangeError(f"the exchange rings {len(rang)} of {CALLERS}")
            calls = self._wait_until_over(rang)
        finally:
            for screen in screens:
                screen.__exit__()
        said = f"{CALLERS} callers in {took:.0f} s; the exchange rang {len(rang)},"
        said += f" {len(calls)} are calls, none is lost;"
        said += (
            f" told {_sum_up(_compare(calls, rang, (one.told for one in screens)))};"
        )
        shown = _compare(calls, rang, (one.shown for one in screens))
        # How soon is said, not judged: this machine is all sides at once.
        return f"{said} cards {_sum_up(shown)}"

    def _wait_until_over(self, rang: dict[str, float]) -> dict[int, str]:
        """Return the numbers of calls, by id, when all that rang are over.

        :raises ExchangeError: one is lost, is there twice, or does not end
        """
        until = time.monotonic() + PATIENCE
        while True:
            rows = self.proof.rows(CALLS)
            going_on = sum(result in GOING_ON for _call, _number, result in rows)
            calls = {call: number for call, number, _result in rows}
            lost = rang.keys() - set(calls.values())
            if not lost and not going_on:
                break
            if time.monotonic() > until:
                told = f"{len(rang)} rang, {len(lost)} are lost, {going_on} go on"
                raise ExchangeError(f"{told}: {sorted(lost)[:9]}")
            time.sleep(1)
        if len(set(calls.values())) < len(calls):
            raise ExchangeError("a call is there twice")
        return calls

    def _call_all(self) -> float:
        begun = time.monotonic()
        with ThreadPoolExecutor(16) as pool:
            made = []
            for place in range(CALLERS):
                due = begun + place * WITHIN / CALLERS
                time.sleep(max(0.0, due - time.monotonic()))
                number = f"{CALLERS_ARE}{place:05}"
                phone = PHONES[place % len(PHONES)]
                made.append(pool.submit(self._call, number, phone))
            for one in made:
                one.result()
        return time.monotonic() - begun

    def _call(self, number: str, phone: str) -> None:
        self.proof.exchange.ask(
            "exchange",
            "POST",
            "channels",
            endpoint=f"Local/{phone}@flood/n",
            callerId=number,
            context="flood",
            extension=phone,
            priority="1",
            timeout="5",
        )


def read_rings(records: Path) -> dict[str, float]:
    """Return when each caller rang a phone, as Asterisk has recorded it."""
    callers: dict[str, str] = {}
    rings: dict[str, float] = {}
    with records.open(newline="") as file:
        for kind, moment, _id, linked, name, number, *_rest in csv.reader(file):
            if number.startswith(CALLERS_ARE):
                callers[linked] = number
            if kind == "CHAN_START" and name.startswith("PJSIP/"):
                rings.setdefault(linked, float(moment))
    return {
        number: rings[linked] for linked, number in callers.items() if linked in rings
    }


def _compare(
    calls: dict[int, str],
    rang: dict[str, float],
    seen: Iterable[dict[int, float]],
) -> list[float]:
    """Return how long each call that rang took until a screen had it."""
    return [
        moment - rang[calls[call]]
        for screen in seen
        for call, moment in screen.items()
        if calls.get(call) in rang
    ]


def _sum_up(times: list[float]) -> str:
    if len(times) < 2:
        return f"{len(times)}"
    parts = quantiles(times, n=100)
    late = sum(one > SECOND for one in times)
    return (
        f"{len(times)} (half within {parts[49]:.2f} s, 95 % within {parts[94]:.2f} s,"
        f" the last {max(times):.2f} s, {late} after a second)"
    )


def prove_flood(proof: Proof) -> None:
    """Let many customers call at once."""
    proof.run(USERS % (PHONES,))
    proof.exchange.wait_for_phones()
    print(f"telephony: {Flood(proof).run()}", flush=True)
