"""New rows against rows that are clean: chosen pairs are weighed, without blocking and without learning.

A list's own weights would have to be learned from all of it; those that ship, or that the rules hold, are known before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import ENOUGH, Column, MatchColumn, collapse, encode
from leadlist.matching.comparisons import DIFFER, FAINT, MISSING, SAME_COMMON, STRONG, WEAK
from leadlist.matching.evidence import compare
from leadlist.matching.linkage import REVIEW_BITS, MatchWeight, Settings, match_weights, weigh
from leadlist.matching.redundancy import without_contained
from leadlist.matching.shipped import shipped_model
from leadlist.matching.weights import Floats

STEP = 0.5  # bits by which the merge band is made narrower until its estimated precision is enough
BORROWED = 4.0  # bits that weights which were not learned from this list are taken to be too sure


@dataclass(frozen=True)
class Weighed:
    """The pairs from `review_at` on, in the order they were given, with their places in it; weights in bits."""

    places: Sequence[int]
    weights: Sequence[MatchWeight]
    merge_at: float
    review_at: float


def weigh_pairs(
    columns: Sequence[MatchColumn], pairs: Sequence[tuple[int, int]], rows: int, settings: Settings
) -> Weighed:
    """Weigh pairs of rows of the columns; `rows` is how many rows there are in all, of which these are some (of few it
    is no evidence that they are few: more will come).

    The merge band begins where the rules say, else where its estimated precision is `merge_precision`.
    """
    height = len(columns[0].keys) if columns else 0
    encoded = without_contained([c for c in map(encode, columns) if len(c.keys) > 0])
    review_at = REVIEW_BITS if settings.review_at is None else settings.review_at
    if not pairs or not encoded:
        return Weighed((), (), settings.merge_at or 0.0, review_at)
    records = collapse(encoded, height)
    model = settings.model or shipped_model(records.columns, max(rows, ENOUGH))
    left, right = records.record_of[np.array(pairs, dtype=np.int64).T]
    total = weigh(model, records, left, right)
    asked = ~certain(records.columns, compare(records.columns, left, right))
    total[asked] = np.minimum(total[asked], -STEP)
    caution = 0.0 if settings.model else BORROWED
    merge_at = settings.merge_at
    if merge_at is None:
        merge_at = _merge_at(total - caution, settings.merge_precision) + caution
    kept = np.flatnonzero(total >= min(review_at, merge_at))
    found = match_weights(model, records, left[kept], right[kept])
    weights = [replace(weight, total=float(bits)) for weight, bits in zip(found, total[kept], strict=True)]
    return Weighed(kept.tolist(), weights, merge_at, review_at)


def certain(columns: Sequence[Column], levels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which patterns may be one lead without a person being asked, where the list's own weights are not known.

    Of people the names are known and alike, and where they are only somewhat alike (田中 / 田中 美咲) no mail address,
    number or birthday differs; and the companies do not differ, unless one of those is the same. In a list without
    names of persons the companies are alike, or one of those is the same: a house alone is nobody.
    """

    def of(*kinds: Kind, group: Group | None = None) -> NDArray[np.uint8]:
        return levels[:, [column.kind in kinds and group in (None, column.group) for column in columns]]

    names, readings = of(Kind.PERSON_NAME, group=Group.PERSON), of(Kind.KANA, group=Group.PERSON)
    firms = of(Kind.COMPANY)
    own = of(Kind.EMAIL, Kind.PHONE, Kind.CODE, Kind.DATE, group=Group.PERSON)
    identified = np.asarray((own >= SAME_COMMON).any(axis=1))
    same_firm = np.asarray((firms >= STRONG).any(axis=1))
    if not names.shape[1]:
        return np.asarray(same_firm | identified, dtype=bool)
    alike = (names >= WEAK).any(axis=1) & ((names >= WEAK) | (names == MISSING)).all(axis=1)
    named = alike | (readings >= SAME_COMMON).any(axis=1) & ~(names == DIFFER).any(axis=1)
    loose = (names == WEAK).any(axis=1) & (own == DIFFER).any(axis=1) & ~(own >= STRONG).any(axis=1)
    elsewhere = ((firms != MISSING) & (firms <= FAINT)).any(axis=1) & ~same_firm
    return np.asarray(named & ~loose & (~elsewhere | identified), dtype=bool)


def _merge_at(total: Floats, precision: float) -> float:
    """The weight from which on so many pairs are estimated to be right."""
    at = 0.0
    while True:
        band = total[total >= at]
        if not len(band) or (1 / (1 + np.exp2(-band))).mean() >= precision:
            return at
        at += STEP
