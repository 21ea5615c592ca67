"""Scratch copies of workbooks in which what LibreOffice moves wrongly stands as something that it moves rightly.

When rows leave, Excel moves every reference by one rule, whatever holds it. LibreOffice 7.4 has that rule for formulas
and names, but not everywhere: a sparkline keeps the length of its range, a validation its list of choices, a chart a
series that has no cells any more, a link the text of its place; protected ranges are lost; charts and controls do not
take the size of their cells, embedded objects not even move; a format that is told from a row that leaves gets `#REF!`.
So a second opinion is asked of LibreOffice itself: in a copy of the workbook such references stand as defined names,
such shapes as rectangles with the same anchor, and formats are told from the first of their rows that stays. Both the
source and leadlist's result are copied so.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from leadlist.formats.excel.contents import Contents, Sheet, named, read_contents, relations
from leadlist.formats.excel.package import Package
from leadlist.formats.excel.references import AREA
from leadlist.formats.excel.rowheights import Heights, read_heights

KINDS = ("sparkline", "protected range", "chart", "list of choices", "link")
"""What is compared by names instead of by the facts of that kind."""
_FIXED = re.compile(r"(?:'(?:[^']|'')+'!|[^\W\d][\w.]*!)?\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?")
_AREA = re.compile(r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")
_BLANK = re.compile(r"('(?:[^']|'')*')|\s")  # blanks that are not in the name of a sheet
_PLACE = re.compile(r"(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")
_TOKEN = re.compile(r'"(?:[^"]|"")*"|(?<![\w.])(\$?[A-Z]{1,3})(\$?)(\d{1,7})(?![\w(!])')
_NAME = "leadlist_{:05}"
_RECTANGLE = (
    '<a:prstGeom xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" prst="rect"><a:avLst/></a:prstGeom>'
)


class Record(NamedTuple):
    """Something that holds references: its kind, what does not move, and the names for where it is and what it means.

    It leaves with the last of the cells `places` names.
    """

    kind: str
    fixed: tuple[str, ...]
    places: tuple[str, ...]
    references: tuple[str, ...]


class StandIns:
    """Makes one copy. `removed` are the rows of `sheet` (by name) that will leave the copy; none for a result."""

    def __init__(self, source: Path, sheet: str, removed: Sequence[int] = ()) -> None:
        self._source, self._sheet, self._removed = source, sheet, frozenset(removed)
        self._names: dict[str, str] = {}
        self.records: list[Record] = []

    def write(self, target: Path) -> None:
        """Write the copy, and remember what its names stand for."""
        new: dict[str, bytes] = {}
        with Package(self._source) as package:
            contents = read_contents(package)
            for sheet in contents.sheets:
                if sheet.kind == "worksheet":
                    self._sheet_copied(contents, sheet, new)
                    self._drawings_copied(contents, sheet, new)
            self._named(contents, new)
        with ZipFile(self._source) as old, ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name in dict.fromkeys(old.namelist()):
                archive.writestr(name, new.get(name) or old.read(name))

    def _name(self, reference: str, sheet: str) -> str:
        """A name for a reference; one without a sheet means the sheet it stands on."""
        quoted = "'" + sheet.replace("'", "''") + "'!"
        cells = re.sub(r"\$?([A-Z]{1,3})\$?(\d+)(?![\w!'(])", r"$\1$\2", reference.rpartition("!")[2])
        name = _NAME.format(len(self._names))
        where = reference.rpartition("!")[0] or quoted[:-1]
        self._names[name] = "#REF!" if "#REF!" in reference else f"{where}!{cells}"
        return name

    def _sheet_copied(self, contents: Contents, sheet: Sheet, new: dict[str, bytes]) -> None:
        root = etree.fromstring(contents.package.read(sheet.part))
        for element in named(root, "sparkline"):
            texts = {etree.QName(child).localname: child.text or "" for child in element}
            hosts = tuple(self._name(place, sheet.name) for place in texts.get("sqref", "").split())
            if texts.get("f"):
                self.records.append(Record("sparkline", (), hosts, (self._name(texts["f"], sheet.name),)))
        for element in named(root, "protectedRange"):
            self._areas(element, sheet, "protected range", (element.get("name", ""),), ())
        for element in named(root, "hyperlink"):
            self._link(element, sheet)
        for element in list(named(root, "dataValidation")):
            self._choices(element, sheet)
        if sheet.name == self._sheet:
            for element in list(named(root, "conditionalFormatting", "dataValidation")):
                self._from_first_that_stays(element)
        held = any(True for _ in named(root, "controls", "oleObjects"))
        for element in list(named(root, "controls", "oleObjects", "legacyDrawing")):
            if etree.QName(element).localname != "legacyDrawing" or held:
                _taken_out(element)
        new[sheet.part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _areas(
        self, element: Any, sheet: Sheet, kind: str, fixed: tuple[str, ...], references: tuple[str, ...]
    ) -> None:
        places = tuple(self._name(area, sheet.name) for area in _sqref(element).split())
        self.records.append(Record(kind, fixed, places, references))

    def _link(self, element: Any, sheet: Sheet) -> None:
        place, target = element.get("ref", ""), element.get("location", "")
        inside = _PLACE.fullmatch(target) or "#REF!" in target
        names = (self._name(target, sheet.name),) if inside else ()
        self.records.append(Record("link", () if inside else (target,), (self._name(place, sheet.name),), names))

    def _choices(self, element: Any, sheet: Sheet) -> None:
        """A validation whose formulas are fixed references and nothing else; LibreOffice is not asked about its own."""
        texts = [child.text or "" for child in element.iter("{*}formula1", "{*}formula2", "{*}f") if child.text]
        if texts and all(_FIXED.fullmatch(text) or "#REF!" in text for text in texts):
            references = tuple(self._name(text, sheet.name) for text in texts)
            self._areas(element, sheet, "list of choices", (element.get("type", ""),), references)
            _taken_out(element)

    def _from_first_that_stays(self, element: Any) -> None:
        """Without the rows that leave at the top of its areas, its formulas carried to the row that is first then."""
        if not self._removed:
            return
        kept, old, new = [], [], []
        for area in _sqref(element).split():
            match = AREA.fullmatch(area)
            if match is None:
                return
            top, bottom = int(match[4]), int(match[8] or match[4])
            first = next((row for row in range(top, bottom + 1) if row not in self._removed), None)
            old.append(top)
            if first is not None:
                new.append(first)
                kept.append(f"{match[2]}{first}:{match[6] or match[2]}{bottom}")
        if not kept or not old:
            return
        down = min(new) - min(old)
        if down == 0:
            return
        _set_sqref(element, " ".join(kept))
        for child in element.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f"):
            if child.text and not len(child):
                child.text = _carried(child.text, down)

    def _drawings_copied(self, contents: Contents, sheet: Sheet, new: dict[str, bytes]) -> None:
        package = contents.package
        for link in relations(package, sheet.part).values():
            if link.kind != "drawing" or link.target not in package.parts:
                continue
            for below in relations(package, link.target).values():
                if below.kind in {"chart", "chartEx"} and below.target in package.parts:
                    chart = etree.fromstring(package.read(below.target))
                    for element in named(chart, "f"):
                        text = _BLANK.sub(lambda match: match[1] or "", element.text or "")
                        plain = _AREA.fullmatch(text) or "#REF!" in text
                        names = (self._name(text, sheet.name),) if plain else ()
                        self.records.append(Record("chart", () if plain else (text,), (), names))
            heights = read_heights(package, sheet.part) if sheet.name == self._sheet else None
            new[link.target] = self._rectangles(package.read(link.target), package.read(sheet.part), heights)

    def _edges(self, anchor: Any, heights: Heights) -> None:
        """An edge in a row that leaves stands at the edge of one that stays; none lies beyond its row."""
        mode = anchor.get("editAs", "twoCell")
        ends = {str(etree.QName(end).localname): end for end in anchor.iterchildren("{*}from", "{*}to")}
        top, bottom = (_depth(ends[name], heights) if name in ends else 0 for name in ("from", "to"))
        for end in ends.values():  # an offset beyond its row means the end of it
            row, offset = next(end.iter("{*}row")), next(end.iter("{*}rowOff"))
            offset.text = str(min(int(offset.text or 0), heights.of(int(row.text or 0) + 1)))
        for name, end in ends.items():
            row, offset = next(end.iter("{*}row")), next(end.iter("{*}rowOff"))
            lower = name == "to"
            number = int(row.text or 0) + (0 if lower and offset.text == "0" else 1)
            if number not in self._removed or mode == "absolute" or (lower and mode != "twoCell"):
                continue
            while number in self._removed:
                number += -1 if lower else 1
            row.text, offset.text = str(number if lower else number - 1), "0"
        if mode == "oneCell" and "to" in ends and (moved := _depth(ends["from"], heights) - top):
            row, offset = next(ends["to"].iter("{*}row")), next(ends["to"].iter("{*}rowOff"))
            number, rest = heights.row_at(bottom + moved)
            row.text, offset.text = str(number - 1), str(rest)

    def _rectangles(self, drawing: bytes, sheet: bytes, heights: Heights | None) -> bytes:
        """The drawing with a rectangle for every chart and control. A control moves and sizes as the sheet says."""
        root = etree.fromstring(drawing)
        modes = dict(_control_modes(etree.fromstring(sheet)))
        for holder in list(root.iter("{*}AlternateContent")):
            anchor = next(holder.iter("{*}twoCellAnchor", "{*}oneCellAnchor"), None)
            if anchor is not None and holder.getparent() is root:
                holder.addprevious(anchor)
                root.remove(holder)
        for anchor in root.iter("{*}twoCellAnchor", "{*}oneCellAnchor"):
            shape = next((child for child in anchor if _holds_more(child)), None)
            told = None if shape is None else next(shape.iter("{*}cNvPr"), None)
            if shape is None or told is None:
                continue
            if mode := modes.get(told.get("id", "")):
                anchor.set("editAs", mode)
            if heights is not None:
                self._edges(anchor, heights)
            anchor.replace(shape, _rectangle(shape, told))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _named(self, contents: Contents, new: dict[str, bytes]) -> None:
        root = etree.fromstring(contents.package.read(contents.workbook))
        space = str(root.tag).rpartition("}")[0] + "}"
        names = next(named(root, "definedNames"), None)
        if names is None and self._names:
            names = root.makeelement(f"{space}definedNames", {})
            before = [c for c in root if etree.QName(c).localname in {"sheets", "functionGroups", "externalReferences"}]
            before[-1].addnext(names)
        for name, reference in self._names.items():
            element = names.makeelement(f"{space}definedName", {"name": name})
            element.text = reference
            names.append(element)
        new[contents.workbook] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def found(self, saved: Path) -> dict[str, set[tuple[Any, ...]]]:
        """What the records say in a copy that LibreOffice saved, by kind."""
        with ZipFile(saved) as archive:
            root = etree.fromstring(archive.read("xl/workbook.xml"))
        texts = {element.get("name"): _plain(element.text or "") for element in root.iter("{*}definedName")}
        result: dict[str, set[tuple[Any, ...]]] = {kind: set() for kind in KINDS}
        for record in self.records:
            places = [texts.get(name, "#REF!") for name in record.places]
            left = sorted(place for place in places if place != "#REF!")
            if left or not record.places:
                references = tuple(texts.get(name, "#REF!") for name in record.references)
                result[record.kind].add((*record.fixed, tuple(left), references))
        return result


def _plain(text: str) -> str:
    """A reference in one spelling: without `$` and quotes, one cell as one cell, a lost one as `#REF!`."""
    text = text.replace("$", "").replace("'", "")
    return "#REF!" if "#REF!" in text else re.sub(r"([A-Z]+\d+):\1$", r"\1", text)


def _sqref(element: Any) -> str:
    areas = element.get("sqref")
    return areas if areas is not None else "".join(child.text or "" for child in element.iter("{*}sqref"))


def _set_sqref(element: Any, areas: str) -> None:
    if element.get("sqref") is not None:
        element.set("sqref", areas)
    for child in element.iter("{*}sqref"):
        child.text = areas


def _carried(formula: str, down: int) -> str:
    """A formula as a cell `down` rows further down has it."""

    def moved(match: re.Match[str]) -> str:
        return match[0] if not match[3] or match[2] else f"{match[1]}{int(match[3]) + down}"

    return _TOKEN.sub(moved, formula)


def _taken_out(element: Any) -> None:
    holder = element.getparent()
    holder.remove(element)
    if not len(holder):
        above = holder.getparent()
        if above is not None:
            _taken_out(holder)
    elif holder.get("count") is not None:
        holder.set("count", str(len(holder)))


def _control_modes(sheet: Any) -> Iterator[tuple[str, str]]:
    """How each control or object of a sheet moves, by the id of its shape, in the words of an anchor's `editAs`."""
    for control in sheet.iter("{*}control", "{*}oleObject"):
        for anchor in control.iter("{*}anchor"):
            moves, sizes = (anchor.get(name) in {"1", "true"} for name in ("moveWithCells", "sizeWithCells"))
            yield control.get("shapeId", ""), "twoCell" if sizes else "oneCell" if moves else "absolute"


def _depth(end: Any, heights: Heights) -> int:
    row, offset = (int(next(end.iter(f"{{*}}{name}")).text or 0) for name in ("row", "rowOff"))
    return heights.above(row + 1) + min(offset, heights.of(row + 1))


def _holds_more(child: Any) -> bool:
    return etree.QName(child).localname in {"graphicFrame", "sp", "grpSp", "pic", "cxnSp", "AlternateContent"}


def _rectangle(shape: Any, told: Any) -> Any:
    """A rectangle with a shape's name."""
    space = etree.QName(told).namespace
    text = (
        f'<x:sp xmlns:x="{space}" macro="" textlink=""><x:nvSpPr><x:cNvPr id="{told.get("id")}" name=""/><x:cNvSpPr/>'
        f"</x:nvSpPr><x:spPr>{_RECTANGLE}</x:spPr></x:sp>"
    )
    rectangle = etree.fromstring(text)
    next(rectangle.iter("{*}cNvPr")).set("name", told.get("name", ""))
    return rectangle
