"""Runs files made to harm through leadlist's commands, each in a process of its own.

    python benchmarks/hostile_files.py [FOLDER…] [--commands validate,patch,import | all] [--only WORD]

The files are those of the folders (by default `workbooks/hostile` and `workbooks/csv` of the test material) and
those of `hostile_workbooks.py` and `hostile_others.py`. A finding is a traceback, exit 3, an end by a signal, more than
10 CPU seconds or more than 500 MB, in leadlist or in a process it started. `patch` is no command: it opens a workbook,
removes a row, changes a cell and adds a row. Exit 1 where there are findings.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from leadlist.store import new_key

SECONDS, MEGABYTES = 10, 500
LIMITS = (
    "sh",
    "-c",
    'ulimit -v 6000000; ulimit -t 60; exec "$@"',
    "sh",
)  # what keeps this machine alive where leadlist fails
PATIENCE = 90  # seconds on the clock, on a machine that has other work
COMMANDS: dict[str, Sequence[str]] = {
    "validate": ("validate", "FILE"),
    "columns": ("columns", "FILE"),
    "normalize": ("normalize", "FILE", "--dry-run"),
    "dedupe": ("dedupe", "FILE", "--dry-run"),
    "purge": ("purge", "FILE", "--dry-run"),
    "mailing": ("mailing", "FILE", "--channel", "email", "--purpose", "資料請求へのご回答と、製品のご案内のため"),
    "forget": ("forget", "FILE", "--email", "taro2@example.jp", "--dry-run"),
    "provenance": ("provenance", "FILE"),
    "backup": ("backup", "FILE"),
    "import": ("import", "FILE", "--into", "NEW", "--source", "form", "--purpose", "資料請求へのご回答", "--dry-run"),
    "out": ("normalize", "FILE", "--out", "NEW"),
    "yes": ("normalize", "FILE", "--yes"),
}
USUAL = ("validate", "patch", "import", "yes")


class Run(NamedTuple):
    """How a command ended: its exit status (negative: a signal), CPU seconds, megabytes, what it said."""

    status: int
    seconds: float
    megabytes: float
    said: str

    def faults(self) -> Iterator[str]:
        """What may not be."""
        if "Traceback" in self.said or self.status == 3:
            yield "traceback: " + " | ".join(self.said.strip().splitlines()[-2:])[-200:]
        if self.status < 0:
            yield f"ended by {signal.Signals(-self.status).name}"
        if self.seconds > SECONDS:
            yield f"{self.seconds:.1f} CPU seconds"
        if self.megabytes > MEGABYTES:
            yield f"{self.megabytes:.0f} MB"


def run(line: Sequence[str], folder: Path) -> Run:
    """A command to its end, measured with all processes it waited for."""
    names = {"config": "LEADLIST_CONFIG_DIR", "state": "LEADLIST_STATE_DIR", "key": "LEADLIST_KEY_FILE"}
    environment = {**os.environ, **{name: str(folder / short) for short, name in names.items()}, "LEADLIST_LANG": "en"}
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(
            [*LIMITS, *line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        ends = time.monotonic() + PATIENCE
        while True:
            number, status, used = os.wait4(process.pid, os.WNOHANG)
            if number:
                break
            if time.monotonic() > ends:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(1 << 20).decode(errors="replace")
    return Run(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


def patch(path: Path) -> None:
    """Open, change and write with the patcher; what a user is told goes to stderr."""
    from excel_rows_against_libreoffice import any_headings

    from leadlist.changes import AddRow, RemoveRow, SetCell
    from leadlist.errors import UserError
    from leadlist.formats import open_document
    from leadlist.leads import ColumnRef, RowRef

    try:
        document = open_document(path, score=any_headings, password="geheim")
        leads = document.leads
        some = [RemoveRow(RowRef(0), "hostile", None, "hostile")] if len(leads) > 1 else []
        if len(leads) > 2 and (RowRef(1), ColumnRef(0)) not in leads.formulas:
            some.append(SetCell(RowRef(1), ColumnRef(0), leads.cell(RowRef(1), ColumnRef(0)), "架空", "hostile"))
        changes = [*some, AddRow({ColumnRef(0): "架空"}, "hostile")]
        document.broken_formulas(changes)
        target = path.with_name(f"after{document.writes}")
        target.touch()
        document.write(changes, target)
    except UserError as error:
        sys.stderr.write(error.problem)
        sys.exit(2)


def make(folder: Path, word: str) -> None:
    """Write the files with a word in their name."""
    from hostile_others import OTHERS
    from hostile_workbooks import WORKBOOKS

    for name, written in {**WORKBOOKS, **OTHERS}.items():
        if word in name:
            written(folder / name)


def made_by_another(folder: Path, word: str) -> None:
    """The same in a process of its own: one that was large lends its size to those it starts."""
    subprocess.run([sys.executable, __file__, "--make", str(folder), "--only", word], check=True)


def judged(name: str, command: str, source: Path, key: Path) -> tuple[str, Run]:
    """One file and one command, in a folder of their own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copyfile(key, folder / "key")
        path = folder / name
        if source.is_file() and not source.is_symlink():
            shutil.copyfile(source, path)
        else:
            made_by_another(folder, name)
        if command == "patch":
            line = [sys.executable, __file__, "--patch", str(path)]
        else:
            named = {"FILE": str(path), "NEW": str(folder / "new.xlsx")}
            line = [sys.executable, "-m", "leadlist", *(named.get(word, word) for word in COMMANDS[command])]
        return f"{command} {name}", run(line, folder)


def main() -> None:
    """Make the files, run the commands, print the findings and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("LEADLIST_SHARED", "../shared")) / "workbooks"
    parser.add_argument("folders", nargs="*", type=Path, default=[shared / "hostile", shared / "csv"])
    parser.add_argument("--commands", default=",".join(USUAL))
    parser.add_argument("--only", default="", help="files with this in their name")
    parser.add_argument("--patch", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    if arguments.patch:
        patch(arguments.patch)
        return
    if arguments.make:
        make(arguments.make, arguments.only)
        return
    commands = [*COMMANDS, "patch"] if arguments.commands == "all" else arguments.commands.split(",")
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(2) as pool:
        key = Path(made, "key")
        new_key(key)
        files = {file.name: file for folder in arguments.folders for file in sorted(folder.glob("*.*"))}
        made_by_another(Path(made), arguments.only)
        files |= {file.name: file for file in sorted(Path(made).glob("*.*"))}
        jobs = [
            pool.submit(judged, name, command, file, key)
            for name, file in files.items()
            if arguments.only in name
            for command in commands
        ]
        ends: Counter[int] = Counter()
        found = 0
        most = Run(0, 0, 0, "")
        for job in jobs:
            what, ended = job.result()
            ends[ended.status] += 1
            faults = list(ended.faults())
            found += bool(faults)
            most = Run(0, max(most.seconds, ended.seconds), max(most.megabytes, ended.megabytes), "")
            if faults or arguments.verbose:
                said = (ended.said.strip().splitlines() or [""])[0][:150]
                print(
                    f"{what}: exit {ended.status}, {ended.seconds:.1f} s, {ended.megabytes:.0f} MB {faults} {said}",
                    flush=True,
                )
    print(f"{len(jobs)} runs of {len(jobs) // max(1, len(commands))} files: {found} findings; at most")
    print(f"{most.seconds:.1f} CPU seconds, {most.megabytes:.0f} MB; by exit status {dict(sorted(ends.items()))}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
