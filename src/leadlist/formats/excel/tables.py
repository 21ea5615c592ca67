"""Excel's own tables on a sheet: where their data rows are, and what that says about the list."""

from collections.abc import Sequence
from typing import NamedTuple

from leadlist.formats.excel import safety
from leadlist.formats.excel.contents import Contents, Sheet, relations
from leadlist.formats.excel.grid import Grid
from leadlist.formats.excel.odd import whole
from leadlist.formats.excel.references import area_rows
from leadlist.formats.layout import Layout
from leadlist.locale import ngettext


class TableRows(NamedTuple):
    """The data rows of one of Excel's tables, and whether a row of totals follows them."""

    first: int
    last: int
    totals: bool


def table_rows(contents: Contents, sheet: Sheet) -> list[TableRows]:
    """First and last data row of each table of the sheet."""
    found = []
    for link in relations(contents.package, sheet.part).values():
        if link.kind == "table" and link.target in contents.package.parts:
            root = safety.parsed(contents.package.read(link.target), contents.package.path, link.target)
            rows = area_rows(root.get("ref", ""))
            if rows is not None:
                top = rows[0] + whole(root.get("headerRowCount", "1"))
                totals = whole(root.get("totalsRowCount", "0"))
                found.append(TableRows(top, rows[1] - totals, bool(totals)))
    return found


def within_table(layout: Layout, grid: Grid, tables: Sequence[TableRows]) -> Layout:
    """The list without what Excel's own table, where it has the same headings, says is not in it.

    Rows right below a table without totals stay leads: somebody typed on where the table did not follow.
    """
    heading = layout.heading_rows[1] + 1
    table = next((table for table in tables if table.first == heading + 1), None)
    if table is None:
        return layout
    end = table.last
    while not table.totals and end < len(grid.rows) and any(grid.rows[end]):
        end += 1
    rows = [row for row in layout.rows if row < end]
    left_out = len(layout.rows) - len(rows)
    if not left_out:
        return layout
    note = ngettext(
        "{count} row below the table was left out: totals or a remark.",
        "{count} rows below the table were left out: totals or remarks.",
        left_out,
    ).format(count=left_out)
    return layout._replace(rows=rows, notes=(*layout.notes, note))
