"""What typer says by itself is said in the user's language, and as every other error is told."""

import os
import subprocess
import sys

import pytest

from leadlist import locale
from leadlist.cli.output import width
from leadlist.cli.typer_words import section, wrapped
from tests.cli.conftest import Cli

FAULTY = [
    (["purge", "--hel"], "option “--hel”", "オプション「--hel」はありません。"),
    (["purge"], "“LIST” is missing.", "「LIST」が指定されていません。"),
    (["import", "x.csv"], "“--into” is missing.", "「--into」が指定されていません。"),
    (["purg"], "Did you mean purge?", "もしかして：purge"),
    (["purge", "x.csv", "--wait"], "“--wait” needs a value", "「--wait」の後に値が必要です。"),
    (["purge", "x.csv", "--wait", "soon"], "--wait: this is no number.", "--wait：数ではありません。"),
    (["purge", "x.csv", "--wait", "-5"], "--wait: at least 0 is needed.", "0 以上にしてください。"),
    (["import", "x.csv", "--into", "y.csv", "--sides", "3"], "at most 2 is possible.", "2 以下にしてください。"),
    (["backup", "x.csv", "--keep-last", "-1"], "--keep-last: at least 0", "--keep-last：0 以上"),
    (["purge", "x.csv", "--as-of", "today"], "“today” is no date", "「today」は日付として読めません。"),
    (["purge", "x.csv", "y.csv"], "one word too many: y", "余分な指定があります：y"),
    (["purge", "x.csv", "--yes=3"], "“--yes” takes no value.", "「--yes」に値は付けられません。"),
    (["mailing", "x.csv", "--channel", "radio"], "one of email, phone, post", "指定できるもの：email, phone, post"),
    (["log", "x.csv", "--lang", "fr"], "does not speak “fr”", "「fr」"),
]


@pytest.mark.parametrize(("words", "english", "japanese"), FAULTY)
def test_a_faulty_command_line_is_told_in_the_users_language(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, words: list[str], english: str, japanese: str
) -> None:
    for language, wanted in (("en", english), ("ja", japanese)):
        monkeypatch.setenv("LEADLIST_LANG", language)
        said = cli(*words)
        assert said.status == 2
        assert wanted in said.err
        problem, hint = said.err.splitlines()
        assert problem.startswith("Error: " if language == "en" else "エラー：")
        assert hint.startswith("→ ")


@pytest.mark.parametrize("words", [[], ["rules"], ["purge", "--help"], ["import", "--help"], ["key", "new", "--help"]])
def test_help_speaks_japanese_alone_and_fits_its_columns(words: list[str]) -> None:
    environment = os.environ | {"LEADLIST_LANG": "ja", "COLUMNS": "80", "PYTHONUTF8": "1"}
    line = [sys.executable, "-m", "leadlist", *words]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    said = done.stdout + done.stderr
    assert said.startswith("使い方：leadlist")
    for typers_own in (
        "Usage",
        "Options:",
        "Commands:",
        "Arguments:",
        "[required]",
        "[default",
        "completion for",
        " <",
    ):
        assert typers_own not in said
    wide = [line for line in said.split("オプション：")[-1].splitlines() if width(line) > 80]
    assert not wide


def test_what_is_typed_and_what_it_is_for_stand_in_columns() -> None:
    rows = [("--日付 NAME", "いつ"), ("-q", "とても長い説明は次の行に続きます。")]
    assert section("オプション：", rows, 30).splitlines() == [
        "オプション：",
        "  --日付 NAME  いつ",
        "  -q           とても長い説明",
        "               は次の行に続き",
        "               ます。",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("リストを読む。次へ", ["リストを", "読む。次", "へ"]),
        ("あいう（.html）え", ["あいう", "（.html）", "え"]),
        ("averylongword x", ["averylongword", "x"]),
        ("", []),
    ],
)
def test_a_line_never_begins_with_a_closing_mark(text: str, lines: list[str]) -> None:
    assert wrapped(text, 9) == lines


def test_a_request_to_end_is_heeded_quietly() -> None:
    """Semaphores that a process pool leaves behind would be told of by Python."""
    script = (
        "import os, signal, threading, time\n"
        "from leadlist import cli\n"
        "from leadlist.cli.cores import helper\n"
        "def work(words):\n"
        "    with helper() as submit:\n"
        "        job = submit(time.sleep, 60) if submit else None\n"
        "        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()\n"
        "        job.result() if job else time.sleep(60)\n"
        "if __name__ == '__main__':\n"
        "    cli._run = work\n"
        "    cli.main([])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "")


@pytest.fixture(autouse=True)
def english_again() -> None:
    locale.use("en")
