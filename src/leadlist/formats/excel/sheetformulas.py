"""The formulas in a worksheet's cells while rows of a sheet, this one or another, leave or come in."""

import re
from collections.abc import Sequence

from leadlist.formats.excel.cells import Cell
from leadlist.formats.excel.formulas import mentions, pieces, shifted
from leadlist.formats.excel.markup import attributes, cell_text, plain, set_attribute
from leadlist.formats.excel.odd import Odd
from leadlist.formats.excel.references import CELL, RowShift, area_rows, shifted_area


class FormulaMover:
    """Moves the formulas of one sheet's cells.

    `name` is the sheet whose rows move, one of the workbook's `sheets`, `here` whether the formulas stand in it.
    `erased` are texts that no stored result may keep. `lost` counts formulas that got a `#REF!`, by their cells.
    Raises Odd, with a word for what it is, for what it does not know.
    """

    def __init__(
        self,
        prefix: str,
        name: str,
        here: bool,
        shift: RowShift,
        erased: frozenset[str],
        sheets: Sequence[str] = (),
    ) -> None:
        p = re.escape(prefix)
        self._prefix = prefix
        self._formula = re.compile(
            rf"<{p}f((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?:/>|>([^<]*)</{p}f\s*>)"
        )
        self._value = re.compile(rf"<{p}v(?:\s[^<>]*)?>([^<]*)</{p}v\s*>")
        self._name, self._here, self._shift, self._sheets = name, here, shift, sheets
        self._erased = erased
        self._masters: dict[str, tuple[str, int, int]] = {}
        self.lost: list[tuple[int, int]] = []

    def cell(self, cell: Cell, row: int) -> Cell:
        """A formula cell of sheet row `row` (before anything moved) with its formula moved."""
        inner = cell.inner or ""
        match = self._formula.search(inner)
        if match is None:
            raise Odd("formula")
        given = attributes(match[1])
        text = plain(match[2] or "")
        new = self._moved(given, match[1], text, cell.column, row)
        if new is not None:
            inner = inner[: match.start()] + new + inner[match.end() :]
        if self._erased:
            inner = self._without_erased(cell, inner)
        return cell if inner == cell.inner else cell._replace(inner=inner)

    def _moved(self, given: dict[str, str], tag: str, text: str, column: int, row: int) -> str | None:
        """The new `<f>` element; None where it stays as it is."""
        kind = given.get("t", "normal")
        if kind == "shared":
            return self._shared(given, tag, text, column, row)
        if not self._shift.moves:
            return None
        new_tag = tag
        if kind in {"array", "dataTable"} and self._here:
            new_tag = self._block(given, tag)
        new_text = self._text(text, column, row)
        if new_text == text and new_tag == tag:
            return None
        return self._element(new_tag, new_text)

    def _shared(self, given: dict[str, str], tag: str, text: str, column: int, row: int) -> str | None:
        """A cell of a shared formula, written out where rows move: its neighbours may no longer be alike."""
        index = given.get("si", "")
        if text:
            self._masters[index] = text, row, column
        if not self._shift.moves:
            return None
        if index not in self._masters:
            raise Odd("shared formula")
        master, top, left = self._masters[index]
        if not self._here and not mentions(master, self._name, False, self._sheets):
            return None
        new = self._text(master, column, row, down=row - top, across=column - left)
        keep = "".join(f' {name}="{given[name]}"' for name in ("ca",) if name in given)
        return self._element(keep, new)

    def _text(self, text: str, column: int, row: int, *, down: int = 0, across: int = 0) -> str:
        if not text:
            return text
        new = shifted(text, self._name, self._here, self._shift, down=down, across=across, sheets=self._sheets)
        if new.count("#REF!") > text.count("#REF!"):
            self.lost.append((row, column))
        return new

    def _block(self, given: dict[str, str], tag: str) -> str:
        """The tag of an array formula or data table, which rows may leave only as a whole."""
        for name in ("ref", "r1", "r2"):
            if name not in given or (name != "ref" and not CELL.fullmatch(given[name])):
                continue
            rows = area_rows(given[name])
            if rows is None or (self._shift.hits(*rows) and self._shift.rows(*rows) is not None):
                raise Odd("array formula")
            moved = shifted_area(given[name], self._shift)
            if moved is None and name != "ref":
                raise Odd("array formula")
            if moved is not None and moved != given[name]:
                tag = set_attribute(tag, name, moved)
        return tag

    def _element(self, tag: str, text: str) -> str:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<{self._prefix}f{tag}>{escaped}</{self._prefix}f>" if text else f"<{self._prefix}f{tag}/>"

    def _without_erased(self, cell: Cell, inner: str) -> str:
        """What a formula cell holds without a stored result that repeats an erased text."""
        match = self._value.search(inner)
        if match is None or attributes(cell.tag).get("t") != "str":
            return inner
        result = cell_text(match[1])
        if result in self._erased or any(is_telling(text) and text in result for text in self._erased):
            return inner[: match.start()] + inner[match.end() :]
        return inner

    def carried_down(self, cell: Cell, row: int, down: int) -> str | None:
        """A formula of the list's last row for a row below it, without a result; None where it should not be copied.

        Only a formula whose relative references stay in its own row is copied: it is a column's formula, not a sum.
        """
        match = self._formula.search(cell.inner or "")
        given = attributes(match[1]) if match else {}
        if match is None or given.get("t", "normal") not in {"normal", "shared"}:
            return None
        text, top, left = plain(match[2] or ""), row, cell.column
        if not text:
            if given.get("si", "") not in self._masters:
                return None
            text, top, left = self._masters[given["si"]]
        still = RowShift()
        own = shifted(text, "", False, still, down=row - top, across=cell.column - left)
        if not same_row_only(own, row):
            return None
        target = self._shift.first_new + down - 1
        return self._element("", shifted(own, "", False, still, down=target - row))


def same_row_only(formula: str, row: int) -> bool:
    """Whether every relative reference of a formula is to cells of its own row and sheet."""
    return all(
        isinstance(piece, str)
        or piece.top is None
        or (piece.top_fixed and piece.bottom_fixed)
        or (not piece.sheet and piece.top == piece.bottom == row and not piece.top_fixed)
        for piece in pieces(formula)
    )


def is_telling(text: str) -> bool:
    """True for a text that is not found inside of another one by chance: four characters, or a name such as 林 学."""
    return len(text) > 3 or (len(text) == 3 and text[1].isspace() and not text.isascii())
