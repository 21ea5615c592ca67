"""How well a list is looked after, told from the files: who may read them, where they lie, how old backups are."""

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from leadlist.store import beside, files, state
from leadlist.store.history import read_log
from leadlist.store.keyfiles import FILE_NAME, config_folder

_SYNCED = {
    "OneDrive": re.compile("onedrive.*", re.IGNORECASE),
    "Dropbox": re.compile(r"\.?dropbox( .*)?", re.IGNORECASE),
    "Google Drive": re.compile("google ?drive.*|my drive|マイドライブ", re.IGNORECASE),
    "iCloud Drive": re.compile("icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE),
    "Box": re.compile("Box|Box Sync|Box-Box"),
    "Nextcloud": re.compile("nextcloud.*|owncloud.*", re.IGNORECASE),
    "Syncthing": re.compile("syncthing", re.IGNORECASE),
}
_MARKS = {".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing", ".sync": "Resilio Sync"}


class Care(NamedTuple):
    """When a list was last looked after; None: never, as far as is known. `times` of operations are the log's."""

    backup: datetime | None
    purge: datetime | None
    drill: datetime | None


def lists_in(folder: Path) -> list[Path]:
    """The lists in a folder that leadlist keeps a log for."""
    end = beside.log_file(Path("x")).name[1:]
    return sorted(file.with_name(file.name.removesuffix(end)) for file in folder.iterdir() if file.name.endswith(end))


def care_of(path: Path) -> Care:
    """The last backup (whatever it was made for, if it is still there), purge and drill of a list."""
    real = files.real(path)
    made = [parts.time for file in beside.backup_files(real) if (parts := beside.parse_backup_name(file.name))]
    purged = [each.time for each in read_log(real) if each.operation == "purge" and each.state == "done"]
    return Care(max(made, default=None), max(purged, default=None), _drilled(real))


def readable_by_others(path: Path) -> list[Path]:
    """Those of a list's files that anybody on this computer may read; none on Windows, where modes say nothing."""
    real = files.real(path)
    if not files.POSIX:
        return []
    looked_at = [real, beside.log_file(real), beside.backup_folder(real), *beside.backup_files(real)]
    return [file for file in looked_at if file.exists() and file.stat().st_mode & 0o007]


def exposed_keys(path: Path, key_file: Path | None) -> Iterator[tuple[Path, str]]:
    """Key files that are not kept as they should be: ("readable": group or others may read it, "beside": it lies in
    the list's own folder, where every copy of the folder takes it along)."""
    named = key_file or (Path(text) if (text := os.environ.get("LEADLIST_KEY_FILE")) else None)
    for file in {each for each in (named, config_folder() / FILE_NAME) if each and each.is_file()}:
        if files.POSIX and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield file, "readable"
        if files.real(file).parent == files.real(path).parent:
            yield file, "beside"


def synced_by(path: Path) -> str | None:
    """The service that copies the list's folder elsewhere, told by the names and marks of the folders above it."""
    real = files.real(path)
    for name, value in os.environ.items():
        if name.startswith("OneDrive") and value and real.is_relative_to(files.real(Path(value))):
            return "OneDrive"
    for folder in real.parents:
        for service, pattern in _SYNCED.items():
            if pattern.fullmatch(folder.name):
                return service
        for mark, service in _MARKS.items():
            if (folder / mark).exists():
                return service
    return None


def remember_drill(path: Path, now: datetime) -> None:
    """Keep in the user's state folder when a list's backups were last put back for a rehearsal."""
    target = _drill_file(files.real(path))
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_text(json.dumps({"drill": now.isoformat()}), encoding="ascii")


def _drilled(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(_drill_file(path).read_bytes())["drill"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _drill_file(path: Path) -> Path:
    return state.state_folder() / "drills" / state.name_of(path)
