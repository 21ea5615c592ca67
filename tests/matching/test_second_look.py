"""The second look: who is found though no block key made the pair, and what is said of those whom nobody found."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.blocking import Candidates
from leadlist.matching.columns import MatchColumn, Records, collapse, encode
from leadlist.matching.second_look import Weighed, second_look

ROWS = [
    ("Peggy Barley", "Summit Tools", "18 Oak Lane"),
    ("Margaret Barley", "Summit Tools", "18 Oak Lane"),
    ("Roberto Rton", "Edge Foods", ""),
    ("Robert Orton", "", "7 Hill Road"),
    ("Ann Denby", "Maple Design", "2 Elm Street"),
    ("Ann Denby", "Maple Design", ""),
    ("Carl Inwick", "Maple Design", "2 Elm Street"),
]


def records_of(rows: list[tuple[str, ...]], kinds: tuple[Kind, ...]) -> Records:
    columns = []
    for at, kind in enumerate(kinds):
        group = Group.PERSON if kind is Kind.PERSON_NAME else Group.COMPANY
        texts = [row[at] for row in rows]
        columns.append(encode(MatchColumn(kind, kind, group, texts, [text.casefold() for text in texts])))
    return collapse(columns, len(rows))


KINDS = (Kind.PERSON_NAME, Kind.COMPANY, Kind.ADDRESS)
RECORDS = records_of(ROWS, KINDS)


def looked(
    records: Records, known: list[tuple[int, int, float]], bits: float = 5.0
) -> tuple[Weighed, set[frozenset[int]]]:
    """What a second look finds beside known pairs of rows, if all it finds weighs so much, as pairs of rows."""
    of = records.record_of
    pairs = sorted((*sorted((int(of[a]), int(of[b]))), weight) for a, b, weight in known)
    left, right, weight = (np.array([pair[at] for pair in pairs]) for at in range(3))
    first = Weighed(Candidates(left.astype(np.int64), right.astype(np.int64), (), 0.9999), weight, weight)

    def weigh(one: np.ndarray, _other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.full(len(one), bits), np.full(len(one), bits + 1)

    found = second_look(records, first, weigh, -3.0)
    rows = {int(record): row for row, record in enumerate(of.tolist())}
    known_pairs = {(a, b) for a, b, _weight in pairs}
    both = zip(found.found.left.tolist(), found.found.right.tolist(), strict=True)
    return found, {frozenset((rows[a], rows[b])) for a, b in both if (a, b) not in known_pairs}


@pytest.mark.parametrize("pair", [(0, 1), (2, 3)])
def test_who_has_another_form_of_the_name_or_its_letters_is_found(pair: tuple[int, int]) -> None:
    assert frozenset(pair) in looked(RECORDS, [(4, 5, 9.0)])[1]


def test_colleagues_without_a_part_of_a_name_are_not_compared() -> None:
    assert not looked(RECORDS, [(0, 4, -9.0)])[1] & {frozenset((4, 6)), frozenset((5, 6))}


def test_those_who_found_somebody_are_not_looked_at_again() -> None:
    assert looked(RECORDS, [(0, 4, 9.0), (1, 5, 9.0), (2, 6, 9.0), (3, 6, 9.0)])[1] == set()


def test_pairs_that_are_no_possible_links_are_not_kept() -> None:
    assert looked(RECORDS, [(0, 4, -9.0)], bits=-3.5)[1] == set()


def test_the_weights_stay_with_their_pairs_and_the_pairs_in_order() -> None:
    found, _new = looked(RECORDS, [(0, 4, 9.0), (3, 6, -1.0)])
    codes = found.found.left * len(RECORDS) + found.found.right
    assert (np.diff(codes) > 0).all()
    assert sorted(found.weight.tolist())[0] == -1.0
    assert sorted(found.weight.tolist())[-1] == 9.0
    assert ((found.free - found.weight == 0) == np.isin(found.weight, (9.0, -1.0))).all()


def test_what_the_second_look_alone_finds_lowers_the_recall_that_is_told() -> None:
    found, _new = looked(RECORDS, [(4, 6, 9.0)])
    assert found.found.recall < 0.9


def test_a_list_without_persons_is_not_looked_at_again() -> None:
    records = records_of([row[1:] for row in ROWS], KINDS[1:])
    assert looked(records, [(0, 2, -9.0)])[1] == set()
