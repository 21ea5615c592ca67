"""Codes are looked up among many."""

import numpy as np
import pytest

from leadlist.matching.ordered import among, distinct, places


@pytest.mark.parametrize("most", [1, 50, 2**40, 2**62])
def test_codes_are_found_where_they_stand(most: int) -> None:
    """The largest leave no room for a position beside them in one number."""
    known = distinct(np.random.default_rng(1).integers(0, most, 3000))
    for some in (known, known[::-1], np.random.default_rng(2).choice(known, 5000), known[:0]):
        assert places(some, known).tolist() == np.searchsorted(known, some).tolist()


def test_which_codes_are_among_others() -> None:
    assert among(np.array([5, 1, 7, 9]), np.array([1, 5, 8])).tolist() == [True, True, False, False]
    assert not among(np.array([1]), np.zeros(0, np.int64)).any()
