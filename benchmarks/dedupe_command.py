"""How long `leadlist dedupe` takes on a formatted workbook, backup and reading back included, and that `undo` gives
back the very bytes.

Usage: python benchmarks/dedupe_command.py [ROWS]. A fifth of the people are in it more than once, written otherwise.
Needs a minute; the machine's wall clock and the command's own CPU seconds are both printed.
"""

import hashlib
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import dedupe_lists
import example_people
import example_workbook
import import_speed

FIELDS = {
    "company": "会社名",
    "department": "部署",
    "title": "役職",
    "name": "氏名",
    "kana": "フリガナ",
    "email": "メールアドレス",
    "phone": "電話番号",
    "code": "郵便番号",
    "address": "住所",
}


def people(rows: int) -> list[example_people.Lead]:
    """Leads of dedupe_lists.py, in random order, with the rest of a lead's columns."""
    made = list(dedupe_lists.make("ja", rows, 7))
    random.Random(7).shuffle(made)
    return [
        example_people.replace(lead, mobile="", **{field: row[heading] for field, heading in FIELDS.items()})
        for lead, row in zip(import_speed.many(rows, 1), made, strict=True)
    ]


def main(rows: int) -> None:
    """Make the workbook, merge, undo; print seconds, memory and whether the bytes are back."""
    leads = people(rows)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        example_workbook.write(place / "list.xlsx", leads)
        before = hashlib.sha256((place / "list.xlsx").read_bytes()).digest()
        environment = os.environ | {
            "LEADLIST_KEY_FILE": str(place / "key"),
            "LEADLIST_STATE_DIR": str(place / "state"),
            "LEADLIST_CONFIG_DIR": str(place / "config"),
            "LEADLIST_LANG": "en",
        }

        def leadlist(*words: str) -> str:
            start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            line = [sys.executable, "-m", "leadlist", *words]
            done = subprocess.run(
                line, cwd=place, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
            )
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
            print(f"{words[0]}: exit {done.returncode}, {time.perf_counter() - start:.1f} s, {cpu:.1f} s of CPU")
            return done.stderr

        leadlist("key", "new", "--out", "key")
        said = leadlist("dedupe", "list.xlsx", "--yes")
        print(*(line for line in said.splitlines() if line.startswith(("Merge ", "To judge ", "read "))), sep="\n")
        print(f"most memory: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
        leadlist("undo", "list.xlsx")
        same = hashlib.sha256((place / "list.xlsx").read_bytes()).digest() == before
        print("the same bytes again" if same else "NOT the same bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
