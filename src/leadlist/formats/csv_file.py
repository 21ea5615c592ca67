"""CSV and TSV: read as text, written back record by record so that untouched ones stay byte for byte."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from leadlist.changes import Change
from leadlist.errors import UserError
from leadlist.formats.csv_dialect import Dialect, detect_delimiter, detect_line_end, detect_quoting
from leadlist.formats.csv_records import cells
from leadlist.formats.csv_rewrite import Source, rewrite
from leadlist.formats.document import HeadingScore
from leadlist.formats.encoding import UNICODE, Encoding, detect, named
from leadlist.formats.grid import lead_list_of
from leadlist.formats.layout import find_layout
from leadlist.leads import LeadList
from leadlist.locale import _

SAMPLE = 1 << 16  # bytes from which delimiter and quoting are told
END = "\0end"  # a record put behind the file's last one
FEW = 100  # records from which quoting is told


@dataclass
class CsvDocument:
    """A list in a CSV file. See `formats.document.Document`."""

    path: Path
    leads: LeadList
    source: Source
    notes: Sequence[str]
    sheet: str = ""
    writes: str = ".csv"
    data: bytes | None = field(default=None, repr=False)

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """None: CSV has no formulas."""
        return ()

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """Write the list with the changes; raises Refused for a character the encoding lacks."""
        with target.open("wb") as out:
            if self.data is not None:
                rewrite(self.source, io.BytesIO(self.data), changes, self.leads, out.write)
            else:
                with self.path.open("rb") as old:
                    rewrite(self.source, old, changes, self.leads, out.write)


def open_csv(path: Path, *, score: HeadingScore, encoding: str | None = None) -> CsvDocument:
    """Read a CSV or TSV file.

    `encoding` names the one to write (and to read, where the bytes leave it open). Raises UserError for a file that is
    empty, has no headings, an unknown encoding or a quote that is never closed.
    """
    return _open(path.read_bytes(), path, path.name, score, encoding, keep=False)


def open_bytes(data: bytes, *, name: str = "-", score: HeadingScore, encoding: str | None = None) -> CsvDocument:
    """Read CSV from memory, as a filter does with its standard input. Raises as `open_csv`."""
    return _open(data, Path(name), name, score, encoding, keep=True)


def _open(data: bytes, path: Path, name: str, score: HeadingScore, asked: str | None, *, keep: bool) -> CsvDocument:
    encoding = detect(data, asked)
    if not data[len(encoding.mark) :].strip():
        raise UserError(
            _("“{name}” is empty.").format(name=name), hint=_("Name a file with headings in its first row.")
        )
    sample = _sample(data, encoding)
    dialect = _dialect(sample, encoding, score, path.suffix.lower())
    rows = _rows(data, encoding, dialect, name)
    layout = find_layout(rows, score)
    if layout is None:
        raise UserError(
            _("“{name}” has no row of headings that is recognised.").format(name=name),
            hint=_("Give it headings such as 会社名, 氏名, メールアドレス, or name them under [columns] in the rules."),
        )
    target = _target(encoding, asked)
    last = layout.columns[-1] + 1
    beyond = any(len(row) > last and any(row[last:]) for row in rows)
    source = Source(name, encoding, target, dialect, layout, beyond)
    notes = [*layout.notes, *_notes(encoding, name)]
    suffix = path.suffix.lower() if path.suffix.lower() in (".csv", ".tsv", ".txt", ".tab") else ".csv"
    return CsvDocument(
        path, lead_list_of(rows, layout, name), source, tuple(notes), writes=suffix, data=data if keep else None
    )


def _sample(data: bytes, encoding: Encoding) -> str:
    start = len(encoding.mark)
    cut = data[start : start + SAMPLE]
    if len(data) > start + SAMPLE and not encoding.is_sixteen:
        cut = cut[: max(cut.rfind(b"\n"), cut.rfind(b"\r")) + 1] or cut
    return cut.decode(encoding.codec, "replace")


def _dialect(sample: str, encoding: Encoding, score: HeadingScore, suffix: str) -> Dialect:
    delimiter = detect_delimiter(sample, score, suffix)
    data = sample.encode("utf-8", "replace")
    raw: list[str] = []
    for line in data.splitlines(keepends=True)[:FEW]:
        raw += [cell.decode("utf-8") for cell in cells(line, delimiter.encode())[0]]
    return Dialect(delimiter, detect_quoting(raw), detect_line_end(data))


def _rows(data: bytes, encoding: Encoding, dialect: Dialect, name: str) -> list[list[str]]:
    errors = "replace" if encoding.broken else "strict"
    body = io.BytesIO(data)
    body.seek(len(encoding.mark))
    text = io.TextIOWrapper(body, encoding=encoding.codec, errors=errors, newline="")
    reader = csv.reader(chain(text, [END]), delimiter=dialect.delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise _unclosed(name, len(rows) + 1) from error
    if rows.pop() != [END]:  # a quote that is never closed has swallowed it
        raise _unclosed(name, len(rows) + 1)
    return rows


def _unclosed(name: str, record: int) -> UserError:
    return UserError(
        _("“{name}”: the quotation mark in record {record} is never closed.").format(name=name, record=record),
        hint=_("Close it, or double it where it belongs to the text."),
    )


def _target(encoding: Encoding, asked: str | None) -> Encoding:
    """What to write: as it was, unless another encoding is asked for."""
    if not asked:
        return encoding
    wanted = named(asked)
    same = wanted.codec == encoding.codec or (wanted.codec in UNICODE and wanted.codec == encoding.codec)
    return encoding if same and (not wanted.mark or encoding.mark) else wanted


def _notes(encoding: Encoding, name: str) -> list[str]:
    if not encoding.broken:
        return []
    return [_("“{name}” holds bytes that are no characters; they stay as they are, shown as �.").format(name=name)]
