"""Where in a grid of cells the list is: heading row, leads, columns.

Lists in the wild stand below title rows, have headings of two rows with merged cells, blank rows between the leads, a
row of totals at the end, or a second table beside or below. Nothing of that is a lead, and nothing of it is touched.
"""

import sys
from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple, Protocol

from leadlist.formats.document import HeadingScore
from leadlist.formats.no_leads import (
    drop_beginning,
    drop_foot,
    filled,
    is_subtotal,
    names_totals,
    picked,
    says_part_of,
)
from leadlist.locale import _

Grid = Sequence[Sequence[str]]

LOOK_AT = 50  # filled rows at the top in which the headings are looked for
LOOK_DOWN = 2000  # rows, blank ones counted, after which the search for headings ends
LEAST_SCORE = 0.15  # a heading row of which less is known is not taken for one
ENOUGH = 2.5  # known headings with which a row is one however many others it has (a survey's questions)
SURE_SCORE = 0.5  # a row of which so much is known is a heading row wherever it stands
MOST_NAMED = 10  # rows that a note lists


class Layout(NamedTuple):
    """Positions in the grid, all 0-based.

    `heading_rows` is first and last heading row (mostly the same); `columns` are the list's columns in the grid,
    `headings` their texts (two rows joined by a line break), `rows` the leads. `notes` are sentences for a person
    about what was left out. `repeated` are the rows that say the last heading row again, as on every printed page.
    """

    heading_rows: tuple[int, int]
    columns: tuple[int, ...]
    headings: tuple[str, ...]
    rows: Sequence[int]
    notes: tuple[str, ...] = ()
    repeated: tuple[int, ...] = ()


class Look(Protocol):
    """The two looks at every row that a layout needs; a grid too large to be held has its own way to take them."""

    def unheaded(self, rows: Grid, start: int, texts: Collection[int]) -> set[int]:
        """The columns that hold values under no heading, in the rows from `start` on; `texts` have headings."""
        ...

    def notable(self, rows: Grid, start: int, first: int, label: str) -> Sequence[int]:
        """The rows from `start` on whose cell in column `first` is blank, says `label`, or may head totals."""
        ...


def find_layout(rows: Grid, score: HeadingScore, look: Look | None = None) -> Layout | None:
    """The list in a grid of cells; None where no row looks like its headings.

    `rows` may be ragged; `score` says how much a row looks like headings, 0 to 1 (`recognition.heading_score`).
    """
    look = look or _LookThrough()
    best = _best_heading_row(rows, score)
    if best is None or _runs_down(rows, best, score):
        return None
    first, last = _heading_pair(rows, best, score)
    texts = _heading_texts(rows, first, last)
    columns, aside = _columns(texts, look.unheaded(rows, last + 1, texts), score)
    headings = tuple(texts.get(column, "") for column in columns)
    leads, notes, repeated = _leads(rows, last + 1, columns, score, look)
    if aside:
        notes = [*notes, _("A second table beside the list was left out.")]
    return Layout((first, last), columns, headings, leads, tuple(notes), tuple(repeated))


def _best_heading_row(rows: Grid, score: HeadingScore) -> int | None:
    """The row with the most known headings; of equals the first."""
    best, most, seen = None, 0.0, 0
    for position in range(min(len(rows), LOOK_DOWN)):
        cells = filled(rows[position])
        if not cells:
            continue
        seen += 1
        share = score(cells)
        if (share >= LEAST_SCORE or share * len(cells) >= ENOUGH) and share * len(cells) > most:
            best, most = position, share * len(cells)
        if seen == LOOK_AT:
            break
    return best


def _runs_down(rows: Grid, best: int, score: HeadingScore) -> bool:
    """True where the fields stand below each other and each lead has a column: more of them is known that way."""
    cells = filled(rows[best])
    if score(cells) >= SURE_SCORE:
        return False
    column = next(place for place, cell in enumerate(rows[best]) if cell.strip())
    below = filled([row[column] for row in rows[best : best + LOOK_AT] if len(row) > column])
    known = score(below)
    return len(below) > 2 and known >= SURE_SCORE and known * len(below) > score(cells) * len(cells)


def _heading_pair(rows: Grid, best: int, score: HeadingScore) -> tuple[int, int]:
    """First and last heading row: `best` alone, or with the row above or below it where both are the headings."""
    if best and _are_pair(rows[best - 1], rows[best], score):
        return best - 1, best
    if best + 1 < len(rows) and _are_pair(rows[best], rows[best + 1], score):
        return best, best + 1
    return best, best


def _are_pair(top: Sequence[str], bottom: Sequence[str], score: HeadingScore) -> bool:
    """Two rows make one heading where merged cells show: columns that only the upper and that only the lower fills."""
    upper = {column for column, cell in enumerate(top) if cell.strip()}
    lower = {column for column, cell in enumerate(bottom) if cell.strip()}
    labels = [bottom[column] for column in sorted(lower)]
    if len(upper) < 2 or not lower - upper or score(labels) < SURE_SCORE:
        return False
    alone = [top[column] for column in sorted(upper - lower)]
    if alone:
        return _share_added(labels, alone, score) >= SURE_SCORE
    return len(set(labels)) < len(labels)  # group headings tell 住所 of the company from 住所 at home


def _share_added(known: Sequence[str], more: Sequence[str], score: HeadingScore) -> float:
    """How much of `more` is known beside headings that are: 備考 alone is no list, behind 氏名 it belongs to one."""
    together = score([*known, *more]) * (len(known) + len(more))
    return (together - score(known) * len(known)) / len(more)


def _heading_texts(rows: Grid, first: int, last: int) -> dict[int, str]:
    """Column -> heading. In two rows an upper cell reaches over the blank ones to its right that are filled below."""
    if first == last:
        return {column: cell for column, cell in enumerate(rows[last]) if cell.strip()}
    upper, lower = rows[first], rows[last]
    texts: dict[int, str] = {}
    group = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        group = above if above.strip() else (group if below.strip() else "")
        parts = [part for part in (group, below) if part.strip()]
        if parts:
            texts[column] = "\n".join(parts)
    return texts


def _columns(texts: dict[int, str], unheaded: set[int], score: HeadingScore) -> tuple[tuple[int, ...], bool]:
    """The list's columns, those without a heading but with values included; and whether a table beside was left out."""
    used = sorted({*texts, *unheaded})
    blocks: list[list[int]] = []
    for column in used:
        if blocks and blocks[-1][-1] == column - 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])

    def known(block: list[int]) -> float:
        cells = [texts[column] for column in block if column in texts]
        return score(cells) * len(cells) if cells else 0.0

    main = max(blocks, key=known)
    words = [texts[column] for column in main if column in texts]
    taken = list(main)
    for block in blocks:
        own = [texts[column] for column in block if column in texts]
        if block is not main and own and not set(words) & set(own) and _share_added(words, own, score) >= SURE_SCORE:
            taken += block
    columns = tuple(sorted(taken))
    return columns, len(columns) < len(used)


class _LookThrough:
    """The looks at a grid in memory."""

    def unheaded(self, rows: Grid, start: int, texts: Collection[int]) -> set[int]:
        """One slice a row for each stretch without headings."""
        edges = [-1, *sorted(texts)]
        spans = [(left + 1, right) for left, right in pairwise(edges) if right - left > 1]
        spans.append((edges[-1] + 1, sys.maxsize))
        found: set[int] = set()
        for position in range(start, len(rows)):
            row = rows[position]
            for left, right in spans:
                if len(row) > left and any(row[left:right]):
                    found.update(column for column, cell in enumerate(row[left:right], left) if cell.strip())
        return found

    def notable(self, rows: Grid, start: int, first: int, label: str) -> Sequence[int]:
        """Row by row."""
        below = enumerate(islice(rows, start, None), start)
        cells = ((at, row[first] if len(row) > first else "") for at, row in below)
        return array(
            "q", (at for at, cell in cells if not cell or cell == label or cell.isspace() or names_totals(cell))
        )


def _leads(
    rows: Grid, start: int, columns: tuple[int, ...], score: HeadingScore, look: Look
) -> tuple[Sequence[int], list[str], list[int]]:
    """The positions of the leads from `start` on, notes about rows that are none, and rows that repeat the headings.

    Only rows that are notable, and the two behind a blank one, are looked at; all others are leads.
    """
    heading = picked(rows[start - 1], columns)
    place = next((place for place, text in enumerate(heading) if text.strip()), 0)
    first, label = columns[place], heading[place]
    found = array("q")
    notes: list[str] = []
    totals: list[int] = []
    repeated: list[int] = []
    gap_before = undecided = start
    for position in _watched(look.notable(rows, start, first, label), len(rows)):
        if undecided < position:
            found.extend(range(undecided, position))
        undecided = position + 1
        row = rows[position]
        if not row:
            gap_before = undecided
            continue
        cell = row[first] if len(row) > first else ""
        if not cell.strip() and not any(map(str.strip, picked(row, columns))):
            gap_before = position + 1
            continue
        apart = gap_before > start and gap_before >= position - 1
        if cell == label and label and _says_again(picked(row, columns), heading, apart):
            repeated.append(position)
            if found and found[-1] == position - 1 and len(filled(picked(rows[position - 1], columns))) == 1:
                found.pop()  # the title of a section
            continue
        if found and apart and _begins_table(row, columns, score):
            notes.append(_("A second table from row {row} on was left out.").format(row=position + 1))
            found = found[: -(position - gap_before)] if position > gap_before else found
            undecided = len(rows)
            break
        (totals if is_subtotal(cell, row, columns) else found).append(position)
    found.extend(range(undecided, len(rows)))
    notes += reversed(list(drop_foot(rows, found, columns)))
    notes[:0] = [*drop_beginning(rows, found, columns, score), *_of_totals(totals, found)]
    return (range(found[0], found[-1] + 1) if _contiguous(found) else tuple(found)), notes, repeated


def _says_again(cells: list[str], heading: list[str], apart: bool) -> bool:
    """True for the headings once more; behind a blank row only where all are the same, else it is another table."""
    return cells == heading or (not apart and says_part_of(cells, heading))


def _of_totals(totals: Sequence[int], found: Sequence[int]) -> Iterator[str]:
    """Sentences about the totals between and below the leads."""
    last = found[-1] if found else -1
    inside = [row + 1 for row in totals if row < last]
    if inside:
        seen = ", ".join(map(str, inside[:MOST_NAMED])) + (" …" if len(inside) > MOST_NAMED else "")
        yield _("Subtotals between the leads are no leads: row {rows}.").format(rows=seen)
    for row in totals[len(inside) :]:
        yield _("Row {row} holds totals and is no lead.").format(row=row + 1)


def _watched(notable: Sequence[int], length: int) -> Iterator[int]:
    """The rows to look at: a second table begins behind a blank row, with its headings or with a title over them."""
    done = 0
    for at in notable:
        if done < at:
            done = at
        while done < at + 3 and done < length:
            yield done
            done += 1


def _contiguous(found: Sequence[int]) -> bool:
    return bool(found) and found[-1] - found[0] + 1 == len(found)


def _begins_table(row: Sequence[str], columns: Sequence[int], score: HeadingScore) -> bool:
    cells = filled(row)
    return len(cells) >= 2 and score(cells) >= SURE_SCORE
