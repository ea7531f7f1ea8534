#!/usr/bin/env python3
"""Send what Asterisk has kept of its calls to Odoo, signed: run it every minute.

It needs Python 3.6 or newer and nothing else. What was sent already is sent no more;
what Odoo knows already it passes over. Its settings are a file of JSON that only the
user of Asterisk reads:

    {"address": "https://odoo.example.com/engineering/telephony/…/records",
     "secret": "…",
     "records": "/var/log/asterisk/cel-custom/odoo.csv",
     "kept": "/var/lib/asterisk/engineering-calls.json"}
"""

import csv
import fcntl
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request

TYPE, ID, LINKED = 0, 2, 3
STARTS, ENDS = "CHAN_START", "CHAN_END"
MOST_BYTES = 512 * 1024
# A call whose end was never written is sent as it is.
LONGEST = 24 * 60 * 60


class Calls:
    """Records, a group for channels that have to do with each other."""

    def __init__(self, groups):
        self.groups = groups

    def add(self, row):
        """Put a record to those of its call; two calls that meet are one group."""
        if len(row) <= LINKED:
            return
        names = {row[ID], row[LINKED]}
        found = [group for group in self.groups if names & set(group["names"])]
        group = {"names": [], "open": [], "rows": [], "seen": time.time()}
        for other in found:
            self.groups.remove(other)
            for name in ("names", "open", "rows"):
                group[name] += other[name]
        group["rows"].append(row)
        group["names"] = sorted(names.union(group["names"]))
        if row[TYPE] == STARTS:
            group["open"].append(row[ID])
        elif row[TYPE] == ENDS and row[ID] in group["open"]:
            group["open"].remove(row[ID])
        self.groups.append(group)

    def take_ended(self):
        """Return the records of the calls that are over, and keep the others."""
        since = time.time() - LONGEST
        over = [one for one in self.groups if not one["open"] or one["seen"] < since]
        self.groups = [one for one in self.groups if one not in over]
        return [group["rows"] for group in over]


def read(path, kept):
    """Return the new lines of a file, also of one that was rotated meanwhile."""
    told = b""
    for name in filter(os.path.exists, (path + ".1", path)):
        with open(name, "rb") as file:
            status = os.fstat(file.fileno())
            is_known = status.st_ino == kept.get("file")
            if name != path and not is_known:
                continue
            at = kept.get("at", 0) if is_known else 0
            at = at if at <= status.st_size else 0
            file.seek(at)
            text = file.read()
            # A line that is being written is read the next time.
            whole = text[: text.rfind(b"\n") + 1]
            told += whole
            kept.update(file=status.st_ino, at=at + len(whole))
    return told.decode(errors="replace").splitlines()


def send(settings, rows):
    """Send records; return whether they are done with, taken or not."""
    body = json.dumps({"records": rows}).encode()
    moment = str(int(time.time()))
    signature = hmac.new(
        settings["secret"].encode(), moment.encode() + b"." + body, hashlib.sha256
    )
    headers = {
        "Content-Type": "application/json",
        "X-Engineering-Timestamp": moment,
        "X-Engineering-Signature": signature.hexdigest(),
    }
    request = urllib.request.Request(settings["address"], body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
        return True
    except urllib.error.HTTPError as error:
        told = error.read().decode(errors="replace")[:500]
        sys.stderr.write(f"engineering: {error.code} {told}\n")
        # These records it will never take; anything else is tried again.
        return error.code in (413, 422)
    except OSError as error:
        sys.stderr.write(f"engineering: {error}\n")
        return False


def cut(groups):
    """Return groups of records in parcels that are not too large, an empty one too."""
    parcel, size = [], 0
    for rows in groups:
        more = len(json.dumps(rows))
        if parcel and size + more > MOST_BYTES:
            yield parcel
            parcel, size = [], 0
        parcel, size = parcel + rows, size + more
    yield parcel


def keep(path, kept):
    fresh = path + ".new"
    with open(
        os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w"
    ) as file:
        json.dump(kept, file)
    os.replace(fresh, path)


def main(path):
    with open(path, encoding="utf-8") as file:
        # One at a time: the next one has what this one leaves.
        fcntl.flock(file, fcntl.LOCK_EX)
        return send_new(json.load(file))


def send_new(settings):
    """Send what was not sent yet; return the exit code."""
    try:
        with open(settings["kept"], encoding="utf-8") as file:
            kept = json.load(file)
    except FileNotFoundError:
        kept = {}
    calls = Calls(kept.get("calls", []))
    for row in csv.reader(read(settings["records"], kept)):
        calls.add(row)
    for parcel in cut(calls.take_ended()):
        if not send(settings, parcel):
            return 1
    kept["calls"] = calls.groups
    keep(settings["kept"], kept)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: send_calls.py SETTINGS")
    sys.exit(main(sys.argv[1]))
