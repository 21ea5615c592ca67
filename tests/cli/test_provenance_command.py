"""leadlist provenance as a user runs it."""

import json
from pathlib import Path

from tests.cli.conftest import Cli

LIST = "氏名,メールアドレス\r\n甲 一,a@example.jp\r\n乙 二,b@example.jp\r\n"


def test_what_is_lacking_is_listed_without_a_key_then_filled_and_undone(
    cli: Cli, tmp_path: Path, key_file: Path
) -> None:
    path, proof = tmp_path / "list.csv", tmp_path / "受付票.pdf"
    path.write_bytes(LIST.encode())
    proof.write_bytes(b"%PDF")
    shown = cli("provenance", path)
    assert shown.status == 0
    assert "still lacking 2" in shown.err
    assert not (tmp_path / "list.csv.changes.jsonl").exists()
    assert cli("provenance", path, "--source", "fair").status == 2  # nobody to ask
    line = ("--source", "fair", "--on", "2026-06-19", "--purpose", "展示会の来場者に製品資料を郵送するため")
    done = cli("provenance", path, *line, "--evidence", proof, "--policy-version", "2026-04", "--yes", "--json")
    assert done.status == 0, done.err
    assert json.loads(done.out)["counts"]["filled"] == 2
    text = path.read_text(encoding="utf-8")
    assert "受付票.pdf sha256:" in text
    assert text.count("2026-04") == 2
    assert "Every lead says" in cli("provenance", path).err
    assert cli("undo", path, "--yes").status == 0
    assert path.read_bytes() == LIST.encode()
