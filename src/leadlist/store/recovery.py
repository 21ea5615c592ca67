"""Finish or take back an interrupted run: the log says what was meant, the bytes say how far it came.

Where the list stands at what the intent announced, the change is finished; where it stands at what was there before,
it is taken back. Where somebody saved the list in between, that save is never lost.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from leadlist.locale import _
from leadlist.store import beside, files, swap
from leadlist.store.opened import Opened, pending
from leadlist.store.records import timestamp
from leadlist.store.rewriting import settle_rewriting


def settle(opened: Opened, now: datetime, *, give_up: bool = False) -> None:
    """Bring list, log and folder to rest. `give_up` takes a change back even where it was swapped in already.

    Raises OSError; calling it again goes on from there.
    """
    if opened.log.doubtful:
        return
    opened.log.finish_torn_line()
    intent = pending(opened.log)
    if intent is not None:
        done = _decide(opened, intent, give_up=give_up)
        ended = {"op": intent["op"]}
        opened.log.append("commit" if done else "abort", now, opened.key, ended, opened.access)
        if not give_up:
            _tell(opened, intent, done=done)
    for file in beside.private_files(opened.path):
        files.remove(file)
    settle_rewriting(opened)


def _decide(opened: Opened, intent: dict[str, Any], *, give_up: bool) -> bool:
    """Whether the change counts; afterwards the list has the right bytes and the private file may go."""
    path, private = opened.path, beside.private_file(opened.path, intent["private"])
    before, after = intent["before"], intent["after"]
    now, aside = opened.mark_of(path), opened.mark_of(private)
    ours = (None, before, after)
    if now == after:
        if aside not in ours or (give_up and aside == before and before is not None):
            return not _swap_back(path, private)
        if give_up and before is None:
            swap.move_new(path, private)
            files.sync_folder(path.parent)
            return False
        files.sync_folder(path.parent)
        return True
    if now == before:
        return False
    if aside not in ours:
        _keep_visibly(opened, private)
        return True
    return bool(aside != after)


def _swap_back(path: Path, private: Path) -> bool:
    """The displaced file gets its name back."""
    if not path.exists():
        swap.move_new(private, path)
    elif not swap.exchange(private, path):
        return False
    files.sync_folder(path.parent)
    return True


def _keep_visibly(opened: Opened, private: Path) -> None:
    """Two people saved during one commit: keep the older save beside the list, under a name one sees."""
    stamp = timestamp(datetime.fromtimestamp(private.stat().st_mtime).astimezone())
    number = "".join(character for character in stamp if character.isdigit())
    kept = opened.path.with_name(f"{opened.path.stem}.conflict-{number}-{beside.new_token()}{opened.path.suffix}")
    swap.move_new(private, kept)
    files.sync_folder(kept.parent)
    opened.notes.append(
        _("Somebody saved the list while it was being changed; that save is in {path}.").format(path=kept)
    )


def _tell(opened: Opened, intent: dict[str, Any], *, done: bool) -> None:
    if done:
        text = _("An interrupted “{operation}” of {time} was completed.")
    else:
        text = _("An interrupted “{operation}” of {time} was taken back; the list is as it was before.")
    opened.notes.append(text.format(operation=intent["operation"], time=intent["time"]))
