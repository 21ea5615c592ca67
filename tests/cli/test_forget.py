"""Somebody who is forgotten is in nothing any more: list, log, backups, temporary files, and what is restored."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from leadlist.cli.traces import traces
from leadlist.store import backups, find_key, read_log, remembered_files, unfinished, verify_log
from leadlist.store.archive import open_archive
from tests.cli.conftest import Cli

CONTENT = """\
会社名,氏名,フリガナ,メールアドレス,電話番号,携帯電話,備考
㈱山野商事,山野　太郎,ﾔﾏﾉ ﾀﾛｳ,Taro@EXAMPLE.jp,０３-1234-5678,０９０－１２３４－５６７８,
㈱佐藤工業,佐藤 花子,サトウ ハナコ,hanako@example.co.jp,03-2345-6789,,
株式会社山野商事,山野太郎,,t.yamano@example.com,03-1234-5678,090-1234-5678,旧カード
"""
TEXTS = (
    "山野　太郎",
    "山野 太郎",
    "山野太郎",
    "ﾔﾏﾉ",
    "ヤマノ",
    "Taro@",
    "taro@",
    "t.yamano",
    "1234-5678",
    "１２３４",
    "旧カード",
)
FORGET = ("forget", "--email", "taro@example.jp", "--request", "R-7", "--yes")


@pytest.fixture(params=[".csv", ".xlsx"])
def leads(request: pytest.FixtureRequest, cli: Cli, tmp_path: Path, key_file: Path) -> Path:
    """A list with a history: normalized, backed up, deduplicated."""
    plain = tmp_path / "plain.csv"
    plain.write_text(CONTENT, encoding="utf-8")
    folder = tmp_path / "営業部"
    folder.mkdir()
    path = folder / f"見込み客{request.param}"
    if request.param == ".csv":
        plain.rename(path)
    else:
        assert cli("normalize", plain, "--out", path).status == 0
        plain.unlink()
    cli("normalize", path)
    assert cli("backup", path).status == 0
    assert cli("dedupe", path, "--yes").status == 0
    return path


def unpacked(path: Path, folder: Path) -> bytes:
    """All bytes of a file, of a workbook those of its parts."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def everything(path: Path, scratch: Path) -> dict[str, str]:
    """What can be read of a list and all that lies beside it, the backups decrypted."""
    key = find_key()
    assert key is not None
    found = {}
    for file in sorted(path.parent.rglob("*")):
        if file.suffix == ".zip" and file.parent.name.endswith(".backups"):
            with open_archive(file, key) as backup:
                payload = scratch / "payload"
                with payload.open("wb") as target:
                    backup.copy_payload(target)
                text = unpacked(payload, scratch) + b"\n".join(
                    json.dumps(json.loads(line), ensure_ascii=False).encode() for line in backup.lines()
                )
                payload.unlink()
        elif file.is_file():
            text = unpacked(file, scratch)
        else:
            continue
        found[str(file.relative_to(path.parent))] = text.decode("utf-8", "replace") + file.name
    return found


def hits(path: Path, scratch: Path) -> list[tuple[str, str]]:
    return [(name, text) for name, content in everything(path, scratch).items() for text in TEXTS if text in content]


def test_the_values_of_who_is_forgotten_are_in_nothing_any_more(cli: Cli, leads: Path, tmp_path: Path) -> None:
    assert hits(leads, tmp_path)
    copy = tmp_path / "copy.zip"
    oldest = backups(leads)[0]
    copy.write_bytes(oldest.path.read_bytes())
    result = cli(FORGET[0], leads, *FORGET[1:])
    assert result.status == 0, result.err
    assert "cannot be undone" in result.err
    assert "Certificate" in result.out
    assert "R-7" in result.out
    assert not any(text in result.out + result.err for text in TEXTS)
    assert hits(leads, tmp_path) == []
    assert verify_log(leads, find_key()) == []
    assert cli("undo", leads).status == 5
    for info in backups(leads):
        restored = tmp_path / f"restored{leads.suffix}"
        assert cli("restore", leads, info.name, "--to", restored).status == 0
        text = unpacked(restored, tmp_path).decode()
        assert "hanako" in text
        assert not [each for each in TEXTS if each in text]
        restored.unlink()


def test_an_old_backup_that_comes_back_is_purged_of_them_when_it_is_restored(
    cli: Cli, leads: Path, tmp_path: Path
) -> None:
    oldest = backups(leads)[0]
    kept = oldest.path.read_bytes()
    assert cli(FORGET[0], leads, *FORGET[1:]).status == 0
    strange = oldest.path.with_name(oldest.name.replace("-000001-", "-000099-"))
    strange.write_bytes(kept)  # a copy from a NAS: the log does not know it
    result = cli("restore", leads, strange.name, "--yes")
    assert result.status == 0, result.err
    assert "erased on request since" in result.err
    strange.unlink()
    assert hits(leads, tmp_path) == []


def test_it_shows_asks_and_without_answer_does_nothing(cli: Cli, leads: Path) -> None:
    before = {file: file.read_bytes() for file in leads.parent.rglob("*") if file.is_file()}
    shown = cli("forget", leads, "--email", "taro@example.jp", "--dry-run")
    assert shown.status == 0
    assert "goes" in shown.err
    assert cli("forget", leads, "--email", "taro@example.jp").status == 2
    assert cli("forget", leads).status == 2
    assert cli("forget", leads, "--email", "taro@example.jp", "--out", leads.with_name("x.csv")).status == 2
    assert {file: file.read_bytes() for file in leads.parent.rglob("*") if file.is_file()} == before


def test_who_is_only_in_backups_is_forgotten_there(cli: Cli, leads: Path, tmp_path: Path) -> None:
    if leads.suffix == ".xlsx":
        pytest.skip("a person edits the CSV by hand here; the workbook is covered by the others")
    lines = leads.read_text(encoding="utf-8").splitlines(keepends=True)
    leads.write_text("".join(line for line in lines if "山野" not in line), encoding="utf-8")
    assert cli(FORGET[0], leads, *FORGET[1:]).status == 0
    assert hits(leads, tmp_path) == []
    assert verify_log(leads, find_key()) == []


def test_json_has_the_certificate(cli: Cli, leads: Path) -> None:
    document = json.loads(cli(FORGET[0], leads, *FORGET[1:], "--json").out)
    certificate = document["certificate"]
    assert certificate["request"] == "R-7"
    assert certificate["leads"] == document["counts"]["removed"] >= 1
    assert certificate["backups"]["deleted"] == 0
    assert certificate["log"] == []


def test_a_backup_that_cannot_be_read_is_deleted_and_named(cli: Cli, leads: Path) -> None:
    broken = backups(leads)[1]
    broken.path.write_bytes(broken.path.read_bytes()[:-1])
    result = cli(FORGET[0], leads, *FORGET[1:])
    assert result.status == 0
    assert broken.name in result.out
    assert not broken.path.exists()
    assert verify_log(leads, find_key()) == []


def test_with_suppress_the_addresses_are_refused_for_every_channel(cli: Cli, leads: Path) -> None:
    assert cli(FORGET[0], leads, *FORGET[1:], "--suppress").status == 0
    assert "all  3" in cli("optout", "list", leads).out


KILLING = """
import os, signal, sys
at = int(sys.argv.pop(1))
calls = 0
def counting(function):
    def call(*arguments, **named):
        global calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call
for name in ("fsync", "replace", "rename", "unlink", "ftruncate", "chmod"):
    setattr(os, name, counting(getattr(os, name)))
from leadlist.store import swap
swap.move_new, swap.exchange = counting(swap.move_new), counting(swap.exchange)
from leadlist.cli import main
main(sys.argv[1:])
"""


def killed(at: int, *arguments: object) -> bool:
    """Run a command that is killed (-9) at its `at`-th call to the file system; False where it ended before."""
    done = subprocess.run(
        [sys.executable, "-c", KILLING, str(at), *map(str, arguments)], capture_output=True, timeout=300, check=False
    )
    return done.returncode == -signal.SIGKILL


def resumed(cli: Cli, leads: Path, scratch: Path) -> None:
    key = find_key()
    if unfinished(leads, key):  # type: ignore[arg-type]
        assert "forget" in cli("normalize", leads).err
        result = cli("forget", leads, "--resume", "--yes")
    else:
        result = cli(FORGET[0], leads, *FORGET[1:])
    assert result.status == 0, result.err
    assert unfinished(leads, key) == []  # type: ignore[arg-type]
    assert hits(leads, scratch) == []
    assert verify_log(leads, key) == []
    assert any(record.operation == "forget" for record in read_log(leads))
    assert not [file for file in leads.parent.rglob("*") if ".new-" in file.name or ".rewritten-" in file.name]


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
@pytest.mark.parametrize("leads", [".csv"], indirect=True)
@pytest.mark.parametrize("at", [3, 14, 25, 33, 41])
def test_killed_it_goes_on_where_it_was(cli: Cli, leads: Path, tmp_path: Path, at: int) -> None:
    killed(at, FORGET[0], leads, *FORGET[1:])
    resumed(cli, leads, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
@pytest.mark.parametrize("leads", [".csv", ".xlsx"], indirect=True)
@pytest.mark.parametrize("at", range(1, 90, 2))
def test_killed_anywhere_it_goes_on_where_it_was(cli: Cli, leads: Path, tmp_path: Path, at: int) -> None:
    if killed(at, FORGET[0], leads, *FORGET[1:]):
        resumed(cli, leads, tmp_path)


def test_files_that_were_read_or_written_for_the_list_are_named_while_they_are_there(
    cli: Cli, tmp_path: Path, key_file: Path
) -> None:
    source, path, copy, gone = (tmp_path / name for name in ("名刺.csv", "見込み客.csv", "写し.xlsx", "古い.csv"))
    source.write_text(CONTENT, encoding="utf-8")
    purpose = "展示会でお会いした方への製品のご案内のため"
    assert cli("import", source, "--into", path, "--source", "fair", "--purpose", purpose, "--yes").status == 0
    assert cli("normalize", path, "--out", copy).status == 0
    assert cli("normalize", path, "--out", gone).status == 0
    gone.unlink()
    memory = b"".join(file.read_bytes() for file in (key_file.parent / "state" / "files").iterdir())
    assert "名刺".encode() not in memory
    assert b".csv" not in memory
    certificate = json.loads(cli(FORGET[0], path, *FORGET[1:], "--json").out)["certificate"]
    assert certificate["files"] == [
        {"path": str(source), "kind": "import", "holds": True},
        {"path": str(copy), "kind": "new list", "holds": True},
    ]


def test_every_file_with_personal_data_that_a_command_wrote_is_remembered(
    cli: Cli, tmp_path: Path, key_file: Path
) -> None:
    path = tmp_path / "見込み客.csv"
    path.write_bytes(CONTENT.encode("cp932"))
    names = ("計画.xlsx", "点検.csv", "確認.xlsx", "世帯.csv", "配信.csv", "停止.csv", "品質.html")
    plan, due, review, homes, mail, stops, quality = (tmp_path / name for name in names)
    stops.write_bytes("メールアドレス\nhanako@example.co.jp\n".encode("cp932"))
    for words in (
        ("purge", path, "--plan", plan),
        ("purge", path, "--dry-run", "--report", due),
        ("dedupe", path, "--review", review),
        ("dedupe", path, "--by", "household", "--out", homes),
        ("mailing", path, "--channel", "email", "--purpose", "展示会のご報告のため", "--out", mail),
        ("optout", path, stops, "--yes"),
        ("validate", path, "--report", quality),
    ):
        assert cli(*words).status in (0, 1), words
    key = find_key()
    assert key is not None
    found = {each.path.name: each.kind for each in remembered_files(path, key)}
    assert found == {
        "計画.xlsx": "plan",
        "点検.csv": "report",
        "確認.xlsx": "review",
        "世帯.csv": "new list",
        "配信.csv": "mailing",
        "配信-reasons.xlsx": "mailing",
        "停止.csv": "opt-outs",
        "品質.html": "report",
    }
    document = json.loads(cli("forget", path, "--email", "taro@example.jp", "--yes", "--json").out)
    holding = {Path(each["path"]).name for each in document["certificate"]["files"] if each["holds"]}
    assert holding == {"確認.xlsx", "世帯.csv"}  # the others name rows, or nobody


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_a_text_that_stays_is_found_in_whatever_encoding_the_list_has(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "見込み客.csv"
    path.write_bytes("会社名,備考\n海野電機,山野太郎さんの紹介\n".encode(encoding))
    assert traces(path, {"山野太郎"}) == [path.name]
    assert traces(path, {"佐藤花子"}) == []


def test_what_other_cells_say_of_the_person_is_named_on_the_certificate(cli: Cli, leads: Path) -> None:
    shown = cli("forget", leads, "--email", "hanako@example.co.jp", "--yes", "--json")
    assert json.loads(shown.out)["certificate"]["remains"] == []


@pytest.mark.parametrize("leads", [".csv"], indirect=True)
def test_a_text_of_the_person_that_stays_in_another_row_is_named(cli: Cli, leads: Path) -> None:
    text = leads.read_text(encoding="utf-8").replace("03-2345-6789,,", "03-2345-6789,,山野 太郎さんの紹介")
    leads.write_text(text, encoding="utf-8")
    document = json.loads(cli(FORGET[0], leads, *FORGET[1:], "--json").out)
    assert document["certificate"]["remains"] == [leads.name]
    assert [finding["code"] for finding in document["findings"]] == ["FORGET-002"]


def test_a_name_that_no_row_has_is_told_as_such(cli: Cli, key_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "名簿.csv"
    path.write_text("氏名,会社名\n架空 太郎,架空商事\n", encoding="utf-8")
    done = cli("forget", path, "--name", "架空 花子", "--yes")
    assert done.status == 5
    assert "No row was found" in done.err
    done = cli("forget", path, "--name", "架空 太郎", "--yes")
    assert "No row was found" not in done.err
