"""docs/formats.md is enough to read and verify everything without leadlist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leadlist.store import Key, key_text, open_list
from leadlist.store.beside import log_file
from tests.store.conftest import KEY, NOW, OLD, change

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats.md"


@pytest.fixture
def logged(leads: Path) -> Path:
    with open_list(leads, KEY) as store:
        change(store, OLD + b"1")
        change(store, OLD + b"2", "dedupe", 1)
        store.undo(now=NOW)
    return leads


def program(tmp_path: Path) -> Path:
    """The program in the document."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    assert len(found[1].splitlines()) <= 32
    file = tmp_path / "verify.py"
    file.write_text(found[1], encoding="utf-8")
    return file


def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-I", *words], capture_output=True, text=True, check=False)


def test_the_program_in_the_document_verifies_a_log_with_and_without_the_key(logged: Path, tmp_path: Path) -> None:
    for words in ([], [key_text(KEY)]):
        done = run(program(tmp_path), log_file(logged), *words)
        assert done.returncode == 0, done.stderr
        assert "6 records hold" in done.stdout
    done = run(program(tmp_path), log_file(logged), key_text(Key("A" * 26)))
    assert "not written with this key" in done.stderr


@pytest.mark.parametrize(("old", "new"), [(b'"op":2', b'"op":3'), (b"dedupe", b"normal"), (b'":1', b'": 1')])
def test_the_program_in_the_document_notices_a_forgery(logged: Path, tmp_path: Path, old: bytes, new: bytes) -> None:
    file = log_file(logged)
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    assert run(program(tmp_path), file).returncode == 1


@pytest.mark.skipif(
    not shutil.which("7z"), reason="7z is not installed: OPENING BACKUPS WITHOUT LEADLIST IS NOT TESTED"
)
def test_7_zip_opens_a_backup_with_the_password_derived_as_the_document_says(logged: Path, tmp_path: Path) -> None:
    import hmac
    from base64 import b32encode

    secret = hmac.digest(b"leadlist key 1", KEY.root.encode(), "sha256")
    password = b32encode(hmac.digest(secret, b"leadlist backup\1", "sha256")[:20]).decode()
    (backup, *_) = sorted(logged.with_name(logged.name + ".backups").iterdir())
    subprocess.run(["7z", "x", f"-p{password}", f"-o{tmp_path / 'out'}", backup], check=True, capture_output=True)
    assert (tmp_path / "out" / "payload").read_bytes() == OLD
    assert (tmp_path / "out" / "undo.jsonl").read_bytes().count(b"\n") == 2
