"""Weights saved from one list and read for another, or for the same one later."""

import random
from dataclasses import replace

import numpy as np
import pytest

from leadlist.errors import UserError
from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn
from leadlist.matching.linkage import STAGES, Linkage, Settings, link
from leadlist.matching.saved import saved

KINDS = (
    ("name", Kind.PERSON_NAME, Group.PERSON),
    ("company", Kind.COMPANY, Group.COMPANY),
    ("email", Kind.EMAIL, Group.PERSON),
    ("city", Kind.ADDRESS, Group.ADDRESS),
    ("code", Kind.POSTAL_CODE, Group.ADDRESS),
)
FAMILY = ("mori", "abe", "ito", "kato", "ueda", "hara", "noda", "oka")
GIVEN = ("ken", "mai", "rei", "jun", "aya", "sho", "emi", "yui", "dai", "rin")


def people(number: int, seed: int = 1) -> list[tuple[str, ...]]:
    """People of companies of four, every third of them twice, once without a mail address."""
    dice = random.Random(seed)
    rows: list[tuple[str, ...]] = []
    for at in range(number):
        firm, town = at // 4, at // 4 % 7
        name = f"{dice.choice(FAMILY)} {dice.choice(GIVEN)}{dice.choice(FAMILY)}"
        row = (
            name,
            f"firm {firm} works",
            f"{name[:5]}{at}@c{firm}.example.com",
            f"town {town}",
            f"1{town}0-{firm:04d}",
        )
        rows += [row, (name, row[1].upper(), "", *row[3:])] if at % 3 == 0 else [row]
    dice.shuffle(rows)
    return rows


def columns(rows: list[tuple[str, ...]]) -> list[MatchColumn]:
    cells = list(zip(*rows, strict=True))
    return [MatchColumn(*kind, texts, [t.lower() for t in texts]) for kind, texts in zip(KINDS, cells, strict=True)]


@pytest.fixture(scope="module")
def learned() -> Linkage:
    return link(columns(people(220)))


def weights(linkage: Linkage) -> dict[str, tuple[str, ...]]:
    return saved(linkage.model, linkage.records.columns, len(linkage.records))


def test_saved_weights_give_the_clusters_they_were_learned_with(learned: Linkage) -> None:
    again = link(columns(people(220)), Settings(weights=weights(learned)))
    assert again.cluster.tolist() == learned.cluster.tolist()
    assert [w for *_rows, w in again.links] == pytest.approx([w for *_rows, w in learned.links], abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_with_saved_weights_an_unrelated_row_changes_no_cluster(learned: Linkage, seed: int) -> None:
    rows = people(220, seed + 5)
    stranger = ("zeta quill", "lone star bakery", "zeta@lone.example.com", "elsewhere", "999-9999")
    before = link(columns(rows), Settings(weights=weights(learned))).cluster
    after = link(columns([*rows, stranger]), Settings(weights=weights(learned))).cluster
    assert after[:-1].tolist() == before.tolist()


def test_the_order_of_rows_does_not_matter(learned: Linkage) -> None:
    rows = people(220)
    order = list(range(len(rows)))
    random.Random(3).shuffle(order)
    turned = link(columns([rows[at] for at in order])).cluster
    groups = {frozenset(order[at] for at in np.flatnonzero(turned == label)) for label in set(turned.tolist())}
    assert groups == {frozenset(np.flatnonzero(learned.cluster == c).tolist()) for c in set(learned.cluster.tolist())}


def test_weights_serve_a_list_of_another_size_and_with_fewer_columns(learned: Linkage) -> None:
    found = link(columns(people(40, 8))[:3], Settings(weights=weights(learned)))
    assert [column.name for column in found.records.columns] == ["name", "company", "email"]
    sizes = np.bincount(found.cluster)
    assert sizes.max() == 2
    assert (sizes == 2).sum() == 14


@pytest.mark.parametrize(
    "broken", [{"*": ("x", "y")}, {"*": ("100", "1 0")}, {"name": ("person_name", "", "9", "1 2")}]
)
def test_weights_that_are_none_are_told(learned: Linkage, broken: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(UserError, match=r"match\.weights"):
        link(columns(people(10)), Settings(weights=weights(learned) | broken))


def test_stages_are_told_in_their_order(learned: Linkage) -> None:
    told: list[str] = []
    link(columns(people(20)), replace(Settings(), told=told.append))
    assert tuple(told) == STAGES


def test_every_candidate_pair_is_in_the_histogram(learned: Linkage) -> None:
    assert sum(learned.histogram.values()) >= len(learned.links) - int((learned.records.sizes - 1).sum())
    assert min(learned.histogram) < learned.review_at
