"""Flip one bit at every byte of a backup, of a log and of a suppression file, and see whether wrong data is accepted.

    python benchmarks/store_flips.py [--bits 1]

A list is changed three times, backed up, somebody is erased from its backups and others opt out. A backup may open
after a flip (times in the headers of a zip say nothing), but only with the very list and records it had. A log or a
suppression file must never verify. `--bits 8` flips every bit instead of one a byte.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from store_cases import KEY, MIDDLE, NEW, NOW, OLD, put

from leadlist.errors import UserError
from leadlist.store import Erasure, OptOut, backup, backups, open_ledger, open_list, read_suppression, verify_log
from leadlist.store.archive import open_archive
from leadlist.store.beside import log_file


def world(folder: Path) -> tuple[Path, Path]:
    """A list with a history, and its suppression file."""
    path = folder / "見込み客.csv"
    path.write_bytes(OLD)
    for content in (MIDDLE, NEW, OLD):
        put(path, content)
    backup(path, KEY, now=NOW + timedelta(days=1))
    with open_list(path, KEY) as store:
        list(store.rewrite_backups(lambda *_given: Erasure(False, 0, frozenset({0})), now=NOW + timedelta(days=2)))
    ledger = folder / "leadlist.suppression.jsonl"
    with open_ledger(ledger, KEY, now=NOW) as opened:
        opened.opt_out([OptOut("taro@example.jp", "email", date(2026, 11, 1), "mail")])
        opened.forget(["address hanako@example.jp"], path, date(2026, 11, 2), "R-1")
    return path, ledger


def content_of(file: Path) -> tuple[bytes, tuple[bytes, ...]]:
    """The list and the records in a backup."""
    with open_archive(file, KEY) as archive:
        archive.verify()
        archive.copy_payload(payload := io.BytesIO())
        return payload.getvalue(), tuple(archive.lines())


def flips(file: Path, bits: int) -> Iterator[int]:
    """Each byte that differs by a bit; the file is as it was in the end."""
    whole = file.read_bytes()
    for place in range(len(whole)):
        for bit in range(bits):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << (place + bit) % 8]) + whole[place + 1 :])
            yield place
    file.write_bytes(whole)


def counted(name: str, file: Path, bits: int, accepts: Callable[[], bool]) -> int:
    """Print how many flips there were, and how many were accepted."""
    tried = wrong = 0
    for place in flips(file, bits):
        tried += 1
        if accepts():
            wrong += 1
            print(f"{name}: a flip at byte {place} was accepted")
    print(f"{name}: {tried:,} flips, {wrong} accepted with wrong data")
    return wrong


def main() -> int:
    """Flip the bits; exit 1 where wrong data was accepted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bits", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leadlist-flips-") as folder:
        os.environ["LEADLIST_STATE_DIR"] = str(Path(folder, "state"))
        (Path(folder) / "営業").mkdir()
        path, ledger = world(Path(folder) / "営業")
        file = backups(path)[1].path
        right = content_of(file)

        def opens() -> bool:
            try:
                return content_of(file) != right
            except UserError:
                return False

        def reads() -> bool:
            try:
                read_suppression(path, KEY)
            except UserError:
                return False
            return True

        wrong = counted("backup", file, options.bits, opens)
        wrong += counted("log", log_file(path), options.bits, lambda: not verify_log(path, KEY))
        wrong += counted("suppression file", ledger, options.bits, reads)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
