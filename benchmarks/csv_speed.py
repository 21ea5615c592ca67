"""Rewriting a CSV list against Python's `csv` reading and writing it: seconds and peak memory, in one run.

    python benchmarks/csv_speed.py [ROWS [KIND…]]

Every measurement runs in a process of its own. One cell of every tenth record changes and every tenth record goes.
"""

import csv
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from leadlist.changes import Change, RemoveRow, SetCell
from leadlist.formats.csv_dialect import Dialect, Quoting
from leadlist.formats.csv_file import open_csv
from leadlist.formats.csv_rewrite import Source, rewrite
from leadlist.formats.encoding import Encoding
from leadlist.formats.layout import Layout
from leadlist.leads import ColumnRef, RowRef
from leadlist.recognition import heading_score

HEADINGS = (
    *("No", "会社名", "部署", "役職", "氏名", "フリガナ", "メールアドレス", "電話番号", "携帯電話", "郵便番号"),
    *("都道府県", "住所", "取得日", "取得元", "備考"),
)
KINDS = {
    "plain": ("utf-8", csv.QUOTE_MINIMAL),
    "quoted": ("utf-8", csv.QUOTE_ALL),
    "cp932": ("cp932", csv.QUOTE_MINIMAL),
}


def record(number: int) -> list[str]:
    """One invented lead; every fiftieth has a comma and a line break in its note."""
    note = "展示会で名刺交換、\n後日,資料を送付" if number % 50 == 0 else "見積を送付済み"
    return [
        str(number), f"株式会社テスト{number % 90_000}", "営業部第一課", "課長", f"山田 太郎{number}", "ヤマダ タロウ",
        f"yamada{number}@example.jp", "03-1234-5678", "090-1234-5678", "100-0001", "東京都",
        f"千代田区丸の内{number % 9 + 1}-{number % 7 + 1}-1", "2026-11-19", "展示会", note,
    ]  # fmt: skip


def make(path: Path, rows: int, kind: str) -> None:
    """Write the list."""
    codec, quoting = KINDS[kind]
    with path.open("w", encoding=codec, newline="") as file:
        writer = csv.writer(file, quoting=quoting)
        writer.writerow(HEADINGS)
        writer.writerows(map(record, range(rows)))


def by_module(path: Path, rows: int, kind: str) -> float:
    """Seconds that the `csv` module takes to read every record, change and leave out the same ones, and write."""
    codec, quoting = KINDS[kind]
    start = time.perf_counter()
    with (
        path.open(encoding=codec, newline="") as old,
        path.with_suffix(".out").open("w", encoding=codec, newline="") as new,
    ):
        writer = csv.writer(new, quoting=quoting)
        for number, row in enumerate(csv.reader(old), -1):
            if number >= 0 and number % 10 == 3:
                row[4] = "髙橋 花子"
            if number < 0 or number % 10 != 7:
                writer.writerow(row)
    return time.perf_counter() - start


def by_leadlist(path: Path, rows: int, kind: str) -> float:
    """Seconds that `rewrite` takes for the same."""
    quoting = Quoting.ALL if kind == "quoted" else Quoting.NEEDED
    encoding = Encoding(KINDS[kind][0])
    layout = Layout((0, 0), tuple(range(len(HEADINGS))), tuple(HEADINGS), range(1, rows + 1))
    source = Source(path.name, encoding, encoding, Dialect(",", quoting), layout)
    name = ColumnRef(4)
    changes: list[Change] = [
        SetCell(RowRef(row), name, f"山田 太郎{row}", "髙橋 花子", "benchmark") for row in range(3, rows, 10)
    ]
    changes += [RemoveRow(RowRef(row), "benchmark", None, "benchmark") for row in range(7, rows, 10)]
    start = time.perf_counter()
    with path.open("rb") as old, path.with_suffix(".out").open("wb") as new:
        rewrite(source, old, changes, HEADINGS, new.write)
    return time.perf_counter() - start


def reading(path: Path, rows: int, kind: str) -> float:
    """Seconds that `open_csv` takes to read the list into columns."""
    start = time.perf_counter()
    assert len(open_csv(path, score=heading_score).leads) == rows
    return time.perf_counter() - start


WAYS: dict[str, Callable[[Path, int, str], float]] = {
    "csv module": by_module,
    "leadlist": by_leadlist,
    "reading": reading,
}


def peak() -> float:
    """The most memory this process has had, in MB."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def digest(path: Path) -> str:
    """What a file holds, in short."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(rows: int, kinds: Sequence[str]) -> int:
    """Measure everything; 1 where leadlist is slower or larger than it may be."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            path = Path(folder) / f"{kind}.csv"
            make(path, rows, kind)
            sys.stdout.write(f"{kind}: {rows:,} records x {len(HEADINGS)}, {path.stat().st_size / 1e6:.0f} MB\n")
            figures: dict[str, tuple[float, float]] = {}
            results: dict[str, str] = {}
            for way in WAYS:
                command = [sys.executable, __file__, "--one", way, str(path), str(rows), kind]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                figures[way] = tuple(json.loads(done.stdout))
                results[way] = digest(path.with_suffix(".out"))
                sys.stdout.write(f"  {way:12} {figures[way][0]:6.2f} s {figures[way][1]:7.0f} MB\n")
            good &= results["leadlist"] == results["csv module"]
            good &= figures["leadlist"][0] <= figures["csv module"][0] and figures["leadlist"][1] <= 200
    sys.stdout.write("good\n" if good else "NOT GOOD\n")
    return 0 if good else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _flag, way, file, count, kind = sys.argv[1:]
        seconds = WAYS[way](Path(file), int(count), kind)
        sys.stdout.write(json.dumps([seconds, peak()]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2:] or tuple(KINDS)))
