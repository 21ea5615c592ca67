"""The rows in which a check of whole rows finds something; what is equal in what it looks at is judged once."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import filterfalse, repeat
from typing import TypeVar

from leadlist.checks import Context, RowCheck
from leadlist.checks.columns import once
from leadlist.leads import LeadList

Text = TypeVar("Text", str, tuple[str, ...])
MOST_REMEMBERED = 10_000  # texts of one column, or of some of a row
SELDOM = 0.1  # share of texts met before, below which nothing is remembered

Found = list[tuple[int, Mapping[str, str]]]
"""Rows, each with what the message names."""


class Harmless:
    """What a check has found nothing in: remembered for the blocks that follow, which repeat much, as far as there is
    room. A check is a pure function of a text, or of some texts of a row."""

    def __init__(self) -> None:
        self._known: set[Hashable] = set()
        self._of_use = True

    def others(self, texts: Collection[Text]) -> list[Text]:
        """Those that have to be looked at."""
        if not self._known:
            return list(texts)
        found = list(filterfalse(self._known.__contains__, texts))
        self._of_use = len(texts) - len(found) >= SELDOM * len(texts)
        return found

    def add(self, texts: Iterable[Hashable]) -> None:
        """Remember these; forget the others once they are too many, and all for good where texts hardly come again."""
        if len(self._known) > MOST_REMEMBERED or not self._of_use:
            self._known.clear()
        if self._of_use:
            self._known.update(texts)


def found_in_rows(leads: LeadList, check: RowCheck, at: str, context: Context, harmless: Harmless) -> Found:
    """What a check finds, row by row; `at` is the field it is said of. The list has all the fields it needs."""
    return _of_gists(leads, check, context) if check.gist else _of_texts(leads, check, at, context, harmless)


def _of_texts(leads: LeadList, check: RowCheck, at: str, context: Context, harmless: Harmless) -> Found:
    known = [name for name in check.fields if name in leads.fields]
    columns = [leads.columns[leads.fields[name]] for name in known]
    bad: dict[tuple[str, ...], Mapping[str, str]] = {}
    together = list(zip(dict.fromkeys(columns[0]))) if len(columns) == 1 else set(zip(*columns, strict=True))
    doubtful = harmless.others(together)
    for texts in doubtful:
        cells = dict(zip(known, texts, strict=True))
        detail = check.test(tuple([cells.get(name, "") for name in check.fields]), context)
        if detail is not None:
            bad[texts] = detail
    harmless.add(texts for texts in doubtful if texts not in bad)
    if not bad:
        return []
    place = known.index(at)
    suspects = {texts[place] for texts in bad}  # one text is compared faster than all of a row
    rows = [row for row, text in enumerate(columns[place]) if text in suspects]
    cells_of = ((row, tuple([column[row] for column in columns])) for row in rows)
    return [(row, bad[texts]) for row, texts in cells_of if texts in bad]


def _of_gists(leads: LeadList, check: RowCheck, context: Context) -> Found:
    columns = [leads.columns[leads.fields[name]] if name in leads.fields else None for name in check.fields]
    known = tuple(name for name in check.fields if name in leads.fields)
    gists, first = once(context, "gists", leads, lambda: _gists(columns, check, context), (check.gist, known))
    bad: dict[Hashable, Mapping[str, str]] = {}
    for gist, row in first.items():
        detail = check.test(tuple(["" if column is None else column[row] for column in columns]), context)
        if detail is not None:
            bad[gist] = detail
    return [(row, bad[gist]) for row, gist in gists if gist in bad] if bad else []


def _gists(
    columns: Sequence[Sequence[str] | None], check: RowCheck, context: Context
) -> tuple[list[tuple[int, Hashable]], dict[Hashable, int]]:
    """The rows in which there may be something to find, each with its gist; and the first row of each gist."""
    gist = check.gist
    assert gist is not None
    gists: list[tuple[int, Hashable]] = []
    first: dict[Hashable, int] = {}
    texts_of = zip(*(repeat("") if column is None else column for column in columns), strict=False)
    for row, texts in enumerate(texts_of):
        if (found := gist(texts, context)) is not None:
            gists.append((row, found))
            first.setdefault(found, row)
    return gists, first
