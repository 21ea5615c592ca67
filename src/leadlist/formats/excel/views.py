"""How a worksheet is looked at while its rows move: its extent, windows, frozen rows and selection (18.3.1)."""

from leadlist.formats.excel.contents import Element
from leadlist.formats.excel.markup import column_letters, column_number
from leadlist.formats.excel.moving import Move, remove
from leadlist.formats.excel.odd import whole
from leadlist.formats.excel.references import AREA


def dimension(element: Element, move: Move) -> None:
    """The area that holds cells; new rows and columns widen it."""
    match = AREA.fullmatch(element.get("ref", ""))
    if not move.here or match is None:
        return
    top, bottom = int(match[4]), int(match[8] or match[4])
    right = column_number(match[6] or match[2])
    rows = move.shift.rows(top, bottom, grow=True)
    if rows is None:
        remove(element)
        return
    if move.shift.grown:
        rows = rows[0], max(rows[1], move.shift.first_new + move.shift.grown - 1)
    right = max(right, move.last_column + len(move.new_headings)) if move.new_headings else right
    single = rows[0] == rows[1] and column_number(match[2]) == right
    last = "" if single else f":{column_letters(right)}{rows[1]}"
    element.set("ref", f"{match[2]}{rows[0]}{last}")


def view(element: Element, move: Move) -> None:
    """The first cell that a window shows."""
    if move.here and (place := element.get("topLeftCell")):
        element.set("topLeftCell", move.cell_near(place))


def pane(element: Element, move: Move) -> None:
    """A frozen or split window; frozen rows that leave are fewer."""
    if not move.here:
        return
    split = element.get("ySplit", "0")
    if element.get("state", "split") != "split" and split.replace(".", "").isdecimal():
        parent = element.getparent()
        match = AREA.fullmatch("A1" if parent is None else parent.get("topLeftCell", "A1"))
        top = int(match[4]) if match else 1
        rows = (
            move.shift.rows(top, top + whole(split.partition(".")[0]) - 1) if whole(split.partition(".")[0]) else None
        )
        if rows is not None:
            element.set("ySplit", str(rows[1] - rows[0] + 1))
    view(element, move)


def selection(element: Element, move: Move) -> None:
    """The cells that are selected."""
    if not move.here:
        return
    active = element.get("activeCell")
    if active:
        element.set("activeCell", move.cell_near(active))
    if areas := element.get("sqref"):
        moved = move.areas(areas)
        if len(moved.split()) != len(areas.split()):
            element.attrib.pop("activeCellId", "")
            moved = element.get("activeCell", "A1")
        element.set("sqref", moved)


def synchronised(element: Element, move: Move) -> None:
    """The cell by which a sheet scrolls with another."""
    if move.here and (place := element.get("syncRef")):
        element.set("syncRef", move.cell_near(place))
