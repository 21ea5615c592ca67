"""The names of the columns that are compared, and what of the list each stands for: one of its columns, two that are
compared as one, or the second number of its cells."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from leadlist.leads import ColumnRef, LeadList, RowRef

BOTH = " + "  # between the names of two columns that are compared as one
SECOND = " 2"  # behind the name of a column of which a cell holds two numbers


@lru_cache(maxsize=64)
def columns_of(headings: tuple[str, ...]) -> Mapping[str, ColumnRef]:
    """The columns by a name of their own: the heading, with a number behind it where one before has the same. A column
    without a heading has no name."""
    found: dict[str, ColumnRef] = {}
    for position, heading in enumerate(headings):
        name, number = heading, 1
        while heading and (name in found or (number > 1 and name in headings)):
            number += 1
            name = f"{heading} ({number})"
        if heading:
            found[name] = ColumnRef(position)
    return found


def parts_of(name: str, leads: LeadList) -> list[str]:
    """The names of the list's columns that a compared column stands for, one or two."""
    known = columns_of(leads.headings)
    if name in known:
        return [name]
    if BOTH in name:
        return name.split(BOTH)
    first = name.removesuffix(SECOND)
    return [first if first in known else name]


def cells_of(leads: LeadList, name: str) -> Callable[[RowRef], str]:
    """What the rows hold in the columns that a compared column stands for; one without a heading goes by its field."""
    each = [_cells(leads, part) for part in parts_of(name, leads)]
    return each[0] if len(each) == 1 else lambda row: " ".join(cell(row) for cell in each).strip()


def _cells(leads: LeadList, name: str) -> Callable[[RowRef], str]:
    column = columns_of(leads.headings).get(name)
    if column is None:
        return lambda row: leads.value(row, name)
    texts = leads.columns[column]
    return lambda row: texts[row]
