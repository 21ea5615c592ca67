"""Files made to harm: a clear refusal, never an abort."""

import os
import struct
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.changes import RemoveRow
from leadlist.errors import Refused, UserError
from leadlist.formats.excel import safety
from leadlist.leads import RowRef
from tests.formats.excel.books import HEADINGS, changed, opened, rows, table, worksheet, write_book

SHARED = Path(os.environ.get("LEADLIST_SHARED", Path(__file__).parents[3].parent / "shared")) / "workbooks" / "hostile"
HOSTILE = sorted(SHARED.glob("*.xls*"))
READABLE = {"far_cell_XFD1048576", "lying_dimension", "phantom_rows_only", "dup_and_unordered_rows"}


@pytest.mark.skipif(not HOSTILE, reason="the hostile workbooks (LEADLIST_SHARED) are not here")
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_is_refused_in_time(path: Path, tmp_path: Path) -> None:
    start = time.process_time()
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    error = _answer(copy)
    assert time.process_time() - start < 10
    if error is None:
        assert path.stem in READABLE
    else:
        assert path.name in error.problem
        assert error.hint


def _answer(path: Path) -> UserError | None:
    """What a person is told when opening the file and removing a lead; None where both work."""
    try:
        leads = opened(path).leads
        if 0 < len(leads) < 1000:
            changed(path, [RemoveRow(RowRef(0), "test", None, "test")])
    except UserError as error:
        return error
    return None


def _with(tmp_path: Path, name: str, data: bytes) -> Path:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())})
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["../外.txt", "/外.txt", "xl/../../外.txt", "C:\\外.txt", "..\\外.txt"])
def test_names_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="points outside"):
        opened(_with(tmp_path, name, b"x"))


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="same name"):
        opened(_with(tmp_path, "XL/Workbook.xml", b"x"))


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="suspicious size"):
        opened(_with(tmp_path, "xl/media/image1.png", bytes(safety.LARGE + 1)))


@pytest.mark.parametrize(
    "where", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_document_type_is_refused_in_every_part(tmp_path: Path, where: str) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())})
    target = tmp_path / "böse.xlsx"
    with ZipFile(path) as source, ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == where:
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            archive.writestr(name, data if data.startswith(b"<?xml") else b"<!DOCTYPE x>" * (name == where) + data)
    with pytest.raises(Refused, match="document type"):
        opened(target)


def test_parts_that_are_not_in_utf8_are_refused(tmp_path: Path) -> None:
    xml = worksheet(rows()).replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    with pytest.raises(Refused, match="UTF-8"):
        opened(write_book(tmp_path / "名簿.xlsx", {"名簿": xml}))  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "data",
    [
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1"><v>1',
        "<row" + " " * 100,
        "架空の文" * 40,
    ],
)
def test_cells_that_cannot_be_are_told(tmp_path: Path, data: str) -> None:
    with pytest.raises(UserError, match=r"名簿\.xlsx"):
        opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}))


def test_many_far_cells_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    data = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 4000))
    with pytest.raises(UserError, match="too far apart"):
        opened(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 60, b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_workbook_is_told_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "名簿.xlsx"
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"名簿\.xlsx"):
        opened(path)


def test_a_zip_that_is_no_workbook_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "名簿.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("メモ.txt", "x")
    with pytest.raises(UserError, match="not an Excel workbook"):
        opened(path)


BOOK_SIZE = 4000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, BOOK_SIZE), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4))
def test_damaged_bytes_never_end_in_anything_but_an_answer(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())})
    data = bytearray(path.read_bytes())
    for at, new in damage:
        place = at % len(data)
        data[place : place + len(new)] = new
    path.write_bytes(bytes(data))
    error = _answer(path)
    assert error is None or error.problem


PIECES = [
    "<",
    ">",
    "/>",
    "</c>",
    "</row>",
    '"',
    "&",
    "<!--",
    "<![CDATA[",
    "]]>",
    "<row>",
    "<c>",
    "\0",
    "r=",
    "<v>-1</v>",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(PIECES)), min_size=1, max_size=3))
def test_damaged_xml_never_ends_in_anything_but_an_answer(tmp_path: Path, damage: list[tuple[int, str]]) -> None:
    xml = worksheet(rows())
    for at, piece in damage:
        place = at % len(xml)
        xml = xml[:place] + piece + xml[place:]
    error = _answer(write_book(tmp_path / "名簿.xlsx", {"名簿": xml}))
    assert error is None or error.problem


def test_the_limits_hold_what_a_full_sheet_needs() -> None:
    assert struct.unpack("<L", b"\xff" * 4)[0] > safety.MOST_BYTES


def test_a_style_that_is_no_number_is_general(tmp_path: Path) -> None:
    for style in ("1e400", "NaN", "²", "-1"):
        data = rows([HEADINGS, ("架空商事", "架空　太郎", "", f'<c r="@" s="{style}"><v>12</v></c>')])
        book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})
        assert opened(book).leads.columns[3] == ("12",)


def test_content_types_that_are_missing_or_no_text_are_an_answer(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        parts={"xl/calcChain.xml": "<calcChain/>"},
        book_links={"rIdC": ("calcChain", "calcChain.xml")},
    )
    for content in (None, b'<Types><Override PartName="/\xd0\xd0"/></Types>'):
        target = tmp_path / "壊.xlsx"
        with ZipFile(book) as source, ZipFile(target, "w") as archive:
            for name in source.namelist():
                data = source.read(name) if name != "[Content_Types].xml" else content
                if data is not None:
                    archive.writestr(name, data)
        error = _answer(target)
        assert error is None or "Content_Types" in error.problem


@pytest.mark.parametrize(
    "cell",
    [
        f'<c r="C2" t="s"><v>{"9" * 5000}</v></c>',
        f'<c r="C2" s="{"9" * 5000}"><v>1</v></c>',
        '<c r="C2" t="s"><v>²</v></c>',
    ],
)
def test_numbers_of_thousands_of_digits_are_an_answer(tmp_path: Path, cell: str) -> None:
    data = rows([HEADINGS, ("架空商事", "架空　太郎", cell)])
    error = _answer(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings="<si><t>x</t></si>"))
    assert error is None or "text that is not there" in error.problem


@pytest.mark.parametrize("code", ["0." + "0" * 30, "0" * 60_000, "[" * 60_000, "0;" * 60_000])
def test_a_number_format_of_any_length_is_shown(tmp_path: Path, code: str) -> None:
    book = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows([HEADINGS, ("架空商事", '<c r="@" s="2"><v>12</v></c>')]))}
    )
    target = tmp_path / "長.xlsx"
    with ZipFile(book) as source, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"000-0000", code.encode()))
    assert opened(target).leads.columns[1][0].startswith("12")


def test_empty_shared_texts_in_any_number_keep_their_places(tmp_path: Path) -> None:
    strings = "<si/>" * 7 + "<si><t>架空</t></si>" + "<si />" * 3 + "<si><t>最後</t></si>" + "<si/>" * 2
    data = rows([HEADINGS, ("架空商事", '<c r="@" t="s"><v>7</v></c>', '<c r="@" t="s"><v>11</v></c>')])
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=strings)
    assert table(opened(book).leads) == [("架空商事", "架空", "最後", "")]
