"""The command beside Asterisk sends what is over, once, whatever fails meanwhile."""

import csv
import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH = ROOT / "addons/crm_engineering_calc_telephony/exchange/send_calls.py"
RECORDINGS = Path(__file__).parent / "asterisk"
spec = importlib.util.spec_from_file_location("send_calls", PATH)
assert spec and spec.loader
send_calls = importlib.util.module_from_spec(spec)
spec.loader.exec_module(send_calls)


class Exchange:
    def __init__(self, folder, monkeypatch):
        self.records = folder / "odoo.csv"
        self.settings = folder / "settings.json"
        told = {
            "address": "http://127.0.0.1:9/records",
            "secret": "secret",
            "records": str(self.records),
            "kept": str(folder / "kept.json"),
        }
        self.settings.write_text(json.dumps(told))
        self.sent = []
        self.takes = True
        monkeypatch.setattr(send_calls, "send", self.send)

    def send(self, _settings, rows):
        if self.takes:
            self.sent.append(rows)
        return self.takes

    def write(self, text):
        with self.records.open("a") as file:
            file.write(text)

    def run(self):
        self.sent.clear()
        code = send_calls.main(str(self.settings))
        return code, [row for rows in self.sent for row in rows]


@pytest.fixture
def exchange(tmp_path, monkeypatch):
    return Exchange(tmp_path, monkeypatch)


def lines(name):
    return (RECORDINGS / f"{name}.csv").read_text().splitlines(keepends=True)


def rows(name):
    return list(csv.reader(lines(name)))


def test_what_is_over_is_sent_once(exchange):
    exchange.write("".join(lines("in_answered")))
    assert exchange.run() == (0, rows("in_answered"))
    assert exchange.run() == (0, [])
    assert exchange.sent == [[]], "it says that there is nothing"


@pytest.mark.parametrize("name", ["in_transfer_attended", "in_queue", "out_originate"])
def test_a_call_that_goes_on_is_sent_whole_when_it_is_over(exchange, name):
    sent = []
    for line in lines(name):
        assert not sent, "before it was over"
        exchange.write(line)
        sent = exchange.run()[1]
    assert sent == rows(name)


def test_half_a_line_waits_for_its_end(exchange):
    text = "".join(lines("in_busy"))
    exchange.write(text[:-20])
    assert exchange.run() == (0, [])
    exchange.write(text[-20:])
    assert exchange.run() == (0, rows("in_busy"))


def test_what_is_not_taken_is_sent_again(exchange):
    exchange.write("".join(lines("in_busy")))
    exchange.takes = False
    assert exchange.run() == (1, [])
    exchange.takes = True
    assert exchange.run() == (0, rows("in_busy"))


def test_a_file_that_is_rotated_is_read_to_its_end(exchange):
    first, second = lines("in_busy"), lines("in_missed")
    exchange.write("".join(first[:2]))
    exchange.run()
    exchange.write("".join(first[2:]))
    exchange.records.rename(f"{exchange.records}.1")
    exchange.write("".join(second))
    assert exchange.run() == (0, rows("in_busy") + rows("in_missed"))
    assert exchange.run() == (0, [])


def test_a_file_that_is_emptied_is_read_anew(exchange):
    exchange.write("".join(lines("in_queue")))
    exchange.run()
    exchange.records.write_text("".join(lines("in_busy")))
    assert exchange.run() == (0, rows("in_busy"))


def test_a_file_that_is_not_there_is_empty(exchange):
    assert exchange.run() == (0, [])


def test_strange_lines_harm_nobody(exchange):
    exchange.write("nothing\n\n\x00,\udcff".encode(errors="replace").decode() + "\n")
    exchange.write("".join(lines("in_busy")))
    code, sent = exchange.run()
    assert (code, sent) == (0, rows("in_busy"))


def test_many_calls_are_sent_in_parcels(exchange, monkeypatch):
    monkeypatch.setattr(send_calls, "MOST_BYTES", 2000)
    for name in ("in_busy", "in_missed", "in_queue", "in_answered"):
        exchange.write("".join(lines(name)))
    _code, sent = exchange.run()
    assert len(sent) == sum(
        len(rows(name)) for name in ("in_busy", "in_missed", "in_queue", "in_answered")
    )
    assert len(exchange.sent) > 2
