"""A pivot table on the list's own sheet: it goes up with its rows, and forgets who leaves."""

from pathlib import Path

import pytest

from leadlist.changes import RemoveRow, SetCell
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, RowRef
from tests.formats.excel.books import (
    DECLARATION,
    HEADINGS,
    MAIN,
    PEOPLE,
    changed,
    opened,
    part,
    parts,
    relationships,
    rows,
    table,
    text_cell,
    worksheet,
    write_book,
)

NAME = "架空　花子"
GONE = [RemoveRow(RowRef(1), "erased", None, "test")]
"""Row 3 of the sheet."""


def _book(tmp_path: Path, at: dict[int, str], location: str, source: str = "名簿", filters: str = "") -> Path:
    """A list of five people with cells beside or below it by row, and a pivot table there."""
    data = rows()
    for row, cells in at.items():
        if row <= len(PEOPLE) + 1:
            start = data.index(f'<row r="{row}"')
            end = data.index("</row>", start)
            data = data[:end] + cells + data[end:]
        else:
            data += f'<row r="{row}">{cells}</row>'
    cache = (
        f'{DECLARATION}<pivotCacheDefinition xmlns="{MAIN}" recordCount="0"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A1:D6" sheet="{source}"/></cacheSource></pivotCacheDefinition>'
    )
    pivot = f'{DECLARATION}<pivotTableDefinition xmlns="{MAIN}"><location ref="{location}"{filters}/></pivotTableDefinition>'
    return write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(data), "別": worksheet("")},
        links={"rId1": ("pivotTable", "../pivotTables/pivotTable1.xml")},
        parts={
            "xl/pivotTables/pivotTable1.xml": pivot,
            "xl/pivotTables/_rels/pivotTable1.xml.rels": relationships(
                {"rId1": ("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")}
            ),
            "xl/pivotCache/pivotCacheDefinition1.xml": cache,
        },
        book_links={"rIdP": ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")},
    )


def test_a_pivot_table_beside_the_list_goes_up_and_forgets(tmp_path: Path) -> None:
    beside = {5: text_cell("G5", NAME, "4") + text_cell("H5", "架空　次郎"), 6: text_cell("G6", f"{NAME} の合計")}
    after = changed(_book(tmp_path, beside, "G5:H6"), GONE)
    assert not [name for name, data in parts(after).items() if NAME in data.decode("utf-8", "replace")]
    sheet = part(after)
    assert '<c r="G4" s="4"/>' in sheet
    assert text_cell("H4", "架空　次郎") in sheet
    assert '<location ref="G4:H5"/>' in part(after, "xl/pivotTables/pivotTable1.xml")
    assert 'refreshOnLoad="1"' in part(after, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert table(opened(after).leads) == [PEOPLE[0], *PEOPLE[2:]]


def test_a_pivot_table_below_the_list_forgets_where_a_cell_is_cleared(tmp_path: Path) -> None:
    below = {9: text_cell("F9", "担当") + text_cell("G9", "件数"), 10: text_cell("F10", NAME) + text_cell("G10", "1")}
    cleared = SetCell(RowRef(1), ColumnRef(HEADINGS.index("氏名")), NAME, "", "test")
    after = changed(_book(tmp_path, below, "F9:G10"), [cleared])
    assert NAME not in part(after)
    assert 'r="F10"' not in part(after)


def test_a_pivot_table_of_other_data_keeps_what_it_shows(tmp_path: Path) -> None:
    after = changed(_book(tmp_path, {9: text_cell("G9", "03-0000-0002")}, "G9:H10", source="別"), GONE)
    assert text_cell("G8", "03-0000-0002") in part(after)


@pytest.mark.parametrize(("location", "filters"), [("G4:H5", ""), ("G5:H6", ' rowPageCount="1" colPageCount="1"')])
def test_rows_of_a_pivot_table_and_of_its_filters_do_not_leave(tmp_path: Path, location: str, filters: str) -> None:
    """Its filter stands two rows above it; Excel deletes neither."""
    book = _book(tmp_path, {6: text_cell("G6", "東京")}, location, filters=filters)
    change = RemoveRow(RowRef(2 if not filters else 1), "erased", None, "test")
    with pytest.raises(Refused, match="pivot table"):
        changed(book, [change])


def test_a_pivot_table_that_is_the_list_is_refused(tmp_path: Path) -> None:
    """Its cells are the list's: emptied ones would be leads that nobody changed."""
    data = rows([HEADINGS, *PEOPLE, ("架空商事", f"{NAME}様分", "", "")])
    book = _book(tmp_path, {}, "A2:D7")
    whole = write_book(
        tmp_path / "表.xlsx",
        {"名簿": worksheet(data)},
        links={"rId1": ("pivotTable", "../pivotTables/pivotTable1.xml")},
        parts={"xl/pivotTables/pivotTable1.xml": part(book, "xl/pivotTables/pivotTable1.xml")},
    )
    cleared = SetCell(RowRef(1), ColumnRef(HEADINGS.index("氏名")), NAME, "", "test")
    with pytest.raises(Refused, match="pivot table"):
        changed(whole, [cleared])


def test_a_pivot_table_whose_source_leaves_shows_nothing_any_more(tmp_path: Path) -> None:
    """Nothing would fill it anew: a source without data is none. What stands right above it stays."""
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"><worksheetSource ref="A1:D6" sheet="名簿"/>'
        "</cacheSource></pivotCacheDefinition>"
    )
    shown = {1: "担当別の件数", 3: "会社名", 5: "氏名", 6: "空欄でない値"}
    sheet = "".join(f'<row r="{row}">{text_cell(f"A{row}", text)}</row>' for row, text in shown.items())
    rels = {"rId1": ("pivotTable", "../pivotTables/pivotTable1.xml")}
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows()), "集計": worksheet(sheet)},
        parts={
            "xl/worksheets/_rels/sheet2.xml.rels": relationships(rels),
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A5:B6" rowPageCount="1"/>'
            "</pivotTableDefinition>",
            "xl/pivotTables/_rels/pivotTable1.xml.rels": relationships(
                {"rId1": ("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")}
            ),
            "xl/pivotCache/pivotCacheDefinition1.xml": cache,
        },
        book_links={"rIdP": ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")},
    )
    after = changed(book, [RemoveRow(RowRef(row), "erased", None, "test") for row in range(5)])
    xml = part(after, "xl/worksheets/sheet2.xml")
    assert [text in xml for text in shown.values()] == [True, False, False, False]
