"""What a user must put right, and how a command ends.

There are two kinds of errors. A `UserError` is about the input, the rules, the machine or the command line:
it is shown in two lines, what is wrong and what to do next. Everything else is a bug and keeps its traceback.
"""

import errno
from enum import IntEnum

from leadlist.locale import _


class ExitStatus(IntEnum):
    """How a command ended, for scripts and cron (docs/exit-codes.md)."""

    DONE = 0
    FINDINGS = 1
    UNUSABLE = 2
    BUG = 3
    BUSY = 4
    REFUSED = 5
    DAMAGED = 6
    STORAGE = 7
    STOPPED = 130
    TERMINATED = 143


class UserError(Exception):
    """Something in the input, the rules or the command line must change; nothing was written."""

    status = ExitStatus.UNUSABLE

    def __init__(self, problem: str, *, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class Busy(UserError):
    """The list is locked, open in Excel, or was changed by somebody else meanwhile."""

    status = ExitStatus.BUSY


class Refused(UserError):
    """leadlist could go on, but somebody or something would be harmed."""

    status = ExitStatus.REFUSED


class Damaged(UserError):
    """A backup or the change log is not what was written, or belongs to another key."""

    status = ExitStatus.DAMAGED


class StorageError(UserError):
    """The disk is full, or the folder may not be written."""

    status = ExitStatus.STORAGE


def reason_of(error: OSError) -> str:
    """Why the system refused, in the user's language where that is likely to be met, else as the system says it."""
    known = {
        errno.ENOENT: _("there is no such file"),
        errno.EACCES: _("there is no permission"),
        errno.EPERM: _("there is no permission"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a part of its path is no folder"),
        errno.EROFS: _("the disk is read-only"),
        errno.ENOSPC: _("the disk is full"),
        errno.ENAMETOOLONG: _("its name is too long"),
        errno.EIO: _("the disk reports an error"),
    }
    return known.get(error.errno or 0) or error.strerror or str(error)
