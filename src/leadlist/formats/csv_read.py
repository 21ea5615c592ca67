"""A CSV file that is held: every record as a row of texts."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import BinaryIO

from leadlist.errors import UserError
from leadlist.formats.csv_dialect import Dialect
from leadlist.formats.encoding import Encoding
from leadlist.locale import _

STEP = 256  # records read at a time; few enough to stay in the processor's cache
REPEATED = 0.2  # distinct texts, as a share of the first records, below which a column repeats its own
END = "\0end"  # a record put behind the file's last one
MOST_COLUMNS = 16_384  # what a worksheet has


def read_rows(stream: BinaryIO, encoding: Encoding, dialect: Dialect, name: str) -> list[Sequence[str]]:
    """Every record of a file; equal texts of columns that repeat theirs are one object.

    Raises UserError for a quote that is never closed, a cell that is too long, and too many columns.
    """
    errors = "replace" if encoding.broken else "strict"
    stream.seek(len(encoding.mark))
    lines = io.TextIOWrapper(stream, encoding=encoding.codec, errors=errors, newline="")
    reader = csv.reader(chain(lines, [END]), delimiter=dialect.delimiter)
    rows: list[Sequence[str]] = []
    columns: list[int] = []
    known: dict[str, str] = {}
    try:
        while part := list(islice(reader, STEP)):
            if not rows:
                require_few_columns(part, name)
                columns = _repeating(part)
            rows += _sharing(part, columns, known)
    except csv.Error as error:
        raise UserError(
            _("“{name}”: a cell at line {line} is too long ({most} characters at most).").format(
                name=name, line=reader.line_num, most=f"{csv.field_size_limit():,}"
            ),
            hint=_("Perhaps a quotation mark is never closed: close it, or double it where it belongs to the text."),
        ) from error
    lines.detach()
    if list(rows.pop()) != [END]:  # a quote that is never closed has swallowed it
        raise _unclosed(name, len(rows) + 1)
    return rows


def require_few_columns(rows: Sequence[Sequence[str]], name: str) -> None:
    """Raises UserError where the first records have more cells than any list."""
    if max(map(len, rows)) > MOST_COLUMNS:
        raise UserError(
            _("“{name}” has more than {most} columns; it is no list.").format(name=name, most=f"{MOST_COLUMNS:,}"),
            hint=_("Check the delimiter, or save it again from the program that wrote it."),
        )


def _repeating(rows: list[list[str]]) -> list[int]:
    """The columns whose texts come again and again, such as prefectures."""
    width = max(map(len, rows))
    texts = ({row[column] for row in rows if column < len(row)} for column in range(width))
    return [column for column, distinct in enumerate(texts) if len(distinct) < REPEATED * len(rows)]


def _sharing(rows: list[list[str]], columns: list[int], known: dict[str, str]) -> Iterable[Sequence[str]]:
    """The rows, equal texts of some columns being one object; turned round and back, which spares a loop over cells."""
    if not columns or len(rows[0]) <= columns[-1] or len(set(map(len, rows))) > 1:
        return rows
    texts: list[Iterable[str]] = list(zip(*rows, strict=True))
    for column in columns:
        texts[column] = map(known.setdefault, texts[column], texts[column])
    return zip(*texts, strict=True)


def _unclosed(name: str, record: int) -> UserError:
    return UserError(
        _("“{name}”: the quotation mark in record {record} is never closed.").format(name=name, record=record),
        hint=_("Close it, or double it where it belongs to the text."),
    )
