"""Pairs that a person has called two people: kept as keyed hashes, never as values."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadlist.store import Key, read_apart, remember_apart
from leadlist.store.beside import apart_file

NOW = datetime(2026, 11, 22, 1, 45, 12, tzinfo=UTC)
KEY = Key("A" * 26)
OTHER = Key("B" * 26)
TARO, JIRO = ("id L-1", "row 山田太郎"), ("row 山田次郎",)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_text("氏名\n", encoding="utf-8")
    path.chmod(0o644)
    return path


def test_a_pair_is_recognised_by_either_side_and_by_any_name(listed: Path) -> None:
    assert remember_apart(listed, KEY, [(TARO, JIRO)], NOW) == 1
    apart = read_apart(listed, KEY)
    assert apart.holds(TARO, JIRO)
    assert apart.holds(JIRO, TARO[:1])
    assert apart.holds(TARO[1:], JIRO)
    assert not apart.holds(TARO, TARO)
    assert not apart.holds(TARO, ("row 田中",))
    assert not apart.holds((), JIRO)


def test_what_is_known_is_not_written_twice(listed: Path) -> None:
    remember_apart(listed, KEY, [(TARO, JIRO)], NOW)
    before = apart_file(listed).read_bytes()
    assert remember_apart(listed, KEY, [(JIRO, TARO)], NOW) == 0
    assert apart_file(listed).read_bytes() == before


def test_the_file_holds_no_value_and_is_nobody_elses(listed: Path) -> None:
    remember_apart(listed, KEY, [(TARO, JIRO)], NOW)
    text = apart_file(listed).read_text(encoding="ascii")
    assert "山田" not in text
    assert "L-1" not in text
    assert '"time":"2026-11-22T01:45:12Z"' in text
    if os.name == "posix":
        assert apart_file(listed).stat().st_mode & 0o007 == 0


def test_lines_of_another_key_and_torn_lines_are_counted_and_not_heeded(listed: Path) -> None:
    remember_apart(listed, OTHER, [(TARO, JIRO)], NOW)
    with apart_file(listed).open("a", encoding="ascii") as file:
        file.write('{"apart": [["ab')
    apart = read_apart(listed, KEY)
    assert not apart
    assert apart.unread == 2
    remember_apart(listed, KEY, [(TARO, JIRO)], NOW)
    again = read_apart(listed, KEY)
    assert again.holds(TARO, JIRO)
    assert again.unread == 2


@pytest.mark.parametrize("line", ["", "null", "[]", '{"version": 1}', '{"version": 1, "key": 3, "apart": [[], []]}'])
def test_a_line_that_is_no_record_does_no_harm(listed: Path, line: str) -> None:
    apart_file(listed).write_text(line + "\n", encoding="ascii")
    assert read_apart(listed, KEY).unread == 1
