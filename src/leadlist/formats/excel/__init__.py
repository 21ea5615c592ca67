"""Lead lists in .xlsx and .xlsm workbooks: read as text, changed in place by patching the workbook's zip."""

from collections.abc import Collection
from pathlib import Path

from leadlist.formats.document import Document, HeadingScore
from leadlist.formats.excel.workbook import Workbook

__all__ = ["Workbook", "open_workbook"]


def open_workbook(
    path: Path, *, score: HeadingScore, sheet: str | None = None, others: Collection[str] = ()
) -> Document:
    """Read the list in a workbook: on the sheet of that name, else on the one that looks most like a list.

    One that is named in `others` is taken only where no other sheet holds a list.

    Raises UserError where the file is no workbook, is damaged, or holds no list or no such sheet; Refused where
    opening it would be dangerous (it unpacks to too much, declares entities, names parts outside of itself).
    """
    return Workbook(path, score, sheet, others)
