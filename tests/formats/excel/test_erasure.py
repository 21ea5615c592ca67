"""Who leaves the list leaves the whole workbook."""

from pathlib import Path

import pytest

from leadlist.changes import RemoveRow, SetCell
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, RowRef
from tests.formats.excel.books import (
    MAIN,
    OFFICE,
    PACKAGE,
    PEOPLE,
    changed,
    opened,
    part,
    parts,
    rows,
    table,
    worksheet,
    write_book,
)

NAME, MAIL = "架空　花子", "hanako@example.jp"


def _shared(sheet: str) -> tuple[str, str]:
    """Rows whose texts are shared strings, and these strings, some with furigana."""
    texts: list[str] = []
    data = sheet
    for person in [("会社名", "氏名", "メール", "電話番号"), *PEOPLE]:
        for text in person:
            if text not in texts:
                texts.append(text)
            data = data.replace(f't="inlineStr"><is><t>{text}</t></is>', f't="s"><v>{texts.index(text)}</v>')
    items = "".join(f'<si><t>{text}</t><rPh sb="0" eb="1"><t>カナ{text}</t></rPh></si>' for text in texts)
    return data, items + "<si/>"


def _gone(*positions: int) -> list[RemoveRow]:
    return [RemoveRow(RowRef(row), "erased", None, "test") for row in positions]


def _holders(path: Path, text: str) -> set[str]:
    return {name for name, data in parts(path).items() if text in data.decode("utf-8", "replace")}


def test_shared_texts_that_no_cell_uses_any_more_are_emptied_in_place(tmp_path: Path) -> None:
    data, strings = _shared(rows())
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=strings)
    after = changed(book, _gone(1))
    assert _holders(after, NAME) == _holders(after, MAIL) == set()
    assert part(after, "xl/sharedStrings.xml").count("<si>") == strings.count("<si>")
    assert table(opened(after).leads) == [PEOPLE[0], *PEOPLE[2:]]


def test_a_text_that_another_sheet_uses_stays(tmp_path: Path) -> None:
    data, strings = _shared(rows())
    index = strings[: strings.index(NAME)].count("<si>") - 1
    other = worksheet(f'<row r="1"><c s="0" r="A1" t="s"><v>{index}</v></c></row>')
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data), "別": other}, strings=strings)
    assert _holders(changed(book, _gone(1)), NAME) == {"xl/sharedStrings.xml"}


def test_a_text_that_only_a_formula_shows_stays(tmp_path: Path) -> None:
    data, strings = _shared(rows())
    strings += "<si><t>三名様</t></si>"
    index = strings.count("<si>") + strings.count("<si/>") - 1
    other = worksheet(f'<row r="1"><c r="A1" t="s"><f>TEXT(3,"0")&amp;"名様"</f><v>{index}</v></c></row>')
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data), "別": other}, strings=strings)
    assert _holders(changed(book, _gone(1)), "三名様") == {"xl/sharedStrings.xml"}


def test_a_cleared_cell_takes_its_shared_text_along(tmp_path: Path) -> None:
    data, strings = _shared(rows())
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=strings)
    assert _holders(changed(book, [SetCell(RowRef(1), ColumnRef(2), MAIL, "", "test")]), MAIL) == set()


def test_an_ordinary_edit_leaves_the_shared_texts_alone(tmp_path: Path) -> None:
    data, strings = _shared(rows())
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=strings)
    after = changed(book, [SetCell(RowRef(1), ColumnRef(1), NAME, "架空 花子", "test")])
    assert part(after, "xl/sharedStrings.xml") == part(book, "xl/sharedStrings.xml")


def test_links_to_an_erased_address_leave_with_their_relationship(tmp_path: Path) -> None:
    after = '<hyperlinks><hyperlink ref="C3" r:id="rId1"/><hyperlink ref="C4" r:id="rId2"/></hyperlinks>'
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows(), after=after)},
        links={"rId1": ("hyperlink", f"mailto:{MAIL}"), "rId2": ("hyperlink", "mailto:jiro@example.jp")},
    )
    changed_file = changed(book, _gone(1))
    assert _holders(changed_file, MAIL) == set()
    assert '<hyperlink ref="C3" r:id="rId2"/>' in part(changed_file)
    assert "jiro" in part(changed_file, "xl/worksheets/_rels/sheet1.xml.rels")


def test_stored_results_of_formulas_are_forgotten(tmp_path: Path) -> None:
    other = worksheet(
        f'<row r="1"><c r="A1" t="str"><f>名簿!B3</f><v>{NAME}</v></c>'
        f'<c r="B1" t="str"><f>名簿!B4&amp;"様"</f><v>架空　次郎様</v></c></row>'
    )
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows()), "宛名": other})
    after = changed(book, _gone(1))
    assert _holders(after, NAME) == set()
    assert "架空　次郎様" in part(after, "xl/worksheets/sheet2.xml")
    assert 'fullCalcOnLoad="1"' in part(after, "xl/workbook.xml")


def _pivot(tmp_path: Path) -> Path:
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" recordCount="5"><cacheSource type="worksheet">'
        '<worksheetSource ref="A1:D6" sheet="名簿"/></cacheSource><cacheFields count="1"><cacheField name="氏名">'
        f'<sharedItems count="2"><s v="{NAME}"/><s v="架空　次郎"/></sharedItems></cacheField></cacheFields>'
        "</pivotCacheDefinition>"
    )
    records = f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><s v="{NAME}"/></r></pivotCacheRecords>'
    return write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        parts={
            "xl/pivotCache/pivotCacheDefinition1.xml": cache,
            "xl/pivotCache/pivotCacheRecords1.xml": records,
            "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/></Relationships>',
        },
        book_links={"rIdP": ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")},
    )


def test_pivot_caches_forget_and_are_filled_anew(tmp_path: Path) -> None:
    after = changed(_pivot(tmp_path), _gone(1))
    cache = part(after, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert _holders(after, NAME) == set()
    assert 'refreshOnLoad="1"' in cache
    assert 'ref="A1:D5"' in cache
    assert '<s v="架空　次郎"/>' in cache
    assert '<pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0"/>' in part(
        after, "xl/pivotCache/pivotCacheRecords1.xml"
    )


def test_a_comment_elsewhere_that_names_the_person_is_refused(tmp_path: Path) -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>係</author></authors><commentList><comment ref="A6" authorId="0">'
        f"<text><r><t>{NAME}の</t></r><r><t>後任</t></r></text></comment></commentList></comments>"
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        links={"rId1": ("comments", "../comments1.xml")},
        parts={"xl/comments1.xml": comments},
    )
    with pytest.raises(Refused, match="repeats something") as caught:
        changed(book, _gone(1))
    assert "comments1.xml" in caught.value.problem


def test_what_a_pivot_table_shows_of_the_person_goes_too(tmp_path: Path) -> None:
    shown = worksheet(
        f'<row r="3"><c r="A3" t="inlineStr"><is><t>{NAME}</t></is></c></row>'
        f'<row r="4"><c r="A4" s="3" t="s"><v>0</v></c><c r="B4" t="inlineStr"><is><t>{NAME}</t></is></c></row>'
        '<row r="5"><c r="A5" t="s"><v>1</v></c></row>'
    )
    link = f'<Relationship Id="rId1" Type="{OFFICE}/pivotTable" Target="../pivotTables/pivotTable1.xml"/>'
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows()), "集計": shown},
        strings=f"<si><t>{NAME} の合計</t></si><si><t>架空　次郎 の合計</t></si>",
        parts={
            "xl/worksheets/_rels/sheet2.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>',
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}"><location ref="A3:B5"/>'
            "</pivotTableDefinition>",
        },
    )
    after = changed(book, _gone(1))
    assert _holders(after, NAME) == set()
    assert '<c r="A4" s="3"/>' in part(after, "xl/worksheets/sheet2.xml")
    assert "架空　次郎 の合計" in part(after, "xl/sharedStrings.xml")


def test_a_cleared_cell_of_any_column_leaves_the_workbook(tmp_path: Path) -> None:
    data, strings = _shared(rows())
    comments = f'<comments xmlns="{MAIN}"><commentList><comment ref="A6"><text><t>{NAME}様</t></text></comment></commentList></comments>'
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(data)},
        strings=strings,
        links={"rId1": ("comments", "../comments1.xml")},
        parts={"xl/comments1.xml": comments},
    )
    with pytest.raises(Refused, match="repeats something"):
        changed(book, [SetCell(RowRef(1), ColumnRef(1), NAME, "", "test")])


def test_a_text_that_stays_in_a_row_with_another_change_is_not_erased(tmp_path: Path) -> None:
    comments = f'<comments xmlns="{MAIN}"><commentList><comment ref="A6"><text><t>架空商事を訪問</t></text></comment></commentList></comments>'
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        links={"rId1": ("comments", "../comments1.xml")},
        parts={"xl/comments1.xml": comments},
    )
    after = changed(book, [*_gone(0), SetCell(RowRef(2), ColumnRef(3), "03-0000-0003", "03-0000-0009", "test")])
    assert "架空商事を訪問" in part(after, "xl/comments1.xml")
