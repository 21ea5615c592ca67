"""Parts beside the worksheet while rows leave: charts of every make, connections, controls, parts not known here."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from leadlist.changes import RemoveRow, SetCell
from leadlist.errors import Refused
from leadlist.leads import ColumnRef, RowRef
from tests.formats.excel.books import OFFICE, PACKAGE, changed, opened, part, parts, rows, worksheet, write_book

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAME = "架空　花子"
POINTS = '<c:ptCount val="2"/><c:pt idx="0"><c:v>架空　太郎</c:v></c:pt><c:pt idx="1"><c:v>{0}</c:v></c:pt>'


def _gone(*positions: int) -> list[RemoveRow]:
    return [RemoveRow(RowRef(row), "erased", None, "test") for row in positions]


def _links(*links: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _charted(tmp_path: Path, chart: str, kind: str = "chart", more: Mapping[str, str] | None = None) -> Path:
    """A list, and a second sheet with a chart and a formula that repeats the second lead."""
    other = worksheet(f'<row r="1"><c r="A1" t="str"><f>名簿!B3&amp;"様"</f><v>{NAME}様</v></c></row>')
    return write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows()), "宛名": other},
        parts={
            "xl/worksheets/_rels/sheet2.xml.rels": _links(("drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}"/>',
            "xl/drawings/_rels/drawing1.xml.rels": _links((kind, "../charts/chart1.xml")),
            "xl/charts/chart1.xml": f'<c:chart xmlns:c="{CHART}" xmlns:c15="urn:c15" xmlns:cx="urn:cx">{chart}</c:chart>',
            **(more or {}),
        },
    )


CHARTS: Mapping[str, tuple[str, str]] = {
    "labels from cells": (
        "<c15:datalabelsRange><c15:f>名簿!$B$2:$B$3</c15:f><c15:dlblRangeCache>"
        f"{POINTS.format(NAME)}</c15:dlblRangeCache></c15:datalabelsRange>",
        '<c15:datalabelsRange><c15:f>名簿!$B$2</c15:f><c15:dlblRangeCache><c:ptCount val="1"/>',
    ),
    "filtered series": (
        "<c15:fullRef><c15:sqref>名簿!$B$2:$B$6</c15:sqref></c15:fullRef>",
        "<c15:fullRef><c15:sqref>名簿!$B$2:$B$5</c15:sqref></c15:fullRef>",
    ),
    "new chart types": (
        '<cx:strDim type="cat"><cx:f>名簿!$B$2:$B$6</cx:f><cx:lvl ptCount="5"><cx:pt idx="1">'
        f"{NAME}</cx:pt></cx:lvl></cx:strDim>",
        '<cx:strDim type="cat"><cx:f>名簿!$B$2:$B$5</cx:f></cx:strDim>',
    ),
    "what formulas on other sheets repeat": (
        f"<c:strRef><c:f>宛名!$A$1:$A$2</c:f><c:strCache>{POINTS.format(NAME + '様')}</c:strCache></c:strRef>",
        "<c:strRef><c:f>宛名!$A$1:$A$2</c:f></c:strRef>",
    ),
}


@pytest.mark.parametrize("make", CHARTS)
def test_charts_of_every_make_move_and_forget(tmp_path: Path, make: str) -> None:
    before, after = CHARTS[make]
    xml = part(changed(_charted(tmp_path, before), _gone(1)), "xl/charts/chart1.xml")
    assert after.replace("$B$2<", "$B$2:$B$2<") in xml or after in xml
    assert NAME not in xml


def test_shapes_drawn_into_a_chart_keep_to_their_cells(tmp_path: Path) -> None:
    shapes = '<c:userShapes xmlns:c="urn:c" xmlns:cdr="urn:cdr"><cdr:sp textlink="名簿!$B$6"/></c:userShapes>'
    more = {
        "xl/charts/_rels/chart1.xml.rels": _links(("chartUserShapes", "../drawings/drawing2.xml")),
        "xl/drawings/drawing2.xml": shapes,
    }
    after = changed(_charted(tmp_path, "", more=more), _gone(1))
    assert 'textlink="名簿!$B$5"' in part(after, "xl/drawings/drawing2.xml")


def test_connections_that_ask_a_cell_keep_to_it(tmp_path: Path) -> None:
    connections = '<connections><connection id="1"><parameters><parameter cell="名簿!$F$6"/></parameters></connection></connections>'
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        parts={"xl/connections.xml": connections},
        book_links={"rIdC": ("connections", "connections.xml")},
    )
    assert 'cell="名簿!$F$4"' in part(changed(book, _gone(1, 2)), "xl/connections.xml")


def test_live_data_is_refused(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, parts={"xl/volatileDependencies.xml": "<volTypes/>"}
    )
    with pytest.raises(Refused, match="live data"):
        changed(book, _gone(1))


def test_a_data_table_whose_input_leaves_is_refused(tmp_path: Path) -> None:
    table = '<row r="9"><c r="F9"><f t="dataTable" ref="F9:F10" r1="A3"/><v>1</v></c></row>'
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows() + table)})
    with pytest.raises(Refused, match="data table"):
        changed(book, _gone(1))


def test_a_shape_that_starts_a_macro_stays_whatever_rows_leave(tmp_path: Path) -> None:
    ends = (
        "<xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>99</xdr:rowOff></xdr:to>"
    )
    shapes = "".join(
        f'<xdr:twoCellAnchor>{ends}<xdr:sp macro="{macro}"/></xdr:twoCellAnchor>' for macro in ("[0]!追加", "")
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        links={"rId1": ("drawing", "../drawings/drawing1.xml")},
        parts={"xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{XDR}">{shapes}</xdr:wsDr>'},
    )
    drawing = part(changed(book, _gone(1)), "xl/drawings/drawing1.xml")
    assert drawing.count("<xdr:sp ") == 1
    assert 'macro="[0]!追加"' in drawing


def test_a_form_control_stays_whatever_rows_leave(tmp_path: Path) -> None:
    ends = "<xdr:from><xdr:row>2</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:from><xdr:to><xdr:row>2</xdr:row></xdr:to>"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR}"><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><xdr:twoCellAnchor editAs="oneCell">'
        f"{ends}<xdr:sp/></xdr:twoCellAnchor></mc:Choice></mc:AlternateContent></xdr:wsDr>"
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows())},
        links={"rId1": ("drawing", "../drawings/drawing1.xml")},
        parts={"xl/drawings/drawing1.xml": drawing},
    )
    assert "<xdr:sp/>" in part(changed(book, _gone(1)), "xl/drawings/drawing1.xml")


@pytest.mark.parametrize(
    "where", ["xl/richData/rdrichvalue.xml", "customXml/item1.xml", "xl/externalLinks/externalLink1.xml"]
)
@pytest.mark.parametrize("as_text", [True, False])
def test_a_part_not_known_here_that_repeats_the_person_is_refused(tmp_path: Path, where: str, as_text: bool) -> None:
    repeated = f"<x>{NAME[:3]}<b/>{NAME[3:]}</x>" if as_text else f'<x v="担当 {NAME}"/>'
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, parts={where: repeated})
    with pytest.raises(Refused, match="repeats something") as caught:
        changed(book, _gone(1))
    assert where in caught.value.problem


def test_a_correction_is_no_erasure(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, parts={"customXml/item1.xml": f"<x>{NAME}</x>"}
    )
    changes = [
        SetCell(RowRef(1), ColumnRef(1), NAME, "架空 花子", "test"),
        SetCell(RowRef(0), ColumnRef(3), "03-0000-0001", "", "test"),
    ]
    assert parts(changed(book, changes))["customXml/item1.xml"] == f"<x>{NAME}</x>".encode()


def test_formulas_that_lose_their_cells_are_told_wherever_they_stand(tmp_path: Path) -> None:
    sheet = worksheet(
        rows(),
        after='<dataValidations count="1"><dataValidation type="list" sqref="F1"><formula1>$B$3</formula1></dataValidation>'
        "</dataValidations>",
    )
    book = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": sheet, "別": worksheet('<row r="1"><c r="A1"><f>名簿!B3</f><v>1</v></c></row>')},
        names='<definedName name="担当">名簿!$B$3</definedName>',
    )
    assert opened(book).broken_formulas(_gone(1)) == ["別!A1", "名簿", "担当"]
