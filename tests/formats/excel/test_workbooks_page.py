"""docs/workbooks.md names a test for every line."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "workbooks.md"
TESTS = {
    name
    for path in Path(__file__).parents[2].rglob("test_*.py")
    for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
}


def test_every_line_of_the_page_names_a_test_that_exists() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    lines = [line for line in lines if not line.endswith("| test |")]
    assert len(lines) > 40
    for line in lines:
        named = re.findall(r"`(test_\w+)`", line.rpartition("| ")[0] + line.rpartition(" | ")[2])
        assert named, line
        assert set(named) <= TESTS, line
