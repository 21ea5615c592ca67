"""What was written to a large CSV is proved by what differs; whatever else differs must be noticed."""

import io
from pathlib import Path

import pytest

from leadlist.changes import AddRow, SetCell
from leadlist.formats import csv_file
from leadlist.formats.csv_file import CsvDocument, open_csv
from leadlist.formats.csv_proof import reads_back
from leadlist.leads import ColumnRef, RowRef
from leadlist.recognition import heading_score

LIST = '会社名,氏名,メモ\r\n㈱青葉,山田,"一\r\n二"\r\n三栄,佐藤,\r\n北斗,鈴木,"a,""b"""\r\n'
CHANGES = [
    SetCell(RowRef(0), ColumnRef(0), "㈱青葉", "株式会社青葉", "company"),
    SetCell(RowRef(2), ColumnRef(1), "鈴木", '鈴"木', "name"),
]


def document(folder: Path, text: str = LIST, codec: str = "utf-8") -> CsvDocument:
    path = folder / "list.csv"
    path.write_bytes(text.encode(codec))
    return open_csv(path, score=heading_score)


def written(made: CsvDocument, folder: Path) -> bytes:
    made.write(CHANGES, folder / "new.csv")
    return (folder / "new.csv").read_bytes()


def proved(made: CsvDocument, new: bytes) -> bool:
    return reads_back(made.source, made.leads, CHANGES, io.BytesIO(made.path.read_bytes()), io.BytesIO(new))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_what_was_written_as_planned_is_proved(tmp_path: Path, codec: str) -> None:
    made = document(tmp_path, codec=codec)
    assert proved(made, written(made, tmp_path))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("佐藤", "佐東"),  # a cell that nobody meant to change
        ("株式会社青葉", "株式会社青木"),  # another text than planned
        ("株式会社青葉", "㈱青葉"),  # a change that was left out
        ("三栄,佐藤,\r\n", ""),  # a record lost
        ("三栄,佐藤,\r\n", "三栄,佐藤,\r\n三栄,佐藤,\r\n"),  # a record twice
        ('"鈴""木"', '"鈴"木"'),  # quotes that read as something else
        ('"鈴""木"', '"鈴""木'),  # a quote that is never closed
        ("株式会社青葉,山田", "株式会社青葉,,山田"),  # a cell too many
        ("会社名", "社名"),  # a heading
        ("a,", "a;"),
    ],
)
def test_anything_else_that_differs_is_noticed(tmp_path: Path, right: str, wrong: str) -> None:
    made = document(tmp_path)
    good = written(made, tmp_path).decode()
    assert right in good
    assert not proved(made, good.replace(right, wrong, 1).encode())


def test_changes_of_rows_and_other_encodings_are_left_to_a_second_reading(tmp_path: Path) -> None:
    made = document(tmp_path)
    row = AddRow({ColumnRef(0): "南星"}, "import")
    old = io.BytesIO(made.path.read_bytes())
    assert not reads_back(made.source, made.leads, [row], old, old)
    sixteen = document(tmp_path, codec="utf-16")
    assert not proved(sixteen, sixteen.path.read_bytes())


def test_a_small_file_is_read_again_whole_and_a_large_one_is_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = document(tmp_path)
    written(made, tmp_path)
    assert not made.surely_holds(CHANGES, tmp_path / "new.csv")
    monkeypatch.setattr(csv_file, "PROVED_FROM", 1)
    assert made.surely_holds(CHANGES, tmp_path / "new.csv")
    (tmp_path / "new.csv").write_bytes(LIST.encode("cp932"))
    assert not made.surely_holds(CHANGES, tmp_path / "new.csv")
