"""What commands say where nobody watches holds no personal data in the clear, and neither does the log."""

import shutil
from pathlib import Path

from leadlist.formats import open_document
from leadlist.recognition import heading_score, recognize
from leadlist.rules import load_rules
from tests.cli.conftest import Cli

WORLD = Path(__file__).parents[2] / "examples" / "01-trade-fair"
PERSONAL = ("name", "name_kana", "email", "phone", "mobile", "address")
IMPORT = ("--source", "fair", "--event", "展示会", "--on", "2026-11-19", "--purpose", "P01", "--yes")


def personal_values(path: Path) -> set[str]:
    leads = recognize(open_document(path, score=heading_score).leads, load_rules()).leads
    return {text for field in PERSONAL for text in leads.values(field) if len(text) >= 4}


def test_unattended_commands_say_nothing_personal(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    world = tmp_path / "world"
    shutil.copytree(WORLD, world)
    leads = world / "見込み客.xlsx"
    secret = personal_values(leads) | personal_values(world / "eight.csv")
    said = ""
    for line in (
        ("import", world / "eight.csv", world / "cards", "--into", leads, *IMPORT),
        ("normalize", leads),
        ("dedupe", leads, "--yes"),
        ("validate", leads),
        ("purge", leads, "--as-of", "2026-11-22", "--yes"),
        ("log", leads),
        *(("log", leads, "--show", op) for op in (1, 2, 3, 4)),
        ("undo", leads, 2, "--dry-run"),
        ("dedupe", leads, "--dry-run", "--json"),
        ("validate", leads, "--json"),
    ):
        result = cli(*line)
        assert result.status in (0, 1), result.err
        said += result.out + result.err
        secret |= personal_values(leads)
    said += leads.with_name(leads.name + ".changes.jsonl").read_text(encoding="utf-8")
    leaked = {text for text in secret if text in said}
    assert not leaked, [line for line in said.splitlines() if any(text in line for text in leaked)][:10]
    assert len(secret) > 500
