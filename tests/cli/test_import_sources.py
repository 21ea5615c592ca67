"""What an import reads, and what it leaves out."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CSV = "会社名,氏名,メールアドレス\r\n㈱山田商事,山田　太郎,TARO@EXAMPLE.JP\r\n株式会社佐藤工業,佐藤 花子,hanako@example.co.jp\r\n"


@pytest.fixture
def leads(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "見込み客.csv"
    path.write_bytes(CSV.encode("cp932"))
    return path


def test_a_folder_is_imported_without_the_list_and_what_is_hidden(cli: Cli, leads: Path, tmp_path: Path) -> None:
    fair = tmp_path / "展示会"
    fair.mkdir()
    (fair / "名刺.csv").write_bytes(leads.read_bytes())
    (fair / "~$名刺.xlsx").write_bytes(b"\x04Sato" + b" " * 160)
    (fair / ".一時.csv").touch()
    into = fair / "一覧.csv"
    line = ("import", fair, "--into", into, "--source", "fair", "--on", "2026-11-19", "--yes")
    for added in (2, 0):
        result = cli(*line, "--json")
        assert result.status == 0, result.err
        counts = json.loads(result.out)["counts"]
        assert (counts["read"], counts["added"]) == (2, added)


def test_a_list_is_not_imported_into_itself(cli: Cli, leads: Path) -> None:
    result = cli("import", leads.parent / "." / leads.name, "--into", leads, "--source", "fair", "--yes")
    assert result.status == 2
    assert "--into" in result.err
    assert leads.read_bytes() == CSV.encode("cp932")


def test_what_can_be_no_list_is_refused_before_the_sources_are_read(cli: Cli, leads: Path, tmp_path: Path) -> None:
    scan = tmp_path / "名刺.pdf"
    scan.write_bytes(b"%PDF-1.7\n")
    for into, status in ((tmp_path / "新.pdf", 2), (scan, 2), (tmp_path / "台帳.ods", 5)):
        if into.suffix == ".ods":
            with zipfile.ZipFile(into, "w") as package:
                package.writestr("content.xml", "<office:document-content/>")
        result = cli("import", leads.with_name("ない.csv"), "--into", into, "--source", "fair", "--yes")
        assert result.status == status, result.err
        assert "ない.csv" not in result.err


def test_nothing_was_acquired_on_a_day_to_come(cli: Cli, leads: Path, tmp_path: Path) -> None:
    result = cli("import", leads, "--into", tmp_path / "新.csv", "--source", "fair", "--on", "2999-01-01", "--yes")
    assert result.status == 2
    assert "2999-01-01" in result.err
    assert not (tmp_path / "新.csv").exists()


CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{mail}\r\nEND:VCARD\r\n"


def test_a_zip_of_cards_and_lists_is_imported_like_a_folder(cli: Cli, leads: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "台帳.xlsx"
    assert cli("normalize", leads, "--out", workbook).status == 0
    with zipfile.ZipFile(tmp_path / "名刺.zip", "w") as archive:
        archive.writestr("a/1.vcf", CARD.format(name="甲 一", mail="a@example.jp"))
        archive.writestr("a/添付.txt", CARD.format(name="乙 二", mail="b@example.jp").encode("utf-16"))
        archive.writestr("台帳.xlsx", workbook.read_bytes())
        archive.writestr("議事録.docx", b"PK")
        archive.writestr("__MACOSX/._1.vcf", b"\0")
    result = cli("import", tmp_path / "名刺.zip", "--into", tmp_path / "新.csv", "--source", "card", "--yes", "--json")
    assert result.status == 0, result.err
    assert json.loads(result.out)["counts"]["added"] == 4


def test_a_zip_without_anything_to_import_says_so(cli: Cli, leads: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "議事録.zip", "w") as archive:
        archive.writestr("議事録.docx", b"PK")
    result = cli("import", tmp_path / "議事録.zip", "--into", leads, "--yes")
    assert result.status == 2
    assert "議事録.zip" in result.err


FORM = "受付,お名前様,めあど\r\n2026/11/19 10:20,甲 一,a@example.jp\r\n"
OWN = (
    'title = "会員登録"\nfirst = "受付"\nsource = "form"\n'
    '[columns]\nacquired_on = "受付"\nname = "お名前様"\nemail = "めあど"\n'
)


def test_a_preset_of_the_users_own_is_recognised_and_can_be_named(cli: Cli, tmp_path: Path, key_file: Path) -> None:
    form, into = tmp_path / "form.csv", tmp_path / "新.csv"
    form.write_text(FORM, encoding="utf-8")
    (tmp_path / "leadlist.toml").write_text("", encoding="utf-8")
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "会員.toml").write_text(OWN, encoding="utf-8")
    assert "会員登録" in cli("presets", "--for", into).out
    assert cli("presets", "会員", "--for", into).out.startswith('title = "会員登録"')
    for more in ((), ("--preset", "会員"), ("--preset", tmp_path / "presets" / "会員.toml")):
        result = cli("import", form, "--into", into, "--dry-run", "--json", "--show-values", *more)
        assert result.status == 0, result.err
        (row,) = [change["cells"] for change in json.loads(result.out)["changes"] if change["kind"] == "add"]
        assert (row["氏名"], row["取得元"], row["最終受信日"]) == ("甲 一", "フォーム", "2026-11-19")
    assert "会員登録" in cli("import", form, "--into", into, "--dry-run").err


def test_a_preset_that_does_not_exist_or_names_no_field_is_a_users_error(cli: Cli, tmp_path: Path) -> None:
    form, wrong = tmp_path / "form.csv", tmp_path / "x.toml"
    form.write_text(FORM, encoding="utf-8")
    wrong.write_text('title = "x"\n[columns]\nemial = "めあど"\n', encoding="utf-8")
    for name, told in (("egiht", "eight"), (wrong, "emial")):
        result = cli("import", form, "--into", tmp_path / "新.csv", "--preset", name, "--dry-run")
        assert result.status == 2
        assert told in result.err
