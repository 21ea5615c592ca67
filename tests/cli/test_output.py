"""No cell is ever markup, a control sequence or wider than it seems."""

import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist import locale
from leadlist.changes import SetCell
from leadlist.cli.output import Output, cut, masked, padded, shown, width
from leadlist.cli.showing import _of_each_column, place_of, told_apart
from leadlist.leads import ColumnRef, RowRef, lead_list
from leadlist.plans import Finding, Plan, Severity


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("[/]", "[/]"),
        ("\x1b[31m赤", "␛[31m赤"),
        ("会社名\n(必須)", "会社名⏎(必須)"),
        ("a\u202eb", "a\\u202eb"),
        ("=HYPERLINK(…)", "=HYPERLINK(…)"),
        ("\x9b31m", "\\u009b31m"),
    ],
)
def test_control_characters_become_visible(text: str, seen: str) -> None:
    assert shown(text) == seen


@given(st.text())
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("田中太郎", "田*太*"),
        ("taro@example.jp", "t***@example.jp"),
        ("03-1234-5678", "03-****-**78"),
        ("東京都港区芝1-2-34", "東*都*区*1*2*3*"),
        ("", ""),
        ("taro@example.jp 山田太郎", "t*r*@*x*m*l*.*p 山*太*"),
        ("山田@example.jp", "山***@example.jp"),
        ("@山田太郎", "@*田*郎"),
    ],
)
def test_masking_keeps_the_shape_only(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("The name “山田太郎” is odd.", "The name “山*太*” is odd."),
        ("“山田太郎” and 「佐藤花子」 differ.", "“山*太*” and 「佐*花*」 differ."),
        ("The name “山田”太郎” is odd.", "The name “山*”*郎” is odd."),
        ("「山田」太郎」は変です。", "「山*」*郎」は変です。"),
    ],
)
def test_a_sentence_masks_what_it_quotes(sentence: str, seen: str) -> None:
    assert Output().sentence(sentence) == seen


def test_east_asian_characters_take_two_columns() -> None:
    assert width("髙橋 Taro") == 9
    assert width("ﾀﾛｳ") == 3
    assert padded("氏名", 6) == "氏名  "
    assert cut("株式会社山田商事", 9) == "株式会社…"
    assert cut("短い", 4) == "短い"


@given(st.text(max_size=20), st.integers(1, 20))
def test_a_cut_text_fits(text: str, columns: int) -> None:
    assert width(cut(text, columns)) <= max(columns, 1)


def test_the_name_of_a_file_steers_no_terminal_and_spoils_no_document(capsys: pytest.CaptureFixture[str]) -> None:
    name = "見込み客\x1b[31m\u202e.csv"
    Output().talk(name)
    Output(as_json=True).document(lambda: {"list": name + "\x9b"})
    said = capsys.readouterr()
    assert said.err == "見込み客\\u001b[31m\\u202e.csv\n"
    assert json.loads(said.out) == {"list": name + "\x9b"}
    assert "\x9b" not in said.out


@pytest.mark.parametrize("encoding", ["cp932", "cp1252", "ascii"])
def test_a_console_that_lacks_characters_gets_the_help_all_the_same(encoding: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LEADLIST_LANG": "ja"}
    for words in (("--help",), ("rules", "show")):
        line = [sys.executable, "-m", "leadlist", *words]
        done = subprocess.run(line, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b""), words


@pytest.mark.parametrize("words", [["--help"], ["normalize", "--help"], ["key", "--help"], ["rules", "show", "-h"]])
def test_the_help_is_japanese_to_its_last_line(words: list[str]) -> None:
    command = [sys.executable, "-m", "leadlist", *words]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"LEADLIST_LANG": "ja"}, check=True)
    assert "この説明を表示して終わります" in done.stdout.decode()
    assert "Show this message" not in done.stdout.decode()


ODD = "山\x1b[31m田\t\u202e\x9b\ud800①㈱髙"


def test_numbers_stand_on_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    Output().table(("行", "件数"), [("a", "1,234"), ("山田", "–"), ("c", "-5.0")])
    assert capsys.readouterr().out.splitlines() == [
        "行     件数",
        "────  ─────",
        "a     1,234",
        "山田      –",
        "c      -5.0",
    ]
    Output().table(("行", "件数"), [])
    assert capsys.readouterr().out == "行  件数\n──  ────\n"


def test_a_column_that_the_list_lacks_is_named_in_the_language_of_the_user() -> None:
    finding = Finding(None, "acquired_on", None, "RET-002", Severity.WARNING, "…")
    leads = lead_list(["Name"], [["a"]])
    assert place_of(leads, Plan("purge"), finding) == "– Acquired on"
    locale.use("ja")
    try:
        assert place_of(leads, Plan("purge"), finding) == "– 取得日"
    finally:
        locale.use("en")


def test_what_changes_is_shown_for_every_column() -> None:
    cells = [SetCell(RowRef(row), ColumnRef(column), "a", "b", "r") for column in range(4) for row in range(100)]
    shown = _of_each_column(cells)
    assert [cell.column for cell in shown] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert [cell.row for cell in shown[:3]] == [0, 1, 2]


def test_cells_under_headings_that_are_alike_stay_apart() -> None:
    assert told_apart([("TEL", "1"), ("会社", "a"), ("TEL", "2"), ("", "x"), ("", "y")]) == {
        "TEL": "1",
        "会社": "a",
        "TEL (2)": "2",
        "": "x",
        " (2)": "y",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "ascii"])
def test_a_json_document_holds_the_true_text(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    output = Output(as_json=True, show_values=True)
    output.document(lambda: {"value": output.value(ODD), "said": output.sentence(f"“{ODD}” is odd.")})
    sys.stdout.flush()
    text = written.getvalue().decode(encoding)
    assert json.loads(text) == {"value": ODD, "said": f"“{ODD}” is odd."}
    assert not any(steering in text for steering in "\x1b\t\u202e\x9b")
