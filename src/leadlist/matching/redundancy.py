"""Columns that say the same twice: a full name beside its parts, a city beside the whole address.

Both would count as evidence, and the model takes columns for independent.
"""

from collections.abc import Sequence

import numpy as np

from leadlist.fields import Kind
from leadlist.matching.columns import MISSING, Column
from leadlist.matching.name_parts import is_cjk
from leadlist.matching.ordered import distinct

MOSTLY = 0.9  # a column is contained in another if its words are, in so many of the rows where it is filled
SAMPLE = 3000  # records that are looked at

ALIKE = ({Kind.PERSON_NAME}, {Kind.KANA}, {Kind.ADDRESS, Kind.CATEGORY}, {Kind.COMPANY})


def without_contained(columns: Sequence[Column]) -> list[Column]:
    """The columns but for those contained in another that is filled wherever they are."""
    kept = list(columns)
    for column in sorted(columns, key=lambda c: (len(c.keys), c.name)):
        others = [c for c in kept if c is not column and any({c.kind, column.kind} <= kinds for kinds in ALIKE)]
        if any(contained(column, other) for other in others):
            kept = [c for c in kept if c is not column]
    return kept


def contained(part: Column, whole: Column) -> bool:
    """True where a column's values are mostly found inside another's."""
    filled = part.codes != MISSING
    both = np.flatnonzero(filled & (whole.codes != MISSING))
    if len(both) < MOSTLY * filled.sum() or not len(both):
        return False
    pairs = distinct(part.codes[both] * len(whole.keys) + whole.codes[both])
    pairs = pairs[np.linspace(0, len(pairs) - 1, min(len(pairs), SAMPLE)).astype(np.int64)]
    inside = sum(_inside(part.keys[p], whole.keys[w]) for p, w in zip(*divmod(pairs, len(whole.keys)), strict=True))
    return bool(inside >= MOSTLY * len(pairs))


def _inside(part: str, whole: str) -> bool:
    if is_cjk(part) or " " not in whole:
        return part in whole
    return set(part.split()) <= set(whole.split())
