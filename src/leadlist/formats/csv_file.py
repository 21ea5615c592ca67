"""CSV and TSV: read as text, written back record by record so that untouched ones stay byte for byte."""

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from leadlist.changes import BlockChanges, Change, SetCell, added_columns, removed_rows
from leadlist.errors import UserError
from leadlist.formats.csv_blocks import CsvBlock, cut, stored
from leadlist.formats.csv_dialect import Dialect, detect_delimiter, detect_line_end, detect_quoting
from leadlist.formats.csv_grid import STEP as MARKED
from leadlist.formats.csv_grid import FileGrid, GridColumn, NotStored
from leadlist.formats.csv_new_blocks import NewFile, still_holds, write_blocks
from leadlist.formats.csv_proof import reads_back
from leadlist.formats.csv_read import read_rows, require_few_columns
from leadlist.formats.csv_records import cells
from leadlist.formats.csv_rewrite import Source, rewrite
from leadlist.formats.document import HeadingScore
from leadlist.formats.encoding import (
    UNICODE,
    Bytes,
    Encoding,
    Stored,
    detect,
    fits_stored,
    named,
    pieces,
    stored_pieces,
)
from leadlist.formats.grid import lead_list_of
from leadlist.formats.kept import kept
from leadlist.formats.layout import Grid, Layout, Look, find_layout
from leadlist.leads import LeadList, Spread
from leadlist.locale import _

SAMPLE = 1 << 16  # bytes from which delimiter and quoting are told
PROVED_FROM = 5000  # leads from which only what differs is read again
LARGE = 24_000_000  # bytes from which other processes, which take half a second to start, are worth it
BEGIN = 1 << 20  # bytes from which the encoding is told where each block shows that it is in it
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
    blocks: Sequence[CsvBlock] = ()  # of a file that is worked on block by block
    spread: Spread[Any, Any] = map
    score: HeadingScore | None = None  # of the same
    _written: NewFile | None = None

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """None: CSV has no formulas."""
        return ()

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """Write the list with the changes; raises Refused for a character the encoding lacks, StorageError where the
        disk did not keep it."""
        if self.blocks and isinstance(changes, BlockChanges):
            self._written = write_blocks(self.blocks, changes, self.source.target.mark, target, self.spread)
            return
        with kept(target) as out:
            if self.data is not None:
                rewrite(self.source, io.BytesIO(self.data), changes, self.leads.headings, out.write)
            else:
                with self.path.open("rb") as old:
                    rewrite(self.source, old, changes, self.leads.headings, out.write)

    def surely_holds(self, changes: Sequence[Change], target: Path) -> bool:
        """See `formats.csv_proof`. Small files are read again whole: their encoding hangs on a few letters."""
        if self.data is not None or len(self.leads) < PROVED_FROM:
            return False
        with target.open("rb") as new:
            data = Stored(new)
            in_blocks = bool(self.blocks) and isinstance(changes, BlockChanges)
            begin = _begin_in_utf8(data) if in_blocks and self.source.encoding.codec == "utf-8" else b""
            if detect(begin or data, name=self.path.name) != self.source.encoding:
                return False
        if in_blocks:
            written = self._written
            return written is not None and written.changes is changes and still_holds(target, written, self.spread)
        if not all(isinstance(change, SetCell) for change in changes) and not self._is_laid_out(changes, target):
            return False
        with self.path.open("rb") as old, target.open("rb") as new:
            return reads_back(self.source, self.leads, changes, old, new)

    def _is_laid_out(self, changes: Sequence[Change], target: Path) -> bool:
        """Whether headings and leads are found in the new file where rows went and columns came. One that was not too
        large to be held is read whole instead."""
        if self.score is None:
            return False
        found = open_csv(target, score=self.score, spread=self.spread).leads
        headings = [column.heading for column in added_columns(changes)]
        left = len(self.leads) - len(set(removed_rows(changes)))
        return found.headings == (*self.leads.headings, *headings) and len(found) == left


def open_csv(
    path: Path, *, score: HeadingScore, encoding: str | None = None, spread: Spread[Any, Any] | None = None
) -> CsvDocument:
    """Read a CSV or TSV file; with `spread` a large one is not held, but worked on block by block by its means.

    `encoding` names the one to write (and to read, where the bytes leave it open). Raises UserError for a file that is
    empty, has no headings, an unknown encoding or a quote that is never closed.
    """
    with path.open("rb") as stream:
        data = Stored(stream)
        if spread is not None and len(data) >= LARGE:
            with suppress(NotStored):
                return _open_large(data, path, score, encoding, spread)
        found, dialect = _detected(data, path, score, encoding)
    with path.open("rb") as stream, _no_collecting():
        return _open(stream, path, found, dialect, score, encoding)


def _open_large(
    data: Stored, path: Path, score: HeadingScore, asked: str | None, spread: Spread[Any, Any]
) -> CsvDocument:
    """As `open_csv`, without holding the file. That one that begins in UTF-8 is so to its end, others see to while
    records are looked for here. Raises NotStored where it has to be held."""
    begin = _begin_in_utf8(data)
    found = detect(begin, asked, name=path.name) if begin.strip() else None
    if found and found.codec == "utf-8" and not found.broken:
        rest, document = spread(fits_stored, stored_pieces(path, data, found)), None
        try:
            dialect = _dialect(_sample(data, found), found, score, path.suffix.lower())
            document = _open_stored(path, found, dialect, score, asked, spread)
        except (NotStored, UserError, UnicodeDecodeError):
            if all(rest):
                raise
        if document and all(rest):
            return document
    found, dialect = _detected(data, path, score, asked)
    return _open_stored(path, found, dialect, score, asked, spread)


def _begin_in_utf8(data: Bytes) -> bytes:
    """The beginning of a file, up to a line's end, where the rest can tell by itself that it is in UTF-8 too: UTF-16
    has zeros, ISO-2022-JP has escapes. Nothing for any other file."""
    begin = data[:BEGIN]
    if b"\0" in begin or b"\x1b" in begin:
        return b""
    return begin[: begin.rfind(b"\n") + 1] or begin  # headings alone end without one


def open_bytes(data: bytes, *, name: str = "-", score: HeadingScore, encoding: str | None = None) -> CsvDocument:
    """Read CSV from memory, as a filter does with its standard input. Raises as `open_csv`."""
    path = Path(name)
    found, dialect = _detected(data, path, score, encoding)
    document = _open(io.BytesIO(data), path, found, dialect, score, encoding)
    document.data = data
    return document


@contextmanager
def _no_collecting() -> Iterator[None]:
    """No garbage collection meanwhile: it would go through a million new rows again and again, and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _detected(data: Bytes, path: Path, score: HeadingScore, asked: str | None) -> tuple[Encoding, Dialect]:
    """How the bytes of a file are to be read."""
    encoding = detect(data, asked, name=path.name)
    if not any(piece.strip() for piece in pieces(data, len(encoding.mark))):
        raise UserError(
            _("“{name}” is empty.").format(name=path.name), hint=_("Name a file with headings in its first row.")
        )
    return encoding, _dialect(_sample(data, encoding), encoding, score, path.suffix.lower())


def _open(
    stream: BinaryIO, path: Path, encoding: Encoding, dialect: Dialect, score: HeadingScore, asked: str | None
) -> CsvDocument:
    rows = read_rows(stream, encoding, dialect, path.name)
    layout = _layout(rows, path, score)
    last = layout.columns[-1] + 1
    beyond = any(len(row) > last and any(row[last:]) for row in rows)
    source = Source(path.name, encoding, _target(encoding, asked), dialect, layout, beyond)
    return _document(path, lead_list_of(rows, layout, path.name), source)


def _open_stored(
    path: Path, encoding: Encoding, dialect: Dialect, score: HeadingScore, asked: str | None, spread: Spread[Any, Any]
) -> CsvDocument:
    """A file that is not held. Raises NotStored where it has to be."""
    two_bytes = encoding.codec == "cp932" and dialect.delimiter == "|"
    if _target(encoding, asked) != encoding or encoding.is_uncut or encoding.broken or two_bytes:
        raise NotStored
    grid = FileGrid(path, encoding.codec, len(encoding.mark), dialect.delimiter)
    require_few_columns(grid[:MARKED], path.name)
    layout = _layout(grid, path, score, grid)
    source = Source(path.name, encoding, encoding, dialect, layout, grid.reaches_beyond(layout.columns[-1]))
    every = cut(grid, source)
    rows = layout.rows
    leads = LeadList(
        layout.headings,
        tuple(GridColumn(grid, rows, column) for column in layout.columns),
        row_numbers=range(rows.start + 1, rows.stop + 1) if isinstance(rows, range) else [row + 1 for row in rows],
        name=path.name,
        column_numbers=[column + 1 for column in layout.columns],
        stored=stored(every),
    )
    return replace(_document(path, leads, source), blocks=every, spread=spread, score=score)


def _layout(rows: Grid, path: Path, score: HeadingScore, look: Look | None = None) -> Layout:
    """Where the list is. Raises UserError where there are no headings."""
    layout = find_layout(rows, score, look)
    if layout is None:
        raise UserError(
            _("“{name}” has no row of headings that is recognised.").format(name=path.name),
            hint=_("Give it headings such as 会社名, 氏名, メールアドレス, or name them under [columns] in the rules."),
        )
    return layout


def _document(path: Path, leads: LeadList, source: Source) -> CsvDocument:
    notes = [*source.layout.notes, *_notes(source.encoding, path.name)]
    suffix = path.suffix.lower()
    writes = suffix if suffix in (".csv", ".tsv", ".txt", ".tab") else ".csv"
    return CsvDocument(path, leads, source, notes, writes=writes)


def _sample(data: Bytes, encoding: Encoding) -> str:
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
