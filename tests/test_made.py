"""Sequences that are made when asked for behave as the lists they stand for."""

from collections.abc import Sequence

import numpy as np
import pytest

from leadlist.changes import Filled, SetCell
from leadlist.leads import Coded, ColumnRef, RowRef
from leadlist.matching.spelt import Spelt
from leadlist.operations.deduplicate.found import RowCluster, RowClusters


def coded() -> Coded:
    column = Coded()
    column.add(["a", "b", "a", "c"])
    return column


CASES: list[tuple[Sequence[object], list[object]]] = [
    (coded(), ["a", "b", "a", "c"]),
    (Spelt(["x", "y"], ["X", "Y"], np.array([0, 1, 1])), ["X", "Y", "Y"]),
    (
        RowClusters([0, 0, 2], {2}, {0: 3.0, 1: 3.0}),
        [
            RowCluster(RowRef(0), RowRef(0), "merge", 3.0),
            RowCluster(RowRef(1), RowRef(0), "merge", 3.0),
            RowCluster(RowRef(2), RowRef(2), "review", 0.0),
        ],
    ),
    (
        Filled(ColumnRef(1), "rule", [(RowRef(0), "p"), (RowRef(3), "q"), (RowRef(4), "r")]),
        [SetCell(RowRef(row), ColumnRef(1), "", text, "rule") for row, text in ((0, "p"), (3, "q"), (4, "r"))],
    ),
]


@pytest.mark.parametrize(("made", "items"), CASES)
def test_each_is_read_like_the_list_of_its_items(made: Sequence[object], items: list[object]) -> None:
    assert made == items
    assert list(made) == items
    assert [made[place] for place in range(-len(items), len(items))] == items * 2
    for part in (slice(None), slice(1, None), slice(-2, None), slice(None, None, 2), slice(None, None, -1), slice(9)):
        assert list(made[part]) == items[part]
    for beyond in (len(items), -len(items) - 1):
        with pytest.raises(IndexError):
            made[beyond]
