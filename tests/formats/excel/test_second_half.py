"""A large sheet is read by two processes, and reads as if one had done it."""

import marshal
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest

from leadlist.formats.excel import half_reader, reading, second_half
from leadlist.formats.excel.workbook import Workbook
from tests.formats.excel.books import HEADINGS, opened, rows, table, worksheet, write_book

MANY = [(f"架空商事{number}", f"架空 {number}子", f"a{number}@example.jp", "") for number in range(4000)]


def _written(tmp_path: Path, data: str) -> Path:
    return write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(data)})


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the other process's half was taken, for each sheet read; every sheet is worth it."""
    taken: list[bool] = []
    add = second_half.SecondHalf.add_to

    def noted(self: second_half.SecondHalf, grid: reading.Grid, last: int, strings: Sequence[str]) -> bool:
        taken.append(add(self, grid, last, strings))
        return taken[-1]

    monkeypatch.setattr(second_half, "WORTH_IT", 1)
    monkeypatch.setattr(second_half.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(second_half.SecondHalf, "add_to", noted)
    return taken


def _everything(book: Workbook) -> object:
    return table(book.leads), book.leads.formulas, list(book.leads.row_numbers), book.notes


def test_two_halves_read_as_the_whole(tmp_path: Path, answers: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    data = rows([HEADINGS, *MANY])
    data = data.replace('<row r="3900"', '<row r="3900" hidden="1"').replace('<row r="7"', '<row r="7" hidden="1"')
    data = data.replace('<c r="D3950"', '<c r="D3950"><f>A1&amp;"x"</f><v>x</v></c><c r="E3950"')
    path = _written(tmp_path, data)
    halves = _everything(opened(path))
    assert answers == [True]
    monkeypatch.setattr(second_half, "WORTH_IT", 1 << 40)
    assert _everything(opened(path)) == halves
    assert answers == [True]
    assert table(opened(path).leads)[:3800] == MANY[:3800]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="', '<row s="1" r="'),
        ('<row r="3999"', '<row r="2"'),
        ('<row r="3990" ', "<row "),
    ],
    ids=["number not first", "out of order", "no number"],
)
def test_a_half_that_is_odd_is_read_after_all(tmp_path: Path, answers: list[bool], old: str, new: str) -> None:
    path = _written(tmp_path, rows([HEADINGS, *MANY]).replace(old, new))
    assert len(opened(path).leads) >= 3900
    assert answers == [False]


def test_where_no_process_answers_the_reader_goes_on_alone(
    tmp_path: Path, answers: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path, rows([HEADINGS, *MANY]))
    monkeypatch.setattr(second_half.sys, "executable", "/bin/false")
    assert table(opened(path).leads) == MANY
    monkeypatch.setattr(second_half.sys, "executable", str(tmp_path / "nothing"))
    assert table(opened(path).leads) == MANY
    assert answers == [False]


def test_the_other_process_says_which_file_it_read(tmp_path: Path) -> None:
    path = _written(tmp_path, rows([HEADINGS, *MANY]))
    out = BytesIO()
    assert half_reader.write_rest(path, "xl/worksheets/sheet1.xml", 200_000, 0, out)
    out.seek(0)
    known = path.stat()
    assert marshal.load(out) == (known.st_dev, known.st_ino, known.st_size, known.st_mtime_ns)
    assert marshal.load(out)[0] > 1000


@pytest.mark.parametrize("lines", [[("a", "b"), ("c", "d")], [("a",), ("c", "d")], [(), ("a",)], [("a\0", "b")] * 2])
def test_rows_travel_as_they_are(lines: list[tuple[str, ...]]) -> None:
    assert second_half.unpacked(second_half.batch(lines), [""]) == lines


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([(1, 2), (2, "")], [("架空", "商事"), ("商事", "")]),
        ([(1, "a"), ("b", 2)], [("架空", "a"), ("b", "商事")]),
        ([(1,), (2, "a")], [("架空",), ("商事", "a")]),
        ([(3, 3), (1, 3)], [(), ("架空", "")]),
    ],
)
def test_shared_texts_travel_as_their_numbers(lines: list[tuple[str | int, ...]], texts: list[tuple[str, ...]]) -> None:
    assert second_half.unpacked(second_half.batch(lines), ["", "架空", "商事", ""]) == texts


def test_shared_texts_are_one_object_in_both_halves(tmp_path: Path, answers: list[bool]) -> None:
    shared = [[f'<c r="@" t="s"><v>{number}</v></c>' for number in (0, 1 + line % 2)] for line in range(4000)]
    path = write_book(
        tmp_path / "名簿.xlsx",
        {"名簿": worksheet(rows([HEADINGS[:2], *shared]))},
        strings="".join(f"<si><t>{text}</t></si>" for text in ("架空商事", "架空 太郎", "架空 花子")),
    )
    leads = opened(path).leads
    assert answers == [True]
    assert {id(text) for text in leads.columns[0]} == {id(leads.columns[0][0])}
    assert [leads.columns[1][-2], leads.columns[1][-1]] == ["架空 太郎", "架空 花子"]
