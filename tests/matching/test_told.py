"""What a mail address and a reading say about a name."""

import numpy as np
import pytest

from leadlist.fields import Group, Kind
from leadlist.matching.columns import Column, MatchColumn, encode
from leadlist.matching.comparisons import DIFFER, FAINT, STRONG, WEAK
from leadlist.matching.evidence import compare

CASES = [  # name, reading, mail of two rows; the level of the names
    (("Thomas Malker", "", "thomasmalker@s.example"), ("Thomas Walker", "", "walkert@s.example"), FAINT),
    (("Thomas Malker", "", "thomasmalker@s.example"), ("Thomas Walker", "", ""), STRONG),
    (("Thomas Malker", "", "info@s.example"), ("Thomas Walker", "", "walkert@s.example"), STRONG),
    (("Thomas Walkr", "", "walker@s.example"), ("Thomas Walker", "", "twalker@s.example"), STRONG),
    (("Joseph Braington", "", "jlewis@n.example"), ("Joseph Lewis", "", ""), WEAK),
    (("Joe Braington", "", "jlewis@n.example"), ("Joseph Lewis", "", "jlewis@n.example"), WEAK),
    (("Joseph Braington", "", "joseph@n.example"), ("Joseph Lewis", "", "joseph@n.example"), DIFFER),
    (("Walter Braington", "", "jlewis@n.example"), ("Joseph Lewis", "", ""), DIFFER),
    (("Joseph Braington", "", "info@n.example"), ("Joseph Lewis", "", ""), DIFFER),
    (("Walker", "", "john.walker@s.example"), ("Thomas Walker", "", "thomas.walker@s.example"), FAINT),
    (("Walker", "", "john.walker@s.example"), ("Thomas Walker", "", "t.walker@q.example"), WEAK),  # another firm's
    (("Walker", "", "j.walker@s.example"), ("Thomas Walker", "", "thomas.walker@s.example"), FAINT),
    (("Walker", "", "t.walker@s.example"), ("Thomas Walker", "", "thomas.walker@s.example"), WEAK),
    (("Walker", "", "tom.walker@s.example"), ("Thomas Walker", "", "thomas.walker@s.example"), WEAK),
    (("Walker", "", "thomsa.walker@s.example"), ("Thomas Walker", "", "thomas.walker@s.example"), WEAK),
    (("中村", "ナカムラ ナオヒコ", ""), ("中村 道江", "ナカムラ ミチエ", ""), DIFFER),
    (("中村", "ナカムラ ミチエ", ""), ("中村 道江", "ナカムラ ミチエ", ""), WEAK),
    (("中村", "", ""), ("中村 道江", "ナカムラ ミチエ", ""), WEAK),
]


def columns_of(rows: list[tuple[str, str, str]]) -> list[Column]:
    """Names, readings and mail addresses as columns, those of two hundred others before them."""
    others = [(f"Person{at} Family{at}", f"カ{at}", f"p{at}@x.example") for at in range(200)]
    kinds = (("name", Kind.PERSON_NAME), ("kana", Kind.KANA), ("mail", Kind.EMAIL))
    found: list[Column] = []
    for place, (heading, kind) in enumerate(kinds):
        texts = [row[place] for row in (*others, *rows)]
        keys = [text.casefold().replace(" ", "" if not text.isascii() else " ") for text in texts]
        found.append(encode(MatchColumn(heading, kind, Group.PERSON, texts, keys)))
    return found


@pytest.mark.parametrize(("one", "other", "level"), CASES)
def test_names_are_as_alike_as_all_cells_say(
    one: tuple[str, str, str], other: tuple[str, str, str], level: int
) -> None:
    columns = columns_of([one, other])
    a, b = np.array([200]), np.array([201])
    assert compare(columns, a, b)[0, 0] == compare(columns, b, a)[0, 0] == level
