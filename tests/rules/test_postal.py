"""Newer postal data: read from Japan Post's files, kept beside the user's data, used before what ships."""

import lzma
import zipfile
from pathlib import Path

import pytest

from leadlist.cli import main
from leadlist.errors import StorageError, UserError
from leadlist.rules import postal
from leadlist.rules.postal import Entry, compressed, entries, town_of

TOWNS = (
    '13101,"100  ","1000001","ﾄｳｷｮｳﾄ","ﾁﾖﾀﾞｸ","ﾁﾖﾀﾞ","東京都","千代田区","千代田",0,0,0,0,0,0\r\n'
    '13101,"100  ","1000000","ﾄｳｷｮｳﾄ","ﾁﾖﾀﾞｸ","ｲｶﾆｹｲｻｲｶﾞﾅｲﾊﾞｱｲ","東京都","千代田区","以下に掲載がない場合",0,0,0,0,0,0\r\n'
    '01101,"060  ","0600001","ﾎｯｶｲﾄﾞｳ","ｻｯﾎﾟﾛｼ","ｷﾀ1","北海道","札幌市中央区","北一条西（１～１９丁目）",1,0,1,0,0,0\r\n'
)
OFFICES = '13101,"(ｶﾌﾞ) ﾚｲ","株式会社　例","東京都","千代田区","千代田","１－１","1008111","100  ","丸の内",0,0,0\r\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEADLIST_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(postal, "FEWEST_CODES", 3)
    monkeypatch.setattr(postal, "PREFECTURES", 2)
    return tmp_path


def zipped(path: Path, text: str, encoding: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("X.CSV", text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_of_japan_post_is_read_zipped_or_not_in_either_encoding(folder: Path, encoding: str) -> None:
    plain = folder / "utf_ken_all.csv"
    plain.write_bytes(TOWNS.encode(encoding))
    wanted = [
        Entry("13101", "東京都", "千代田区", "千代田", "1000001"),
        Entry("13101", "東京都", "千代田区", "", "1000000"),
        Entry("01101", "北海道", "札幌市中央区", "北一条西", "0600001"),
    ]
    assert list(entries(plain)) == wanted
    assert list(entries(zipped(folder / "utf_ken_all.zip", TOWNS, encoding))) == wanted


@pytest.mark.parametrize(
    ("written", "town"),
    [
        ("丸の内（次のビルを除く）", "丸の内"),
        ("境町の次に番地がくる場合", ""),
        ("利島村一円", ""),
        ("一円", "一円"),
        ("種市第１地割～第３地割", "種市第１地割〜第３地割"),
    ],
)
def test_a_town_is_what_stands_on_an_envelope(written: str, town: str) -> None:
    assert town_of(written) == town


def test_newer_data_are_used_from_then_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns, offices = zipped(folder / "k.zip", TOWNS, "utf-8"), zipped(folder / "j.zip", OFFICES, "cp932")
    with pytest.raises(SystemExit) as ended:
        main(["rules", "update-postal", str(towns), str(offices)])
    assert ended.value.code == 0
    assert "3" in capsys.readouterr().out
    assert postal.snapshot_file() == folder / "data" / "postal.txt.xz"
    assert postal.read_snapshot() == (
        "#01101\t北海道\t札幌市中央区\n北一条西\t0600001\n"
        "#13101\t東京都\t千代田区\n\t1000000\n千代田\t1000001\n!\t1008111\n"
    )
    with pytest.raises(SystemExit):
        main(["rules", "update-postal", str(towns)])
    assert postal.read_snapshot().endswith("!\t1008111\n"), "businesses stay where the file has none"


@pytest.mark.parametrize("content", [b"", b"a,b,c\r\n", b"PK\x03\x04 no zip", TOWNS.splitlines()[0].encode()])
def test_a_file_that_is_not_the_whole_country_is_refused(folder: Path, content: bytes) -> None:
    file = folder / "x.csv"
    file.write_bytes(content)
    with pytest.raises(UserError):
        compressed(entries(file))


def test_a_missing_file_and_a_folder_that_cannot_be_written_are_told(folder: Path) -> None:
    with pytest.raises(UserError):
        list(entries(folder / "missing.zip"))
    (folder / "data").write_text("a file, no folder")
    with pytest.raises(StorageError):
        postal.install(b"")


def test_damaged_data_of_the_users_are_named_with_what_to_do(folder: Path) -> None:
    postal.install(lzma.compress(b"x")[:-9])
    with pytest.raises(UserError) as told:
        postal.read_snapshot()
    assert "update-postal" in told.value.hint
