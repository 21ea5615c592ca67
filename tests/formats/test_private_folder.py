"""A private folder goes with the run that made it, whatever happens meanwhile."""

import errno
import shutil
from pathlib import Path

import pytest

from leadlist.formats.private_folder import private_folder


def test_the_folder_is_gone_when_the_block_ends() -> None:
    with private_folder() as folder:
        (folder / "名刺.jpg").write_bytes(b"x")
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_a_removal_that_was_stopped_in_the_midst_ends_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed_twice(folder: Path, *, ignore_errors: bool) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    with private_folder() as folder:
        monkeypatch.setattr(shutil, "rmtree", closed_twice)
    monkeypatch.undo()
    shutil.rmtree(folder)
