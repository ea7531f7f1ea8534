"""Many customers who call within a minute: none is lost, and each is seen at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from .proof import Proof
from .screen import Screen

CALLERS = 500
WITHIN = 60
SECOND = 1.0
# A slow machine settles them one after the other.
PATIENCE = 300
PHONES = ("101", "102", "103")
CALLERS_ARE = "791810"
OVER = f"""
    SELECT count(*) FROM engineering_call
     WHERE number LIKE '{CALLERS_ARE}%' AND result NOT IN ('ringing', 'talking')
"""
CALLS = f"""
    SELECT id, number FROM engineering_call WHERE number LIKE '{CALLERS_ARE}%'
"""
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
        self.called: dict[str, float] = {}

    def run(self) -> str:
        """Return how long it took from the call until it was seen.

        :raises ExchangeError: a call is lost
        """
        screens = [Screen(self.proof, f"proof_{phone}") for phone in PHONES]
        for screen in screens:
            screen.__enter__()
        try:
            took = self._call_all()
            self.proof.wait("calls are lost", OVER, {(CALLERS,)}, PATIENCE)
        finally:
            for screen in screens:
                screen.__exit__()
        return self._judge(screens, took)

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
        self.called[number] = time.monotonic()
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

    def _judge(self, screens: list[Screen], took: float) -> str:
        told, shown = [], []
        for call, number in self.proof.rows(CALLS):
            for screen in screens:
                if call in screen.told:
                    told.append(screen.told[call] - self.called[number])
                if call in screen.shown:
                    shown.append(screen.shown[call] - self.called[number])
        said = f"{CALLERS} callers in {took:.0f} s; told {_sum_up(told)};"
        said += f" cards {_sum_up(shown)}"
        # How soon is said, not judged: this machine is all sides at once.
        return said


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
    print(f"telephony: {Flood(proof).run()}", flush=True)
