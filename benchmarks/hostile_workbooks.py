"""Makes workbooks that harm: bombs, lies, entities, endless references. Each is a function of the file to write.

`hostile_files.py` runs them through the commands. Nothing here is dangerous to write: what unpacks to gigabytes is a few
megabytes long, and the rest is small.
"""

# ruff: noqa: E501 - what harms stands in one line each

import random
import struct
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from excel_made import _DECLARATION, _MAIN, _OFFICE, _SMALL_PARTS

Make = Callable[[Path], None]

HEADINGS = ("会社名", "氏名", "メール", "電話番号")
_TABLE_TYPE = f"{_OFFICE}/table"


def cell(place: str, text: str, more: str = "") -> str:
    """A cell with an inline text."""
    return f'<c r="{place}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def row(number: int, texts: Iterable[str]) -> str:
    """A row of inline texts from column A on."""
    cells = "".join(cell(f"{'ABCDEFGHIJ'[at]}{number}", text) for at, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def people(count: int = 5) -> str:
    """A heading row and some invented people."""
    return row(1, HEADINGS) + "".join(
        row(n, ("架空商事", f"架空　太郎{n}", f"taro{n}@example.jp", "03-0000-0001")) for n in range(2, count + 2)
    )


def sheet(data: str, after: str = "", before: str = "") -> str:
    """A worksheet part."""
    return f'{_DECLARATION}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def book(path: Path, data: str | None = None, parts: dict[str, str | bytes] | None = None, **more: str) -> None:
    """Write a workbook of one sheet; `parts` replaces or adds, `more` are links of the sheet (id = kind|target)."""
    content: dict[str, str | bytes] = {name: _DECLARATION + text for name, text in _SMALL_PARTS.items()}
    content["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}"/>'
    content["xl/worksheets/sheet1.xml"] = sheet(people()) if data is None else data
    if more:
        content["xl/worksheets/_rels/sheet1.xml.rels"] = links(more)
    content |= parts or {}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)


def links(targets: dict[str, str]) -> str:
    """A relationships part, id = kind|target."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{value.split("|")[0]}" Target="{value.split("|")[1]}"/>'
        for key, value in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)


def _laughing(part: str) -> Make:
    def make(path: Path) -> None:
        texts = {**_SMALL_PARTS, "xl/worksheets/sheet1.xml": sheet(people())}
        text = texts.get(part, f'<x xmlns="{_MAIN}"/>').replace(_DECLARATION, "")
        book(path, parts={part: _DECLARATION + LAUGHS + text}, r1="drawing|../drawings/drawing1.xml",
             r2="comments|../comments1.xml", r3="table|../tables/table1.xml")  # fmt: skip

    return make


def _nested(part: str, name: str, depth: int = 200_000) -> Make:
    text = f"<{name}>" * depth + f"</{name}>" * depth
    body = sheet(people(), after=text) if "worksheets" in part else f'<{name} xmlns="{_MAIN}">{text}</{name}>'
    return lambda path: book(path, parts={part: body})


def _after(text: str, count: int, tag: str) -> Make:
    """Something a hundred thousand times behind the rows."""
    inner = "".join(text.replace("#", str(n)) for n in range(1, count + 1))
    return lambda path: book(path, sheet(people(), after=f"<{tag}>{inner}</{tag}>"))


def _formula(formula: str, count: int = 1) -> Make:
    escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
    more = "".join(f'<row r="{n}"><c r="H{n}"><f>{escaped}</f><v>1</v></c></row>' for n in range(20, 20 + count))
    return lambda path: book(path, sheet(people() + more))


def _value(value: str, code: str = "General") -> Make:
    styles = _SMALL_PARTS["xl/styles.xml"].replace("000\\-0000", code.replace("&", "&amp;").replace('"', "&quot;"))
    data = sheet(people() + f'<row r="9"><c r="B9" s="2"><v>{value}</v></c></row>')
    return lambda path: book(path, data, {"xl/styles.xml": _DECLARATION + styles})


def _names(text: str, count: int = 1) -> Make:
    inside = "".join(f'<definedName name="N{n}">{text}</definedName>' for n in range(count))
    main = _SMALL_PARTS["xl/workbook.xml"].replace("</sheets>", f"</sheets><definedNames>{inside}</definedNames>")
    return lambda path: book(path, parts={"xl/workbook.xml": main})


def _table(reference: str, more: str = "") -> Make:
    table = f'<table xmlns="{_MAIN}" id="1" name="T" displayName="T" ref="{reference}"{more}><tableColumns/></table>'
    return lambda path: book(path, parts={"xl/tables/table1.xml": table}, r1="table|../tables/table1.xml")


def many_parts(path: Path) -> None:
    """More entries than any workbook has."""
    book(path)
    with ZipFile(path, "a", ZIP_STORED) as archive:
        for number in range(60_000):
            archive.writestr(f"xl/media/{number}.bin", b"")


def overlapping(path: Path) -> None:
    """A thousand names for one packed gigabyte of blanks (a zip that "expands" without nesting)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _turn in range(50)) + packer.flush()
    size, crc = 50 << 20, 0
    for _turn in range(50):
        crc = zlib.crc32(b" " * (1 << 20), crc)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), size, 1, 0) + b"a"
    directory = b""
    for number in range(1000):
        name = b"xl/worksheets/sheet%d.xml" % number
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0, 0,
                                 0, 0, 0, 0) + name  # fmt: skip
    start = len(local) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1000, 1000, len(directory), start, 0)
    path.write_bytes(local + packed + directory + end)


def lying_size(path: Path) -> None:
    """The directory says that a sheet of a gigabyte has 4,000 bytes."""
    head, tail = sheet("").split("</sheetData>")
    book(path, "")
    target = path.with_suffix(".tmp")
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if "sheet1" not in info.filename:
                new.writestr(info, old.read(info))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as part:
            part.write(head.encode())
            for _turn in range(1000):
                part.write(b" " * (1 << 20))
            part.write(b"</sheetData>" + tail.encode())
    data = target.read_bytes()
    target.unlink()
    with ZipFile(path, "w"):
        pass
    real = struct.pack("<L", 1000 * (1 << 20) + len((head + "</sheetData>" + tail).encode()))
    path.write_bytes(data.replace(real, struct.pack("<L", 4000)))


def symbolic(path: Path) -> None:
    """A sheet that says it is a symbolic link to the passwords of the system."""
    book(path)
    target = path.with_suffix(".tmp")
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for info in old.infolist():
            if "sheet1" in info.filename:
                link = ZipInfo(info.filename)
                link.create_system, link.external_attr = 3, 0o120777 << 16
                new.writestr(link, "/etc/passwd")
            else:
                new.writestr(info, old.read(info))
    target.replace(path)


def one_long_text(path: Path) -> None:
    """A cell of 60 MB that hardly packs."""
    text = random.Random(1).randbytes(30 << 20).hex()
    book(path, sheet(row(1, HEADINGS) + f'<row r="2">{cell("A2", text)}</row>'))


def long_strings(path: Path) -> None:
    """Three million shared texts that no cell uses."""
    chance = random.Random(2)
    text = "".join(f"<si><t>{chance.getrandbits(64):x}</t></si>" for _n in range(3_000_000))
    book(path, parts={"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{text}</sst>'})


def diagonal(path: Path) -> None:
    """A cell in every column, each one row further down: 134 million blanks to the left of them."""
    from leadlist.formats.excel.markup import column_letters

    cells = "".join(f'<row r="{n + 2}">{cell(f"{column_letters(n)}{n + 2}", "x")}</row>' for n in range(16_384))
    book(path, sheet(row(1, HEADINGS) + cells))


def wide(path: Path) -> None:
    """Every column of a sheet has a heading and two hundred numbers."""
    from leadlist.formats.excel.markup import column_letters

    lines = []
    for number in range(1, 200):
        cells = "".join(f'<c r="{column_letters(n)}{number}"><v>{n}</v></c>' for n in range(16_384))
        lines.append(f'<row r="{number}">{cells}</row>')
    book(path, sheet("".join(lines)))


def one_in_many_sheets(path: Path) -> None:
    """Fifteen thousand sheets."""
    inside = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(15_000))
    main = _SMALL_PARTS["xl/workbook.xml"]
    start, end = main.index("<sheets>") + 8, main.index("</sheets>")
    book(path, parts={"xl/workbook.xml": main[:start] + inside + main[end:]})


def phantoms(form: str, elsewhere: bool = False) -> Make:
    """A million rows without content, below the list or on a sheet beside it."""

    def written(path: Path) -> None:
        rows = "".join(form.replace("#", str(number)) for number in range(8, 1_048_577))
        if not elsewhere:
            book(path, sheet(people() + rows))
            return
        more = _SMALL_PARTS["xl/workbook.xml"].replace(
            "</sheets>", '<sheet name="控え" sheetId="2" r:id="rId2"/></sheets>'
        )
        targets = {"rId1": "worksheet|worksheets/sheet1.xml", "rId2": "worksheet|worksheets/sheet2.xml"}
        parts = {"xl/workbook.xml": more, "xl/_rels/workbook.xml.rels": links(targets)}
        book(path, parts={**parts, "xl/worksheets/sheet2.xml": sheet(rows)})

    return written


def in_circles(path: Path) -> None:
    """Drawings, charts and pivot caches whose relationships lead back to themselves."""
    drawing = f'<wsDr xmlns="{_MAIN}"/>'
    ring = links({"r1": "chart|../drawings/drawing1.xml", "r2": "drawing|../worksheets/sheet1.xml"})
    parts = {"xl/drawings/drawing1.xml": drawing, "xl/drawings/_rels/drawing1.xml.rels": ring}
    book(path, parts=parts, r1="drawing|../drawings/drawing1.xml", r2="table|sheet1.xml")


def shared_in_circles(path: Path) -> None:
    """Shared formulas without a master, and masters of each other."""
    cells = "".join(f'<row r="{n}"><c r="H{n}"><f t="shared" si="{n % 3}"/></c></row>' for n in range(20, 3000))
    book(path, sheet(people() + cells))


WORKBOOKS: dict[str, Make] = {
    **{
        f"laughs_{part.rpartition('/')[2].split('.')[0].strip('[]') or 'rels'}.xlsx": _laughing(part)
        for part in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml",
                     "xl/drawings/drawing1.xml", "xl/comments1.xml", "xl/tables/table1.xml")
    },
    "utf16_doctype.xlsx": lambda path: book(path, parts={"xl/worksheets/sheet1.xml": ("<?xml version='1.0'?>" + LAUGHS + "<x/>").encode("utf-16")}),
    "nested_styles.xlsx": _nested("xl/styles.xml", "styleSheet"),
    "nested_behind_rows.xlsx": _nested("xl/worksheets/sheet1.xml", "extLst"),
    "nested_rows.xlsx": lambda path: book(path, sheet(people() + "<row>" * 100_000 + "</row>" * 100_000)),
    "nested_cells.xlsx": lambda path: book(path, sheet(people() + "<row>" + "<c>" * 100_000 + "</c>" * 100_000 + "</row>")),
    "open_row.xlsx": lambda path: book(path, sheet(people() + '<row r="8">' + "<c " * 3_000_000)),
    "open_attribute.xlsx": lambda path: book(path, sheet(people() + '<row r="8' + " x" * 3_000_000)),
    "comments_in_rows.xlsx": lambda path: book(path, sheet("<!--x-->" * 200_000 + people())),
    "cdata_in_rows.xlsx": lambda path: book(path, sheet(people() + "<![CDATA[<row>]]>" * 200_000)),
    "attributes.xlsx": lambda path: book(path, sheet(people() + "<row" + "".join(f' a{n}="1"' for n in range(300_000)) + "/>")),
    "merges.xlsx": _after('<mergeCell ref="A#:D#"/>', 300_000, "mergeCells"),
    "links.xlsx": _after('<hyperlink ref="A#" location="S!A#"/>', 100_000, "hyperlinks"),
    "formats.xlsx": _after('<conditionalFormatting sqref="A#:D#"><cfRule type="expression" priority="#"><formula>$A#=1</formula></cfRule></conditionalFormatting>', 50_000, "x"),
    "validations.xlsx": _after('<dataValidation sqref="A#:D#"><formula1>$A$1:$A$#</formula1></dataValidation>', 50_000, "dataValidations"),
    "many_names.xlsx": _names("見込み客!$A$1:$D$6", 100_000),
    "long_name.xlsx": _names("見込み客!$A$1," * 200_000 + "見込み客!$A$1"),
    "quotes_in_name.xlsx": _names("'" * 100_001 + "!A1"),
    "table_of_all.xlsx": _table("A1:XFD1048576"),
    "table_totals.xlsx": _table("A1:D6", ' totalsRowCount="999999999"'),
    "table_negative.xlsx": _table("A1:D6", ' totalsRowCount="-5" headerRowCount="-5"'),
    "table_backwards.xlsx": _table("D6:A1"),
    "brackets.xlsx": _formula("T" + "[" * 8000),
    "brackets_closed.xlsx": _formula("T" + "[" * 4000 + "]" * 4000),
    "quoted_brackets.xlsx": _formula("T[" + "'[" * 4000),
    "parentheses.xlsx": _formula("(" * 8000 + "A3" + ")" * 8000),
    "colons.xlsx": _formula("A3:" * 2700 + "A3"),
    "quotes.xlsx": _formula("'" * 8001),
    "texts.xlsx": _formula('"' * 8001),
    "marks.xlsx": _formula("#$\\!" * 2000),
    "long_formula.xlsx": _formula("SUM(A1:A6)+" * 500_000 + "1"),
    "formulas.xlsx": _formula("SUM(A$1:A$6)+IF(B3=\"x\",C3,D3)+VLOOKUP(A3,$A$1:$D$6,2,0)", 60_000),
    "shared_in_circles.xlsx": shared_in_circles,
    "in_circles.xlsx": in_circles,
    "value_1e999.xlsx": _value("1e999"),
    "value_nan.xlsx": _value("NaN"),
    "value_digits.xlsx": _value("9" * 400_000),
    "value_exponent.xlsx": _value("1e-999999999"),
    "date_1e300.xlsx": _value("1e300", "yyyy/m/d"),
    "date_minus.xlsx": _value("-99999999", "ggge年m月d日"),
    "format_zeros.xlsx": _value("12", "0" * 200_000),
    "format_brackets.xlsx": _value("12", "[" * 60_000),
    "format_quotes.xlsx": _value("12", '"' * 60_001),
    "format_sections.xlsx": _value("12", "0;" * 60_000),
    "format_commas.xlsx": _value("12", "0" + "," * 60_000 + "." + "#" * 60_000 + "E+" + "0" * 9_000),
    "surrogates.xlsx": lambda path: book(path, sheet(people() + row(9, ("_xD800__xDFFF_" * 9, "&#xD800;", "&#0;", "\0")))),
    "strings_far.xlsx": lambda path: book(path, sheet(people() + '<row r="9"><c r="A9" t="s"><v>' + "9" * 5000 + "</v></c></row>")),
    "rows_backwards.xlsx": lambda path: book(path, sheet("".join(row(n, HEADINGS) for n in range(30_000, 0, -1)))),
    "names_that_paint.xlsx": lambda path: book(path, parts={"xl/workbook.xml": _SMALL_PARTS["xl/workbook.xml"].replace("見込み客", "[red]&#10;\x9b31m[/]")}),
    "phantom_blank_cells.xlsx": phantoms('<row r="#"><c r="A#" s="0"/></row>'),
    "phantom_hidden.xlsx": phantoms('<row r="#" hidden="1"/>'),
    "phantom_unnumbered.xlsx": phantoms('<row ht="20"/>'),
    "phantom_elsewhere.xlsx": phantoms('<row r="#" ht="20" customHeight="1"/>', elsewhere=True),
    "sheets.xlsx": one_in_many_sheets,
    "many_parts.xlsx": many_parts,
    "overlapping.xlsx": overlapping,
    "lying_size.xlsx": lying_size,
    "symbolic.xlsx": symbolic,
    "one_long_text.xlsx": one_long_text,
    "long_strings.xlsx": long_strings,
    "diagonal.xlsx": diagonal,
    "wide.xlsx": wide,
}  # fmt: skip
"""By the name of the file."""
