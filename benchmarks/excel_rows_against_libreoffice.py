"""Judges the patcher's row removal by LibreOffice's own.

For every workbook with a list: three leads (the first, one inside, the last; with `--more N` also N times three by
chance) are removed once by leadlist and once by LibreOffice. LibreOffice then loads and saves both, and formulas,
values, styles, names, print areas, filters, validations, formats, merges, links, comments, breaks, charts, tables,
pivot sources, anchors, row heights, hiding and outlines of the two are compared. Where they differ, LibreOffice is
asked again by copies in which what it moves wrongly or loses stands as something that it moves rightly
(`excel_stand_ins.py` tells why). Where it is the styles of formulas that differ, those are entered anew in both copies
before it saves them, because it writes a formula's font by the script of its result, but by that of the result it has
calculated, not of the one it has read; and by the files alone, without LibreOffice, every filled cell must have the
number format, font and fill that it had before. Needs `soffice` and a Python with `uno` (Debian: libreoffice-calc,
python3-uno); says so and ends with 0 where they are missing.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from excel_facts import Facts, facts, moved_cells
from excel_stand_ins import StandIns

from leadlist.changes import RemoveRow
from leadlist.errors import UserError
from leadlist.formats.excel import Workbook
from leadlist.formats.excel.contents import read_contents
from leadlist.formats.excel.package import Package
from leadlist.leads import RowRef

AGAIN = "equal when LibreOffice is asked by stand-ins (excel_stand_ins)"
Differences = dict[str, tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]]
"""By kind of fact: what only LibreOffice's result has, and what only leadlist's has."""
WORKER = Path(__file__).with_name("excel_libreoffice.py")
PYTHONS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "/opt/libreoffice/program/python")


def any_headings(cells: Sequence[str]) -> float:
    """A heading score for workbooks of any kind: any filled row will do, short texts are better than numbers."""
    texts = [cell for cell in cells if cell.strip()]
    words = [text for text in texts if len(text) < 60 and not re.fullmatch(r"[-\d.,/:% ]+", text)]
    return 0.5 + 0.5 * len(words) / len(texts) if texts else 0.0


def office_python() -> str | None:
    """A Python that has `uno`, where LibreOffice is installed."""
    if shutil.which("soffice") is None:
        return None
    for python in PYTHONS:
        if not Path(python).exists():
            continue
        if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def removals(book: Workbook, more: int) -> Iterator[list[RowRef]]:
    """The leads to remove: first, middle and last, and `more` times three of the others by chance."""
    height = len(book.leads)
    if height > 1:
        yield [RowRef(row) for row in sorted({0, height // 2, height - 1})]
    chance = random.Random(height)
    for _turn in range(more if height > 4 else 0):
        yield [RowRef(row) for row in sorted(chance.sample(range(height), 3))]


def office(jobs: list[dict[str, object]], python: str) -> Iterator[dict[str, str]]:
    """LibreOffice's answer to each job."""
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run([python, str(WORKER)], input=lines, capture_output=True, text=True, timeout=3600, check=False)
    if done.returncode:
        print(done.stderr[-2000:])
    for line in done.stdout.splitlines():
        yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("LEADLIST_SHARED", "../shared"))
    parser.add_argument("files", nargs="*", type=Path, default=[])
    parser.add_argument("--keep", type=Path, help="keep the results in this folder")
    parser.add_argument("--more", type=int, default=0, help="so many more removals from each workbook")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    files = arguments.files or sorted(
        (*shared.glob("workbooks/real/*.xls[xm]"), *shared.glob("workbooks/made/*.xls[xm]"))
    )
    python = office_python()
    if python is None or not files:
        print("LibreOffice with python3-uno, or the workbooks (LEADLIST_SHARED), are missing: nothing was compared.")
        return
    folder = arguments.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    outcome: Counter[str] = Counter()
    cases: list[Removal] = []
    for file in files:
        refused = outcome["refused"]
        try:
            found = list(_removed(file, folder, arguments.more, outcome))
        except UserError:
            outcome["no list that can be read"] += 1
        else:
            cases += found
            outcome["fewer than two leads"] += not found and outcome["refused"] == refused
    errors = {answer["target"]: answer["error"] for answer in office([job for c in cases for job in c.jobs()], python)}
    for word, number in _all_judged(cases, errors, python, arguments.verbose).items():
        outcome[word] += number
    for word, count in outcome.most_common():
        print(f"{count:5} {word}")


class Removal(NamedTuple):
    """Leads removed from one workbook: the file, the result of leadlist, and for LibreOffice the sheet, its place
    among the sheets, the number in its part's name, and the rows."""

    source: Path
    patched: Path
    sheet: str
    index: int
    part: str
    rows: list[int]

    def result(self, whose: str) -> str:
        """Where LibreOffice writes its own result and what it makes of leadlist's."""
        return str(self.patched.with_name(f"{self.patched.stem}.{whose}.xlsx"))

    def jobs(self) -> Iterator[dict[str, object]]:
        """What LibreOffice does; its own result is loaded and saved once more, because leadlist's is.

        Some of what LibreOffice wrote it reads otherwise: what only one of the two says may be so or not.
        """
        once = self.result("once")
        yield {"source": str(self.source), "target": once, "sheet": self.sheet, "index": self.index, "rows": self.rows}
        yield {"source": once, "target": self.result("theirs")}
        yield {"source": str(self.patched), "target": self.result("ours")}


def _removed(file: Path, folder: Path, more: int, outcome: Counter[str]) -> Iterator[Removal]:
    """Remove leads with leadlist."""
    book = Workbook(file, any_headings)
    with Package(file) as package:
        sheet = next(sheet for sheet in read_contents(package).sheets if sheet.name == book.sheet)
    part = re.sub(r"\D+", "", sheet.part.rpartition("/")[2])
    for turn, leads in enumerate(removals(book, more)):
        target = folder / f"{file.stem}-{turn}{file.suffix}"
        target.touch()
        try:
            book.write([RemoveRow(row, "benchmark", None, "benchmark") for row in leads], target)
        except UserError as error:
            outcome["refused"] += 1
            print(error.problem)
        else:
            yield Removal(file, target, book.sheet, sheet.index, part, [book.leads.row_numbers[row] for row in leads])


def _all_judged(cases: Sequence[Removal], errors: dict[str, str], python: str, verbose: bool) -> Counter[str]:
    """What came of each removal; of those that differ LibreOffice is asked again, by stand-ins."""
    outcome: Counter[str] = Counter()
    doubtful: list[tuple[Removal, Seconds]] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        words = list(pool.map(partial(_judged, errors), cases, chunksize=8))
    for case, (word, differences) in zip(cases, words, strict=True):
        if word == "different" and differences:
            doubtful.append((case, Seconds(case, differences)))
        else:
            outcome[word] += 1
    jobs = [job for _case, seconds in doubtful for job in seconds.jobs()]
    answers = {answer["target"]: answer["error"] for answer in office(jobs, python)} if jobs else {}
    for case, seconds in doubtful:
        left = seconds.judged(answers)
        outcome["different" if left else AGAIN] += 1
        if verbose and not left:
            print(f"{case.patched.stem}: equal by stand-ins: {', '.join(sorted(seconds.differences))}")
        for kind, (missing, more) in left.items():
            most = None if verbose else 3
            theirs, ours = sorted(map(str, missing))[:most], sorted(map(str, more))[:most]
            print(f"{case.patched.stem}: {kind}: LibreOffice {theirs}, leadlist {ours}")
    return outcome


class Seconds:
    """A second opinion on one removal: both sides as copies with stand-ins (`excel_stand_ins`)."""

    def __init__(self, case: Removal, differences: Differences) -> None:
        self.differences = differences
        self._case = case
        self._source = StandIns(case.source, case.sheet, case.rows)
        self._patched = StandIns(case.patched, case.sheet)

    def jobs(self) -> Iterator[dict[str, object]]:
        """What LibreOffice does: the same to the copies as to the workbooks."""
        case = self._case
        source, patched = Path(case.result("source-copy")), Path(case.result("result-copy"))
        self._source.write(source)
        self._patched.write(patched)
        theirs, ours = self.differences.get("style", (set(), set()))
        enter = sorted({(str(part), str(place)) for part, place, _told in theirs | ours})
        yield {
            "source": str(source), "target": case.result("theirs-copy"), "sheet": case.sheet, "index": case.index,
            "rows": case.rows, "enter": enter,
        }  # fmt: skip
        yield {"source": str(patched), "target": case.result("ours-copy"), "enter": enter}
        if "row height" in self.differences:
            yield {"source": str(case.source), "target": case.result("untouched")}

    def _heights(self) -> set[tuple[Any, ...]]:
        """The heights of rows as LibreOffice saves the source, each at the place its row has afterwards: when rows
        leave, it gives some of those that follow another height, though they have one of their own."""
        removed, part = self._case.rows, str(self._case.index + 1)
        heights = _facts(Path(self._case.result("untouched"))).get("row height", set())
        return {
            (sheet, row if sheet != part else str(int(row) - sum(gone < int(row) for gone in removed)), height)
            for sheet, row, height in heights
            if sheet != part or int(row) not in removed
        }

    def _styles(self) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
        """Formats of filled cells that only the source has, each at the place where its row goes, and that only
        leadlist's result has."""
        case = self._case
        kept = moved_cells(_facts(case.source).get("style", set()), case.part, case.rows)
        found = _facts(case.patched).get("style", set())
        return kept - found, found - kept

    def judged(self, answers: dict[str, str]) -> Differences:
        """What still differs, by kind."""
        theirs, ours = Path(self._case.result("theirs-copy")), Path(self._case.result("ours-copy"))
        if answers.get(str(theirs), "none") or answers.get(str(ours), "none"):
            return self.differences
        expected, found = _facts(theirs), _facts(ours)
        expected |= self._source.found(theirs)
        found |= self._patched.found(ours)
        if "row height" in self.differences:
            expected["row height"] = self._heights()
        left: Differences = {}
        if "style" in self.differences and (faults := self._styles()) != (set(), set()):
            left["style by the files alone"] = faults
        for kind in self.differences:
            kinds = ("validation", "list of choices") if kind == "validation" else (kind,)
            for one in kinds:
                missing = expected.get(one, set()) - found.get(one, set())
                more = found.get(one, set()) - expected.get(one, set())
                if missing or more:
                    left[one] = missing, more
        return left


def _facts(file: Path) -> Facts:
    with ZipFile(file) as archive:
        return facts(archive)


def _emptied(reference: str, totals: str, removed: Sequence[int]) -> bool:
    """Whether all rows of a table between its headings and its totals leave."""
    rows = [int(number) for number in re.findall(r"\d+", reference)]
    return len(rows) == 2 and set(range(rows[0] + 1, rows[1] + 1 - int(totals))) <= set(removed)


def _judged(errors: dict[str, str], case: Removal) -> tuple[str, Differences]:
    """What came of a removal, and by kind what only LibreOffice's result has and what only leadlist's has."""
    theirs, ours, name = case.result("theirs"), case.result("ours"), case.patched.stem
    if error := errors.get(case.result("once"), "no answer") or errors.get(theirs, "no answer"):
        print(f"{name}: LibreOffice: {error}")
        return "LibreOffice cannot", {}
    if errors.get(ours, "no answer"):
        print(f"{name}: LibreOffice cannot open the patched file: {errors.get(ours, 'no answer')}")
        return "different", {}
    try:
        expected, again, found = (_facts(Path(file)) for file in (case.result("once"), theirs, ours))
        source = _facts(case.source)
    except BadZipFile:
        return "LibreOffice cannot", {}
    if found in (expected, again):
        return "equal", {}
    if any(_emptied(str(fact[1]), fact[2] or "0", case.rows) for fact in source.get("table", set())):
        return "not compared: a table would lose its last row, and Excel's keep one", {}
    sources = {str(fact[0]) for fact in source.get("pivot source", set()) if fact[1] == case.sheet}
    if any(_emptied(reference, "0", case.rows) for reference in sources):
        return "not compared: a pivot table would lose all its source, and LibreOffice drops it on loading", {}
    differences: Differences = {}
    for kind in sorted(expected.keys() | found.keys()):
        once, twice, ours_all = (side.get(kind, set()) for side in (expected, again, found))
        missing, more = (once & twice) - ours_all, ours_all - (once | twice)
        if missing or more:
            differences[kind] = missing, more
    return ("different", differences) if differences else ("equal", {})


if __name__ == "__main__":
    main()
