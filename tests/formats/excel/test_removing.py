"""Rows that leave, and every reference that goes with them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.changes import RemoveRow, SetCell
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, RowRef
from tests.formats.excel.books import (
    HEADINGS,
    MAIN,
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
from tests.formats.excel.test_around import AROUND


def _gone(*positions: int) -> list[RemoveRow]:
    return [RemoveRow(RowRef(row), "test", None, "test") for row in positions]


def _book(tmp_path: Path, after: str = "", before: str = "", data: str = "", **more: object) -> Path:
    sheets = {"名簿": worksheet(data or rows(), before, after), **more.pop("sheets", {})}  # type: ignore[dict-item]
    return write_book(tmp_path / "名簿.xlsx", sheets, **more)  # type: ignore[arg-type]


def test_views_keep_their_frozen_heading_and_their_place(tmp_path: Path) -> None:
    view = (
        '<dimension ref="A1:D6"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A{0}" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="B{0}" sqref="B{0}"/>'
        "</sheetView></sheetViews>"
    )
    xml = part(changed(_book(tmp_path, before=view.format(6)), _gone(1, 2)))
    assert view.format(4).replace("A1:D6", "A1:D4") in xml


def test_conditional_formats_stay_relative_when_their_first_row_leaves(tmp_path: Path) -> None:
    rule = '<conditionalFormatting sqref="A2:D{}"><cfRule type="expression" priority="1"><formula>$C2="x"</formula>'
    after = rule.format(6) + "</cfRule></conditionalFormatting>"
    assert rule.format(5) in part(changed(_book(tmp_path, after), _gone(0)))


def test_rows_keep_height_outline_and_hiding(tmp_path: Path) -> None:
    data = rows().replace('<row r="5"', '<row r="5" ht="40" customHeight="1" hidden="1" outlineLevel="1"')
    xml = part(changed(_book(tmp_path, data=data), _gone(1, 2)))
    assert '<row r="3" ht="40" customHeight="1" hidden="1" outlineLevel="1"' in xml


def test_the_last_row_may_leave_too(tmp_path: Path) -> None:
    assert table(opened(changed(_book(tmp_path), _gone(4))).leads) == list(PEOPLE[:4])


def test_formulas_on_every_sheet_go_with_the_rows(tmp_path: Path) -> None:
    data = rows() + '<row r="9"><c r="F9"><f>COUNTA(A2:A6)&amp;A6</f><v>1</v></c></row>'
    other = worksheet(
        '<row r="1"><c r="A1"><f>名簿!A6</f><v>1</v></c><c r="B1"><f>名簿!A3</f><v>1</v></c><c r="C1"><f>A6</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A4" si="0">名簿!B2</f><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c></row><row r="5"><c r="A5"><f t="shared" si="0"/></c></row>'
    )
    book = _book(tmp_path, data=data, sheets={"集計": other})
    after = changed(book, _gone(1, 2))
    assert "<f>COUNTA(A2:A4)&amp;A4</f>" in part(after)
    xml = part(after, "xl/worksheets/sheet2.xml")
    for formula in ("名簿!A4", "#REF!", "A6", "名簿!B2", "名簿!B3"):
        assert f"<f>{formula}</f>" in xml
    assert "shared" not in xml
    assert opened(book).broken_formulas(_gone(1, 2)) == ["集計!A3", "集計!B1"]
    assert opened(book).broken_formulas([]) == []


def test_a_shared_formula_survives_its_first_row(tmp_path: Path) -> None:
    lines = [
        (*HEADINGS, "長さ"),
        *(
            (
                *person,
                '<c r="@"><f t="shared"'
                + (' ref="E2:E6" si="0">LEN(A2)</f>' if not i else ' si="0"/>')
                + "<v>4</v></c>",
            )
            for i, person in enumerate(PEOPLE)
        ),
    ]
    xml = part(changed(_book(tmp_path, data=rows(lines)), _gone(0, 2)))
    assert [f"LEN(A{n})" in xml for n in range(1, 7)] == [False, True, True, True, False, False]
    assert "shared" not in xml


def test_an_array_formula_that_would_be_cut_is_refused(tmp_path: Path) -> None:
    data = rows().replace(
        '</c></row><row r="3"', '</c><c r="F2"><f t="array" ref="F2:F4">A2:A4</f></c></row><row r="3"'
    )
    with pytest.raises(Refused, match="array formula"):
        changed(_book(tmp_path, data=data), _gone(1))


def test_merged_rows_that_would_lose_their_text_are_refused(tmp_path: Path) -> None:
    book = _book(tmp_path, '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>')
    with pytest.raises(Refused, match="merged cells"):
        changed(book, _gone(1))


def test_cells_beside_the_list_are_not_lost(tmp_path: Path) -> None:
    lines = [(*HEADINGS, "", ""), (*PEOPLE[0], "", ""), (*PEOPLE[1], "", "担当: 架空"), PEOPLE[2]]
    book = _book(tmp_path, data=rows(lines))
    if len(opened(book).leads.headings) == len(HEADINGS):
        with pytest.raises(Refused, match="beside the list"):
            changed(book, _gone(1))
    assert table(opened(changed(book, _gone(2))).leads)[0][:4] == PEOPLE[0]


def test_defined_names_and_print_areas_go_with_the_rows(tmp_path: Path) -> None:
    names = (
        '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">名簿!$A$1:$D$6</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">名簿!$A$1:$D$6</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">名簿!$1:$1</definedName>'
        '<definedName name="一人">名簿!$A$3</definedName><definedName name="別">別!$A$6</definedName>'
    )
    after = changed(_book(tmp_path, names=names, sheets={"別": worksheet("")}), _gone(1, 2))
    xml = part(after, "xl/workbook.xml")
    for text in ("名簿!$A$1:$D$4", "名簿!$1:$1", ">#REF!<", "別!$A$6"):
        assert text in xml


def test_relative_names_are_distances_and_stay(tmp_path: Path) -> None:
    names = (
        '<definedName name="上">名簿!A1048576</definedName><definedName name="列">名簿!$B1+名簿!$D$6</definedName>'
        '<definedName name="混">名簿!A$2:A5</definedName>'
    )
    book = _book(tmp_path, names=names)
    with pytest.raises(Refused, match="reference"):
        changed(book, _gone(1, 2))
    after = changed(_book(tmp_path, names=names.partition('<definedName name="混">')[0]), _gone(1, 2))
    xml = part(after, "xl/workbook.xml")
    assert ">名簿!A1048576<" in xml
    assert ">名簿!$B1+名簿!$D$4<" in xml


@pytest.mark.parametrize("formula", ["SUM(名簿:別!$A$4)", "SUM('名簿:別'!$A$1:$A$6)"])
@pytest.mark.parametrize("place", ["cell", "name", "rule"])
def test_a_reference_over_several_sheets_stops_a_removal_not_an_edit(tmp_path: Path, formula: str, place: str) -> None:
    other = worksheet(f'<row r="1"><c r="A1"><f>{formula}</f><v>1</v></c></row>' if place == "cell" else "")
    rule = f'<conditionalFormatting sqref="A2"><cfRule type="expression"><formula>{formula}</formula></cfRule></conditionalFormatting>'
    book = _book(
        tmp_path,
        after=rule if place == "rule" else "",
        names=f'<definedName name="全">{formula}</definedName>' if place == "name" else "",
        sheets={"別": other},
    )
    with pytest.raises(Refused, match="reference that is not understood"):
        changed(book, _gone(1))
    edited = changed(book, [SetCell(RowRef(0), ColumnRef(0), PEOPLE[0][0], "架空通商", "test")])
    assert opened(edited).leads.cell(RowRef(0), ColumnRef(0)) == "架空通商"


@pytest.mark.parametrize("formula", ["SUM(別:末!$A$4)", "SUM(名簿:別!$A$1)"])
def test_a_reference_over_other_sheets_or_above_the_rows_stays(tmp_path: Path, formula: str) -> None:
    other = worksheet(f'<row r="1"><c r="B1"><f>{formula}</f><v>1</v></c></row>')
    after = changed(_book(tmp_path, sheets={"別": other, "末": worksheet("")}), _gone(1))
    assert f"<f>{formula}</f>" in part(after, "xl/worksheets/sheet2.xml")


def test_the_order_of_calculation_goes_with_its_relationship_and_type(tmp_path: Path) -> None:
    book = _book(
        tmp_path,
        data=rows() + '<row r="9"><c r="F9"><f>1+1</f><v>2</v></c></row>',
        parts={"xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="F9" i="1"/></calcChain>'},
        book_links={"rIdC": ("calcChain", "calcChain.xml")},
    )
    after = changed(book, _gone(1))
    assert "xl/calcChain.xml" not in parts(after)
    assert "calcChain" not in part(after, "[Content_Types].xml")
    assert "calcChain" not in part(after, "xl/_rels/workbook.xml.rels")
    assert 'fullCalcOnLoad="1"' in part(after, "xl/workbook.xml")


def _table(tmp_path: Path, totals: str = "", end: int = 6, data: str = "") -> Path:
    xml = (
        f'<table xmlns="{MAIN}" id="1" name="表" displayName="表" ref="A1:D{end}"{totals}><autoFilter ref="A1:D6"/>'
        '<tableColumns count="4"><tableColumn id="1" name="会社名"/><tableColumn id="2" name="氏名"/>'
        '<tableColumn id="3" name="メール"/><tableColumn id="4" name="電話番号"/></tableColumns></table>'
    )
    after = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    return _book(
        tmp_path,
        after,
        data=data,
        links={"rId1": ("table", "../tables/table1.xml")},
        parts={"xl/tables/table1.xml": xml},
    )


def test_a_table_with_totals_shrinks(tmp_path: Path) -> None:
    data = (
        rows()
        + '<row r="7"><c r="A7" t="inlineStr"><is><t>合計</t></is></c><c r="D7"><f>SUBTOTAL(103,表[氏名])</f></c></row>'
    )
    after = changed(_table(tmp_path, ' totalsRowCount="1"', 7, data), _gone(1, 2))
    assert 'ref="A1:D5"' in part(after, "xl/tables/table1.xml")
    assert '<autoFilter ref="A1:D4"/>' in part(after, "xl/tables/table1.xml")
    assert "<f>SUBTOTAL(103,表[氏名])</f>" in part(after)


def test_a_table_keeps_one_row_which_is_emptied(tmp_path: Path) -> None:
    after = changed(_table(tmp_path), _gone(0, 1, 2, 3, 4))
    assert 'ref="A1:D2"' in part(after, "xl/tables/table1.xml")
    assert "架空" not in part(after)


COMMENTS = (
    f'<comments xmlns="{MAIN}"><authors><author>係</author></authors><commentList>'
    '<comment ref="A3" authorId="0"><text><t>去る人</t></text></comment>'
    '<comment ref="A6" authorId="0"><text><t>残る人</t></text></comment></commentList></comments>'
)
BOXES = (
    '<xml xmlns:v="urn:v" xmlns:x="urn:x"><v:shapetype id="t"/>'
    + "".join(
        f'<v:shape id="s{row}"><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>1, 15, {row}, 2, '
        f"3, 15, {row + 4}, 4</x:Anchor><x:Row>{row}</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>"
        for row in (2, 5)
    )
    + "<br></xml>"
)


def test_comments_and_their_boxes_go_with_their_cells(tmp_path: Path) -> None:
    threaded = COMMENTS.replace("comment ", "threadedComment ").replace("</comment>", "</threadedComment>")
    book = _book(
        tmp_path,
        '<legacyDrawing r:id="rId2"/>',
        links={
            "rId1": ("comments", "../comments1.xml"),
            "rId2": ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
            "rId3": ("threadedComment", "../threadedComments/threadedComment1.xml"),
        },
        parts={
            "xl/comments1.xml": COMMENTS,
            "xl/drawings/vmlDrawing1.vml": BOXES,
            "xl/threadedComments/threadedComment1.xml": threaded,
        },
    )
    after = changed(book, _gone(1, 2))
    for name in ("xl/comments1.xml", "xl/threadedComments/threadedComment1.xml"):
        assert 'ref="A4"' in part(after, name)
        assert "去る人" not in part(after, name)
    boxes = part(after, "xl/drawings/vmlDrawing1.vml")
    assert boxes.count("<v:shape ") == 1
    assert "<x:Row>3</x:Row>" in boxes
    assert "1, 15, 3, 2, 3, 15, 7, 4" in boxes
    assert "<br></xml>" in boxes


XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def _anchor(top: int, bottom: int, how: str = "", inside: str = "<xdr:sp/>") -> str:
    return (
        f"<xdr:twoCellAnchor{how}><xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row>"
        f"<xdr:rowOff>9</xdr:rowOff></xdr:from><xdr:to><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{bottom}"
        f"</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:to>{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _drawing(tmp_path: Path, *anchors: str, **parts: str | bytes) -> Path:
    xml = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    return _book(
        tmp_path,
        '<drawing r:id="rId1"/>',
        links={"rId1": ("drawing", "../drawings/drawing1.xml")},
        parts={"xl/drawings/drawing1.xml": xml + "".join(anchors) + "</xdr:wsDr>", **parts},
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_anchor(0, 5), _anchor(0, 3)),
        (_anchor(4, 9), _anchor(2, 7)),
        (_anchor(1, 5, ' editAs="oneCell"'), _anchor(1, 5, ' editAs="oneCell"')),
        (_anchor(4, 6, ' editAs="oneCell"'), _anchor(2, 4, ' editAs="oneCell"')),
        (_anchor(4, 6, ' editAs="absolute"'), _anchor(4, 6, ' editAs="absolute"')),
    ],
)
def test_shapes_move_and_size_as_their_anchors_say(tmp_path: Path, before: str, after: str) -> None:
    assert after in part(changed(_drawing(tmp_path, before), _gone(1, 2)), "xl/drawings/drawing1.xml")


def test_a_picture_in_a_leaving_row_leaves_the_workbook(tmp_path: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../media/image1.png"/>'
        "</Relationships>"
    )
    picture = _anchor(2, 3, inside='<xdr:pic><xdr:blipFill r:embed="rId1"/></xdr:pic>').replace(
        "<xdr:rowOff>9", "<xdr:rowOff>0"
    )
    book = _drawing(
        tmp_path,
        picture,
        **{"xl/drawings/_rels/drawing1.xml.rels": rels, "xl/media/image1.png": b"photo"},  # type: ignore[arg-type]
    )
    after = changed(book, _gone(1))
    assert "xl/media/image1.png" not in parts(after)
    assert "pic" not in part(after, "xl/drawings/drawing1.xml")
    assert "image" not in part(after, "xl/drawings/_rels/drawing1.xml.rels")


CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:cat><c:strRef><c:f>名簿!$A$2:$A$6</c:f>'
    '<c:strCache><c:ptCount val="5"/>'
    + "".join(f'<c:pt idx="{i}"><c:v>{person[1]}</c:v></c:pt>' for i, person in enumerate(PEOPLE))
    + '</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>(名簿!$B$2:$B$3,名簿!$B$6)</c:f><c:numCache><c:ptCount val="3"/>'
    "</c:numCache></c:numRef></c:val></c:chartSpace>"
)


def test_charts_and_what_they_keep_go_with_the_rows(tmp_path: Path) -> None:
    link = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = _book(
        tmp_path,
        sheets={"図": worksheet("", after='<drawing r:id="rId1"/>')},
        parts={
            "xl/worksheets/_rels/sheet2.xml.rels": link.format(
                f'<Relationship Id="rId1" Type="{office}/drawing" Target="../drawings/drawing1.xml"/>'
            ),
            "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}"/>',
            "xl/drawings/_rels/drawing1.xml.rels": link.format(
                f'<Relationship Id="rId1" Type="{office}/chart" Target="../charts/chart1.xml"/>'
            ),
            "xl/charts/chart1.xml": CHART,
        },
    )
    xml = part(changed(book, _gone(1, 2)), "xl/charts/chart1.xml")
    assert "名簿!$A$2:$A$4" in xml
    assert '<c:ptCount val="3"/><c:pt idx="0"><c:v>架空　太郎</c:v></c:pt><c:pt idx="1"><c:v>架空　月子' in xml
    assert "(名簿!$B$2,名簿!$B$4)" in xml or "(名簿!$B$2:$B$2,名簿!$B$4)" in xml
    assert "numCache" not in xml


def test_an_unknown_extension_that_names_cells_is_refused(tmp_path: Path) -> None:
    book = _book(tmp_path, '<extLst><ext uri="{0}" xmlns:z="urn:z"><z:marks at="B3:B9"/></ext></extLst>')
    with pytest.raises(Refused, match="extension"):
        changed(book, _gone(1))


@pytest.mark.parametrize(("folder", "words"), [("xl/model/item.data", "data model"), ("xl/revisions/r.xml", "history")])
def test_copies_that_cannot_be_changed_are_refused(tmp_path: Path, folder: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        changed(_book(tmp_path, parts={folder: "<x/>"}), _gone(1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.sets(st.integers(0, 4), min_size=1, max_size=4))
def test_removing_in_one_go_equals_removing_one_by_one(tmp_path: Path, positions: set[int]) -> None:
    around = "".join(AROUND[kind][0] for kind in ("autofilter", "conditional format", "data validation", "page breaks"))
    data = rows() + '<row r="9"><c r="F9"><f>SUM(F2:F6)+A6</f><v>1</v></c></row>'
    other = worksheet(
        '<row r="1"><c r="A1"><f>SUM(名簿!A2:A6)</f></c><c r="B1"><f>名簿!$C$3&amp;名簿!B:B</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A5" si="0">名簿!D2</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    names = (
        '<definedName name="_xlnm.Print_Area" localSheetId="0">名簿!$A$1:$D$6</definedName>'
        '<definedName name="会社">名簿!$A$2:$A$6</definedName><definedName name="下">名簿!A2</definedName>'
    )
    book = _book(tmp_path, around, data=data, sheets={"集計": other}, names=names)
    together = changed(book, _gone(*positions))
    one = book.with_name("一人ずつ.xlsx")
    one.write_bytes(book.read_bytes())
    for position in sorted(positions, reverse=True):
        changed(one, _gone(position)).replace(one)
    assert parts(together) == parts(one)


def test_rows_whose_number_also_stands_elsewhere_are_renumbered_right(tmp_path: Path) -> None:
    lines = [
        HEADINGS,
        *((f"架空{n}", '<c r="@" s="2"><v>1500001</v></c>', "", f"x&quot;{n}&quot;") for n in range(2, 13)),
    ]
    after = changed(_book(tmp_path, data=rows(lines)), _gone(0))
    found = opened(after).leads
    assert [found.cell(RowRef(n), 1) for n in range(10)] == ["150-0001"] * 10  # type: ignore[arg-type]
    assert found.cell(RowRef(9), 3) == 'x"12"'  # type: ignore[arg-type]
