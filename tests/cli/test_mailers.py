"""Files for mailers: what is written can be read again, whole, and what a mailer cannot take is refused or split."""

import csv
import json
import stat
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadlist.cli.mailing_files import _csv
from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, lead_list
from leadlist.recognition import heading_score, recognize
from leadlist.rules import load_rules
from leadlist.rules.mailers import Mailer, load_mailers, named_mailer
from tests.cli.conftest import Cli, Result

PURPOSE = "資料請求へのご回答と、当社の計測機器の新製品を電子メールでご案内するため"
HEADINGS = ("会社名", "部署", "役職", "氏名", "メールアドレス", "郵便番号", "住所", "建物名", "利用目的", "同意")
LEAD = (
    *("株式会社架空商事", "開発部", "課長", "髙橋 太郎", "taro@example.co.jp"),
    *("100-0005", "東京都千代田区丸の内2-7-2", "架空ビル5階", "P01", "同意あり"),
)
SHIPPED = load_mailers()
WRITTEN = [(name, suffix) for name, mailer in SHIPPED.items() for suffix in mailer.formats]
MADE = {"to": "email", "place": "address"}


def _list(folder: Path, *names: str, email: str = "") -> Path:
    path = folder / "見込み客.csv"
    rows = [(*LEAD[:3], name, email or f"p{at}@example.co.jp", *LEAD[5:]) for at, name in enumerate(names)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


def _mailing(cli: Cli, leads: Path, *more: object, channel: str = "email") -> Result:
    return cli("mailing", leads, "--channel", channel, "--purpose", "P01", *more)


@pytest.mark.parametrize(("name", "suffix"), WRITTEN, ids=map(".".join, WRITTEN))
def test_what_is_written_for_a_mailer_can_be_imported_with_every_column_known(
    cli: Cli, tmp_path: Path, key_file: Path, name: str, suffix: str
) -> None:
    mailer = named_mailer(name, SHIPPED[name].channels[0])
    out, into = tmp_path / f"out.{suffix}", tmp_path / "new.csv"
    leads = _list(tmp_path, "髙橋 太郎", "架空 花子", "見本 次郎")
    result = _mailing(cli, leads, "--preset", name, "--out", out, channel=mailer.channels[0])
    assert result.status == 0, result.err
    columns = json.loads(cli("columns", out, "--json").out)["columns"]
    for entry in columns[: len(mailer.columns)]:
        told = mailer.columns[entry["column"]].strip("{}")
        assert entry["field"] == MADE.get(told, told), entry
    args = ("--source", "form", "--purpose", PURPOSE, "--yes", "--json")
    read = cli("import", out, "--into", into, *args)
    assert read.status == 0, read.err
    assert json.loads(read.out)["counts"]["added"] == 3
    text = into.read_text(encoding="utf-8-sig")
    assert "髙橋" in text
    assert mailer.channels[0] != "email" or "p0@example.co.jp" in text


@pytest.mark.parametrize(
    ("channel", "field"),
    [("email", "email"), ("phone", "phone"), ("sms", "mobile"), ("fax", "fax"), ("post", "address")],
)
def test_the_plain_list_calls_the_address_what_it_is(channel: str, field: str) -> None:
    headings = list(named_mailer("plain", channel).columns)
    known = recognize(lead_list(headings, [["x"] * len(headings)]), load_rules()).leads.fields
    assert set(known) == {"company", "department", "title", "name", field}
    assert named_mailer("", channel).name == ("labels" if channel == "post" else "plain")


TEXTS = st.text("架空商事髙﨑①㈱ｱﾞ～―a1 ,\"'=+-@;\n", max_size=9)


@settings(max_examples=20, deadline=None)
@example([("", "+-"), ("甲社", "+(")], "cp932")
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.sampled_from(["cp932", "utf-8", "utf-8-sig"]))
def test_what_stands_in_the_file_is_read_back_whatever_the_encoding(rows: list[tuple[str, str]], encoding: str) -> None:
    from leadlist.formats.csv_file import open_bytes
    from leadlist.formats.new_file import guarded

    cells = [("taro@example.co.jp", *row) for row in rows]
    content = _csv(["メールアドレス", "会社名", "氏名"], cells, Mailer("own", encoding=encoding), range(2, 9))
    read = open_bytes(content, score=heading_score, encoding=None).leads
    wanted = [tuple(guarded(text) for text in row) for row in cells]
    assert [tuple(read.cell(row, ColumnRef(at)) for at in range(3)) for row in read.rows()] == wanted


def test_signs_that_a_mac_spells_otherwise_are_written_as_windows_has_them() -> None:
    content = _csv(["氏名"], [("A〜Z − ‖ — ¢",)], Mailer("own", encoding="cp932"), [2])
    assert content.decode("cp932").splitlines()[1] == "A～Z － ∥ ― ￠"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_layout_names_its_source_and_only_what_exists(name: str) -> None:
    mailer = SHIPPED[name]
    assert mailer.source
    assert set(mailer.formats) <= {"csv", "xlsx"}
    made = {"to", "place", "honorific"}
    assert {text.strip("{}") for text in mailer.columns.values()} <= made | set(FIELDS)
    "髙".encode(mailer.encoding)


def test_the_mailers_that_are_used_in_japan_are_there() -> None:
    names = "mailchimp sendgrid benchmark hubspot salesforce-marketing haihai blastmail mailwise outlook labels plain"
    assert set(names.split()) <= set(SHIPPED)


@pytest.mark.parametrize(
    ("name", "most", "encoding"),
    [
        ("sendgrid", 1_000_000, "utf-8"),
        ("hubspot", 1_048_575, "utf-8-sig"),
        ("benchmark", 50_000, "utf-8-sig"),
        ("blastmail", 0, "cp932"),
        ("mailwise", 10_000, "cp932"),
    ],
)
def test_limits_and_encodings(name: str, most: int, encoding: str) -> None:
    assert (SHIPPED[name].most, SHIPPED[name].encoding) == (most, encoding)


@pytest.mark.parametrize("character", ["😀", "𠮷", "é"])
def test_a_character_that_cp932_lacks_is_refused_by_row_and_column(
    cli: Cli, tmp_path: Path, key_file: Path, character: str
) -> None:
    leads = _list(tmp_path, "架空 太郎", f"{character}田 花子", f"見本 {character}")
    result = _mailing(cli, leads, "--preset", "blastmail", "--out", tmp_path / "配信.csv")
    assert result.status == 2
    assert f"Row 3 of the list, for “氏名”: cp932 has no “{character}”. 1 more" in result.err
    assert "--preset" in result.err
    assert not list(tmp_path.glob("配信*"))


def test_a_file_that_is_too_large_is_split_and_every_part_has_its_checksum(
    cli: Cli, tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadlist.cli import mailing_files

    monkeypatch.setattr(mailing_files, "MEGABYTE", 4)
    leads = _list(tmp_path, *(f"架空 {at}郎" for at in "一二三四五六七"))
    assert _mailing(cli, leads, "--preset", "blastmail", "--out", tmp_path / "配信.csv").status == 0
    manifest = json.loads((tmp_path / "配信.manifest.json").read_text(encoding="utf-8"))
    parts = [tmp_path / part["file"] for part in manifest]
    assert sum(part["rows"] for part in manifest) == 7
    assert all(part.stat().st_size <= 30 * 4 for part in parts)
    rows = [line for part in parts for line in part.read_text(encoding="cp932").splitlines()[1:]]
    assert [row.split(",")[0] for row in rows] == [f"p{at}@example.co.jp" for at in range(7)]


def test_a_mailer_that_reads_one_sheet_gets_one_and_the_reasons_lie_beside(
    cli: Cli, tmp_path: Path, key_file: Path
) -> None:
    leads = _list(tmp_path, "=1+1")
    assert _mailing(cli, leads, "--preset", "benchmark", "--out", tmp_path / "配信.xlsx").status == 0
    book = openpyxl.load_workbook(tmp_path / "配信.xlsx")
    assert len(book.worksheets) == 1
    assert (book.worksheets[0]["B2"].value, book.worksheets[0]["B2"].data_type) == ("=1+1", "s")
    assert (tmp_path / "配信-reasons.xlsx").exists()


def test_a_file_of_a_kind_that_the_mailer_does_not_take_is_refused(cli: Cli, tmp_path: Path, key_file: Path) -> None:
    result = _mailing(cli, _list(tmp_path, "架空 太郎"), "--preset", "benchmark", "--out", tmp_path / "配信.csv")
    assert result.status == 2
    assert "ends in .xlsx" in result.err


def test_a_folder_gets_private_files_named_after_day_and_purpose_which_forget_knows_of(
    cli: Cli, tmp_path: Path, key_file: Path
) -> None:
    from leadlist.store import find_key, remembered_files

    leads, folder = _list(tmp_path, "架空 太郎"), tmp_path / "out"
    folder.mkdir()
    for _time in range(2):
        assert _mailing(cli, leads, "--preset", "mailchimp", "--out", folder).status == 0
    names = sorted(path.name.partition("-P01-")[2] for path in folder.iterdir())
    one = ["email-mailchimp-2-reasons.xlsx", "email-mailchimp-2.csv", "email-mailchimp-reasons.xlsx"]
    assert names == [*one, "email-mailchimp.csv"]
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in folder.iterdir())
    key = find_key(key_file=None, key_command=None)
    assert key is not None
    assert {each.path.name for each in remembered_files(leads, key)} == {path.name for path in folder.iterdir()}


def test_the_file_says_what_it_may_be_used_for_how_long_and_whom_to_ask(
    cli: Cli, tmp_path: Path, key_file: Path
) -> None:
    (tmp_path / "leadlist.toml").write_text(
        '[mailing]\nfile_for = "7 days"\ncontact = "総務 内線123"\n', encoding="utf-8"
    )
    leads = _list(tmp_path, "架空 太郎")
    assert _mailing(cli, leads, "--out", tmp_path / "配信.xlsx").status == 0
    sheet = openpyxl.load_workbook(tmp_path / "配信.xlsx").worksheets[-1]
    told = {str(row[0].value): str(row[1].value) for row in sheet}
    assert {"purpose of use", "scope", "use it until", "ask", "made on"} <= set(told)
    assert told["ask"] == "総務 内線123"
    assert told["use it until"] > told["made on"]


@pytest.mark.parametrize(
    ("address", "prefecture", "building", "line"),
    [
        ("千代田区丸の内2-7-2", "東京都", "架空ビル", "東京都千代田区丸の内2-7-2"),
        ("東京都千代田区丸の内2-7-2 架空ビル", "東京都", "架空ビル", "東京都千代田区丸の内2-7-2"),
        ("1 Sample Street", "California", "", "1 Sample Street"),
    ],
)
def test_the_first_line_of_an_address_has_the_prefecture_and_no_building(
    address: str, prefecture: str, building: str, line: str
) -> None:
    from leadlist.leads import ColumnRef, RowRef, lead_list
    from leadlist.operations.mailing.letters import letters
    from leadlist.operations.mailing.reasons import Recipient

    names = ["address", "prefecture", "building"]
    leads = lead_list(names, [[address, prefecture, building]])
    leads = leads.with_fields({name: ColumnRef(at) for at, name in enumerate(names)})
    layout = Mailer("own", columns={"1": "{place}", "2": "{building}"})
    assert letters(leads, [Recipient(RowRef(0), "address", address, "")], layout) == [(line, building)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-taro@example.jp", "-taro@example.jp"),  # with an apostrophe it would be somebody else's address
        ("+81 (3) 1234-5678", "+81 (3) 1234-5678"),
        ("-2+3+cmd|'x'!A0@example.jp", "'-2+3+cmd|'x'!A0@example.jp"),
        ("架空 太郎", "架空 太郎"),
    ],
)
def test_no_cell_is_a_formula_and_no_address_becomes_another(text: str, written: str) -> None:
    content = _csv(["a"], [(text,)], Mailer("own"), [2]).decode("utf-8-sig")
    assert list(csv.reader(content.splitlines())) == [["a"], [written]]


def test_layouts_are_listed_and_printed(cli: Cli, own_world: Path) -> None:
    listed = json.loads(cli("presets", "--json").out)
    assert {each["name"] for each in listed["mailers"]} == set(SHIPPED)
    assert "配配メール" in cli("presets").out
    assert cli("presets", "mailchimp", "--mailer").out.strip() == SHIPPED["mailchimp"].text.strip()
    assert cli("presets", "blastmail").out.strip() == SHIPPED["blastmail"].text.strip()


def test_a_layout_with_a_typing_error_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UserError) as caught:
        named_mailer("blastmial", "email")
    assert "blastmail" in caught.value.hint
