"""How long a 2,000-row export takes into a formatted workbook of 20,000 rows, and that nothing else in it changes.

Usage: python benchmarks/import_speed.py [ROWS] [EXPORT_ROWS]. Needs half a minute.
"""

import csv
import hashlib
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path

import example_lists
import example_people
import example_workbook

CHANGING = ("xl/worksheets/sheet1.xml", "xl/calcChain.xml", "[Content_Types].xml", "xl/workbook.xml")
COMMAND = [
    "--source",
    "fair",
    "--event",
    "機械要素技術展 2026",
    "--on",
    "2026-11-19",
    "--purpose",
    "ご請求の資料の送付",
    "--yes",
]


def many(count: int, seed: int) -> list[example_people.Lead]:
    """So many leads, each with an address and a number of its own."""
    dice = random.Random(seed)
    base = example_people.leads(dice, 700, date(2025, 1, 1), date(2026, 11, 1))
    result = []
    for at in range(count):
        lead = base[at % len(base)]
        local, _at, host = lead.email.partition("@")
        mobile = f"090-{at // 10000 + 1000 * seed:04d}-{at % 10000:04d}"
        family, given = lead.name.split()
        name = f"{family} {given}{'甲乙丙丁戊己庚辛壬癸'[at % 10]}{seed * 10000 + at}"
        result.append(example_people.replace(lead, name=name, email=f"{local}.{seed}.{at}@{host}", mobile=mobile))
    return result


def parts(path: Path) -> dict[str, str]:
    """The SHA-256 of every part of a workbook."""
    with zipfile.ZipFile(path) as package:
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}


def main(rows: int, export_rows: int) -> None:
    """Make both files, import twice, print seconds, memory and what changed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        known = many(rows, 1)
        example_workbook.write(place / "list.xlsx", known)
        fresh = [*many(export_rows - export_rows // 4, 2), *known[: export_rows // 4]]
        with (place / "eight.csv").open("w", encoding="cp932", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(example_lists.EIGHT)
            for lead in fresh:
                person = [lead.company, lead.department, lead.title, lead.name, lead.email, lead.code, lead.address]
                writer.writerow([*person, lead.phone, "", "", "", lead.mobile, "", "2026/11/19", "", "", ""])
        before = parts(place / "list.xlsx")
        environment = os.environ | {
            "LEADLIST_KEY_FILE": str(place / "key"),
            "LEADLIST_STATE_DIR": str(place / "state"),
            "LEADLIST_CONFIG_DIR": str(place / "config"),
            "LEADLIST_LANG": "en",
        }
        leadlist = (
            [sys.executable, "-m", "leadlist"] if _is_module() else [str(Path(sys.executable).parent / "leadlist")]
        )
        subprocess.run(
            [*leadlist, "key", "new", "--out", "key"], cwd=place, env=environment, check=True, capture_output=True
        )
        for turn in ("first", "again"):
            start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            done = subprocess.run(
                [*leadlist, "import", "eight.csv", "--into", "list.xlsx", *COMMAND],
                cwd=place,
                env=environment,
                check=False,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            seconds = time.perf_counter() - start
            used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
            said = next(
                (line for line in (done.stderr + done.stdout).splitlines() if line.startswith("read ")),
                done.stderr[-500:],
            )
            print(f"{turn}: exit {done.returncode}, {seconds:.1f} s ({used:.1f} s of CPU) · {said}")
        after = parts(place / "list.xlsx")
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        print(f"most memory of a child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
        print(f"parts changed: {changed}; unexpected: {[name for name in changed if name not in CHANGING]}")


def _is_module() -> bool:
    return not (Path(sys.executable).parent / "leadlist").exists()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, int(sys.argv[2]) if len(sys.argv) > 2 else 2_000)
