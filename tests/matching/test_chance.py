"""What is to be expected by chance."""

from leadlist.fields import Group, Kind
from leadlist.matching.chance import ALONE, chance
from leadlist.matching.columns import MatchColumn, collapse, encode
from leadlist.matching.comparisons import DIFFER, SAME, SAME_RARE, WEAK

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
