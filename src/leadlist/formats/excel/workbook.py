"""A lead list in a workbook: read as text, written back by patching the workbook's zip."""

import shutil
from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from leadlist.changes import AddRow, Change, RemoveRow, SetCell, added_columns
from leadlist.errors import Refused
from leadlist.formats.document import HeadingScore
from leadlist.formats.excel import safety, wellformed
from leadlist.formats.excel.cells import LONGEST
from leadlist.formats.excel.choose import choose
from leadlist.formats.excel.contents import Contents, Sheet, read_contents
from leadlist.formats.excel.erasure import Erasure, erased_texts, keeps_copies
from leadlist.formats.excel.grid import Area, Grid
from leadlist.formats.excel.markup import MAX_ROW
from leadlist.formats.excel.moving import Move
from leadlist.formats.excel.odd import Odd, refused
from leadlist.formats.excel.package import Package
from leadlist.formats.excel.references import RowShift
from leadlist.formats.excel.rewrite import Rewrite
from leadlist.formats.excel.sheetedit import SheetEdit
from leadlist.formats.excel.strings import read_strings
from leadlist.formats.excel.styles import Styles, read_styles
from leadlist.formats.excel.tables import table_rows, within_table
from leadlist.formats.kept import require_whole
from leadlist.formats.layout import Layout
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import ngettext


class Workbook:
    """An .xlsx or .xlsm list, read. Keeps nothing of the file open; `write` reads it again."""

    def __init__(self, path: Path, score: HeadingScore, sheet: str | None = None, others: Collection[str] = ()) -> None:
        self.path = path
        self.writes = path.suffix.lower() if path.suffix.lower() in {".xlsx", ".xlsm"} else ".xlsx"
        with Package(path) as package:
            contents = read_contents(package)
            self._styles: Styles = read_styles(contents)
            strings = read_strings(contents)
            found, grid, layout = choose(contents, strings, self._styles, score, sheet, others)
            try:
                layout = within_table(layout, grid, table_rows(contents, found))
            except Odd as odd:
                raise safety.damaged(path, found.part) from odd
        self._sheet: Sheet = found
        self.sheet = found.name
        self._odd = grid.odd
        self._plain_rows = grid.plain_rows and not grid.odd
        self._formulas = bool(grid.formulas)
        self._columns = layout.columns
        self._rows: Sequence[int] = _compact([row + 1 for row in layout.rows])
        first, last = layout.heading_rows
        self._heading = last + 1
        # in two rows the upper one: a cell in the lower alone would belong to the group heading on its left
        self._headed = (first + 1, *(row + 1 for row in layout.repeated if first == last))
        self._numeric = frozenset(column for column, more in grid.kinds.items() if more > 0)
        self._look_around(grid, layout)
        self.notes: Sequence[str] = [*layout.notes, *_hidden_note(grid, self._rows)]
        self.leads: LeadList = _leads(path.name, grid, layout, self._rows)

    def _look_around(self, grid: Grid, layout: Layout) -> None:
        """Remember what stands beside and below the list."""
        last = self._rows[-1] if self._rows else self._heading
        self._last = last
        self._something_below = len(grid.rows) > last
        self._arrays = [area for area in grid.arrays if area.bottom > last]
        own = set(layout.columns)
        width = max(layout.columns) + 1
        self._beside: set[int] = set()
        self._taken: set[int] = set()
        for number in (*range(layout.heading_rows[0] + 1, self._heading + 1), *self._rows):
            row = grid.rows[number - 1]
            if len(row) > width or len(own) < width:
                others = [column for column, text in enumerate(row) if text and column not in own]
                if others:
                    self._beside.add(number)
                    self._taken.update(others)

    def broken_formulas(self, changes: Sequence[Change]) -> Sequence[str]:
        """The formulas elsewhere (`集計!B4`) that would become `#REF!` by these changes."""
        if not any(isinstance(change, RemoveRow) for change in changes):
            return []
        try:
            with Package(self.path) as package:
                rewrite = self._rewrite(read_contents(package), changes, erase=False)
                rewrite.plan()
                if self._formulas:
                    rewrite.check_sheet()
                return sorted(set(rewrite.lost))
        except Odd as odd:
            raise self._refused(odd) from odd

    def surely_holds(self, changes: Sequence[Change], target: Path) -> bool:
        """Never said: the file is read again."""
        return False

    def write(self, changes: Sequence[Change], target: Path) -> None:
        """Write the workbook with the changes to `target`; every part they do not touch is copied as it is.

        Raises Refused where something in the workbook is not understood well enough to keep it whole, and where a part
        would not be well-formed.
        """
        if not changes:
            shutil.copyfile(self.path, target)
            return
        try:
            with Package(self.path) as package, target.open("wb") as file:
                contents = read_contents(package)
                rewrite = self._rewrite(contents, changes, erase=True)
                rewrite.plan()
                package.copy(file, wellformed.checked(rewrite.new, contents), frozenset(rewrite.gone))
        except Odd as odd:
            raise self._refused(odd) from odd
        require_whole(target, self.path, but=self._sheet.part)

    def _refused(self, odd: Odd) -> Refused:
        part = str(odd.args[1]) if len(odd.args) > 1 else self._sheet.part
        return refused(self.path.name, self.sheet, part, str(odd.args[0]))

    def _rewrite(self, contents: Contents, changes: Sequence[Change], *, erase: bool) -> Rewrite:
        if self._odd:
            raise Odd(self._odd)
        edit, headings = self._edit(contents, changes)
        erased: frozenset[str] = frozenset()
        erasing = erase and (edit.shift.removed or edit.blanked or _clears(changes))
        if erasing and keeps_copies(contents, bool(self.leads.formulas)):
            erased = self._erased(changes)
            edit.erased = erased
        last_column, rows = max(self._columns), (self._heading, self._last)
        names = [sheet.name for sheet in contents.sheets]
        move = Move(self.sheet, True, edit.shift, last_column, headings, rows, erased, sheets=names)
        erasure = Erasure(contents, self._sheet, edit, erased) if erasing else None
        if erasure is not None:
            erasure.clear_pivots(rows, last_column)
        return Rewrite(contents, self._sheet, edit, move, self._styles, self._numeric, erasure, self._formulas)

    def _edit(self, contents: Contents, changes: Sequence[Change]) -> tuple[SheetEdit, tuple[str, ...]]:
        """The changes in terms of the sheet: its own rows and columns."""
        headings = tuple(column.heading for column in added_columns(changes))
        columns = [*self._columns, *(max(self._columns) + 1 + number for number in range(len(headings)))]
        if self._taken.intersection(columns[len(self._columns) :]):
            raise Odd("column taken")
        cells: dict[int, dict[int, str]] = {}
        for number, heading in enumerate(headings):
            for row in self._headed:
                cells.setdefault(row, {})[columns[len(self._columns) + number]] = heading
        new_rows: list[dict[int, str]] = []
        removed: list[int] = []
        for change in changes:
            match change:
                case SetCell():
                    if (change.row, change.column) in self.leads.formulas:
                        raise Odd("formula")
                    cells.setdefault(self._rows[change.row], {})[columns[change.column]] = change.after
                case AddRow():
                    new_rows.append({columns[column]: text for column, text in change.cells.items() if text})
                case RemoveRow():
                    removed.append(self._rows[change.row])
        _check_lengths(cells.values(), new_rows)
        borrow = {column: max(self._columns) for column in columns[len(self._columns) :]}
        shift, blanked = self._shift(contents, sorted(set(removed)), len(new_rows))
        edit = SheetEdit(shift, cells, new_rows, blanked, borrow, self._plain_rows, no_leads=not self._rows)
        return edit, headings

    def _shift(self, contents: Contents, removed: list[int], added: int) -> tuple[RowShift, frozenset[int]]:
        """Where rows go, and the rows that are emptied instead because a table keeps one row at least."""
        if self._beside.intersection(removed):
            raise Odd("beside")
        if self._last + added > MAX_ROW:
            raise Odd("rows full")
        reach = self._last if self._something_below else self._last + added
        if added and any(area.top <= reach for area in self._arrays):
            raise Odd("array formula")
        blanked: set[int] = set()
        for first, last, _totals in table_rows(contents, self._sheet):
            leaving = [row for row in removed if first <= row <= last]
            if leaving and len(leaving) == last - first + 1:
                blanked.add(leaving[0])
        left = [row for row in removed if row not in blanked]
        below = self._something_below
        shift = RowShift(_compact(left), self._last, added if below else 0, 0 if below else added)
        return shift, frozenset(blanked)

    def _erased(self, changes: Sequence[Change]) -> frozenset[str]:
        """The texts that leave the list with its rows and cleared cells; what is corrected is no erasure."""
        removed = {change.row for change in changes if isinstance(change, RemoveRow)}
        changed = {(change.row, change.column): change.after for change in changes if isinstance(change, SetCell)}
        leads = self.leads
        leaving = chain(
            (column[row] for column in leads.columns for row in removed),
            (
                leads.cell(row, column)
                for (row, column), after in changed.items()
                if not after and column < len(leads.columns)
            ),
        )
        touched = {column for _row, column in changed}
        staying = [
            _staying(column, ColumnRef(at), changed if at in touched else {}, removed)
            for at, column in enumerate(leads.columns)
        ]
        new = (text for change in changes if isinstance(change, AddRow) for text in change.cells.values())
        return erased_texts(leaving, [*staying, new, leads.headings])


def _staying(
    column: Sequence[str], at: ColumnRef, changed: Mapping[tuple[RowRef, ColumnRef], str], removed: Container[RowRef]
) -> Iterable[str]:
    """The texts of a column as its leads that stay will have them."""
    rows = ((RowRef(row), text) for row, text in enumerate(column) if row not in removed)
    return (changed.get((row, at), text) for row, text in rows) if changed else (text for _row, text in rows)


def _compact(rows: list[int]) -> Sequence[int]:
    """Row numbers as a range where they follow each other."""
    if rows and rows[-1] - rows[0] == len(rows) - 1:
        return range(rows[0], rows[-1] + 1)
    return rows


def _leads(name: str, grid: Grid, layout: Layout, rows: Sequence[int]) -> LeadList:
    """The list's cells column by column."""
    width = max(layout.columns) + 1
    full = [
        row if len(row) == width else [*row[:width], *[""] * (width - len(row))]
        for row in (grid.rows[number - 1] for number in rows)
    ]
    columns = list(zip(*full, strict=True)) if full else [()] * width
    place = {column: position for position, column in enumerate(layout.columns)}
    at = {number: position for position, number in enumerate(rows)} if grid.formulas or grid.arrays else {}
    cells = chain(grid.formulas, *(_inside(area, rows, layout.columns) for area in grid.arrays))
    formulas = frozenset(
        (RowRef(at[row]), ColumnRef(place[column])) for row, column in cells if row in at and column in place
    )
    return LeadList(
        layout.headings,
        tuple(columns[column] for column in layout.columns),
        row_numbers=rows or range(0),
        formulas=formulas,
        name=name,
        column_numbers=[column + 1 for column in layout.columns],
    )


def _inside(area: Area, rows: Sequence[int], columns: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The cells of the list that an array formula fills."""
    inside = rows[bisect_left(rows, area.top) : bisect_left(rows, area.bottom + 1)]
    return ((row, column) for row in inside for column in columns if area.left <= column <= area.right)


def _hidden_note(grid: Grid, rows: Sequence[int]) -> list[str]:
    hidden = len(grid.hidden.intersection(rows)) if grid.hidden else 0
    if not hidden:
        return []
    return [
        ngettext(
            "{count} row is hidden or filtered out in Excel; it is treated like all others.",
            "{count} rows are hidden or filtered out in Excel; they are treated like all others.",
            hidden,
        ).format(count=hidden)
    ]


def _clears(changes: Sequence[Change]) -> bool:
    return any(isinstance(change, SetCell) and change.before and not change.after for change in changes)


def _check_lengths(*groups: Iterable[dict[int, str]]) -> None:
    if any(len(text) > LONGEST for group in groups for cells in group for text in cells.values()):
        raise Odd("longest")
