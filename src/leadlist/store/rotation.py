"""A key that is replaced: on purpose, or because the old one was lost."""

from datetime import datetime
from pathlib import Path

from leadlist.errors import Damaged, UserError
from leadlist.locale import _
from leadlist.store import beside, files, state
from leadlist.store.failures import explained
from leadlist.store.keyfiles import FILE_NAME, config_folder, find_key, store_key
from leadlist.store.keys import Key
from leadlist.store.lists import locked
from leadlist.store.log import ChangeLog, first_fault
from leadlist.store.records import SUPPRESSION_TYPES
from leadlist.store.seals import suppression_files
from leadlist.store.wrapping import rotated


def rotate_key(key_file: Path | None = None) -> Key:
    """Replace the key in a key file (None: in the configuration folder) by a new root with a new backup password.

    The log and suppressed people go on under their sub-keys, and older backups still open. Every list takes the new
    key over with its next change. Raises UserError where there is no key.
    """
    file = key_file or config_folder() / FILE_NAME
    old = find_key(key_file=file) if file.exists() else None
    if old is None:
        raise UserError(_("There is no key in {what}.").format(what=file), hint=_("Make one: leadlist key new"))
    return store_key(rotated(old), file, replace=True)


def require_lost_key(path: Path, key: Key | None) -> str:
    """The id of the key a list's log belongs to; UserError where there is no log, or where that is `key`."""
    with explained(path):
        return _lost_key(ChangeLog(beside.log_file(files.real(path))), path, key)


def _lost_key(log: ChangeLog, path: Path, key: Key | None) -> str:
    if not log.records or (key and log.records[-1]["key"] in key.ids):
        raise UserError(
            _("The log of {path} belongs to no lost key.").format(path=path), hint=_("Nothing needs to be done.")
        )
    return str(log.records[-1]["key"])


def continue_after_loss(path: Path, key: Key, *, now: datetime, wait: float = 30.0) -> str:
    """Let the log of a list go on under a new key because the old one was lost; the id of the lost key.

    What was written before keeps its chain but can no longer be verified by its MACs, and its backups do not open.
    Suppression files go on too, and are refused until the opt-outs were read in again.
    Raises UserError where the list has no log or the key fits, Damaged where the chain does not hold.
    """
    real = files.real(path)
    with explained(real), files.private_umask() as umask:
        access = files.access(real) if real.exists() else files.new_access(umask)
        with locked(real, access, wait):
            log = ChangeLog(beside.log_file(real))
            _lost_key(log, path, key)
            fault = first_fault(log, None)
            if fault:
                raise Damaged(
                    _("The log is not as it was written: {reason}.").format(reason=fault[1]),
                    hint=_("Put back an undamaged copy first."),
                )
            log.finish_torn_line()
            last = log.records[-1]
            log.append("loss", now, key, {"lost_key": last["key"], "lost_head": last["hash"]}, access)
            state.remember(real, log)
            for file in suppression_files(real):
                _lose_suppressed(file, key, now, wait)
    return str(last["key"])


def _lose_suppressed(file: Path, key: Key, now: datetime, wait: float) -> None:
    """Nobody can tell any more who opted out; the file goes on, and is refused until they were read in again."""
    access = files.access(file)
    with locked(file, access, wait):
        ledger = ChangeLog(file, SUPPRESSION_TYPES)
        last = ledger.records[-1] if ledger.records else None
        if last is not None and last["key"] not in key.ids:
            ledger.finish_torn_line()
            ledger.append("loss", now, key, {"lost_key": last["key"], "lost_head": last["hash"]}, access)
            state.remember(file, ledger)
