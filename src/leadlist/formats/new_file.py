"""A new list in a file of its own: for `import` without a list yet, for `--out`, and for formats that are only read."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from leadlist.errors import UserError
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.formats.list_workbook import Guide

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


def new_document(
    target: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    language: str = "ja",
    title: str = "",
    guide: "Guide | None" = None,
    guard_formulas: bool = False,
) -> None:
    """Write a new plain list to `target`, which is created or emptied; its suffix says the format.

    `.xlsx`: every cell a text, heading frozen, filter, widths; `title` is the sheet's name, `guide` makes it a table
    with drop-downs and a sheet that explains it. `.csv` and
    `.tsv`: UTF-8 with a mark and CR LF, as Excel wants it; `guard_formulas` keeps Excel from taking a text there for
    a formula. Raises UserError for any other suffix and for more than
    a worksheet holds.
    """
    require_suffix(target)
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        from leadlist.formats.new_workbook import write_workbook

        title = title or ("見込み客" if language == "ja" else "Leads")
        if guide is None:
            target.write_bytes(write_workbook(headings, rows, title=title))
            return
        from leadlist.formats.list_workbook import write_list

        target.write_bytes(write_list(headings, rows, guide, title=title))
    else:
        if guard_formulas:
            headings, rows = list(map(guarded, headings)), (list(map(guarded, row)) for row in rows)
        with target.open("w", encoding="utf-8-sig", newline="") as out:
            _write_csv(out, headings, rows, "\t" if suffix == ".tsv" else ",")


def require_suffix(target: Path) -> None:
    """Raises UserError where the file's suffix is none a new list is written in."""
    suffix = target.suffix.lower()
    if suffix not in (".xlsx", ".csv", ".tsv"):
        raise UserError(
            _("A new list cannot be written as “{suffix}”.").format(suffix=suffix or target.name),
            hint=_("Name a file that ends in .xlsx or .csv."),
        )


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before = + - @ and control characters.

    After OWASP, "CSV Injection". A number is left as it is.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text) else text


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    """A list as CSV: UTF-8 with a mark, CR LF, quotes where they are needed."""
    out = io.StringIO(newline="")
    _write_csv(out, headings, rows, delimiter)
    return out.getvalue().encode("utf-8-sig")


def _write_csv(out: TextIO, headings: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> None:
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
