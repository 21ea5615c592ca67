"""Which strings hold another."""

import random

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from leadlist.matching.texts import LEAST_INSIDE


def test_one_string_is_looked_for_in_the_other_wherever_it_may_be_there() -> None:
    chance = random.Random(1)
    left, right = [], []
    for _pair in range(4000):
        whole = "".join(chance.choices("abc ", k=chance.randint(1, 30)))
        start = chance.randrange(len(whole))
        part = list(whole[start : start + chance.randint(1, 30)])
        for _slip in range(chance.randint(0, 2)):
            part[chance.randrange(len(part))] = chance.choice("abc ")
        left.append(whole)
        right.append("".join(part))
    found = process.cpdist(left, right, scorer=fuzz.partial_ratio)
    edits = process.cpdist(left, right, scorer=OSA.distance)
    sizes = np.sort([[len(one), len(other)] for one, other in zip(left, right, strict=True)], axis=1)
    looked_at = edits <= sizes[:, 1] - LEAST_INSIDE * sizes[:, 0]
    assert (found >= 95).sum() > 1000
    assert looked_at[found >= 95].all()
    assert not looked_at.all()
