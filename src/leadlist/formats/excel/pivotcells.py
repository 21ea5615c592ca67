"""The cells in which pivot tables show what leaves the list: emptied here, filled anew when the workbook is opened."""

import re
from collections.abc import Callable, Iterable, Iterator

from leadlist.formats.excel import safety
from leadlist.formats.excel.cells import Cell, CellWriter
from leadlist.formats.excel.contents import Contents, Sheet, named, relations
from leadlist.formats.excel.grid import Area
from leadlist.formats.excel.markup import attributes, column_number
from leadlist.formats.excel.odd import whole
from leadlist.formats.excel.references import AREA
from leadlist.formats.excel.rowstream import RowStream, Run
from leadlist.formats.excel.sheet import Forget, row_number
from leadlist.formats.excel.strings import item_text


def pivot_areas(contents: Contents, sheet: Sheet, of_list: Callable[[bytes], bool]) -> list[Area]:
    """The areas of a sheet's pivot tables, their filters included; of those whose cache is one of the list's.

    `of_list` says so of a cache's content.
    """
    package = contents.package
    found: list[Area] = []
    for link in relations(package, sheet.part).values():
        if link.kind == "pivotTable" and link.target in package.parts:
            below = relations(package, link.target).values()
            caches = [one.target for one in below if one.kind == "pivotCacheDefinition" and one.target in package.parts]
            if not caches or any(of_list(package.read(cache)) for cache in caches):
                found += _areas(contents, link.target)
    return found


def _areas(contents: Contents, part: str) -> Iterator[Area]:
    root = safety.parsed(contents.package.read(part), contents.package.path, part)
    for location in named(root, "location"):
        match = AREA.fullmatch(location.get("ref", ""))
        if match is not None:
            top = int(match[4]) - whole(location.get("rowPageCount", "0")) - 1
            right = column_number(match[6] or match[2]) + 1
            yield Area(top, column_number(match[2]), int(match[8] or match[4]), right)


def forgetting(areas: list[Area], shows: Callable[[str], bool], items: Iterable[tuple[int, bytes]]) -> Forget:
    """Says of a cell whether it stands in one of the areas and shows what leaves; `items` are the shared strings."""
    shared = {str(index) for index, item in items if shows(item_text(item.decode()))}

    def forget(cell: Cell, row: int) -> bool:
        if not cell.inner or not any(a.top <= row <= a.bottom and a.left <= cell.column <= a.right for a in areas):
            return False
        if attributes(cell.tag).get("t") == "s":
            return re.sub(r"<[^<>]*>|\s", "", cell.inner) in shared
        return shows(item_text(cell.inner))

    return forget


def showing_cells(stream: RowStream, areas: list[Area], forget: Forget) -> Iterator[tuple[int, int]]:
    """Row and column (0-based) of the cells of a sheet that `forget` names; rows outside of the areas pass in one."""
    writer = CellWriter(stream.prefix.decode(), None)

    def apart(xml: bytes, first: int, last: int) -> bytes | None:
        return None if any(area.top <= last and first <= area.bottom for area in areas) else xml

    last = 0
    for row in stream.rows_and_runs(apart):
        if isinstance(row, Run):
            last = row.last
            continue
        last = number = row_number(row.tag, last)
        for cell in writer.split(row.body.decode()) if row.body else ():
            if forget(cell, number):
                yield number, cell.column
