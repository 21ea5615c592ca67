"""Parts that two relationships lead to, as some programs write them: they move once."""

from pathlib import Path

from leadlist.changes import RemoveRow
from leadlist.leads import RowRef
from tests.formats.excel.books import MAIN, changed, part, relationships, rows, worksheet, write_book

GONE = [RemoveRow(RowRef(row), "erased", None, "test") for row in (0, 2, 4)]
"""Rows 2, 4 and 6 of the sheet: moved twice, an area would lose five."""


def test_a_table_that_is_named_twice_shrinks_once(tmp_path: Path) -> None:
    table = (
        f'<table xmlns="{MAIN}" id="1" name="名簿表" displayName="名簿表" ref="A1:D6" totalsRowShown="0">'
        '<autoFilter ref="A1:D6"/><tableColumns count="4"><tableColumn id="1" name="会社名"/><tableColumn id="2" name="氏名"/>'
        '<tableColumn id="3" name="メール"/><tableColumn id="4" name="電話番号"/></tableColumns></table>'
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows(), after='<tableParts count="1"><tablePart r:id="rId2"/></tableParts>')},
        links={"rId1": ("table", "../tables/table1.xml"), "rId2": ("table", "/xl/tables/table1.xml")},
        parts={"xl/tables/table1.xml": table},
    )
    xml = part(changed(book, GONE), "xl/tables/table1.xml")
    assert xml.count('ref="A1:D3"') == 2


def test_charts_and_pivot_sources_that_are_named_twice_move_once(tmp_path: Path) -> None:
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"><worksheetSource ref="A1:D6" sheet="名簿"/>'
        "</cacheSource></pivotCacheDefinition>"
    )
    twice = {"rId1": ("chart", "../charts/chart1.xml"), "rId2": ("chart", "/xl/charts/chart1.xml")}
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        links={"rId1": ("drawing", "../drawings/drawing1.xml"), "rId2": ("drawing", "/xl/drawings/drawing1.xml")},
        parts={
            "xl/drawings/drawing1.xml": "<wsDr/>",
            "xl/drawings/_rels/drawing1.xml.rels": relationships(twice),
            "xl/charts/chart1.xml": "<chart><f>名簿!$D$2:$D$6</f></chart>",
            "xl/pivotCache/pivotCacheDefinition1.xml": cache,
        },
        book_links={
            "rIdP": ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
            "rIdQ": ("pivotCacheDefinition", "/xl/pivotCache/pivotCacheDefinition1.xml"),
        },
    )
    after = changed(book, GONE)
    assert "<f>名簿!$D$2:$D$3</f>" in part(after, "xl/charts/chart1.xml")
    assert 'ref="A1:D3"' in part(after, "xl/pivotCache/pivotCacheDefinition1.xml")
