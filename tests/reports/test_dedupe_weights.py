"""What a report says of fields: m over all classes of matches, u over all others."""

import numpy as np
import pytest

from leadlist.matching.chance import nothing_known
from leadlist.matching.comparisons import LEVELS
from leadlist.matching.linkage import link
from leadlist.matching.weights import MATCHES, Model
from leadlist.reports.dedupe import histogram, m_and_u
from tests.matching.test_saved import columns, people


def test_every_class_of_matches_counts_as_a_match() -> None:
    classes = max(MATCHES) + 1
    share = np.arange(1.0, classes + 1) / 10
    given = np.zeros((classes, 1, LEVELS))
    given[list(MATCHES), 0, 1] = 1.0
    m, u = m_and_u(Model(share, given, np.zeros((classes, 1), np.int64), nothing_known(1)))
    assert m[0, 1] == pytest.approx(1.0)
    assert u[0, 1] == 0.0


def test_pairs_that_are_left_alone_are_in_the_histogram_too() -> None:
    found = link(columns(people(40)))
    bins = histogram(found)
    assert {each.band for each in bins if each.number} >= {"merge", "leave"}
    assert sum(each.number for each in bins) >= sum(found.histogram.values())
    assert all(each.number > 0 for each in bins)
