"""Damages the parts of workbooks by chance and asks leadlist to read and change what comes out, night after night.

Each case takes one workbook of the folders, damages one to three of its parts (bytes, tags, attributes, numbers, whole
parts, or the zip itself), reads it, changes a cell, removes rows and adds one. Only an answer (`UserError`) or a
written workbook will do: any other exception, more than 10 seconds or more than 500 MB is a finding, printed with the
number that repeats it (`--first N --cases 1`). Exit 1 where there are findings.
"""

import argparse
import os
import random
import re
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from excel_rows_against_libreoffice import any_headings

from leadlist.changes import AddRow, RemoveRow, SetCell
from leadlist.errors import UserError
from leadlist.formats.excel import Workbook
from leadlist.leads import ColumnRef, RowRef

SECONDS, MEGABYTES = 10, 500
LARGEST = 200_000  # bytes of a workbook: small ones hold the same kinds of parts and are done sooner
BATCH = 100
PIECES = (b"<", b">", b"/>", b"&", b'"', b"'", b"\0", b"\xff\xfe", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;",
          b"&#x110000;", b"&x;", b"<row>", b"</row>", b"<c/>", b"<v>", b"</sheetData>", b' r=""', b' r="A0"',
          b' r="XFD1048576"', b' ref="A1:A0"', b' sqref=""', b"$A$1:$B$2", b"#REF!", b"_xD800_")  # fmt: skip
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"1e400",
    b"NaN",
    b"99999999999999999999",
    b"1048577",
    b"16385",
    b"",
    b"0x1",
    "５".encode(),
)

Damage = Callable[[random.Random, bytes], bytes]


class TooLong(BaseException):
    """A case took more than its seconds; no `except Exception` keeps it back."""


def _place(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 8, 64, 1024)))


def _cut(chance: random.Random, data: bytes) -> bytes:
    start, end = _place(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = _place(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _noise(chance: random.Random, data: bytes) -> bytes:
    start, end = _place(chance, data)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _insert(chance: random.Random, data: bytes) -> bytes:
    start, _end = _place(chance, data)
    return data[:start] + chance.choice(PIECES) + data[start:]


def _match(chance: random.Random, data: bytes, pattern: bytes, new: Callable[[bytes], bytes]) -> bytes:
    """One of the first thousand matches of a pattern replaced."""
    found = list(re.finditer(pattern, data[:200_000]))[:1000]
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + new(match[0]) + data[match.end() :]


def _number(chance: random.Random, data: bytes) -> bytes:
    return _match(chance, data, rb"(?<=[\">])-?\d+(?=[\"<])", lambda _old: chance.choice(NUMBERS))


def _reference(chance: random.Random, data: bytes) -> bytes:
    new = (b"A0", b"XFE1", b"A1048577", b"B2:A1", b"1:1", b"A:A", b"A1:B2 C3", b"Sheet9!A1", b"'", b"A1:")
    return _match(chance, data, rb"\$?[A-Z]{1,3}\$?\d{1,7}(:\$?[A-Z]{1,3}\$?\d{1,7})?", lambda _old: chance.choice(new))


def _attribute(chance: random.Random, data: bytes) -> bytes:
    new = (lambda _old: b"", lambda old: old * 2, lambda old: old.split(b"=")[0] + b'=""')
    return _match(chance, data, rb' [\w:]+="[^"<>]*"', chance.choice(new))


def _tag(chance: random.Random, data: bytes) -> bytes:
    new = (lambda _old: b"", lambda old: old * 2, lambda old: old.rstrip(b">") + b"/>")
    return _match(chance, data, rb"<[^<>]*>", chance.choice(new))


DAMAGES: Sequence[Damage] = (_cut, _repeat, _noise, _insert, _number, _number, _reference, _reference, _attribute, _tag)


@lru_cache(maxsize=256)
def _parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def damaged(number: int, seeds: Sequence[Path], target: Path) -> None:
    """Write the workbook of one case."""
    chance = random.Random(number)
    parts = dict(_parts(chance.choice(seeds)))
    for _turn in range(chance.randint(1, 3)):
        name = chance.choice(list(parts) + [part for part in parts if "/worksheets/" in part] * 3)
        turn = chance.random()
        if turn < 0.04 and len(parts) > 1:
            del parts[name]
        elif turn < 0.08:
            parts[name] = parts[chance.choice(list(parts))]
        else:
            parts[name] = chance.choice(DAMAGES)(chance, parts[name])
    with ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    if chance.random() < 0.1:
        target.write_bytes(chance.choice((_cut, _noise, _repeat))(chance, target.read_bytes()))


def worked(source: Path, chance: random.Random) -> str:
    """Read and change a workbook as leadlist does; what came of it in a word."""
    target = source.with_name(f"after-{source.name}")
    try:
        book = Workbook(source, any_headings)
    except UserError:
        return "not read"
    leads = book.leads
    height, width = len(leads), len(leads.headings)
    removed = sorted(chance.sample(range(height), min(height, chance.randint(0, 3))))
    row, column = RowRef(chance.randrange(height or 1)), ColumnRef(chance.randrange(width))
    several = [RemoveRow(RowRef(at), "fuzz", None, "fuzz") for at in removed]
    edit = (
        [SetCell(row, column, leads.cell(row, column), "架空　花子", "fuzz")] if height and row not in removed else []
    )
    done = "read, changes refused"
    for changes in (edit, several, [*several, *edit, AddRow({ColumnRef(0): "架空商事"}, "fuzz")]):
        try:
            book.broken_formulas(changes)
            book.write(changes, target)
            done = "read and changed"
            Workbook(target, any_headings)
        except UserError:
            continue
    return done


def _stop(_signal: int, _frame: object) -> None:
    raise TooLong


def batch(first: int, cases: int, seeds: Sequence[Path]) -> tuple[Counter[str], list[str]]:
    """So many cases; what came of them, and the findings."""
    outcome: Counter[str] = Counter()
    findings: list[str] = []
    signal.signal(signal.SIGALRM, _stop)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        for number in range(first, first + cases):
            source = Path(folder) / "fuzz.xlsx"
            damaged(number, seeds, source)
            signal.alarm(SECONDS)
            try:
                outcome[worked(source, random.Random(number))] += 1
            except (Exception, TooLong) as error:  # noqa: BLE001 - finding any is what this is for
                last = traceback.extract_tb(error.__traceback__)[-1]
                outcome["FINDING"] += 1
                findings.append(f"case {number}: {type(error).__name__}: {error} ({last.filename}:{last.lineno})"[:300])
            finally:
                signal.alarm(0)
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MEGABYTES * 1024:
        findings.append(f"cases {first} to {first + cases - 1}: more than {MEGABYTES} MB")
    return outcome, findings


def main() -> None:
    """Run the cases on all processors, print the findings and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("LEADLIST_SHARED", "../shared")) / "workbooks"
    parser.add_argument("folders", nargs="*", type=Path, default=[shared / "made", shared / "real"])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    seeds = []
    for file in sorted(f for folder in arguments.folders for f in folder.glob("*.xls[xm]")):
        try:
            small = sum(map(len, _parts(file).values())) < LARGEST * 5 and file.stat().st_size < LARGEST
        except (BadZipFile, NotImplementedError, RuntimeError):
            continue
        seeds += [file] * small
    outcome: Counter[str] = Counter()
    found = 0
    starts = range(arguments.first, arguments.first + arguments.cases, BATCH)
    with ProcessPoolExecutor(max_tasks_per_child=20) as pool:
        jobs = [pool.submit(batch, s, min(BATCH, arguments.first + arguments.cases - s), seeds) for s in starts]
        for job in jobs:
            counts, findings = job.result()
            outcome += counts
            found += len(findings)
            print(*findings, sep="\n", end="\n" * bool(findings), flush=True)
    for word, count in outcome.most_common():
        print(f"{count:6} {word}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
