"""The command line. `main` is the console script; everything heavy is imported inside the commands."""

import errno
import gc
import io
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from leadlist import locale
from leadlist.errors import ExitStatus, StorageError, UserError, reason_of

MANY_OBJECTS = 1_000_000
"""New objects between two rounds of garbage collection: with the usual 700, going through a million rows again and
again takes a third of a command's time, and finds next to nothing, since rows, changes and findings form no cycles."""


DISK_FAILURES = frozenset(
    getattr(errno, name)
    for name in ("EIO", "ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "ESTALE", "ENAMETOOLONG")
    if hasattr(errno, name)
)
"""What a disk, a quota or a permission refuses: nothing that a traceback would explain."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its status (`errors.ExitStatus`)."""
    gc.set_threshold(MANY_OBJECTS, 20, 100)
    argv = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a console cannot show is no reason to fail
    asked = _asked_language(argv)
    locale.use(asked if asked in locale.LANGUAGES else locale.preferred())
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)
    try:
        _require_language(asked)
        sys.exit(_run(argv))
    except UserError as error:
        from leadlist.cli.output import show_error

        show_error(error, quiet=_is_quiet(argv))
        sys.exit(error.status)
    except KeyboardInterrupt:
        sys.exit(ExitStatus.STOPPED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitStatus.STOPPED)
    except OSError as error:
        sys.exit(_disk_failed(error, quiet=_is_quiet(argv)))
    except Exception:  # noqa: BLE001 - a bug: shown whole, and told apart from the user's errors by its status
        traceback.print_exc()
        sys.exit(ExitStatus.BUG)


def _run(argv: Sequence[str]) -> int:
    """Run the command that the words name; its status. Raises UserError for words that name none."""
    from leadlist.cli.app import app
    from leadlist.cli.typer_words import NO_WORDS, USAGE_ERROR, usage_error

    try:
        return int(app(argv, prog_name="leadlist", standalone_mode=False) or 0)
    except USAGE_ERROR as error:
        if type(error).__name__ == NO_WORDS:  # a group without a command: its message is its whole help
            sys.stderr.write(f"{error}\n")
            return ExitStatus.UNUSABLE
        raise usage_error(error) from error


def _end(_number: int, _frame: FrameType | None) -> None:
    """End at a request (SIGTERM) as at Ctrl-C, after whatever must be put away; processes that help end at once."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.terminate()
    sys.exit(ExitStatus.TERMINATED)


def _asked_language(argv: Sequence[str]) -> str | None:
    """What `--lang` says, wherever it stands; it must be known before the help texts are made."""
    for position, argument in enumerate(argv):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and position + 1 < len(argv):
            return argv[position + 1]
    return None


def _disk_failed(error: OSError, *, quiet: bool) -> ExitStatus:
    """Say what the disk refused where no command had an answer of its own; anything else of the system is a bug."""
    if error.errno not in DISK_FAILURES:
        traceback.print_exc()
        return ExitStatus.BUG
    from leadlist.cli.output import show_error
    from leadlist.store.failures import explain

    place = Path(os.fsdecode(error.filename or "-"))
    told = explain(error, place)
    if error.errno in (errno.EACCES, errno.EPERM):
        told = StorageError(
            locale._("The system does not let leadlist use “{path}”: {reason}.").format(
                path=place, reason=reason_of(error)
            ),
            hint=locale._("Check its permissions, and whether another program holds it."),
        )
    show_error(told, quiet=quiet)
    return told.status


def _is_quiet(argv: Sequence[str]) -> bool:
    """Whether `--quiet` stands among the options or in them (`-nq`), however the command failed."""
    options = argv[: argv.index("--")] if "--" in argv else argv
    return any(option == "--quiet" or re.fullmatch("-[hny]*q[hnqy]*", option) for option in options)


def _require_language(asked: str | None) -> None:
    """Raises UserError for a language that leadlist does not speak."""
    if asked is not None and asked not in locale.LANGUAGES:
        raise UserError(
            locale._("leadlist does not speak “{language}”.").format(language=asked),
            hint=locale._("Known: {names}.").format(names=", ".join(locale.LANGUAGES)),
        )
