"""The commands that change a list, as cases for `store_faults.py`: run in the process, on a list of three leads.

The list has lead ids already and new ones are drawn from a fixed sequence, so that what a command makes of it is known.
"""

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store_cases import KEY, MODE, Case, content

from leadlist import identity
from leadlist.cli import main
from leadlist.errors import UserError
from leadlist.store import key_text, keyfiles

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
    "undo OP": ["undo", "LIST", "1"],
}


class Ended(UserError):
    """A command that ended with another status than 0."""

    def __init__(self, status: int) -> None:
        super().__init__(f"exit {status}")
        self.status = status  # type: ignore[assignment]


def run(path: Path, words: list[str]) -> None:
    """Run one command as the console script does; raises Ended where it does not end with 0."""
    folder = path.parent.parent
    os.environ |= {"LEADLIST_KEY_FILE": str(folder / "key"), "LEADLIST_LANG": "en", "LEADLIST_TODAY": "2026-11-22"}
    places = {"LIST": str(path), "CARDS": str(folder / "cards.csv")}
    numbers = itertools.count()
    identity.secrets.choice = lambda alphabet: alphabet[next(numbers) % len(alphabet)]  # type: ignore[assignment]
    try:
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
    run(path, COMMANDS["normalize"])


def cases(make: Callable[[Case], Any]) -> dict[str, Case]:
    """The cases; each is done once without a fault (in what `make` gives: a folder for a case) to see what it makes of
    the list, which also loads every module, so that no fault hits an import."""
    assert keyfiles
    found = {}
    for name, words in COMMANDS.items():
        before = _normalized if name == "undo OP" else _before

        def act(path: Path, words: list[str] = words) -> None:
            run(path, words)

        case = Case(before, act, None, None)
        with make(case) as path:
            old = content(path)
            act(path)
            found[name] = Case(before, act, old, content(path))
    return found
