"""Who has the list open: the owner files that Excel and LibreOffice leave beside a file while they edit it."""

import time
from pathlib import Path
from typing import NamedTuple

from leadlist.errors import Busy
from leadlist.locale import _, ngettext

_EXCEL_NAME = 55  # where the user's name stands in UTF-16 in a `~$` file: length (2 bytes), then the text


class Owner(NamedTuple):
    """Somebody who has the list open: program, name (may be empty) and age of the owner file in minutes."""

    program: str
    person: str
    minutes: int


def owner(path: Path) -> Owner | None:
    """Who has the list open, as far as the files beside it tell."""
    for program, name, person in (
        ("Excel", f"~${path.name}", _excel_person),
        ("LibreOffice", f".~lock.{path.name}#", _office_person),
    ):
        file = path.with_name(name)
        try:
            age = time.time() - file.stat().st_mtime
        except FileNotFoundError:
            continue
        try:
            content = file.read_bytes()[:1024]
        except OSError:  # Excel keeps its file locked on Windows
            content = b""
        return Owner(program, _plain(person(content)), max(0, int(age // 60)))
    return None


def refuse_if_open(path: Path) -> None:
    """Raise Busy, naming the person and the age, while the list is open in Excel or LibreOffice."""
    found = owner(path)
    if found is None:
        return
    days, hours = found.minutes // 1440, found.minutes // 60
    if days:
        since = ngettext("for {count} day", "for {count} days", days).format(count=days)
    elif hours:
        since = ngettext("for {count} hour", "for {count} hours", hours).format(count=hours)
    else:
        since = ngettext("for {count} minute", "for {count} minutes", found.minutes).format(count=found.minutes)
    if found.person:
        problem = _("{path} is open in {program}: {person}, {since}.")
    else:
        problem = _("{path} is open in {program}, {since}.")
    raise Busy(
        problem.format(path=path, program=found.program, person=found.person, since=since),
        hint=_("Close it there and run this again; if it is open nowhere, add --not-open."),
    )


def _excel_person(content: bytes) -> str:
    """`~$` files: length and name in the system's code page in 55 bytes, then length and name in UTF-16."""
    length = int.from_bytes(content[_EXCEL_NAME : _EXCEL_NAME + 2], "little")
    wide = content[_EXCEL_NAME + 2 : _EXCEL_NAME + 2 + 2 * length]
    if 0 < length <= 54 and len(wide) == 2 * length:
        return wide.decode("utf-16-le", "replace")
    return content[1 : 1 + content[0]].decode("cp932", "replace") if content else ""


def _office_person(content: bytes) -> str:
    """`.~lock.NAME#` files: `name,login,host,time,profile;` with commas escaped by a backslash."""
    parts = content.decode("utf-8", "replace").replace("\\,", "\x00").split(",")
    names = [part.replace("\x00", ",").strip() for part in parts[:2]]
    return next((name for name in names if name), "")


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()[:60]
