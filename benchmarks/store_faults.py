"""Kill, or fail, a change of a list at every one of its file-system calls, and see whether a promise breaks.

    python benchmarks/store_faults.py [--quick] [--errors] [--case NAME ...] [--plant BUG]

Each fault happens in a process of its own, forked from this one and injected by strace (Linux). Afterwards the list
must be the old or the new one, the new one only with a verified backup and an intent in the log; nothing may be
readable by others; the next opening must leave no private file behind; the log must verify; undo must give the old
bytes. `--plant` puts a known bug into the store: then the harness must find broken promises, or it is of no use.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import filelock
import pyzipper

from leadlist.errors import UserError
from leadlist.store import (
    Key,
    LeadRecord,
    archive,
    backups,
    beside,
    commit,
    files,
    lists,
    open_list,
    read_log,
    swap,
    verify_backup,
    verify_log,
)

LOADED = (filelock.FileLock, pyzipper.AESZipFile)  # so that no fault hits an import

NOW = datetime(2026, 11, 22, 1, 45, 12, tzinfo=UTC)
OLD = "会社名,氏名\r\n山野商事,山田 太郎\r\n".encode() * 50
MIDDLE = OLD + "海野電機,海野 花子\r\n".encode()
NEW = MIDDLE + "川野工業,川野 次郎\r\n".encode()
KEY = Key("LEADLISTTESTKEYNEVERUSEIT2")
MODE = 0o640
CALLS = [
    "openat",
    "write",
    "fsync",
    "renameat2",
    "rename",
    "linkat",
    "link",
    "unlink",
    "unlinkat",
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchownat",
    "ftruncate",
    "mkdir",
    "rmdir",
    "close",
    "flock",
    "setxattr",
]
FREQUENT = ("openat", "close", "write")
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EACCES")
PTRACER = 0x59616D61  # linux/prctl.h: PR_SET_PTRACER


def put(path: Path, content: bytes, *, create: bool = False) -> None:
    """One change of the list."""
    record = LeadRecord(lead="L-0000000001", row=2, changes=[["氏名", "山田", "山田 太郎"]])
    with open_list(path, KEY, create=create, wait=0) as store:
        store.commit(
            "normalize",
            {"changed": 1},
            lambda target: _write(target, content),
            leads=[record],
            fields=["name"],
            rules="japan",
            rules_digest="0" * 64,
            now=NOW,
        )


def _write(target: Path, content: bytes) -> None:
    target.write_bytes(content)


def undo(path: Path) -> None:
    """Take the last change back."""
    with open_list(path, KEY, wait=0) as store:
        store.undo(now=NOW)


def restore(path: Path) -> None:
    """Put the oldest backup back."""
    with open_list(path, KEY, wait=0) as store:
        store.restore(backups(path)[0].name, now=NOW)


class Case(NamedTuple):
    """What is done before, what is done under the fault, and the list before and after it (None: no list)."""

    before: Callable[[Path], None]
    act: Callable[[Path], None]
    old: bytes | None
    new: bytes | None


def _first(path: Path) -> None:
    path.write_bytes(OLD)
    path.chmod(MODE)


def _second(path: Path) -> None:
    _first(path)
    put(path, MIDDLE)


def _third(path: Path) -> None:
    _second(path)
    put(path, NEW)


CASES = {
    "first change": Case(_first, lambda path: put(path, NEW), OLD, NEW),
    "later change": Case(_second, lambda path: put(path, NEW), MIDDLE, NEW),
    "new list": Case(lambda path: None, lambda path: put(path, NEW, create=True), None, NEW),
    "undo": Case(_second, undo, MIDDLE, OLD),
    "undo of a new list": Case(lambda path: put(path, NEW, create=True), undo, NEW, None),
    "restore": Case(_third, restore, NEW, OLD),
}


def _in_place(new: Path, path: Path) -> bool:
    old, content = path.read_bytes(), new.read_bytes()
    path.write_bytes(content)
    new.write_bytes(old)
    return True


def _log_after_file(opened: Any, work: Any, sealed: Any, after: Any, private: str, now: datetime) -> Any:
    commit._swap_in(opened, beside.private_file(opened.path, private), after)
    commit._swap_in = lambda *arguments: None
    return ANNOUNCE(opened, work, sealed, after, private, now)


def _mode_after_sync(target: Path) -> None:
    SYNC_FILE(target)
    target.chmod(target.stat().st_mode)


def _no_read_back(path: Path, *, from_disk: bool = False) -> Any:
    if not from_disk:
        return FINGERPRINT(path)
    return files.Fingerprint("0" * 64, 0, files.identity(path))


@contextmanager
def _no_lock(path: Path, access: Any, wait: float) -> Iterator[None]:
    yield


ANNOUNCE, SYNC_FILE, FINGERPRINT = commit._announce, files.sync_file, files.fingerprint
PLANTS: dict[str, tuple[Any, str, Any]] = {
    "write in place": (swap, "exchange", _in_place),
    "no fsync": (os, "fsync", lambda handle: None),
    "no file fsync": (files, "sync_file", lambda path: None),
    "no folder fsync": (files, "sync_folder", lambda folder: None),
    "mode after fsync": (files, "sync_file", _mode_after_sync),
    "log after file": (commit, "_announce", _log_after_file),
    "no read-back": (files, "fingerprint", _no_read_back),
    "no backup check": (archive.Archive, "verify", lambda self: None),
    "no lock": (lists, "_locked", _no_lock),
    "public files": (files, "private_access", lambda path, like, folder=False: path.chmod(0o755)),
}
"""Known bugs: where, the name of the function, and the wrong one."""


class Fault(NamedTuple):
    """A call, which one of its kind, and what happens there: "SIGKILL" or an error."""

    call: str
    when: int
    what: str

    def option(self) -> str:
        """For strace."""
        action = f"signal={self.what}" if self.what.startswith("SIG") else f"error={self.what}"
        return f"--inject={self.call}:{action}:when={self.when}"


@contextmanager
def world(case: Case) -> Iterator[Path]:
    """A folder with the list as it is before the fault."""
    with tempfile.TemporaryDirectory(prefix="leadlist-faults-") as folder:
        os.environ["LEADLIST_STATE_DIR"] = str(Path(folder, "state"))
        path = Path(folder, "営業", "見込み客.csv")
        path.parent.mkdir()
        case.before(path)
        yield path


def start(act: Callable[[Path], None], path: Path) -> tuple[int, int]:
    """A process that waits for a byte before it does `act`; its id, and where to write the byte."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        _child(ready, act, path)
    os.close(ready)
    return child, go


def attach(child: int, options: Sequence[str]) -> "subprocess.Popen[str]":
    """strace on that process, from now on."""
    tracer = subprocess.Popen(["strace", "-qq", *options, "-p", str(child)], stderr=subprocess.PIPE, text=True)
    while tracer.poll() is None:
        text = Path(f"/proc/{child}/status").read_text(encoding="ascii", errors="replace")
        if "TracerPid:\t0\n" not in text:
            return tracer
    os.kill(child, 9)
    raise SystemExit(f"strace: {tracer.communicate()[1]}")


def under(fault: Fault, act: Callable[[Path], None], path: Path) -> int:
    """Do `act` in a process that meets the fault; its exit status: 0, 9 (killed), 4-7 (a UserError), 3 (a bug)."""
    child, go = start(act, path)
    tracer = attach(child, ["-o", "/dev/null", f"--trace={fault.call}", fault.option()])
    os.write(go, b"x")
    os.close(go)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    tracer.communicate()
    return abs(status)


def _child(ready: int, act: Callable[[Path], None], path: Path) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(PTRACER, ctypes.c_ulong(-1 & (2**64 - 1)), 0, 0, 0)
    os.read(ready, 1)
    status = 3
    try:
        act(path)
        status = 0
    except UserError as error:
        status = int(error.status)
    except BaseException:  # noqa: BLE001 - whatever it is, it is a bug to report
        traceback.print_exc()
    finally:
        os._exit(status)


def content(path: Path) -> bytes | None:
    """The list's bytes, or None where there is no list."""
    return path.read_bytes() if path.exists() else None


def broken(case: Case, path: Path, status: int) -> list[str]:
    """The promises that do not hold after the fault, and after the recovery from it."""
    problems: list[str] = []

    def check(holds: bool, text: str) -> None:
        if not holds:
            problems.append(text)

    found = content(path)
    check(found in (case.old, case.new), "the list is neither the old nor the new one")
    check(status in (0, 4, 7, 9), f"status {status}")
    check(status != 0 or found == case.new, "said done, but the list is the old one")
    for entry in path.parent.rglob("*"):
        check(entry == path or not entry.stat().st_mode & 0o007, f"others may read {entry.name}")
    try:
        if found == case.new != case.old:
            last = read_log(path)[-1]
            check(last.state in ("done", "unfinished"), f"the log says {last.state}")
            verify_backup(path, last.backup, KEY)
        problems += _after_recovery(case, path, found)
    except (UserError, OSError, AssertionError, IndexError) as error:
        problems.append(f"afterwards: {error!r}")
    return problems


def _after_recovery(case: Case, path: Path, found: bytes | None) -> list[str]:
    with open_list(path, KEY, create=True, wait=0):
        pass
    problems = [] if content(path) == found else ["recovery changed the list again"]
    problems += [f"left behind: {entry.name}" for entry in beside.private_files(path)]
    problems += verify_log(path, KEY)
    if path.exists() and case.old is not None and path.stat().st_mode & 0o777 != MODE:
        problems.append(f"mode is {path.stat().st_mode & 0o777:o}")
    if found == case.new and case.act not in (undo,) and case.old is not None:
        undo(path)
        if content(path) != case.old:
            problems.append("undo does not give the old list")
    elif found == case.old and case.new is not None:
        case.act(path)
        if content(path) != case.new:
            problems.append("the same change does not work again")
    return problems + verify_log(path, KEY)


def faults_of(name: str, call: str, what: str, every: int) -> Iterator[tuple[Fault, list[str]]]:
    """Every `every`-th occurrence of one call in a case, until the call occurs no more."""
    case, when = CASES[name], 1
    while True:
        fault = Fault(call, when, what)
        with world(case) as path:
            status = under(fault, case.act, path)
            yield fault, broken(case, path, status)
        if status == 0 and (what == "SIGKILL" or not _reaches(name, call, when)):
            return
        when += every


def _reaches(name: str, call: str, when: int) -> bool:
    """Whether a call occurs that often; an error may be swallowed rightly, a kill never is."""
    with world(CASES[name]) as path:
        return under(Fault(call, when, "SIGKILL"), CASES[name].act, path) == 9


def trace(act: Callable[[Path], None], path: Path) -> list[tuple[str, str]]:
    """The calls of `act` and the names they touch, in order."""
    record = path.parent.parent / "trace"
    child, go = start(act, path)
    tracer = attach(child, ["-y", "-o", str(record), f"--trace={','.join((*CALLS, 'read'))}"])
    os.write(go, b"x")
    os.waitpid(child, 0)
    tracer.communicate()
    return [
        (line.split("(", 1)[0], _unescaped(line.split("(", 1)[1]))
        for line in record.read_text(encoding="utf-8", errors="replace").splitlines()
        if "(" in line and ") = -1" not in line
    ]


def _unescaped(text: str) -> str:
    """strace writes bytes beyond ASCII as octal numbers."""
    return re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), text.encode()).decode("utf-8", "replace")


def order_problems(case: Case) -> list[str]:
    """What a kill cannot show, because the system lives on: that everything is on the disk before the next step.

    The calls of a change are recorded and compared with the order of a commit.
    """
    with world(case) as path:
        calls = trace(case.act, path)
    new, log, folder = f"/.{path.name}.new-", f"/{path.name}.changes.jsonl>", f"{path.parent}>"
    zipped, backups_folder = ".backups/.new-", f"/{path.name}.backups>"

    def last(kinds: str, text: str, before: int | None = None) -> int:
        found = [n for n, (call, rest) in enumerate(calls[:before]) if call in kinds.split() and text in rest]
        return max(found, default=-1)

    renames = "renameat2 rename link"
    swapped = last(renames, new)
    intent, confirmed = last("write", log, swapped), last("write", log)
    sealed = last(renames, zipped, intent)
    steps = [
        ("the lock is taken before the list is read", last("flock", ".lock"), last("read", f"/{path.name}>", sealed)),
        ("the backup is on the disk before it gets its name", last("write", zipped), last("fsync", zipped, sealed)),
        ("the backup is read back", last("fsync", zipped, sealed), last("read", zipped, sealed)),
        ("the backup's name is on the disk before the log names it", sealed, last("fsync", backups_folder, intent)),
        ("the log announces before the swap", last("fsync", backups_folder, intent), intent),
        ("the announcement is on the disk before the swap", intent, last("fsync", log, swapped)),
        ("the swap is on the disk before the log confirms it", swapped, last("fsync", folder, confirmed)),
        ("the confirmation is on the disk", confirmed, last("fsync", log)),
    ]
    if case.new is not None:
        changed = last("write fchmod chmod fchmodat fchown chown setxattr", new, swapped)
        synced = last("fsync", new, swapped)
        steps.append(("the new list and its mode are on the disk before the swap", changed, synced))
        steps.append(("the new list is read back", synced, last("read", new, swapped)))
    return [f"not so: {text}" for text, first, second in steps if not 0 <= first < second]


def main() -> int:
    """Run the harness; exit 1 where a promise broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one case, every third of the frequent calls")
    parser.add_argument("--errors", action="store_true", help="failing calls instead of kills")
    parser.add_argument("--case", choices=CASES, action="append")
    parser.add_argument("--call", choices=CALLS, action="append")
    parser.add_argument("--plant", choices=PLANTS)
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("strace is missing: no fault can be injected", file=sys.stderr)
        return 2
    if options.plant:
        setattr(*PLANTS[options.plant])
    os.umask(0o022)
    faults = failures = 0
    for name in options.case or (["later change"] if options.quick else CASES):
        problems = order_problems(CASES[name])
        failures += bool(problems)
        for problem in problems:
            print(f"{name}: {problem}")
        for call in options.call or CALLS:
            every = 3 if options.quick and call in FREQUENT else 1
            for what in _kinds(call, errors=options.errors, quick=options.quick):
                for fault, problems in faults_of(name, call, what, every):
                    faults += 1
                    failures += bool(problems)
                    for problem in problems:
                        print(f"{name}: {what} at {call} {fault.when}: {problem}")
    print(f"{faults} faults, {failures} with broken promises")
    return 1 if failures else 0


def _kinds(call: str, *, errors: bool, quick: bool) -> Sequence[str]:
    if not errors:
        return ("SIGKILL",)
    return (ERRORS[len(call) % len(ERRORS)],) if quick else ERRORS


if __name__ == "__main__":
    sys.exit(main())
