"""The mailer's file, the reasons beside it, and what the terminal says."""

import csv
import json
import stat
from pathlib import Path

import openpyxl
import pytest

from leadlist.errors import StorageError
from leadlist.store import read_events, read_log
from tests.cli.conftest import Cli, Result

PURPOSE = "資料請求へのご回答と、当社の計測機器の新製品を電子メールでご案内するため"
ROWS = [
    ("会社名", "氏名", "メールアドレス", "利用目的", "同意", "メール配信停止", "ランク"),
    ("株式会社架空商事", "架空 太郎", "taro@example.co.jp", "P01", "同意あり", "", "A"),
    ("株式会社架空商事", "架空 花子", "hana@example.co.jp", "P01", "同意あり", "○", "A"),
    ("有限会社見本", "=HYPERLINK(1)", "m@example.jp", "P01", "名刺交換", "", "B"),
    ("有限会社見本", "見本 次郎", "m2@example.jp", "P02", "名刺交換", "", "B"),
    ("株式会社高山", "髙山 三郎", "t@example.jp", "P01", "名刺交換", "", "C"),
]


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(ROWS)
    return path


def _mailing(cli: Cli, leads: Path, *more: object) -> Result:
    return cli("mailing", leads, "--channel", "email", "--purpose", "P01", *more)


def test_without_out_only_the_funnel_is_shown(cli: Cli, leads: Path) -> None:
    before = sorted(leads.parent.iterdir())
    result = _mailing(cli, leads)
    assert result.status == 0
    assert "5 → 3" in result.err
    assert sorted(leads.parent.iterdir()) == before


def test_the_counts_add_up_and_no_value_is_in_the_document(cli: Cli, leads: Path) -> None:
    result = _mailing(cli, leads, "--json")
    document = json.loads(result.out)
    counts = document["counts"]
    assert counts.pop("read") == sum(counts.values()) == 5
    assert "example" not in result.out.replace(str(leads), "")


def test_the_mailers_file_is_private_guarded_and_has_its_headings(cli: Cli, leads: Path) -> None:
    out = leads.with_name("配信.csv")
    assert _mailing(cli, leads, "--preset", "mailchimp", "--out", out).status == 0
    lines = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0] == ["Email Address", "First Name", "Last Name", "Company"]
    assert [line[0] for line in lines[1:]] == ["taro@example.co.jp", "m@example.jp", "t@example.jp"]
    assert lines[2][2] == "'=HYPERLINK(1)"
    assert stat.S_IMODE(out.stat().st_mode) & 0o077 == 0
    reasons = next(leads.parent.glob("配信-*.xlsx"))
    assert stat.S_IMODE(reasons.stat().st_mode) & 0o077 == 0
    texts = [str(cell.value) for sheet in openpyxl.load_workbook(reasons) for row in sheet for cell in row]
    assert "架空 花子" in texts
    assert "架空 太郎" not in texts


def test_what_was_written_can_be_imported(cli: Cli, leads: Path) -> None:
    out, into = leads.with_name("配信.csv"), leads.with_name("新しい.csv")
    assert _mailing(cli, leads, "--preset", "hubspot", "--out", out).status == 0
    result = cli("import", out, "--into", into, "--source", "form", "--purpose", PURPOSE, "--yes", "--json")
    assert result.status == 0
    assert json.loads(result.out)["counts"]["added"] == 3


def test_a_workbook_holds_the_recipients_first(cli: Cli, leads: Path) -> None:
    out = leads.with_name("配信.xlsx")
    assert _mailing(cli, leads, "--out", out).status == 0
    book = openpyxl.load_workbook(out)
    assert book.worksheets[0].max_row == 4
    assert book.worksheets[0]["D3"].value == "=HYPERLINK(1)"
    assert book.worksheets[0]["D3"].data_type == "s"
    assert len(book.worksheets) == 4


def test_more_rows_than_the_mailer_takes_are_split_with_a_manifest(cli: Cli, leads: Path) -> None:
    layout = leads.with_name("own.toml")
    layout.write_text('title = "own"\nchannels = ["email"]\nmost = 2\n[columns]\n"mail" = "{to}"\n', encoding="utf-8")
    assert _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv")).status == 0
    manifest = json.loads(leads.with_name("配信.manifest.json").read_text(encoding="utf-8"))
    assert [(part["file"], part["rows"]) for part in manifest] == [("配信-1.csv", 2), ("配信-2.csv", 1)]


def test_no_part_takes_the_place_of_a_file(cli: Cli, leads: Path) -> None:
    layout = leads.with_name("own.toml")
    layout.write_text('title = "own"\nchannels = ["email"]\nmost = 2\n[columns]\n"mail" = "{to}"\n', encoding="utf-8")
    kept = leads.with_name("配信-2.csv")
    kept.write_text("氏名\n", encoding="utf-8")
    result = _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv"))
    assert result.status == 2
    assert "配信-2.csv" in result.err
    assert kept.read_text(encoding="utf-8") == "氏名\n"
    assert not leads.with_name("配信-1.csv").exists()


def test_no_part_stays_where_a_later_one_cannot_be_written(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadlist.cli import mailing_files

    real = mailing_files.replace_file

    def full_at_the_second(path: Path, content: str | bytes) -> None:
        if path.name == "配信-2.csv":
            raise StorageError("the disk is full")
        real(path, content)

    monkeypatch.setattr(mailing_files, "replace_file", full_at_the_second)
    layout = leads.with_name("own.toml")
    layout.write_text('title = "own"\nchannels = ["email"]\nmost = 2\n[columns]\n"mail" = "{to}"\n', encoding="utf-8")
    assert _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv")).status == 7
    assert not list(leads.parent.glob("配信*"))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('encoding = "utf-9"', "utf-9"),
        ('formats = ["pdf"]', "pdf"),
        ("formats = []", "formats"),
        ('channels = ["telex"]', "telex"),
    ],
)
def test_a_layout_that_cannot_be_meant_is_an_error_of_the_user(cli: Cli, leads: Path, line: str, named: str) -> None:
    layout = leads.with_name("own.toml")
    channels = "" if line.startswith("channels") else 'channels = ["email"]\n'
    layout.write_text(f'title = "own"\n{channels}{line}\n[columns]\n"mail" = "{{to}}"\n', encoding="utf-8")
    result = _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv"))
    assert result.status == 2
    assert named in result.err


def test_a_layout_of_ones_own_is_for_the_channels_it_names(cli: Cli, leads: Path) -> None:
    layout = leads.with_name("own.toml")
    layout.write_text('title = "own"\nchannels = ["post"]\n[columns]\n"mail" = "{to}"\n', encoding="utf-8")
    result = _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv"))
    assert result.status == 2
    assert "email" in result.err


def test_a_layout_that_names_no_field_is_not_written_with_an_empty_column(cli: Cli, leads: Path) -> None:
    layout = leads.with_name("own.toml")
    layout.write_text('title = "own"\nchannels = ["email"]\n[columns]\n"社名" = "{compny}"\n', encoding="utf-8")
    result = _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv"))
    assert result.status == 2
    assert "compny" in result.err
    assert "company" in result.err


def test_a_character_that_the_encoding_lacks_is_named_and_nothing_written(cli: Cli, leads: Path) -> None:
    layout = leads.with_name("own.toml")
    layout.write_text(
        'title = "own"\nchannels = ["email"]\nencoding = "shift_jis"\n[columns]\n"氏名" = "{name}"\n', encoding="utf-8"
    )
    result = _mailing(cli, leads, "--preset", layout, "--out", leads.with_name("配信.csv"))
    assert result.status == 2
    assert "髙" in result.err
    assert not leads.with_name("配信.csv").exists()


@pytest.mark.parametrize("out", ["見込み客.csv", "配信.pdf"])
def test_a_file_that_cannot_be_the_mailers_is_refused(cli: Cli, leads: Path, out: str) -> None:
    before = leads.read_bytes()
    assert _mailing(cli, leads, "--out", leads.with_name(out)).status == 2
    assert leads.read_bytes() == before


def test_who_is_in_the_suppression_file_is_left_out(cli: Cli, leads: Path) -> None:
    assert cli("optout", leads, "taro@example.co.jp", "--yes").status == 0
    with leads.open("w", encoding="utf-8-sig", newline="") as file:  # the cell was cleared again: no is no
        csv.writer(file).writerows(ROWS)
    assert "5 → 2" in _mailing(cli, leads).err


def test_a_mailing_stands_in_the_log_with_its_counts_and_names_nobody(cli: Cli, leads: Path) -> None:
    out = leads.with_name("配信.csv")
    assert _mailing(cli, leads, "--segment", "会社名!=見本太郎商店", "--out", out).status == 0
    (event,) = read_events(leads, "mailing")
    assert event.counts["read"] == 5
    assert event.counts["recipients"] == 3
    assert event.facts["purpose"] == "P01"
    assert event.facts["segment"] == "yes"
    log = leads.with_name(f"{leads.name}.changes.jsonl").read_text(encoding="ascii")
    assert "example" not in log
    assert "\\u898b\\u672c" not in log
    assert cli("log", leads, "--verify").status == 0
    assert "recipients 3" in cli("log", leads, "--show", event.op).out
    assert "recipients 3" in cli("log", leads).out


def test_a_mailing_is_no_operation_that_could_be_undone(cli: Cli, leads: Path) -> None:
    assert cli("optout", leads, "t@example.jp", "--yes").status == 0
    assert _mailing(cli, leads, "--out", leads.with_name("配信.csv")).status == 0
    assert [record.operation for record in read_log(leads)] == ["optout", "mailing"]
    result = cli("undo", leads)
    assert result.status == 0
    assert "optout" in result.err


def test_no_file_stays_where_the_log_cannot_be_written(cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_more: object) -> int:
        raise StorageError("the disk is full")

    monkeypatch.setattr("leadlist.store.lists.write_event", full)
    assert _mailing(cli, leads, "--out", leads.with_name("配信.csv")).status == 7
    assert not list(leads.parent.glob("配信*"))


def test_a_list_that_is_saved_meanwhile_is_not_sent_to(cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadlist.cli import mailing_run

    real = mailing_run.planned

    def saved(*given: object) -> object:
        found = real(*given)  # type: ignore[arg-type]
        leads.write_bytes(leads.read_bytes() + b"\r\n")
        return found

    monkeypatch.setattr(mailing_run, "planned", saved)
    assert _mailing(cli, leads, "--out", leads.with_name("配信.csv")).status == 4
    assert not list(leads.parent.glob("配信*"))


def test_an_erasure_names_the_mailers_file(cli: Cli, leads: Path) -> None:
    out = leads.with_name("配信.csv")
    assert _mailing(cli, leads, "--out", out).status == 0
    assert str(out) in cli("forget", leads, "--email", "taro@example.co.jp", "--yes").out


def test_without_a_key_a_first_mailing_is_written_and_it_is_said_that_no_log_keeps_it(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    result = _mailing(cli, leads, "--out", leads.with_name("配信.csv"))
    assert result.status == 0
    assert "not kept in a log" in result.err
    assert not leads.with_name(f"{leads.name}.changes.jsonl").exists()


def test_without_the_key_of_a_list_that_has_a_log_nothing_is_written(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _mailing(cli, leads, "--out", leads.with_name("配信.csv")).status == 0
    monkeypatch.delenv("LEADLIST_KEY_FILE")
    assert _mailing(cli, leads, "--out", leads.with_name("次.csv")).status == 6
    assert not list(leads.parent.glob("次*"))


def test_a_fault_that_forbids_to_send_ends_in_1_and_writes_nothing(cli: Cli, leads: Path) -> None:
    leads.with_name("leadlist.toml").write_text('[mailing]\ncompetitors = ["example.co.jp"]\n', encoding="utf-8")
    result = _mailing(cli, leads, "--out", leads.with_name("配信.csv"), "--json")
    assert result.status == 1
    assert ("MAIL-002", "error") in [(each["code"], each["severity"]) for each in json.loads(result.out)["findings"]]
    assert not list(leads.parent.glob("配信*"))
    assert not read_events(leads, "mailing")


def test_the_mail_itself_is_looked_through(cli: Cli, leads: Path) -> None:
    mail = leads.with_name("案内.txt")
    mail.write_text("{氏名} 様 {支店}のご案内です。", encoding="utf-8")
    result = _mailing(cli, leads, "--template", mail)
    assert result.status == 1
    for code in ("MAIL-011", "MAIL-013", "MAIL-014", "MAIL-015", "MAIL-016"):
        assert code in result.err


def test_a_jump_against_the_last_mailing_in_the_log_is_said(cli: Cli, leads: Path) -> None:
    assert "MAIL-005" not in _mailing(cli, leads, "--out", leads.with_name("配信.csv")).err
    with leads.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            ("株式会社架空商事", f"架空 {n}郎", f"n{at}@example.co.jp", "P01", "同意あり", "", "")
            for at, n in enumerate("四五六七八")
        )
    result = _mailing(cli, leads)
    assert result.status == 0
    assert "MAIL-005" in result.err


def test_a_check_of_a_mailing_is_explained(cli: Cli) -> None:
    assert "MAIL-004" in cli("rules", "explain", "MAIL-004").out


def test_after_dedupe_duplicates_are_not_looked_for_again(
    cli: Cli, leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("dedupe", leads, "--yes").status == 0
    assert [record.operation for record in read_log(leads)] == ["dedupe"]
    assert cli("dedupe", leads, "--yes").status == 0
    assert len(read_log(leads)) == 1
    assert cli("optout", leads, "t@example.jp", "--yes").status == 0
    looked: list[object] = []
    monkeypatch.setattr("leadlist.operations.deduplicate.same_people.linkage_of", lambda *given: looked.append(given))
    assert "5 → 2" in _mailing(cli, leads).err
    assert not looked
    with leads.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(("株式会社高山", "髙山 四郎", "s@example.jp", "P01", "名刺交換", "", "C"))
    assert "6 → 3" in _mailing(cli, leads).err
    assert looked


def test_who_a_person_called_two_people_are_two_in_a_mailing(
    cli: Cli, tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = tmp_path / "leads.csv"
    row = "株式会社架空商事,架空 太郎,{mail},03-1234-5678,P01,同意あり\n"
    head = "会社名,氏名,メールアドレス,電話番号,利用目的,同意\n"
    leads.write_text(head + row.format(mail="taro@example.co.jp") + row.format(mail="t.kaku@example.co.jp"), "utf-8")
    assert "2 → 1" in _mailing(cli, leads).err
    monkeypatch.setattr("leadlist.cli.dedupe_memory.memory_of", lambda *given: lambda *more: lambda *pair: True)
    assert "2 → 2" in _mailing(cli, leads).err


@pytest.mark.parametrize("line", ['gate_lasts = "soon"', 'jump = "much"', 'severity = { "MAIL-99" = "error" }'])
def test_rules_of_a_mailing_that_cannot_be_meant_are_named_by_rules_check(cli: Cli, tmp_path: Path, line: str) -> None:
    rules = tmp_path / "leadlist.toml"
    rules.write_text(f"[mailing]\n{line}\n", encoding="utf-8")
    assert cli("rules", "check", rules).status == 2


def test_a_purpose_that_neither_the_rules_nor_any_lead_knows_is_refused(cli: Cli, tmp_path: Path) -> None:
    leads = tmp_path / "見込み客.csv"
    leads.write_text("氏名,メール,利用目的\n山田 太郎,taro@example.jp,P01\n", encoding="utf-8")
    known = cli("mailing", leads, "--channel", "email", "--purpose", "P01")
    assert known.status in (0, 1), known.err
    wrong = cli("mailing", leads, "--channel", "email", "--purpose", "P09")
    assert wrong.status == 2
    assert "no purpose “P09”" in wrong.err
