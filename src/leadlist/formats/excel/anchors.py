"""Where drawings, pictures, controls and comment boxes stand: anchors that name rows (ECMA-376 part 1, 20.5.2)."""

from leadlist.formats.excel.contents import Element, local
from leadlist.formats.excel.moving import Move
from leadlist.formats.excel.odd import whole
from leadlist.formats.excel.rowheights import Heights

Marker = tuple[Element, Element | None]
"""A row and the offset into it."""


def _marker(anchor: Element, name: str) -> tuple[Element | None, Element | None]:
    """The row and row offset of an anchor's `from` or `to`."""
    marker = next((child for child in anchor if local(child) == name), None)
    if marker is None:
        return None, None
    row = next((child for child in marker if local(child) == "row"), None)
    offset = next((child for child in marker if local(child) == "rowOff"), None)
    return row, offset


def anchor_rows(anchor: Element, move: Move) -> tuple[int, int] | None:
    """The sheet rows an anchor covers before a move, by number; None for one that names none."""
    first, offset = _marker(anchor, "from")
    last, end = _marker(anchor, "to")
    if first is None or not (first.text or "").strip().isdecimal():
        return None
    top = int(first.text or 0) + 1
    if last is None:
        return top, _bottom(anchor, (first, offset), move)
    bottom = top if not (last.text or "").strip().isdecimal() else int(last.text or 0) + 1
    if bottom > top and end is not None and (end.text or "0").strip() == "0":
        bottom -= 1
    return top, max(top, bottom)


def _bottom(anchor: Element, start: Marker, move: Move) -> int:
    """The last row of a shape that tells its height instead of its end; asked only where its first row leaves."""
    top = int(start[0].text or 0) + 1
    extent = next((child for child in anchor if local(child) == "ext"), None)
    if extent is None or move.shift.row(top) is not None or (heights := move.heights()) is None:
        return top
    end = _depth(start, heights[0]) + whole(extent.get("cy", "0"))
    return max(top, heights[0].row_at(max(0, end - 1))[0])


def moves_with_cells(anchor: Element) -> tuple[bool, bool]:
    """Whether an anchor moves with its cells, and whether it also takes their size."""
    if local(anchor) == "anchor":
        moves, sizes = anchor.get("moveWithCells", "0"), anchor.get("sizeWithCells", "0")
        return moves in {"1", "true"} or sizes in {"1", "true"}, sizes in {"1", "true"}
    mode = anchor.get("editAs", "twoCell")
    return mode != "absolute", mode == "twoCell" and local(anchor) == "twoCellAnchor"


def move_anchor(anchor: Element, move: Move) -> None:
    """Move an anchor's rows. What does not size with its cells keeps its height, what does not move its place."""
    moves, sizes = moves_with_cells(anchor)
    if not move.here:
        return
    (first, offset), (last, end) = _marker(anchor, "from"), _marker(anchor, "to")
    if first is None:
        return
    if not sizes and last is not None and (heights := move.heights()) is not None:
        _keep_height((first, offset), (last, end), move if moves else None, heights)
        return
    if not moves:
        return
    old = whole(first.text or "0")
    new = _row(old, move, offset)
    first.text = str(new)
    if last is not None:
        row = whole(last.text or "0")
        last.text = str(_row(row, move, end) if sizes else new + row - old)


def _keep_height(start: Marker, end: Marker, move: Move | None, heights: tuple[Heights, Heights]) -> None:
    """Move the end of a shape as far as its start, or, without a move, keep both at the depth they have."""
    before, after = heights
    top, bottom = _depth(start, before), _depth(end, before)
    row = whole(start[0].text or "0")
    if move is None:
        _place(start, row, top, after)
        new = row
    else:
        new = _row(row, move, start[1])
        start[0].text = str(new)
    _place(end, new + whole(end[0].text or "0") - row, bottom - top + _depth(start, after), after)


def _depth(marker: Marker, heights: Heights) -> int:
    """How far below the top of the sheet a marker is; an offset reaches no further than its row."""
    row = whole(marker[0].text or "0") + 1
    return heights.above(row) + min(_offset(marker), heights.of(row))


def _offset(marker: Marker) -> int:
    return 0 if marker[1] is None else whole(marker[1].text or "0")


def _place(marker: Marker, usual: int, depth: int, heights: Heights) -> None:
    """Put a marker at a depth: in the row `usual` with its offset as it is, where that is the same."""
    marker[0].text = str(usual)
    if _depth(marker, heights) == depth:
        return
    row, offset = heights.row_at(max(0, depth))
    marker[0].text = str(row - 1)
    if marker[1] is not None:
        marker[1].text = str(offset)


def _row(row: int, move: Move, offset: Element | None) -> int:
    """Where a 0-based row goes; the offset into a row that leaves becomes none."""
    if move.shift.row(row + 1) is None and offset is not None:
        offset.text = "0"
    return move.shift.position(row + 1) - 1
