"""Why a pair weighs what it weighs: a waterfall of bits, and what forbids where something does."""

from typing import NamedTuple

from leadlist.leads import LeadList, RowRef
from leadlist.matching.comparisons import DIFFER, FAINT, MISSING, SAME, SAME_COMMON, SAME_RARE, STRONG, WEAK
from leadlist.matching.linkage import Linkage
from leadlist.operations.deduplicate.compared import cells_of
from leadlist.operations.deduplicate.reasons import ground_words

LEVEL_NAMES = {  # as --json has them
    MISSING: "missing",
    DIFFER: "differ",
    FAINT: "faint",
    WEAK: "weak",
    STRONG: "strong",
    SAME_COMMON: "same_common",
    SAME: "same",
    SAME_RARE: "same_rare",
}
CAPPED = 0.05  # bits; a weight that is lower than its evidence by more was held down


class Step(NamedTuple):
    """One column's share: its comparison level, its bits, and the two texts compared."""

    column: str
    level: int
    bits: float
    left: str
    right: str


class Waterfall(NamedTuple):
    """A pair's weight in bits, from the prior odds on. `others` is what the kinds of non-matches besides the likeliest
    one take away, `forbidden` what evidence that forbids took away; prior + steps + others + forbidden = total."""

    rows: tuple[RowRef, RowRef]
    prior: float
    steps: tuple[Step, ...]
    others: float
    forbidden: float
    against: tuple[str, ...]  # the evidence that forbids, in words
    total: float
    band: str  # "merge", "review", "leave"


def waterfall(leads: LeadList, linkage: Linkage, row: RowRef, other: RowRef) -> Waterfall:
    """The comparison of two rows, strongest evidence first."""
    weight = linkage.weigh(row, other)
    forbidden = weight.total - weight.free if weight.total < weight.free - CAPPED else 0.0
    steps = sorted(
        (
            Step(name, weight.levels[name], given, *map(cells_of(leads, name), (row, other)))
            for name, given in weight.parts.items()
        ),
        key=lambda step: (-step.bits, step.column),
    )
    others = weight.total - forbidden - weight.prior - sum(step.bits for step in steps)
    against = tuple(ground_words()[ground] for ground in weight.forbidden) if forbidden else ()
    band = "merge" if weight.total >= linkage.merge_at else "review" if weight.total >= linkage.review_at else "leave"
    return Waterfall((row, other), weight.prior, tuple(steps), others, forbidden, against, weight.total, band)
