"""The key: found where it should be, printed and typed without mistakes, never made where another one is in use."""

import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.errors import Busy, Damaged, UserError
from leadlist.store import (
    Key,
    backups,
    check_new_key_allowed,
    continue_after_loss,
    find_key,
    import_key,
    key_text,
    new_key,
    open_list,
    require_own_key,
    rotate_key,
    verify_log,
)
from leadlist.store.beside import log_file
from leadlist.store.keyfiles import key_file_text, read_key_file
from leadlist.store.keys import ALPHABET, hkdf, parse_key
from leadlist.store.wrapping import rotated
from tests.store.conftest import KEY, NOW, OLD, change

ROOTS = st.text(ALPHABET, min_size=26, max_size=26)


def test_hkdf_gives_what_rfc_5869_prints_apart_from_the_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlist.store.keys._SALT", bytes(range(13)))
    made = hkdf(b"\x0b" * 22, bytes(range(0xF0, 0xFA)), 42)  # test case 1
    assert made.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")


@given(ROOTS)
def test_a_key_printed_and_typed_again_is_the_same_key(root: str) -> None:
    key = Key(root)
    typed = key_text(key).lower().replace("o", "0").replace("-", " ")
    assert parse_key(typed, what="x") == key
    assert len(key.id) == 8
    assert len({key.log, key.person, key.backup_password.encode()}) == 3


@given(ROOTS, st.integers(0, 25), st.sampled_from(ALPHABET))
def test_a_mistyped_key_is_noticed_by_its_id(root: str, place: int, letter: str) -> None:
    if root[place] != letter:
        wrong = root[:place] + letter + root[place + 1 :]
        with pytest.raises(UserError, match="typing error"):
            parse_key(f"{wrong} / {Key(root).id}", what="x")


def test_the_key_comes_from_the_first_source_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_key() is None
    own = new_key()
    assert find_key() == own
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    by_systemd = new_key(credentials / "leadlist.key")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert find_key() == by_systemd
    by_name = new_key(tmp_path / "named.key")
    monkeypatch.setenv("LEADLIST_KEY_FILE", str(tmp_path / "named.key"))
    assert find_key() == by_name
    printed = f'"{sys.executable}" -c "print(\'{key_text(KEY)}\')"'
    assert find_key(key_command=printed) == KEY
    given_key = new_key(tmp_path / "given.key")
    assert find_key(key_file=tmp_path / "given.key", key_command=printed) == given_key
    assert len({key.id for key in (own, by_systemd, by_name, given_key)}) == 4


@pytest.mark.parametrize("command", ["", "false", "no-such-program-at-all", "echo not a key", '"'])
def test_a_command_that_gives_no_key_is_said(command: str) -> None:
    with pytest.raises(UserError) as raised:
        find_key(key_command=command)
    assert raised.value.hint


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"# only a comment\n", b"ABC", b"A" * 27, "鍵".encode() * 26])
def test_a_file_without_a_key_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.key"
    file.write_bytes(content)
    with pytest.raises(UserError, match="no key"):
        find_key(key_file=file)
    with pytest.raises(UserError, match="cannot be read"):
        find_key(key_file=tmp_path / "absent.key")


def test_a_key_is_readable_by_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    new_key()
    file = tmp_path / "config" / "leadlist.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for make in (new_key, lambda: import_key(key_text(KEY))):
        with pytest.raises(UserError, match="already"):
            make()
    file.chmod(0o640)
    with pytest.raises(UserError, match="Others can read"):
        find_key()


def test_a_key_says_nothing_about_itself_in_a_traceback() -> None:
    assert KEY.root not in repr(KEY)


def test_a_weak_password_is_refused_and_a_strong_one_gives_the_same_key_again(tmp_path: Path) -> None:
    for weak in ("password1234", "見込み客", "x" * 100):
        with pytest.raises(UserError, match="too easy"):
            new_key(tmp_path / "weak.key", password=weak)
    strong = "pagoda lantern 47 quiet herring moss"
    assert new_key(tmp_path / "1.key", password=strong) == new_key(tmp_path / "2.key", password=strong)


def test_no_new_key_where_a_list_belongs_to_another_one(leads: Path) -> None:
    check_new_key_allowed(leads)
    with open_list(leads, KEY) as store:
        done = change(store, OLD + b"1")
    other = Key("A" * 26)
    for act in (
        lambda: check_new_key_allowed(leads),
        lambda: require_own_key(leads, other),
        lambda: open_list(leads, other).__enter__(),
    ):
        with pytest.raises(Damaged, match=f"belongs to key {KEY.id}"):
            act()
    require_own_key(leads, KEY)
    leads.with_name(leads.name + ".changes.jsonl").unlink()
    with pytest.raises(Damaged, match=KEY.id):
        check_new_key_allowed(leads)
    done.backup.unlink()
    check_new_key_allowed(leads)
    leads.with_name("leadlist.suppression.jsonl").write_text('{"key":"ABCD2345"}\n')
    with pytest.raises(Damaged, match="ABCD2345"):
        check_new_key_allowed(leads)


def test_a_rotated_key_goes_on_with_the_log_and_opens_old_backups(leads: Path, tmp_path: Path) -> None:
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
    fresh = rotated(rotated(KEY))
    assert fresh.backup_password != KEY.backup_password
    file = tmp_path / "fresh.key"
    file.write_text(key_file_text(fresh))
    fresh = read_key_file(file)
    assert (fresh.log, fresh.person) == (KEY.log, KEY.person)
    with open_list(leads, fresh) as store:
        change(store, OLD + b"2", minutes=1)
        store.undo(now=store.last_time)
        store.undo(now=store.last_time)
    assert leads.read_bytes() == OLD
    on_paper = Key(fresh.root)
    assert verify_log(leads, on_paper) == []
    with open_list(leads, on_paper) as store:
        assert store.key == fresh
        change(store, OLD + b"3", minutes=9)
    with pytest.raises(Damaged, match=fresh.id), open_list(leads, KEY):
        pass
    file.write_text(file.read_text().replace("person ", "person A", 1))
    with pytest.raises(UserError, match="damaged"):
        read_key_file(file)


def test_the_key_in_the_configuration_folder_is_rotated_in_place() -> None:
    with pytest.raises(UserError, match="no key"):
        rotate_key()
    old = new_key()
    fresh = rotate_key()
    assert find_key() == fresh
    assert fresh.root != old.root
    assert fresh.person == old.person
    assert fresh.password_of(old.id) == old.backup_password


def test_after_a_loss_the_log_goes_on_and_says_which_backups_do_not_open(leads: Path) -> None:
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
    other = Key("A" * 26)
    assert continue_after_loss(leads, other, now=NOW) == KEY.id
    with pytest.raises(UserError, match="no lost key"):
        continue_after_loss(leads, other, now=NOW)
    with open_list(leads, other) as store:
        with pytest.raises(Busy):
            store.undo(now=NOW)
        change(store, OLD + b"2", minutes=5)
        with pytest.raises(Damaged, match=KEY.id):
            store.restore(backups(leads)[0].name, now=NOW)
        store.undo(now=NOW + timedelta(minutes=9))
    assert leads.read_bytes() == OLD + b"1"
    assert verify_log(leads, other) == []
    assert [info.key for info in backups(leads)] == [KEY.id, other.id, other.id]
    log_file(leads).write_bytes(log_file(leads).read_bytes().replace(b'"changed":2', b'"changed":3', 1))
    assert verify_log(leads, other)
