"""What is written is read again, and what reads otherwise for a good reason is no fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadlist.formats.excel.sheet import SheetPatcher
from tests.cli.conftest import Cli
from tests.formats.excel.books import opened, rows, table, worksheet, write_book

LINES = [
    ("会社名", "氏名", "メール"),
    ("架空商事", "架空 太郎", "taro@example.jp"),
    ("架空商事", "架空 太郎", "taro@example.jp", "右のメモ"),
    ("架空工業", "架空 花子", "hanako@example.jp"),
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_column_without_heading_may_go_with_its_only_text(
    cli: Cli, key_file: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"名簿{suffix}"
    if suffix == ".csv":
        path.write_text("".join(",".join(line) + "\n" for line in LINES), encoding="utf-8")
    else:
        write_book(path, {"名簿": worksheet(rows(LINES))})
    done = cli("forget", path, "--email", "taro@example.jp", "--yes")
    assert done.status == 0, done.err
    if suffix == ".csv":
        assert path.read_text("utf-8").splitlines()[1:] == ["架空工業,架空 花子,hanako@example.jp"]
    else:
        assert table(opened(path).leads) == [LINES[3]]


def test_a_workbook_that_would_be_no_xml_never_takes_the_lists_place(
    cli: Cli, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows([LINES[0], ("架空商事", "架空　太郎")]))})
    before, real = path.read_bytes(), SheetPatcher.rows

    def ended_twice(self: SheetPatcher, *, alone: bool) -> Iterator[bytes]:
        yield from real(self, alone=alone)
        yield b"</sheetData>"

    monkeypatch.setattr(SheetPatcher, "rows", ended_twice)
    done = cli("normalize", path, "--yes")
    assert done.status == 5
    assert "xl/worksheets/sheet1.xml" in done.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_lead_of_which_nothing_is_left_is_no_lead_any_more(
    cli: Cli, key_file: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"名簿{suffix}"
    lines = [*LINES[:2], ("", "\u200b", ""), LINES[3]]
    if suffix == ".csv":
        path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    else:
        write_book(path, {"名簿": worksheet(rows(lines))})
    before = path.read_bytes()
    done = cli("normalize", path, "--yes")
    assert done.status == 0, done.err
    if suffix == ".csv":
        assert path.read_text("utf-8").splitlines()[1:] == [",".join(LINES[1]), ",,", ",".join(LINES[3])]
    else:
        assert table(opened(path).leads) == [LINES[1], LINES[3]]
    assert cli("undo", path, "--yes").status == 0
    assert path.read_bytes() == before
