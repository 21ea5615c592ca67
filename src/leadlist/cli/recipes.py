"""What cron, systemd and the Windows Task Scheduler want to read for a backup every night and a purge every month."""

import hashlib
import shlex
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from leadlist.errors import UserError
from leadlist.locale import _

_CRON = {"daily": "* * *", "weekly": "* * 1", "monthly": "1 * *"}  # day of month, month, day of week (1: Monday)
_SYSTEMD = {"daily": "*-*-*", "weekly": "Mon *-*-*", "monthly": "*-*-01"}
_WINDOWS = {"daily": "/SC DAILY", "weekly": "/SC WEEKLY /D MON", "monthly": "/SC MONTHLY /D 1"}
_TIMES = {"backup": (2, 15), "purge": (2, 45), "drill": (3, 15)}


class Job(NamedTuple):
    """What is done to which list, how often ("daily", "weekly", "monthly"), at what hour and minute, and leadlist's
    arguments."""

    name: str
    path: Path
    every: str
    hour: int
    minute: int
    arguments: Sequence[str]


def jobs(
    list_file: Path, *, backup: str, purge: str, drill: str, to: Path | None = None, key_file: str = ""
) -> list[Job]:
    """The jobs that were asked for; "" is none. `key_file` is named in them: they run without this shell's environment.

    Raises UserError for another frequency.
    """
    path = str(list_file.absolute())
    copied = ["--to", str(to.absolute())] if to else []
    quietly = ["--quiet", *(["--key-file", str(Path(key_file).absolute())] if key_file else [])]
    arguments = {
        "backup": ["backup", path, *copied, *quietly],
        "purge": ["purge", path, "--yes", *quietly],
        "drill": ["backup", "drill", path, *quietly],
    }
    asked = {"backup": backup, "purge": purge, "drill": drill}
    for name, every in asked.items():
        if every and every not in _CRON:
            raise UserError(
                _("--{name} is “{every}”.").format(name=name, every=every),
                hint=_("Known: {names}.").format(names=", ".join(_CRON)),
            )
    place = list_file.absolute()
    return [Job(name, place, every, *_TIMES[name], arguments[name]) for name, every in asked.items() if every]


def cron(wanted: Sequence[Job], program: Sequence[str], list_file: Path) -> list[str]:
    """Lines for a crontab, between two comments that name the list. A per cent sign would end a command there."""
    begin, end = _marks(list_file)
    lines = [
        f"{job.minute} {job.hour} {_CRON[job.every]}  {shlex.join([*program, *job.arguments])}".replace("%", r"\%")
        for job in wanted
    ]
    return [begin, *lines, end]


def _marks(list_file: Path) -> tuple[str, str]:
    path = "".join(c if c.isprintable() else "?" for c in str(list_file.absolute()))
    return f"# leadlist begin {path}", f"# leadlist end {path}"


def merged(crontab: str, lines: Sequence[str]) -> str:
    """A crontab with the lines; what stood between the same two comments before is replaced, all else stays."""
    kept, inside = [], False
    for line in crontab.splitlines():
        inside = inside or line == lines[0]
        if not inside:
            kept.append(line)
        inside = inside and line != lines[-1]
    return "\n".join([*kept, *lines]) + "\n"


def systemd(wanted: Sequence[Job], program: Sequence[str]) -> str:
    """A service and a timer a job, for ~/.config/systemd/user. A per cent sign is doubled there, a dollar sign too."""
    parts = []
    for job in wanted:
        unit = _unit(job)
        command = " ".join(_systemd_word(word) for word in [*program, *job.arguments])
        what = f"leadlist {job.name} {_described(job.path)}"
        parts.append(
            f"# ~/.config/systemd/user/{unit}.service\n[Unit]\nDescription={what}\n\n"
            f"[Service]\nType=oneshot\nExecStart={command}\n\n"
            f"# ~/.config/systemd/user/{unit}.timer\n[Timer]\n"
            f"OnCalendar={_SYSTEMD[job.every]} {job.hour:02}:{job.minute:02}:00\nPersistent=true\n\n"
            f"[Install]\nWantedBy=timers.target\n"
        )
    timers = " ".join(f"{_unit(job)}.timer" for job in wanted)
    return "\n".join([*parts, f"# systemctl --user enable --now {timers}"])


def _unit(job: Job) -> str:
    """The name of a unit, another one for each list (systemd.unit(5): Latin letters, digits and a few signs)."""
    return f"leadlist-{job.name}-{hashlib.sha256(str(job.path).encode()).hexdigest()[:8]}"


def _described(path: Path) -> str:
    """A path in one line, with no specifiers."""
    return "".join(c if c.isprintable() else "?" for c in str(path)).replace("%", "%%")


def _systemd_word(word: str) -> str:
    """A word of ExecStart (systemd.service(5), "Command lines"; specifiers and variables switched off)."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"' if any(c in word for c in " \t'\";") else text


def windows(wanted: Sequence[Job], program: Sequence[str]) -> str:
    """Commands for cmd.exe that make tasks of the Task Scheduler."""
    lines = []
    for job in wanted:
        words = [_windows_word(word) for word in [*program, *job.arguments]]
        task = " ".join(words).replace('"', r"\"")
        name = f"leadlist {job.name} {PureWindowsPath(job.path).stem}"
        when = f"{_WINDOWS[job.every]} /ST {job.hour:02}:{job.minute:02}"
        lines.append(f'schtasks /Create /F {when} /TN "{name}" /TR "{task}"')
    return "\n".join(lines)


def _windows_word(word: str) -> str:
    return f'"{word}"' if not word or any(c in word for c in " \t&()^;,") else word
