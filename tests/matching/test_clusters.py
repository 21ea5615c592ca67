"""Clusters: what average link joins, and what it does not chain."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leadlist.matching.clusters import Caution, Group, Join, average_link, bounded, components, join
from leadlist.matching.comparisons import FAINT, MISSING, SAME, WEAK


def named(size: int, level: int) -> np.ndarray:
    return np.full((size, size), level, np.uint8)


def weights(size: int, pairs: dict[tuple[int, int], float], other: float) -> np.ndarray:
    matrix = np.full((size, size), other)
    for (i, j), weight in pairs.items():
        matrix[i, j] = matrix[j, i] = weight
    return matrix


def labels(joins: list[Join], at: float, size: int) -> list[int]:
    made = [step for step in joins if step.reached >= at]
    return components(np.array([j.kept for j in made], int), np.array([j.gone for j in made], int), size).tolist()


def test_one_mistaken_link_does_not_chain_two_people() -> None:
    one, two = [(0, 1), (0, 2), (1, 2)], [(3, 4), (3, 5), (4, 5)]
    matrix = weights(6, {**dict.fromkeys(one + two, 9.0), (2, 3): 4.0}, -12.0)
    joins = average_link(matrix, named(6, SAME), 0.0, -3.0)
    assert labels(joins, 0.0, 6) == [0, 0, 0, 3, 3, 3]
    assert len(joins) == 4


def test_a_pair_at_the_threshold_joins_and_one_below_does_not() -> None:
    for weight, clusters in ((0.0, 1), (-0.1, 2)):
        joins = average_link(weights(2, {(0, 1): weight}, 0.0), named(2, SAME), -2.0, -3.0)
        assert len(set(labels(joins, 0.0, 2))) == clusters
        group = Group(np.arange(2), np.array([weight]), np.array([SAME], np.uint8))
        assert len(set(join([group], -2.0, -3.0).labels(0.0, 2))) == clusters


@given(st.lists(st.floats(-9, 12), min_size=15, max_size=15), st.floats(-2, 3))
def test_the_joins_at_a_threshold_are_those_that_a_lower_one_makes_first(given_: list[float], at: float) -> None:
    matrix = np.zeros((6, 6))
    matrix[np.triu_indices(6, 1)] = given_
    matrix += matrix.T
    low = [step for step in average_link(matrix, named(6, SAME), -2.0, -3.0) if step.reached >= at]
    assert low == average_link(matrix, named(6, SAME), at, -3.0)


def test_names_that_are_alike_in_part_do_not_join_things_that_have_no_persons_name() -> None:
    caution = Caution(least=WEAK)
    for level, joins in ((FAINT, 0), (WEAK, 1), (MISSING, 1)):
        assert len(average_link(weights(2, {(0, 1): 9.0}, 0.0), named(2, level), 0.0, -3.0, caution)) == joins


def test_a_join_is_in_doubt_at_least_as_much_as_its_names() -> None:
    matrix = weights(2, {(0, 1): 19.0}, 0.0)
    risks = [average_link(matrix, named(2, level), 0.0, -3.0)[0].risk for level in (FAINT, SAME)]
    assert risks == [0.12, 0.0002]


def test_components_are_named_by_their_smallest_record() -> None:
    assert components(np.array([4, 2, 0]), np.array([5, 4, 1]), 6).tolist() == [0, 0, 2, 3, 2, 2]


def test_a_component_that_is_too_large_falls_at_its_weakest_links() -> None:
    left, right = np.arange(9), np.arange(1, 10)
    weight = np.array([9.0, 8.5, 9.1, 8.6, 1.0, 9.2, 8.4, 9.3, 8.7])
    label = bounded(left, right, weight, 10, 5)
    assert label[4] != label[5]
    assert np.bincount(label).max() <= 5
