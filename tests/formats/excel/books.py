"""Small workbooks written part by part, for the cells that no library would write."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error

from lxml import etree

from leadlist.changes import Change
from leadlist.formats.excel import Workbook
from leadlist.leads import LeadList
from leadlist.recognition import heading_score

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FORMATS = ("General", "yyyy/m/d", "000-0000", "#,##0", "@", "yyyy/m/d h:mm", "0%", 'ggge"年"m"月"d"日"')
"""The styles 0, 1, 2 … of every workbook made here."""

HEADINGS = ("会社名", "氏名", "メール", "電話番号")
PEOPLE = (
    ("架空商事", "架空　太郎", "taro@example.jp", "03-0000-0001"),
    ("架空工業", "架空　花子", "hanako@example.jp", "03-0000-0002"),
    ("架空商事", "架空　次郎", "jiro@example.jp", "03-0000-0003"),
    ("架空物産", "架空　月子", "tsukiko@example.jp", "03-0000-0004"),
    ("架空物産", "架空　三郎", "saburo@example.jp", "03-0000-0005"),
)


def styles() -> str:
    codes = "".join(
        f'<numFmt numFmtId="{164 + number}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for number, code in enumerate(FORMATS)
    )
    formats = "".join(f'<xf numFmtId="{164 + number if number else 0}"/>' for number in range(len(FORMATS)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">{codes}</numFmts>'
        '<fonts count="1"><font><sz val="11"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(FORMATS)}">{formats}</cellXfs></styleSheet>'
    )


def text_cell(place: str, text: str, style: str = "") -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    named = f' s="{style}"' if style else ""
    return f'<c r="{place}"{named} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def rows(table: Sequence[Sequence[str]] = (HEADINGS, *PEOPLE), start: int = 1) -> str:
    """Rows of inline texts; a cell that begins with `<` is taken as XML, `@` in it stands for its place."""
    lines = []
    for number, line in enumerate(table, start):
        cells = ""
        for column, text in enumerate(line):
            place = f"{'ABCDEFGHIJKLMNOP'[column]}{number}"
            cells += text.replace("@", place) if text.startswith("<") else text_cell(place, text) if text else ""
        lines.append(f'<row r="{number}" spans="1:{len(line)}">{cells}</row>')
    return "".join(lines)


def worksheet(data: str, before: str = "", after: str = "", attributes: str = "") -> str:
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"{attributes}>{before}'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def relationships(links: Mapping[str, tuple[str, str]]) -> str:
    """A relationships part: id -> kind and target; a target with a colon is an outside address."""
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if ":" in target else "")
        + "/>"
        for identity, (kind, target) in links.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def write_book(
    path: Path,
    sheets: Mapping[str, str],
    *,
    links: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    names: str = "",
    strings: str | None = None,
    book_links: Mapping[str, tuple[str, str]] | None = None,
    book_more: str = "",
    properties: str = "",
) -> Path:
    """Write a workbook: sheets by name as XML, `links` of the first sheet, more `parts`, defined `names`."""
    inside = {f"rIdS{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
    inside |= {"rIdY": ("styles", "styles.xml")} | dict(book_links or {})
    if strings is not None:
        inside |= {"rIdT": ("sharedStrings", "sharedStrings.xml")}
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rIdS{i}"/>' for i, name in enumerate(sheets, start=1))
    content = {
        "[Content_Types].xml": _content_types(len(sheets), strings is not None, [*(parts or {})]),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets>'
        + (f"<definedNames>{names}</definedNames>" if names else "")
        + f"{book_more}</workbook>",
        "xl/_rels/workbook.xml.rels": relationships(inside),
        "xl/styles.xml": styles(),
        **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), start=1)},
    }
    if strings is not None:
        content["xl/sharedStrings.xml"] = f'{DECLARATION}<sst xmlns="{MAIN}">{strings}</sst>'
    if links:
        content["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(links)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in {**content, **(parts or {})}.items():
            archive.writestr(name, data)
    return path


_KNOWN = {
    "calcChain": f"{TYPE}.calcChain+xml",
    "tables/": f"{TYPE}.table+xml",
    "comments": f"{TYPE}.comments+xml",
    "drawings/drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "charts/": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}


def _content_types(sheets: int, strings: bool, parts: Sequence[str]) -> str:
    listed = {f"xl/worksheets/sheet{i}.xml": f"{TYPE}.worksheet+xml" for i in range(1, sheets + 1)}
    listed |= {"xl/workbook.xml": f"{TYPE}.sheet.main+xml", "xl/styles.xml": f"{TYPE}.styles+xml"}
    if strings:
        listed["xl/sharedStrings.xml"] = f"{TYPE}.sharedStrings+xml"
    for word, kind in _KNOWN.items():
        listed |= {part: kind for part in parts if word in part and not part.endswith(".rels")}
    lines = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in listed.items())
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
                "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing", "png": "image/png"}  # fmt: skip
    defaulted = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items())
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{defaulted}{lines}</Types>'


def opened(path: Path, sheet: str | None = None) -> Workbook:
    return Workbook(path, heading_score, sheet)


def changed(path: Path, changes: Sequence[Change], sheet: str | None = None) -> Path:
    """The workbook with the changes, beside it; what was XML before is XML still, to a parser that forgives nothing."""
    target = path.with_name(f"after-{path.name}")
    target.touch()
    opened(path, sheet).write(changes, target)
    for name, content in _changed_parts(path, target).items():
        assert _sound(content), f"{name} is no XML any more"
    return target


def _changed_parts(path: Path, target: Path) -> dict[str, bytes]:
    """What was written of the XML that was sound before; nothing of a package that is damaged itself."""
    try:
        before, after = parts(path), parts(target)
    except (BadZipFile, error, EOFError, NotImplementedError, RuntimeError, ValueError):
        return {}
    written = {name: content for name, content in after.items() if name.endswith((".xml", ".rels"))}
    return {name: content for name, content in written.items() if content != before.get(name) and _sound(before[name])}


def _sound(content: bytes) -> bool:
    try:
        etree.fromstring(content)
    except etree.XMLSyntaxError:
        return False
    return True


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> str:
    with ZipFile(path) as archive:
        return archive.read(name).decode()


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(leads: LeadList) -> list[tuple[str, ...]]:
    """The leads row by row."""
    return [tuple(column[row] for column in leads.columns) for row in range(len(leads))]
