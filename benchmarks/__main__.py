"""Print what the addon takes beside the host.

python -m benchmarks --database bench --host bench_host [--only desks]
"""

import argparse
import sys
from collections.abc import Iterable, Iterator

from .desks import measure_desks
from .measure import Result, exponent
from .rows import SIZES, measure_documents
from .session import configure, open_environment

HEADINGS = (
    "row",
    "n",
    "host ms",
    "ours ms",
    "ratio",
    "goal",
    "ok?",
    "q host",
    "q ours",
)
LINE = "{:<19}{:>6}{:>10}{:>10}{:>8}{:>8}  {:<5}{:>8}{:>8}"


def main() -> int:
    options = parse_arguments()
    configure(options.config, options.database)
    print(LINE.format(*HEADINGS))
    results = []
    for result in measure(options):
        results.append(result)
        print_result(result)
    print_growth(results)
    missed = [result for result in results if not result.reached]
    print(f"\n{len(results) - len(missed)} of {len(results)} goals are reached.")
    return 0


def measure(options: argparse.Namespace) -> Iterator[Result]:
    if options.only != "desks":
        with open_environment(options.database) as env:
            yield from measure_documents(env)
    if options.only != "documents":
        with (
            open_environment(options.host) as host,
            open_environment(options.database) as ours,
        ):
            yield from measure_desks(host, ours)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--database", default="bench", help="one with the addon")
    parser.add_argument(
        "--host", default="bench_host", help="one with all that it depends on"
    )
    parser.add_argument("--config", default=".host/odoo.conf")
    parser.add_argument("--only", choices=("documents", "desks"), help="half of it")
    return parser.parse_args()


def print_result(result: Result) -> None:
    print(
        LINE.format(
            result.row,
            result.size,
            f"{result.host_ms:.1f}",
            f"{result.ours_ms:.1f}",
            f"{result.ratio:.3f}",
            f"{result.goal:.2f}",
            "yes" if result.reached else "NO",
            result.host_queries,
            result.ours_queries,
        ),
        flush=True,
    )


def print_growth(results: Iterable[Result]) -> None:
    """Print the growth between the greatest sizes: 1 is linear, 2 with the square."""
    by_row: dict[str, list[Result]] = {}
    for result in results:
        by_row.setdefault(result.row, []).append(result)
    print(f"\n{'growth':<19}{'host':>6}{'ours':>6}   our queries at {SIZES} lines")
    for row, sizes in by_row.items():
        if len(sizes) == len(SIZES):
            small, large = sizes[-2:]
            host, ours = (exponent(small, large, who) for who in ("host", "ours"))
            queries = [result.ours_queries for result in sizes]
            print(f"{row:<19}{host:>6.2f}{ours:>6.2f}   {queries}")


if __name__ == "__main__":
    sys.exit(main())
