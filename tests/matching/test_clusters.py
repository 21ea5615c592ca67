"""Clusters: what average link joins, and what it does not chain."""

import numpy as np

from leadlist.matching.clusters import average_link, bounded, components


def weights(size: int, pairs: dict[tuple[int, int], float], other: float) -> np.ndarray:
    matrix = np.full((size, size), other)
    for (i, j), weight in pairs.items():
        matrix[i, j] = matrix[j, i] = weight
    return matrix


def test_one_mistaken_link_does_not_chain_two_people() -> None:
    one, two = [(0, 1), (0, 2), (1, 2)], [(3, 4), (3, 5), (4, 5)]
    matrix = weights(6, {**dict.fromkeys(one + two, 9.0), (2, 3): 4.0}, -12.0)
    label, joins = average_link(matrix, 0.0, -3.0)
    assert [set(np.flatnonzero(label == part)) for part in np.unique(label)] == [{0, 1, 2}, {3, 4, 5}]
    assert len(joins) == 4


def test_a_pair_at_the_threshold_joins_and_one_below_does_not() -> None:
    assert len(set(average_link(weights(2, {(0, 1): 0.0}, 0.0), 0.0, -3.0)[0])) == 1
    assert len(set(average_link(weights(2, {(0, 1): -0.1}, 0.0), 0.0, -3.0)[0])) == 2


def test_components_are_named_by_their_smallest_record() -> None:
    assert components(np.array([4, 2, 0]), np.array([5, 4, 1]), 6).tolist() == [0, 0, 2, 3, 2, 2]


def test_a_component_that_is_too_large_falls_at_its_weakest_links() -> None:
    left, right = np.arange(9), np.arange(1, 10)
    weight = np.array([9.0, 8.5, 9.1, 8.6, 1.0, 9.2, 8.4, 9.3, 8.7])
    label = bounded(left, right, weight, 10, 5)
    assert label[4] != label[5]
    assert np.bincount(label).max() <= 5
