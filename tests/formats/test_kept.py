"""A disk that says it wrote what it did not write is found out before the new file takes the list's place."""

import zipfile
from pathlib import Path

import pytest

from leadlist.errors import StorageError
from leadlist.formats.kept import kept, require_whole


def test_a_file_that_holds_something_else_than_was_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "見込み客.csv"
    with kept(path) as out:
        out.write("氏名\r\n".encode())
        out.write("山田 太郎\r\n".encode())
    assert path.read_bytes() == "氏名\r\n山田 太郎\r\n".encode()
    lying = kept(path)
    out = lying.__enter__()
    out.write("山田 太郎\r\n".encode())
    out.crc ^= 1  # what arrived is not what was given
    with pytest.raises(StorageError):
        lying.__exit__(None, None, None)


@pytest.mark.parametrize("broken_before", [False, True])
def test_a_part_that_was_whole_before_must_be_whole_in_the_new_workbook(tmp_path: Path, broken_before: bool) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    with zipfile.ZipFile(old, "w") as package:
        package.writestr("xl/styles.xml", "<styles/>" * 100)
        package.writestr("xl/worksheets/sheet1.xml", "<sheet/>")
    damaged = old.read_bytes().replace(b"<styles/>", b"<stylez/>", 1)
    if broken_before:
        old.write_bytes(damaged)
    new.write_bytes(old.read_bytes())
    require_whole(new, old, but="xl/worksheets/sheet1.xml")
    new.write_bytes(damaged)
    if broken_before:
        require_whole(new, old, but="xl/worksheets/sheet1.xml")
        return
    with pytest.raises(StorageError):
        require_whole(new, old, but="xl/worksheets/sheet1.xml")
    new.write_bytes(damaged[:-10])
    with pytest.raises(StorageError):
        require_whole(new, old, but="")
