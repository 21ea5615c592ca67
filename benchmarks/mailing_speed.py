"""Time `leadlist mailing` on invented leads: the whole command after `dedupe`, and its stages.

    python benchmarks/mailing_speed.py [ROWS] [--stages | --dedupe]

The command is timed as a person starts it after `leadlist dedupe`. For that the log is told that there was nothing to
merge; with `--dedupe` it really is run first (a minute and a half more). The target is 100,000 leads in 20 s on 2
cores. Seconds of the processor (so that a busy machine does not count) and of the clock.
`--stages` times reading, planning, checking and writing in one process instead, without duplicates being looked for.
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
from datetime import UTC, date, datetime
from pathlib import Path

from generate_leads import write_csv
from mailing_lists import HEADINGS, MORE, mailing_leads

TODAY = date(2026, 11, 26)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the seconds that the block took."""
    cpu, clock = time.process_time(), time.perf_counter()
    yield
    print(f"  {what:10} {time.process_time() - cpu:6.2f} s cpu {time.perf_counter() - clock:6.2f} s clock", flush=True)


def stages(path: Path, out: Path) -> None:
    """Each stage by itself, in this process."""
    from leadlist.cli.mailing_files import write_mailing
    from leadlist.formats import open_document
    from leadlist.operations.mailing import Request, checked, plan
    from leadlist.recognition import recognize, scorer
    from leadlist.rules import load_rules
    from leadlist.rules.mailers import named_mailer

    rules, mailer = load_rules("japan"), named_mailer("plain", "email")
    with timed("read"):
        document = open_document(path, score=scorer(rules, ()))
        leads = recognize(document.leads, rules).leads
    with timed("plan"):
        made = plan(leads, rules, Request("email", "P01"), today=TODAY)
    with timed("check"):
        made = checked(made, leads, rules, mailer)
    with timed("write"):
        write_mailing(out, leads, made, mailer, rules, TODAY)
    print(f"  {dict(made.counts)}; {len(made.findings):,} findings")


def note_clean(path: Path, key_file: Path) -> None:
    """What `dedupe` writes into the log where it finds nothing to merge."""
    from leadlist.rules import find_rules, load_rules
    from leadlist.store import find_key, open_list

    rules = load_rules(find_rules(path, None))
    with open_list(path, find_key(key_file=key_file)) as store:
        store.note("dedupe", {}, {}, rules=rules.name, rules_digest=rules.digest, now=datetime.now(UTC))


def command(path: Path, folder: Path, *, dedupe: bool) -> None:
    """The whole command, as a person starts it, on what `dedupe` left."""
    named = {name: str(folder / name) for name in ("LEADLIST_CONFIG_DIR", "LEADLIST_STATE_DIR")}
    env = os.environ | named | {"LEADLIST_KEY_FILE": str(folder / "key"), "LEADLIST_LANG": "en"}

    def run(*words: object) -> tuple[float, float, float]:
        before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, "-m", "leadlist", *map(str, words)], env=env, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return cpu, time.perf_counter() - clock, after.ru_maxrss / 1024

    run("key", "new", "--out", folder / "key")
    if dedupe:
        print("  dedupe: {:.1f} s cpu, {:.1f} s clock, {:.0f} MB".format(*run("dedupe", path, "--yes", "--quiet")))
    else:
        note_clean(path, folder / "key")
    words = ["mailing", path, "--channel", "email", "--purpose", "P01", "--out", folder / "配信.csv"]
    print("  mailing: {:.1f} s cpu, {:.1f} s clock, {:.0f} MB".format(*run(*words)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--stages", action="store_true", help="time the stages, in one process")
    parser.add_argument("--dedupe", action="store_true", help="really run dedupe first")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "leads.csv"
        write_csv(path, [*HEADINGS, *MORE], mailing_leads(options.rows, 1, once=True), "utf-8-sig")
        print(f"{options.rows:,} leads")
        if options.stages:
            stages(path, folder / "配信.csv")
        else:
            command(path, folder, dedupe=options.dedupe)


if __name__ == "__main__":
    main()
