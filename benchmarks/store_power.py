"""Cut the power at every file-system call of a change, and see whether a promise breaks.

    python benchmarks/store_power.py [--case NAME ...] [--no-sync] [--sample N]

The calls of a change are recorded by strace (Linux) with everything that was written. Then every moment is replayed on
a model of a disk: what no fsync had ordered is dropped, kept, or kept in part (writes torn in the middle, names in the
order they were given but only the first few of them), and the folder that is left is judged as after a kill. A change
that had ended with exit 0 must be there. `--no-sync` takes the fsyncs out of the record: then the harness must find
broken promises, or it is of no use. `--sample` judges every Nth state, from another one each day.
"""

import argparse
import hashlib
import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from store_cases import CASES, Case
from store_faults import broken
from store_tracing import attach, start, use_order, world

CALLS = (
    "openat,lseek,write,fsync,rename,renameat2,link,linkat,unlink,unlinkat,mkdir,rmdir,ftruncate,chmod,fchmod,fchmodat,"
    "close,pwrite64,copy_file_range,sendfile,dup"
)
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<.*>)?(?: .*)?$")
ARGUMENT = re.compile(r'(\d+)<((?:\\x..)*)>|"((?:\\x..)*)"|AT_FDCWD(?:<[^>]*>)?|([\w|]+)')


DRAWS = 8  # at each moment


class Call(NamedTuple):
    """A call that succeeded: numbers of open files as (number, name), texts as bytes, everything else as it stands."""

    name: str
    arguments: list[object]
    result: int


@dataclass
class File:
    """A file or folder: what programs see, what is on the disk for certain, and the changes in between."""

    folder: bool
    content: bytearray = field(default_factory=bytearray)
    mode: int = 0o600
    synced: bytes = b""
    synced_mode: int = 0o600
    waiting: list[tuple[str, int, bytes]] = field(default_factory=list)

    def change(self, kind: str, at: int, data: bytes) -> None:
        """Write, cut or give a mode; on the disk one day."""
        self.mode = _apply(self.content, self.mode, kind, at, data)
        self.waiting.append((kind, at, data))

    def sync(self) -> None:
        """On the disk now."""
        self.synced, self.synced_mode, self.waiting = bytes(self.content), self.mode, []

    def after_cut(self, arrived: Callable[[bytes], bytes | None]) -> tuple[bytes, int]:
        """Content and mode when the power went; `arrived` says how much of a waiting change had come to the disk."""
        content, mode = bytearray(self.synced), self.synced_mode
        for kind, at, data in self.waiting:
            part = arrived(data)
            if part is not None:
                mode = _apply(content, mode, kind, at, part)
        return bytes(content), mode


def _apply(content: bytearray, mode: int, kind: str, at: int, data: bytes) -> int:
    if kind == "mode":
        return at
    if kind == "cut":
        del content[at:]
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data
    return mode


class Disk:
    """The files under one folder, as a recorded run changes them."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.files: list[File] = []
        self.names: dict[str, int] = {}
        self.certain: dict[str, int] = {}
        self.pending: list[tuple[str, str, str, int]] = []
        self.open: dict[int, list[int]] = {}  # number -> [file, place, whether it appends]
        for entry in sorted(root.rglob("*")):
            found = File(entry.is_dir(), mode=entry.stat().st_mode & 0o777)
            if not found.folder:
                found.content = bytearray(entry.read_bytes())
            found.sync()
            self.names[str(entry)] = self._new(found)
        self.certain = dict(self.names)

    def _new(self, file: File) -> int:
        self.files.append(file)
        return len(self.files) - 1

    def _name(self, kind: str, first: str, second: str = "", file: int = -1) -> None:
        _rename(self.names, kind, first, second, file)
        self.pending.append((kind, first, second, file))

    def do(self, call: Call) -> None:
        """Take one call over."""
        texts = [os.fsdecode(each) for each in call.arguments if isinstance(each, bytes)]
        numbers = [each for each in call.arguments if isinstance(each, tuple)]
        inside = [text for text in texts if text.startswith(self.root + "/")]
        number = numbers[0][0] if numbers else -1
        match call.name:
            case "openat" if inside or texts[:1] == [self.root]:
                self._open(texts[0], str(call.arguments), call.result)
            case "close":
                self.open.pop(number, None)
            case "lseek" if number in self.open:
                self.open[number][1] = call.result
            case "write" if number in self.open:
                self._write(number, call.arguments[1], call.result)
            case "ftruncate" if number in self.open:
                self.files[self.open[number][0]].change("cut", int(str(call.arguments[1])), b"")
            case "fsync" if number in self.open:
                self._sync(self.open[number][0])
            case "fchmod" if number in self.open:
                self.files[self.open[number][0]].change("mode", int(str(call.arguments[-1]), 8), b"")
            case "chmod" | "fchmodat" if inside and inside[0] in self.names:
                mode = next(str(each) for each in call.arguments if re.fullmatch("0[0-7]{3,4}", str(each)))
                self.files[self.names[inside[0]]].change("mode", int(mode, 8), b"")
            case "mkdir" if inside:
                self._name("set", inside[0], file=self._new(File(True, mode=0o700)))
            case "unlink" | "unlinkat" | "rmdir" if inside:
                self._name("gone", inside[0])
            case "rename" | "renameat2" if len(inside) == 2:
                self._name("swap" if "RENAME_EXCHANGE" in str(call.arguments) else "move", *inside)
            case "link" | "linkat" if len(inside) == 2:
                self._name("set", inside[1], file=self.names[inside[0]])
            case "pwrite64" | "copy_file_range" | "sendfile" | "dup" if inside or number in self.open:
                raise SystemExit(f"the model does not know {call.name}")

    def _open(self, path: str, words: str, number: int) -> None:
        if path not in self.names:
            if "O_CREAT" not in words:
                return  # the root itself
            self._name("set", path, file=self._new(File(False)))
        file = self.names[path]
        if "O_TRUNC" in words:
            self.files[file].change("cut", 0, b"")
        self.open[number] = [file, 0, "O_APPEND" in words]

    def _write(self, number: int, data: object, count: int) -> None:
        file, place, appends = self.open[number]
        at = len(self.files[file].content) if appends else place
        assert isinstance(data, bytes)
        self.files[file].change("write", at, data[:count])
        self.open[number][1] = at + count

    def _sync(self, file: int) -> None:
        if not self.files[file].folder:
            self.files[file].sync()
            return
        (folder,) = (path for path, number in self.names.items() if number == file)
        left = []
        for step in self.pending:
            if any(_above(path) == folder for path in step[1:3] if path):
                _rename(self.certain, *step)
            else:
                left.append(step)
        self.pending = left

    def states(self, chance: random.Random) -> Iterator[dict[str, tuple[bytes | None, int]]]:
        """What may be found after a cut now: path -> content (None: a folder) and mode.

        First the names that were ordered before any later one, with all and with nothing of what was written; then
        draws of names in any order and of writes of which some came whole, some in part, some not at all.
        """
        for count in range(len(self.pending) + 1):
            for arrived in (lambda data: None, lambda data: data):
                yield self._found(self.pending[:count], arrived)
        for _draw in range(DRAWS if self.pending or any(file.waiting for file in self.files) else 0):
            steps = [step for step in self.pending if chance.random() < 0.5]
            yield self._found(steps, lambda data: _part(data, chance))

    def _found(
        self, steps: Sequence[tuple[str, str, str, int]], arrived: Callable[[bytes], bytes | None]
    ) -> dict[str, tuple[bytes | None, int]]:
        names = dict(self.certain)
        for step in steps:
            _rename(names, *step)
        found: dict[str, tuple[bytes | None, int]] = {}
        for path in sorted(names):
            file = self.files[names[path]]
            if _above(path) in (self.root, *found):
                content, mode = file.after_cut(arrived)
                found[path] = (None if file.folder else content, mode)
        return found


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _part(data: bytes, chance: random.Random) -> bytes | None:
    return chance.choice((None, data, data, data[: chance.randint(0, len(data))]))


def _rename(names: dict[str, int], kind: str, first: str, second: str, file: int) -> None:
    if kind == "set":
        names[first] = file
    elif kind == "gone":
        names.pop(first, None)
    elif kind == "swap" and first in names and second in names:
        names[first], names[second] = names[second], names[first]
    elif kind == "move" and first in names:
        names[second] = names.pop(first)


def recorded(case: Case, path: Path) -> tuple[list[Call], int]:
    """The calls of a change that succeeded, and how it ended."""
    record = path.parents[2] / f"{path.parents[1].name}.trace"
    child, go = start(case.act, path)
    tracer = attach(child, ["-y", "-xx", "-s", "100000000", "-o", str(record), f"--trace={CALLS}"])
    os.write(go, b"x")
    os.close(go)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    tracer.communicate()
    calls = []
    for line in record.read_text(encoding="ascii").splitlines():
        found = LINE.match(line)
        if found and not found[3].startswith("-"):
            calls.append(Call(found[1], [_argument(each) for each in ARGUMENT.finditer(found[2])], int(found[3])))
    record.unlink()
    return calls, status


def _argument(found: "re.Match[str]") -> object:
    if found[1]:
        return int(found[1]), _bytes(found[2])
    return _bytes(found[3]) if found[3] is not None else found[4] or ""


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def put(root: Path, state: dict[str, tuple[bytes | None, int]]) -> None:
    """Make the folder what was found after the cut."""
    for entry in root.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for name, (content, mode) in state.items():
        path = Path(name)
        if content is None:
            path.mkdir()
        else:
            path.write_bytes(content)
        path.chmod(mode)


def cut_everywhere(case: Case, *, sync: bool, step: int = 1) -> Iterator[tuple[int, list[str]]]:
    """For every `step`-th different state: after which call the power went, and the promises that are broken."""
    chance, seen, today = random.Random(1), set(), date.today().toordinal()
    with world(case) as path:
        root = path.parents[1]
        disk = Disk(root)
        calls, status = recorded(case, path)
        moments = [call for call in calls if sync or call.name != "fsync"]
        for place, call in enumerate(moments, 1):
            disk.do(call)
            ended = 0 if place == len(moments) and status == 0 else 9
            for state in list(disk.states(chance)):
                name = hashlib.sha256(repr((ended, sorted(state.items()))).encode()).digest()
                if name not in seen:
                    seen.add(name)
                    if (len(seen) + today) % step == 0:
                        put(root, state)
                        yield place, broken(case, path, ended)


def main() -> int:
    """Cut the power in every case; exit 1 where a promise broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", choices=CASES, action="append")
    parser.add_argument("--no-sync", action="store_true", help="as if no fsync had been called")
    parser.add_argument("--sample", type=int, metavar="N", default=1, help="every Nth state, from another one each day")
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("strace is missing: no call can be recorded", file=sys.stderr)
        return 2
    os.umask(0o022)
    use_order("backup first")
    states = failures = 0
    for name in options.case or CASES:
        for place, problems in cut_everywhere(CASES[name], sync=not options.no_sync, step=options.sample):
            states += 1
            failures += bool(problems)
            for problem in problems:
                print(f"{name}: power cut after call {place}: {problem}")
    print(f"{states} states, {failures} with broken promises")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
