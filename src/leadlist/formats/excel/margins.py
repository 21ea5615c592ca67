"""What stands around the rows of a worksheet: views, filters, merges, formats, validations, links, breaks.

ECMA-376 part 1, 18.3.1; the extensions of [MS-XLSX] 2.4 and 2.6. Every kind of element that names cells has its
line in `MOVERS`; what names cells in an extension without a line there is refused.
"""

import re
from collections.abc import Callable
from pathlib import Path

from leadlist.formats.excel import safety
from leadlist.formats.excel.anchors import move_anchor
from leadlist.formats.excel.contents import Element, local, named, relation_id
from leadlist.formats.excel.moving import Move, counted, remove
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.pages import column_breaks, published, row_breaks
from leadlist.formats.excel.references import AREA, corner
from leadlist.formats.excel.views import dimension, pane, selection, synchronised, view

Mover = Callable[[Element, Move], None]
_REFERENCE_LIKE = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}(?::|$)")


def moved_margins(head: bytes, tail: bytes, path: Path, part: str, move: Move) -> tuple[bytes, bytes]:
    """Head and tail of a worksheet after a move; the very same bytes where nothing in them changes.

    Raises Odd for what is not understood.
    """
    root = safety.parsed(head + tail, path, part)
    before = safety.serialized(root)
    extensions = [element for element in named(root, "ext") if len(element)]
    for element in list(root.iter()):
        mover = MOVERS.get(local(element))
        if mover is not None and (element.getparent() is not None):
            mover(element, move)
        elif local(element) == "ext":
            _known_extension(element, move)
    for element in extensions:
        if not len(element):
            _drop(element)
    data = next(named(root, "sheetData"))
    after = safety.serialized(root)
    if after == before:
        return head, tail
    data.text = None
    text = safety.serialized(root)
    prefix = f"{data.prefix}:".encode() if data.prefix else b""
    match = re.search(rb"<" + prefix + rb"sheetData\b[^>]*/>", text)
    if match is None:
        raise Odd("sheet XML")
    opening = match[0][:-2] + b">"
    return text[: match.start()] + opening, b"</" + prefix + b"sheetData>" + text[match.end() :]


def _drop(element: Element) -> None:
    """Take an element out; its container counts what is left."""
    container = element.getparent()
    remove(element)
    counted(container)


def _list_area(element: Element, move: Move) -> None:
    if move.here and (area := element.get("ref")):
        moved = move.list_area(area)
        if moved is None:
            remove(element)
        else:
            element.set("ref", moved)


def _merge(element: Element, move: Move) -> None:
    match = AREA.fullmatch(element.get("ref", ""))
    if not move.here:
        return
    if match is None:
        raise Odd("reference")
    top, bottom = int(match[4]), int(match[8] or match[4])
    moved = move.area(match[0])
    if moved is not None and move.shift.row(top) is None:
        raise Odd("merged rows")
    first, _, last = (moved or "").partition(":")
    if moved is None or first == last or (not last and bottom != top):
        _drop(element)
    else:
        element.set("ref", moved)


def _ranged(element: Element, move: Move) -> None:
    """A format, validation or other thing with areas, and formulas relative to their corner."""
    areas = _areas(element)
    _move_areas(element, move)
    if element.getparent() is None:
        return  # all of its areas left
    at = corner(areas) if move.here and areas else None
    down = 0 if at is None else (_corner_row(areas, move) or at[0]) - at[0]
    for child in named(element, "formula", "formula1", "formula2", "f"):
        if not any(isinstance(below.tag, str) for below in child):
            move.formula_of(child, down=down)
    for child in named(element, "cfvo"):
        if child.get("type") == "formula":
            move.formula_in(child, "val")


def _corner_row(areas: str, move: Move) -> int | None:
    """The old number of the row that is the top one after the move."""
    tops = []
    for area in areas.split():
        match = AREA.fullmatch(area)
        if match is not None:
            first = move.shift.survivor(int(match[4]), int(match[8] or match[4]))
            tops += [] if first is None else [first]
    return min(tops, default=None)


def _hyperlink(element: Element, move: Move) -> None:
    move.formula_in(element, "location")
    area = element.get("ref")
    if not move.here or not area:
        return
    moved = move.area(area)
    if moved is None:
        if identity := relation_id(element):
            move.gone.append(identity)
        _drop(element)
    else:
        element.set("ref", moved)


def _areas(element: Element) -> str:
    """Its areas, in `sqref` or, as extensions have it, in an `xm:sqref` below; `""` where it has none."""
    holder = _areas_below(element)
    return (element.get("sqref") if holder is None else holder.text) or ""


def _areas_below(element: Element) -> Element | None:
    return next((child for child in element if local(child) == "sqref"), None)


def _move_areas(element: Element, move: Move) -> None:
    """Move what has areas; it goes where all of them leave."""
    areas = _areas(element)
    if not move.here or not areas:
        return
    moved, holder = move.areas(areas, grow=True), _areas_below(element)
    if not moved:
        _drop(element)
    elif holder is None:
        element.set("sqref", moved)
    else:
        holder.text = moved


def _scenarios(element: Element, move: Move) -> None:
    """The cells that show what scenarios come to. `current` and `show` count scenarios, of which some may leave."""
    if not move.here:
        return
    if moved := move.areas(element.get("sqref", "")):
        element.set("sqref", moved)
    else:
        element.attrib.pop("sqref", "")
    cells = list(named(element, "inputCells"))
    if any(move.area(cell.get("r", "A1")) is None for cell in cells):
        element.attrib.pop("current", "")
        element.attrib.pop("show", "")


def _filtered(element: Element, move: Move) -> None:
    """A filter by a text that leaves the workbook: the rows it hides stay hidden, the text goes, the arrows stay."""
    if element.get("val") not in move.erased:
        return
    filters = element.getparent()
    remove(element)
    if filters is not None and not len(filters):
        column = filters.getparent()
        remove(filters)
        if column is not None and not len(column):
            remove(column)


def _one_cell(element: Element, move: Move) -> None:
    if move.here and (place := element.get("r")):
        if moved := move.area(place):
            element.set("r", moved)
        else:
            _drop(element)


def _sparkline(element: Element, move: Move) -> None:
    for child in list(element):
        if local(child) == "f":
            move.formula_of(child)
        elif local(child) == "sqref" and move.here and child.text:
            moved = move.areas(child.text)
            child.text = moved
            if not moved:
                _without_sparkline(element)


def _without_sparkline(element: Element) -> None:
    sparklines = element.getparent()
    remove(element)
    if sparklines is not None and not len(sparklines):
        group = sparklines.getparent()
        if group is not None:
            groups = group.getparent()
            remove(group)
            counted(groups)


def _group_axis(element: Element, move: Move) -> None:
    for child in element:
        if local(child) == "f":
            move.formula_of(child)


def _control(element: Element, move: Move) -> None:
    move.formula_in(element, "linkedCell")
    move.formula_in(element, "listFillRange")


def _consolidated(element: Element, move: Move) -> None:
    area = element.get("ref")
    if area and element.get("sheet", "").casefold() == move.sheet.casefold() and not relation_id(element):
        moved = move.area(area)
        if moved is None:
            raise Odd("reference")
        element.set("ref", moved)


def _known_extension(element: Element, move: Move) -> None:
    """Refuse an extension that names cells in a way not known here."""
    if not (move.here and move.shift.moves):
        return
    for child in element.iter():
        if local(child) in MOVERS or any(local(above) in MOVERS for above in child.iterancestors()):
            continue
        texts = [child.text or "", *(str(value) for value in child.attrib.values())]
        if any(_REFERENCE_LIKE.match(text.strip()) for text in texts):
            raise Odd("extension")


MOVERS: dict[str, Mover] = {
    "dimension": dimension,
    "sheetView": view,
    "customSheetView": view,
    "pane": pane,
    "selection": selection,
    "autoFilter": _list_area,
    "sortState": _list_area,
    "sortCondition": _list_area,
    "mergeCell": _merge,
    "conditionalFormatting": _ranged,
    "dataValidation": _ranged,
    "hyperlink": _hyperlink,
    "rowBreaks": row_breaks,
    "protectedRange": _move_areas,
    "scenarios": _scenarios,
    "colBreaks": column_breaks,
    "webPublishItem": published,
    "sheetPr": synchronised,
    "filter": _filtered,
    "customFilter": _filtered,
    "inputCells": _one_cell,
    "cellWatch": _one_cell,
    "cellSmartTags": _one_cell,
    "ignoredError": _move_areas,
    "sparkline": _sparkline,
    "sparklineGroup": _group_axis,
    "controlPr": _control,
    "dataRef": _consolidated,
    "anchor": move_anchor,
}
