"""Change a list on a disk that is full: for every amount of room, the old list or the new one, and nothing broken.

    sudo python benchmarks/store_full_disk.py [--step 4]

A file system in memory of a known size is mounted (Linux, root), filled but for so many KiB, and each case of
`store_cases.py` is done on it; the promises are those of `store_faults.py`. Room is made before the recovery is judged.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store_cases import CASES, Case
from store_faults import broken
from store_tracing import start, use_order

SIZE = 512
"""KiB of the whole disk."""


@contextmanager
def small_disk() -> Iterator[Path]:
    """A folder on a disk of its own."""
    with tempfile.TemporaryDirectory(prefix="leadlist-full-") as folder:
        options = ["-t", "tmpfs", "-o", f"size={SIZE}k,mode=700", "tmpfs", folder]
        subprocess.run(["mount", *options], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def on_a_full_disk(case: Case, room: int) -> tuple[int, list[str]]:
    """How a change ends with so many KiB of room, and the promises that do not hold."""
    with small_disk() as disk:
        os.environ["LEADLIST_STATE_DIR"] = str(disk / "state")
        path = disk / "営業" / "見込み客.csv"
        path.parent.mkdir()
        case.before(path)
        free = os.statvfs(disk)
        filler = disk / "filler"
        filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - room * 1024)))
        child, go = start(case.act, path)
        os.write(go, b"x")
        os.close(go)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        filler.unlink()
        return status, broken(case, path, abs(status))


def main() -> int:
    """Go through every amount of room; exit 1 where a promise broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--step", type=int, default=4, help="KiB between two amounts of room; a page has 4")
    options = parser.parse_args()
    os.umask(0o022)
    use_order("backup first")
    tried = failures = refused = 0
    for name, case in CASES.items():
        for room in range(0, 64, options.step):
            status, problems = on_a_full_disk(case, room)
            tried += 1
            refused += status == 7
            failures += bool(problems)
            for problem in problems:
                print(f"{name}: {room} KiB of room: {problem}")
    print(f"{tried} changes on a full disk, {refused} refused with exit 7, {failures} with broken promises")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
