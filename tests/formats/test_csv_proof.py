"""What was written to a large CSV is proved by what differs; whatever else differs must be noticed."""

import io
from pathlib import Path

import pytest

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.formats import csv_file
from leadlist.formats.csv_file import CsvDocument, open_csv
from leadlist.formats.csv_proof import reads_back
from leadlist.leads import ColumnRef, RowRef
from leadlist.recognition import heading_score
from leadlist.records import records

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


def test_new_rows_and_other_encodings_are_left_to_a_second_reading(tmp_path: Path) -> None:
    made = document(tmp_path)
    row = AddRow({ColumnRef(0): "南星"}, "import")
    old = io.BytesIO(made.path.read_bytes())
    assert not reads_back(made.source, made.leads, [row], old, old)
    sixteen = document(tmp_path, codec="utf-16")
    assert not proved(sixteen, sixteen.path.read_bytes())


GOING: list[Change] = [
    AddColumn("リードID", "lead_id", "lead_id"),
    SetCell(RowRef(0), ColumnRef(3), "", "L-0", "lead_id"),
    SetCell(RowRef(2), ColumnRef(3), "", "L-2", "lead_id"),
    RemoveRow(RowRef(1), "due", None, "retention"),
]


@pytest.mark.parametrize("changes", [GOING, GOING[3:], GOING[:2], GOING[:1]])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_rows_that_went_and_columns_that_came_are_proved(tmp_path: Path, codec: str, changes: list[Change]) -> None:
    made = document(tmp_path, codec=codec)
    made.write(changes, tmp_path / "new.csv")
    old, new = made.path.read_bytes(), (tmp_path / "new.csv").read_bytes()
    assert reads_back(made.source, made.leads, changes, io.BytesIO(old), io.BytesIO(new))
    assert not reads_back(made.source, made.leads, changes, io.BytesIO(old), io.BytesIO(old))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("リードID", "リード"),  # another heading
        ("L-2", "L-1"),  # another id
        ("L-0", ""),  # an id that was left out
        ("北斗", "三栄,佐藤,,\r\n北斗"),  # the row that was to go
        ('山田,"一', '田山,"一'),
        ('""b"""', '""b""",,L-2\r\n'),
    ],
)
def test_whatever_else_happened_to_rows_and_columns_is_noticed(tmp_path: Path, right: str, wrong: str) -> None:
    made = document(tmp_path)
    made.write(GOING, tmp_path / "new.csv")
    old, good = made.path.read_bytes(), (tmp_path / "new.csv").read_bytes().decode()
    assert right in good
    bad = io.BytesIO(good.replace(right, wrong, 1).encode())
    assert not reads_back(made.source, made.leads, GOING, io.BytesIO(old), bad)


@pytest.mark.parametrize("changes", [GOING, GOING[3:]])
def test_a_list_that_is_not_held_loses_rows_as_one_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: list[Change]
) -> None:
    held = document(tmp_path)
    held.write(changes, tmp_path / "held.csv")
    monkeypatch.setattr(csv_file, "LARGE", 0)
    monkeypatch.setattr(csv_file, "PROVED_FROM", 1)
    stored = open_csv(held.path, score=heading_score, spread=map)
    assert stored.leads.stored
    stored.write(changes, tmp_path / "new.csv")
    assert (tmp_path / "new.csv").read_bytes() == (tmp_path / "held.csv").read_bytes()
    assert stored.surely_holds(changes, tmp_path / "new.csv")
    assert list(records(stored.leads, changes)) == list(records(held.leads, changes))
    (tmp_path / "new.csv").write_bytes(held.path.read_bytes())
    assert not stored.surely_holds(changes, tmp_path / "new.csv")


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
