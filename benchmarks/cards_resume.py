"""A stack of scans, killed with -9 and started again: no card is read twice, none is lost.

Usage: python benchmarks/cards_resume.py [CARDS] [KILLS]. Makes its stack from the scans of the test material, each with
bytes of its own. 100 cards need some three minutes on two cores.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

SHARED = Path(os.environ.get("LEADLIST_SHARED", "../shared")) / "cards"
READ = """
import sys
from pathlib import Path
from leadlist.cards.stack import Stack

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    stack = Stack(sorted(folder.glob("*.jpg")), folder / "kept")
    fresh = sum(not page.remembered for page in stack.read())
    print("END", fresh, len(stack.sides()), flush=True)
"""


def main() -> None:
    """Make the stack, kill, go on, count."""
    cards, kills = (int(text) for text in (*sys.argv[1:], "100", "3")[:2]) if len(sys.argv) > 2 else (100, 3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "read.py").write_text(READ)
        for number, scan in zip(range(cards), cycle(sorted((SHARED / "scan").glob("*.jpg"))), strict=False):
            target = folder / f"{number:03}.jpg"
            shutil.copyfile(scan, target)
            target.chmod(0o600)
            with target.open("ab") as file:
                file.write(number.to_bytes(4, "big"))  # behind the picture's end: another file, the same card
        written: dict[str, int] = {}
        begin = time.monotonic()
        for round_number in range(kills + 1):
            process = subprocess.Popen(
                [sys.executable, folder / "read.py", folder], stdout=subprocess.PIPE, text=True, start_new_session=True
            )
            goal = cards * (round_number + 1) // (kills + 1)
            while process.poll() is None and (round_number == kills or len(list(folder.glob("kept/*.page"))) < goal):
                time.sleep(0.2)
            if round_number < kills:
                os.killpg(process.pid, 9)
                process.wait()
            for kept in folder.glob("kept/*.page"):
                stamp = kept.stat().st_mtime_ns
                if written.setdefault(kept.name, stamp) != stamp:
                    sys.exit(f"{kept.name} was read twice")
            print(f"{'killed' if round_number < kills else 'ended'} with {len(written)} of {cards} pages read")
        print((process.stdout.read() if process.stdout else "").strip(), f"{time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
