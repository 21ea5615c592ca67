"""Damaged and forged files end in one printable sentence, never in a traceback."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from leadlist.errors import UserError
from leadlist.store import (
    backups,
    check_new_key_allowed,
    key_text,
    open_list,
    read_log,
    show,
    verify_backup,
    verify_log,
)
from leadlist.store.beside import log_file
from leadlist.store.keyfiles import key_file_text, read_key_file
from leadlist.store.wrapping import rotated
from tests.store.conftest import KEY, OLD, change


def altered(content: bytes, random: Random) -> bytes:
    """Some bytes changed, cut out, added, repeated."""
    changed = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 5, 30])):
        place = random.randrange(len(changed) + 1)
        match random.randrange(4):
            case 0:
                changed[place : place + 1] = random.randbytes(1)
            case 1:
                changed[place : place + random.randrange(40)] = b""
            case 2:
                changed[place:place] = random.randbytes(random.randrange(20))
            case 3:
                changed[place:place] = changed[random.randrange(len(changed) + 1) :][: random.randrange(80)]
    return bytes(changed)


def only_user_errors(*actions: Callable[[], object]) -> None:
    said = []
    for action in actions:
        try:
            action()
        except UserError as error:
            said.append(error)
    assert all(error.problem.isprintable() and error.hint for error in said), said


def opened(path: Path) -> None:
    with open_list(path, KEY):
        pass


@pytest.mark.parametrize("seed", range(60))
def test_altered_logs_backups_and_key_files_end_in_one_printable_sentence(leads: Path, seed: int) -> None:
    random = Random(seed)
    with open_list(leads, KEY) as store:
        backup = change(store, OLD + b"1").backup
    log = log_file(leads).read_bytes()
    log_file(leads).write_bytes(altered(log, random))
    only_user_errors(
        lambda: read_log(leads),
        lambda: show(leads, KEY, 1),
        lambda: verify_log(leads, KEY),
        lambda: opened(leads),
    )
    log_file(leads).unlink()
    backup.write_bytes(altered(backup.read_bytes(), random))
    only_user_errors(
        lambda: verify_backup(leads, backup.name, KEY),
        lambda: backups(leads),
        lambda: check_new_key_allowed(leads),
    )
    key_file = leads.with_name("x.key")
    for text in (key_text(KEY), key_file_text(rotated(KEY))):
        key_file.write_bytes(altered(text.encode(), random))
        only_user_errors(lambda: read_key_file(key_file))
