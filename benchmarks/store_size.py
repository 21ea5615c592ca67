"""How fast and in how much memory a large list is backed up, changed and undone.

    python benchmarks/store_size.py [--megabytes 500] [--leads 1000000] [--backups 1000] [--zlib]

A list of random bytes (as an xlsx is: stored) is committed with its backup and read-back, beside `7z a -tzip
-mem=AES256 -mx0` of the same file. A CSV list of many leads is backed up and read back, without and with undo lines for
all of them; `--zlib` does so as where ISA-L is not installed. Many nightly backups, each of them in the log, are pruned
to the last 14 days.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadlist.store import Keep, Key, LeadRecord, backup, open_list, prune

KEY = Key("LEADLISTTESTKEYNEVERUSEIT2")


def peak_megabytes() -> float:
    """The greatest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def records(count: int) -> Iterator[LeadRecord]:
    """One change a lead, as a normalization makes it."""
    for number in range(count):
        change = {"kind": "set", "column": "氏名", "before": "山田 太郎", "after": "山田 太郎", "rule": "text"}
        yield LeadRecord(lead=f"L-{number:010d}", row=number + 2, changes=[change])


def large_list(folder: Path, megabytes: int) -> None:
    """Backup of a list that does not compress, and 7-Zip beside it."""
    path = folder / "大.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        for _ in range(megabytes):
            file.write(os.urandom(1 << 20))
    before = peak_megabytes()
    start = time.perf_counter()
    backup(path, KEY, now=datetime.now(UTC))
    ours = megabytes / (time.perf_counter() - start)
    print(f"{megabytes} MB backed up and read back: {ours:.0f} MB/s, {peak_megabytes():.0f} MB (start {before:.0f} MB)")
    if shutil.which("7z"):
        start = time.perf_counter()
        command = ["7z", "a", "-tzip", "-mem=AES256", "-mx0", "-psecret", str(folder / "7.zip"), str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        theirs = megabytes / (time.perf_counter() - start)
        print(f"7z, written alone: {theirs:.0f} MB/s; ours has {ours / theirs:.0%} of it")


def many_leads(folder: Path, count: int) -> None:
    """The backup of a list of many leads, then a change of every lead: the log's and the undo lines' share of it."""
    from generate_leads import HEADINGS, leads, write_csv

    path = folder / "多.csv"
    write_csv(path, HEADINGS["ja"], leads(count, "ja", 0.3, 0.05, 1), "utf-8-sig")
    size = path.stat().st_size / 1e6
    start, cpu = time.perf_counter(), time.process_time()
    made = backup(path, KEY, now=datetime.now(UTC)).path.stat().st_size / 1e6
    spent, used = time.perf_counter() - start, time.process_time() - cpu
    print(f"CSV of {count:,} leads, {size:.0f} MB: backup {made:.0f} MB, {spent:.1f} s, {used:.1f} s of CPU")
    path.write_bytes(b"x\r\n" * 1000)
    start, cpu = time.perf_counter(), time.process_time()
    with open_list(path, KEY) as store:
        store.commit(
            "normalize",
            {"changed": count},
            lambda target: target.write_bytes(b"y\r\n" * 1000) and None,
            leads=records(count),
            fields=["name"],
            rules="japan",
            rules_digest="",
            now=datetime.now(UTC),
        )
    spent, used = time.perf_counter() - start, time.process_time() - cpu
    print(f"log and undo lines of {count:,}: {spent:.1f} s, {used:.1f} s of CPU, {peak_megabytes():.0f} MB")


def many_backups(folder: Path, count: int) -> None:
    """Pruning a backup a night of many nights."""
    path = folder / "古.csv"
    path.write_bytes(b"x\r\n" * 1000)
    now = datetime.now().astimezone()
    for night in range(count, 0, -1):
        backup(path, KEY, now=now - timedelta(days=night))
    start, cpu = time.perf_counter(), time.process_time()
    gone = sum(not each.stays for each in prune(path, KEY, Keep(daily=14, max_age=None), now=now))
    spent = time.perf_counter() - start
    print(f"{gone} of {count} backups pruned: {spent:.1f} s, {time.process_time() - cpu:.1f} s of CPU")


def main() -> int:
    """Run both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--backups", type=int, default=1000)
    parser.add_argument("--zlib", action="store_true", help="deflate as where ISA-L is not installed")
    options = parser.parse_args()
    if options.zlib:
        sys.modules["isal"] = None  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LEADLIST_STATE_DIR"] = str(Path(folder, "state"))
        if options.megabytes:
            large_list(Path(folder), options.megabytes)
        if options.leads:
            many_leads(Path(folder), options.leads)
        if options.backups:
            many_backups(Path(folder), options.backups)
    return 0


if __name__ == "__main__":
    sys.exit(main())
