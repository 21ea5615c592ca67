"""Which rows repeat something, told without holding the list: each block marks what its rows may share by eight bytes,
and only rows with a mark that stands twice are read again."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from leadlist.checks import ANY, Context, Place, RepeatCheck
from leadlist.checks.columns import once
from leadlist.leads import Block, ColumnRef, LeadList, Spread

SIZE = 8  # bytes of a mark; that two texts have the same only brings rows that nothing is then found in
NONE = bytes(SIZE)


class Marks(NamedTuple):
    """What rows may share and what must differ then, as marks one after the other; see `checks.Shared`."""

    what: bytes
    who: bytes | None
    most: float


class Again(NamedTuple):
    """A block that is read again: for each check that asks for some of its rows, which and which columns."""

    block: Block
    wanted: Sequence[tuple[Sequence[int], Sequence[ColumnRef]]]


def marks_of(leads: LeadList, check: RepeatCheck, context: Context) -> list[Marks]:
    """The marks of the rows of a block."""
    return [
        Marks(_marked(each.what, context), None if each.who is None else _marked(each.who, context), each.most)
        for each in check.shared(leads, context)
    ]


def _marked(texts: Sequence[str], context: Context) -> bytes:
    def marks() -> bytes:
        known = {text: _mark(text) for text in set(texts)}
        return b"".join(map(known.__getitem__, texts))

    return once(context, "marks", texts, marks)


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest() if text else NONE


def found_among(
    leads: LeadList,
    checks: Sequence[RepeatCheck],
    marks: dict[str, list[Sequence[Marks]]],
    context: Context,
    spread: Spread[Again, list[list[list[str]]]],
) -> Iterator[tuple[RepeatCheck, Place]]:
    """What checks of repeats find; `marks` are those of all blocks, by the check's code, where the list is not held;
    they are forgotten here."""
    if not leads.stored:
        yield from ((check, place) for check in checks for place in check.test(leads, context))
        return
    rows = {check.code: _sharing(marks.pop(check.code)) for check in checks}
    wanted = [(rows[check.code], _columns(leads, check)) for check in checks]
    for check, (own, at), columns in zip(checks, wanted, _read_again(leads, wanted, spread), strict=True):
        for place in check.test(_list_of(leads, own, columns, at), context):
            yield check, place if place.rows is None else place._replace(rows=[own[row] for row in place.rows])


def _columns(leads: LeadList, check: RepeatCheck) -> list[ColumnRef]:
    if check.fields is ANY:
        return list(map(ColumnRef, range(len(leads.headings))))
    return [leads.fields[name] for name in check.fields if name in leads.fields]


def _sharing(blocks: Sequence[Sequence[Marks]]) -> list[int]:
    """The rows of the whole list whose marks say that they may share something, in order."""
    found: set[int] = set()
    for parts in zip(*blocks, strict=True):
        what = b"".join(each.what for each in parts)
        who = b"".join(each.who for each in parts if each.who is not None)
        found.update(_repeating(what, who if parts[0].who is not None else None, parts[0].most))
    return sorted(found)


def _repeating(what: bytes, who: bytes | None, most: float) -> list[int]:
    """The rows whose mark stands in several rows, beside different others where there are any; see `checks.Shared`."""
    import numpy as np

    marks = np.frombuffer(what, np.uint64)
    known = np.flatnonzero(marks)
    if not len(known):
        return []
    marks = marks[known]
    others = known.astype(np.uint64) + 1 if who is None else np.frombuffer(who, np.uint64)[known]
    order = np.lexsort((others, marks))
    marks, others = marks[order], others[order]
    new = np.concatenate(([True], marks[1:] != marks[:-1]))  # where the next mark begins
    pairs = np.flatnonzero(new | np.concatenate(([True], others[1:] != others[:-1])))  # and where the next pair
    begins, of_pairs = np.flatnonzero(new), np.flatnonzero(new[pairs])
    beside = others[pairs] != 0
    sizes, in_pairs = (np.diff(np.append(each, len(order))) for each in (begins, pairs))
    different = np.add.reduceat(beside.astype(np.int64), of_pairs) > 1
    usual = np.maximum.reduceat(np.where(beside, in_pairs, 0), of_pairs) >= most * sizes
    rows: list[int] = known[order[np.repeat(different & usual, sizes)]].tolist()
    return rows


def _read_again(
    leads: LeadList,
    wanted: Sequence[tuple[Sequence[int], Sequence[ColumnRef]]],
    spread: Spread[Again, list[list[list[str]]]],
) -> list[list[list[str]]]:
    """For each of some choices of rows and columns, what stands there, column by column."""

    def jobs() -> Iterator[Again]:
        for block in leads.blocks():
            first, end = block.first, block.first + len(block.numbers)
            cut = [(rows[bisect_left(rows, first) : bisect_left(rows, end)], columns) for rows, columns in wanted]
            if any(rows for rows, _columns in cut):
                yield Again(block, [([row - first for row in rows], columns) for rows, columns in cut])

    found: list[list[list[str]]] = [[[] for _column in columns] for _rows, columns in wanted]
    for parts in spread(picked, jobs()):
        for whole, part in zip(found, parts, strict=True):
            for column, more in zip(whole, part, strict=True):
                column += more
    return found


def picked(job: Again) -> list[list[list[str]]]:
    """The cells that are wanted of a block."""
    columns = job.block.read().columns
    return [[[columns[at][row] for row in rows] for at in asked] for rows, asked in job.wanted]


def _list_of(
    leads: LeadList, rows: Sequence[int], columns: Sequence[Sequence[str]], at: Sequence[ColumnRef]
) -> LeadList:
    """Some rows as a list of their own; the columns that were not read are empty."""
    every: list[Sequence[str]] = [[""] * len(rows)] * len(leads.headings)
    for place, column in zip(at, columns, strict=True):
        every[place] = column
    return replace(leads, columns=tuple(every), row_numbers=[leads.row_numbers[row] for row in rows], stored=())
