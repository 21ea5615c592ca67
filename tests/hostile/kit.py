"""What an attacker, or a bad disk, may put into a list, a name or a file beside it; and what must never come of it."""

import json
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Result

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Everything that steers a terminal; a line end is the only control character that may be printed."""

TEXTS = (
    "\x1b[31m赤\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://example.com/\x1b\\ここ\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H消した",
    "\x9b31m八ビット",
    "山田\r太郎",
    "山田\x08\x08偽名",
    "改行\n2026-11-22 INFO exit 0",
    "\u202e右から\u202c",
    "\u2066囲い\u2069",
    "[/]",
    "[red]赤[/red]",
    "[link=http://example.com]ここ[/link]",
    "[bold",
    ":smile:",
    '=HYPERLINK("http://example.com")',
    "{name}",
    "%s%n",
    "a" * 40_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u0300" * 50,
    "",
)
"""Cells, one a row: sequences for terminals, markup, line ends, formulas, format strings, sheer length."""

NAMES = ("見込み\x1b[31m客.csv", "見込み\n客.csv", "[red]客.csv", "-rf.csv", "客 'x' \"y\".csv", "\u202ecsv.客.csv")
"""Names of lists."""

RULES = {
    "not text": b"\xff\xfe\x00\x01",
    "not TOML": b"[retention\n",
    "steering": b'[purposes.P01]\ntext = "\\u001b[31m\\u0007"\nunknown = 1\n',
    "steering name": b'"\\u001b[2J" = 1\n',
    "wrong types": b'retention = 7\n[columns]\nemail = ["x"]\n',
    "deep": b"a = " + b"[" * 5000 + b"]" * 5000,
    "huge number": b"[match]\nmerge_at = " + b"9" * 5000,
    "nan": b"[match]\nmerge_at = nan\n",
    "endless": b'extends = "leadlist.toml"\n',
    "absent": b'extends = "/nowhere/\\u001b[31m.toml"\n',
    "bad period": b'[retention.periods.x]\nkeep = "99999999999999999999 years"\nground = "x"\n',
    "bad share": b'[retention]\nat_most = "\\u001b[31m%"\n',
}
"""Rules files by what is wrong with them."""

KEYS = {
    "empty": b"",
    "not text": b"\xff" * 200,
    "steering": b"\x1b[31mAAAA-BBBB / \x07",
    "long": b"A" * 100_000,
    "wrong check": b"LEAD-LIST-TEST-KEYN-EVER-USEI-T2 / AAAAAAAA\n",
    "bad wrap": b"LEAD-LIST-TEST-KEYN-EVER-USEI-T2\nlog \x1b[31m\n",
}
"""Key files."""


def harmless(result: Result, *, allowed: tuple[int, ...] = (0, 1, 2, 4, 5, 6, 7)) -> None:
    """No traceback, no bug's exit, nothing that steers a terminal."""
    said = result.out + result.err
    assert result.status in allowed, said[-2000:]
    assert "Traceback" not in said
    found = STEERING.search(said)
    assert not found, (found, said[max(0, found.start() - 80) : found.end() + 80])


def bomb(path: Path) -> None:
    """A zip whose entry unpacks to a thousand times its size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("payload", "w") as entry:
        for _ in range(16):
            entry.write(bytes(1 << 20))


def many_entries(path: Path) -> None:
    """A zip of many entries, some of them named to leave the folder."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3000):
            archive.writestr(f"../../\x1b[31m{number}", b"")


def lying_directory(path: Path) -> None:
    """A zip whose end says that there are more entries and bytes than there are."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("payload", b"x" * 100)
    data = bytearray(path.read_bytes())
    struct.pack_into("<HHLL", data, len(data) - 14, 65535, 65535, 1 << 30, 1)
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    """The first half of what was there."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


ZIPS: dict[str, Callable[[Path], object]] = {
    "bomb": bomb,
    "many entries": many_entries,
    "lying directory": lying_directory,
    "cut short": cut_short,
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"\x1b[31mPK"),
    "folder": lambda path: (path.unlink(), path.mkdir()),
}
"""What may stand in the place of a backup."""


def _edited(**fields: object) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        *lines, last = content.splitlines()
        record = json.loads(last) | fields
        return b"\n".join([*lines, json.dumps(record, sort_keys=True, separators=(",", ":")).encode()]) + b"\n"

    return edit


LOGS: dict[str, Callable[[bytes], bytes]] = {
    "steering operation": _edited(operation="\x1b[31m\x07"),
    "steering time": _edited(time="\x1b[2J"),
    "steering key": _edited(key="\x1b[31m"),
    "markup counts": _edited(counts={"[/]": 1, "\x1b[31m": 2}),
    "path as backup": _edited(backup={"name": "../../../etc/passwd", "sha256": "0" * 64, "size": 1}),
    "steering backup": _edited(backup={"name": "\x1b[31m.zip", "sha256": "0" * 64, "size": 1}),
    "huge number": _edited(sequence=10**400),
    "wrong types": _edited(op="1", counts=[], fields=7),
    "another version": _edited(version=99),
    "not JSON": lambda content: content + b"{]\n",
    "deep": lambda content: content + b"[" * 100_000 + b"\n",
    "not text": lambda content: content + b"\xff\xfe\n",
    "injected line": lambda content: content + b"2026-11-22 INFO all is well\x1b[31m\n",
    "empty lines": lambda content: b"\n" + content,
    "null bytes": lambda content: content[:-1] + b"\0" * 4096 + b"\n",
    "repeated": lambda content: content * 2,
    "reversed": lambda content: b"\n".join(reversed(content.splitlines())) + b"\n",
}
"""What may become of a log (or a suppression file)."""
