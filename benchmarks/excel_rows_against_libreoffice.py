"""Judges the patcher's row removal by LibreOffice's own.

For every workbook with a list: three leads (the first, one inside, the last) are removed once by leadlist and once
by LibreOffice; LibreOffice then saves both, and formulas, names, filters, validations, formats, merges, links,
comments, breaks, charts, tables and pivot sources of the two are compared. Needs `soffice` and a Python with `uno`
(Debian: libreoffice-calc, python3-uno); says so and ends with 0 where they are missing.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from excel_facts import facts

from leadlist.changes import RemoveRow
from leadlist.errors import UserError
from leadlist.formats.excel import Workbook

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


def patched(source: Path, target: Path) -> tuple[str, list[int]]:
    """Remove three leads with leadlist; the sheet's name and the rows removed, for LibreOffice to do the same."""
    book = Workbook(source, any_headings)
    height = len(book.leads)
    if height < 2:
        raise LookupError
    picked = sorted({0, height // 2, height - 1})
    target.touch()
    book.write([RemoveRow(row, "benchmark", None, "benchmark") for row in picked], target)  # type: ignore[arg-type]
    return book.sheet, [book.leads.row_numbers[row] for row in picked]


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
    jobs: list[dict[str, object]] = []
    for file in files:
        target = folder / f"{file.stem}.patched{file.suffix}"
        try:
            sheet, rows = patched(file, target)
        except LookupError:
            outcome["fewer than two leads"] += 1
        except UserError as error:
            outcome[type(error).__name__] += 1
            print(f"{file.name}: {error.problem}")
        else:
            jobs.append(
                {"source": str(file), "target": str(folder / f"{file.stem}.theirs.xlsx"), "sheet": sheet, "rows": rows}
            )
            jobs.append({"source": str(target), "target": str(folder / f"{file.stem}.ours.xlsx")})
    errors = {answer["target"]: answer["error"] for answer in office(jobs, python)}
    for theirs in (job for job in jobs if job.get("rows")):
        outcome[_judged(str(theirs["target"]), errors, arguments.verbose)] += 1
    for word, count in outcome.most_common():
        print(f"{count:5} {word}")


def _judged(theirs: str, errors: dict[str, str], verbose: bool) -> str:
    ours = theirs.replace(".theirs.", ".ours.")
    name = Path(theirs).name.split(".")[0]
    if errors.get(theirs, "no answer"):
        print(f"{name}: LibreOffice: {errors.get(theirs, 'no answer')}")
        return "LibreOffice cannot"
    if errors.get(ours, "no answer"):
        print(f"{name}: LibreOffice cannot open the patched file: {errors.get(ours, 'no answer')}")
        return "different"
    try:
        with ZipFile(theirs) as a, ZipFile(ours) as b:
            expected, found = facts(a), facts(b)
    except BadZipFile:
        return "LibreOffice cannot"
    if expected == found:
        return "equal"
    for kind in sorted(expected.keys() | found.keys()):
        missing, more = (
            expected.get(kind, set()) - found.get(kind, set()),
            found.get(kind, set()) - expected.get(kind, set()),
        )
        if missing or more:
            most = None if verbose else 3
            theirs_only, ours_only = sorted(map(str, missing))[:most], sorted(map(str, more))[:most]
            print(f"{name}: {kind}: LibreOffice {theirs_only}, leadlist {ours_only}")
    return "different"


if __name__ == "__main__":
    main()
