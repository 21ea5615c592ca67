"""What a workbook says about its cells, for comparing two of them: references, formulas, values, names, styles."""

import re
from collections.abc import Sequence
from typing import Any
from zipfile import ZipFile

from lxml import etree

from leadlist.formats.excel.markup import column_number
from leadlist.formats.excel.references import AREA

Facts = dict[str, set[tuple[Any, ...]]]
_TEXTS = ("formula", "formula1", "formula2", "f")


def facts(archive: ZipFile) -> Facts:
    """The facts by kind. Sheets are told apart by the number of their part.

    What a pivot table shows is left out: it is counted anew when the workbook is opened.
    """
    found: Facts = {}
    names = archive.namelist()
    strings = _strings(archive) if "xl/sharedStrings.xml" in names else []
    formats = _formats(archive) if "xl/styles.xml" in names else []
    for name in names:
        if not name.endswith(".xml") or name.startswith(("docProps", "xl/theme", "xl/styles", "xl/sharedStrings")):
            continue
        root = etree.fromstring(archive.read(name))
        part = re.sub(r"\D+", "", name.rpartition("/")[2])
        if "/worksheets/" in name:
            rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
            links = archive.read(rels) if rels in names else b""
            _sheet(root, part, [] if b"/pivotTable" in links else strings, found)
            _styled(root, part, [] if b"/pivotTable" in links else formats, found)
            _links(root, part, links, found)
        for element in root.iter():
            if isinstance(element.tag, str):
                _element(element, name, part, found)
    return found


def moved_cells(found: set[tuple[Any, ...]], part: str, removed: Sequence[int]) -> set[tuple[Any, ...]]:
    """Facts of cells (sheet, place, …), those of one sheet where they go when rows leave; without those that leave."""
    moved = set()
    for sheet, place, *told in found:
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", place or "A0").groups()  # type: ignore[union-attr]
        if sheet != part:
            moved.add((sheet, place, *told))
        elif int(row) not in removed:
            moved.add((sheet, f"{column}{int(row) - sum(gone < int(row) for gone in removed)}", *told))
    return moved


def _strings(archive: ZipFile) -> list[str]:
    root = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter("{*}t")) for item in root]


def _add(found: Facts, kind: str, *fact: object) -> None:
    found.setdefault(kind, set()).add(fact)


def _sheet(root: etree._Element, part: str, strings: list[str], found: Facts) -> None:
    for cell in root.iter("{*}c"):
        formula = cell.find("{*}f")
        if formula is not None and not strings and str(formula.text).startswith("#"):
            continue  # an error that a pivot table shows
        if formula is not None:
            _add(found, "formula", part, cell.get("r"), formula.text, formula.get("ref"), formula.get("t"))
        elif strings and (value := cell.find("{*}v")) is not None:
            text = strings[int(value.text)] if cell.get("t") == "s" and value.text else value.text
            _add(found, "value", part, cell.get("r"), text)
    unasked = any(held.get("zeroHeight") in {"1", "true"} for held in root.iter("{*}sheetFormatPr"))
    for row in root.iter("{*}row"):
        hidden = row.get("hidden") in {"1", "true"}
        filled = any(len(cell) for cell in row)  # LibreOffice writes blank cells or none, as it likes
        if hidden is not unasked and filled:  # where rows are hidden unasked, those that are shown tell
            _add(found, "shown row" if unasked else "hidden row", part, row.get("r"))
        if row.get("customHeight") in {"1", "true"} and filled:
            _add(found, "row height", part, row.get("r"), row.get("ht"))
        if row.get("outlineLevel", "0") != "0" and filled:
            _add(found, "outline", part, row.get("r"), row.get("outlineLevel"))


def _formats(archive: ZipFile) -> list[str]:
    """The cell formats as texts: number format, font and fill, so that two workbooks compare. Borders are left out:
    LibreOffice gives one border between two cells to either of them."""
    root = etree.fromstring(archive.read("xl/styles.xml"))
    codes = {code.get("numFmtId"): code.get("formatCode") for code in root.iter("{*}numFmt")}
    kinds = {
        kind: [_told(child) for holder in root.iter(f"{{*}}{kind}s") for child in holder] for kind in ("font", "fill")
    }
    formats = []
    for holder in root.iter("{*}cellXfs"):
        for xf in holder:
            parts = [_at(texts, xf.get(f"{kind}Id")) for kind, texts in kinds.items() if texts]
            formats.append("".join([codes.get(xf.get("numFmtId")) or xf.get("numFmtId", "0"), *parts]))
    return formats


def _at(texts: list[str], place: str | None) -> str:
    """A text by its place in a workbook's list; the first where none is named, nothing for one that is not there."""
    number = int(place or 0)
    return texts[number] if number < len(texts) else ""


def _told(element: etree._Element) -> str:
    """A font or fill in short, without the character set, which LibreOffice only finds out when it saves."""
    told = [(_local(child), *sorted(child.attrib.items())) for child in element.iter() if _local(child) != "charset"]
    return str(told)


def _styled(root: etree._Element, part: str, formats: list[str], found: Facts) -> None:
    for cell in root.iter("{*}c"):
        if len(cell) and formats:
            _add(found, "style", part, cell.get("r"), _at(formats, cell.get("s")))


def _links(root: etree._Element, part: str, links: bytes, found: Facts) -> None:
    if b"hyperlink" in links:
        targets = {link.get("Id"): link.get("Target") for link in etree.fromstring(links)}
        for element in root.iter("{*}hyperlink"):
            identity = next((v for name, v in element.attrib.items() if str(name).endswith("}id")), None)
            if identity in targets:
                _add(found, "address", part, element.get("ref"), targets[identity])


def _texts(element: etree._Element) -> tuple[str, ...]:
    return tuple(
        child.text or ""
        for child in element.iter()
        if isinstance(child.tag, str) and _local(child) in _TEXTS and child.text
    )


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _areas(text: str) -> tuple[str, ...]:
    """A list of areas as spans of rows by column, those that touch joined: two ways to cut one area are equal."""
    rows: dict[int, set[int]] = {}
    for area in text.split():
        match = AREA.fullmatch(area)
        if match is None:
            return tuple(sorted(text.split()))
        left, right = column_number(match[2]), column_number(match[6] or match[2])
        top, bottom = int(match[4]), int(match[8] or match[4])
        if (right - left + 1) * (bottom - top + 1) > 100_000:
            return tuple(sorted(text.split()))
        for column in range(left, right + 1):
            rows.setdefault(column, set()).update(range(top, bottom + 1))
    return tuple(f"{column}:{_runs(sorted(numbers))}" for column, numbers in sorted(rows.items()))


def _runs(numbers: list[int]) -> str:
    known = set(numbers)
    starts = [n for n in numbers if n - 1 not in known]
    ends = [n for n in numbers if n + 1 not in known]
    return ",".join(f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


def _element(element: etree._Element, name: str, part: str, found: Facts) -> None:
    kind = _local(element)
    if kind == "mergeCell":
        _add(found, "merge", part, element.get("ref"))
    elif kind in {"autoFilter", "sortCondition", "sortState"}:
        _add(found, kind, name, element.get("ref"))
    elif kind == "dataValidation":
        areas = element.get("sqref") or "".join(t.text or "" for t in element.iter("{*}sqref"))
        _add(found, "validation", part, _areas(areas), element.get("type"), _texts(element))
    elif kind == "conditionalFormatting":
        areas = element.get("sqref") or "".join(t.text or "" for t in element.iter("{*}sqref"))
        rules = tuple(sorted(rule.get("type", "") for rule in element.iter("{*}cfRule")))
        _add(found, "format", part, _areas(areas), rules, _texts(element))
    elif kind == "hyperlink":
        _add(found, "link", part, element.get("ref"), element.get("location"))
    elif kind == "brk":
        _add(found, "break", part, element.get("id"))
    elif kind == "definedName":
        _add(found, "name", element.get("name"), element.get("localSheetId"), element.text)
    elif kind == "comment":
        _add(found, "comment", part, element.get("ref"), "".join(t.text or "" for t in element.iter("{*}t")))
    elif kind == "sparkline":
        _add(found, "sparkline", part, tuple(child.text for child in element))
    elif kind == "table":
        _add(found, "table", element.get("name"), element.get("ref"), element.get("totalsRowCount"))
    elif kind == "worksheetSource":
        _add(found, "pivot source", element.get("ref"), element.get("sheet"), element.get("name"))
    elif kind == "f" and "/charts/" in name:
        _add(found, "chart", re.sub(r"(\$[A-Z]+\$\d+):\1$", r"\1", element.text or ""))
    elif kind in {"twoCellAnchor", "oneCellAnchor"}:
        _anchor(element, part, found)
    elif kind == "pane":
        _add(found, "pane", part, element.get("ySplit"), element.get("state"))
    elif kind == "formControlPr":
        _add(found, "control", element.get("objectType"), element.get("fmlaLink"), element.get("fmlaRange"))
    elif kind == "protectedRange":
        _add(found, "protected range", part, element.get("name"), _areas(element.get("sqref", "")))
    elif kind == "inputCells":
        _add(found, "scenario", part, element.get("r"), element.get("val"))


def _anchor(element: etree._Element, part: str, found: Facts) -> None:
    named = next(element.iter("{*}cNvPr"), None)
    for end in element:
        if _local(end) in {"from", "to"}:
            marks = {_local(child): child.text for child in end}
            name = "" if named is None else named.get("name", "")
            _add(found, "anchor", part, name, _local(end), marks.get("col"), marks.get("row"))
