"""What is written of a workbook is parsed before it may replace the list."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadlist.changes import AddRow, Change, RemoveRow, SetCell
from leadlist.errors import Refused
from leadlist.formats.excel import cells, rewrite
from leadlist.formats.excel.contents import read_contents
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.package import NewPart, Package
from leadlist.formats.excel.sheet import SheetPatcher
from leadlist.formats.excel.sheetformulas import FormulaMover
from leadlist.formats.excel.wellformed import RowProof, checked
from leadlist.leads import ColumnRef, RowRef
from tests.formats.excel.books import MAIN, PEOPLE, changed, rows, worksheet, write_book

SHEET = "xl/worksheets/sheet1.xml"
GONE: list[Change] = [RemoveRow(RowRef(1), "erased", None, "test")]
SET: list[Change] = [SetCell(RowRef(1), ColumnRef(1), PEOPLE[1][1], "架空 花子", "test")]
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'


def _book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())})


def _tail_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    real = rewrite.moved_margins
    monkeypatch.setattr(rewrite, "moved_margins", lambda *given: (real(*given)[0], real(*given)[1] * 2))


def _end_of_rows_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    real = SheetPatcher.rows

    def twice(self: SheetPatcher, *, alone: bool) -> Iterator[bytes]:
        yield from real(self, alone=alone)
        yield b"</sheetData>"

    monkeypatch.setattr(SheetPatcher, "rows", twice)


def _workbook_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    real = rewrite.move_workbook
    monkeypatch.setattr(rewrite, "move_workbook", lambda *given, **more: real(*given, **more) + b"<calcPr/>")


FAULTS = [(_tail_twice, SHEET), (_end_of_rows_twice, SHEET), (_workbook_cut, "xl/workbook.xml")]


@pytest.mark.parametrize(("fault", "part"), FAULTS)
def test_a_part_that_is_no_xml_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None], part: str
) -> None:
    path = _book(tmp_path)
    fault(monkeypatch)
    with pytest.raises(Refused, match="not well-formed") as caught:
        changed(path, GONE)
    assert part in caught.value.problem


def test_an_end_written_twice_where_few_rows_change_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _book(tmp_path)
    _end_of_rows_twice(monkeypatch)
    with pytest.raises(Refused, match="not well-formed"):
        changed(path, SET)


def _control_character_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "escaped_cell", lambda text: text)


def _formula_unescaped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FormulaMover, "_element", lambda self, tag, text: f"<{self._prefix}f{tag}>{text}</f>")


ADDED: list[Change] = [AddRow({ColumnRef(0): "架空\x0b商事"}, "test")]
BESIDE: list[Change] = [*SET, SetCell(RowRef(0), ColumnRef(1), PEOPLE[0][1], "架空\x0b 花子", "test")]


@pytest.mark.parametrize(
    ("fault", "changes", "part"),
    [
        (_control_character_let_through, BESIDE, SHEET),
        (_control_character_let_through, [*GONE, *BESIDE[1:]], SHEET),
        (_control_character_let_through, ADDED, SHEET),
        (_formula_unescaped, GONE, "xl/worksheets/sheet2.xml"),
    ],
)
def test_a_row_that_is_no_xml_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
    changes: list[Change],
    part: str,
) -> None:
    other = worksheet('<row r="1"><c r="A1"><f>名簿!A4&lt;名簿!A5</f><v>0</v></c></row>')
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows()), "集計": other})
    fault(monkeypatch)
    with pytest.raises(Refused, match="not well-formed") as caught:
        changed(path, changes)
    assert part in caught.value.problem


def _prove(elements: list[str]) -> None:
    proof = RowProof()
    for element in elements:
        proof.add(element.encode())
    proof.done()


@pytest.mark.parametrize(
    "elements", [["<c/>"], ['<row r="1"><c>&amp;</c></row>', "<x:c/>"], ["<c>" + "a" * 70_000 + "</c>"]]
)
def test_whole_elements_are_proved(elements: list[str]) -> None:
    _prove(elements)


@pytest.mark.parametrize("element", ["<c>", "</c>", "<c>&nbsp;</c>", "<c>\x00</c>", "<c r=1/>", "<c>" + "a" * 70_000])
def test_what_is_no_element_is_not_proved(element: str) -> None:
    with pytest.raises(Odd, match="written XML"):
        _prove([element])


@pytest.mark.parametrize("step", [1, 7, 1000])
@pytest.mark.parametrize(
    ("content", "sound"),
    [
        (f"{HEAD}<row/></sheetData></worksheet>", True),
        (f"{HEAD}<row/></sheetData><pageMargins/></worksheet>\n", True),
        (f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row/></x:sheetData></x:worksheet>', True),
        (f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', True),
        (f'<chartsheet xmlns="{MAIN}"/>', True),
        (f"{HEAD}<row/></sheetData></sheetData></worksheet>", False),
        (f"{HEAD}<row/></sheetData></worksheet></worksheet>", False),
        (f"{HEAD}<row/></sheetData></worksheet><worksheet/>", False),
        (f"{HEAD}<row/></sheetData><r:drawing/></worksheet>", False),
        (f"{HEAD}<row/></sheetData><pageMargins></worksheet>", False),
        (f"{HEAD}<row/></sheetData>", False),
        (f"{HEAD}<row/>", False),
        (f'<worksheet xmlns="{MAIN}"><sheetData/><sheetData/>', False),
        (f"<!DOCTYPE worksheet>{HEAD}</sheetData></worksheet>", False),
        ("", False),
    ],
)
def test_a_sheet_is_sound_or_not_wherever_its_pieces_are_cut(
    tmp_path: Path, content: str, sound: bool, step: int
) -> None:
    data = content.encode()
    pieces = [data[at : at + step] for at in range(0, len(data), step)]
    with Package(_book(tmp_path)) as package:
        written: NewPart = checked({SHEET: lambda: iter(pieces)}, read_contents(package))[SHEET]
        assert callable(written)
        if sound:
            assert b"".join(written()) == data
        else:
            with pytest.raises(Odd, match="written XML"):
                list(written())


def test_an_old_drawing_that_was_lax_before_may_be_so_still(tmp_path: Path) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, parts={"xl/a.vml": "<xml><br></xml>"})
    with Package(path) as package:
        assert checked({"xl/a.vml": b"<xml><br>2</xml>"}, read_contents(package)) == {"xl/a.vml": b"<xml><br>2</xml>"}
