"""Where LibreOffice itself is wrong, or Excel's rule another one: criteria by which a difference is not ours.

Every criterion is general and is told by the source, the rows removed and plain arithmetic (`after`), never by a
file's name. A criterion takes the facts that only LibreOffice's result has and those that only leadlist's has, and
gives back what it does not explain. What no criterion explains counts as a difference.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from excel_facts import Facts

Fact = Any
"""A tuple of texts; what stands where in it is told in `excel_facts`."""
_CELL = re.compile(r"(?<![A-Za-z0-9_.!'\]])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(!])")


class Case(NamedTuple):
    """One comparison: the facts of the source as it was, the rows of its list's sheet that were removed, those of
    leadlist's result before LibreOffice loaded it, and the sheet: its name, and its part in the source and in files
    that LibreOffice wrote."""

    source: Facts
    removed: Sequence[int]
    patched: Facts
    sheet: str
    part: str
    part_after: str


Criterion = Callable[[Case, set[Fact], set[Fact]], tuple[set[Fact], set[Fact]]]


def after(row: int, removed: Sequence[int]) -> int:
    """Where a row that stays is found when the rows `removed` are gone."""
    return row - sum(gone < row for gone in removed)


def _relative(formula: str, row: int) -> str:
    """A formula with its relative rows as distances to a row, as in R1C1."""

    def distance(match: re.Match[str]) -> str:
        return match[0] if match[3] else f"{match[1]}{match[2]}[{int(match[4]) - row}]"

    return _CELL.sub(distance, formula.replace(" ", ""))


def _top(areas: Sequence[str]) -> int:
    """The top row of areas as `excel_facts` writes them (`column:first-last,…`)."""
    tops = [int(match[1]) for area in areas for match in re.finditer(r"[:,](\d+)-", area)]
    return min(tops, default=0)


def relative_formulas(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """Formats and validations whose first row leaves: LibreOffice 7.4 writes `#REF!` into a formula that is relative
    to that row. Ours is right where, told from the first cell of its own range, it is still the source's."""
    known = {
        tuple(_relative(text, _top(fact[1])) for text in fact[-1])
        for kind in ("format", "validation")
        for fact in case.source.get(kind, set())
    }

    def wrong(fact: Fact) -> bool:
        return any("#REF!" in text for text in fact[-1])

    for mine in [fact for fact in ours if not wrong(fact)]:
        told = tuple(_relative(text, _top(mine[1])) for text in mine[-1])
        other = next((fact for fact in theirs if fact[:-1] == mine[:-1] and wrong(fact)), None)
        if other is not None and told in known:
            theirs, ours = theirs - {other}, ours - {mine}
    return theirs, ours


def _area_after(area: str, removed: Sequence[int]) -> str:
    """The area `Sheet!A2:B9` without the rows removed; one cell as `Sheet!A2`, nothing where all of it is gone."""
    sheet, mark, cells = area.rpartition("!")
    found = [(match[1] + match[2], int(match[4])) for match in _CELL.finditer(cells)]
    left = [row for row in range(found[0][1], found[-1][1] + 1) if row not in removed] if found else []
    if not left:
        return ""
    ends = f"{found[0][0]}{after(left[0], removed)}", f"{found[-1][0]}{after(left[-1], removed)}"
    return sheet + mark + ":".join(dict.fromkeys(ends))


_FIXED = re.compile(r"(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?")


def _moved(formula: str, case: Case, here: bool) -> str:
    """A formula whose references are all fixed (`$A$1`), by arithmetic; `#REF!` where a reference is gone."""

    def new(match: re.Match[str]) -> str:
        sheet = (match[1] or "").strip("'").replace("''", "'")
        if (sheet and sheet != case.sheet) or not (sheet or here):
            return match[0]
        return _area_after(match[0].replace("$", ""), case.removed).replace("$", "") or "#REF!"

    return _FIXED.sub(new, formula).replace("$", "")


def fixed_formulas(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """Validations: LibreOffice 7.4 does not shrink the list that one takes its choices from, and moves such a list of
    another sheet too. Ours is right where it is the source's by arithmetic."""
    theirs, ours = relative_formulas(case, theirs, ours)
    expected = {
        tuple(_moved(text, case, fact[0] == case.part) for text in fact[-1])
        for fact in case.source.get("validation", set())
    }
    for mine in list(ours):
        other = next((fact for fact in theirs if fact[:-1] == mine[:-1]), None)
        texts = mine[-1][:-1] if mine[-1][-1:] == ("0",) else mine[-1]  # a second formula that LibreOffice adds
        plain = tuple(re.sub(r"^([A-Z]+\d+):\1$", r"\1", text.replace("$", "")) for text in texts)
        if other is not None and plain in expected:
            theirs, ours = theirs - {other}, ours - {mine}
    return theirs, ours


def lost_series(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """Charts that lose all cells of a series: LibreOffice 7.4 leaves the reference to what stands there now, and
    takes a series of `#REF!` out when it loads one. Ours is right where the part that leadlist wrote has what plain
    arithmetic says."""
    expected = {_moved(fact[0], case, False) for fact in case.source.get("chart", set())}
    written = {fact[0].replace("$", "") for fact in case.patched.get("chart", set())}
    lost = any("#REF!" in text for text in expected)
    return (set(), set()) if lost and written == expected else (theirs, ours)


def protected_ranges(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """LibreOffice 7.4 loses protected ranges when rows leave; ours is right where it has the rows that are left."""
    expected = set()
    for part, name, areas in case.source.get("protected range", set()):
        columns = []
        for area in areas:
            column, _, spans = area.partition(":")
            rows = [
                row for a, _, b in (s.partition("-") for s in spans.split(",")) for row in range(int(a), int(b) + 1)
            ]
            left = [after(row, case.removed) for row in rows if row not in case.removed]
            if left:
                columns.append(f"{column}:{left[0]}-{left[-1]}")
        if part == case.part:
            expected.add((case.part_after, name, tuple(columns)))
    return theirs, ours - expected


def sparklines(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """LibreOffice 7.4 leaves sparklines and their ranges where they are, whatever rows leave."""
    expected = set()
    for part, (area, host) in case.source.get("sparkline", set()):
        if host_after := _area_after(host, case.removed):
            expected.add((part, (_area_after(area, case.removed), host_after)))
    return theirs & expected, ours - expected


def last_table_row(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """A table of Excel keeps one data row: LibreOffice leaves a table, and its filter, of headings alone."""

    def end(fact: Fact) -> tuple[str, int]:
        match = re.fullmatch(r"(.*?)(\d+)", str(fact[1]))
        return (match[1], int(match[2])) if match else ("", 0)

    for mine in list(ours):
        other = next((f for f in theirs if f[0] == mine[0] and end(f)[0] == end(mine)[0]), None)
        rows = [int(number) for number in re.findall(r"\d+", str(other[1]))] if other else []
        if other is not None and len(set(rows)) == 1 and end(mine)[1] == end(other)[1] + 1:
            theirs, ours = theirs - {other}, ours - {mine}
    return theirs, ours


def anchors(case: Case, theirs: set[Fact], ours: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """Shapes by name: LibreOffice 7.4 leaves form controls where they were, does not let a chart take the size of its
    cells, and where it keeps a size, measures it in points. Ours is right where the part that leadlist wrote has both
    ends where the source's row is found now, or, of a shape that does not size, as many rows between them as before
    (ECMA-376 part 1, 20.5.3.2: an anchor moves with its cells, a `twoCell` one also sizes)."""
    allowed: dict[tuple[str, str], set[int]] = {}
    heights: dict[str, set[int]] = {}
    rows: dict[tuple[str, str], set[int]] = {}
    for _part, name, end, _column, row in case.source.get("anchor", set()):
        allowed.setdefault((name, end), set()).update((after(int(row) + 1, case.removed) - 1, int(row)))
        rows.setdefault((name, end), set()).add(int(row))
    for name, end in rows:
        if end == "to":
            heights[name] = {to - top for to in rows[name, end] for top in rows.get((name, "from"), {0}) if to >= top}
    for name, found in heights.items():
        allowed[name, "to"].update(top + height for top in allowed.get((name, "from"), ()) for height in found)
    written = case.patched.get("anchor", set())
    right = all(int(row) in allowed.get((name, end), ()) for _part, name, end, _column, row in written)
    return (set(), set()) if right else (theirs, ours)


CRITERIA: dict[str, Criterion] = {
    "format": relative_formulas,
    "validation": fixed_formulas,
    "chart": lost_series,
    "protected range": protected_ranges,
    "sparkline": sparklines,
    "table": last_table_row,
    "autoFilter": last_table_row,
    "anchor": anchors,
}
"""By the kind of fact (`excel_facts`)."""
