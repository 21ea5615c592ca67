"""Runs ugly CSV lists through read, normalize, dedupe, purge and undo, and looks at every byte that comes back.

    python benchmarks/ugly_csv.py [--only WORD] [--part N/M]

The lists are those of `ugly_lists.py`. For each: `validate` and `--dry-run` change nothing; `normalize`, `dedupe` and
`purge` write exactly the cells, columns and rows that their dry run named, and every other cell and record stays byte
for byte; `undo` gives the same bytes each time; a refusal names the file, has a hint and leaves the file as it was and
nothing beside it. What a record is, is told here by a machine of its own, not by leadlist's. Exit 1 where there are
findings.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ugly_lists import TODAY, Case, cases

from leadlist.cli.output import shown

COMMANDS: dict[str, Sequence[str]] = {
    "normalize": ("normalize", "--yes"),
    "dedupe": ("dedupe", "--yes"),
    "purge": ("purge", "--yes", "--as-of", TODAY, "--at-most", "3"),
}


class Ended(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    said: str

    @property
    def is_refusal(self) -> bool:
        """Told in a sentence and a hint, as what the user can put right."""
        lines = [line for line in self.said.splitlines() if line]
        errors = [place for place, line in enumerate(lines) if line.startswith("Error: ")]
        return self.status in (2, 5) and any(
            place + 1 < len(lines) and lines[place + 1].startswith("→") for place in errors
        )


@contextmanager
def _caught(folder: Path) -> Iterator[None]:
    """Both outputs of this process in files."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with (folder / "out").open("wb") as out, (folder / "said").open("wb") as said:
        os.dup2(out.fileno(), 1)
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, old in zip((1, 2), kept, strict=True):
                os.dup2(old, number)
                os.close(old)


def run(*line: object) -> Ended:
    """One command in this process."""
    from leadlist.cli import main

    folder = Path(os.environ["LEADLIST_STATE_DIR"])
    folder.mkdir(exist_ok=True)
    status = 0
    with _caught(folder):
        try:
            main([str(word) for word in line])
        except SystemExit as ended:
            status = int(ended.code or 0)
    out, said = ((folder / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "said"))
    return Ended(status, out, said)


def records(text: str, delimiter: str) -> list[list[str]]:
    """The records of a CSV text: cells as they stand, the line end as the last of them (RFC 4180, and CR alone)."""
    found: list[list[str]] = []
    cells: list[str] = []
    start = place = 0
    quoted = False
    while place < len(text):
        letter = text[place]
        if quoted:
            if letter == '"':
                if text[place + 1 : place + 2] == '"':
                    place += 1
                else:
                    quoted = False
        elif letter == '"' and place == start:
            quoted = True
        elif letter == delimiter:
            cells.append(text[start:place])
            start = place + 1
        elif letter in "\r\n":
            end = "\r\n" if text[place : place + 2] == "\r\n" else letter
            found.append([*cells, text[start:place], end])
            cells, place = [], place + len(end) - 1
            start = place + 1
        place += 1
    if start < len(text) or cells:
        found.append([*cells, text[start:], ""])
    return found


def text_of(case: Case, data: bytes) -> str:
    """The file's text; broken bytes kept apart from each other."""
    return data[len(case.mark) :].decode(case.codec, "surrogateescape" if "16" not in case.codec else "strict")


def value(cell: str) -> str:
    """What a cell says."""
    if not cell.startswith('"'):
        return cell
    end = len(cell) - len(cell.rpartition('"')[2])
    return cell[1 : end - 1].replace('""', '"') + cell[end:]


def faults(case: Case, folder: Path) -> Iterator[str]:
    """What is wrong after each command."""
    path = folder / f"名簿{case.suffix}"
    path.write_bytes(case.data)
    yield from _usual(case, "validate", run("validate", path))
    for name, line in COMMANDS.items():
        plan = run(line[0], path, *line[2:], "--dry-run", "--json", "--show-values")
        if path.read_bytes() != case.data:
            yield f"{name} --dry-run changed the file"
        ended = run(line[0], path, *line[1:])
        yield from _usual(case, name, ended)
        if plan.status != ended.status and ended.status != 2:
            yield f"{name}: exit {ended.status}, dry {plan.status}"
        after = path.read_bytes()
        if ended.status == 0 and after != case.data:
            yield from (f"{name}: {fault}" for fault in _compared(case, json.loads(plan.out), after))
            back = run("undo", path, "--yes")
            if back.status or path.read_bytes() != case.data:
                same = "same" if path.read_bytes() == case.data else "OTHER"
                yield f"undo of {name}: exit {back.status}, {same} bytes: {back.said[-300:]}"
        elif ended.status == 0:
            if case.wanted == "done":
                yield f"{name}: nothing changed: {ended.said.strip()[-200:]!r}"
        elif after != case.data:
            yield f"{name}: exit {ended.status}, and the file changed"
        path.write_bytes(case.data)
    left = [entry.name for entry in folder.iterdir() if ".new-" in entry.name]
    if left:
        yield f"left beside: {left}"


def _usual(case: Case, name: str, ended: Ended) -> Iterator[str]:
    if "Traceback" in ended.said or ended.status not in ((0, 1, 2, 5) if name == "validate" else (0, 2, 5)):
        yield f"{name}: exit {ended.status}: {ended.said[-400:]}"
    elif ended.status in (2, 5):
        if not ended.is_refusal:
            yield f"{name}: no hint: {ended.said!r}"
        elif "名簿" not in ended.said:
            yield f"{name}: names no file: {ended.said.strip()[-300:]!r}"
        if case.wanted == "done":
            yield f"{name}: refused: {ended.said.strip()[-300:]!r}"
    elif case.wanted == "refused":
        yield f"{name}: exit {ended.status}, not refused: {ended.said.strip()[-300:]!r}"


def _compared(case: Case, plan: dict[str, Any], after: bytes) -> Iterator[str]:
    """What differs and was not planned, record by record and cell by cell."""
    if not after.startswith(case.mark):
        yield "the mark is gone"
        return
    try:
        old = records(text_of(case, case.data), case.delimiter)
        new = records(text_of(case, after), case.delimiter)
    except UnicodeDecodeError:
        yield "no longer in its encoding"
        return
    changes = plan["changes"]
    gone = {change["row"] - 1 for change in changes if change["kind"] == "remove"}
    columns = [change["column"] for change in changes if change["kind"] == "column"]
    cells: dict[int, list[tuple[str, str]]] = {}
    for change in changes:
        if change["kind"] == "set" and change["row"] - 1 not in gone:
            cells.setdefault(change["row"] - 1, []).append((change["before"], change["after"]))
    stayed = [number for number in range(len(old)) if number not in gone]
    if len(stayed) != len(new):
        yield f"{len(old)} records, {len(gone)} to go, became {len(new)}"
        return
    for number, record in zip(stayed, new, strict=True):
        yield from (
            f"record {number + 1}: {fault}" for fault in _record(old[number], record, cells.get(number, []), columns)
        )


def _record(before: list[str], after: list[str], wanted: list[tuple[str, str]], columns: list[str]) -> Iterator[str]:
    if before == after and not wanted:
        return
    *old, old_end = before
    *new, new_end = after
    if old_end != new_end and old_end:
        yield f"line end {old_end!r} became {new_end!r}"
    if not columns and len(old) != len(new):
        yield f"{len(old)} cells became {len(new)}"
    left = list(wanted)
    for place, cell in enumerate(new):
        own = old[place] if place < len(old) else ""
        if own == cell:
            continue
        pair = (shown(value(own)), shown(value(cell)))
        if pair in left:
            left.remove(pair)
        elif pair[1] not in columns and not pair[1].startswith("L-"):
            yield f"cell {place + 1}: {own!r} became {cell!r}, not planned"
    if [pair for pair in left if not pair[1].startswith("L-")]:
        yield f"planned and not done: {left}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--say", action="store_true", help="print what each command says")
    options = parser.parse_args()
    number, parts = map(int, options.part.split("/"))
    found = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"LEADLIST_CONFIG_DIR": f"{name}/config", "LEADLIST_LANG": "en"}
        os.environ |= {"LEADLIST_KEY_FILE": f"{name}/key", "LEADLIST_STATE_DIR": f"{name}/state"}
        from leadlist.store import new_key

        new_key(Path(name) / "key")
        started = time.process_time()
        chosen = [case for case in cases() if options.only in case.name][number - 1 :: parts]
        for place, case in enumerate(chosen):
            folder = Path(name) / str(place)
            folder.mkdir()
            own = list(faults(case, folder))
            found["cases"] += 1
            found["with findings"] += bool(own)
            for fault in own:
                print(f"{case.name}\n    {fault[:600]}", flush=True)
        print(f"{dict(found)}, {time.process_time() - started:.0f} s of CPU")
    sys.exit(bool(found["with findings"]))


if __name__ == "__main__":
    main()
