"""CSV: what is read, and that only what changed is written anew."""

import codecs
from collections.abc import Sequence
from pathlib import Path

import pytest

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.errors import Busy, Refused, UserError
from leadlist.formats.csv_dialect import Quoting
from leadlist.formats.csv_file import open_csv
from leadlist.leads import ColumnRef, RowRef
from leadlist.plans import apply
from leadlist.recognition import heading_score
from tests.formats.lists import NO_SHARED, SHARED, read, rewritten, rows_of

HEAD = "会社名,氏名,メール\r\n"
LIST = HEAD + "㈱アルファ,髙橋 一郎,t@example.jp\r\n﨑山工業,山﨑 二郎,y@example.jp\r\n"


def cell(row: int, column: int, before: str, after: str) -> SetCell:
    return SetCell(RowRef(row), ColumnRef(column), before, after, "test")


def gone(row: int) -> RemoveRow:
    return RemoveRow(RowRef(row), "test", None, "test")


def added(**cells: str) -> AddRow:
    return AddRow({ColumnRef(int(name[1:])): text for name, text in cells.items()}, "test")


ID = AddColumn("リードID", "lead_id", "test")


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("cp932", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("euc_jp", b""),
        ("iso2022_jp", b""),
    ],
)
def test_the_encoding_is_found_and_kept(codec: str, mark: bytes, tmp_path: Path) -> None:
    text = LIST.replace("㈱", "株式会社").replace("髙", "高").replace("﨑", "崎") if codec[-2:] == "jp" else LIST
    data = mark + text.encode(codec)
    document = read(data)
    assert document.source.encoding[:2] == (codec, mark)
    assert document.leads.headings == ("会社名", "氏名", "メール")
    assert rewritten(document, [], tmp_path) == data
    changed = rewritten(document, [cell(0, 1, document.leads.columns[1][0], "高橋 花子")], tmp_path)
    assert changed == mark + text.replace(text.split(",")[3], "高橋 花子").encode(codec)


def test_a_short_utf_8_list_is_not_taken_for_cp932() -> None:
    assert read("氏名,メール\n山田,y@example.jp\n".encode()).leads.headings == ("氏名", "メール")


def test_a_german_list_in_windows_1252_is_read_as_such(tmp_path: Path) -> None:
    text = "Firma;Name;E-Mail\r\nBäcker Möller GmbH;Jürgen Groß;j@example.com\r\n"
    document = read(text.encode("cp1252"))
    assert rows_of(document.leads) == [["Bäcker Möller GmbH", "Jürgen Groß", "j@example.com"]]


@pytest.mark.parametrize(("delimiter"), [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "cp932", "utf-16-le"])
def test_the_delimiter_is_found_and_kept(delimiter: str, codec: str, tmp_path: Path) -> None:
    mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else b""
    text = LIST.replace("﨑山工業", "ポンプ表示ソ能").replace(",", delimiter)  # in CP932 their second bytes are | and \
    document = read(mark + text.encode(codec))
    assert document.source.dialect.delimiter == delimiter
    assert document.leads.columns[0][1] == "ポンプ表示ソ能"
    after = rewritten(document, [cell(1, 0, "ポンプ表示ソ能", f"ポ{delimiter}ソ")], tmp_path)
    assert after == mark + text.replace("ポンプ表示ソ能", f'"ポ{delimiter}ソ"').encode(codec)


CASES: list[tuple[str, str, list[Change], str]] = [
    ("a cell", "氏名,メール\na,b\n", [cell(0, 0, "a", "x")], "氏名,メール\nx,b\n"),
    ("a cell that needs quotes", "氏名,メール\na,b\n", [cell(0, 0, "a", 'x,"y"')], '氏名,メール\n"x,""y""",b\n'),
    ("a quoted cell stays quoted", '氏名,メール\n"a",b\n', [cell(0, 0, "a", "x")], '氏名,メール\n"x",b\n'),
    ("a cleared cell", "氏名,メール\na,b\n", [cell(0, 1, "b", "")], "氏名,メール\na,\n"),
    ("its neighbours keep their quotes", '氏名,メール,電話\n"a",b, "c"\n', [cell(0, 1, "b", "x")], '氏名,メール,電話\n"a",x, "c"\n'),
    ("quotes in the middle stay", '氏名,備考\nx "y" z,b\n', [cell(0, 1, "b", "c")], '氏名,備考\nx "y" z,c\n'),
    ("text behind a quote stays", '氏名,備考\n"x"y,b\n', [cell(0, 1, "b", "c")], '氏名,備考\n"x"y,c\n'),
    ("a cell beyond a short record", "氏名,メール,備考\na\n", [cell(0, 2, "", "x")], "氏名,メール,備考\na,,x\n"),
    ("the last record without a line end", "氏名,メール\na,b", [cell(0, 1, "b", "x")], "氏名,メール\na,x"),
    ("a column", "氏名,メール\na,b\n", [ID, cell(0, 2, "", "L-1")], "氏名,メール,リードID\na,b,L-1\n"),
    ("a column where all is quoted", '"氏名","メール"\n"a","b"\n', [ID, cell(0, 2, "", "1")], '"氏名","メール","リードID"\n"a","b","1"\n'),
    ("a column past a trailing comma", "氏名,メール,\na,b,\n", [ID, cell(0, 2, "", "1")], "氏名,メール,リードID\na,b,1\n"),
    ("a column, one cell empty", "氏名,メール\na,b\nc,d\n", [ID, cell(1, 2, "", "1")], "氏名,メール,リードID\na,b,\nc,d,1\n"),
    ("a column beside short records", "氏名,メール\na\n", [ID, cell(0, 2, "", "1")], "氏名,メール,リードID\na,,1\n"),
    ("a row", "氏名,メール\r\na,b\r\n", [added(c0="x", c1="y")], "氏名,メール\r\na,b\r\nx,y\r\n"),
    ("a row behind a record without a line end", "氏名,メール\na,b", [added(c0="x")], "氏名,メール\na,b\nx,"),
    ("a row to an empty list", "氏名,メール\n", [added(c0="x", c1="y")], "氏名,メール\nx,y\n"),
    ("a row before the totals", "氏名,売上\na,1\n合計,1\n", [added(c0="x", c1="2")], "氏名,売上\na,1\nx,2\n合計,1\n"),
    ("a row under a blank column", ",氏名,メール\n,a,b\n", [added(c0="x", c1="y")], ",氏名,メール\n,a,b\n,x,y\n"),
    ("a removed row", "氏名,メール\na,b\nc,d\n", [gone(0)], "氏名,メール\nc,d\n"),
    ("the last row removed and one added", "氏名,メール\na,b\n", [gone(0), added(c0="x", c1="y")], "氏名,メール\nx,y\n"),
    ("a removed record of several lines", '氏名,備考\na,"1\n2"\nb,c\n', [gone(0)], "氏名,備考\nb,c\n"),
    ("a removed row that would have changed", "氏名,メール\na,b\nc,d\n", [cell(0, 0, "a", "x"), gone(0)], "氏名,メール\nc,d\n"),
    ("line ends of all sorts", "氏名,メール\r\na,b\rc,d\n", [cell(1, 0, "c", "x")], "氏名,メール\r\na,b\rx,d\n"),
    ("titles and blank lines", "見込み客一覧\n\n氏名,メール\na,b\n\nc,d\n", [cell(1, 0, "c", "x")], "見込み客一覧\n\n氏名,メール\na,b\n\nx,d\n"),
    ("a sep= line", "sep=;\n氏名;メール\na;b\n", [cell(0, 0, "a", "x;y")], 'sep=;\n氏名;メール\n"x;y";b\n'),
    ("NUL bytes", "氏名,メール\na\0,b\n", [cell(0, 1, "b", "x")], "氏名,メール\na\0,x\n"),
    ("a line break in a new text", "氏名,備考\na,b\n", [cell(0, 1, "b", "1\n2")], '氏名,備考\na,"1\n2"\n'),
    ("what looks like a formula is data", "氏名,備考\na,b\n", [cell(0, 1, "b", "=1+1")], "氏名,備考\na,=1+1\n"),
    ("a column where the headings come again", "氏名,メール\na,b\n氏名,メール\nc,d\n", [ID, cell(1, 2, "", "1")], "氏名,メール,リードID\na,b,\n氏名,メール,リードID\nc,d,1\n"),
    ("a column to a heading of two rows", "会社名,メール,氏名,\n,,姓,名\nA,a@b.jp,山,太\n", [ID, cell(0, 4, "", "1")], "会社名,メール,氏名,,リードID\n,,姓,名\nA,a@b.jp,山,太,1\n"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "changes", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("codec", ["utf-8", "cp932", "utf-16-le"])
def test_only_what_changes_is_written_anew(
    data: str, changes: list[Change], after: str, codec: str, tmp_path: Path
) -> None:
    mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else b""
    document = read(mark + data.encode(codec))
    written = rewritten(document, changes, tmp_path)
    assert written == mark + after.encode(codec)
    again = read(written).leads
    wanted = apply(document.leads, changes)
    assert (again.headings, rows_of(again)) == (wanted.headings, rows_of(wanted))


@pytest.mark.parametrize(
    ("data", "quoting"),
    [
        ('"氏名","メール"\n"a","b"\n', Quoting.ALL),
        ('"氏名","人数"\n"a",1\n"b",2\n', Quoting.TEXT),
        ('氏名,備考\na,"b,c"\n', Quoting.NEEDED),
        ("氏名,備考\na,b\n", Quoting.NEEDED),
    ],
)
def test_new_cells_are_quoted_as_the_file_does(data: str, quoting: Quoting) -> None:
    assert read(data.encode()).source.dialect.quoting is quoting


def test_a_character_the_encoding_lacks_is_refused_with_record_column_and_a_way_on(tmp_path: Path) -> None:
    document = read(LIST.encode("cp932"))
    with pytest.raises(Refused) as caught:
        rewritten(document, [cell(1, 1, "山﨑 二郎", "𠮷田 三郎")], tmp_path)
    assert "record 3" in caught.value.problem
    assert "氏名" in caught.value.problem
    assert "𠮷" in caught.value.problem
    assert "--encoding" in caught.value.hint


def test_another_encoding_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    document = read(LIST.encode("cp932"), encoding="utf-8-sig")
    written = rewritten(document, [cell(1, 1, "山﨑 二郎", "𠮷田 三郎")], tmp_path)
    assert written == codecs.BOM_UTF8 + LIST.replace("山﨑 二郎", "𠮷田 三郎").encode()


def test_an_encoding_that_lacks_what_the_list_already_holds_is_refused(tmp_path: Path) -> None:
    document = read(("名簿,,,𠮷\r\n" + LIST).replace("﨑山工業,山﨑", "﨑山工業,𠮷田").encode(), encoding="cp932")
    with pytest.raises(Refused, match="record 1, column “4”: cp932 has no character “𠮷”"):
        rewritten(document, [], tmp_path)
    document = read(LIST.replace("﨑山工業,山﨑", "﨑山工業,𠮷田").encode(), encoding="cp932")
    with pytest.raises(Refused, match="record 3, column “氏名”"):
        rewritten(document, [gone(0)], tmp_path)
    with pytest.raises(Refused, match="a new record, column “メール”"):
        rewritten(read(LIST.encode("cp932")), [added(c2="𠮷@example.jp")], tmp_path)


def test_an_unknown_encoding_is_an_error() -> None:
    with pytest.raises(UserError, match="no encoding"):
        read(LIST.encode(), encoding="hex")


def test_broken_bytes_stay_where_they_are(tmp_path: Path) -> None:
    data = LIST.encode("cp932").replace("工業".encode("cp932"), "工業".encode("cp932") + b"\x81")
    document = read(data)
    assert "\N{REPLACEMENT CHARACTER}" in document.leads.columns[0][1]
    assert document.notes
    written = rewritten(document, [cell(1, 2, "y@example.jp", "z@example.jp")], tmp_path)
    assert written == data.replace(b"y@example.jp", b"z@example.jp")


def test_a_broken_text_is_never_written_back(tmp_path: Path) -> None:
    document = read(LIST.encode("cp932") + b"a,\x81,c\r\n")
    broken = document.leads.columns[1][2]
    with pytest.raises(Refused):
        rewritten(document, [cell(2, 1, broken, broken + "様")], tmp_path)


def test_broken_bytes_are_not_carried_into_another_encoding(tmp_path: Path) -> None:
    document = read(LIST.encode("cp932") + b"a,\x81,c\r\n", encoding="utf-8")
    with pytest.raises(Refused, match="lost"):
        rewritten(document, [], tmp_path)


@pytest.mark.parametrize(
    "data",
    [codecs.BOM_UTF16_LE + LIST.encode("utf-16-le")[:-1], codecs.BOM_UTF16_LE + b"\x00\xd8,\x00", b"\xff\x81\xfe" * 99],
)
def test_text_that_fits_no_encoding_is_an_error(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read(data)
    assert caught.value.hint


def test_an_8_bit_encoding_is_taken_at_its_word() -> None:
    data = "氏名,メール\nабв,a@example.com\n".replace("氏名", "Name").replace("メール", "Email").encode("cp1251")
    assert rows_of(read(data, encoding="cp1251").leads) == [["абв", "a@example.com"]]


@pytest.mark.parametrize("text", [LIST, LIST.replace("髙橋 一郎", "長" * 60_000)])
def test_utf_16_without_a_mark_is_known(text: str) -> None:
    assert read(text.encode("utf-16-le")).leads.headings == ("会社名", "氏名", "メール")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (LIST.encode("utf-32"), "“見込み客.csv”: the text is UTF-32"),
        (codecs.BOM_UTF16_LE + LIST.encode("utf-16-le")[:-1], "“見込み客.csv”: the text is UTF-16, but cut off"),
        ((LIST * 9).encode() + LIST.encode("cp932"), "“見込み客.csv”: the encoding was not recognised; line 28 is no utf-8"),
        ("会社名,氏名\r\n山".encode("iso2022_jp") + b"\x1b(J,x\r\n", "“見込み客.csv”: the text is ISO-2022-JP of a kind"),
    ],
)  # fmt: skip
def test_an_encoding_that_cannot_be_kept_is_told_with_the_file(data: bytes, problem: str) -> None:
    with pytest.raises(UserError) as caught:
        read(data)
    assert caught.value.problem.startswith(problem)
    assert caught.value.hint


def test_a_named_encoding_is_taken_where_a_few_records_are_in_another(tmp_path: Path) -> None:
    data = LIST.encode() + "架空,髙橋 一郎,c\r\n".encode("cp932")
    document = read(data, encoding="utf-8")
    assert len(document.leads) == 3
    assert rewritten(document, [cell(0, 2, "t@example.jp", "x")], tmp_path) == data.replace(b"t@example.jp", b"x", 1)


@pytest.mark.parametrize(("delimiter", "named"), [(";", ";"), (",", ";"), ("\t", "\t")])
def test_a_sep_line_is_believed_where_it_parts_the_records(delimiter: str, named: str) -> None:
    document = read(f"sep={named}\r\n{LIST.replace(',', delimiter)}".encode())
    assert document.source.dialect.delimiter == delimiter
    assert len(document.leads.headings) == 3


def test_a_cell_that_is_far_too_long_is_an_error_with_its_line() -> None:
    with pytest.raises(UserError, match="line 3 is too long"):
        read(f"氏名,備考\na,b\nc,{'x' * 140_000}\n".encode())


def test_a_quote_that_is_never_closed_is_refused_with_its_record() -> None:
    with pytest.raises(UserError, match="record 3"):
        read('氏名,メール\na,b\n"c,d\ne,f\ng,h\n'.encode())


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode())
    document = open_csv(path, score=heading_score)
    path.write_bytes(LIST.replace("山﨑", "山崎").encode())
    with pytest.raises(Busy):
        rewritten(document, [cell(1, 1, "山﨑 二郎", "x")], tmp_path)
    path.write_bytes(HEAD.encode())
    with pytest.raises(Busy):
        rewritten(document, [cell(1, 1, "山﨑 二郎", "x")], tmp_path)


def test_no_column_is_added_where_something_stands_to_the_right(tmp_path: Path) -> None:
    document = read("氏名,メール,,件数\na,b,,1\n".encode())
    assert document.leads.headings == ("氏名", "メール")
    with pytest.raises(Refused):
        rewritten(document, [ID], tmp_path)


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, b"\r\n\r\n", codecs.BOM_UTF16_LE, b"  \n"])
def test_an_empty_file_is_an_error(data: bytes) -> None:
    with pytest.raises(UserError):
        read(data)


def test_a_list_without_leads_has_none() -> None:
    assert len(read("氏名,メール".encode()).leads) == 0


def test_a_list_without_known_headings_is_an_error() -> None:
    with pytest.raises(UserError, match="headings"):
        read(b"1,2,3\n4,5,6\n")


def test_rows_are_numbered_by_record() -> None:
    assert list(read('題\n氏名,備考\na,"1\n2"\n\nb,c\n'.encode()).leads.row_numbers) == [3, 5]


def test_a_record_may_reach_over_a_block(tmp_path: Path) -> None:
    long = "\n".join(["長い備考"] * 40_000)
    data = f'氏名,備考\na,b\nc,"{"x" * 100_000}"\nd,e\n'.encode() + b"f,g\n" * 300_000
    document = read(data)
    assert rewritten(document, [cell(2, 1, "e", long)], tmp_path) == data.replace(b"d,e\n", f'd,"{long}"\n'.encode())


MATERIAL = sorted((SHARED / "workbooks" / "csv").glob("*.csv"))


def first_is_known(cells: Sequence[str]) -> float:
    return float(cells[0] in {"a", "会社名"})


@pytest.mark.skipif(not MATERIAL, reason=NO_SHARED)
@pytest.mark.parametrize("path", MATERIAL or [Path("none")], ids=lambda path: path.name)
def test_files_of_all_sorts_come_back_byte_for_byte(path: Path, tmp_path: Path) -> None:
    if path.name == "quote_mid.csv":
        with pytest.raises(UserError, match="never closed"):
            open_csv(path, score=first_is_known)
        return
    document = open_csv(path, score=first_is_known)
    assert rewritten(document, [], tmp_path) == path.read_bytes()
    before = document.leads.columns[0][0]
    there = rewritten(document, [cell(0, 0, before, before + "x")], tmp_path)
    back = open_csv(tmp_path / "new.csv", score=first_is_known)
    assert there != path.read_bytes()
    (tmp_path / "back").mkdir()
    assert rewritten(back, [cell(0, 0, before + "x", before)], tmp_path / "back") == path.read_bytes()


@pytest.mark.parametrize("between", ["\r\n" * 1000, "架空商事\r\n" * 600])
def test_many_narrow_records_among_others_are_read(between: str) -> None:
    lines = "会社名,氏名,都道府県\r\n" + "架空商事,架空　太郎,東京都\r\n" * 300
    leads = read((lines + between + "架空物産,架空　月子,大阪府\r\n").encode()).leads
    assert [column[-1] for column in leads.columns] == ["架空物産", "架空　月子", "大阪府"]


def test_more_columns_than_a_worksheet_has_are_no_list() -> None:
    with pytest.raises(UserError, match="16,384"):
        read(("会社名,氏名,メール\r\n架空商事" + "," * 20_000).encode())
