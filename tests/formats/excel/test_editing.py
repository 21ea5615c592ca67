"""Changed, cleared and added cells, columns and rows; everything else stays the bytes it is."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.changes import AddColumn, AddRow, Change, SetCell
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, RowRef
from leadlist.plans import apply
from tests.formats.excel.books import (
    HEADINGS,
    PEOPLE,
    changed,
    opened,
    part,
    parts,
    rows,
    table,
    text_cell,
    worksheet,
    write_book,
)  # fmt: skip


def _set(row: int, column: int, before: str, after: str) -> SetCell:
    return SetCell(RowRef(row), ColumnRef(column), before, after, "test")


def _add(*cells: str) -> AddRow:
    return AddRow({ColumnRef(i): text for i, text in enumerate(cells) if text}, "test")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    other = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    return write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows()), "別": other}, parts={"xl/vbaProject.bin": b"\0"}
    )


def test_without_changes_the_file_is_the_same(book: Path) -> None:
    assert changed(book, []).read_bytes() == book.read_bytes()


def test_a_change_touches_its_cell_and_nothing_else(book: Path) -> None:
    after = changed(book, [_set(1, 1, "架空　花子", "架空 花子")])
    before, now = parts(book), parts(after)
    assert list(before) == list(now)
    assert {name for name in before if before[name] != now[name]} == {"xl/worksheets/sheet1.xml"}
    assert part(after) == part(book).replace("架空　花子", "架空 花子")


@pytest.mark.parametrize(
    ("upper", "lower", "merged"),
    [
        (["氏名", "連絡先", "", "備考"], ["", "電話", "メール", ""], ["A1:A2", "B1:C1", "D1:D2"]),
        (["氏名", "会社名", "連絡先", ""], ["", "", "電話", "メール"], ["A1:A2", "B1:B2", "C1:D1"]),
    ],
)
def test_a_column_beside_a_heading_of_two_rows_belongs_to_none_of_its_groups(
    upper: list[str], lower: list[str], merged: list[str], tmp_path: Path
) -> None:
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    people = rows([upper, lower, ["a", "b", "c", "d"], ["e", "f", "g", "h"]])
    path = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(people, after=f'<mergeCells count="3">{cells}</mergeCells>')}
    )
    leads = opened(path).leads
    changes = [AddColumn("リードID", "lead_id", "t"), _set(0, 4, "", "L-0000000001")]
    after = opened(changed(path, changes)).leads
    assert after.headings == (*leads.headings, "リードID")
    assert after.columns == (*leads.columns, ("L-0000000001", ""))


def test_a_column_is_added_to_a_sheet_of_which_few_rows_change(book: Path) -> None:
    after = changed(book, [AddColumn("配信停止", "opt_out_email", "t"), _set(0, 4, "", "停止")])
    assert part(after).count("</worksheet>") == part(after).count("</sheetData>") == 1
    assert table(opened(after).leads)[0][4] == "停止"


def test_other_parts_keep_their_packed_bytes(book: Path) -> None:
    after = changed(book, [_set(1, 1, "架空　花子", "架空 花子")])
    whole, start = after.read_bytes(), book.read_bytes().index(b"xl/styles.xml")
    assert book.read_bytes()[start : start + 200] in whole


@pytest.mark.parametrize(
    ("cell", "text", "xml"),
    [
        ('<c r="@" s="2"><v>1500001</v></c>', "160-0002", '<c r="C2" s="2"><v>1600002</v></c>'),
        ('<c r="@" s="1"><v>46348</v></c>', "2026-11-23", '<c r="C2" s="1"><v>46349</v></c>'),
        ('<c r="@" s="1"><v>46348</v></c>', "未定", '<c r="C2" s="1" t="inlineStr"><is><t>未定</t></is></c>'),
        ('<c r="@"><v>9012345678</v></c>', "09012345678", '<c r="C2" t="inlineStr"><is><t>09012345678</t></is></c>'),
        ('<c r="@"><v>80</v></c>', "81", '<c r="C2"><v>81</v></c>'),
        ('<c r="@" t="b"><v>1</v></c>', "FALSE", '<c r="C2" t="b"><v>0</v></c>'),
        ('<c r="@" t="inlineStr"><is><t>5</t></is></c>', "6", '<c r="C2" t="inlineStr"><is><t>6</t></is></c>'),
        ('<c r="@" s="1"/>', "2026-11-22", '<c r="C2" s="1"><v>46348</v></c>'),
        ('<c r="@" s="4"/>', "007", '<c r="C2" s="4" t="inlineStr"><is><t>007</t></is></c>'),
        ('<c r="@" s="3"><v>5</v></c>', "", '<c r="C2" s="3"/>'),
        ('<c r="@"><v>5</v></c>', "=1+1", '<c r="C2" t="inlineStr"><is><t>=1+1</t></is></c>'),
        ("", "新", '<c r="C2" t="inlineStr"><is><t>新</t></is></c>'),
        (
            '<c r="@"><v>5</v></c>',
            " a\n_x000D_\x01&<>",
            '<is><t xml:space="preserve"> a\n_x005F_x000D__x0001_&amp;&lt;&gt;',
        ),
    ],
)
def test_a_cell_keeps_its_style_and_where_it_can_its_type(tmp_path: Path, cell: str, text: str, xml: str) -> None:
    path = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows([HEADINGS, ("架空商事", "架空　太郎", cell, "")]))}
    )
    before = opened(path).leads.cell(RowRef(0), ColumnRef(2))
    after = changed(path, [_set(0, 2, before, text)])
    assert xml in part(after)
    assert opened(after).leads.cell(RowRef(0), ColumnRef(2)) == text


def test_a_cell_of_rows_without_numbers_is_changed_in_place(tmp_path: Path) -> None:
    data = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in line) + "</row>"
        for line in (HEADINGS, *PEOPLE)
    )
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})
    after = changed(path, [_set(2, 0, "架空商事", "架空商会")])
    assert table(opened(after).leads) == table(apply(opened(path).leads, [_set(2, 0, "架空商事", "架空商会")]))


def test_formulas_are_calculated_anew_when_a_value_changes(tmp_path: Path) -> None:
    other = worksheet('<row r="1"><c r="A1"><f>COUNTA(名簿!A:A)</f><v>5</v></c></row>')
    path = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows()), "集計": other}, book_more='<calcPr calcId="1"/>'
    )
    after = changed(path, [_set(0, 0, "架空商事", "架空商会")])
    assert '<calcPr calcId="1" fullCalcOnLoad="1"/>' in part(after, "xl/workbook.xml")


def test_a_formula_cell_is_never_rewritten(tmp_path: Path) -> None:
    lines = [HEADINGS, (*PEOPLE[0][:3], '<c r="@"><f>1+1</f><v>2</v></c>')]
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})
    with pytest.raises(Refused, match="holds a formula"):
        changed(path, [_set(0, 3, "2", "3")])


def test_a_text_longer_than_a_cell_is_refused(book: Path) -> None:
    with pytest.raises(Refused, match="32,767"):
        changed(book, [_set(0, 0, "架空商事", "架" * 32_768)])


FURIGANA = '<si><t>架空商事</t><rPh sb="0" eb="4"><t>カクウショウジ</t></rPh></si>'


def test_untouched_furigana_and_rich_text_stay(tmp_path: Path) -> None:
    data = rows().replace(text_cell("A2", "架空商事"), '<c r="A2" t="s"><v>0</v></c>')
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=FURIGANA)
    after = changed(path, [_set(0, 1, "架空　太郎", "架空 太郎")])
    assert part(after, "xl/sharedStrings.xml") == part(path, "xl/sharedStrings.xml")
    assert '<c r="A2" t="s"><v>0</v></c>' in part(after)


TABLE = (
    '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="見込み客" displayName="見込み客" '
    'ref="A1:D{end}"{totals}><autoFilter ref="A1:D6"/><tableColumns count="4"><tableColumn id="1" name="会社名"/>'
    '<tableColumn id="2" name="氏名"/><tableColumn id="3" name="メール"/><tableColumn id="4" name="電話番号"/>'
    "</tableColumns></table>"
)


def _with_table(tmp_path: Path, data: str = "", after: str = "", end: int = 6, totals: str = "") -> Path:
    return write_book(
        tmp_path / "名簿.xlsx",
        {
            "名簿": worksheet(
                data or rows(), after=after + '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
            )
        },
        links={"rId1": ("table", "../tables/table1.xml")},
        parts={"xl/tables/table1.xml": TABLE.format(end=end, totals=totals)},
    )


def test_a_new_column_has_its_heading_in_its_neighbours_style(tmp_path: Path) -> None:
    data = rows().replace(text_cell("D1", "電話番号"), text_cell("D1", "電話番号", "3"))
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data, after='<autoFilter ref="A1:D6"/>')})
    changes: list[Change] = [AddColumn("リードID", "lead_id", "test"), _set(0, 4, "", "L-0000000001")]
    after = changed(path, changes)
    assert text_cell("E1", "リードID", "3") in part(after)
    assert '<autoFilter ref="A1:E6"/>' in part(after)
    assert 'spans="1:4"' not in part(after).partition('r="3"')[0]
    assert table(opened(after).leads) == table(apply(opened(path).leads, changes))


def test_a_new_column_joins_the_table(tmp_path: Path) -> None:
    after = changed(_with_table(tmp_path), [AddColumn("取得\n履歴", "provenance", "test")])
    xml = part(after, "xl/tables/table1.xml")
    assert 'ref="A1:E6"' in xml
    assert '<tableColumns count="5">' in xml
    assert '<tableColumn id="5" name="取得_x000a_履歴"/>' in xml


def test_a_new_column_does_not_overwrite_what_stands_there(tmp_path: Path) -> None:
    lines = [(*HEADINGS, "", "別表"), *((*person, "", "値") for person in PEOPLE)]
    data = rows(lines).replace(text_cell("F1", "別表"), text_cell("F1", "※注意"))
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})
    assert opened(path).leads.headings == HEADINGS
    with pytest.raises(Refused, match="column right of the list"):
        changed(path, [AddColumn("一", "", "test"), AddColumn("二", "", "test")])


def test_new_rows_take_the_style_of_the_row_above(tmp_path: Path) -> None:
    data = rows(
        [HEADINGS, PEOPLE[0], ("架空工業", "架空　花子", '<c r="@" s="1"><v>46348</v></c>', '<c r="@" s="2"/>')]
    )
    data = data.replace('<row r="3"', '<row r="3" ht="30" customHeight="1"')
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})
    changes = [_add("架空物産", "架空　月子", "2026-11-23", "150-0001")]
    after = changed(path, changes)
    assert '<row r="4" ht="30" customHeight="1">' in part(after)
    assert '<c r="C4" s="1"><v>46349</v></c><c r="D4" s="2"><v>1500001</v></c>' in part(after)
    assert table(opened(after).leads) == table(apply(opened(path).leads, changes))


def test_new_rows_extend_table_filter_validation_and_format(tmp_path: Path) -> None:
    after = (
        '<conditionalFormatting sqref="A2:D6"><cfRule type="duplicateValues" dxfId="0" priority="1"/></conditionalFormatting>'
        '<dataValidations count="1"><dataValidation type="list" sqref="A2:A6"><formula1>"架空商事"</formula1>'
        "</dataValidation></dataValidations>"
    )
    changed_file = changed(_with_table(tmp_path, after=after), [_add("架空物産", "架空　四郎"), _add("架空物産")])
    assert 'ref="A1:D8"' in part(changed_file, "xl/tables/table1.xml")
    assert 'sqref="A2:D8"' in part(changed_file)
    assert 'sqref="A2:A8"' in part(changed_file)


def test_new_rows_push_down_what_stands_below(tmp_path: Path) -> None:
    data = rows() + f'<row r="8">{text_cell("A8", "合計")}<c r="D8"><f>COUNTA(A2:A6)</f><v>5</v></c></row>'
    other = worksheet('<row r="1"><c r="A1"><f>名簿!A8</f><v>5</v></c></row>')
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data), "別": other})
    changes = [_add("架空物産", "架空　四郎", "shiro@example.jp")]
    after = changed(path, changes)
    assert '<c r="D9"><f>COUNTA(A2:A6)</f>' in part(after)
    assert "<f>名簿!A9</f>" in part(after, "xl/worksheets/sheet2.xml")
    assert table(opened(after).leads) == table(apply(opened(path).leads, changes))


@pytest.mark.parametrize(
    ("area", "below", "refused"),
    [("F2:F9", "", True), ("F2:F9", "合計", True), ("F7:F8", "", True), ("F2:F6", "", False), ("F8:F9", "合計", False)],
)
def test_new_rows_do_not_fall_into_an_array_formula(tmp_path: Path, area: str, below: str, refused: bool) -> None:
    first = area.partition(":")[0]
    formula = f'<c r="{first}"><f t="array" ref="{area}">A2:A9</f></c>'
    data = rows()
    if first == "F2":
        data = data.replace('</c></row><row r="3"', f'</c>{formula}</row><row r="3"')
    else:
        data += f'<row r="{first[1:]}">{formula}</row>'
    data += f'<row r="12">{text_cell("A12", below)}</row>' if below else ""
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})
    if refused:
        with pytest.raises(Refused, match="array formula"):
            changed(path, [_add("架空物産", "架空　四郎", "shiro@example.jp")])
    else:
        changed(path, [_add("架空物産", "架空　四郎", "shiro@example.jp")])


def test_a_column_of_formulas_goes_on_in_new_rows(tmp_path: Path) -> None:
    lines = [
        (*HEADINGS, "ドメイン"),
        *((*p, f"<c r='@' t='str'><f>MID(C{i},3,9)</f><v>x</v></c>") for i, p in enumerate(PEOPLE, 2)),
    ]
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})
    assert '<c r="E7"><f>MID(C7,3,9)</f></c>' in part(changed(path, [_add("架空物産", "架空　四郎")]))


def test_a_sum_below_the_list_is_not_carried_into_new_rows(tmp_path: Path) -> None:
    lines = [
        (*HEADINGS, "点"),
        (*PEOPLE[0], '<c r="@"><v>1</v></c>'),
        (*PEOPLE[1], "<c r='@'><f>SUM(E2:E2)</f><v>1</v></c>"),
    ]
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines))})
    assert part(changed(path, [_add("架空物産", "架空　四郎")])).count("SUM(") == 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(1, 3)), TEXTS, max_size=6))
def test_changing_there_and_back_gives_equal_cells(book: Path, texts: dict[tuple[int, int], str]) -> None:
    leads = opened(book).leads
    there = [
        _set(row, column, leads.cell(RowRef(row), ColumnRef(column)), text) for (row, column), text in texts.items()
    ]
    after = changed(book, there)
    wanted = apply(leads, there)
    assert list(map(list, _reread(after, wanted.columns))) == list(map(list, wanted.columns))
    back = [change._replace(before=change.after, after=change.before) for change in there]
    after.rename(book.with_name("zwischen.xlsx"))
    again = changed(book.with_name("zwischen.xlsx"), back)
    assert table(opened(again).leads) == table(leads)


def _reread(path: Path, columns: tuple[object, ...]) -> tuple[object, ...]:
    found = opened(path).leads.columns
    assert len(found) == len(columns)
    return found


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_any_text_that_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from leadlist.formats.excel.cells import CellWriter
    from leadlist.formats.excel.strings import item_text
    from leadlist.formats.excel.styles import Styles

    xml = CellWriter("", Styles(["General"])).written(0, 1, text, None)
    assert item_text(xml) == text or not text


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, parts={"_xmlsignatures/sig1.xml": "<s/>"})
    with pytest.raises(Refused, match="digitally signed"):
        changed(path, [_set(0, 0, "架空商事", "架空商会")])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (rows().replace("<is><t>架空工業</t></is>", "<is><t><![CDATA[架空工業]]></t></is>"), "CDATA"),
        (re.sub(r'(<row r="3".*?</row>)(<row r="4".*?</row>)', r"\2\1", rows()), "not in order"),
        (rows() + '<row r="6"><c r="A6"><v>1</v></c></row>', "not in order"),
        (rows().replace('r="A3"', 'r="A4"'), "another row"),
        (rows().replace('<row r="3"', '<row r="3>"'), "not a cell"),
    ],
)
def test_what_no_spreadsheet_program_writes_is_read_but_not_changed(tmp_path: Path, data: str, words: str) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})
    with pytest.raises(Refused, match=words) as caught:
        changed(path, [_set(0, 1, opened(path).leads.cell(RowRef(0), ColumnRef(1)), "架空 太郎")])
    assert "sheet1.xml" in caught.value.problem
    assert "--out" in caught.value.hint


def test_a_tables_totals_and_what_stands_below_are_no_leads(tmp_path: Path) -> None:
    below = f'<row r="7">{text_cell("A7", "合計")}<c r="D7"><v>5</v></c></row><row r="10">{text_cell("B10", "下の注記")}</row>'
    path = _with_table(tmp_path, rows() + below, end=7, totals=' totalsRowCount="1"')
    assert table(opened(path).leads) == list(PEOPLE)
    changes = [_add("架空物産", "架空　四郎")]
    after = changed(path, changes)
    assert 'ref="A1:D8"' in part(after, "xl/tables/table1.xml")
    assert '<autoFilter ref="A1:D7"/>' in part(after, "xl/tables/table1.xml")
    assert table(opened(after).leads) == table(apply(opened(path).leads, changes))


def test_rows_typed_right_below_a_table_stay_leads(tmp_path: Path) -> None:
    path = _with_table(tmp_path, end=4)
    assert table(opened(path).leads) == list(PEOPLE)


def test_an_ugly_sheet_is_changed_where_it_stands(tmp_path: Path) -> None:
    lines = [
        ("", "見込み客一覧（2026年度）"),
        ("",),
        ("", "会社名&#10;(必須)", "担当者", "", "電話番号", "電話番号", ""),
        ("", "", "姓", "名", "", "", ""),
        ("", "架空商事", "架空", "太郎", "03-0000-0001", "090-0000-0001", "紹介"),
        ("", "架空工業", "架空", "花子", "03-0000-0002", "", ""),
        ("", "合計", "2件"),
    ]
    data = rows(lines).replace('<row r="6"', '<row r="6" hidden="1"').replace('<row r="2" spans="1:1"></row>', "")
    merged = '<mergeCells count="1"><mergeCell ref="C3:D3"/></mergeCells><autoFilter ref="B4:G6"/>'
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data, after=merged)})
    leads = opened(book).leads
    assert leads.headings == ("会社名\n(必須)", "担当者\n姓", "担当者\n名", "電話番号", "電話番号", "")
    assert leads.row_numbers == range(5, 7)
    assert len(opened(book).notes) == 2
    after = changed(book, [_set(1, 4, "", "090-0000-0002"), _set(0, 5, "紹介", "展示会")])
    assert [row[4:] for row in table(opened(after).leads)] == [("090-0000-0001", "展示会"), ("090-0000-0002", "")]
    assert '<c r="F6" t="inlineStr"><is><t>090-0000-0002</t></is></c>' in part(after)
    assert merged in part(after)
