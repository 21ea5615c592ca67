"""Kill, or fail, a change of a list at every one of its file-system calls, and see whether a promise breaks.

    python benchmarks/store_faults.py [--quick] [--signals | --errors | --lies] [--order ORDER] [--case NAME ...]
    python benchmarks/store_faults.py --commands [--signals | --errors | --lies] [--in-turn] [--case NAME ...]
    python benchmarks/store_faults.py --sample N [--errors | --signals] [--case NAME ...]
    python benchmarks/store_faults.py --plant BUG [--quick]

Each fault happens in a process of its own, forked from this one and injected by strace (Linux). Afterwards the list
must be the old or the new one, the new one only with a verified backup and an intent in the log; nothing may be
readable by others; the next opening must leave no private file behind; the log must verify; undo must give the old
bytes. `--commands` does so with whole commands from reading the rules to the last word (`store_commands.py`): after a
fault in `optout` the refusal is in force, after one in `forget` and its `--resume` the person is in no file any more.
`--signals` sends SIGINT and SIGTERM instead of SIGKILL, `--errors` lets the call fail; with `--in-turn` each call meets
one of the four errors (of the two signals), the next call the next. `--lies` reports success for a write that was not
made, or was made with other bytes: exit 0 still means what it promises. `--sample` takes every Nth call that the case
makes, from another one each day, so that N days meet them all. `--plant` puts a known bug into the store: then
the harness must find broken promises, or it is of no use.
"""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from store_cases import CASES, COMPARING, KEY, MODE, Case, content, undo
from store_commands import cases as commands_on
from store_order import order_problems
from store_plants import PLANTS
from store_tracing import CALLS, ORDERS, attach, counted, start, use_order, world, writes

from leadlist.errors import UserError
from leadlist.store import beside, open_list, read_log, verify_backup, verify_log

FREQUENT = ("openat", "close", "write")
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EACCES")
ENDED = (0, 4, 7, 9, 15, 130, 143)
LIED_TO = (0, 4, 5, 6, 7)
"""How a command may end after a write that lied: done, or refused because what was read back is wrong."""


COMMANDS: list[Case] = []
"""Those among the cases that are whole commands: they may also say (exit 2) that a file of rules cannot be read."""


class Fault(NamedTuple):
    """A call, which one of its kind, and what happens there: "SIGKILL" or an error."""

    call: str
    when: int
    what: str

    def option(self) -> str:
        """For strace."""
        action = f"signal={self.what}" if self.what.startswith("SIG") else f"error={self.what}"
        if "=" in self.what:
            action = self.what
        return f"--inject={self.call}:{action}:when={self.when}"

    def allowed(self) -> Sequence[int]:
        """How a command may end that met it."""
        return LIED_TO if "=" in self.what else ENDED


def under(fault: Fault, act: Callable[[Path], None], path: Path) -> int:
    """Do `act` in a process that meets the fault; its status: 9, 15, 130, 143 (ended), 4-7 (UserError), 3 (bug)."""
    child, go = start(act, path)
    tracer = attach(child, ["-o", "/dev/null", f"--trace={fault.call}", fault.option()])
    os.write(go, b"x")
    os.close(go)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    tracer.communicate()
    return abs(status)


def broken(case: Case, path: Path, status: int, allowed: Sequence[int] = ENDED) -> list[str]:
    """The promises that do not hold after the fault, and after the recovery from it."""
    problems: list[str] = []

    def check(holds: bool, text: str) -> None:
        if not holds:
            problems.append(text)

    found = content(path)
    check(found in (case.old, case.new), "the list is neither the old nor the new one")
    check(status in (*allowed, 2) if case in COMMANDS else status in allowed, f"status {status}")
    check(status != 0 or found == case.new, "said done, but the list is the old one")
    for entry in path.parent.rglob("*"):
        check(entry == path or not entry.stat().st_mode & 0o007, f"others may read {entry.name}")
    try:
        if found == case.new != case.old:
            last = read_log(path)[-1]
            check(last.state in ("done", "unfinished"), f"the log says {last.state}")
            verify_backup(path, last.backup, KEY)
        problems += case.done(path) if status == 0 else []
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
    if found == case.new != case.old and case.after:
        problems += case.after(path)
    elif found == case.new != case.old and case.act is not undo and case.old is not None:
        undo(path)
        if content(path) != case.old:
            problems.append("undo does not give the old list")
    elif found == case.old and case.new is not None:
        case.act(path)
        if content(path) != case.new:
            problems.append("the same change does not work again")
        problems += case.after(path) if case.after else []
    return problems + verify_log(path, KEY)


def faults_of(case: Case, call: str, what: str, every: int = 1, first: int = 1) -> Iterator[tuple[Fault, list[str]]]:
    """Every `every`-th occurrence of one call in a case from the `first` on, until the call occurs no more."""
    when = first
    while True:
        fault = Fault(call, when, what)
        with world(case) as path:
            status = under(fault, case.act, path)
            yield fault, broken(case, path, status, fault.allowed())
        if status == 0 and (what == "SIGKILL" or not _reaches(case, call, when)):
            return
        when += every


def sampled_of(case: Case, kinds: Sequence[str], step: int, day: int) -> Iterator[tuple[Fault, list[str]]]:
    """Every `step`-th of all calls of a case, which ones by the day, each with one of the kinds of fault by turns."""
    with world(case) as path:
        times = counted(case.act, path, path.parents[1])
    calls = [(call, when) for call in CALLS for when in range(1, times.get(call, 0) + 1)]
    for place in range(day % step, len(calls), step):
        fault = Fault(*calls[place], kinds[(place // step + day) % len(kinds)])
        with world(case) as path:
            yield fault, broken(case, path, under(fault, case.act, path), fault.allowed())


def lies_of(case: Case) -> Iterator[tuple[Fault, list[str]]]:
    """Each write of a case to a file is said to be done: once it was not made, once its first bytes were others."""
    with world(case) as path:
        found = writes(case.act, path, path.parents[1])
    for when, (length, head) in found.items():
        wrong = bytes(255 if byte == 0 else 0 for byte in bytes.fromhex(head)).hex()
        for lie in (f"retval={length}", f"poke_enter=@arg2={wrong}:poke_exit=@arg2={head}"):
            fault = Fault("write", when, lie)
            with world(case) as path:
                yield fault, broken(case, path, under(fault, case.act, path), fault.allowed())


def _reaches(case: Case, call: str, when: int) -> bool:
    """Whether a call occurs that often; an error may be swallowed rightly, a kill never is."""
    with world(case) as path:
        return under(Fault(call, when, "SIGKILL"), case.act, path) == 9


def main() -> int:
    """Run the harness; exit 1 where a promise broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one case, every third of the frequent calls")
    parser.add_argument("--errors", action="store_true", help="failing calls instead of kills")
    parser.add_argument("--signals", action="store_true", help="SIGINT and SIGTERM instead of kills")
    parser.add_argument("--lies", action="store_true", help="writes that are not made, or made wrong, and succeed")
    parser.add_argument("--in-turn", action="store_true", help="one of the errors or signals a call")
    parser.add_argument("--sample", type=int, metavar="N", help="every Nth call, from another one each day")
    parser.add_argument("--order", choices=ORDERS, default="backup first", help="of the backup and the new list")
    parser.add_argument("--commands", action="store_true", help="whole commands instead of the store alone")
    parser.add_argument("--case", metavar="NAME", action="append")
    parser.add_argument("--call", choices=CALLS, action="append")
    parser.add_argument("--plant", choices=PLANTS)
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("strace is missing: no fault can be injected", file=sys.stderr)
        return 2
    if options.plant:
        for place, name, wrong in PLANTS[options.plant]:
            setattr(place, name, wrong)
    os.umask(0o022)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
    use_order(options.order)
    COMPARING.extend([True] if options.lies else [])
    faults = failures = 0
    cases = CASES
    if options.commands:
        cases = commands_on(world)
        COMMANDS.extend(cases.values())
    for name in options.case or (
        ["later change"] if (options.quick or options.sample) and not options.commands else cases
    ):
        problems = [] if name in ("backup", "forget") or options.lies else order_problems(cases[name])
        failures += bool(problems)
        for problem in problems:
            print(f"{name}: {problem}")
        for fault, problems in _faults(cases[name], options):
            faults += 1
            failures += bool(problems)
            for problem in problems:
                print(f"{name}: {fault.what} at {fault.call} {fault.when}: {problem}", flush=True)
    print(f"{faults} faults, {failures} with broken promises")
    return 1 if failures else 0


def _faults(case: Case, options: argparse.Namespace) -> Iterator[tuple[Fault, list[str]]]:
    if options.lies:
        yield from lies_of(case)
        return
    if options.sample:
        yield from sampled_of(case, _kinds("", options), options.sample, date.today().toordinal())
        return
    for call in options.call or CALLS:
        kinds = _kinds(call, options)
        for place, what in enumerate(kinds, 1):
            if options.in_turn:
                yield from faults_of(case, call, what, len(kinds), place)
            else:
                yield from faults_of(case, call, what, 3 if options.quick and call in FREQUENT else 1)


def _kinds(call: str, options: argparse.Namespace) -> Sequence[str]:
    if options.signals:
        return ("SIGINT", "SIGTERM")
    if not options.errors:
        return ("SIGKILL",)
    return (ERRORS[len(call) % len(ERRORS)],) if options.quick else ERRORS


if __name__ == "__main__":
    sys.exit(main())
