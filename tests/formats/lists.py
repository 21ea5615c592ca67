"""What the tests of the formats share: a score, a way to open bytes and to write, the folder of shared material."""

import os
from collections.abc import Sequence
from pathlib import Path

from leadlist.changes import Change
from leadlist.formats.csv_file import CsvDocument, open_bytes
from leadlist.leads import LeadList
from leadlist.recognition import heading_score

SHARED = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[3] / "shared"))
NO_SHARED = f"no shared material in {SHARED}; name its folder in LEADLIST_SHARED"


def read(data: bytes, name: str = "見込み客.csv", encoding: str | None = None) -> CsvDocument:
    return open_bytes(data, name=name, score=heading_score, encoding=encoding)


def rewritten(document: CsvDocument, changes: Sequence[Change], folder: Path) -> bytes:
    target = folder / "new.csv"
    target.write_bytes(b"")
    document.write(changes, target)
    return target.read_bytes()


def rows_of(leads: LeadList) -> list[list[str]]:
    return [list(row) for row in zip(*leads.columns, strict=True)]
