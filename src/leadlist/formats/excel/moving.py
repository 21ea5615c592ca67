"""One move of a sheet's rows, as the parts of the workbook see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from leadlist.formats.excel.contents import Element
from leadlist.formats.excel.formulas import shifted
from leadlist.formats.excel.markup import MAX_ROW
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.references import CELL, RowShift, area_rows, shifted_area, shifted_areas, widened
from leadlist.formats.excel.rowheights import Heights


@dataclass
class Move:
    """What happens to the rows of sheet `sheet`, seen from a part; `here`: the part belongs to that sheet.

    The list's last column is `last_column` (0-based); `new_columns` come right of it, under `new_headings`. `gone`
    collects ids of relationships whose element left. `erased` are texts that leave the whole workbook. `place` tells a
    person where the formulas stand, `lost` collects the places of those that became `#REF!`. `sheets` are the names of
    the workbook's sheets in their order. `heights` reads those of the rows, before and after, where it is asked.
    """

    sheet: str
    here: bool
    shift: RowShift
    last_column: int = -1
    new_headings: tuple[str, ...] = ()
    list_rows: tuple[int, int] = (0, 0)
    erased: frozenset[str] = frozenset()
    gone: list[str] = field(default_factory=list)
    place: str = ""
    lost: list[str] = field(default_factory=list)
    sheets: Sequence[str] = ()
    heights: Callable[[], tuple[Heights, Heights] | None] = lambda: None

    def formula(self, text: str | None, *, grow: bool = False, down: int = 0, of_name: bool = False) -> str:
        """A formula outside of cells after the move; `of_name` as for `shifted`."""
        if not text:
            return ""
        new = shifted(
            text, self.sheet, self.here, self.shift, grow=grow, down=down, of_name=of_name, sheets=self.sheets
        )
        if new.count("#REF!") > text.count("#REF!"):
            self.lost.append(self.place)
        return new

    def formula_of(self, element: Element, *, grow: bool = False, down: int = 0, of_name: bool = False) -> None:
        """Move the formula that is an element's text."""
        if element.text:
            element.text = self.formula(element.text, grow=grow, down=down, of_name=of_name)

    def formula_in(self, element: Element, name: str) -> None:
        """Move the formula in an attribute, where there is one."""
        if text := element.get(name):
            element.set(name, self.formula(text))

    def area(self, reference: str, *, grow: bool = False) -> str | None:
        """An area of this sheet after the move; None where it leaves."""
        return shifted_area(reference, self.shift, grow=grow)

    def areas(self, references: str, *, grow: bool = False) -> str:
        """A list of areas of this sheet after the move."""
        return shifted_areas(references, self.shift, grow=grow)

    def cell_near(self, reference: str) -> str:
        """A cell after the move; where its row leaves, the cell that takes its place."""
        match = CELL.fullmatch(reference)
        if match is None:
            raise Odd("reference")
        row = min(self.shift.position(int(match[4])), MAX_ROW)
        return f"{match[1]}{match[2]}{match[3]}{row}"

    def list_area(self, reference: str) -> str | None:
        """A filter's or table's area: it takes in new rows below and new columns right of the list."""
        rows = area_rows(reference)
        moved = shifted_area(reference, self.shift, grow=True)
        if moved is None or rows is None or not self.new_headings:
            return moved
        if rows[0] > self.list_rows[1] or rows[1] < self.list_rows[0]:
            return moved
        return widened(moved, self.last_column, len(self.new_headings))


def remove(element: Element) -> None:
    """Take an element out of its tree, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def counted(container: Element | None, *names: str) -> None:
    """Put a container's count right; take it, and what holds nothing but it, out where nothing is left in it."""
    if container is None:
        return
    children = [child for child in container if isinstance(child.tag, str)]
    if not children:
        above = container.getparent()
        remove(container)
        if above is not None and not len(above):
            counted(above)
        return
    for name in names or ("count",):
        if container.get(name) is not None:
            container.set(name, str(len(children)))
