"""Rewriting backups so that an erased person is in none of them: resumable, and no backup is ever half of each.

A new backup is made aside, the log names its hash, then it takes the old one's name. Whoever stops in between leaves a
file aside that the next opening either puts in place (the log names it) or removes (the log does not).
"""

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from leadlist.errors import Busy, Damaged, StorageError, UserError
from leadlist.locale import _
from leadlist.store import archive, beside, files, merkle, packing, state
from leadlist.store.archive import Archive
from leadlist.store.failures import explained
from leadlist.store.history import expected_backups
from leadlist.store.opened import Opened
from leadlist.store.records import encode
from leadlist.store.undo_lines import together

Records = Iterable[Mapping[str, Any]]
Erase = Callable[[Path | None, Records, Path], "Erasure"]
"""Given the list of a backup (None: it holds none), the records of its operation by line, and an empty private file:
fills that file with the list without the person where they are in it, and says what goes."""


class Erasure(NamedTuple):
    """What of a backup goes: whether the list was written anew, how many of its leads went, which lines of undo.jsonl
    are theirs."""

    rewrites: bool
    leads: int
    lines: Collection[int]


class Rewritten(NamedTuple):
    """What became of one backup: "clean" (nobody was in it), "rewritten" or "deleted" (it could not be rewritten)."""

    backup: str
    result: str
    leads: int = 0
    reason: str = ""


def rewrite_backups(opened: Opened, erase: Erase, now: datetime) -> Iterator[Rewritten]:
    """Go through the backups of a list, newest first, and take a person out of each; one result a backup.

    One that cannot be rewritten (damaged, another key, a workbook that is not understood) is deleted. Raises
    StorageError where the disk refuses, also to remove what was written on the way; calling it again goes on.
    """
    with explained(opened.path):
        settle_rewriting(opened)
        gone = {name for name, digest in expected_backups(opened.log).items() if digest is None}
        for file in reversed(beside.backup_files(opened.path)):
            if file.name in gone:
                files.remove(file)
                continue
            yield _one(opened, file, erase, now)
        for left in beside.private_files(opened.path):  # of a step whose end the disk refused: the person is in it
            files.remove(left)
        state.remember(opened.path, opened.log)


def settle_rewriting(opened: Opened) -> None:
    """Put new versions of backups that the log names in place, and remove those it does not."""
    if not opened.backups.is_dir():
        return
    expected = expected_backups(opened.log)
    for aside in [entry for entry in opened.backups.iterdir() if entry.name.startswith(beside.REWRITTEN)]:
        name = aside.name.removeprefix(beside.REWRITTEN)
        if expected.get(name) == files.fingerprint(aside).sha256:
            aside.replace(opened.backups / name)
        else:
            files.remove(aside)
        files.sync_folder(opened.backups)


def _one(opened: Opened, file: Path, erase: Erase, now: datetime) -> Rewritten:
    try:
        with archive.open_archive(file, opened.key) as source:
            made, erasure = _made_aside(opened, source, erase)
    except (Busy, StorageError):
        raise
    except UserError as error:
        _log(opened, file, None, now)
        files.remove(file)
        files.sync_folder(opened.backups)
        return Rewritten(file.name, "deleted", reason=error.problem)
    if made is None:
        return Rewritten(file.name, "clean")
    _log(opened, file, files.fingerprint(made).sha256, now)
    made.replace(file)
    files.sync_folder(opened.backups)
    return Rewritten(file.name, "rewritten", erasure.leads)


def _log(opened: Opened, file: Path, new: str | None, now: datetime) -> None:
    old = expected_backups(opened.log).get(file.name) or files.fingerprint(file).sha256
    entry = {"backup": file.name, "old_sha256": old, "new_sha256": new}
    opened.log.append("forget", now, opened.key, {"rewritten": [entry]}, opened.access)


def _made_aside(opened: Opened, source: Archive, erase: Erase) -> tuple[Path | None, Erasure]:
    """The new version of a backup under its name aside, on the disk and verified; None where nobody is in it."""
    held, without = (beside.private_file(opened.path, beside.new_token()) for _each in range(2))
    temporary = opened.backups / f"{beside.PRIVATE}{beside.new_token()}"
    absent = source.manifest["payload"]["absent"]
    try:
        for each in (held, without, temporary):
            files.new_file(each)
        with held.open("wb") as target:
            source.copy_payload(target)
        if files.fingerprint(held).sha256 != source.manifest["payload"]["sha256"]:
            raise _not_kept(source)
        erasure = erase(None if absent else held, map(json.loads, source.lines()), without)
        if not erasure.rewrites and not erasure.lines:
            return None, erasure
        payload = None if absent else without if erasure.rewrites else held
        manifest = {k: v for k, v in source.manifest.items() if k not in ("payload", "undo")} | {"key": opened.key.id}
        lines = _without(source.lines(), erasure.lines)
        packing.write(temporary, opened.key.backup_password, opened.key.id, payload, together(lines), manifest)
        files.private_access(temporary, opened.access)
        files.sync_file(temporary)
        _require_proof(temporary, source, opened)
        made = source.path.with_name(beside.REWRITTEN + source.path.name)
        temporary.replace(made)
        files.sync_folder(opened.backups)
        return made, erasure
    finally:
        for each in (held, without, temporary):
            with contextlib.suppress(OSError):
                files.remove(each)


def _require_proof(made: Path, source: Archive, opened: Opened) -> None:
    """Read a new version back. Raises StorageError: what is wrong with it is no reason to delete the old one."""
    try:
        with archive.open_archive(made, opened.key) as written:
            written.verify()
            proves = bool(written.manifest["undo"]["root"] == source.manifest["undo"]["root"])
    except Damaged:
        proves = False
    if not proves:
        raise _not_kept(source)


def _not_kept(source: Archive) -> StorageError:
    return StorageError(
        _("The disk did not keep what was written to rewrite the backup {name}.").format(name=source.path.name),
        hint=_("Check the disk; the old one was left as it was."),
    )


def _without(lines: Iterable[bytes], erased: Collection[int]) -> Iterator[bytes]:
    """The lines of undo.jsonl, those of the person replaced by their leaf alone: the Merkle root stays."""
    for number, line in enumerate(lines):
        if number in erased and not line.startswith(b'{"erased":"'):
            yield encode({"erased": merkle.leaf(line).hex()}).encode()
        else:
            yield line
