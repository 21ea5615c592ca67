"""Which format a file is, the formats that are only read, passwords, and new lists."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from leadlist.changes import AddColumn, SetCell
from leadlist.errors import UserError
from leadlist.formats import kind_of, legacy_reader, new_document, open_bytes, open_document
from leadlist.formats.new_workbook import sheet_name, width_of
from leadlist.formats.private_folder import new_private_folder, sweep
from leadlist.formats.protected import SMALLEST
from leadlist.leads import ColumnRef, RowRef
from leadlist.recognition import heading_score
from tests.formats.excel.books import PEOPLE, rows, worksheet, write_book
from tests.formats.lists import NO_SHARED, SHARED, rows_of

MADE = SHARED / "workbooks" / "made"
HOSTILE = SHARED / "workbooks" / "hostile"
HEADINGS = ["会社名", "氏名", "備考"]
ROWS = [["㈱アルファ", "髙橋 一郎", "=1+1"], ["ベータ", "+81 3", ""], ["-", "@x", "1行目\n2行目\x07"]]
needs_shared = pytest.mark.skipif(not MADE.is_dir(), reason=NO_SHARED)


def opened(path: Path, **more: str) -> object:
    return open_document(path, score=heading_score, **more)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("氏名,メール\n".encode(), "csv"),
        (b"PK_ID,email\n1,a@example.jp\n", "csv"),
        (b"", "csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "BOOK\0".encode("utf-16-le"), "xls"),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("part", "kind"), [("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")]
)
def test_a_zip_is_told_by_its_parts(part: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "list"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "")
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.xls", b"<html><table>", "web page"),
        ("a.csv", b"\xef\xbb\xbf<!DOCTYPE html>", "web page"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("a.vcf", b"BEGIN:VCARD\r\n", "vCard"),
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", "氏名,メール\n".encode(), "text file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no workbook"),
        ("a.csv", b"", "empty"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence_with_a_hint(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        opened(path)
    assert said in caught.value.problem
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        opened(tmp_path / "none.csv")
    with pytest.raises(UserError, match="is a folder"):
        opened(tmp_path)


def test_a_file_one_may_not_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str = "r") -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserError, match="cannot be read: there is no permission"):
        opened(tmp_path / "list.csv")


@needs_shared
@pytest.mark.parametrize(
    ("name", "password"), [("15_old_biff8.xls", ""), ("16_old_biff8_password.xls", "pw2"), ("17_ods.ods", "")]
)
def test_formats_that_are_only_read_become_a_new_workbook(name: str, password: str, tmp_path: Path) -> None:
    document = open_document(MADE / name, score=heading_score, password=password or None)
    assert document.sheet == "リード"
    assert document.writes == ".xlsx"
    assert any(".xlsx" in note for note in document.notes)
    assert len(document.leads) == 200
    target = tmp_path / "new.xlsx"
    before = document.leads.cell(RowRef(0), ColumnRef(1))
    document.write(
        [
            SetCell(RowRef(0), ColumnRef(1), before, "=変更", "test"),
            AddColumn("リードID", "lead_id", "test"),
            SetCell(RowRef(0), ColumnRef(len(document.leads.headings)), "", "L-1", "test"),
        ],
        target,
    )
    sheet = openpyxl.load_workbook(target)["リード"]
    assert [cell.value for cell in sheet[1]] == [*document.leads.headings, "リードID"]
    assert (sheet.cell(2, 2).value, sheet.cell(2, 2).data_type) == ("=変更", "s")
    assert sheet.cell(2, len(document.leads.headings) + 1).value == "L-1"
    assert sheet.max_row == 201


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("03-1", "03-1"),
        (80.0, "80"),
        (0.5, "0.5"),
        (1e20, "1e+20"),
        (True, "TRUE"),
        (False, "FALSE"),
        (7, "7"),
        (datetime(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 9, 30), "2026-11-22 09:30:00"),
        (date(2026, 11, 22), "2026-11-22"),
    ],
)
def test_cells_of_old_workbooks_are_texts(value: object, text: str) -> None:
    assert legacy_reader.text(value) == text


@needs_shared
def test_old_workbooks_are_read_sheet_by_sheet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy_reader, "_limit", lambda _size: None)
    assert legacy_reader.main(str(MADE / "17_ods.ods")) == 0
    sheets = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "リード" in [sheet["name"] for sheet in sheets]
    assert legacy_reader.main(str(MADE / "none.ods")) == 1


def test_a_reader_that_hangs_or_dies_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(command: list[str], **_options: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", "")
    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(UserError, match="cannot be read"):
        opened(path)


@pytest.mark.parametrize(
    "parts",
    [
        {"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"},
        {"encrypted-package": "x", "META-INF/manifest.xml": "<manifest/>"},
    ],
)
def test_an_ods_behind_a_password_is_said_to_be_so(parts: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "名簿.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    with pytest.raises(UserError, match="protected with a password"):
        open_document(path, score=heading_score)


@needs_shared
def test_an_old_workbook_without_a_list_is_an_error() -> None:
    with pytest.raises(UserError, match="no sheet with headings"):
        open_document(MADE / "17_ods.ods", score=lambda _cells: 0.0)


@needs_shared
def test_a_sheet_can_be_named_and_a_wrong_one_lists_the_others() -> None:
    with pytest.raises(UserError) as caught:
        open_document(MADE / "15_old_biff8.xls", score=heading_score, sheet="無い")
    assert "リード" in caught.value.hint


@needs_shared
def test_a_protected_workbook_is_written_back_protected(tmp_path: Path) -> None:
    path = MADE / "12_encrypted_msoffcrypto.xlsx"
    document = open_document(path, score=heading_score, password="秘密pass1")
    before = document.leads.cell(RowRef(0), ColumnRef(1))
    target = tmp_path / "list.xlsx"
    target.touch()
    document.write([SetCell(RowRef(0), ColumnRef(1), before, "変更", "test")], target)
    assert kind_of(target) == "protected"
    again = open_document(target, score=heading_score, password="秘密pass1")
    assert again.leads.cell(RowRef(0), ColumnRef(1)) == "変更"
    assert again.leads.columns[2:] == document.leads.columns[2:]


def test_the_smallest_workbook_is_found_again_behind_its_password(tmp_path: Path) -> None:
    plain = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())})
    assert plain.stat().st_size < SMALLEST
    path, target = tmp_path / "large.xlsx", tmp_path / "small.xlsx"
    with plain.open("rb") as file, path.open("wb") as out:
        padded = io.BytesIO(file.read() + bytes(8000))
        OOXMLFile(padded).encrypt("秘密pass1", out)
    document = open_document(path, score=heading_score, password="秘密pass1")
    target.touch()
    document.write([SetCell(RowRef(0), ColumnRef(1), PEOPLE[0][1], "変更", "test")], target)
    again = open_document(target, score=heading_score, password="秘密pass1")
    assert again.leads.cell(RowRef(0), ColumnRef(1)) == "変更"


@needs_shared
@pytest.mark.parametrize("name", ["12_encrypted_msoffcrypto.xlsx", "16_old_biff8_password.xls"])
@pytest.mark.parametrize(("password", "said"), [(None, "protected"), ("wrong", "does not open")])
def test_without_the_right_password_nothing_is_opened(name: str, password: str | None, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        open_document(MADE / name, score=heading_score, password=password)
    assert "--password-file" in caught.value.hint


def test_decrypted_copies_lie_in_a_private_folder_that_goes(tmp_path: Path) -> None:
    folder = new_private_folder()
    assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="there, a day must pass")
def test_what_a_killed_run_left_is_swept_away_and_that_of_a_living_one_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("leadlist.formats.private_folder.IN_MEMORY", tmp_path)
    names = {"leadlist-99999999-dead": 7200, "leadlist-99999998-young": 60, f"leadlist-{os.getpid()}-own": 7200}
    for name, age in {**names, "someone-else": 7200}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "list.xlsx").touch()
        os.utime(tmp_path / name, (0, time.time() - age))
    sweep()
    assert {each.name for each in tmp_path.iterdir()} == {*list(names)[1:], "someone-else"}


@needs_shared
def test_no_decrypted_copy_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("leadlist.formats.private_folder.IN_MEMORY", tmp_path)
    document = open_document(MADE / "12_encrypted_msoffcrypto.xlsx", score=heading_score, password="秘密pass1")
    assert list(tmp_path.iterdir())
    del document
    assert not list(tmp_path.iterdir())
    with pytest.raises(UserError):
        open_document(MADE / "16_old_biff8_password.xls", score=heading_score, sheet="無い", password="pw2")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsb"])
def test_a_damaged_old_workbook_is_an_error(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"list{suffix}"
    if suffix == ".xls":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le") + os.urandom(5000))
    else:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("content.xml" if suffix == ".ods" else "xl/workbook.bin", b"\0" * 100)
    with pytest.raises(UserError, match="cannot be read"):
        opened(path)


def test_a_new_workbook_holds_texts_only(tmp_path: Path) -> None:
    target = tmp_path / "new.xlsx"
    new_document(target, HEADINGS, ROWS)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet.title == "見込み客"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C4"
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["㈱アルファ", "髙橋 一郎", "=1+1"],
        ["ベータ", "+81 3", None],
        ["-", "@x", "1行目\n2行目_x0007_"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    again = open_document(target, score=heading_score)
    assert again.leads.headings == tuple(HEADINGS)
    assert rows_of(again.leads)[0] == ROWS[0]


@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_a_new_csv_opens_in_excel_and_reads_back(suffix: str, delimiter: str, tmp_path: Path) -> None:
    target = tmp_path / f"new{suffix}"
    new_document(target, HEADINGS, ROWS)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + delimiter.join(HEADINGS).encode() + b"\r\n")
    assert rows_of(open_document(target, score=heading_score).leads) == ROWS


def test_formulas_are_guarded_in_a_new_csv_where_that_is_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "new.csv"
    new_document(target, ["氏名", "電話", "件数"], [["=1+1", "+81 3-1234-5678", "-5"]], guard_formulas=True)
    assert rows_of(open_document(target, score=heading_score).leads) == [["'=1+1", "'+81 3-1234-5678", "-5"]]


def test_a_new_list_of_another_kind_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.ods"):
        new_document(tmp_path / "new.ods", HEADINGS, ROWS)


def test_more_than_a_worksheet_holds_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="columns"):
        new_document(tmp_path / "new.xlsx", ["会社名"] * 16_385, [])
    with pytest.raises(UserError, match="characters"):
        new_document(tmp_path / "new.xlsx", HEADINGS, [["a" * 32_768]])


@pytest.mark.parametrize(
    ("title", "name"), [("展示会[2026]/秋", "展示会 2026  秋"), ("a" * 40, "a" * 31), ("", "Sheet1"), ("'x'", "x")]
)
def test_a_title_becomes_a_name_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name


def test_columns_are_as_wide_as_their_texts() -> None:
    assert width_of(["ab"]) == 6
    assert width_of(["株式会社アルファ"]) == 18
    assert width_of(["a" * 500]) == 48
    assert width_of([]) == 6


def test_a_filter_reads_what_it_is_given() -> None:
    document = open_bytes("氏名,メール\n山田,y@example.jp\n".encode(), score=heading_score)
    assert rows_of(document.leads) == [["山田", "y@example.jp"]]
    assert document.writes == ".csv"


def test_knowing_the_formats_loads_no_library_for_them() -> None:
    heavy = ("openpyxl", "lxml", "python_calamine", "msoffcrypto", "numpy", "pandas")
    code = f"import sys, leadlist.formats, leadlist.recognition; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not HOSTILE.is_dir(), reason=NO_SHARED)
@pytest.mark.parametrize("name", ["csv_as.xlsx", "html_as.xls", "empty.xlsx"])
def test_a_wrong_suffix_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(UserError) as caught:
        opened(HOSTILE / name)
    assert name in caught.value.problem
    assert caught.value.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are POSIX")
def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    pipe, endless, circle = tmp_path / "管.csv", tmp_path / "zero.csv", tmp_path / "輪.xlsx"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    circle.symlink_to(circle.name)
    for path, words in ((pipe, "pipe or a device"), (endless, "pipe or a device"), (circle, "cannot be read")):
        with pytest.raises(UserError, match=words):
            open_document(path, score=heading_score)
