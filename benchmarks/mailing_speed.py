"""Time `leadlist mailing` on invented leads after `dedupe`, stage by stage, and the whole command.

    python benchmarks/mailing_speed.py [ROWS] [--duplicates 0.0]

Seconds of the processor, so that a busy machine does not count, and of the clock. The target is 100,000 leads in 20 s
on 2 cores, from the start of the command to the file and its record in the log.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from generate_leads import HEADINGS, write_csv
from mailing_lists import MORE, mailing_leads

TODAY = date(2026, 11, 26)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the seconds that the block took."""
    cpu, clock = time.process_time(), time.perf_counter()
    yield
    print(f"  {what:32} {time.process_time() - cpu:6.2f} s cpu {time.perf_counter() - clock:6.2f} s clock", flush=True)


def stages(path: Path, out: Path) -> None:
    """Each stage by itself, in this process."""
    from leadlist.cli.mailing_files import write_mailing
    from leadlist.formats import open_document
    from leadlist.operations.deduplicate import plan as deduplicate
    from leadlist.operations.mailing import Request, checked, plan
    from leadlist.recognition import recognize, scorer
    from leadlist.rules import load_rules
    from leadlist.rules.mailers import named_mailer

    rules, mailer = load_rules("japan"), named_mailer("plain", "email")
    with timed("read"):
        document = open_document(path, score=scorer(rules, ()))
        leads = recognize(document.leads, rules).leads
    with timed("find duplicates"):
        merged = deduplicate(leads, rules).details.merges  # type: ignore[attr-defined]
    with timed("plan"):
        made = plan(leads, rules, Request("email", "P01"), today=TODAY, duplicates={p.row: p.other for p in merged})
    with timed("check"):
        made = checked(made, leads, rules, mailer)
    with timed("write"):
        write_mailing(out, leads, made, mailer, rules, TODAY)
    print(f"  {dict(made.counts)}; {len(made.findings):,} findings")


def command(path: Path, out: Path, folder: Path) -> None:
    """The whole command, as a person starts it."""
    world = {name: str(folder / name) for name in ("LEADLIST_CONFIG_DIR", "LEADLIST_STATE_DIR")}
    env = os.environ | world | {"LEADLIST_KEY_FILE": str(folder / "key")}
    subprocess.run([sys.executable, "-m", "leadlist", "key", "new", "--out", folder / "key"], env=env, check=True)
    words = ["mailing", path, "--channel", "email", "--purpose", "P01", "--out", out, "--quiet"]
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "leadlist", *words], env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    clock = time.perf_counter() - clock
    print(f"  whole command: {cpu:.1f} s cpu, {clock:.1f} s clock, {after.ru_maxrss / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--duplicates", type=float, default=0.0, help="share of leads that repeat an earlier one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "leads.csv"
        rows = mailing_leads(options.rows, 1, options.duplicates)
        write_csv(path, [*HEADINGS["ja"], *MORE], rows, "utf-8-sig")
        print(f"{options.rows:,} leads")
        stages(path, folder / "stages.csv")
        command(path, folder / "command.csv", folder)


if __name__ == "__main__":
    main()
