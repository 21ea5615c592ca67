"""A backup is read strictly: whatever is not exactly what was written is refused, and never as wrong data."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.errors import Damaged
from leadlist.store import Key, packing, seals
from leadlist.store.archive import open_archive
from leadlist.store.cipher import Keys
from leadlist.store.packing import ENTRIES
from leadlist.store.records import encode
from leadlist.store.undo_lines import line_leaf, together
from tests.store.conftest import KEY, OLD, records

MANIFEST = {"format": "leadlist backup", "version": 1}


def made(target: Path, payload: bytes | None, count: int = 3) -> Path:
    """A backup of these bytes, with `count` leads."""
    source = target.with_suffix(".source")
    if payload is not None:
        source.write_bytes(payload)
    lines = [encode({**record, "salt": "0" * 32}).encode() for record in records(count)]
    packing.write(target, KEY.backup_password, KEY.id, None if payload is None else source, together(lines), MANIFEST)
    return target


def read(path: Path, key: Key = KEY) -> tuple[bytes, list[bytes]]:
    """Everything in a backup."""
    target = io.BytesIO()
    with open_archive(path, key) as opened:
        opened.verify()
        opened.copy_payload(target)
        return target.getvalue(), list(opened.lines())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=st.none() | st.binary(max_size=3000) | st.binary(max_size=50).map(lambda some: some * 20_000))
def test_what_was_put_in_comes_out(tmp_path: Path, payload: bytes | None) -> None:
    found, lines = read(made(tmp_path / "b.zip", payload))
    assert found == (payload or b"")
    assert len(lines) == 3


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 65535, 262_143, 262_144, 262_145, 524_288, 1_000_003])
@pytest.mark.parametrize("start", [b"", b"PK\x03\x04"])
def test_lists_of_every_size_come_out_stored_or_deflated(tmp_path: Path, size: int, start: bytes) -> None:
    import random

    payload = (start + random.Random(size).randbytes(size))[: max(size, len(start))]
    assert read(made(tmp_path / "b.zip", payload))[0] == payload


@pytest.mark.parametrize("present", [True, False], ids=["with ISA-L", "with zlib alone"])
def test_other_programs_open_a_backup_whatever_deflated_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: bool
) -> None:
    if not present:
        monkeypatch.setitem(sys.modules, "isal", None)
    payload = OLD * 3000
    path = made(tmp_path / "b.zip", payload, 3000)
    assert path.stat().st_size < len(payload)
    assert parts(path)["payload"] == payload
    assert parts(path)["undo.jsonl"].count(b"\n") == len(read(path)[1]) == 3000


def test_the_key_stream_is_that_of_the_winzip_specification_in_pieces_of_every_size() -> None:
    import hashlib
    import random

    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    dice = random.Random(1)
    data = dice.randbytes(3 << 20)  # over two borders of the runs in which counters are made
    key = hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 1000, 66)[:32]
    plain = AES.new(key, AES.MODE_CTR, counter=Counter.new(nbits=128, little_endian=True))
    keys, made, place = Keys(b"password", b"salt"), b"", 0
    while place < len(data):
        size = dice.choice((0, 1, 15, 16, 17, 1000, 1 << 18, 1 << 20, 2 << 20))
        made += keys.encrypt(data[place : place + size])
        place += size
    assert made == plain.encrypt(data)


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_a_flipped_bit_never_gives_wrong_data(tmp_path: Path, step: int) -> None:
    path = made(tmp_path / "b.zip", OLD, 2)
    whole = path.read_bytes()
    right = read(path)
    refused = 0
    for place in range(0, len(whole), step):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        try:
            assert read(path) == right  # times and versions in the headers say nothing about the content
        except Damaged:
            refused += 1
    assert refused > len(whole) / step * 0.75


@pytest.mark.parametrize("cut", [0, 1, 21, 40, 100, 400, -1, -30])
def test_a_shortened_or_lengthened_backup_is_refused(tmp_path: Path, cut: int) -> None:
    path = made(tmp_path / "b.zip", OLD)
    whole = path.read_bytes()
    for content in (whole[:cut], whole + b"\0", b"\0" + whole, whole * 2):
        path.write_bytes(content)
        with pytest.raises(Damaged):
            read(path)


def test_another_key_is_named(tmp_path: Path) -> None:
    path = made(tmp_path / "b.zip", OLD)
    with pytest.raises(Damaged, match=f"belongs to key {KEY.id}"):
        read(path, Key("A" * 26))


def test_a_backup_under_our_name_but_another_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    packing.write(path, "wrong", KEY.id, None, [], MANIFEST)
    with pytest.raises(Damaged):
        read(path)


@contextmanager
def forging(path: Path, **options: Any) -> Iterator[Any]:
    """A zip that looks like ours, written by pyzipper alone."""
    encryption = options.pop("encryption", pyzipper.WZ_AES)
    with pyzipper.AESZipFile(path, "w", encryption=encryption, encryption_kwargs=options or None) as forged:
        if encryption:
            forged.setpassword(KEY.backup_password.encode())
        forged.comment = seals.comment(KEY.id)
        yield forged


def parts(path: Path) -> dict[str, bytes]:
    """The decrypted entries of a sound backup."""
    with pyzipper.AESZipFile(path) as source:
        source.setpassword(KEY.backup_password.encode())
        return {name: source.read(name) for name in ENTRIES}


FORGERIES: dict[str, tuple[dict[str, Any], Callable[[dict[str, bytes]], dict[str, bytes]]]] = {
    "not encrypted": ({"encryption": None}, lambda entries: entries),
    "AE-1": ({"nbits": 256, "force_wz_aes_version": 1}, lambda entries: entries),
    "AES-128": ({"nbits": 128, "force_wz_aes_version": 2}, lambda entries: entries),
    "an extra entry": ({"nbits": 256}, lambda entries: {**entries, "extra": b""}),
    "a missing entry": ({"nbits": 256}, lambda entries: {n: c for n, c in entries.items() if n != "undo.jsonl"}),
    "a renamed entry": (
        {"nbits": 256},
        lambda entries: {n.replace("payload", "../payload"): c for n, c in entries.items()},
    ),
    "another order": ({"nbits": 256}, lambda entries: dict(reversed(entries.items()))),
    "another payload": ({"nbits": 256}, lambda entries: {**entries, "payload": b"x" * len(entries["payload"])}),
    "a longer payload": ({"nbits": 256}, lambda entries: {**entries, "payload": entries["payload"] + b"x"}),
    "another undo": ({"nbits": 256}, lambda entries: {**entries, "undo.jsonl": entries["undo.jsonl"][:-2] + b"]\n"}),
    "no manifest": ({"nbits": 256}, lambda entries: {**entries, "manifest.json": b"{}"}),
    "a manifest that is no JSON": ({"nbits": 256}, lambda entries: {**entries, "manifest.json": b"\xff[[["}),
    "a manifest spelled otherwise": (
        {"nbits": 256},
        lambda entries: {**entries, "manifest.json": entries["manifest.json"] + b" "},
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_backup_is_refused_even_with_the_right_password(tmp_path: Path, forgery: str) -> None:
    entries = parts(made(tmp_path / "b.zip", OLD))
    options, alter = FORGERIES[forgery]
    with forging(tmp_path / "forged.zip", **options) as forged:
        for name, content in alter(entries).items():
            forged.writestr(name, content)
    with pytest.raises(Damaged):
        read(tmp_path / "forged.zip")


def test_forged_sizes_in_the_directory_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "b.zip", OLD)
    whole = path.read_bytes()
    start = whole.index(b"PK\x01\x02")
    for field, length in ((20, 4), (24, 4), (42, 4)):
        place = start + field
        value = int.from_bytes(whole[place : place + length], "little")
        for other in (value - 1, value + 1, 0, 2**31 - 1):
            if other >= 0 and other != value:
                path.write_bytes(whole[:place] + other.to_bytes(length, "little") + whole[place + length :])
                with pytest.raises(Damaged):
                    read(path)


def test_an_erased_lead_leaves_its_commitment_and_the_root_holds(tmp_path: Path) -> None:
    lines = [encode({**record, "salt": "0" * 32}).encode() for record in records(5)]
    erased = [b'{"erased":"' + line_leaf(line).hex().encode() + b'"}' for line in lines]
    whole = packing.write(tmp_path / "1.zip", KEY.backup_password, KEY.id, None, together(lines), MANIFEST)
    for number in range(5):
        some = [*lines[:number], erased[number], *lines[number + 1 :]]
        assert (
            packing.write(tmp_path / "2.zip", KEY.backup_password, KEY.id, None, together(some), MANIFEST).root
            == whole.root
        )
        read(tmp_path / "2.zip")
