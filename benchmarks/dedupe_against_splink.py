"""Side by side with Splink (pip install -e '.[bench]'): one made list, the same columns, F1, time and memory.

    python benchmarks/dedupe_against_splink.py [LANGUAGE [ROWS [SEED]]]        (default: en 100000 7)

Each tool runs in a process of its own, from a table in memory to clusters. Both get the same match keys; those of
leadlist's side are worked out within its time, Splink's are made before its clock starts. Splink has the settings of
its documentation (splink_settings.py). Its best clustering threshold of four is told beside the documented 0.95: it may
choose after seeing the truth. Beneath leadlist's line stand the seconds of its stages.
"""

import gc
import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dedupe_lists import make
from dedupe_quality import scores
from splink_settings import clusters, database, rules_for

from leadlist.cli import MANY_OBJECTS
from leadlist.cli.dedupe_stages import Help, help_with
from leadlist.leads import lead_list
from leadlist.matching.columns import MatchColumn
from leadlist.matching.linkage import Settings, link
from leadlist.matching.name_parts import parse
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.recognition import recognize
from leadlist.rules import load_rules

ALONE = Help()
THRESHOLDS = (0.5, 0.9, 0.95, 0.99)
FIELDS = {
    "ja": {"会社名": "company", "氏名": "name", "メールアドレス": "email", "電話番号": "phone", "FAX": "fax",
           "郵便番号": "postal", "住所": "street", "フリガナ": "kana", "部署": "department", "役職": "title",
           "URL": "site"},
    "en": {"Company": "company", "Name": "name", "Email": "email", "Phone": "phone", "Street": "street",
           "City": "city", "State": "state", "Postal code": "postal", "Job title": "title", "Website": "site"},
}  # fmt: skip


def listed(language: str, rows: int, seed: int) -> tuple[list[str], list[list[str]], list[str]]:
    """Headings, rows in random order, and the truth."""
    cells: list[list[str]] = []
    truth: list[str] = []
    headings: list[str] = []
    for row in make(language, rows, seed):
        headings = headings or [heading for heading in row if heading != "true_cluster"]
        cells.append([sys.intern(row[heading]) for heading in headings])
        truth.append(row["true_cluster"])
    order = list(range(rows))
    random.Random(seed).shuffle(order)
    return headings, [cells[at] for at in order], [truth[at] for at in order]


def columns_of(
    language: str, headings: Sequence[str], cells: Sequence[Sequence[str]], more: Help = ALONE
) -> list[MatchColumn]:
    """The columns that leadlist compares, with their match keys."""
    rules = load_rules("japan" if language == "ja" else "international")
    return match_columns(recognize(lead_list(headings, cells), rules).leads, rules, more.spread)


def ours(language: str, folder: Path) -> None:
    """Match keys and linkage, with default settings."""
    headings, cells, truth = pickle.loads((folder / "list").read_bytes())
    gc.set_threshold(MANY_OBJECTS, 20, 100)  # as the command does
    clock = Clock()
    begun = [("keys", clock.seconds()[0])]
    with help_with(len(cells)) as more:  # as the command has it
        columns = columns_of(language, headings, cells, more)
        told = Settings(helper=more.helper, told=lambda stage: begun.append((stage, clock.seconds()[0])))
        found = link(columns, told)
    seconds = clock.seconds()
    ends = [at for _stage, at in begun[1:]] + [seconds[0]]
    line("leadlist", *scores([int(label) for label in found.cluster], truth), *seconds)
    print(f"  estimated precision {found.expected_precision:.4f}, blocking recall {found.block_recall:.4f}")
    print("  " + ", ".join(f"{stage} {end - at:.2f}" for (stage, at), end in zip(begun, ends, strict=True)), flush=True)


def keys_for_splink(
    language: str, headings: Sequence[str], cells: Sequence[Sequence[str]]
) -> dict[str, list[str | None]]:
    """The match keys by field, names in their parts."""
    table: dict[str, list[str | None]] = {}
    for column in columns_of(language, headings, cells):
        field = FIELDS[language][column.name]
        if field == "name":
            names = {pair: parse(*pair) for pair in set(zip(column.keys, column.values, strict=True)) if pair[0]}
            parts = [names.get(pair) for pair in zip(column.keys, column.values, strict=True)]
            table["surname"] = [part.family or None if part else None for part in parts]
            table["first_name"] = [part.given or None if part else None for part in parts]
        else:
            table[field] = [key or None for key in column.keys]
    return table


def splinks(language: str, folder: Path) -> None:
    """Splink with its documented settings."""
    import pyarrow

    table, truth = pickle.loads((folder / "keys").read_bytes())
    rows = len(truth)
    made = pyarrow.table({"unique_id": list(range(rows)), **table})
    with database(rows) as api:
        rules = rules_for(api.register(made), rows)
    scored: dict[float, tuple[float, float, float]] = {}
    seconds: tuple[float, float] | None = None
    with database(rows) as api:
        clock = Clock()
        asked = sorted(THRESHOLDS, key=lambda threshold: threshold != 0.95)
        told = lambda done: print(f"  {done} after {clock.seconds()[0]:.1f} s", flush=True)  # noqa: E731
        for threshold, labels in clusters(api.register(made), rules, table, rows, asked, told):
            seconds = seconds or clock.seconds()
            scored[threshold] = scores(labels, truth)
            if threshold == 0.95:
                line("Splink at 0.95", *scored[0.95], *seconds)
    best = max(THRESHOLDS, key=lambda threshold: scored[threshold][0])
    if seconds:
        line(f"Splink at {best}", *scored[best], *seconds)


class Clock:
    """Wall clock and CPU seconds from here on, those of processes that have ended included."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), self._cpu()

    def _cpu(self) -> float:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + ended.ru_utime + ended.ru_stime

    def seconds(self) -> tuple[float, float]:
        """Wall clock and CPU seconds since."""
        return time.perf_counter() - self.wall, self._cpu() - self.cpu


def line(name: str, f1: float, precision: float, recall: float, wall: float, cpu: float) -> None:
    """Print one tool's figures; the memory is the most that the process and its largest other process held."""
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(
        f"{name:16} F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  {wall:7.1f} s  "
        f"{cpu:7.1f} s CPU  {memory} MB",
        flush=True,
    )


def prepare(part: str, language: str, rows: int, seed: int, folder: Path) -> None:
    """Write the list, or Splink's table of match keys, with the truth."""
    headings, cells, truth = listed(language, rows, seed)
    made = (headings, cells, truth) if part == "list" else (keys_for_splink(language, headings, cells), truth)
    (folder / part).write_bytes(pickle.dumps(made))


TOOLS: dict[str, Callable[[str, Path], None]] = {"leadlist": ours, "splink": splinks}


def main(language: str = "en", rows: str = "100000", seed: str = "7") -> None:
    """Make the list, run both."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("list", "keys"):  # each in a process of its own, that none of it weighs on what is measured
            subprocess.run([sys.executable, __file__, "--make", part, language, rows, seed, folder], check=True)
        print(f"{language}, {rows} rows, seed {seed}, {os.cpu_count()} cores", flush=True)
        for tool in TOOLS:
            subprocess.run([sys.executable, __file__, "--one", tool, language, folder], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        TOOLS[sys.argv[2]](sys.argv[3], Path(sys.argv[4]))
    elif sys.argv[1:2] == ["--make"]:
        part, language, rows, seed, folder = sys.argv[2:]
        prepare(part, language, int(rows), int(seed), Path(folder))
    else:
        main(*sys.argv[1:])
