"""A process that meets a fault of strace's making, or is recorded by it.

A commit makes the backup in a thread beside the new list. strace counts the calls of each thread by itself, so a fault
at the n-th call of both is had by doing one after the other (`ORDERS`); "together" is the real thing.
"""

import ctypes  # before any fault is injected: an error while it loads would be the harness' own
import os
import subprocess
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock
import pyzipper
from Cryptodome.Cipher import AES
from Cryptodome.Util.strxor import strxor
from store_cases import Case

from leadlist.errors import ExitStatus, UserError
from leadlist.store import commit

LOADED = [filelock.FileLock, pyzipper.AESZipFile, AES, strxor]  # so that no fault hits an import
with suppress(ImportError):
    from isal import isal_zlib

    LOADED.append(isal_zlib)
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
PTRACER = 0x59616D61  # linux/prctl.h: PR_SET_PTRACER


class _First:
    """Does the backup at once, before the new list is written."""

    def __init__(self, workers: int) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __enter__(self) -> "_First":
        return self

    def __exit__(self, *_error: object) -> None:
        for each in self.waiting:
            each()

    def submit(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        self._do(lambda: _fulfil(done, lambda: work(*arguments, **named)))
        return done

    def _do(self, work: Callable[[], None]) -> None:
        work()


class _Last(_First):
    """Does the backup after the new list was written."""

    def _do(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)


def _fulfil(done: "Future[Any]", work: Callable[[], Any]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - handed on, as the thread does
        done.set_exception(error)


ORDERS: dict[str, Callable[[int], AbstractContextManager[Any]]] = {
    "backup first": _First,
    "list first": _Last,
    "together": ThreadPoolExecutor,
}


def use_order(name: str) -> None:
    """Make commits of this process, and of those it forks, do backup and new list in this order."""
    commit.ThreadPoolExecutor = ORDERS[name]  # type: ignore[misc,assignment]


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
    """A process that waits for a byte before it does `act`; its id, and where to write the byte.

    A thread that has ended for Python may still hold a lock of OpenSSL, which the child would wait for for ever.
    """
    for _moment in range(50):
        if len(list(Path("/proc/self/task").iterdir())) == 1:
            break
        time.sleep(0.001)
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        _child(ready, act, path)
    os.close(ready)
    return child, go


def attach(child: int, options: Sequence[str]) -> "subprocess.Popen[str]":
    """strace on that process, from now on."""
    tracer = subprocess.Popen(["strace", "-f", "-qq", *options, "-p", str(child)], stderr=subprocess.PIPE, text=True)
    while tracer.poll() is None:
        text = Path(f"/proc/{child}/status").read_text(encoding="ascii", errors="replace")
        if "TracerPid:\t0\n" not in text:
            return tracer
        time.sleep(0.001)  # leaves the core to strace
    os.kill(child, 9)
    raise SystemExit(f"strace: {tracer.communicate()[1]}")


def counted(act: Callable[[Path], None], path: Path, root: Path) -> dict[str, int]:
    """How often `act` makes each of `CALLS`; of several threads, the one that makes most, as strace counts."""
    found: Counter[tuple[str, str]] = Counter()
    for line in _traced(act, path, root, ["--trace=" + ",".join(CALLS)]):
        thread, _blank, rest = line.partition(" ")
        found[thread, rest.strip().partition("(")[0]] += 1
    most: dict[str, int] = {}
    for (_thread, call), times in found.items():
        most[call] = max(times, most.get(call, 0))
    return {call: times for call, times in most.items() if call in CALLS}


def _traced(act: Callable[[Path], None], path: Path, root: Path, options: Sequence[str]) -> list[str]:
    """What strace writes of `act`, a line a call."""
    record = root.with_name(f"{root.name}.trace")
    child, go = start(act, path)
    tracer = attach(child, [*options, "-o", str(record)])
    os.write(go, b"x")
    os.close(go)
    os.waitpid(child, 0)
    tracer.communicate()
    lines = record.read_text(encoding="ascii").splitlines()
    record.unlink()
    return lines


def writes(act: Callable[[Path], None], path: Path, root: Path) -> dict[int, tuple[int, str]]:
    """The writes of `act` to files under `root`: which of all writes it is -> its length, its first bytes in hex."""
    found = _traced(act, path, root, ["-y", "-xx", "-s", "4", "--trace=write"])
    lines = [line for line in found if " write(" in line]
    inside = "<" + "".join(f"\\x{byte:02x}" for byte in os.fsencode(root))
    return {
        number: (int(line.rsplit("=", 1)[1]), line.split('"')[1].replace("\\x", ""))
        for number, line in enumerate(lines, 1)
        if inside in line
    }


def _child(ready: int, act: Callable[[Path], None], path: Path) -> None:
    ctypes.CDLL(None).prctl(PTRACER, ctypes.c_ulong(-1 & (2**64 - 1)), 0, 0, 0)
    os.read(ready, 1)
    status = 3
    try:
        act(path)
        status = 0
    except UserError as error:
        status = int(error.status)
    except KeyboardInterrupt:
        status = int(ExitStatus.STOPPED)
    except SystemExit as error:
        status = int(error.code or 0)
    except BaseException:  # noqa: BLE001 - whatever it is, it is a bug to report
        traceback.print_exc()
    finally:
        os._exit(status)
