"""What stands around a list's rows in the worksheet's own part, and goes with them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from leadlist.changes import RemoveRow
from leadlist.leads import RowRef
from tests.formats.excel.books import changed, part, rows, worksheet, write_book

# The list stands in A1:D6; rows 3 and 4 (the second and third lead) leave.
AROUND: Mapping[str, tuple[str, str]] = {
    "autofilter": ('<autoFilter ref="A1:D6"/>', '<autoFilter ref="A1:D4"/>'),
    "sort state": (
        '<autoFilter ref="A1:D6"><sortState ref="A2:D6"><sortCondition ref="B2:B6"/></sortState></autoFilter>',
        '<autoFilter ref="A1:D4"><sortState ref="A2:D4"><sortCondition ref="B2:B4"/></sortState></autoFilter>',
    ),
    "merged cells": (
        '<mergeCells count="3"><mergeCell ref="F1:G9"/><mergeCell ref="F12:F13"/><mergeCell ref="F3:G3"/></mergeCells>',
        '<mergeCells count="2"><mergeCell ref="F1:G7"/><mergeCell ref="F10:F11"/></mergeCells>',
    ),
    "merged cells that all leave": ('<mergeCells count="1"><mergeCell ref="F3:G4"/></mergeCells>', ""),
    "conditional format": (
        '<conditionalFormatting sqref="A3:D6"><cfRule type="expression" priority="1"><formula>$C3=$C$2</formula></cfRule>'
        "</conditionalFormatting>",
        '<conditionalFormatting sqref="A3:D4"><cfRule type="expression" priority="1"><formula>$C3=$C$2</formula></cfRule>'
        "</conditionalFormatting>",
    ),
    "data validation": (
        '<dataValidations count="2"><dataValidation type="custom" sqref="A2:A6 C3"><formula1>LEN(A2)&lt;$F$6</formula1>'
        '</dataValidation><dataValidation type="list" sqref="B3"><formula1>$F$1:$F$9</formula1></dataValidation>'
        "</dataValidations>",
        '<dataValidations count="1"><dataValidation type="custom" sqref="A2:A4"><formula1>LEN(A2)&lt;$F$4</formula1>'
        "</dataValidation></dataValidations>",
    ),
    "hyperlinks inside": (
        '<hyperlinks><hyperlink ref="A3" location="名簿!A1"/><hyperlink ref="A6" location="名簿!A5"/></hyperlinks>',
        '<hyperlinks><hyperlink ref="A4" location="名簿!A3"/></hyperlinks>',
    ),
    "page breaks": (
        '<rowBreaks count="2" manualBreakCount="2"><brk id="3" max="16383" man="1"/><brk id="5" max="16383" man="1"/>'
        "</rowBreaks>",
        '<rowBreaks count="1" manualBreakCount="1"><brk id="3" max="16383" man="1"/></rowBreaks>',
    ),
    "protected ranges": (
        '<protectedRanges><protectedRange sqref="A2:D6" name="入力"/></protectedRanges>',
        '<protectedRanges><protectedRange sqref="A2:D4" name="入力"/></protectedRanges>',
    ),
    "scenarios": (
        '<scenarios sqref="A9"><scenario name="案" count="1"><inputCells r="A6" val="1"/></scenario></scenarios>',
        '<scenarios sqref="A7"><scenario name="案" count="1"><inputCells r="A4" val="1"/></scenario></scenarios>',
    ),
    "ignored errors": (
        '<ignoredErrors><ignoredError sqref="D2:D6" numberStoredAsText="1"/></ignoredErrors>',
        '<ignoredErrors><ignoredError sqref="D2:D4" numberStoredAsText="1"/></ignoredErrors>',
    ),
    "cell watches": (
        '<cellWatches><cellWatch r="A6"/></cellWatches>',
        '<cellWatches><cellWatch r="A4"/></cellWatches>',
    ),
    "custom views": (
        '<customSheetViews><customSheetView guid="{A}" topLeftCell="A6"><selection activeCell="A6" sqref="A6"/>'
        "</customSheetView></customSheetViews>",
        '<customSheetViews><customSheetView guid="{A}" topLeftCell="A4"><selection activeCell="A4" sqref="A4"/>'
        "</customSheetView></customSheetViews>",
    ),
    "x14 validation": (
        '<extLst><ext xmlns:x14="urn:x14" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
        'xmlns:xm="urn:xm" count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>名簿!$F$1:$F$6</xm:f>'
        "</x14:formula1><xm:sqref>A2:A6</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>",
        '<extLst><ext xmlns:x14="urn:x14" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
        'xmlns:xm="urn:xm" count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>名簿!$F$1:$F$4</xm:f>'
        "</x14:formula1><xm:sqref>A2:A4</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>",
    ),
    "x14 format": (
        '<extLst><ext xmlns:x14="urn:x14" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="urn:xm"><x14:cfRule type="expression" id="{B}"><xm:f>$A2=$F$6</xm:f>'
        "</x14:cfRule><xm:sqref>A2:D6</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
        '<extLst><ext xmlns:x14="urn:x14" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="urn:xm"><x14:cfRule type="expression" id="{B}"><xm:f>$A2=$F$4</xm:f>'
        "</x14:cfRule><xm:sqref>A2:D4</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
    ),
    "sparklines": (
        '<extLst><ext xmlns:x14="urn:x14" uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
        'xmlns:xm="urn:xm"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>名簿!F2:F6</xm:f><xm:sqref>E2</xm:sqref>'
        "</x14:sparkline><x14:sparkline><xm:f>名簿!F3:F3</xm:f><xm:sqref>E3</xm:sqref></x14:sparkline></x14:sparklines>"
        "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>",
        '<extLst><ext xmlns:x14="urn:x14" uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
        'xmlns:xm="urn:xm"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>名簿!F2:F4</xm:f><xm:sqref>E2</xm:sqref>'
        "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>",
    ),
    "scenarios of which one leaves": (
        '<scenarios current="1" show="1" sqref="A3"><scenario name="甲" count="1"><inputCells r="A6" val="1"/></scenario>'
        '<scenario name="乙" count="1"><inputCells r="A4" val="1"/></scenario></scenarios>',
        '<scenarios><scenario name="甲" count="1"><inputCells r="A4" val="1"/></scenario></scenarios>',
    ),
    "scenarios that all leave": (
        '<scenarios current="0"><scenario name="甲" count="1"><inputCells r="A3" val="1"/></scenario></scenarios>',
        "",
    ),
    "column breaks": (
        '<colBreaks count="2" manualBreakCount="2"><brk id="2" max="1048575" man="1"/><brk id="3" max="5" man="1"/>'
        "</colBreaks>",
        '<colBreaks count="2" manualBreakCount="2"><brk id="2" max="1048575" man="1"/><brk id="3" max="3" man="1"/>'
        "</colBreaks>",
    ),
    "published ranges": (
        '<webPublishItems count="1"><webPublishItem id="1" divId="d" sourceType="range" sourceRef="A1:D6" '
        'destinationFile="a.htm"/></webPublishItems>',
        '<webPublishItems count="1"><webPublishItem id="1" divId="d" sourceType="range" sourceRef="A1:D4" '
        'destinationFile="a.htm"/></webPublishItems>',
    ),
    "x14 ignored errors": (
        '<extLst><ext uri="{01252117-D84E-4E92-8308-4BE1C098FCBB}"><x14:ignoredErrors xmlns:x14="urn:x14">'
        '<x14:ignoredError numberStoredAsText="1"><xm:sqref xmlns:xm="urn:xm">D2:D6</xm:sqref></x14:ignoredError>'
        '<x14:ignoredError numberStoredAsText="1"><xm:sqref xmlns:xm="urn:xm">E3</xm:sqref></x14:ignoredError>'
        "</x14:ignoredErrors></ext></extLst>",
        '<extLst><ext uri="{01252117-D84E-4E92-8308-4BE1C098FCBB}"><x14:ignoredErrors xmlns:x14="urn:x14">'
        '<x14:ignoredError numberStoredAsText="1"><xm:sqref xmlns:xm="urn:xm">D2:D4</xm:sqref></x14:ignoredError>'
        "</x14:ignoredErrors></ext></extLst>",
    ),
    "x14 protected ranges": (
        '<extLst><ext uri="{FC87AEE6-9EDD-4A0A-B7FB-166176984837}"><x14:protectedRanges xmlns:x14="urn:x14">'
        '<x14:protectedRange name="入力"><xm:sqref xmlns:xm="urn:xm">A2:D6</xm:sqref></x14:protectedRange>'
        "</x14:protectedRanges></ext></extLst>",
        '<extLst><ext uri="{FC87AEE6-9EDD-4A0A-B7FB-166176984837}"><x14:protectedRanges xmlns:x14="urn:x14">'
        '<x14:protectedRange name="入力"><xm:sqref xmlns:xm="urn:xm">A2:D4</xm:sqref></x14:protectedRange>'
        "</x14:protectedRanges></ext></extLst>",
    ),
    "consolidation": (
        '<dataConsolidate><dataRefs count="2"><dataRef ref="A1:D6" sheet="名簿"/><dataRef ref="A1:D6" sheet="別"/>'
        "</dataRefs></dataConsolidate>",
        '<dataConsolidate><dataRefs count="2"><dataRef ref="A1:D4" sheet="名簿"/><dataRef ref="A1:D6" sheet="別"/>'
        "</dataRefs></dataConsolidate>",
    ),
    "embedded objects by their anchors": (
        '<oleObjects><oleObject progId="Word" shapeId="1025"><objectPr><anchor moveWithCells="1"><from><row>5</row></from>'
        "<to><row>7</row></to></anchor></objectPr></oleObject></oleObjects>",
        '<oleObjects><oleObject progId="Word" shapeId="1025"><objectPr><anchor moveWithCells="1"><from><row>3</row></from>'
        "<to><row>5</row></to></anchor></objectPr></oleObject></oleObjects>",
    ),
    "a filter by who leaves": (
        '<autoFilter ref="A1:D6"><filterColumn colId="1"><filters><filter val="架空　次郎"/><filter val="架空　太郎"/></filters>'
        '</filterColumn><filterColumn colId="2"><customFilters><customFilter val="hanako@example.jp"/></customFilters>'
        "</filterColumn></autoFilter>",
        '<autoFilter ref="A1:D4"><filterColumn colId="1"><filters><filter val="架空　太郎"/></filters></filterColumn>'
        "</autoFilter>",
    ),
    "a filter by nobody else": (
        '<autoFilter ref="A1:D6"><filterColumn colId="1"><filters><filter val="架空　次郎"/></filters></filterColumn></autoFilter>',
        '<autoFilter ref="A1:D4"/>',
    ),
}


@pytest.mark.parametrize("kind", AROUND)
def test_what_stands_around_the_rows_goes_with_them(tmp_path: Path, kind: str) -> None:
    before, after = AROUND[kind]
    names = '<definedName name="_xlnm._FilterDatabase" localSheetId="0">名簿!$A$1:$D$6</definedName>'
    book = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows(), after=before)}, names=names)
    xml = part(changed(book, [RemoveRow(RowRef(row), "test", None, "test") for row in (1, 2)]))
    assert xml.endswith(f"</sheetData>{after}</worksheet>")
