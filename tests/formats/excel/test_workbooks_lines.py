"""Lines of docs/workbooks.md that no other test holds wholly; each on a small workbook of its own."""

from pathlib import Path

import pytest

from leadlist.changes import AddRow, RemoveRow, SetCell
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, RowRef
from tests.formats.excel.books import (
    HEADINGS,
    MAIN,
    OFFICE,
    PACKAGE,
    PEOPLE,
    changed,
    opened,
    part,
    parts,
    rows,
    text_cell,
    worksheet,
    write_book,
)

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
NAME = "架空　花子"
EDIT = [SetCell(RowRef(0), ColumnRef(1), PEOPLE[0][1], "架空 太郎", "test")]


def _gone(*positions: int) -> list[RemoveRow]:
    return [RemoveRow(RowRef(row), "erased", None, "test") for row in positions]


def _links(*links: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def test_macros_controls_printer_settings_and_themes_stay_whatever_is_edited(tmp_path: Path) -> None:
    more = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macros" * 99,
        "xl/ctrlProps/ctrlProp1.xml": '<formControlPr objectType="Button"/>',
        "xl/activeX/activeX1.bin": b"control",
        "xl/printerSettings/printerSettings1.bin": b"printer",
        "xl/theme/theme1.xml": '<a:theme xmlns:a="urn:a"/>',
        "docProps/app.xml": "<Properties/>",
        "customXml/item1.xml": "<x>架空　太郎</x>",
    }
    around = (
        '<pageSetup paperSize="9" r:id="rId1"/><controls><control shapeId="1025" r:id="rId2" name="ボタン"/></controls>'
    )
    book = write_book(tmp_path / "名簿.xlsm", {"名簿": worksheet(rows(), after=around)}, parts=more)
    after = changed(book, EDIT)
    assert {name for name in parts(book) if parts(book)[name] != parts(after)[name]} == {"xl/worksheets/sheet1.xml"}
    assert part(after) == part(book).replace("架空　太郎", "架空 太郎")


RICH = "<si><r><t>架空</t></r><r><rPr><b/></rPr><t>工業</t></r></si>"
FURIGANA = '<si><t>架空商事</t><rPh sb="0" eb="4"><t>カクウショウジ</t></rPh><phoneticPr fontId="1"/></si>'


def test_rich_text_and_furigana_stay_where_nothing_changes_and_leave_with_a_rewritten_text(tmp_path: Path) -> None:
    own = '<is><t>架空物産</t><rPh sb="0" eb="4"><t>カクウブッサン</t></rPh></is>'
    data = rows().replace(text_cell("A2", "架空商事"), '<c r="A2" t="s"><v>0</v></c>')
    data = data.replace(text_cell("A3", "架空工業"), '<c r="A3" t="s"><v>1</v></c>')
    data = data.replace(text_cell("A5", "架空物産"), f'<c r="A5" s="4" t="inlineStr">{own}</c>')
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)}, strings=FURIGANA + RICH)
    kept = part(changed(book, EDIT))
    assert [kept.count(cell) for cell in ('t="s"><v>0</v>', 't="s"><v>1</v>', own)] == [1, 1, 1]
    texts = ("架空商会", "架空重工", "架空産業")
    changes = [
        SetCell(RowRef(row), ColumnRef(0), opened(book).leads.columns[0][row], text, "test")
        for row, text in zip((0, 1, 3), texts, strict=True)
    ]
    after = changed(book, changes)
    assert "rPh" not in part(after)
    assert '<c r="A5" s="4" t="inlineStr"><is><t>架空産業</t></is></c>' in part(after)
    assert [opened(after).leads.columns[0][row] for row in (0, 1, 3)] == list(texts)


@pytest.mark.parametrize("text", ["=1+1", "+81-3-0000-0001", "-2+3", "@SUM(1)", "\t=1", "＝1", "\x1b[31m"])
def test_no_text_becomes_a_formula_or_a_number_in_place_or_in_a_new_row(tmp_path: Path, text: str) -> None:
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())})
    after = changed(
        book,
        [
            SetCell(RowRef(0), ColumnRef(3), PEOPLE[0][3], text, "test"),
            AddRow({ColumnRef(0): "架空", ColumnRef(3): text}, "test"),
        ],
    )
    assert "<f" not in part(after).replace("<filter", "")
    for place in ("D2", "D7"):
        assert f'<c r="{place}" t="inlineStr"><is><t' in part(after)
    assert [opened(after).leads.columns[3][row] for row in (0, 5)] == [text, text]


def test_validations_stay_relative_when_their_first_row_leaves(tmp_path: Path) -> None:
    rule = '<dataValidations count="1"><dataValidation type="custom" sqref="D2:D{}"><formula1>LEN(C2)&gt;3</formula1>'
    after = rule + "</dataValidation></dataValidations>"
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(), after=after.format(6))})
    assert after.format(5) in part(changed(book, _gone(0)))


BELOW = (
    '<autoFilter ref="A1:D6"/><mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells>'
    '<conditionalFormatting sqref="D9"><cfRule type="expression" priority="1"><formula>D9&gt;D6</formula></cfRule>'
    '</conditionalFormatting><hyperlinks><hyperlink ref="A9" location="名簿!A9"/></hyperlinks>'
    '<rowBreaks count="1" manualBreakCount="1"><brk id="8" max="16383" man="1"/></rowBreaks>'
)


def test_all_references_to_what_stands_below_go_down_with_new_rows(tmp_path: Path) -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>係</author></authors><commentList>'
        '<comment ref="A9" authorId="0"><text><t>注</t></text></comment></commentList></comments>'
    )
    shape = (
        "<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row>"
        '<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="1" cy="1"/><xdr:sp/><xdr:clientData/></xdr:oneCellAnchor>'
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows() + f'<row r="9">{text_cell("A9", "※控え")}</row>', after=BELOW)},
        names='<definedName name="控え">名簿!$A$9</definedName><definedName name="全員">名簿!$A$2:$D$6</definedName>',
        links={"rId1": ("comments", "../comments1.xml"), "rId2": ("drawing", "../drawings/drawing1.xml")},
        parts={
            "xl/comments1.xml": comments,
            "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}">{shape.format(8)}</xdr:wsDr>',
        },
    )
    after = changed(book, [AddRow({ColumnRef(0): f"架空{n}"}, "test") for n in range(2)])
    xml = part(after)
    for moved in (
        'ref="A11:B11"',
        'sqref="D11"',
        "D11&gt;D",
        'ref="A11" location="名簿!A11"',
        'brk id="10"',
        'A1:D8"/>',
    ):
        assert moved in xml, moved
    assert "名簿!$A$11" in part(after, "xl/workbook.xml")
    assert 'ref="A11"' in part(after, "xl/comments1.xml")
    assert shape.format(10) in part(after, "xl/drawings/drawing1.xml")


def test_shapes_of_one_cell_and_controls_go_with_their_rows(tmp_path: Path) -> None:
    shape = (
        "<xdr:oneCellAnchor><xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row>"
        '<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="1" cy="1"/><xdr:sp/><xdr:clientData/></xdr:oneCellAnchor>'
    )
    control = (
        '<controls><control shapeId="1025" r:id="rId2" name="選択"><controlPr linkedCell="$F${0}" listFillRange="$A$2:$A${0}">'
        '<anchor moveWithCells="1"><from><row>{1}</row></from><to><row>{2}</row></to></anchor></controlPr></control></controls>'
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows(), after='<drawing r:id="rId1"/>' + control.format(6, 5, 7))},
        links={"rId1": ("drawing", "../drawings/drawing1.xml")},
        parts={"xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}">{shape.format(5)}</xdr:wsDr>'},
    )
    after = changed(book, _gone(1, 2))
    assert shape.format(3) in part(after, "xl/drawings/drawing1.xml")
    assert control.format(4, 3, 5) in part(after)


def test_formats_controls_and_charts_that_lose_their_cells_are_told(tmp_path: Path) -> None:
    rule = (
        '<conditionalFormatting sqref="F1"><cfRule type="expression" priority="1"><formula>$B$3=1</formula></cfRule>'
        "</conditionalFormatting>"
    )
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:strRef><c:f>名簿!$B$3</c:f>'
        "</c:strRef></c:chartSpace>"
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows(), after=rule), "図": worksheet("", after='<drawing r:id="rId1"/>')},
        links={"rId1": ("ctrlProp", "../ctrlProps/ctrlProp1.xml")},
        parts={
            "xl/ctrlProps/ctrlProp1.xml": '<formControlPr objectType="Drop" fmlaLink="$B$3"/>',
            "xl/worksheets/_rels/sheet2.xml.rels": _links(("drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}"/>',
            "xl/drawings/_rels/drawing1.xml.rels": _links(("chart", "../charts/chart1.xml")),
            "xl/charts/chart1.xml": chart,
        },
    )
    told = opened(book).broken_formulas(_gone(1))
    assert len(told) >= 2, told
    after = changed(book, _gone(1))
    for name in ("xl/worksheets/sheet1.xml", "xl/ctrlProps/ctrlProp1.xml", "xl/charts/chart1.xml"):
        assert "$B$3" not in part(after, name), name


def test_filters_of_tables_and_views_forget_who_leaves_and_hidden_rows_stay_hidden(tmp_path: Path) -> None:
    choice = (
        f'<filterColumn colId="1"><filters><filter val="{NAME}"/><filter val="架空　太郎"/></filters></filterColumn>'
    )
    columns = "".join(f'<tableColumn id="{n}" name="{name}"/>' for n, name in enumerate(HEADINGS, 1))
    xml = (
        f'<table xmlns="{MAIN}" id="1" name="表" displayName="表" ref="A1:D6"><autoFilter ref="A1:D6">{choice}</autoFilter>'
        f'<tableColumns count="4">{columns}</tableColumns></table>'
    )
    view = (
        f'<customSheetViews><customSheetView guid="{{A}}"><autoFilter ref="A1:D6">{choice}</autoFilter></customSheetView>'
        '</customSheetViews><tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows().replace('<row r="5"', '<row r="5" hidden="1"'), after=view)},
        links={"rId1": ("table", "../tables/table1.xml")},
        parts={"xl/tables/table1.xml": xml},
    )
    after = changed(book, _gone(1))
    for name in ("xl/worksheets/sheet1.xml", "xl/tables/table1.xml"):
        assert NAME not in part(after, name)
        assert '<filter val="架空　太郎"/>' in part(after, name)
    assert '<row r="4" hidden="1"' in part(after)


def _with_text(tmp_path: Path, text: str, where: str) -> Path:
    """A list, and elsewhere a text: in a box on the sheet, or in the workbook's properties."""
    box = f'<xdr:sp><xdr:txBody><a:p xmlns:a="urn:a"><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    anchor = (
        "<xdr:oneCellAnchor><xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row>"
        f'<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="1" cy="1"/>{box}<xdr:clientData/></xdr:oneCellAnchor>'
    )
    drawing = f'<xdr:wsDr xmlns:xdr="{XDR}">{anchor if where == "box" else ""}</xdr:wsDr>'
    core = f"<coreProperties><creator>{text if where == 'properties' else ''}</creator></coreProperties>"
    lines = [HEADINGS, *PEOPLE[:1], ("林 学", NAME, "hanako@example.jp", "0312"), *PEOPLE[2:]]
    return write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows(lines), after='<drawing r:id="rId1"/>')},
        links={"rId1": ("drawing", "../drawings/drawing1.xml")},
        parts={"xl/drawings/drawing1.xml": drawing, "docProps/core.xml": core},
    )


@pytest.mark.parametrize(
    ("text", "where", "refused"),
    [
        (NAME, "box", True),
        (f"担当は{NAME}です", "box", True),
        ("連絡先 hanako@example.jp まで", "box", True),
        ("林 学様", "box", True),
        ("林学 0312456", "box", False),
        (NAME, "properties", False),
    ],
)
def test_a_text_elsewhere_names_the_person_or_does_not(tmp_path: Path, text: str, where: str, refused: bool) -> None:
    book = _with_text(tmp_path, text, where)
    if refused:
        with pytest.raises(Refused, match="repeats something") as caught:
            changed(book, _gone(1))
        assert "drawing1.xml" in caught.value.problem
    else:
        assert len(opened(changed(book, _gone(1))).leads) == 4


def test_a_stored_result_forgets_a_name_of_three_letters_too(tmp_path: Path) -> None:
    lines = [HEADINGS, ("架空", "林 学", "", ""), PEOPLE[1]]
    other = worksheet('<row r="1"><c r="A1" t="str"><f>名簿!B2&amp;"様"</f><v>林 学様</v></c></row>')
    after = changed(write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(lines)), "宛名": other}), _gone(0))
    assert "林" not in part(after, "xl/worksheets/sheet2.xml")
