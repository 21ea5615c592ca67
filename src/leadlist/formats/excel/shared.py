"""The parts that speak of any sheet: names, settings, charts and pivot caches."""

from collections.abc import Callable
from pathlib import Path

from leadlist.formats.excel.contents import Element, local, named
from leadlist.formats.excel.formulas import Span, is_to_sheet, pieces
from leadlist.formats.excel.moving import Move, remove
from leadlist.formats.excel.odd import whole
from leadlist.formats.excel.parts import rewritten
from leadlist.formats.excel.references import RowShift, widened

_GROWING = {"_xlnm._FilterDatabase", "_xlnm.Print_Area"}
_BEFORE_CALCULATION = {"sheets", "functionGroups", "externalReferences", "definedNames"}


def move_workbook(data: bytes, path: Path, part: str, move: Move, *, recalculate: bool) -> bytes:
    """The workbook's defined names after a move, and the wish that formulas are calculated when it is opened."""

    def change(root: Element) -> None:
        for element in named(root, "definedName"):
            move.place = name = element.get("name", "")
            if not move.shift.moves and name not in _GROWING:
                continue
            move.formula_of(element, grow=name in _GROWING, of_name=not name.startswith("_xlnm."))
            if name == "_xlnm._FilterDatabase" and move.new_headings:
                _widen(element, move)
        if recalculate:
            _recalculate(root)

    return rewritten(data, path, part, change)


def _widen(element: Element, move: Move) -> None:
    sheet, mark, area = (element.text or "").rpartition("!")
    if sheet.strip("'").replace("''", "'").casefold() == move.sheet.casefold():
        element.text = sheet + mark + widened(area, move.last_column, len(move.new_headings))


def _recalculate(root: Element) -> None:
    """Ask for a full calculation on load (ECMA-376 part 1, 18.2.2)."""
    settings = next(named(root, "calcPr"), None)
    if settings is None:
        last = [child for child in root if local(child) in _BEFORE_CALCULATION][-1]
        settings = root.makeelement(str(last.tag).rpartition("}")[0] + "}calcPr", {})
        last.addnext(settings)
    if settings.get("fullCalcOnLoad") not in {"1", "true"}:
        settings.set("fullCalcOnLoad", "1")


_CACHES = {"numCache", "strCache", "multiLvlStrCache", "lvl", "dlblRangeCache"}
"""Where a chart keeps the values it shows (ECMA-376 part 1, 21.2; [MS-ODRAWXML] 2.24.3; [MS-ODRAWXML] 2.25)."""


def forget_in_chart(root: Element, shows: Callable[[str], bool]) -> None:
    """Take out the stored values of a chart where one of them is a text that leaves; they are read anew on opening."""
    for cache in list(named(root, *_CACHES)):
        if any(shows(point.text or "") for point in named(cache, "v", "pt")):
            remove(cache)


def move_connections(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """The cells from which data connections take their parameters."""

    def change(root: Element) -> None:
        for element in named(root, "parameter"):
            move.formula_in(element, "cell")

    return rewritten(data, path, part, change)


def move_chart(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """A chart's references and the values it keeps of them."""

    def change(root: Element) -> None:
        for element in list(named(root, "f", "sqref")):
            old = element.text or ""
            move.formula_of(element)
            if move.shift.removed and _loses_rows(old, move):
                _forget_points(element, old, move)

    return rewritten(data, path, part, change)


def _spans(formula: str, move: Move) -> list[Span]:
    return [
        piece
        for piece in pieces(formula)
        if isinstance(piece, Span) and piece.top is not None and is_to_sheet(piece, move.sheet, False)
    ]


def _loses_rows(formula: str, move: Move) -> bool:
    return any(move.shift.hits(*sorted((span.top or 1, span.bottom or 1))) for span in _spans(formula, move))


def _forget_points(formula: Element, text: str, move: Move) -> None:
    """Take the points of leaving rows out of a chart's stored values; all of them where they cannot be told."""
    spans = _spans(text, move)
    holder = formula.getparent()
    for cache in [] if holder is None else list(holder):
        name = local(cache)
        if name not in _CACHES:
            continue
        count = next((whole(child.get("val", "-1")) for child in cache if local(child) == "ptCount"), -1)
        one = spans[0] if len(spans) == 1 else None
        if (
            one is None
            or name in {"multiLvlStrCache", "lvl"}
            or one.left != one.right
            or count != (one.bottom or 0) - (one.top or 0) + 1
        ):
            remove(cache)
            continue
        _drop_points(cache, one.top or 1, count, move.shift)


def _drop_points(cache: Element, top: int, count: int, shift: RowShift) -> None:
    start = shift.position(top)
    for point in [child for child in cache if local(child) == "pt"]:
        row = shift.row(top + whole(point.get("idx", "0")))
        if row is None:
            remove(point)
        else:
            point.set("idx", str(row - start))
    left = sum(shift.row(top + index) is not None for index in range(count))
    for child in cache:
        if local(child) == "ptCount":
            child.set("val", str(left))


def move_pivot_source(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """A pivot cache's source area; the cache is filled anew when the workbook is opened."""

    def change(root: Element) -> None:
        for source in named(root, "worksheetSource", "rangeSet"):
            if source.get("sheet", "").casefold() == move.sheet.casefold() and source.get("ref"):
                moved = move.area(source.get("ref", ""), grow=True)
                if moved is not None and moved != source.get("ref"):
                    source.set("ref", moved)
                    root.set("refreshOnLoad", "1")

    return rewritten(data, path, part, change)
