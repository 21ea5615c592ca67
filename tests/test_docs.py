"""The docs tell the truth: every console block prints what it says, every command and exit code is documented."""

import re
from pathlib import Path

import pytest

from leadlist.cli import app
from leadlist.errors import ExitStatus
from tests.cli_reference import COMMANDS, REFERENCE, reference
from tests.console_blocks import ROOT, rerun, steady

EXAMPLES = sorted(ROOT.glob("examples/*/README.md"))


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_commands_of_an_example_print_what_its_readme_says(document: Path) -> None:
    ran = 0
    for command, printed in rerun(document):
        assert printed == steady(command.output), command.line
        ran += 1
    assert ran


def test_no_page_holds_a_half_resolved_merge() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]:
        assert not re.search(r"^(<<<<<<< |>>>>>>> )", page.read_text(encoding="utf-8"), re.MULTILINE), page


def test_there_are_four_examples() -> None:
    assert [path.parent.name[:2] for path in EXAMPLES] == ["01", "02", "03", "04"]


def test_every_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    documented = {int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert documented == {int(status) for status in ExitStatus}


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_links_of_the_readme_lead_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_both_readmes_give_the_same_commands() -> None:
    blocks = [
        re.findall(r"^(?:python3|py) .*$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "README.ja.md")
    ]
    assert [line.replace("--lang ja", "--lang en") for line in blocks[1]] == blocks[0]
    assert len(blocks[0]) == 4


def test_the_command_reference_is_what_the_commands_say() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run python -m tests.cli_reference"


def test_every_command_is_in_the_reference() -> None:
    assert set(COMMANDS) == set(app.COMMANDS) | set(app.GROUPS)
