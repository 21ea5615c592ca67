"""The cells in which pivot tables show what leaves the list: emptied here, filled anew when the workbook is opened."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from leadlist.formats.excel import safety
from leadlist.formats.excel.cells import Cell, CellWriter
from leadlist.formats.excel.contents import Contents, Sheet, named, relations
from leadlist.formats.excel.grid import Area
from leadlist.formats.excel.markup import attributes, column_number
from leadlist.formats.excel.odd import whole
from leadlist.formats.excel.references import AREA, RowShift, area_rows
from leadlist.formats.excel.rowstream import RowStream, Run
from leadlist.formats.excel.sheet import Forget, row_number
from leadlist.formats.excel.strings import item_text


@dataclass(frozen=True)
class PivotArea:
    """Cells of a pivot table, and whether it has nothing left to show: all of its source's rows leave."""

    cells: Area
    bare: bool


@dataclass(frozen=True)
class Source:
    """The list as the source of pivot tables: its sheet, and where its rows go."""

    sheet: str
    shift: RowShift

    def leaves(self, cache: bytes) -> bool:
        """Whether every row under the headings of a cache's source leaves."""
        for tag in re.findall(r"<(?:[\w.-]+:)?worksheetSource((?:\s[^<>]*?)?)/?>", cache.decode("utf-8", "replace")):
            given = attributes(tag)
            rows = area_rows(given.get("ref", ""))
            if given.get("sheet", "").casefold() == self.sheet.casefold() and rows and rows[0] < rows[1]:
                return self.shift.survivor(rows[0] + 1, rows[1]) is None
        return False


def pivot_areas(contents: Contents, sheet: Sheet, of_list: Callable[[bytes], bool], source: Source) -> list[PivotArea]:
    """The areas of a sheet's pivot tables, their filters included; of those whose cache is one of the list's.

    `of_list` says so of a cache's content, `source` what becomes of the list's rows.
    """
    package = contents.package
    found: list[PivotArea] = []
    for link in relations(package, sheet.part).values():
        if link.kind == "pivotTable" and link.target in package.parts:
            below = relations(package, link.target).values()
            targets = [
                one.target for one in below if one.kind == "pivotCacheDefinition" and one.target in package.parts
            ]
            caches = [package.read(target) for target in targets]
            if not caches or any(of_list(cache) for cache in caches):
                bare = any(source.leaves(cache) for cache in caches)
                found += (PivotArea(area, bare) for area in _areas(contents, link.target, bare))
    return found


def _areas(contents: Contents, part: str, bare: bool) -> Iterator[Area]:
    """The cells of a pivot table and of its filters, which stand two rows above it; where they may be others' too, the
    cells between and beside them."""
    root = safety.parsed(contents.package.read(part), contents.package.path, part)
    for location in named(root, "location"):
        match = AREA.fullmatch(location.get("ref", ""))
        if match is None:
            continue
        filters, top = whole(location.get("rowPageCount", "0")), int(match[4])
        left, right, bottom = column_number(match[2]), column_number(match[6] or match[2]), int(match[8] or match[4])
        if not bare:
            yield Area(top - filters - 1, left, bottom, right + 1)
            continue
        yield Area(top, left, bottom, right)
        if filters:
            yield Area(top - filters - 1, left, top - 2, left + 1)


def forgetting(areas: list[PivotArea], shows: Callable[[str], bool], items: Iterable[tuple[int, bytes]]) -> Forget:
    """Says of a cell whether it stands in one of the areas and shows what leaves; `items` are the shared strings."""
    shared = {str(index) for index, item in items if shows(item_text(item.decode()))}

    def forget(cell: Cell, row: int) -> bool:
        around = [area for area in areas if _holds(area.cells, row, cell.column)]
        if not cell.inner or not around:
            return False
        if any(area.bare for area in around):
            return True
        if attributes(cell.tag).get("t") == "s":
            return re.sub(r"<[^<>]*>|\s", "", cell.inner) in shared
        return shows(item_text(cell.inner))

    return forget


def _holds(area: Area, row: int, column: int) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def showing_cells(stream: RowStream, areas: list[PivotArea], forget: Forget) -> Iterator[tuple[int, int]]:
    """Row and column (0-based) of the cells of a sheet that `forget` names; rows outside of the areas pass in one."""
    writer = CellWriter(stream.prefix.decode(), None)

    def apart(xml: bytes, first: int, last: int) -> bytes | None:
        return None if any(area.cells.top <= last and first <= area.cells.bottom for area in areas) else xml

    last = 0
    for row in stream.rows_and_runs(apart):
        if isinstance(row, Run):
            last = row.last
            continue
        last = number = row_number(row.tag, last)
        for cell in writer.split(row.body.decode()) if row.body else ():
            if forget(cell, number):
                yield number, cell.column
