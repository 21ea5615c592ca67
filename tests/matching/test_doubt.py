"""Doubt: how many joins are expected to be wrong, and where the merge band begins."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.caution import USUAL, Caution
from leadlist.matching.columns import MatchColumn, encode
from leadlist.matching.comparisons import FAINT, SAME, WEAK
from leadlist.matching.doubt import HALVED, Estimate, beyond, doubts
from leadlist.matching.elsewhere import ELSEWHERE, HERE, UNKNOWN, where
from leadlist.matching.evidence import compare
from leadlist.matching.joins import Joins


def pairs_at(*odds: float, named: int = SAME, at: int = UNKNOWN) -> Joins:
    """Joins of two records each, at these odds in bits."""
    records, bits = np.arange(2 * len(odds)).reshape(-1, 2), np.array(odds)
    levels, places = np.full(len(odds), named), np.full(len(odds), at, np.uint8)
    return Joins(bits, records[:, 0], records[:, 1], bits, bits, levels, places)


def told(*weights: float) -> float:
    """What pairs of clusters whose best pairs have these weights let expect above 0 bits."""
    bits, records = np.array(weights), np.arange(2 * len(weights)).reshape(2, -1)
    return beyond(records[0], records[1], bits, bits, np.arange(2 * len(weights)))


def test_of_two_clusters_that_just_failed_to_join_the_best_pair_counts() -> None:
    """What evidence holds down, and cluster-mates, do not; nor do two that were kept apart though a pair fits."""
    labels = np.array([0, 0, 2, 3, 4, 4])
    left, right = np.array([0, 1, 2, 0, 3, 4]), np.array([2, 2, 3, 3, 4, 5])
    weight = np.array([-4.0, -9.0, -3.5, -8.0, -3.0, -4.0])
    free = weight.copy()
    assert beyond(left, right, weight, free, labels) == pytest.approx(told(-4.0, -3.5, -3.0))
    weight[1] = free[1] = 1.0
    free[4] = 6.0
    assert beyond(left, right, weight, free, labels) == pytest.approx(told(-3.5))
    assert told(9.0) == told(-20.0) == told() == 0.0


def test_a_near_miss_counts_by_how_near_it_came_and_none_all_at_once() -> None:
    assert told(-5.0) < told(-4.0) < told(-3.0) > told(-1.5) > 0
    assert told(-3.0) == pytest.approx(2 * told(-3.0 - HALVED))
    assert max(abs(told(at + 0.01) - told(at)) for at in np.arange(-8, 2, 0.01)) < 0.002
    assert 1 / 40 < told(-4.0) < 1 / 15


def test_the_more_near_misses_the_more_joins_are_expected_to_be_wrong() -> None:
    joins = pairs_at(*np.linspace(0, 20, 400))
    expected = [float(doubts(joins, tail, USUAL, 0.0).sum()) for tail in (0.0, 2.0, 20.0, 200.0)]
    assert expected == sorted(expected)
    assert expected[0] < 4
    assert 20 < expected[-1] < 200


def test_a_join_is_more_doubtful_the_less_it_weighs_and_the_less_names_are_alike() -> None:
    risk = doubts(pairs_at(0.5, 3.0, 9.0, 18.0), 0.2, USUAL, 0.0)
    assert (np.diff(risk) < 0).all()
    mixed = pairs_at(9.0, 9.0, 9.0)._replace(named=np.array([FAINT, WEAK, SAME]))
    faint, weak, same = doubts(mixed, 0.2, USUAL, 0.0)
    assert same < faint < weak


def test_where_a_birthday_tells_people_apart_the_odds_are_believed() -> None:
    few, many = (doubts(pairs_at(3.0, 9.0), tail, Caution(identity=True), 0.0) for tail in (0, 200))
    assert few.tolist() == many.tolist() == pytest.approx([1 / 9, 1 / 513])


def test_a_thing_at_two_addresses_is_doubtful_whatever_else_agrees() -> None:
    here, there = (doubts(pairs_at(*[4.0] * 50, at=at), 0.1, Caution(places=True), 0.0)[0] for at in (HERE, ELSEWHERE))
    assert here < 0.05 < 0.4 < there


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("2820 n leavitt st", "2905 n leavitt st", ELSEWHERE),
        ("2820 n leavitt st", "2820 n leavitt", HERE),
        ("2820 n leavitt st", "2820 north leavitt street 1st floor", HERE),
        ("1124 w ainslie st", "1134 w ainslie st", HERE),  # a slip of the finger, for all one can tell
        ("千代田区丸の内1-2", "千代田区丸の内1-5", ELSEWHERE),
        ("千代田区丸の内1-2", "千代田区丸の内1-2-8", HERE),
        ("2820 n leavitt st", "", UNKNOWN),
        ("2820 n leavitt st", "leavitt st", UNKNOWN),
    ],
)
def test_two_addresses_are_two_places_where_their_numbers_differ(one: str, other: str, found: int) -> None:
    keys = [one, other]
    column = encode(MatchColumn("address", Kind.ADDRESS, Group.ADDRESS, keys, keys))
    left, right = np.array([0]), np.array([1])
    assert where([column], left, right, compare([column], left, right)).tolist() == [found]


def test_whoever_joins_a_cluster_of_two_leads_is_wrong_with_one_of_them() -> None:
    """Three rows; the first join is wrong. Of the pairs of the third one is wrong, too, though its join is right."""
    bits, codes = np.array([9.0, 8.0]), np.array([SAME, SAME])
    joins = Joins(bits, np.array([0, 0]), np.array([1, 2]), bits, bits, codes, np.zeros(2, np.uint8))
    estimate = Estimate(joins, np.array([1.0, 0.0]), np.array([1, 1, 1]))
    assert estimate.errors(0.0) == 1.0
    assert estimate.precision(0.0) == pytest.approx(1 / 3)
    assert Estimate(joins, np.array([0.0, 0.0]), np.array([4, 1, 1])).precision(0.0) == 1.0
    together = joins._replace(odds=np.array([9.0, 25.0]))  # the third fits both: then they are more likely one
    assert Estimate(together, np.array([0.5, 0.0]), np.array([1, 1, 1])).precision(0.0) == pytest.approx(2.5 / 3)


def test_the_merge_band_begins_where_enough_joins_are_right() -> None:
    joins = pairs_at(-0.5, 0.1, 0.3, *[9.0] * 97)
    risk = np.array([0.5, 0.4, 0.3, *[0.0] * 97])
    estimate = Estimate(joins, risk, np.ones(200, np.int64))
    assert estimate.threshold((-1.0, 0.0, 0.5), 0.98) == -1.0
    assert -1.0 < estimate.threshold((-1.0, 0.0, 0.5), 0.99) < 0.0
    assert estimate.threshold((-1.0, 0.0), 0.9999) == 0.0
