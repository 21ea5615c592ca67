"""A list to change, and a key, configuration and state folder that are nobody's."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadlist.store import Committed, Key, LeadRecord, ListStore

NOW = datetime(2026, 11, 22, 1, 45, 12, tzinfo=UTC)
OLD = "会社名,氏名,メール\r\n山野商事,山田 太郎,taro@example.jp\r\n".encode("cp932")
KEY = Key("LEADLISTTESTKEYNEVERUSEIT2")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIST_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("LEADLIST_STATE_DIR", str(tmp_path / "state"))
    for name in ("LEADLIST_KEY_FILE", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """A CSV list in a folder of its own."""
    folder = tmp_path / "営業部"
    folder.mkdir()
    path = folder / "見込み客.csv"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def records(count: int = 2) -> list[LeadRecord]:
    return [
        LeadRecord(
            lead=f"L-{number:010d}",
            row=number + 2,
            changes=[{"column": "氏名", "before": "山田", "after": "山田 太郎"}],
        )
        for number in range(count)
    ]


def change(
    store: ListStore, content: bytes, operation: str = "normalize", minutes: int = 0, **more: object
) -> Committed:
    """Commit `content` as the new list."""

    def write(target: Path) -> None:
        target.write_bytes(content)

    arguments = {
        "leads": records(),
        "fields": ["name"],
        "rules": "japan",
        "rules_digest": "0" * 64,
        "now": NOW + timedelta(minutes=minutes),
    }
    return store.commit(operation, {"changed": 2}, write, **(arguments | more))  # type: ignore[arg-type]


def beside(path: Path) -> set[str]:
    """The names beside a list, its lock left out."""
    return {entry.name for entry in path.parent.iterdir()} - {path.name, path.name + ".lock"}
