"""docs/checks.md says what the checks say."""

from tests.checks.reference import REFERENCE, render


def test_the_reference_of_checks_is_that_of_the_registry() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == render(), "write it anew: python -m tests.checks.reference"
