"""Score normalize and match_key against tables of cases: right rows by file and by tag, and every row that is wrong.

    python benchmarks/normalize_cases.py [FOLDER]      # default: $LEADLIST_SHARED/cases, or ../shared/cases

A file `cases_FIELD.csv` has the columns input, expected_written_value, expected_match_key and comment; the comment
begins with the tag in brackets. Addresses run with `address_numbers = "hyphen"`.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from leadlist.normalizers import match_key, normalize
from leadlist.rules import Rules, load_rules

FIELDS = {"kana": "name_kana", "postal": "postal_code", "date": "acquired_on"}


class Case(NamedTuple):
    """One row of a table of cases."""

    file: str
    tag: str
    text: str
    written: str
    key: str


def cases(folder: Path) -> Iterator[Case]:
    """Every case of every file in a folder."""
    for path in sorted(folder.glob("cases_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                tag = row["comment"].split("]")[0].lstrip("[")
                yield Case(
                    path.stem.removeprefix("cases_"),
                    tag,
                    row["input"],
                    row["expected_written_value"],
                    row["expected_match_key"],
                )


def outcome(case: Case, rules: Rules) -> tuple[str, str]:
    """What leadlist writes and compares for a case."""
    if case.file == "address":
        rules = replace(rules, normalize=replace(rules.normalize, address_numbers="hyphen"))
    field = FIELDS.get(case.file, case.file)
    return normalize(field, case.text, rules), match_key(field, case.text, rules)


def main() -> None:
    """Print the score."""
    shared = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[2] / "shared"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "cases"
    rules = load_rules()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases(folder):
        found = outcome(case, rules)
        good = found == (case.written, case.key)
        for group in (case.file, f"[{case.tag}]", "all"):
            total[group] += 1
            right[group] += good
        if not good:
            print(f"{case.file} [{case.tag}] {case.text!r}: {found} instead of {(case.written, case.key)}")
    for group in total:
        print(f"{group:20} {right[group]:4} / {total[group]:4}  {100 * right[group] / total[group]:5.1f} %")


if __name__ == "__main__":
    main()
