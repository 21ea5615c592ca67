"""What commands take of a large CSV, end to end: wall and CPU seconds, and the peak of memory over all processes.

    python benchmarks/large_csv.py [ROWS] [--commands validate,purge] [--list FILE]

The list is that of `generate_leads.py`, of which `purge` removes whoever is due today by the rules for Japan, without
a limit; each command gets a fresh copy. `validate` is asked for its summary: a line for each of many findings is for
nobody to read. `optout` and `forget` are asked for the person of the first row. 577 MB are 2,000,000 rows.

`dedupe` gets the English leads that it is measured with otherwise (`dedupe_lists.py`): those of the other list have
so few names that every row is somebody's namesake.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from dedupe_lists import make
from normalize_csv import measured

HERE = Path(__file__).parent
COMMANDS = {
    "validate": ["--summary"],
    "validate-report": ["--quiet", "--report", "quality.html"],
    "purge": ["--yes", "--quiet", "--at-most", "100%"],
    "normalize": ["--yes", "--quiet"],
    "columns": ["--quiet"],
    "optout": ["{mail}", "--yes", "--quiet"],
    "forget": ["--email", "{mail}", "--request", "R-1", "--yes", "--quiet"],
    "dedupe": ["--yes", "--quiet"],
}


def people(rows: int, target: Path) -> None:
    """Write a list of English leads of whom many stand there more than once, in random order."""
    made = [[text for heading, text in row.items() if heading != "true_cluster"] for row in make("en", rows, 7)]
    headings = [heading for heading in next(iter(make("en", 10, 7))) if heading != "true_cluster"]
    random.Random(7).shuffle(made)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *made])


def mail_of(leads: Path) -> str:
    """The mail address of the first row; "" where the list has no such column."""
    with leads.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file)).get("メールアドレス", "")


def main() -> None:
    """Make the list, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("rows", type=int, nargs="?", default=2_000_000)
    arguments.add_argument("--commands", default="validate,purge", help=", ".join(COMMANDS))
    arguments.add_argument("--list", type=Path, help="a list from generate_leads.py; made anew by default")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = asked.list or Path(folder, "made.csv")
        if not asked.list:
            subprocess.run([sys.executable, str(HERE / "generate_leads.py"), str(asked.rows), str(made)], check=True)
        environment = os.environ | {"LEADLIST_KEY_FILE": f"{folder}/key", "LEADLIST_STATE_DIR": f"{folder}/state"}
        leadlist = [sys.executable, "-m", "leadlist"]
        subprocess.run([*leadlist, "key", "new", "--out", f"{folder}/key"], check=True, capture_output=True)
        for name in asked.commands.split(","):
            leads = Path(folder, f"{name}.csv")
            if name == "dedupe" and not asked.list:
                people(asked.rows, leads)
            else:
                with made.open("rb") as old, leads.open("wb") as new:
                    new.writelines(islice(old, asked.rows + 1))
            texts = {"quality.html": f"{folder}/quality.html", "{mail}": mail_of(leads)}
            options = [texts.get(option, option) for option in COMMANDS[name]]
            line = [*leadlist, name.partition("-")[0], str(leads), *options]
            found = measured(line, environment, may_find=True)
            print(
                f"{name:16} {asked.rows:,} rows, {leads.stat().st_size / 1e6:.0f} MB left: {found.wall:.1f} s wall,"
                f" {found.cpu:.1f} s CPU, {found.peak:.0f} MB; {asked.rows / found.wall:,.0f} rows/s wall",
                flush=True,
            )


if __name__ == "__main__":
    main()
