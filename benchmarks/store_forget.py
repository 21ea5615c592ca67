"""How long an erasure on request takes, and whether anything of the person is left.

    python benchmarks/store_forget.py [--leads 20000] [--backups 30] [--suffix .csv]

A list with a history (normalized, deduplicated, backed up every night) loses one person: rows, log values and every
backup. Then each text of theirs, as it stood and as it was normalized, is searched in the list, the log, every backup
(decrypted), what is beside them, and the list that the oldest backup gives back.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from leadlist.cli import main as leadlist
from leadlist.formats import new_document
from leadlist.store import Key, backup, backups, key_text, open_list, verify_log
from leadlist.store.archive import open_archive

KEY = Key("LEADLISTTESTKEYNEVERUSEIT2")
HEADINGS = ("会社名", "氏名", "フリガナ", "メールアドレス", "電話番号", "携帯電話", "取得元", "取得日", "備考")
NUMBERS = ("０３-９８７６-５４３２", "０９０-９８７６-５４３２")
PERSON = ("㈱架空商会", "架空　太郎丸", "ｶｸｳ ﾀﾛｳﾏﾙ", "TARO.K@EXAMPLE.JP", *NUMBERS)
AGAIN = ("株式会社架空商会", "架空 太郎丸", "", "taro.k@example.jp", "", "090-9876-5432")
TEXTS = ("太郎丸", "ﾀﾛｳﾏﾙ", "タロウマル", "TARO.K@", "taro.k@", "９８７６", "9876-5432", "旧カード")


def rows(count: int) -> list[tuple[str, ...]]:
    """Leads, the person among them twice."""
    made = [
        (
            f"㈱見本{number % 997}",
            f"見本　{number}郎",
            "",
            f"U{number}@example.jp",
            f"03-1{number % 1000:03}-{number % 10000:04}",
            "",
            "名刺",
            "2026-01-10",
            "",
        )
        for number in range(count - 2)
    ]
    made.insert(count // 3, (*PERSON, "名刺", "2026-01-10", ""))
    made.insert(count // 2, (*AGAIN, "名刺", "2025-05-05", "旧カード"))
    return made


def run(*words: object) -> dict[str, object]:
    """One command; its JSON document."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        leadlist([*map(str, words), "--json"])
    return dict(json.loads(said.getvalue()))


def unpacked(data: bytes) -> bytes:
    """A file's bytes; of a workbook, those of its parts."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def hits(folder: Path, restored: Path) -> list[str]:
    """Where a text of the person stands."""
    found = []
    for file in [*folder.rglob("*"), restored]:
        if file.is_dir():
            continue
        if file.parent.name.endswith(".backups"):
            with open_archive(file, KEY) as archive:
                archive.copy_payload(payload := io.BytesIO())
                lines = [json.dumps(json.loads(line), ensure_ascii=False).encode() for line in archive.lines()]
            content = unpacked(payload.getvalue()) + b"\n".join(lines)
        else:
            content = unpacked(file.read_bytes())
        found += [f"{text} in {file.name}" for text in TEXTS if text.encode() in content + file.name.encode()]
    return found


def main() -> int:
    """Erase somebody and print the figures; exit 1 where something is left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=20_000)
    parser.add_argument("--backups", type=int, default=30)
    parser.add_argument("--suffix", choices=(".csv", ".xlsx"), default=".csv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leadlist-forget-") as place:
        world = Path(place)
        (world / "key").write_text(key_text(KEY), encoding="utf-8")
        (world / "key").chmod(0o600)
        os.environ |= {"LEADLIST_STATE_DIR": str(world / "state"), "LEADLIST_KEY_FILE": str(world / "key")}
        path = world / "営業" / f"見込み客{options.suffix}"
        path.parent.mkdir()
        new_document(path, HEADINGS, rows(options.leads), language="ja")
        run("normalize", path)
        now = datetime.now().astimezone()
        for night in range(options.backups, 0, -1):
            backup(path, KEY, now=now - timedelta(minutes=night))
        before = hits(path.parent, path)
        start, cpu = time.perf_counter(), time.process_time()
        done = run("forget", path, "--email", "taro.k@example.jp", "--request", "R-1", "--yes")
        wall, spent = time.perf_counter() - start, time.process_time() - cpu
        certificate = done["certificate"]
        assert isinstance(certificate, dict)
        restored = world / f"restored{options.suffix}"
        with open_list(path, KEY) as store:
            store.restore(backups(path)[0].name, restored, now=now)
        left = hits(path.parent, restored)
        print(
            f"{options.leads:,} leads ({options.suffix}), {certificate['backups']}: {certificate['leads']} rows erased "
            f"in {wall:.1f} s, {spent:.1f} s of CPU; {len(before)} hits before, {len(left)} after; "
            f"log: {verify_log(path, KEY) or 'holds'}"
        )
        for each in left:
            print(each)
    return 1 if left or not before else 0


if __name__ == "__main__":
    sys.exit(main())
