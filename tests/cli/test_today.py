"""The day that commands judge by."""

from datetime import date, datetime

import pytest

from leadlist.cli.today import today
from leadlist.errors import UserError


def test_as_of_wins_over_the_variable_and_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIST_TODAY", "2026-11-22")
    assert today(datetime(2026, 1, 31)) == date(2026, 1, 31)


def test_the_variable_names_the_day_of_a_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIST_TODAY", "2026-11-22")
    assert today() == date(2026, 11, 22)


def test_without_either_it_is_the_clocks_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADLIST_TODAY", raising=False)
    before = date.today()
    assert before <= today() <= date.today()


def test_a_variable_that_is_no_day_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIST_TODAY", "22.11.2026")
    with pytest.raises(UserError, match=r"22\.11\.2026"):
        today()
