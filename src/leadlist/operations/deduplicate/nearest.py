"""Which rows are the same lead, of pairs that share something: for new rows against a list that is taken as clean."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from leadlist.leads import LeadList, RowRef
from leadlist.matching.forbidding import Ground
from leadlist.matching.incremental import weigh_pairs
from leadlist.operations.deduplicate.columns import match_columns
from leadlist.operations.deduplicate.found import Pair
from leadlist.operations.deduplicate.planning import settings
from leadlist.operations.deduplicate.reasons import reason
from leadlist.rules import Rules

TWO_PEOPLE = frozenset((Ground.OTHER_NAME, Ground.NAMESAKES))
"""What says that two rows are two people, rather than that too little is known: nobody is asked about such a pair."""


class Near(NamedTuple):
    """A pair whose weight is in the merge band ("merge") or for a person to judge ("review")."""

    pair: Pair
    band: str


def nearest(
    leads: LeadList, pairs: Sequence[tuple[RowRef, RowRef]], rows: int, rules: Rules
) -> Mapping[RowRef, Sequence[Near]]:
    """For the first row of each pair the others that it is, or may be; strongest first, of equals the first row.

    `leads` holds the rows that are in a pair, `rows` is how many there are in all. Raises UserError where `[match]`
    makes no sense.
    """
    weighed = weigh_pairs(match_columns(leads, rules), pairs, rows, settings(rules))
    found: dict[RowRef, list[Near]] = defaultdict(list)
    for place, weight in zip(weighed.places, weighed.weights, strict=True):
        if TWO_PEOPLE & set(weight.forbidden):
            continue
        row, other = pairs[place]
        pair = Pair(row, other, weight.total, reason(leads, row, other, weight))
        found[row].append(Near(pair, "merge" if weight.total >= weighed.merge_at else "review"))
    for near in found.values():
        near.sort(key=lambda one: (-one.pair.weight, one.pair.other))
    return found
