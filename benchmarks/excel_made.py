"""Makes a large lead list as a workbook, the way Excel writes one: shared strings, styles, spans, a filter, a table."""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

HEADINGS = ["No", "会社名", "部署", "役職", "氏名", "フリガナ", "メール", "電話番号", "携帯", "郵便番号", "住所",
            "業種", "従業員数", "登録日", "備考"]  # fmt: skip
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="000\\-0000"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="游ゴシック"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="3"/></cellXfs></styleSheet>'
)
_SMALL_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="見込み客" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": _STYLES,
}


def _texts(row: int, chance: random.Random) -> list[str]:
    number = chance.randrange(10**8)
    tail = row % 10_000
    return [
        f"株式会社架空{number % 40_000}",
        f"営業{number % 9}部",
        f"課長{number % 5}",
        f"架空　{number % 90_000}郎",
        f"カクウ {number % 90_000}",
        f"user{row}@example{number % 900}.co.jp",
        f"03-{number % 10_000:04d}-{tail:04d}",
        f"090-{row // 10_000:04d}-{tail:04d}",
        "",
        f"東京都架空区{number % 800}丁目{row % 90}番地",
        f"業種{number % 20}",
        "",
        "",
        f"備考{number % 300}",
    ]


def _rows(rows: int, indexes: dict[str, int]) -> Iterator[str]:
    chance = random.Random(20_261_122)
    letters = "ABCDEFGHIJKLMNO"
    yield from (
        '<row r="1" spans="1:15">',
        *(
            f'<c r="{letters[i]}1" t="s"><v>{indexes.setdefault(h, len(indexes))}</v></c>'
            for i, h in enumerate(HEADINGS)
        ),
        "</row>",
    )
    for row in range(2, rows + 2):
        cells = [f'<row r="{row}" spans="1:15"><c r="A{row}"><v>{row - 1}</v></c>']
        for letter, text in zip(letters[1:], _texts(row, chance), strict=True):
            if letter == "J":
                cells.append(f'<c r="J{row}" s="2"><v>{chance.randrange(10**6, 10**7)}</v></c>')
            elif letter == "M":
                cells.append(f'<c r="M{row}" s="3"><v>{chance.randrange(5000)}</v></c>')
            elif letter == "N":
                cells.append(f'<c r="N{row}" s="1"><v>{45_000 + row % 900}</v></c>')
            else:
                cells.append(f'<c r="{letter}{row}" t="s"><v>{indexes.setdefault(text, len(indexes))}</v></c>')
        yield "".join(cells) + "</row>"


def make(target: Path, rows: int) -> None:
    """Write a workbook with `rows` leads of 15 columns."""
    indexes: dict[str, int] = {}
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in _SMALL_PARTS.items():
            archive.writestr(name, _DECLARATION + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            batch: list[str] = []
            for piece in _rows(rows, indexes):
                batch.append(piece)
                if len(batch) > 2000:
                    sheet.write("".join(batch).encode())
                    batch.clear()
            sheet.write("".join(batch).encode())
            sheet.write(f'</sheetData><autoFilter ref="A1:O{rows + 1}"/></worksheet>'.encode())
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(f'{_DECLARATION}<sst xmlns="{_MAIN}" uniqueCount="{len(indexes)}">'.encode())
            strings.write("".join(f"<si><t>{text}</t></si>" for text in indexes).encode())
            strings.write(b"</sst>")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    arguments = parser.parse_args()
    make(arguments.target, arguments.rows)
