"""Rows of a worksheet as texts: the usual ones many at a time (`shapes`), all others cell by cell."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from leadlist.errors import UserError
from leadlist.formats.excel import safety
from leadlist.formats.excel.contents import Sheet
from leadlist.formats.excel.grid import Area, Grid
from leadlist.formats.excel.markup import MAX_COLUMN, MAX_ROW, attributes, cell_text, column_letters, column_number
from leadlist.formats.excel.package import Package
from leadlist.formats.excel.rowstream import Row, RowStream, number_elsewhere
from leadlist.formats.excel.shapes import Shapes, form_of
from leadlist.formats.excel.strings import item_text
from leadlist.formats.excel.styles import Styles, iso_text
from leadlist.locale import _

ROW_NUMBER = re.compile(rb' r="([^"]*)"')
MOST_BLANK = 30_000_000
"""Cells that would have to be made up to the left of real ones: a sheet that needs more is no list."""


def _patterns(prefix: str) -> tuple[Callable[[str], list[tuple[str, ...]]], re.Pattern[str]]:
    """For a namespace prefix: all cells of the ordinary form at once, and one cell of any form."""
    p = re.escape(prefix)
    ordinary = re.compile(
        rf'<{p}c r="([A-Z]{{1,3}})([0-9]+)"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?(?:/>|>'
        rf"(<{p}f(?:\s[^<>]*)?(?:/>|>[^<]*</{p}f>))?"
        rf'(?:<{p}v(?: xml:space="preserve")?>([^<]*)</{p}v>|<{p}v/>'
        rf'|<{p}is><{p}t(?: xml:space="preserve")?>([^<]*)</{p}t></{p}is>)?</{p}c>)'
    )
    any_cell = re.compile(rf"\s*<{p}c((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?:/>|>(.*?)</{p}c\s*>)", re.S)
    return ordinary.findall, any_cell


class RowReader:
    """Takes the rows of one sheet, one after the other."""

    def __init__(self, package: Package, sheet: Sheet, strings: list[str], styles: Styles, prefix: str) -> None:
        self.grid = Grid()
        self._package, self._sheet = package, sheet
        self._strings, self._styles = strings, styles
        self._prefix = prefix
        self._ordinary, self._any_cell = _patterns(prefix)
        self._opening = f"<{prefix}c "
        self._bare = f"<{prefix}c>"
        self._formula = f"<{prefix}f"
        self._value = re.compile(rf"<{re.escape(prefix)}v(?:\s[^<>]*)?>([^<]*)</{re.escape(prefix)}v\s*>")
        self._negative = f"<{prefix}v>-"
        self._columns: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._shapes = Shapes(prefix, strings, styles)
        self.last = 0
        self._blank = 0

    def take_block(self, block: bytes, stream: RowStream) -> None:
        """Read a piece of the sheet: all its rows at once where they have the shape of those before."""
        try:
            text = block.decode()
        except UnicodeDecodeError as error:
            raise safety.damaged(self._package.path, self._sheet.part) from error
        last = self._shapes.take_block(text, self.last)
        if last:
            self.last = last
            self.finish()
            return
        for row in stream.rows_of(block):
            if row.tag or row.body is not None:
                self.take(row)

    def take(self, row: Row) -> None:
        """Read one row into the grid."""
        number = self._number(row.tag)
        grid = self.grid
        if number <= self.last and not grid.odd:
            grid.odd = "row order"
        if row.body:
            try:
                body = row.body.decode()
            except UnicodeDecodeError as error:
                raise safety.damaged(self._package.path, self._sheet.part) from error
            if not self._shapes.take(number, body):
                texts = self._cells(body, number)
                if texts:
                    self._place(number, texts)
            elif self._shapes.full:
                self.finish()
        self.last = number

    def read(self) -> Grid:
        """The grid, with all rows that were taken so far."""
        self.finish()
        return self.grid

    def finish(self) -> None:
        """Put the rows that were read together into the grid."""
        numbers = self._shapes.numbers
        try:
            numbers, found = self._shapes.flush()
        except IndexError:
            raise self._faulty(_("a cell in rows {first} to {last} names a text that is not there").format(
                first=numbers[0], last=numbers[-1])) from None  # fmt: skip
        rows = self.grid.rows
        for number, texts in zip(numbers, found, strict=True):
            if number == len(rows) + 1:
                rows.append(texts if any(texts) else ())
            elif any(texts):
                self._place(number, texts)

    def _number(self, tag: bytes) -> int:
        match = ROW_NUMBER.match(tag)
        if match is None:
            self.grid.plain_rows = False
        text = match[1].decode() if match else number_elsewhere(tag)
        if text is None:
            self.grid.odd, text = self.grid.odd or "row content", ""
        number = self.last + 1 if not (text or match) else int(text) if text.isdecimal() and len(text) < 8 else 0
        if not 1 <= number <= MAX_ROW:
            raise self._faulty(_("row {number} is outside of a worksheet").format(number=text[:20]))
        if b"hidden=" in tag and attributes(tag.decode("utf-8", "replace")).get("hidden") in {"1", "true"}:
            self.grid.hidden.add(number)
        return number

    def _place(self, number: int, texts: Sequence[str]) -> None:
        rows = self.grid.rows
        if number > len(rows):
            rows.extend([()] * (number - len(rows) - 1))
            rows.append(texts)
        else:
            old = rows[number - 1]
            rows[number - 1] = [new or (old[i] if i < len(old) else "") for i, new in enumerate(texts)] + list(
                old[len(texts) :]
            )

    def _cells(self, body: str, number: int) -> list[str]:
        """The texts of a row's cells, up to the last that is not empty."""
        found = self._ordinary(body)
        if not found or len(found) != body.count(self._opening) + body.count(self._bare) or self._negative in body:
            return self._any_cells(body, number)
        letters, rows, styles, kinds, formulas, values, inlines = zip(*found, strict=True)
        columns = self._columns.get(letters) or self._known_columns(letters)
        if not columns or rows.count(str(number)) != len(rows):
            return self._any_cells(body, number)
        strings, text, typed = self._strings, self._styles.text, self._typed
        try:
            texts = [
                strings[int(value)]
                if kind == "s" and value
                else typed(kind, value)
                if kind not in {"", "n"}
                else text(style, value)
                for style, kind, value in zip(styles, kinds, values, strict=True)
            ]
        except (IndexError, ValueError):
            return self._any_cells(body, number)
        if number < 64 or not number & 63:
            self._sample(columns, kinds, values)
        if self._shapes.learning:
            self._learn(columns, kinds, formulas, values, inlines)
        if any(formulas):
            for column, formula in zip(columns, formulas, strict=True):
                if formula:
                    self._note_formula(formula, number, column)
        if any(inlines):
            texts = [cell_text(inline) if inline else text for text, inline in zip(texts, inlines, strict=True)]
        while texts and not texts[-1]:
            texts.pop()
        if texts and columns[len(texts) - 1] != len(texts) - 1:
            return self._spread(texts, columns)
        return texts

    def _known_columns(self, letters: tuple[str, ...]) -> tuple[int, ...]:
        """The columns of a row's cells, remembered because most rows have the same; `()` where out of order."""
        columns = tuple(column_number(each) for each in letters)
        if columns[-1] >= MAX_COLUMN or any(a >= b for a, b in pairwise(columns)):
            return ()
        if len(self._columns) < 1000:
            self._columns[letters] = columns
        return columns

    def _learn(self, columns: tuple[int, ...], *cells: tuple[str, ...]) -> None:
        """Tell what a row holds; when the shape changes, the rows read by the old one are put into the grid first."""
        self._shapes.learn(columns, [form_of(*cell) for cell in zip(*cells, strict=True)])
        if self._shapes.due:
            self.finish()
            self._shapes.change()

    def _sample(self, columns: tuple[int, ...], kinds: tuple[str, ...], values: tuple[str, ...]) -> None:
        sample = self.grid.kinds
        for column, kind, value in zip(columns, kinds, values, strict=True):
            if value or kind:
                sample[column] = sample.get(column, 0) + (1 if kind in {"", "n"} else -1)

    def _spread(self, texts: list[str], columns: tuple[int, ...]) -> list[str]:
        """The texts at their columns, with `""` between them."""
        row: list[str] = []
        for column, text in zip(columns, texts, strict=False):
            if text:
                self._fill(row, column)
                row.append(text)
        return row

    def _fill(self, texts: list[str], column: int) -> None:
        self._blank += column - len(texts)
        if self._blank > MOST_BLANK or column >= MAX_COLUMN:
            raise self._faulty(_("its cells lie too far apart"))
        texts.extend([""] * (column - len(texts)))

    def _typed(self, kind: str, value: str) -> str:
        if not value:
            return ""
        if kind == "b":
            return "TRUE" if value in {"1", "true"} else "FALSE"
        if kind == "d":
            return iso_text(value)
        return cell_text(value)

    def _any_cells(self, body: str, number: int) -> list[str]:
        """The same as `_cells` for any form of cell: other attributes, no `r`, rich text, any order."""
        cells: dict[int, str] = {}
        at, column = 0, -1
        while match := self._any_cell.match(body, at):
            at = match.end()
            given = attributes(match[1])
            place = given.get("r")
            previous, column = column, column + 1 if place is None else self._column(place, number)
            if column <= previous:
                self.grid.odd = "cell order"
            text = self._any_text(given, match[2] or "", number, column)
            if text or column not in cells:
                cells[column] = text
        if body[at:].strip() and not self.grid.odd:
            self.grid.odd = "row content"
        texts: list[str] = []
        for column in sorted(cells):
            if cells[column]:
                self._fill(texts, column)
                texts.append(cells[column])
        return texts

    def _column(self, place: str, number: int) -> int:
        letters = place.rstrip("0123456789")
        if not re.fullmatch("[A-Za-z]{1,3}", letters) or column_number(letters) >= MAX_COLUMN:
            raise self._faulty(_("cell {cell} is outside of a worksheet").format(cell=place[:20]))
        if place[len(letters) :] != str(number):
            self.grid.odd = "cell in another row"
        return column_number(letters)

    def _any_text(self, given: dict[str, str], inner: str, number: int, column: int) -> str:
        kind = given.get("t", "n")
        if self._formula in inner:
            self._note_formula(inner[inner.index(self._formula) :], number, column)
        if kind == "inlineStr":
            return item_text(inner)
        match = self._value.search(inner)
        if not match or not match[1]:
            return ""
        value = match[1].strip() if kind != "str" else match[1]
        if kind == "s":
            if not value.isdecimal() or len(value) > 9 or int(value) >= len(self._strings):
                raise self._faulty(self._lost(number, column))
            return self._strings[int(value)]
        return self._styles.text(given.get("s", ""), value) if kind == "n" else self._typed(kind, value)

    def _note_formula(self, formula: str, number: int, column: int) -> None:
        self.grid.formulas.add((number, column))
        if "ref=" in formula and ("array" in formula or "dataTable" in formula):
            given = attributes(formula[: formula.index(">")])
            area = re.fullmatch(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?", given.get("ref", ""))
            if area and given.get("t") in {"array", "dataTable"}:
                left, top, right, bottom = area.groups()
                right, bottom = right or left, bottom or top
                self.grid.arrays.append(Area(int(top), column_number(left), int(bottom), column_number(right)))

    def _lost(self, number: int, column: int) -> str:
        return _("cell {cell} names a text that is not there").format(cell=f"{column_letters(column)}{number}")

    def _faulty(self, reason: str) -> UserError:
        return UserError(
            _("“{name}”, sheet “{sheet}”, cannot be read: {reason}.").format(
                name=self._package.path.name, sheet=self._sheet.name, reason=reason
            ),
            hint=_("Open it in Excel, let Excel repair it, and save it under a new name."),
        )
