"""What is to be expected by chance."""

import random
from dataclasses import replace

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.chance import ALONE, chance
from leadlist.matching.columns import Column, MatchColumn, collapse, encode
from leadlist.matching.comparisons import DIFFER, FAINT, SAME, SAME_RARE, STRONG, WEAK
from leadlist.matching.evidence import agreement_levels

FAMILIES = ("sato", "ito", "abe", "mori")
GIVEN = ("ken", "mai", "rei", "jun")
FIRMS = [
    "aoba",
    "hokuto",
    "koyo",
    "sanwa",
    "chitose",
    "yamakawa",
    "midori",
    "fujimi",
    "asahi",
    "nansei",
    "tokiwa",
    "wakaba",
]


def columns(namesakes: int) -> list[MatchColumn]:
    """People of sixteen names, so many of each, every one with a mail address after the name at a firm of its own."""
    people = [(f, g, n) for f in FAMILIES for g in GIVEN for n in range(namesakes)]
    names = [f"{f} {g}" for f, g, _n in people]
    mails = [f"{g}.{f}@{FIRMS[n]}.example.jp" for f, g, n in people]
    return [
        MatchColumn("name", Kind.PERSON_NAME, Group.PERSON, names, names),
        MatchColumn("email", Kind.EMAIL, Group.PERSON, mails, mails),
    ]


def test_mail_addresses_that_look_alike_are_no_second_coincidence_between_namesakes() -> None:
    found = chance(collapse([encode(column) for column in columns(12)], 192))()
    assert found.parent.tolist() == [ALONE, 0]
    differ, agree = found.within[1]
    assert agree[WEAK] > 0.9 > 10 * differ[WEAK]
    assert agree[DIFFER] < 0.1 < differ[DIFFER]


def test_the_same_mail_address_stays_as_telling_between_namesakes() -> None:
    found = chance(collapse([encode(column) for column in columns(12)], 192))()
    assert found.within[1][1][SAME_RARE] <= 2 * found.levels[1][SAME_RARE]


def test_a_list_with_hardly_any_namesakes_says_nothing_of_their_addresses() -> None:
    found = chance(collapse([encode(column) for column in columns(2)], 32))()
    assert (found.within[1] == found.levels[1]).all()
    assert found.levels[1][SAME] < 0.01


def test_web_addresses_that_look_alike_are_no_second_coincidence_between_firms_of_one_name() -> None:
    names = [name for name in FIRMS for _number in range(12)]
    sites = [f"{name}{number:03d}.example.jp" for name in FIRMS for number in range(0, 600, 50)]
    both = [
        MatchColumn("company", Kind.COMPANY, Group.COMPANY, names, names),
        MatchColumn("site", Kind.URL, Group.COMPANY, sites, sites),
    ]
    found = chance(collapse([encode(column) for column in both], len(names)))()
    assert found.parent.tolist() == [ALONE, 0]
    assert found.within[1][1][DIFFER] < 0.01 < found.within[1][0][DIFFER]


def firms_of_towns(rows: int) -> list[MatchColumn]:
    """Firms of invented names at addresses in a dozen towns."""
    rng = random.Random(5)
    names = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=6)) + f" {rng.choice(FIRMS)}" for _row in range(rows)]
    towns = [rng.choice(FIRMS) for _row in range(rows)]
    streets = [f"{rng.randint(1, 400)} {rng.choice(GIVEN)} street {town}" for town in towns]
    kinds = (("company", Kind.COMPANY, Group.COMPANY), ("street", Kind.ADDRESS, Group.ADDRESS))
    cells = (*zip(kinds, (names, streets), strict=True), (("town", Kind.ADDRESS, Group.ADDRESS), towns))
    return [MatchColumn(*kind, texts, texts) for kind, texts in cells]


@pytest.mark.parametrize("number", range(4))
def test_a_row_more_hardly_changes_what_is_expected_by_chance(number: int) -> None:
    columns = firms_of_towns(300)
    row = (f"xqv{number}jz wkfp", f"77{number} elm row", f"quux{number}")
    more = [c._replace(values=[*c.values, text], keys=[*c.keys, text]) for c, text in zip(columns, row, strict=True)]
    before = chance(collapse([encode(c) for c in columns], 300))()
    after = chance(collapse([encode(c) for c in more], 301))()
    assert before.parent.tolist() == after.parent.tolist() == [ALONE, 2, ALONE]
    for one, other in ((before.levels, after.levels), (before.within, after.within)):
        likely = one[..., FAINT : STRONG + 1] > 1e-5
        moved = np.abs(np.log2(other[..., FAINT : STRONG + 1][likely] / one[..., FAINT : STRONG + 1][likely]))
        assert moved.max() < 0.02


@pytest.mark.parametrize("rows", [500, 1000, 2000, 3000, 5000, 10_000, 20_000, 50_000, 100_000])
def test_a_row_more_or_less_than_a_round_number_makes_no_rare_value_of_a_frequent_one(rows: int) -> None:
    counts = np.arange(1, rows // 20)
    counts = np.append(counts, max(rows - int(counts.sum()), 1))
    keys = [str(at) for at in range(len(counts))]
    column = Column("name", Kind.TEXT, Group.PERSON, keys, keys, counts, np.zeros(0, np.int64))
    levels = [agreement_levels(replace(column, scale=some)).tolist() for some in (rows - 1, rows, rows + 1)]
    assert levels[0] == levels[1] == levels[2]
    assert len(set(levels[1])) > 2
