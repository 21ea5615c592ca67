"""Lists without persons: branches of one owner are as many places, however much they share."""

import random

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn
from leadlist.matching.linkage import link

OWNERS = (
    "Birch",
    "Cedar",
    "Dahlia",
    "Elder",
    "Ginkgo",
    "Hazel",
    "Iris",
    "Juniper",
    "Larch",
    "Maple",
    "Nettle",
    "Olive",
)
PLACES = ("Abbot", "Baker", "Carver", "Dunlap", "Everly", "Farnham", "Gorse", "Hobart", "Ingram", "Jarvis")
KINDS = ((Kind.COMPANY, Group.COMPANY), (Kind.ADDRESS, Group.ADDRESS), (Kind.PHONE, Group.PERSON))


def sites() -> tuple[list[tuple[str, ...]], list[int]]:
    """Each owner has seven places and one phone; each place is written twice, once without its owner's name."""
    dice = random.Random(1)
    rows, truth = [], []
    for owner in OWNERS:
        phone = f"+1312555{dice.randint(1000, 9999)}"
        for at, place in enumerate(dice.sample(PLACES, 7)):
            address = f"{dice.randint(100, 9999)}n{dice.choice(PLACES).lower()}st"
            for name in (f"{owner} Society - {place} Center", f"{owner} Society {place}", f"{place} Day Center"):
                rows.append((name, address, phone))
                truth.append(len(OWNERS) * at + OWNERS.index(owner))
    return rows, truth


def test_branches_with_one_name_and_phone_stay_apart_while_their_places_are_found() -> None:
    rows, truth = sites()
    cells = list(zip(*rows, strict=True))
    columns = [
        MatchColumn(str(kind), kind, group, texts, [t.lower() for t in texts])
        for (kind, group), texts in zip(KINDS, cells, strict=True)
    ]
    cluster = link(columns).cluster.tolist()
    pairs = [(a, b) for a in range(len(rows)) for b in range(a) if cluster[a] == cluster[b]]
    wrong = sum(truth[a] != truth[b] for a, b in pairs)
    assert wrong <= 0.02 * len(pairs)
    assert len(pairs) - wrong >= len(rows) // 3
