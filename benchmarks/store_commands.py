"""The commands that change a list or its backups, as cases for `store_faults.py`: run in the process, on three leads.

The list has lead ids already and new ones are drawn from a fixed sequence, so that what a command makes of it is known.
"""

import contextlib
import io
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store_cases import KEY, MODE, Case, content

from leadlist import identity
from leadlist.cli import main
from leadlist.errors import UserError
from leadlist.store import backups, key_text, keyfiles, read_suppression, unfinished, verify_log
from leadlist.store.archive import open_archive

LIST = """会社名,氏名,メールアドレス,電話番号,取得元,取得日,リードID
㈱山野商事,山野　太郎,TARO@EXAMPLE.JP,０３－１２３４－５６７８,名刺,2020-01-10,L-0000000001
株式会社山野商事,山野 太郎,taro@example.jp,03-1234-5678,名刺,2026-01-10,L-0000000002
海野電機,海野 花子,hanako@example.jp,,名刺,2026-01-10,L-0000000003
"""
CARDS = "会社名,氏名,メールアドレス\n川野工業,川野 次郎,jiro@example.jp\n"
COMMANDS = {
    "normalize": ["normalize", "LIST"],
    "dedupe": ["dedupe", "LIST", "--yes"],
    "purge": ["purge", "LIST", "--yes", "--as-of", "2026-11-22", "--at-most", "50%"],
    "import": ["import", "CARDS", "--into", "LIST", "--source", "card", "--on", "2026-11-19", "--yes"],
    "undo": ["undo", "LIST"],
    "undo OP": ["undo", "LIST", "1"],
    "restore": ["restore", "LIST", "BACKUP", "--yes"],
    "backup": ["backup", "LIST", "--to", "ELSEWHERE", "--keep-last", "1"],
    "optout": ["optout", "LIST", "hanako@example.jp"],
    "forget": ["forget", "LIST", "--email", "hanako@example.jp", "--request", "R-1", "--yes"],
}
ON_A_HISTORY = ("undo", "undo OP", "restore", "backup", "forget")
"""The commands that need an operation before them: normalize."""
FORGOTTEN = ("海野", "hanako")


class Ended(UserError):
    """A command that ended with another status than 0."""

    def __init__(self, status: int) -> None:
        super().__init__(f"exit {status}")
        self.status = status  # type: ignore[assignment]


def run(path: Path, words: list[str]) -> None:
    """Run one command as the console script does; raises Ended where it does not end with 0."""
    folder = path.parent.parent
    os.environ |= {"LEADLIST_KEY_FILE": str(folder / "key"), "LEADLIST_LANG": "en", "LEADLIST_TODAY": "2026-11-22"}
    places = {"LIST": str(path), "CARDS": str(folder / "cards.csv"), "ELSEWHERE": str(folder / "elsewhere")}
    if "BACKUP" in words:
        places["BACKUP"] = backups(path)[0].name
    numbers = itertools.count()
    identity.secrets.choice = lambda alphabet: alphabet[next(numbers) % len(alphabet)]  # type: ignore[assignment]
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # the certificate of an erasure
            main([*(places.get(word, word) for word in words), "--quiet"])
    except SystemExit as ended:
        if ended.code:
            raise Ended(int(str(ended.code))) from None


def _before(path: Path) -> None:
    path.write_text(LIST, encoding="utf-8", newline="")
    path.chmod(MODE)
    (path.parent.parent / "key").write_text(key_text(KEY), encoding="utf-8")
    (path.parent.parent / "cards.csv").write_text(CARDS, encoding="utf-8")
    for file in (path.parent.parent / "key", path.parent.parent / "cards.csv"):
        file.chmod(0o600)


def _normalized(path: Path) -> None:
    _before(path)
    (path.parent.parent / "elsewhere").mkdir()
    run(path, COMMANDS["normalize"])


def _opted_out(path: Path) -> list[str]:
    """The refusal is in force, whatever the list says."""
    known = read_suppression(path, KEY)
    return [] if known.refused_on("email", "hanako@example.jp") else ["the refusal is not in force"]


def _forgotten(path: Path) -> list[str]:
    """The person is in no file any more, backups decrypted, and the log verifies."""
    found = [f"an erasure is unfinished: {each}" for each in unfinished(path, KEY)]
    for file in path.parent.rglob("*"):
        if not file.is_file():
            continue
        texts = file.read_bytes() + file.name.encode()
        if file.suffix == ".zip":
            with open_archive(file, KEY) as backup:
                texts += b"".join(line.encode().decode("unicode_escape").encode() for line in _lines(backup))
                backup.copy_payload(payload := io.BytesIO())
                texts += payload.getvalue()
        found += [f"{text} stands in {file.name}" for text in FORGOTTEN if text.encode() in texts]
    return found + verify_log(path, KEY)


def _lines(backup: Any) -> list[str]:
    return [line.decode("ascii") for line in backup.lines()]


def _forgotten_after(path: Path) -> list[str]:
    """Whoever was interrupted goes on."""
    if unfinished(path, KEY):
        run(path, ["forget", "LIST", "--resume", "--yes"])
    return _forgotten(path)


AFTER = {"undo": lambda path: [], "optout": _opted_out, "forget": _forgotten_after}
DONE = {"optout": _opted_out, "forget": _forgotten}


def cases(make: Callable[[Case], Any]) -> dict[str, Case]:
    """The cases; each is done once without a fault (in what `make` gives: a folder for a case) to see what it makes of
    the list, which also loads every module, so that no fault hits an import."""
    assert keyfiles
    found = {}
    for name, words in COMMANDS.items():
        before = _normalized if name in ON_A_HISTORY else _before

        def act(path: Path, words: list[str] = words) -> None:
            run(path, words)

        case = Case(before, act, None, None)
        with make(case) as path:
            old = content(path)
            act(path)
            found[name] = Case(before, act, old, content(path), AFTER.get(name), DONE.get(name, lambda path: []))
    return found
