"""What an exchange signs: the moment and the words, with a secret that both know."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta, timezone
from typing import Final

WINDOW: Final = timedelta(minutes=5)
SHORTEST_SECRET: Final = 16
MOMENT: Final = re.compile(r"(?a)\d{1,12}")
# An exchange that nobody knows takes as long to refuse as a wrong signature.
NOBODY: Final = "no exchange has this secret"


def sign(secret: str, moment: str, body: bytes) -> str:
    """Return the signature of a body that is sent at a moment (seconds since 1970)."""
    told = moment.encode() + b"." + body
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def is_signed(secret: str, moment: str, body: bytes, signature: str) -> bool:
    """Return whether the signature is that of the secret; of no secret: never."""
    right = sign(secret or NOBODY, moment, body)
    told = signature.strip().lower().encode()
    return hmac.compare_digest(right.encode(), told) and bool(secret)


def is_timely(moment: str, now: datetime) -> bool:
    """Return whether what was signed at a moment may still be taken."""
    if not MOMENT.fullmatch(moment):
        return False
    signed = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=int(moment))
    return abs(now - signed) <= WINDOW
