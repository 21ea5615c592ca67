"""Time the plan of `validate` on invented leads of 15 columns, and each check by itself.

    python benchmarks/validate_speed.py [ROWS] [--lang ja|en] [--checks]

Times are those of the processor, so that a busy machine does not count; the second line is the clock's, with the
other processes that the command starts for a large list. The target is 25,000 rows a second.
"""

import argparse
import gc
import time
from collections import Counter
from dataclasses import replace
from datetime import date

from normalize_speed import invented

from leadlist.checks import CHECKS
from leadlist.cli import MANY_OBJECTS
from leadlist.cli.cores import workers
from leadlist.cli.validate import LARGE, planned
from leadlist.operations.validate import plan
from leadlist.rules import Rules, load_rules

TODAY = date(2026, 11, 22)


def timed(made: object, rules: Rules) -> float:
    """Seconds of processor time for one plan."""
    start = time.process_time()
    plan(made, rules, today=TODAY)  # type: ignore[arg-type]
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--lang", default="ja", choices=("ja", "en"))
    parser.add_argument("--checks", action="store_true", help="time each check alone")
    options = parser.parse_args()
    rules = load_rules("japan" if options.lang == "ja" else "international")
    made = invented(options.rows, options.lang)
    gc.set_threshold(MANY_OBJECTS, 20, 100)  # as the command does
    start = time.process_time()
    result = plan(made, rules, today=TODAY)
    seconds = time.process_time() - start
    print(f"{options.rows:,} rows in {seconds:.1f} s: {options.rows / seconds:,.0f} rows/s; {dict(result.counts)}")
    if options.rows >= LARGE:
        with workers() as spread:
            begin = time.perf_counter()
            planned(made, rules, TODAY, spread)
            seconds = time.perf_counter() - begin
        print(f"with other processes {seconds:.1f} s on the clock: {options.rows / seconds:,.0f} rows/s")
    for (code, severity), number in sorted(Counter((f.code, f.severity.value) for f in result.findings).items()):
        print(f"  {code:10} {severity:8} {number:7,}")
    if options.checks:
        off = dict.fromkeys(CHECKS, "off")
        base = timed(made, replace(rules, validate=replace(rules.validate, severity=off)))
        for code, check in CHECKS.items():
            alone = {name: level for name, level in off.items() if name != code} | {code: check.severity.value}
            rest = timed(made, replace(rules, validate=replace(rules.validate, severity=alone))) - base
            print(f"  {code:10} {rest * 1e6 / options.rows:6.2f} µs a row")


if __name__ == "__main__":
    main()
