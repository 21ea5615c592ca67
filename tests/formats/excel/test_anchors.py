"""Shapes that keep their height or their place while rows of different heights leave."""

from pathlib import Path

import pytest
from lxml import etree

from leadlist.changes import RemoveRow
from leadlist.formats.excel.anchors import move_anchor
from leadlist.formats.excel.moving import Move
from leadlist.formats.excel.parts import move_drawing
from leadlist.formats.excel.references import RowShift
from leadlist.formats.excel.rowheights import Heights
from leadlist.leads import RowRef
from tests.formats.excel.books import changed, part, rows, worksheet, write_book

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def _anchor(mode: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    ends = "".join(
        f"<{name}><col>5</col><colOff>0</colOff><row>{row}</row><rowOff>{offset}</rowOff></{name}>"
        for name, (row, offset) in (("from", first), ("to", last))
    )
    told = f' editAs="{mode}"' if mode else ""
    return f'<twoCellAnchor{told} xmlns="{DRAWING}">{ends}</twoCellAnchor>'


def _ends(anchor: etree._Element) -> tuple[tuple[int, int], ...]:
    return tuple(
        (int(end.findtext("{*}row") or 0), int(end.findtext("{*}rowOff") or 0))
        for end in anchor.iter("{*}from", "{*}to")
    )


# Rows are 100 high, row 3 is 300, row 6 is hidden; rows 3 and 5 leave.
HEIGHTS, SHIFT = Heights(100, {3: 300, 6: 0}), RowShift([3, 5])


@pytest.mark.parametrize(
    ("mode", "first", "last", "moved"),
    [
        ("oneCell", (0, 20), (1, 30), ((0, 20), (1, 30))),
        ("oneCell", (1, 0), (3, 50), ((1, 0), (6, 50))),
        ("oneCell", (2, 40), (3, 0), ((2, 0), (5, 60))),
        ("oneCell", (6, 10), (8, 20), ((4, 10), (6, 20))),
        ("absolute", (1, 0), (3, 50), ((1, 0), (6, 50))),
        ("absolute", (7, 10), (8, 100), ((9, 10), (11, 0))),
        ("absolute", (2, 250), (2, 900), ((5, 50), (6, 0))),
        ("twoCell", (1, 0), (3, 50), ((1, 0), (2, 50))),
        ("", (2, 40), (4, 50), ((2, 0), (3, 0))),
    ],
)
def test_a_shape_keeps_its_height_and_place_as_its_anchor_says(
    mode: str, first: tuple[int, int], last: tuple[int, int], moved: tuple[tuple[int, int], ...]
) -> None:
    anchor = etree.fromstring(_anchor(mode, first, last))
    move_anchor(anchor, Move("名簿", True, SHIFT, heights=lambda: (HEIGHTS, HEIGHTS.moved(SHIFT))))
    assert _ends(anchor) == moved


@pytest.mark.parametrize(
    ("row", "height", "stays"),
    [(1, 50, True), (2, 300, False), (2, 301, True), (4, 100, False), (4, 400, True)],
)
def test_a_shape_that_tells_its_height_leaves_only_with_all_its_rows(row: int, height: int, stays: bool) -> None:
    shape = (
        f'<wsDr xmlns="{DRAWING}"><oneCellAnchor><from><row>{row}</row><rowOff>0</rowOff></from>'
        f'<ext cx="1" cy="{height}"/><sp/></oneCellAnchor></wsDr>'
    )
    move = Move("名簿", True, SHIFT, heights=lambda: (HEIGHTS, HEIGHTS.moved(SHIFT)))
    after = move_drawing(shape.encode(), Path("名簿.xlsx"), "drawing1.xml", move)
    assert (b"oneCellAnchor" in after) is stays


def test_new_rows_are_as_high_as_the_one_above() -> None:
    new = Heights(100, {4: 250, 9: 50}).moved(RowShift([2], below=4, added=2))
    assert [new.of(row) for row in range(1, 12)] == [100, 100, 250, 250, 250, 100, 100, 100, 100, 50, 100]


def test_heights_are_those_of_the_sheet(tmp_path: Path) -> None:
    data = rows().replace('<row r="3"', '<row r="3" ht="45" customHeight="1"')
    sheet = worksheet(data, before='<sheetFormatPr defaultRowHeight="15"/>', after='<drawing r:id="rIdD"/>')
    drawing = f'<wsDr xmlns="{DRAWING}">{_anchor("oneCell", (1, 0), (3, 0))}</wsDr>'
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": sheet},
        parts={"xl/drawings/drawing1.xml": drawing},
        links={"rIdD": ("drawing", "../drawings/drawing1.xml")},
    )
    after = changed(book, [RemoveRow(RowRef(1), "erased", None, "test")])
    assert _ends(etree.fromstring(part(after, "xl/drawings/drawing1.xml").encode())) == ((1, 0), (5, 0))
