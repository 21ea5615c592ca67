"""What is given to whom, and taken from whom, stands in the log: whose, what, on what ground, which file."""

import csv
import hashlib
import json
import os
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Cli

RULES = """
[purposes.P01]
text = "資料請求へのご回答と、当社の計測機器の新製品を電子メールでご案内するため"
[parties.partner]
name = "架空商会"
kind = "third_party"
address = "東京都架空区1-1"
representative = "架空 一郎"
consent = "第三者提供同意"
[parties.print]
name = "架空印刷"
kind = "processor"
items = ["name", "company", "department", "title", "email"]
[parties.sister]
name = "架空グループ"
kind = "own"
group = true
"""
ROWS = [
    ("氏名", "会社名", "メールアドレス", "利用目的", "同意", "第三者提供同意"),
    ("架空 太郎", "株式会社見本", "taro@example.co.jp", "P01", "同意あり", "○"),
    ("架空 花子", "株式会社見本", "hana@example.co.jp", "P01", "同意あり", ""),
    ("見本 次郎", "有限会社例", "jiro@example.jp", "P01", "同意あり", "×"),
]


def _write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    (tmp_path / "leadlist.toml").write_text(RULES, encoding="utf-8")
    return _write(tmp_path / "見込み客.csv", ROWS)


def _mailing(cli: Cli, leads: Path, *more: object) -> tuple[int, str]:
    result = cli("mailing", leads, "--channel", "email", "--purpose", "P01", *more)
    return result.status, result.err


def test_a_third_party_gets_those_who_consented_and_the_record_says_whose(cli: Cli, leads: Path) -> None:
    out = leads.with_name("提供.xlsx")
    status, said = _mailing(cli, leads, "--to", "partner", "--out", out)
    assert status == 0, said
    assert "3 → 1" in said
    book = openpyxl.load_workbook(out)
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert "架空 太郎" in texts
    assert "架空商会" in texts
    assert not {"架空 花子", "見本 次郎"} & set(texts)  # who was left out is not given away in the reasons
    (record,) = json.loads(cli("parties", "report", leads, "--json").out)["records"]
    assert record["party_name"] == "架空商会"
    assert record["representative"] == "架空 一郎"
    assert record["leads"] == 1
    assert record["ground"].startswith("27条1項")
    assert record["files"] == [hashlib.sha256(out.read_bytes()).hexdigest()]
    assert "メールアドレス" in record["items"]
    assert record["keep_until"][:4] == str(int(record["time"][:4]) + 3)


def test_the_record_names_nobody_and_answers_who_asks_even_after_an_erasure(cli: Cli, leads: Path) -> None:
    assert _mailing(cli, leads, "--to", "partner", "--out", leads.with_name("提供.csv"))[0] == 0
    log = leads.with_name("見込み客.csv.changes.jsonl").read_text(encoding="utf-8")
    assert "example" not in log
    assert "太郎" not in json.dumps(log)
    assert cli("forget", leads, "--email", "taro@example.co.jp", "--yes").status == 0
    asked = {
        address: len(json.loads(cli("parties", "report", leads, "--person", address, "--json").out)["records"])
        for address in ("Taro+x@example.co.jp", "hana@example.co.jp")
    }
    assert asked == {"Taro+x@example.co.jp": 1, "hana@example.co.jp": 0}
    assert cli("log", leads, "--verify").status == 0


def test_a_processor_gets_them_all_and_the_record_says_which_file(cli: Cli, leads: Path) -> None:
    out = leads.with_name("宛先.csv")
    assert "3 → 3" in _mailing(cli, leads, "--to", "print", "--out", out)[1]
    (record,) = json.loads(cli("parties", "report", leads, "--json").out)["records"]
    assert (record["kind"], record["files"]) == ("processor", [hashlib.sha256(out.read_bytes()).hexdigest()])


@pytest.mark.parametrize(
    ("more", "status", "word"),
    [
        (["--to", "pratner"], 2, "partner"),
        (["--to", "sister"], 5, "group company"),
        (["--to", "print", "--preset", "labels", "--channel", "post"], 5, "郵便番号"),
    ],
)
def test_who_may_get_nothing_gets_nothing(cli: Cli, leads: Path, more: list[str], status: int, word: str) -> None:
    found, said = _mailing(cli, leads, "--out", leads.with_name("x.csv"), *more)
    assert (found, word in said) == (status, True), said
    assert not leads.with_name("x.csv").exists()


def test_a_gate_is_for_one_party(cli: Cli, leads: Path) -> None:
    with leads.with_name("leadlist.toml").open("a", encoding="utf-8") as file:
        file.write('[mailing]\napproval = "self"\n')
    gate = leads.with_name("gate.json")
    assert _mailing(cli, leads, "--to", "print", "--gate", gate)[0] == 0
    assert cli("approve", gate, "--by", "架空").status == 0
    status, said = _mailing(cli, leads, "--to", "partner", "--gate", gate, "--out", leads.with_name("x.csv"))
    assert status == 5
    assert "to" in said


def test_what_a_party_gave_is_recorded_with_how_it_had_got_it(cli: Cli, leads: Path) -> None:
    source = _write(leads.with_name("提供元.csv"), [("氏名", "メールアドレス"), ("例 三郎", "saburo@example.com")])
    arguments = (
        "import",
        source,
        "--into",
        leads,
        "--source",
        "partner",
        "--purpose",
        "P01",
        "--from",
        "partner",
        "--yes",
    )
    assert cli(*arguments).status == 5  # 30条: how it had got them must be known
    result = cli(*arguments, "--obtained", "展示会の名刺", "--json")
    assert result.status == 0, result.err
    shown = json.loads(cli("parties", "report", leads, "--json").out)
    (record,) = shown["records"]
    assert (record["direction"], record["obtained"], record["leads"]) == ("received", "展示会の名刺", 1)
    assert record["items"] == ["氏名", "メールアドレス"]
    assert record["files"] == [hashlib.sha256(source.read_bytes()).hexdigest()]
    assert "架空商会" in leads.read_text(encoding="utf-8-sig")  # in the lead's own evidence
    asked = cli("parties", "report", leads, "--person", "saburo@example.com", "--json")
    assert json.loads(asked.out)["counts"] == {"records": 1}
    assert cli(*arguments, "--obtained", "展示会の名刺").status == 0  # nothing new: no second record
    assert json.loads(cli("parties", "report", leads, "--json").out)["counts"] == {"records": 1}


def test_the_report_is_a_workbook_for_a_period_and_the_parties_are_listed(cli: Cli, leads: Path) -> None:
    assert _mailing(cli, leads, "--to", "print", "--out", leads.with_name("a.csv"))[0] == 0
    assert cli("parties", "report", leads, "--xlsx", leads.with_name("記録.xlsx")).status == 0
    sheet = openpyxl.load_workbook(leads.with_name("記録.xlsx")).worksheets[-1]
    assert sheet["D2"].value == "print"
    assert sheet.max_row == 2
    assert "Nothing was given" in cli("parties", "report", leads, "--until", "2020-01-01").err
    listed = cli("parties", "list", "--for", leads).out
    assert "group company" in listed
    assert "fine" in listed


def test_hashes_of_those_who_refuse_go_to_a_processor_and_the_log_says_so(cli: Cli, leads: Path) -> None:
    assert cli("optout", leads, "hana@example.co.jp").status == 0
    arguments = ("optout", "export", leads, "--channel", "email", "--sha256", "--yes")
    out = leads.with_name("停止.csv")
    assert cli(*arguments, "--out", out, "--to", "partner").status == 5
    assert not out.exists()
    assert cli(*arguments, "--out", out, "--to", "print").status == 0
    (record,) = json.loads(cli("parties", "report", leads, "--json").out)["records"]
    assert (record["leads"], record["files"]) == (1, [hashlib.sha256(out.read_bytes()).hexdigest()])


def test_a_rotated_key_still_answers_who_asks(cli: Cli, leads: Path) -> None:
    assert _mailing(cli, leads, "--to", "partner", "--out", leads.with_name("提供.csv"))[0] == 0
    rotated = cli("key", "rotate", "--key-file", os.environ["LEADLIST_KEY_FILE"])
    assert rotated.status == 0, rotated.err
    asked = cli("parties", "report", leads, "--person", "taro@example.co.jp", "--json")
    assert json.loads(asked.out)["counts"] == {"records": 1}


def test_a_party_that_breaks_the_law_is_a_mistake_in_the_rules(cli: Cli, leads: Path) -> None:
    result = cli("rules", "check", leads.with_name("leadlist.toml"))
    assert result.status == 5
    assert "parties.sister" in result.err


def test_what_a_party_gave_is_not_taken_where_no_log_keeps_the_record(cli: Cli, leads: Path) -> None:
    source = _write(leads.with_name("受領.csv"), ROWS[:2])
    out = leads.with_name("別.csv")
    result = cli("import", source, "--into", leads, "--from", "partner", "--source", "fair", "--out", out)
    assert result.status == 2
    assert not out.exists()


def test_an_honorific_is_no_item_of_what_is_given() -> None:
    from leadlist.cli.mailing_party import fields_given
    from leadlist.rules.mailers import named_mailer

    assert "honorific" not in fields_given(named_mailer("labels"), "post")
    assert "company" in fields_given(named_mailer("labels"), "post")
