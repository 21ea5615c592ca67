"""A stack of scans: resumed where it stopped, nothing read twice, nothing left behind."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadlist.cards import engine, load, stack
from leadlist.cards.kept import Place, digest_of, opened, place, sealed
from leadlist.cards.stack import Stack
from leadlist.errors import UserError

PAGE = [{"page": 1, "number": 1, "jpeg": "", "size": [10, 5], "lines": [["山本", [0, 0, 9, 4], [0.9, 0.8], False]]}]


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files a page of which was read, instead of reading any."""
    names: list[str] = []

    def read_page(path: Path, number: int, target: Place, shown: str = "") -> tuple[str, str] | None:
        names.append(path.name)
        if path.name == "torn.jpg":
            return "torn", "scan it again"
        target.path.write_bytes(sealed(json.dumps(PAGE).encode(), target.password))
        return None

    def page_count(path: Path, shown: str = "") -> int:
        if path.name == "text.jpg":
            raise UserError("no picture", hint="")
        return 2 if path.suffix == ".pdf" else 1

    monkeypatch.setattr(stack, "read_page", read_page)
    monkeypatch.setattr(load, "page_count", page_count)
    return names


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(name)
    return [folder / name for name in names]


def take(pages: Iterator[object], count: int) -> None:
    for _number in range(count):
        next(pages)


def test_a_stopped_stack_goes_on_where_it_was(tmp_path: Path, read_files: list[str]) -> None:
    scans = files(tmp_path, "a.jpg", "b.jpg", "c.pdf", "d.jpg")
    take(Stack(scans, tmp_path / "kept", workers=1).read(), 2)  # and then the power went
    again = Stack(scans, tmp_path / "kept", workers=1)
    pages = list(again.read())
    assert read_files == ["a.jpg", "b.jpg", "c.pdf", "c.pdf", "d.jpg"]
    assert [page.remembered for page in pages] == [True, True, False, False, False]
    assert [side.file for side in again.sides()] == ["a.jpg", "b.jpg", "c.pdf", "c.pdf", "d.jpg"]
    assert again.sides()[0].text.lines[0].text == "山本"


def test_the_same_picture_under_another_name_is_read_once(tmp_path: Path, read_files: list[str]) -> None:
    (tmp_path / "a.jpg").write_text("same")
    (tmp_path / "b.jpg").write_text("same")
    take(Stack([tmp_path / "a.jpg"], tmp_path / "kept", workers=1).read(), 1)
    list(Stack([tmp_path / "b.jpg"], tmp_path / "kept", workers=1).read())
    assert read_files == ["a.jpg"]


def test_what_a_stopped_stack_leaves_behind_opens_only_with_the_scan(tmp_path: Path, read_files: list[str]) -> None:
    scans = files(tmp_path, "a.jpg", "b.jpg")
    take(Stack(scans, tmp_path / "kept", workers=1).read(), 1)  # kill -9
    (left,) = (tmp_path / "kept").iterdir()
    data = left.read_bytes()
    assert "山本".encode() not in data
    assert b"\\u5c71" not in data
    assert digest_of(scans[0]).hex()[:8] not in left.name  # the name does not give the password away
    assert opened(data, place(tmp_path, digest_of(scans[1]), 1).password) is None
    assert json.loads(opened(data, place(tmp_path, digest_of(scans[0]), 1).password) or b"") == PAGE


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 torn", sealed(b"[]", b"another password")])
def test_what_is_damaged_is_read_again(tmp_path: Path, read_files: list[str], damage: bytes) -> None:
    scans = files(tmp_path, "a.jpg")
    list(Stack(scans, tmp_path / "kept", workers=1).read())
    (left,) = (tmp_path / "kept").iterdir()
    left.write_bytes(damage)
    again = Stack(scans, tmp_path / "kept", workers=1)
    assert [page.remembered for page in again.read()] == [False]
    assert [side.file for side in again.sides()] == ["a.jpg"]


def test_nothing_is_left_of_a_stack_that_is_done(tmp_path: Path, read_files: list[str]) -> None:
    done = Stack(files(tmp_path, "a.jpg"), tmp_path / "kept", workers=1)
    list(done.read())
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    done.done()
    assert not (tmp_path / "kept").exists()


def test_what_was_never_taken_up_again_goes_after_a_week(tmp_path: Path, read_files: list[str]) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "old.json").write_text("x")
    os.utime(kept / "old.json", (time.time() - 8 * 86400,) * 2)
    list(Stack(files(tmp_path, "a.jpg"), kept, workers=1).read())
    assert not (kept / "old.json").exists()


def test_a_file_that_cannot_be_read_stops_nobody(tmp_path: Path, read_files: list[str]) -> None:
    scans = files(tmp_path, "torn.jpg", "text.jpg", "b.jpg")
    done = Stack(scans, tmp_path / "kept", workers=1)
    list(done.read())
    assert [path.name for path in done.problems] == ["text.jpg", "torn.jpg"]
    assert [side.file for side in done.sides()] == ["b.jpg"]


def test_without_the_extra_one_line_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "NEEDED", ("no_such_module_of_any_kind",))
    with pytest.raises(UserError) as told:
        engine.require_extra()
    assert told.value.hint == "Type: pip install 'leadlist[cards]'"
