"""Running commands as their user would: real files, a key and a memory of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadlist import locale
from leadlist.cli import main


@dataclass
class Result:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


Cli = Callable[..., Result]


@pytest.fixture(autouse=True)
def own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the user's is read or written: key, state and configuration are the test's own."""
    world = tmp_path_factory.mktemp("world")
    monkeypatch.setenv("LEADLIST_CONFIG_DIR", str(world / "config"))
    monkeypatch.setenv("LEADLIST_STATE_DIR", str(world / "state"))
    for name in ("LEADLIST_KEY_FILE", "LEADLIST_RULES", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LEADLIST_LANG", "en")
    return world


@pytest.fixture
def key_file(own_world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key, made and in force."""
    from leadlist.store import new_key

    path = own_world / "test.key"
    new_key(path)
    monkeypatch.setenv("LEADLIST_KEY_FILE", str(path))
    return path


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run one command in this process."""

    def run(*arguments: object) -> Result:
        capfd.readouterr()
        try:
            main([str(argument) for argument in arguments])
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            locale.use("en")
        captured = capfd.readouterr()
        return Result(status, captured.out, captured.err)

    return run
