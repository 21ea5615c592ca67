"""A large CSV is worked on block by block: what is read, written and proved is what it would be in one go."""

import random
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadlist.changes import BlockChanges, SetCell, packed
from leadlist.errors import Refused, StorageError, UserError
from leadlist.formats.csv_file import CsvDocument, open_csv
from leadlist.formats.layout import Grid, find_layout
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.recognition import heading_score
from tests.formats.lists import rows_of
from tests.formats.test_csv_laws import FILLED, files

CELL = st.sampled_from(
    ["", " ", "山田", "氏名", "メール", "合計", "12", "例）鈴木", "※注意", 'a"b', "a,b", "一\n二", "髙橋"]
)
LIST = "会社名,氏名,備考\r\n" + "".join(f"㈱青葉{at},山田{at},メモ\r\n" for at in range(40))


@contextmanager
def small_blocks(size: int = 40, step: int = 2) -> Iterator[None]:
    """Blocks of some bytes, from some records on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leadlist.formats.csv_file.LARGE", 0)
        patch.setattr("leadlist.formats.csv_file.PROVED_FROM", 0)
        patch.setattr("leadlist.formats.csv_grid.BLOCK", size)
        patch.setattr("leadlist.formats.csv_grid.STEP", step)
        yield


def opened(path: Path, *, blocks: bool = True) -> CsvDocument:
    return open_csv(path, score=heading_score, spread=map if blocks else None)


def shown(document: CsvDocument) -> tuple[object, ...]:
    """What a command sees of a list."""
    leads, source = document.leads, document.source
    numbers = (list(leads.row_numbers), list(leads.column_numbers))
    return leads.headings, rows_of(leads), numbers, list(document.notes), source._replace(layout=None)  # type: ignore[arg-type]


def shown_or_refused(path: Path, *, blocks: bool = True) -> tuple[object, ...]:
    try:
        return shown(opened(path, blocks=blocks))
    except UserError as error:
        return str(error), error.hint


def block_changes(leads: LeadList, changes: Sequence[SetCell]) -> BlockChanges:
    """Changes as an operation that works block by block gives them."""
    firsts = [*(block.first for block in leads.stored), RowRef(len(leads))]
    parts = []
    for first, end in pairwise(firsts):
        own = [change._replace(row=RowRef(change.row - first)) for change in changes if first <= change.row < end]
        parts.append([packed(own, first)])
    return BlockChanges(parts, parts)


def written(document: CsvDocument, changes: Sequence[SetCell], folder: Path) -> bytes:
    target = folder / "new.csv"
    target.write_bytes(b"")
    document.write(changes, target)
    return target.read_bytes()


@settings(max_examples=80, deadline=None)
@given(files(), st.integers(1, 90), st.integers(1, 3))
@example("氏名,メール,備考\n\n;\n\n;\n".encode(), 33, 1)  # as many cells as if all records were alike
@example("氏名,メール,備考\n\n;\n".encode(), 29, 1)
def test_a_list_in_blocks_reads_as_the_whole(data: bytes, size: int, step: int) -> None:
    with TemporaryDirectory() as folder, small_blocks(size, step):
        path = Path(folder, "list.csv")
        path.write_bytes(data)
        whole, cut = opened(path, blocks=False), opened(path)
        assert shown(cut) == shown(whole)
        assert cut.source.layout._replace(notes=()) == whole.source.layout._replace(notes=())
        if cut.blocks:
            assert [list(column) for column in cut.leads.held().columns] == [list(c) for c in whole.leads.columns]
            parts = [block.read() for block in cut.leads.stored]
            assert [row for part in parts for row in rows_of(part)] == rows_of(whole.leads)
            assert [number for part in parts for number in part.row_numbers] == list(whole.leads.row_numbers)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, max_size=4), max_size=14), st.integers(1, 90))
def test_what_is_no_lead_is_left_out_in_blocks_too(rows: list[list[str]], size: int) -> None:
    text = "".join(
        ",".join('"' + c.replace('"', '""') + '"' if set(c) & set('",\n') else c for c in r) + "\n" for r in rows
    )
    with TemporaryDirectory() as folder, small_blocks(size):
        path = Path(folder, "list.csv")
        path.write_text("氏名,メール\n" + text, encoding="utf-8", newline="")
        assert shown(opened(path)) == shown(opened(path, blocks=False))


@pytest.mark.parametrize("late", ["山田", "髙橋".encode("cp932"), "\u3042".encode()[:2], b"\x81"])
def test_a_file_is_in_utf8_only_where_it_is_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: str | bytes
) -> None:
    monkeypatch.setattr("leadlist.formats.csv_file.BEGIN", 300)
    path = tmp_path / "list.csv"
    last = late.encode() if isinstance(late, str) else late
    for text in (LIST, LIST.replace("\r\n", "\n"), f"\ufeff{LIST}"):
        for data in (text.encode() + last, text.encode() + b"a," + last + b",b\r\n" + b"c,d\r\n"):
            path.write_bytes(data)
            with small_blocks():
                assert shown_or_refused(path) == shown_or_refused(path, blocks=False)
                if isinstance(late, str):
                    assert opened(path).blocks
                    assert opened(path).source.encoding.codec == "utf-8"


class _EveryRow:
    """A look that takes no row for granted."""

    def unheaded(self, rows: Grid, start: int, texts: Collection[int]) -> set[int]:
        return set()

    def notable(self, rows: Grid, start: int, first: int, label: str) -> Sequence[int]:
        return range(start, len(rows))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=14))
def test_rows_that_nobody_looks_at_are_leads(rows: list[list[str]]) -> None:
    grid = [["氏名", "メール"], *rows]
    assert find_layout(grid, heading_score) == find_layout(grid, heading_score, _EveryRow())


@settings(max_examples=40, deadline=None)
@given(files(), st.integers(1, 90), st.data())
def test_what_is_written_in_blocks_is_what_is_written_in_one_go(data: bytes, size: int, draw: st.DataObject) -> None:
    with TemporaryDirectory() as folder, small_blocks(size):
        path = Path(folder, "list.csv")
        path.write_bytes(data)
        whole, cut = opened(path, blocks=False), opened(path)
        changes = []
        for row in whole.leads.rows():
            before, after = whole.leads.cell(row, ColumnRef(0)), draw.draw(FILLED)
            if after != before and draw.draw(st.booleans()):
                changes.append(SetCell(row, ColumnRef(0), before, after, "law"))
        if not cut.blocks:
            return
        try:
            expected = written(whole, changes, Path(folder))
        except Refused as refused:
            with pytest.raises(Refused, match=re.escape(refused.problem)):
                written(cut, block_changes(cut.leads, changes), Path(folder))
            return
        own = block_changes(cut.leads, changes)
        assert written(cut, own, Path(folder)) == expected
        assert cut.surely_holds(own, Path(folder, "new.csv")) == (
            cut.source.encoding == opened(Path(folder, "new.csv")).source.encoding
        )


@pytest.mark.parametrize("seed", range(12))
def test_whatever_else_stands_in_the_new_file_is_noticed(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with small_blocks(200):
        path = tmp_path / "list.csv"
        path.write_bytes(LIST.encode())
        document = opened(path)
        assert len(document.blocks) > 4
        changes = block_changes(document.leads, [_renamed(row) for row in range(0, 40, 3)])
        good = written(document, changes, tmp_path)
        assert document.surely_holds(changes, tmp_path / "new.csv")
        at = chance.randrange(len(good))
        bad = chance.choice(
            [good[:at] + b"7" + good[at + 1 :], good[:at] + good[at + 1 :], good[:at] + b"," + good[at:]]
        )
        (tmp_path / "new.csv").write_bytes(bad)
        assert bad == good or not document.surely_holds(changes, tmp_path / "new.csv")


def test_bytes_that_are_no_utf_8_are_noticed_in_the_last_block_too(tmp_path: Path) -> None:
    with small_blocks(200):
        path = tmp_path / "list.csv"
        path.write_bytes(LIST.encode())
        document = opened(path)
        last = len(document.leads) - 1
        before = document.leads.cell(RowRef(last), ColumnRef(0))
        changes = block_changes(document.leads, [SetCell(RowRef(last), ColumnRef(0), before, "X青葉X", "company")])
        good = written(document, changes, tmp_path)
        assert document.surely_holds(changes, tmp_path / "new.csv")
        (tmp_path / "new.csv").write_bytes(good.replace("X青葉X".encode(), b"X\xe9\x9d\xff\xe8\x91\x89X"))
        assert not document.surely_holds(changes, tmp_path / "new.csv")


def test_blocks_that_the_disk_did_not_keep_are_noticed_when_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadlist.formats.csv_new_blocks.read_bytes", lambda path, begin, end: bytes(end - begin))
    with small_blocks(200):
        path = tmp_path / "list.csv"
        path.write_bytes(LIST.encode())
        document = opened(path)
        with pytest.raises(StorageError):
            written(document, block_changes(document.leads, [_renamed(3)]), tmp_path)


def test_the_second_spelling_of_a_character_stays_in_cp932(tmp_path: Path) -> None:
    lines = [
        f"㈱青葉{row},営業部との商談は≒{row}件".encode("cp932").replace(b"\x81\xe0", b"\x87\x90") for row in range(40)
    ]
    data = b"\n".join(["会社名,備考".encode("cp932"), *lines, b""])
    with small_blocks(200):
        path = tmp_path / "list.csv"
        path.write_bytes(data)
        document = opened(path)
        assert len(document.blocks) > 4
        changes = block_changes(document.leads, [_renamed(row) for row in range(1, 40, 3)])
        new = written(document, changes, tmp_path)
        assert new.count(b"\x87\x90") == 40
        assert document.surely_holds(changes, tmp_path / "new.csv")
        (tmp_path / "new.csv").write_bytes(new.replace(b"\x87\x90", b"\x81\xe0", 1))
        assert not document.surely_holds(changes, tmp_path / "new.csv")


def _renamed(row: int) -> SetCell:
    return SetCell(RowRef(row), ColumnRef(0), f"㈱青葉{row}", f"株式会社青葉{row}", "company")


def test_a_character_that_the_encoding_lacks_is_named_with_its_record_in_the_file(tmp_path: Path) -> None:
    with small_blocks(200):
        path = tmp_path / "list.csv"
        path.write_bytes(LIST.encode("cp932"))
        document = opened(path)
        change = SetCell(RowRef(33), ColumnRef(1), "山田33", "山田😀", "name")
        with pytest.raises(Refused, match="35"):
            written(document, block_changes(document.leads, [change]), tmp_path)


@pytest.mark.parametrize("text", ['氏名,メール\n山田,"a@example.jp\n', "氏名,メール\n山田," + "a" * 140_000 + "\n"])
def test_what_cannot_be_cut_is_refused_as_ever(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with small_blocks(), pytest.raises(UserError):
        opened(path)


@pytest.mark.parametrize("text", ["x,氏名,,メール\n,山田,1,a@example.jp\n", " ,氏名,メール\n1,山田,a@example.jp\n"])
def test_a_list_with_gaps_in_its_headings_is_read_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with small_blocks():
        assert not opened(path).blocks
        assert shown(opened(path)) == shown(opened(path, blocks=False))


def test_headings_that_end_without_a_line_break_are_proved_too(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("\ufeff氏名,メール,備考".encode())
    with small_blocks(1):
        document = opened(path)
        changes = block_changes(document.leads, [])
        assert written(document, changes, tmp_path) == path.read_bytes()
        assert document.surely_holds(changes, tmp_path / "new.csv")
