"""Laws of a linkage, with the weights that ship: an unrelated row changes nothing, the same input the same output."""

import pickle
import random
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching import threads
from leadlist.matching.away import Submit
from leadlist.matching.columns import MatchColumn, collapse, encode
from leadlist.matching.comparisons import LEVELS
from leadlist.matching.evidence import compare
from leadlist.matching.linkage import Settings, link
from leadlist.matching.shipped import shipped_model
from leadlist.matching.weights import patterns

ROWS = [
    ("sato ken", "青葉商事", "ken@a.example.jp", "+81312345678"),
    ("sato ken", "青葉商事", "ken@a.example.jp", "+81312345678"),
    ("sato ken", "青葉商事", "", "+81312345678"),
    ("ito mai", "青葉商事", "mai@a.example.jp", "+81312345678"),
    ("ito mai", "青葉商事", "mai@a.example.jp", ""),
    ("abe rei", "北斗電機", "rei@b.example.jp", "+81698765432"),
]
UNRELATED = ("mori jun", "光洋印刷", "jun@c.example.jp", "+81521112222")
KINDS = (
    ("name", Kind.PERSON_NAME, Group.PERSON),
    ("company", Kind.COMPANY, Group.COMPANY),
    ("email", Kind.EMAIL, Group.PERSON),
    ("phone", Kind.PHONE, Group.PERSON),
)


def columns(rows: list[tuple[str, ...]]) -> list[MatchColumn]:
    cells = list(zip(*rows, strict=True))
    return [MatchColumn(*kind, texts, texts) for kind, texts in zip(KINDS, cells, strict=True)]


@pytest.mark.parametrize("at", range(len(ROWS) + 1))
def test_with_fixed_weights_an_unrelated_row_changes_no_cluster(at: int) -> None:
    model = shipped_model(collapse([encode(c) for c in columns(ROWS)], len(ROWS)).columns, 100)
    before = link(columns(ROWS), Settings(model=model)).cluster
    more = link(columns([*ROWS[:at], UNRELATED, *ROWS[at:]]), Settings(model=model)).cluster
    rest = np.delete(more, at)
    assert [rest.tolist().index(c) for c in rest] == [before.tolist().index(c) for c in before]
    assert (more == more[at]).sum() == 1


NAMES, FIRMS = ("sato ken", "ito mai", "abe rei", "kato ken", "ito mei"), ("青葉商事", "北斗電機", "青葉工業")


def some_rows(seed: int) -> list[tuple[str, ...]]:
    rng = random.Random(seed)
    rows: list[tuple[str, ...]] = []
    for at in range(rng.randint(3, 30)):
        name, firm = rng.choice(NAMES), rng.choice(FIRMS)
        mail = rng.choice(("", f"{name.partition(' ')[2]}@a.example.jp", f"x{at}@b.example.jp"))
        rows.append((name, firm, mail, rng.choice(("", "+81312345678", f"+8131234{at:04}"))))
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_in_a_short_list_an_unrelated_row_changes_no_weight_and_no_threshold(seed: int) -> None:
    rows = some_rows(seed)
    before, more = link(columns(rows)), link(columns([*rows, UNRELATED]))
    pairs = [(row, other) for row in range(len(rows)) for other in range(row)]
    weights = [[weight.total for weight in each.weigh_all(pairs)] for each in (before, more)]
    assert weights[0] == weights[1]
    assert before.merge_at == more.merge_at
    assert more.cluster.tolist() == [*before.cluster.tolist(), len(rows)]


def test_the_same_input_gives_the_same_output() -> None:
    one, other = link(columns(ROWS * 40)), link(columns(ROWS * 40))
    assert one.cluster.tolist() == other.cluster.tolist()
    assert one.links == other.links
    assert one.possible == other.possible


def answered(function: Callable[..., object], *arguments: object) -> "Future[object]":
    """Another process, but that it is this one."""
    made: Future[object] = Future()
    made.set_result(pickle.loads(pickle.dumps(function(*pickle.loads(pickle.dumps(arguments))))))
    return made


def killed(function: Callable[..., object], *arguments: object) -> "Future[object]":
    made: Future[object] = Future()
    made.set_exception(BrokenProcessPool())
    return made


def gone(function: Callable[..., object], *arguments: object) -> "Future[object]":
    raise BrokenProcessPool


@pytest.mark.parametrize("submit", [answered, killed, gone])
def test_another_process_changes_no_result_nor_does_its_end(submit: Submit) -> None:
    model = shipped_model(collapse([encode(c) for c in columns(ROWS)], len(ROWS)).columns, 100)
    for settings in (Settings(), Settings(model=model)):
        alone = link(columns(ROWS * 40), settings)
        helped = link(columns(ROWS * 40), replace(settings, helper=submit))
        assert helped.cluster.tolist() == alone.cluster.tolist()
        assert helped.links == alone.links
        assert helped.possible == alone.possible
        assert not any(column.away for column in helped.records.columns)


def test_two_threads_change_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = link(columns(ROWS * 40))
    monkeypatch.setattr(threads, "LARGE", 0)
    both = link(columns(ROWS * 40))
    assert both.cluster.tolist() == alone.cluster.tolist()
    assert (both.links, both.possible, both.blocks) == (alone.links, alone.possible, alone.blocks)


def test_names_in_each_others_columns_agree() -> None:
    cells = (["davies", "george", "davies"], ["george", "davies", "anna"])
    both = [encode(MatchColumn(n, Kind.PERSON_NAME, Group.PERSON, c, c)) for n, c in zip("ab", cells, strict=True)]
    records = collapse(both, 3)
    left, right = (records.record_of[[at]] for at in (0, 1))
    assert (compare(records.columns, left, right) >= 5).all()
    left, right = (records.record_of[[at]] for at in (1, 2))
    assert not (compare(records.columns, left, right) >= 5).all()


def test_patterns_of_many_columns_stay_apart() -> None:
    levels = np.zeros((3, 40), np.uint8)
    levels[1, 0] = levels[2, 39] = LEVELS - 1
    assert patterns(levels).of_pair.tolist() in ([0, 2, 1], [0, 1, 2])
