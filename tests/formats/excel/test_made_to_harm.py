"""What docs/workbooks.md says of files made to harm, beyond what `test_hostile` has."""

from collections.abc import Callable
from pathlib import Path
from stat import S_IFLNK
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.changes import RemoveRow
from leadlist.errors import Refused, UserError
from leadlist.formats import open_document
from leadlist.formats.excel import safety
from leadlist.leads import RowRef
from leadlist.recognition import heading_score
from tests.formats.excel.books import changed, opened, part, rows, worksheet, write_book


def _book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, strings="<si><t>架空</t></si>")


def _rewritten(source: Path, target: Path, new: Callable[[str, bytes], bytes]) -> Path:
    """A copy of a workbook with other bytes in its parts."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, new(name, old.read(name)))
    return target


@pytest.mark.parametrize(("limit", "most"), [("MOST_PARTS", 3), ("MOST_BYTES", 500), ("LARGE", 100)])
def test_nothing_is_unpacked_of_a_zip_that_holds_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    path = _book(tmp_path)
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(300_000))
    monkeypatch.setattr(safety, limit, most)
    monkeypatch.setattr(ZipFile, "open", lambda *_given: pytest.fail("something was unpacked"))
    with pytest.raises(Refused, match=r"名簿\.xlsx.*unpacks to"):
        opened(path)


def test_a_part_that_is_larger_than_the_directory_says_is_told(tmp_path: Path) -> None:
    path = _book(tmp_path)
    with ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        old, new = (size.to_bytes(4, "little") for size in (info.file_size, 100))
    data = path.read_bytes()
    assert data.count(old) >= 2
    path.write_bytes(data.replace(old, new))
    with pytest.raises(UserError, match=r"名簿\.xlsx"):
        opened(path)


@pytest.mark.parametrize("where", ["xl/sharedStrings.xml", "_rels/.rels"])
def test_a_document_type_is_refused_where_only_texts_or_links_stand(tmp_path: Path, where: str) -> None:
    def declared(name: str, data: bytes) -> bytes:
        return data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1) if name == where else data

    with pytest.raises(Refused, match="document type"):
        opened(_rewritten(_book(tmp_path), tmp_path / "悪.xlsx", declared))


OTHERS = {
    "xl/tables/table1.xml": ("table", "../tables/table1.xml"),
    "xl/comments1.xml": ("comments", "../comments1.xml"),
    "xl/drawings/drawing1.xml": ("drawing", "../drawings/drawing1.xml"),
}


@pytest.mark.parametrize("where", OTHERS)
def test_a_document_type_in_a_part_that_must_change_is_refused_by_its_name(tmp_path: Path, where: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    path = write_book(
        tmp_path / "名簿.xlsx", {"名簿": worksheet(rows())}, links={"rId1": OTHERS[where]}, parts={where: bomb}
    )
    with pytest.raises(Refused, match="document type") as caught:
        changed(path, [RemoveRow(RowRef(0), "test", None, "test")])
    assert where in caught.value.problem


def test_a_part_that_is_a_symbolic_link_leads_nowhere(tmp_path: Path) -> None:
    secret = tmp_path / "秘密.xml"
    secret.write_text(worksheet(rows()), encoding="utf-8")
    path = tmp_path / "名簿.xlsx"
    with ZipFile(_book(tmp_path)) as old, ZipFile(tmp_path / "連.xlsx", "w") as archive:
        for name in old.namelist():
            info = ZipInfo(name)
            linked = name == "xl/worksheets/sheet1.xml"
            info.external_attr = (S_IFLNK | 0o777) << 16 if linked else 0
            archive.writestr(info, str(secret) if linked else old.read(name))
    with pytest.raises(UserError, match=r"連\.xlsx"):
        opened(path.with_name("連.xlsx"))


def test_one_cell_in_the_last_corner_of_a_sheet_is_kept(tmp_path: Path) -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_book(tmp_path / "名簿.xlsx", {"名簿": worksheet(rows() + corner)})
    after = changed(path, [RemoveRow(RowRef(0), "test", None, "test")])
    assert '<row r="1048575"><c r="XFD1048575"><v>1</v></c></row>' in part(after)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.floats(0, 1, exclude_max=True))
def test_a_workbook_that_is_cut_off_is_told_so(tmp_path: Path, where: float) -> None:
    path = _book(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * where)])
    with pytest.raises(UserError, match=r"名簿\.xlsx"):
        opened(path)


CONTENTS = {
    "page": b"<html><table><tr><td>\xe6\xa0\xaa</td></tr></table></html>",
    "text": "会社名,氏名\n架空商事,架空 太郎\n".encode(),
    "nothing": b"",
    "zip of nothing": b"PK\x05\x06" + bytes(18),
    "old workbook without end": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"])
@pytest.mark.parametrize("content", CONTENTS)
def test_other_content_than_the_name_says_is_told(tmp_path: Path, suffix: str, content: str) -> None:
    path = tmp_path / f"名簿{suffix}"
    path.write_bytes(CONTENTS[content])
    with pytest.raises(UserError) as caught:
        open_document(path, score=heading_score)
    assert path.name in caught.value.problem
    assert caught.value.hint
