"""Calls that nobody has heard, since the line was cut: they are fetched."""

import json
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from .exchange import ExchangeError, get_access
from .proof import LAYOUT, RECORDS, Proof, now

SCRIPT = LAYOUT.addons / "crm_engineering_calc_telephony/exchange/send_calls.py"
MARK = "SELECT mark FROM engineering_exchange WHERE active AND driver = 'asterisk'"
ALL = """
    SELECT external_id, direction, number, queue, result, user_id, started, answered,
           ended, duration, recording_url
      FROM engineering_call ORDER BY id
"""
FETCHED = """
    SELECT call.direction, call.number, call.result, call.recording_url IS NOT NULL,
           activity.id IS NOT NULL
      FROM engineering_call AS call
      LEFT JOIN mail_activity AS activity ON activity.id = call.callback_activity_id
     WHERE call.number LIKE '%7917000%' OR call.number = '+79032220001'
"""
TIMES = """
    SELECT number, started, answered, ended, coalesce(duration, 0)
      FROM engineering_call
     WHERE number LIKE '%7917000%' OR number = '+79032220001'
"""
GAPS = """
    SELECT count(*) FROM engineering_exchange_link AS link
      JOIN engineering_exchange AS exchange ON exchange.id = link.exchange_id
     WHERE exchange.active AND link.gap_since < link.gap_until
       AND link.fetched > link.gap_until
"""
RIGHT = {
    ("in", "79170000100", "answered", False, False),
    ("in", "79170000101", "answered", False, False),
    ("in", "79170000103", "missed", False, True),
    ("in", "79170000700", "answered", True, False),
    ("out", "+79032220001", "answered", False, False),
}
WAITING = "SELECT count(*) FROM engineering_call_event WHERE is_settled IS NOT TRUE"
TALKS = """
    SELECT count(*) FROM engineering_call
     WHERE number = '79170000100' AND result IN ('talking', 'answered')
"""
NEAR = timedelta(seconds=3)


def prove_unheard(proof: Proof) -> None:
    """Cut the line, call, mend it: the calls are there, once and right."""
    with TemporaryDirectory() as folder:
        settings = write_settings(proof, Path(folder))
        send(proof, settings)
        before = proof.rows(ALL)
        send(proof, settings)
        if proof.rows(ALL) != before:
            raise ExchangeError("what was heard is changed by its records")
        begun = call_unheard(proof)
        send(proof, settings)
        proof.wait("what nobody heard is not right", FETCHED, RIGHT)
        if len(proof.rows(FETCHED)) != len(RIGHT):
            raise ExchangeError("a call is there twice")
        check_times(proof.rows(TIMES), begun)
        proof.wait("the gap is not closed", GAPS, {(1,)})
        fetched = proof.rows(ALL)
        if [row for row in fetched if row in before] != before:
            raise ExchangeError("other calls are changed")
        (Path(folder) / "kept.json").unlink()
        send(proof, settings)
        if proof.rows(ALL) != fetched:
            raise ExchangeError("what is sent again changes calls")
    print(f"telephony: {len(RIGHT)} calls fetched that nobody heard", flush=True)


def call_unheard(proof: Proof) -> dict[str, datetime]:
    """Call while the line is cut; return when each was called."""
    exchange, begun = proof.exchange, {"79170000100": now()}
    exchange.call_in("74950000101", "79170000100")
    proof.wait("nobody talks", TALKS, {(1,)})
    proof.line.cut()
    proof.wait_until_lost()
    proof.wait_until_quiet()
    for number, caller in (("101", "79170000101"), ("700", "79170000700")):
        begun[caller] = now()
        exchange.call_in(f"74950000{number}", caller)
        proof.wait_until_quiet()
    begun["79170000103"] = now()
    missed = exchange.call_in("74950000103", "79170000103")
    exchange.wait_until_rings()
    exchange.hang_up(missed)
    begun["+79032220001"] = now()
    exchange.call_from("101", "+79032220001")
    proof.wait_until_quiet()
    since = now()
    proof.line.mend()
    proof.wait_for_line(since)
    # What is fetched within the second of its end does not close a gap.
    time.sleep(1)
    return begun


def check_times(
    rows: list[tuple[str, datetime, datetime | None, datetime, int]],
    begun: dict[str, datetime],
) -> None:
    """See whether calls are told as they were: phones answer, and hang up, by time.

    :raises ExchangeError: one is not
    """
    for number, started, answered, ended, duration in rows:
        near = abs(started - begun[number]) <= NEAR
        talk = (ended - answered).total_seconds() if answered else 0
        in_order = started <= (answered or started) <= ended
        if not near or not in_order or abs(talk - duration) > 1:
            told = (started, answered, ended, duration)
            raise ExchangeError(f"{number}: {told}, called {begun[number]}")
        if answered and not 4 <= duration <= 15:
            raise ExchangeError(f"{number}: talked for {duration} s")


def write_settings(proof: Proof, folder: Path) -> Path:
    """Return the file of settings that the exchange's command is given."""
    ((mark,),) = proof.rows(MARK)
    path = folder / "settings.json"
    settings = {
        "address": f"{proof.address}/engineering/telephony/{mark}/records",
        "secret": get_access("exchange")[1],
        "records": str(RECORDS),
        "kept": str(folder / "kept.json"),
    }
    path.write_text(json.dumps(settings))
    return path


def send(proof: Proof, settings: Path) -> None:
    """Send the records of the exchange, as its cron does, until all are settled."""
    command = [sys.executable, str(SCRIPT), str(settings)]
    if subprocess.run(command, check=False).returncode:
        raise ExchangeError("the records are not sent")
    proof.wait("events wait", WAITING, {(0,)})
