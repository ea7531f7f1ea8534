"""Measure two operations side by side: milliseconds of processor, and queries."""

import gc
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import process_time_ns
from typing import Any

from odoo.tools import SQL

Operation = Callable[[], Any]


@dataclass(frozen=True)
class Contender:
    """An operation, and the environment that it runs in."""

    env: Any
    operation: Operation

    def run(self) -> tuple[float, int]:
        """Return milliseconds and queries of one run, which leaves nothing behind."""
        cursor = self.env.cr
        self.env.invalidate_all()
        gc.collect()
        database = Path(f"/proc/{cursor.connection.get_backend_pid()}/schedstat")
        with cursor.savepoint() as savepoint:
            queries = cursor.sql_log_count
            begin = _get_nanoseconds(database)
            self.operation()
            cursor.flush()  # what a commit would: pending writes, tracking
            duration = _get_nanoseconds(database) - begin
            queries = cursor.sql_log_count - queries
            savepoint.rollback()
        return duration / 1_000_000, queries


def _get_nanoseconds(database: Path) -> int:
    """Return what Odoo, what it has started and let end, and its PostgreSQL took.

    It is what they have computed: time of the clock would tell of others who work on
    the machine.
    """
    ended = getrusage(RUSAGE_CHILDREN)
    programs = int((ended.ru_utime + ended.ru_stime) * 1_000_000_000)
    return process_time_ns() + programs + int(database.read_text().split()[0])


@dataclass(frozen=True)
class Result:
    """What an operation of the host, and ours beside it, take for `size` lines."""

    row: str
    size: int
    goal: float
    host_ms: float
    ours_ms: float
    host_queries: int
    ours_queries: int

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.host_ms

    @property
    def reached(self) -> bool:
        return self.ratio <= self.goal


def compare(
    row: str, size: int, goal: float, host: Contender, ours: Contender, repetitions: int
) -> Result:
    """Run both in turn after a warm-up, so that a busy machine slows both alike.

    A database in use knows how many rows its tables have: what was made a moment ago,
    and is not committed, would be looked for as in empty ones.
    """
    for env in {contender.env.cr: contender.env for contender in (host, ours)}.values():
        _analyze(env.cr)
    host.run(), ours.run()
    runs = [(host.run(), ours.run()) for _repetition in range(repetitions)]
    return Result(
        row,
        size,
        goal,
        host_ms=median(milliseconds for (milliseconds, _), _ in runs),
        ours_ms=median(milliseconds for _, (milliseconds, _) in runs),
        host_queries=runs[-1][0][1],
        ours_queries=runs[-1][1][1],
    )


def _analyze(cursor: Any) -> None:
    """Analyze the database's own tables: those of all databases would stay locked."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = SQL(", ").join(SQL.identifier(name) for (name,) in cursor.fetchall())
    cursor.execute(SQL("ANALYZE %s", tables))


def exponent(small: Result, large: Result, who: str) -> float:
    """Return how the time grows with the lines: 1 is linear, 2 with the square."""
    growth = getattr(large, f"{who}_ms") / getattr(small, f"{who}_ms")
    return math.log(growth) / math.log(large.size / small.size)
