"""Survivorship: which value a golden record keeps."""

import pytest

from leadlist.matching.survivorship import Claim, survive

OLD = Claim("営業部", "2024-01-01", trust=4, filled=9, order=0)
NEW = Claim("営業企画部", "2026-01-01", trust=1, filled=5, order=1)
AGAIN = Claim("営業部", "2023-01-01", trust=1, filled=2, order=2)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("recent", "営業企画部"),
        ("complete", "営業部"),
        ("trusted", "営業部"),
        ("longest", "営業企画部"),
        ("frequent", "営業部"),
        ("all", "営業部; 営業企画部"),
    ],
)
def test_each_rule_keeps_its_value(rule: str, kept: str) -> None:
    assert survive(rule, [OLD, NEW, AGAIN]) == kept
    assert survive(rule, [AGAIN, NEW, OLD]) == kept


def test_an_empty_value_never_survives_a_filled_one() -> None:
    assert survive("recent", [OLD, NEW._replace(text="")]) == "営業部"
    assert survive("recent", [OLD._replace(text="")]) == ""
