"""Prove that calls of a real exchange become right calls in the deal's system."""

import argparse
import sys
from urllib.parse import urlsplit

from .calls import prove_calls, prove_killed_service
from .cuttable import CuttableLine
from .dialled import prove_dialled
from .exchange import ADDRESS, Exchange, ExchangeError, get_access
from .flood import prove_flood
from .proof import RECORDS, ROOT, Proof
from .recorded import prove_recording
from .unheard import prove_unheard

SET_UP = """
exchanges = env["engineering.exchange"]
exchanges.search([("driver", "=", "asterisk")]).active = False
env["engineering.call.event"].search([]).unlink()
env["engineering.call"].search([]).unlink()
user = env.ref("base.user_admin")
exchanges.create({{
    "name": "Proof",
    "driver": "asterisk",
    "ari_address": "{address}",
    "ari_user": "{user}",
    "new_secret": "{password}",
    "dial_format": "plus",
    "country_id": env.ref("base.ru").id,
    "fallback_user_id": user.id,
    "extension_ids": [
        (0, 0, {{"number": number, "user_id": user.id}})
        for number in ("101", "102", "103", "105", "106")
    ],
}})
env.cr.commit()
"""


def prove(proof: Proof) -> None:
    user, password = get_access("exchange")
    RECORDS.unlink(missing_ok=True)
    proof.run(SET_UP.format(address=proof.line.address, user=user, password=password))
    prove_killed_service(proof)
    with proof.follow(), proof.serve():
        prove_calls(proof)
        prove_unheard(proof)
        prove_recording(proof)
        prove_dialled(proof)
        prove_flood(proof)
    prove_softphone(proof)


def prove_softphone(proof: Proof) -> None:
    """Let the softphone in a browser talk with the exchange."""
    if proof.test("tests/telephony"):
        raise ExchangeError("the softphone's tests have failed")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.telephony", description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument(
        "--running", action="store_true", help="the exchange runs already"
    )
    options = parser.parse_args()
    port = urlsplit(ADDRESS).port
    try:
        with (
            Exchange(ROOT, runs=options.running) as exchange,
            CuttableLine(port or 80) as line,
        ):
            prove(Proof(options.database, exchange, line))
    except ExchangeError as error:
        print(f"telephony: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
