"""Clusters: what average link joins, and what it does not chain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.matching.caution import USUAL, Caution
from leadlist.matching.clusters import Groups, bounded, join
from leadlist.matching.comparisons import FAINT, MISSING, SAME, WEAK
from leadlist.matching.joins import Joins, components


def grouped(records: np.ndarray, bits: np.ndarray, named: np.ndarray) -> Groups:
    """Groups of records that are at no known place."""
    return Groups(records, bits, named, np.zeros(bits.shape, np.uint8))


def joined(matrix: np.ndarray, level: int, at: float, caution: Caution = USUAL) -> Joins:
    """The joins of one group whose names are all alike in one way; its prior is -3 bits."""
    corner = np.triu_indices(len(matrix), 1)
    bits = matrix[corner][None]
    return join([grouped(np.arange(len(matrix))[None], bits, np.full(bits.shape, level, np.uint8))], at, -3.0, caution)


def weights(size: int, pairs: dict[tuple[int, int], float], other: float) -> np.ndarray:
    matrix = np.full((size, size), other)
    for (i, j), weight in pairs.items():
        matrix[i, j] = matrix[j, i] = weight
    return matrix


def test_one_mistaken_link_does_not_chain_two_people() -> None:
    one, two = [(0, 1), (0, 2), (1, 2)], [(3, 4), (3, 5), (4, 5)]
    matrix = weights(6, {**dict.fromkeys(one + two, 9.0), (2, 3): 4.0}, -12.0)
    joins = joined(matrix, SAME, 0.0)
    assert joins.labels(0.0, 6).tolist() == [0, 0, 0, 3, 3, 3]
    assert len(joins.kept) == 4


@pytest.mark.parametrize(
    ("to_one", "to_other", "apart", "named", "labels"),
    [
        (6.0, 6.0, -4.0, WEAK, [0, 1, 2]),  # 田中 beside 田中 一郎 and 田中 次郎
        (6.0, 4.0, -4.0, WEAK, [0, 1, 2]),
        (9.0, 4.0, -4.0, WEAK, [0, 1, 0]),  # one fits clearly better
        (6.0, 6.0, -4.0, SAME, [0, 0, 0]),  # the whole name is the same
        (6.0, 6.0, 3.0, WEAK, [0, 0, 0]),  # the two are one
    ],
)
def test_who_could_as_well_be_another_is_merged_with_neither(
    to_one: float, to_other: float, apart: float, named: int, labels: list[int]
) -> None:
    bits = np.array([[apart, to_one, to_other]])
    names = np.array([[FAINT, named, named]], np.uint8)
    found = join([grouped(np.arange(3)[None], bits, names)], 0.0, -3.0)
    assert found.labels(0.0, 3).tolist() == labels


def test_who_has_no_name_makes_nobody_undecided() -> None:
    bits, names = np.array([[6.0, 6.0, -4.0]]), np.array([[WEAK, MISSING, MISSING]], np.uint8)
    found = join([grouped(np.arange(3)[None], bits, names)], 0.0, -3.0)
    assert found.labels(0.0, 3).tolist() == [0, 0, 0]


def test_a_pair_at_the_threshold_joins_and_one_below_does_not() -> None:
    for weight, clusters in ((0.0, 1), (-0.1, 2)):
        joins = joined(weights(2, {(0, 1): weight}, 0.0), SAME, -2.0)
        assert len(set(joins.labels(0.0, 2))) == clusters


def test_a_colleague_is_not_merged_with_the_four_rows_of_another_though_no_pair_may() -> None:
    rows = [(i, j) for i in range(4) for j in range(i)]
    joins = joined(weights(5, dict.fromkeys(rows, 9.0), -2.0), SAME, 0.0)
    assert joins.labels(0.0, 5).tolist() == [0, 0, 0, 0, 4]


@given(st.lists(st.floats(-9, 12), min_size=15, max_size=15), st.floats(-2, 3))
def test_the_joins_at_a_threshold_are_those_that_a_lower_one_makes_first(given_: list[float], at: float) -> None:
    matrix = np.zeros((6, 6))
    matrix[np.triu_indices(6, 1)] = given_
    matrix += matrix.T
    low, high = joined(matrix, SAME, -2.0), joined(matrix, SAME, at)
    for part, same in zip(low, high, strict=True):
        assert part[low.reached >= at].tolist() == same.tolist()


@given(st.lists(st.lists(st.floats(-9, 12), min_size=6, max_size=6), min_size=1, max_size=5))
def test_groups_of_one_size_are_joined_together_as_each_alone(given_: list[list[float]]) -> None:
    records, bits = np.arange(4 * len(given_)).reshape(-1, 4), np.array(given_)
    alike = np.full(bits.shape, SAME, np.uint8)
    alone = [
        join([grouped(r[None], b[None], a[None])], 0.0, -3.0) for r, b, a in zip(records, bits, alike, strict=True)
    ]
    both = join([grouped(records, bits, alike)], 0.0, -3.0)
    order = np.argsort(both.kept // 4, kind="stable")
    for part, same in zip(both, zip(*alone, strict=True), strict=True):
        assert part[order].tolist() == np.concatenate(same).tolist()


def test_names_that_are_alike_in_part_do_not_join_things_that_have_no_persons_name() -> None:
    caution = Caution(least=WEAK)
    for level, joins in ((FAINT, 0), (WEAK, 1), (MISSING, 1)):
        assert len(joined(weights(2, {(0, 1): 9.0}, 0.0), level, 0.0, caution).kept) == joins


def test_components_are_named_by_their_smallest_record() -> None:
    assert components(np.array([4, 2, 0]), np.array([5, 4, 1]), 6).tolist() == [0, 0, 2, 3, 2, 2]


def test_a_component_that_is_too_large_falls_at_its_weakest_links() -> None:
    left, right = np.arange(9), np.arange(1, 10)
    weight = np.array([9.0, 8.5, 9.1, 8.6, 1.0, 9.2, 8.4, 9.3, 8.7])
    label = bounded(left, right, weight, 10, 5)
    assert label[4] != label[5]
    assert np.bincount(label).max() <= 5
