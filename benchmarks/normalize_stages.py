"""Where the time of `leadlist normalize` on a workbook goes: CPU seconds of each stage, threads included.

    python benchmarks/normalize_stages.py LEADS.xlsx

The commit's backup and log are not in it; `normalize_against_openpyxl.py` measures the whole command.
"""

import gc
import sys
import tempfile
import time
from pathlib import Path

from leadlist.formats import open_document
from leadlist.operations.normalize import plan
from leadlist.plans import apply
from leadlist.recognition import recognize, scorer
from leadlist.records import records
from leadlist.rules import load_rules


class Laps:
    """Prints the CPU seconds since the last lap."""

    def __init__(self) -> None:
        self.begin = time.process_time()

    def lap(self, name: str) -> None:
        """End a stage."""
        now = time.process_time()
        print(f"{name:14} {now - self.begin:6.2f} s")
        self.begin = time.process_time()


def main() -> None:
    """Run the stages one after the other."""
    gc.disable()  # as the command does in effect: it collects a thousand times less often
    rules = load_rules()
    laps = Laps()
    document = open_document(Path(sys.argv[1]), score=scorer(rules))
    leads = recognize(document.leads, rules).leads
    laps.lap("read")
    found = plan(leads, rules)
    laps.lap("plan")
    expected = apply(leads, found.changes)
    records(leads, found.changes)
    laps.lap("apply, record")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "leads.xlsx")
        target.touch()
        document.write(found.changes, target)
        laps.lap("write")
        written = open_document(target, score=scorer(rules)).leads
        laps.lap("read again")
    same = all(list(a) == list(b) for a, b in zip(expected.columns, written.columns, strict=True))
    laps.lap("compare")
    print("same" if same else "DIFFERENT")


if __name__ == "__main__":
    main()
