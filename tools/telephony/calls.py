"""Calls of all kinds, each of which is to be known as what it was."""

import signal
import time

from .proof import Proof

DIAL = """
env["engineering.call"].with_user(env.ref("base.user_admin")).dial("+79031112233")
env.cr.commit()
"""
CALLS = """
    SELECT direction, number, coalesce(queue, ''), result, coalesce(duration, 0) > 0,
           recording_url IS NOT NULL
      FROM engineering_call
"""
RIGHT = {
    ("in", "79160000101", "", "answered", True, False),
    ("in", "79160000103", "", "missed", False, False),
    ("in", "79160000105", "", "answered", True, False),
    ("in", "79160000106", "", "answered", True, False),
    ("in", "79160000500", "sales", "answered", True, False),
    ("in", "79160000700", "", "answered", True, True),
    ("in", "79160000999", "", "missed", False, False),
    ("out", "+79031112234", "", "answered", True, False),
    ("out", "+79031112239", "", "unanswered", False, False),
    ("out", "+79031112233", "", "answered", True, False),
}
RINGS = """
    SELECT count(*) FROM engineering_call
     WHERE number = '79160000999' AND result = 'ringing'
"""
KNOWN = "SELECT count(*) FROM engineering_call WHERE number = '{number}'"


def prove_killed_service(proof: Proof) -> None:
    """It rings when the service is killed, and is over when it is there again."""
    with proof.follow() as service:
        gone = proof.exchange.call_in("74950000103", "79160000999")
        proof.wait("nobody is rung", RINGS, {(1,)})
        service.send_signal(signal.SIGKILL)
        service.wait()
        proof.exchange.hang_up(gone)
        proof.wait_until_quiet()


def prove_calls(proof: Proof) -> None:
    """Let the phones of the far side call, one after the other and at once."""
    began = time.monotonic()
    exchange = proof.exchange
    exchange.call_in("74950000101", "79160000101")
    proof.wait_until_quiet()
    missed = exchange.call_in("74950000103", "79160000103")
    exchange.wait_until_rings()
    exchange.call_from("104", "+79031112234")
    wait_until_known(proof, "79160000103")
    exchange.hang_up(missed)
    proof.wait_until_quiet()
    exchange.call_in("74950000500", "79160000500")
    proof.wait_until_quiet()
    exchange.call_in("74950000700", "79160000700")
    silent = exchange.call_from("101", "+79031112239")
    exchange.wait_until_rings()
    wait_until_known(proof, "+79031112239")
    exchange.hang_up(silent)
    proof.wait_until_quiet()
    exchange.call_in("74950000105", "79160000105")
    proof.wait_until_quiet()
    exchange.call_in("74950000106", "79160000106")
    proof.wait_until_quiet()
    proof.run(DIAL)
    proof.wait_until_quiet()
    proof.wait("the calls are not right", CALLS, RIGHT)
    took = time.monotonic() - began
    print(f"telephony: {len(RIGHT)} calls right, {took:.0f} s", flush=True)


def wait_until_known(proof: Proof, number: str) -> None:
    """Wait until a call of a number is known."""
    proof.wait(f"nobody knows of {number}", KNOWN.format(number=number), {(1,)})
