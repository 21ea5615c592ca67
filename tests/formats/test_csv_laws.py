"""Laws of the CSV rewriter, over lists of all sorts."""

import codecs
import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.formats.csv_records import blocks, cells, records, value
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.plans import apply
from tests.formats.lists import read, rewritten, rows_of

HEADINGS = ["氏名", "メール", "備考"]
TEXT = st.text(alphabet='ab髙ソ｜ \t,;|"\n\r=+１', max_size=8)
FILLED = TEXT.filter(lambda text: bool(text.strip()))
ROWS = st.lists(st.lists(TEXT, min_size=1, max_size=3).filter(lambda row: any(map(str.strip, row))), max_size=6)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A list as some program would write it."""
    codec, mark = draw(
        st.sampled_from(
            [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("cp932", b""), ("utf-16-le", codecs.BOM_UTF16_LE)]
        )
    )
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    delimiter = draw(st.sampled_from(",;\t|"))
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=delimiter, quoting=quoting, lineterminator=draw(st.sampled_from(["\r\n", "\n", "\r"]))
    )
    writer.writerow(HEADINGS)
    for row in draw(ROWS):
        if draw(st.booleans()):
            out.write("\n")
        writer.writerow(row)
    text = out.getvalue()
    return mark + (text.rstrip("\r\n") if draw(st.booleans()) else text).encode(codec)


@st.composite
def plans(draw: st.DrawFn, leads: LeadList) -> list[Change]:
    """Changes of all four kinds that fit a list; no row is left without any text."""
    width = len(leads.headings)
    rows = range(len(leads))
    changes: list[Change] = []
    for row in rows:
        if draw(st.booleans()):
            before = leads.cell(RowRef(row), ColumnRef(0))
            changes.append(SetCell(RowRef(row), ColumnRef(0), before, draw(FILLED), "law"))
    if draw(st.booleans()):
        changes.append(AddColumn("リードID", "lead_id", "law"))
        changes += [
            SetCell(RowRef(row), ColumnRef(width), "", draw(TEXT), "law") for row in rows if draw(st.booleans())
        ]
    changes += [
        AddRow({ColumnRef(0): draw(FILLED), ColumnRef(width - 1): draw(TEXT)}, "law")
        for _row in range(draw(st.integers(0, 2)))
    ]
    changes += [RemoveRow(RowRef(row), "law", None, "law") for row in rows if draw(st.booleans())]
    return changes


@given(files())
@settings(max_examples=150, deadline=None)
def test_changing_nothing_writes_the_same_bytes(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        assert rewritten(read(data), [], Path(folder)) == data


@given(files(), st.data())
@settings(max_examples=250, deadline=None)
def test_what_is_written_reads_as_the_plan_says(data: bytes, draw: st.DataObject) -> None:
    document = read(data)
    changes = draw.draw(plans(document.leads))
    with TemporaryDirectory() as folder:
        again = read(rewritten(document, changes, Path(folder))).leads
    wanted = apply(document.leads, changes)
    assert again.headings == wanted.headings
    assert rows_of(again) == rows_of(wanted)


@given(files(), st.data())
@settings(max_examples=100, deadline=None)
def test_rows_removed_at_once_are_rows_removed_one_by_one(data: bytes, draw: st.DataObject) -> None:
    assume(
        not re.search(rb"\r(?!\n)", data)
    )  # before a blank line a lone CR becomes a CR LF once the record between goes
    document = read(data)
    going = sorted(row for row in range(len(document.leads)) if draw.draw(st.booleans()))
    with TemporaryDirectory() as folder:
        at_once = rewritten(document, [RemoveRow(RowRef(row), "law", None, "law") for row in going], Path(folder))
        for row in reversed(going):
            data = rewritten(read(data), [RemoveRow(RowRef(row), "law", None, "law")], Path(folder))
    assert at_once == data


@given(files(), st.integers(1, 64))
@settings(max_examples=100, deadline=None)
def test_records_do_not_depend_on_where_the_file_is_cut(data: bytes, step: int) -> None:
    document = read(data)
    codec, mark = document.source.encoding[:2]
    body = data[len(mark) :].decode(codec).encode()
    pieces = [body[start : start + step] for start in range(0, len(body), step)]
    delimiter = document.source.dialect.delimiter
    cut = [record for part in records(blocks(pieces), "utf-8", delimiter) for record in part]
    whole = [record for part in records([body], "utf-8", delimiter) for record in part]
    assert cut == whole
    assert b"".join(cut) == body


@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_cells_are_cut_as_the_csv_module_reads_them(texts: list[str], delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerow(texts)
    record = out.getvalue()
    assert [value(cell.decode()) for cell in cells(record.encode(), delimiter.encode())[0]] == texts
    two_bytes = cells(record.encode("cp932"), delimiter.encode(), two_bytes=True)[0]
    assert [value(cell.decode("cp932")) for cell in two_bytes] == texts


@given(st.text(alphabet='ab",\r\n ', max_size=30))
@settings(max_examples=300)
def test_any_text_is_cut_as_the_csv_module_reads_it(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    found = [record for part in records([text.encode()], "utf-8", ",") for record in part]
    assert b"".join(found) == text.encode()
    assert len(found) == len(rows)
    for record, row in list(zip(found, rows, strict=True))[:-1]:
        own = [value(cell.decode()) for cell in cells(record, b",")[0]]
        assert own == (row or [""])
