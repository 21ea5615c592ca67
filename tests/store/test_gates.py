"""A gate is what its author wrote and its approver signed, to the letter."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadlist.errors import Refused
from leadlist.store import approved_gate, new_gate, read_gate
from leadlist.store.keys import Key

KEY, OTHER = Key("A" * 26), Key("B" * 26)
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DECISION = {
    "list": {"name": "見込み客.xlsx", "sha256": "0" * 64},
    "counts": {"read": 3, "recipients": 2},
    "author": "田中",
}


def _approved(path: Path) -> str:
    path.write_text(new_gate(DECISION, KEY), encoding="utf-8")
    assert read_gate(path, KEY).approval is None
    return approved_gate(read_gate(path, KEY), "佐藤", "sato", KEY, now=NOW)


def test_what_was_signed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    path.write_text(_approved(path), encoding="utf-8")
    gate = read_gate(path, KEY)
    assert gate.decision == DECISION
    assert gate.approval is not None
    assert gate.approval["by"] == "佐藤"


def test_no_letter_of_a_gate_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    text = _approved(path)
    said = json.loads(text)
    for at, letter in enumerate(text):
        changed = text[:at] + ("1" if letter != "1" else "2") + text[at + 1 :]
        path.write_text(changed, encoding="utf-8")
        try:
            read_gate(path, KEY)
        except Refused:
            continue
        assert json.loads(changed) == said, changed[max(0, at - 20) : at + 20]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"decision": 1}', "[" * 100_000, '{"key": ', "\ud800"])
def test_what_is_no_gate_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gate.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(Refused):
        read_gate(path, KEY)


def test_another_key_reads_no_gate(tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    path.write_text(_approved(path), encoding="utf-8")
    with pytest.raises(Refused, match="another key"):
        read_gate(path, OTHER)


def test_the_sub_key_of_gates_is_one_of_its_own() -> None:
    assert len({KEY.gate, KEY.log, KEY.person, OTHER.gate}) == 4
