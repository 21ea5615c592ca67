"""Codes of a column, told from its distinct texts; and how texts go to another process."""

import pickle
from concurrent.futures import Future

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.fields import Group, Kind
from leadlist.leads import Coded
from leadlist.matching.away import Lent
from leadlist.matching.columns import MatchColumn, encode, encoding
from leadlist.matching.packed import BETWEEN, Packed
from leadlist.matching.spelt import Spelt, each_key, numbered

TEXTS = st.lists(st.text("ab ", max_size=3), max_size=8)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_column_told_by_its_distinct_texts_is_that_of_its_rows(rows: list[str]) -> None:
    texts, places = numbered(rows)
    assert texts == list(dict.fromkeys(rows))
    assert [texts[place] for place in places.tolist()] == rows
    keys = Spelt(texts, [text.strip() for text in texts], places)
    told = encode(MatchColumn("x", Kind.TEXT, Group.LEAD, rows, keys))
    plain = encode(MatchColumn("x", Kind.TEXT, Group.LEAD, rows, list(keys)))
    assert (told.keys, told.texts) == (plain.keys, plain.texts)
    assert told.codes.tolist() == plain.codes.tolist()
    assert told.counts.tolist() == plain.counts.tolist()
    assert told.keys == sorted({row.strip() for row in rows} - {""})
    longest = {key: max((row for row in rows if row.strip() == key), key=lambda r: (len(r), r)) for key in told.keys}
    assert dict(zip(told.keys, told.texts, strict=True)) == longest


def test_a_column_that_is_coded_is_not_numbered_again() -> None:
    column = Coded()
    column.add(["b", "a", "b"])
    texts, places = numbered(column)
    assert texts is column.texts
    assert places.tolist() == [0, 1, 0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(f"a{BETWEEN}\n\0", max_size=3), max_size=4))
def test_packed_texts_arrive_as_they_were(texts: list[str]) -> None:
    arrived = pickle.loads(pickle.dumps(Packed(texts)))
    assert type(arrived) is Packed
    assert arrived == texts


def test_keys_of_rows_are_changed_once_for_each_text() -> None:
    keys = Spelt(["x", "y"], ["1;2", "3"], np.array([0, 1, 0], np.int32))
    asked: list[str] = []

    def first(key: str) -> str:
        asked.append(key)
        return key[:1]

    assert list(each_key(keys, first)) == ["1", "3", "1"]
    assert asked == ["1;2", "3"]
    assert each_key(["1;2"], first) == ["1"]


def test_what_the_other_process_has_not_begun_with_is_encoded_here() -> None:
    began: list[str] = []

    def submit(function: object, *arguments: object) -> "Future[object]":
        """Another process that begins with the first column only."""
        began.append(function.__name__)  # type: ignore[attr-defined]
        made: Future[object] = Future()
        if function.__name__ != "_encode" or began.count("_encode") == 1:  # type: ignore[attr-defined]
            made.set_running_or_notify_cancel()
            made.set_result(function(*pickle.loads(pickle.dumps(arguments))))  # type: ignore[operator]
        return made

    each = [[f"{letter}{row % 3}" for row in range(9)] for letter in "abc"]
    columns = [MatchColumn(rows[0][0], Kind.COMPANY, Group.COMPANY, rows, rows) for rows in each]
    found = Lent(submit).encoded(columns, None)
    assert [column.keys for column in found] == [encode(column).keys for column in columns]
    assert began.count("_file") == 1
    assert began.count("_take") == began.count("_encode") - 1
    assert encoding(["", "k"], ["", "k"]).codes.tolist() == [-1, 0]
