"""What is said is recorded, heard by who may, and deleted when it is due."""

import io
import wave
from array import array
from math import sqrt
from pathlib import Path

import requests  # type: ignore[import-untyped]

from .exchange import ExchangeError
from .proof import ROOT, Proof

# A tone is far louder than the noise of a line that nobody speaks on.
LOUD = 500
PEOPLE = """
portal, user = env.ref("base.group_portal"), env.ref("base.group_user")
for login, group in (("proof_other", user), ("proof_portal", portal)):
    env["res.users"].search([("login", "=", login)]) or env["res.users"].create({
        "name": login, "login": login, "password": login,
        "group_ids": [(6, 0, group.ids)],
    })
env.cr.commit()
"""
DUE = """
exchange = env["engineering.exchange"].search([("driver", "=", "asterisk")])
exchange.write({"deletes_recordings": True, "recording_days": 1})
call = env["engineering.call"].browse(%s)
call._as_machine().write({"started": "2026-01-01 00:00:00"})
env.cr.commit()
env.ref("crm_engineering_calc_telephony.ir_cron_recordings").method_direct_trigger()
"""
RECORDED = """
    SELECT id, external_id FROM engineering_call
     WHERE number = '79160000700' AND recording_url IS NOT NULL
"""


def prove_recording(proof: Proof) -> None:
    """Hear a recording as several people; let it be deleted when it is due."""
    proof.run(PEOPLE)
    ((call, name),) = proof.rows(RECORDED)
    heard = ask(proof, "admin", call)
    loud = get_loudness(expect(heard, 200))
    if loud < LOUD:
        raise ExchangeError(f"the recording is silent: {loud:.0f}")
    part = ask(proof, "admin", call, Range="bytes=0-43")
    if expect(part, 206) != heard.content[:44]:
        raise ExchangeError("a part of the recording is another one")
    expect(ask(proof, "admin", call, Range="bytes=999999999-"), 416)
    for login in ("proof_other", "proof_portal"):
        expect(ask(proof, login, call), 404)
    expect(ask(proof, "", call), 303)
    for path in ("0", "999999", "-1", "..%2f..%2f1", f"{call}%2f..", f"{call}'"):
        expect(ask(proof, "admin", path), 404)
    proof.run(DUE % call)
    expect(ask(proof, "admin", call), 404)
    if list((ROOT / "var/spool/asterisk/recording").glob(f"{Path(name).name}.*")):
        raise ExchangeError("the recording is still there")
    print(f"telephony: a recording is heard ({loud:.0f}), and deleted", flush=True)


def ask(proof: Proof, login: str, call: object, **headers: str) -> "requests.Response":
    """Return what the server answers to who asks for the recording of a call."""
    session = log_in(proof, login) if login else requests.Session()
    return session.get(
        f"{proof.address}/engineering/call/{call}/recording",
        headers=headers,
        allow_redirects=False,
        timeout=30,
    )


def log_in(proof: Proof, login: str) -> "requests.Session":
    """Return a session of a user, whose password is his login."""
    session = requests.Session()
    params = {"db": proof.database, "login": login, "password": login}
    answer = session.post(
        f"{proof.address}/web/session/authenticate",
        json={"jsonrpc": "2.0", "params": params},
        timeout=60,
    ).json()
    if not answer.get("result", {}).get("uid"):
        raise ExchangeError(f"{login} is not let in: {answer}")
    return session


def expect(answer: "requests.Response", status: int) -> bytes:
    if answer.status_code != status:
        raise ExchangeError(f"{answer.url}: {answer.status_code}, not {status}")
    return bytes(answer.content)


def get_loudness(sound: bytes) -> float:
    """Return the root mean square of a WAV file of 16 bits."""
    with wave.open(io.BytesIO(sound)) as file:
        samples = array("h", file.readframes(file.getnframes()))
    return sqrt(sum(one * one for one in samples) / len(samples)) if samples else 0.0
