"""A new list in a file of its own: for `import` without a list yet, for `--out`, and for formats that are only read."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from leadlist.errors import UserError
from leadlist.locale import _

MOST_ROWS = 1_048_576  # of a worksheet, the heading counted (ECMA-376 part 1, 18.3.1.73)
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767  # in a cell
NARROW, WIDE = 6, 48  # column widths, in characters
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
LOOK_AT = 200  # rows from which the widths are told


def new_document(
    target: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    language: str = "ja",
    title: str = "",
    guard_formulas: bool = False,
) -> None:
    """Write a new plain list to `target`, which is created or emptied; its suffix says the format.

    `.xlsx`: every cell a text, heading frozen, filter, widths; `title` is the sheet's name. `.csv` and
    `.tsv`: UTF-8 with a mark and CR LF, as Excel wants it; `guard_formulas` keeps Excel from taking a text there for
    a formula. Raises UserError for any other suffix and for more than
    a worksheet holds.
    """
    require_suffix(target)
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        from leadlist.formats.new_workbook import write_workbook

        default = "見込み客" if language == "ja" else "Leads"
        target.write_bytes(write_workbook(headings, rows, title=title or default))
    else:
        safe = (list(map(guarded, row)) for row in rows) if guard_formulas else rows
        target.write_bytes(csv_bytes(headings, safe, delimiter="\t" if suffix == ".tsv" else ","))


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
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def width_of(texts: Iterable[str]) -> float:
    """A column width, in characters of the default font, for some of its texts; East Asian ones count twice."""
    longest = max((sum(_width(letter) for letter in line) for text in texts for line in text.split("\n")), default=0)
    return float(min(WIDE, max(NARROW, longest + 2)))


def _width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
