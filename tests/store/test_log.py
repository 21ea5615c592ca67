"""The log proves that nothing was altered: every forgery is noticed, and an independent program can tell."""

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from leadlist.errors import Damaged
from leadlist.store import Key, open_list, read_log, show, verify_log
from leadlist.store.beside import log_file
from leadlist.store.log import digest_of
from leadlist.store.records import encode
from tests.store.conftest import KEY, OLD, change

Lines = list[bytes]


@pytest.fixture
def logged(leads: Path) -> Path:
    """A list with three operations."""
    with open_list(leads, KEY) as store:
        for number in range(3):
            change(store, OLD + str(number).encode(), "normalize", number)
    return leads


def lines_of(path: Path) -> Lines:
    return log_file(path).read_bytes().splitlines(keepends=True)


def rechained(lines: Lines, alter: Callable[[dict[str, Any]], None] = lambda record: None) -> Lines:
    """The lines with a chain that fits again, as somebody without the key can make it."""
    previous, made = "0" * 64, []
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        mac = record.pop("mac")
        del record["hash"]
        alter(record)
        record |= {"prev": previous, "sequence": number}
        previous = digest_of(record)
        made.append(encode({**record, "hash": previous, "mac": mac}).encode() + b"\n")
    return made


def more_counts(record: dict[str, Any]) -> None:
    if "counts" in record:
        record["counts"] = {"changed": 1}


def first(lines: Lines, count: int) -> Lines:
    return lines[:count]


FORGERIES: dict[str, Callable[[Lines], Lines]] = {
    "a changed count": lambda lines: [lines[0].replace(b'"changed":2', b'"changed":3'), *lines[1:]],
    "a changed count, chain recomputed": lambda lines: rechained(lines, more_counts),
    "a deleted line": lambda lines: [*lines[:2], *lines[3:]],
    "deleted lines, chain recomputed": lambda lines: rechained([*lines[:2], *lines[4:]]),
    "the beginning cut off": lambda lines: lines[2:],
    "the beginning cut off, chain recomputed": lambda lines: rechained(lines[2:]),
    "the end cut off": lambda lines: lines[:4],
    "everything cut off": lambda lines: [],
    "two lines swapped": lambda lines: [lines[0], lines[1], lines[3], lines[2], *lines[4:]],
    "a line twice": lambda lines: [*lines, lines[-1]],
    "a foreign line": lambda lines: [*lines, b"{}\n"],
    "no JSON": lambda lines: [*lines[:3], b"\x1b[31m\xff\n", *lines[4:]],
    "deep JSON": lambda lines: [*lines, b"[" * 100_000 + b"\n"],
    "a number for a text": lambda lines: [*lines[:5], lines[5].replace(b'"type":"commit"', b'"type":1')],
    "another spelling": lambda lines: [*lines[:5], lines[5].replace(b'":"', b'": "')],
    "an unfinished line": lambda lines: [*lines[:5], lines[5][:-5]],
    "a mac of another record": lambda lines: [
        *lines[:5],
        lines[5].replace(json.loads(lines[5])["mac"].encode(), json.loads(lines[4])["mac"].encode()),
    ],
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_log_is_noticed_and_nothing_is_added_to_it(logged: Path, forgery: str) -> None:
    assert verify_log(logged, KEY) == []
    forged = b"".join(FORGERIES[forgery](lines_of(logged)))
    log_file(logged).write_bytes(forged)
    problems = verify_log(logged, KEY)
    assert problems
    assert all(problem.isprintable() for problem in problems)
    if "cut off" not in forgery and "unfinished" not in forgery:
        with pytest.raises(Damaged), open_list(logged, KEY) as store:
            change(store, OLD)
        assert log_file(logged).read_bytes() == forged


@pytest.mark.parametrize("step", [19, pytest.param(1, marks=pytest.mark.slow)])
def test_a_flipped_bit_anywhere_in_the_log_is_noticed(logged: Path, step: int) -> None:
    """In the ordinary run at every 19th byte, from another one each day."""
    whole = log_file(logged).read_bytes()
    for place in range(date.today().toordinal() % step, len(whole), step):
        log_file(logged).write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        assert verify_log(logged, KEY), place


def test_a_line_that_a_crash_left_unfinished_is_cut_off_and_the_list_stays_usable(logged: Path) -> None:
    with log_file(logged).open("ab") as file:
        file.write(b'{"after":"ab')
    with open_list(logged, KEY) as store:
        change(store, OLD)
    assert verify_log(logged, KEY) == []


def test_a_folder_put_back_to_an_earlier_day_is_noticed(logged: Path, tmp_path: Path) -> None:
    shutil.copytree(logged.parent, tmp_path / "earlier")
    with open_list(logged, KEY) as store:
        change(store, OLD + b"later", minutes=9)
    shutil.rmtree(logged.parent)
    shutil.copytree(tmp_path / "earlier", logged.parent)
    (problem,) = verify_log(logged, KEY)
    assert "2026-11-22T01:54:12Z" in problem
    with open_list(logged, KEY) as store:
        assert len(store.notes) == 1
        change(store, OLD + b"again", minutes=20)
    assert len(verify_log(logged, KEY)) == 1, "a new head must not make it forget the lost one"


def test_without_a_key_the_chain_is_checked_and_with_another_key_it_is_said(logged: Path) -> None:
    assert verify_log(logged, None) == []
    assert KEY.id in verify_log(logged, Key("A" * 26))[0]


def test_a_missing_or_altered_backup_is_a_problem_of_the_log(logged: Path) -> None:
    backup = logged.with_name(logged.name + ".backups") / read_log(logged)[1].backup
    content = backup.read_bytes()
    backup.write_bytes(content[:-1] + b"A")
    assert len(verify_log(logged, KEY)) == 1
    with pytest.raises(Damaged):
        show(logged, KEY, 2)
    backup.unlink()
    assert len(verify_log(logged, KEY)) == 1
    with pytest.raises(Damaged, match="missing"):
        show(logged, KEY, 2)


def test_the_log_holds_no_values_and_no_plain_hash_of_the_list(logged: Path) -> None:
    text = log_file(logged).read_text(encoding="ascii")
    for value in ("山田", "taro", "\\u5c71", hashlib.sha256(OLD).hexdigest()):
        assert value not in text
