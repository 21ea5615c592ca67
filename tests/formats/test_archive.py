"""Zips of cards and exports are read in memory; bombs, encrypted and damaged ones are refused."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from leadlist.errors import Refused, UserError
from leadlist.formats.archive import members, names, salvaged


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def everything(path: Path) -> dict[str, bytes]:
    return dict(members(path, lambda name: True))


def test_files_come_by_name_whatever_their_folders_and_nothing_is_written(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"b/2.vcf": b"two", "../../evil.vcf": b"one", "/etc/3.vcf": b"three", "d/": b""})
    assert everything(path) == {"../../evil.vcf": b"one", "/etc/3.vcf": b"three", "b/2.vcf": b"two"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.zip"]


def test_only_what_is_wanted_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"x/名刺.vcf": b"1", "x/写真.jpg": b"2"})
    assert list(members(path, lambda name: name == "名刺.vcf")) == [("x/名刺.vcf", b"1")]


def test_a_name_from_a_japanese_windows_is_read_as_it_was_meant(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("AAAA.vcf", b"1")
    path = tmp_path / "a.zip"
    path.write_bytes(data.getvalue().replace(b"AAAA", "名刺".encode("cp932")))
    assert everything(path) == {"名刺.vcf": b"1"}


@pytest.mark.parametrize(
    "files",
    [
        {"bomb.csv": b"0" * (4 << 20)},
        {f"{number}.csv": b"" for number in range(10_001)},
    ],
    ids=["ratio", "files"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(Refused):
        everything(zipped(tmp_path / "a.zip", files))


def test_a_zip_that_says_it_is_larger_than_any_list_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": b"x" * 100})
    raw = path.read_bytes()
    at = raw.index(b"PK\x01\x02")
    path.write_bytes(raw[: at + 24] + struct.pack("<L", 600 << 20) + raw[at + 28 :])
    with pytest.raises(Refused):
        everything(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": b"x"})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(Refused):
        everything(path)


@pytest.mark.parametrize("cut", [0, 10, 40])
def test_a_damaged_zip_is_a_users_error(tmp_path: Path, cut: int) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": b"x" * 100})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UserError):
        everything(path)


def test_a_file_that_is_not_what_its_check_sum_says_stops_no_other(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": b"x" * 100, "b.csv": b"y"})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"a.csv") + 6] ^= 0x55
    path.write_bytes(raw)
    assert dict(salvaged(path, lambda name: True)) == {"a.csv": None, "b.csv": b"y"}
    with pytest.raises(UserError):
        everything(path)
    assert names(path) == ["a.csv", "b.csv"]


def test_an_entry_without_a_name_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    with pytest.raises(UserError):
        everything(path)
