"""What block keys cost, and which pairs they make."""

from itertools import combinations

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching import blocking
from leadlist.matching.blocking import Judge, block, candidate_keys
from leadlist.matching.blocks import LARGEST_BLOCK, SAMPLED, Sampled, cost, sampled, together
from leadlist.matching.columns import Column
from leadlist.matching.views import View, filed, stable_order, views

NOT_MANY = 8000


def a_view(blocks: np.ndarray, name: str = "view", column: int = 0) -> View:
    """A view that files record i in the block `blocks[i]`."""
    return filed(name, column, np.arange(len(blocks)), blocks, len(blocks), many=False)


def column_of(name: str, kind: Kind, values: list[str]) -> Column:
    """A column of a list whose rows all differ."""
    keys = sorted(set(values) - {""})
    codes = np.array([keys.index(value) if value else -1 for value in values])
    counts = np.bincount(codes[codes >= 0], minlength=len(keys))
    return Column(name, kind, Group.PERSON, keys, keys, counts, codes)


def test_two_views_make_the_pairs_that_agree_in_both() -> None:
    random = np.random.default_rng(1)
    one, other = random.integers(0, 40, 300), random.integers(0, 5, 300)
    wanted = {(a, b) for a, b in combinations(range(300), 2) if one[a] == one[b] and other[a] == other[b]}
    blocks = together(a_view(one), a_view(other))
    assert {divmod(pair, 300) for pair in blocks.pairs(300).tolist()} == wanted
    assert blocks.cost().pairs == len(wanted)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CATEGORY])
def test_of_some_records_only_the_pairs_that_begin_with_one_are_made(kind: Kind) -> None:
    random = np.random.default_rng(5)
    words = np.array([chr(97 + i) * 2 for i in range(20)])
    text = [" ".join(sorted(random.choice(words, 2))) for _row in range(600)]
    columns = [column_of("text", kind, text), column_of("code", Kind.CODE, list(random.choice(words, 600)))]
    asked = random.random(600) < 0.1
    found = views(columns)()
    first = next(view for view in found if view.many or kind is Kind.CATEGORY)
    for second in (next(view for view in found if view.name == "code:whole"), None):
        everything = set(together(first, second).pairs(600).tolist())
        some = together(first, second, asked).pairs(600, asked).tolist()
        assert set(some) == {pair for pair in everything if asked[pair // 600]}
        assert some


def test_sixteen_bits_and_more_are_sorted_as_they_stand() -> None:
    random = np.random.default_rng(6)
    for width in (300, 2**16, 2**20):
        codes = random.integers(0, width, 5000).astype(np.int32)
        assert stable_order(codes, width).tolist() == np.argsort(codes, kind="stable").tolist()


def test_the_first_look_at_a_large_list_is_at_the_pairs_of_some_records(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    people = np.repeat(np.arange(600), 2)
    columns = [column_of(name, Kind.CODE, [f"{at:04}" for at in random.permutation(900)[people]]) for name in "ab"]
    looked: list[tuple[int, float]] = []

    def learn(left: np.ndarray, right: np.ndarray, share: float) -> tuple[Judge, np.ndarray]:
        looked.append((len(left), share))
        judge: Judge = lambda a, b: (people[a] == people[b]).astype(float)  # noqa: E731
        return judge, judge(left, right)

    whole = block(views(columns)(), 1200, 60.0, learn)
    monkeypatch.setattr(blocking, "MOST_FIRST", 500)
    some = block(views(columns)(), 1200, 60.0, learn)
    assert looked[0][1] == 1.0 > looked[1][1] == pytest.approx(looked[1][0] / looked[0][0], rel=0.2)
    assert set(zip(some.left, some.right, strict=True)) == set(zip(whole.left, whole.right, strict=True))


def test_a_block_too_large_makes_no_pairs_and_is_counted() -> None:
    blocks = together(a_view(np.repeat([0, 1], [LARGEST_BLOCK + 1, 3])), None)
    assert blocks.cost() == (3, LARGEST_BLOCK + 1, LARGEST_BLOCK + 4)
    assert len(blocks.pairs(1000)) == 3


def test_what_a_small_list_costs_is_counted() -> None:
    random = np.random.default_rng(2)
    one, other = a_view(random.integers(0, 900, NOT_MANY)), a_view(random.integers(0, 9, NOT_MANY))
    assert sampled(one) == Sampled(one, 1.0)
    assert cost(sampled(one), other) == together(one, other).cost()


def test_what_a_large_list_costs_is_told_from_blocks_of_all_sizes() -> None:
    random = np.random.default_rng(3)
    one = a_view((random.random(6 * SAMPLED) ** 1.5 * 3000).astype(np.int64))
    other = a_view(random.integers(0, 40, 6 * SAMPLED))
    some = sampled(one)
    assert SAMPLED / 2 < len(some.view.record) < 2 * SAMPLED
    assert cost(some, other).pairs == pytest.approx(together(one, other).cost().pairs, rel=0.15)


def test_how_blocks_are_numbered_changes_no_sample() -> None:
    random = np.random.default_rng(4)
    blocks = random.integers(0, 2000, 3 * SAMPLED)
    numbered = random.permutation(2000)
    one, other = sampled(a_view(blocks)), sampled(a_view(numbered[blocks]))
    assert one.share == other.share
    assert sorted(one.view.record) == sorted(other.view.record)


def test_a_key_of_two_views_looks_into_the_blocks_of_the_one_that_files_a_record_twice() -> None:
    columns = [
        column_of("code", Kind.CODE, ["1111", "1111", "2222", "2222"]),
        column_of("name", Kind.PERSON_NAME, ["ann lee", "bob lee", "ann may", "bob may"]),
    ]
    found = views(columns)()
    keys = {key.name: key.cost.pairs for key in candidate_keys(found, [sampled(view) for view in found])}
    assert keys["code:whole"] == 2
    assert keys["name:name_parts + code:whole"] == 2
    assert "name:whole" not in keys  # no two records have one


def test_nothing_is_found_where_no_two_records_share_anything() -> None:
    found = block(views([column_of("code", Kind.CODE, ["1", "2", "3"])])(), 3, 60.0, lambda *_: pytest.fail("no pairs"))
    assert not len(found.left)
    assert found.recall == 1.0
