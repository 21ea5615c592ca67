"""Term frequency: an agreement on a rare value says more than one on a common value of the same comparison level.

Of c rows with one value c * (c - 1) / 2 pairs agree by chance, but only some c of them are matches; so among the pairs
that agree on a level, chance has the common values, and matches have them less. What goes together (a name and its
reading, a town and its postal code, all that one office shares) is one coincidence: the rarest value of them counts.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.classes import SHARED, PairClass, naming_columns
from leadlist.matching.columns import Codes, Column, Records
from leadlist.matching.comparisons import SAME_COMMON
from leadlist.matching.weights import MATCHES, Floats, Model

MOST_GAIN, MOST_LOSS = 4.0 * np.log(2.0), 10.0 * np.log(2.0)
CLASSES = len(PairClass)


def rarity(model: Model, records: Records, left: Codes, right: Codes, levels: NDArray[np.uint8]) -> Floats:
    """What to add to the log likelihood of each class for how frequent the values are that agree: (pairs, classes)."""
    counts, gain = _gains(model, records, left, right, levels)
    classes = _groups(records.columns)
    added = np.zeros((len(classes), len(gain)))
    for group in sorted({tuple(group) for groups in classes for group in groups}):
        own = _rarest(group, counts, gain)[1]
        for at, groups in enumerate(classes):
            if list(group) in groups:
                added[at] += own
    return added.T


def rarity_by_column(
    model: Model, records: Records, left: Codes, right: Codes, levels: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """The same, column by column: (pairs, classes, columns)."""
    counts, gain = _gains(model, records, left, right, levels)
    return np.stack([_once(groups, counts, gain) for groups in _groups(records.columns)], axis=1)


def _gains(
    model: Model, records: Records, left: Codes, right: Codes, levels: NDArray[np.uint8]
) -> tuple[Floats, Floats]:
    """Rows with the value of each column (infinite where it does not agree), and what the value adds: a rare one takes
    from the likelihood of chance."""
    counts = np.full(levels.shape, np.inf, order="F")  # column by column in memory, as they are read
    gain = np.zeros(levels.shape, order="F")
    for at, column in enumerate(records.columns):
        agree = np.flatnonzero(levels[:, at] >= SAME_COMMON)
        own = column.counts[np.maximum(column.codes[left[agree]], column.codes[right[agree]])]
        counts[agree, at] = own
        gain[agree, at] = np.log(own / model.chance.mean[at, levels[agree, at]])
    np.clip(gain, -MOST_GAIN, MOST_LOSS, out=gain)
    return counts, gain


def _groups(columns: Sequence[Column]) -> list[list[list[int]]]:
    """For each class the columns that are one coincidence; matches have none."""
    naming = naming_columns(columns).tolist()
    place = [c.group is Group.ADDRESS or c.kind in (Kind.ADDRESS, Kind.POSTAL_CODE) for c in columns]
    company = [(c.group is Group.COMPANY or c.kind in (Kind.COMPANY, Kind.URL)) for c in columns]
    shared = [c.kind in SHARED for c in columns]
    joined = {PairClass.OFFICE: (0, 1, 2), PairClass.COMPANY: (1, 2), PairClass.PLACE: (0,)}
    found: list[list[list[int]]] = []
    for k in PairClass:
        groups: dict[object, list[int]] = {}
        for at in range(len(columns)):
            sort = next((i for i, of in enumerate((place, company, shared)) if of[at] and not naming[at]), None)
            key: object = "naming" if naming[at] else at if sort is None or sort == 2 else sort
            if sort is not None and sort in joined.get(k, ()):
                key = "office"
            groups.setdefault(key, []).append(at)
        found.append([] if k in MATCHES else list(groups.values()))
    return found


def _once(groups: Sequence[Sequence[int]], counts: Floats, gain: Floats) -> Floats:
    """The gains, of each group only that of its rarest value."""
    kept = np.zeros(gain.shape)
    for group in groups:
        rarest, own = _rarest(group, counts, gain)
        kept[np.arange(len(gain)), rarest] = own
    return kept


def _rarest(group: Sequence[int], counts: Floats, gain: Floats) -> tuple[Codes, Floats]:
    """The column of a group whose value is the rarest, and what that adds."""
    rarest, fewest, own = np.full(len(gain), group[0]), counts[:, group[0]], gain[:, group[0]]
    for column in group[1:]:
        rarer = counts[:, column] < fewest
        rarest = np.where(rarer, column, rarest)
        fewest, own = np.where(rarer, counts[:, column], fewest), np.where(rarer, gain[:, column], own)
    return rarest, own
