"""The parts that belong to a worksheet while its rows move: tables, comments, boxes and drawings.

Every function takes a part's bytes and gives the new ones; the same bytes where nothing changes.
"""

import re
from collections.abc import Callable
from pathlib import Path

from leadlist.formats.excel import safety
from leadlist.formats.excel.anchors import anchor_rows, move_anchor, moves_with_cells
from leadlist.formats.excel.contents import Element, local, named
from leadlist.formats.excel.margins import MOVERS
from leadlist.formats.excel.markup import attributes, escaped, plain
from leadlist.formats.excel.moving import Move, remove
from leadlist.formats.excel.odd import Odd, whole
from leadlist.formats.excel.references import area_rows

PartMover = Callable[[bytes, Path, str, Move], bytes]


def rewritten(data: bytes, path: Path, part: str, change: Callable[[Element], None]) -> bytes:
    """A part after a change to its tree; the very same bytes where the tree stays as it was."""
    root = safety.parsed(data, path, part)
    before = safety.serialized(root)
    change(root)
    after = safety.serialized(root)
    return data if after == before else after


def move_table(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """A table: its area, filter, sort order and formulas; new columns where it ends with the list."""

    def change(root: Element) -> None:
        area = root.get("ref", "")
        moved = move.list_area(area)
        if moved is None:
            raise Odd("reference")
        rows = area_rows(area)
        grown = move.shift.grown
        if grown and rows and rows[0] <= move.shift.below < rows[1]:
            moved = _at_least(moved, move.shift.first_new + grown - 1)
        root.set("ref", moved)
        for element in named(root, "autoFilter", "sortState", "sortCondition"):
            inner = move.list_area(element.get("ref", ""))
            if inner is None:
                remove(element)
            else:
                element.set("ref", inner)
        for element in list(named(root, "filter", "customFilter")):
            MOVERS[local(element)](element, move)
        for element in named(root, "calculatedColumnFormula", "totalsRowFormula"):
            move.formula_of(element)
        if move.new_headings and _columns(moved) > _columns(area):
            _add_table_columns(root, move)

    return rewritten(data, path, part, change)


def _at_least(area: str, bottom: int) -> str:
    rows = area_rows(area)
    if rows is None or rows[1] >= bottom:
        return area
    return re.sub(r"\d+$", str(bottom), area)


def _columns(area: str) -> str:
    """The last column of an area, padded so that later columns compare as greater."""
    return re.sub(r"[^A-Z]", "", area.upper().rpartition(":")[2]).rjust(3)


def _add_table_columns(root: Element, move: Move) -> None:
    columns = next(named(root, "tableColumns"))
    taken = {element.get("name", "").casefold() for element in columns}
    number = max((whole(element.get("id", "0")) for element in columns), default=0)
    namespace = str(root.tag).rpartition("}")[0]
    for heading in move.new_headings:
        number += 1
        if heading.casefold() in taken:
            raise Odd("column taken")
        name = re.sub("[\r\n]", lambda match: f"_x{ord(match[0]):04x}_", heading)
        columns.append(columns.makeelement(f"{namespace}}}tableColumn", {"id": str(number), "name": name}))
    columns.set("count", str(len(columns)))


def move_comments(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """Comments and threaded comments: each goes with its cell, and leaves with it."""

    def change(root: Element) -> None:
        for element in list(named(root, "comment", "threadedComment")):
            moved = move.area(element.get("ref", ""))
            if moved is None:
                remove(element)
            else:
                element.set("ref", moved)

    return rewritten(data, path, part, change)


def move_single_cells(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """Cells bound to an XML map."""

    def change(root: Element) -> None:
        for element in list(named(root, "singleXmlCell")):
            moved = move.area(element.get("r", ""))
            if moved is None:
                raise Odd("reference")
            element.set("r", moved)

    return rewritten(data, path, part, change)


def move_pivot_table(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """A pivot table that stands on the sheet itself, below or above the rows that go. Its area does not tell the
    filters above it, which stand apart by one row; rows of these Excel does not delete either."""

    def change(root: Element) -> None:
        for element in named(root, "location"):
            rows = area_rows(element.get("ref", ""))
            filters = whole(element.get("rowPageCount", "0"))
            if rows is None or move.shift.hits(rows[0] - (filters + 1 if filters else 0), rows[1]):
                raise Odd("pivot table")
            element.set("ref", move.area(element.get("ref", "")) or "")

    return rewritten(data, path, part, change)


def move_drawing(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """Shapes, pictures and charts by their anchors; a shape that stands in leaving rows only leaves with them."""

    def change(root: Element) -> None:
        for element in list(named(root, "twoCellAnchor", "oneCellAnchor")):
            rows = anchor_rows(element, move) if move.here else None
            if rows is None:
                continue
            leaves = move.shift.removed and move.shift.rows(*rows) is None and moves_with_cells(element)[0]
            if leaves and not _is_control(element) and not _starts_a_macro(element):
                _leave(element, move)
            else:
                move_anchor(element, move)
        for element in named(root, "sp"):
            move.formula_in(element, "textlink")

    return rewritten(data, path, part, change)


def _is_control(anchor: Element) -> bool:
    """Whether an anchor is the second account of a form control, which stays with the sheet whatever rows leave."""
    return any(local(above) == "AlternateContent" for above in anchor.iterancestors())


def _starts_a_macro(anchor: Element) -> bool:
    """Whether a shape is a button: what it does concerns more than the rows it happens to stand in."""
    return any(element.get("macro") for element in anchor)


def _leave(anchor: Element, move: Move) -> None:
    if any(local(element) in {"graphicFrame", "grpSp", "contentPart", "AlternateContent"} for element in anchor.iter()):
        raise Odd("graphic")
    for element in anchor.iter():
        move.gone += [
            str(value) for name, value in element.attrib.items() if "officeDocument/2006/relationships" in str(name)
        ]
    remove(anchor)


def move_control(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """A form control's links to cells."""

    def change(root: Element) -> None:
        for name in ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"):
            move.formula_in(root, name)

    return rewritten(data, path, part, change)


_SHAPE = re.compile(rb"<v:(shape|rect|group|line|oval|roundrect)\b.*?</v:\1\s*>", re.DOTALL)
_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_ROW = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_FORMULA = re.compile(rb"(<x:Fmla(?:Link|Range|Pict|Txbx|Group)>)([^<]*)(</x:Fmla)")


def move_boxes(data: bytes, path: Path, part: str, move: Move) -> bytes:
    """The boxes of comments and form controls, in a drawing language that is often no well-formed XML."""
    safety.check_start(data, path, part)
    if b"<!" in data:
        raise Odd("sheet XML")
    return _SHAPE.sub(lambda match: _moved_box(match[0], move), data)


def _moved_box(shape: bytes, move: Move) -> bytes:
    """A box after the move. `<x:MoveWithCells/>` and `<x:SizeWithCells/>` mean that it does *not*: so Excel writes
    them beside the anchors of the same controls in the sheet. A comment goes with its cell all the same."""
    note = b'ObjectType="Note"' in shape
    row = _ROW.search(shape)
    if row is not None and note and move.here:
        target = move.shift.row(int(row[2]) + 1)
        if target is None:
            return b""
        shape = shape[: row.start(2)] + str(target - 1).encode() + shape[row.end(2) :]
    if move.here and (note or b"<x:MoveWithCells" not in shape):
        sizes = b"<x:SizeWithCells" not in shape
        shape = _ANCHOR.sub(lambda match: match[1] + _moved_box_anchor(match[2], move, sizes) + match[3], shape)
    return _FORMULA.sub(lambda match: match[1] + _moved_link(match[2], move) + match[3], shape)


def _moved_link(text: bytes, move: Move) -> bytes:
    return escaped(move.formula(plain(text.decode()))).encode()


def _moved_box_anchor(text: bytes, move: Move, sizes: bool) -> bytes:
    """`left, dx, top, dy, right, dx, bottom, dy`; a box that does not size with its cells keeps its height in rows."""
    numbers = [part.strip() for part in text.split(b",")]
    if len(numbers) != 8 or not all(part.lstrip(b"-").isdigit() for part in numbers):
        raise Odd("reference")
    top, bottom = int(numbers[2]), int(numbers[6])
    new = move.shift.position(top + 1) - 1
    end = move.shift.position(bottom + 1) - 1 if sizes else new + bottom - top
    if (new, end) == (top, bottom):
        return text
    numbers[2], numbers[6] = str(new).encode(), str(end).encode()
    return b", ".join(numbers)


def without_relations(data: bytes, identities: set[str]) -> bytes:
    """A relationships part without some of its relationships; all others stay the bytes they are."""

    def kept(match: re.Match[bytes]) -> bytes:
        return b"" if attributes(match[1].decode("utf-8", "replace")).get("Id") in identities else match[0]

    return re.sub(rb"<(?:[\w.-]+:)?Relationship((?:\s[^<>]*?)?)(?:/>|>\s*</(?:[\w.-]+:)?Relationship>)", kept, data)


def without_content_type(data: bytes, part: str) -> bytes:
    """The content types without the line of one part."""

    def kept(match: re.Match[bytes]) -> bytes:
        name = attributes(match[1].decode("utf-8", "replace")).get("PartName", "")
        return b"" if name.lstrip("/").casefold() == part.casefold() else match[0]

    return re.sub(rb"<(?:[\w.-]+:)?Override((?:\s[^<>]*?)?)(?:/>|>\s*</(?:[\w.-]+:)?Override>)", kept, data)


SHEET_PARTS: dict[str, PartMover] = {
    "table": move_table,
    "comments": move_comments,
    "threadedComment": move_comments,
    "vmlDrawing": move_boxes,
    "drawing": move_drawing,
    "ctrlProp": move_control,
    "pivotTable": move_pivot_table,
    "tableSingleCells": move_single_cells,
}
"""How each kind of part moves, by the last word of its relationship's type."""

OTHER_SHEET_PARTS: dict[str, PartMover] = {
    "vmlDrawing": move_boxes,
    "drawing": move_drawing,
    "ctrlProp": move_control,
    "table": lambda data, path, part, move: rewritten(data, path, part, lambda root: _formulas_only(root, move)),
}
"""The same for the sheets whose rows stay: only their formulas can name the rows that move."""


def _formulas_only(root: Element, move: Move) -> None:
    for element in named(root, "calculatedColumnFormula", "totalsRowFormula"):
        move.formula_of(element)
