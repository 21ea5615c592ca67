"""What a user must put right, and how a command ends.

There are two kinds of errors. A `UserError` is about the input, the rules, the machine or the command line:
it is shown in two lines, what is wrong and what to do next. Everything else is a bug and keeps its traceback.
"""

from enum import IntEnum


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
