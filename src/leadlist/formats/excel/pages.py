"""How a worksheet is printed and published while its rows move (ECMA-376 part 1, 18.3.1.3, 18.3.1.74, 18.3.1.97)."""

from leadlist.formats.excel.contents import Element, local
from leadlist.formats.excel.markup import MAX_ROW
from leadlist.formats.excel.moving import Move, counted, remove
from leadlist.formats.excel.odd import whole


def row_breaks(element: Element, move: Move) -> None:
    """Breaks between pages. Each is above a row, `id` is that row counted from 0, and leaves with it."""
    if not move.here:
        return
    for brk in [child for child in element if local(child) == "brk"]:
        row = move.shift.row(whole(brk.get("id", "0")) + 1)
        if row is None or row < 2:
            remove(brk)
        else:
            brk.set("id", str(row - 1))
    left = [child for child in element if local(child) == "brk"]
    counted(element)
    if left and element.get("manualBreakCount"):
        element.set("manualBreakCount", str(sum(brk.get("man") in {"1", "true"} for brk in left)))


def column_breaks(element: Element, move: Move) -> None:
    """Breaks between columns tell the first and last row (0-based) they reach to."""
    for brk in element if move.here else ():
        for name in ("min", "max"):
            row = whole(brk.get(name, "0"))
            if 0 < row < MAX_ROW - 1:
                brk.set(name, str(move.shift.position(row + 1) - 1))


def published(element: Element, move: Move) -> None:
    """A range that is saved as a web page (18.2.24)."""
    if move.here and (area := element.get("sourceRef")):
        element.set("sourceRef", move.area(area) or "#REF!")
