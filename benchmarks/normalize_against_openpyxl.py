"""`leadlist normalize --yes` on a workbook, end to end, against openpyxl's load and save of the same file.

    python benchmarks/normalize_against_openpyxl.py [--rows 100000]

Prints wall seconds and peak memory (the largest process, from the operating system) of both, and their ratio.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
OPENPYXL = "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1]); book.save(sys.argv[2])"


class Measured(NamedTuple):
    """Wall seconds, CPU seconds and peak memory (MB) of one process."""

    wall: float
    cpu: float
    peak: float


def measured(line: list[str], environment: dict[str, str]) -> Measured:
    """Run a command to its end."""
    begin = time.perf_counter()
    process = subprocess.Popen(line, env=environment)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{line[:4]} ended with {status}")
    return Measured(time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Make the workbook, measure both, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    rows = arguments.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        book, saved = Path(folder, "leads.xlsx"), Path(folder, "saved.xlsx")
        generate = [sys.executable, str(HERE / "generate_leads.py"), str(rows), str(book)]
        subprocess.run(generate, check=True)
        environment = os.environ | {"LEADLIST_KEY_FILE": f"{folder}/key", "LEADLIST_STATE_DIR": f"{folder}/state"}
        leadlist = [sys.executable, "-m", "leadlist"]
        subprocess.run([*leadlist, "key", "new", "--out", f"{folder}/key"], check=True, capture_output=True)
        print(f"{rows:,} rows, {book.stat().st_size / 1e6:.1f} MB")
        theirs = measured([sys.executable, "-c", OPENPYXL, str(book), str(saved)], environment)
        print(f"openpyxl load + save   {theirs.wall:7.1f} s  cpu {theirs.cpu:7.1f} s  peak {theirs.peak:6.0f} MB")
        ours = measured([*leadlist, "normalize", str(book), "--yes", "--quiet"], environment)
        print(f"leadlist normalize     {ours.wall:7.1f} s  cpu {ours.cpu:7.1f} s  peak {ours.peak:6.0f} MB")
        print(f"ratio                  {ours.wall / theirs.wall:7.3f}")


if __name__ == "__main__":
    main()
