"""Many at once on one list: processes that change it, processes that are killed, and a program that saves it meanwhile.

    python benchmarks/store_together.py [--runs 5] [--kills 200] [--commits 5000]

1. Eight processes make `--runs` changes each: every one must be done, and its line be in the list.
2. Six processes make changes and are killed at random moments, `--kills` times: what was done is in the list.
3. A program saves the list every 2 milliseconds, with a pause after 20 saves, half of the time in place and half by
   renaming, during `--commits` changes: none of its saves may be lost. Ours may be refused (exit 4).

0 for any of the numbers leaves that part out. 5,000 changes take an hour: `--commits 500` ten times is as good, since
each run begins with a list of its own and every save is looked for before the next.
"""

import argparse
import multiprocessing
import os
import random
import re
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from store_cases import KEY

from leadlist.errors import Busy
from leadlist.store import Keep, open_list, prune, verify_log

HEADINGS = "会社名,氏名\r\n".encode()
SAVED = re.compile(rb"saved (\d+)\r\n")
FORK = multiprocessing.get_context("fork")


def add(path: Path, line: bytes) -> None:
    """Commit the list with one line more."""
    with open_list(path, KEY, wait=120) as store:
        content = path.read_bytes() + line
        store.commit(
            "import",
            {"added": 1},
            lambda target: target.write_bytes(content) and None,
            leads=[],
            fields=[],
            rules="",
            rules_digest="",
            now=datetime.now(UTC),
        )


def worker(path: Path, number: int, runs: int, tell: Connection) -> None:
    """Make changes, and tell of each that is done, or refused."""
    for run in range(runs):
        line = f"{number}-{run}-{secrets.token_hex(4)}\r\n".encode()
        try:
            add(path, line)
            tell.send((True, line))
        except Busy as error:
            tell.send((False, error.problem.encode()))


def start(path: Path, number: int, runs: int) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    """A worker, and where it tells what it did."""
    listen, tell = FORK.Pipe(duplex=False)
    process = FORK.Process(target=worker, args=(path, number, runs, tell))
    process.start()
    tell.close()
    return process, listen


def told(listen: Connection) -> list[tuple[bool, bytes]]:
    """Everything a worker told before it ended."""
    found = []
    while True:
        try:
            found.append(listen.recv())
        except (EOFError, OSError):
            return found


def lost(path: Path, said: Sequence[tuple[bool, bytes]]) -> int:
    """How many changes that were told as done are not in the list."""
    lines = set(path.read_bytes().splitlines(keepends=True))
    return sum(done and line not in lines for done, line in said)


def eight(path: Path, runs: int) -> bool:
    """Part 1."""
    workers = [start(path, number, runs) for number in range(8)]
    said = [each for _process, listen in workers for each in told(listen)]
    for process, _listen in workers:
        process.join()
    gone, refused, problems = lost(path, said), sum(not done for done, _line in said), verify_log(path, KEY)
    print(f"8 processes × {runs}: {len(said)} told, {gone} lost, {refused} refused, log: {problems or 'holds'}")
    return len(said) == 8 * runs and not gone and not refused and not problems


def killed(path: Path, kills: int) -> bool:
    """Part 2."""
    chance, said = random.Random(2), []
    workers = [start(path, number, 10_000) for number in range(6)]
    for number in range(6, 6 + kills):
        time.sleep(chance.uniform(0.02, 0.4))
        place = chance.randrange(len(workers))
        process, listen = workers[place]
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        said += told(listen)
        workers[place] = start(path, number, 10_000)
    for process, listen in workers:
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        said += told(listen)
    add(path, b"last\r\n")
    gone, problems = lost(path, said), verify_log(path, KEY)
    print(f"{kills} kills over 6 processes: {len(said)} changes told, {gone} lost, log: {problems or 'holds'}")
    return not gone and not problems


def save_all_the_time(path: Path, tell: Connection, stop: Connection) -> None:
    """Save the list again and again; before each save, the one before must still be there."""
    number, missing = 0, 0
    while not stop.poll():
        number += 1
        content = HEADINGS + f"saved {number}\r\n".encode()
        if number % 2:
            path.write_bytes(content)
        else:
            aside = path.with_name("~saving.csv")
            aside.write_bytes(content)
            aside.replace(path)
        time.sleep(0.002 if number % 20 else 0.2)  # now and then it pauses, else no change would ever get through
        missing += not still_there(path, number)
    tell.send((number, missing))


def still_there(path: Path, number: int) -> bool:
    """Whether a save is in the list, or beside it under a conflict name; a swap that is taken back takes a moment."""
    mark = f"saved {number}\r\n".encode()
    for _look in range(1000):
        if mark in path.read_bytes() or any(mark in file.read_bytes() for file in path.parent.glob("*.conflict-*")):
            return True
        time.sleep(0.01)
    return False


def saved_meanwhile(path: Path, commits: int) -> bool:
    """Part 3."""
    path.write_bytes(HEADINGS + b"saved 0\r\n")
    listen, tell = FORK.Pipe(duplex=False)
    waiting, stop = FORK.Pipe(duplex=False)
    process = FORK.Process(target=save_all_the_time, args=(path, tell, waiting))
    process.start()
    done = refused = 0
    for place in range(commits):
        try:
            add(path, b"ours\r\n")
            done += 1
        except Busy:
            refused += 1
        if place % 200 == 199:
            prune(path, KEY, Keep(last=1), now=datetime.now().astimezone())
    stop.send(1)
    number, missing = listen.recv()
    process.join()
    problems = verify_log(path, KEY) if commits <= 1000 else verify_log(path, KEY, backups=False)
    print(
        f"{number} saves during {commits} changes ({done} done, {refused} refused): {missing} saves lost, "
        f"log: {problems or 'holds'}"
    )
    return not missing and not problems


def main() -> int:
    """Run the parts; exit 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--commits", type=int, default=5000)
    options = parser.parse_args()
    well = True
    for part, number in ((eight, options.runs), (killed, options.kills), (saved_meanwhile, options.commits)):
        with tempfile.TemporaryDirectory(prefix="leadlist-together-") as folder:
            os.environ["LEADLIST_STATE_DIR"] = str(Path(folder, "state"))
            path = Path(folder, "見込み客.csv")
            path.write_bytes(HEADINGS)
            if number:
                well = part(path, number) and well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
