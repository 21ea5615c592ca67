"""Progress is for a person at a terminal, and only when it takes a while."""

import sys
import time

import pytest

from leadlist.cli import progress
from leadlist.cli.dedupe_stages import tell_stage
from leadlist.cli.output import Output
from leadlist.cli.progress import stage


def test_nothing_is_shown_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with stage("Reading 見込み客.xlsx", Output()):
        pass
    assert capsys.readouterr().err == ""


def test_a_stage_shows_itself_after_a_while_and_leaves_a_clean_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with stage("Reading \x1b見込み客.xlsx", Output()):
        time.sleep(0.05)
    said = capsys.readouterr().err
    assert "Reading ␛見込み客.xlsx … 0 s" in said
    assert "\x1b" not in said
    assert said.endswith(" \r")


def test_a_quick_stage_is_not_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with stage("Reading", Output()):
        pass
    with stage("Reading", Output(quiet=True)):
        pass
    assert capsys.readouterr().err == ""


def test_the_steps_of_a_stage_are_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with stage("Looking through 9 leads", Output()):
        tell_stage("compare")
        time.sleep(0.15)
    said = capsys.readouterr().err
    assert "Looking through 9 leads … ████████████░░░░░░░░░░░░ 4/6 comparing pairs 0 s" in said
