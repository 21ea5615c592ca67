"""Time the files of a mailing, a giving to a third party, and results that come back, on invented leads.

    python benchmarks/mailing_files.py [ROWS]

Times are those of the processor, so that a busy machine does not count. The plan of the mailing itself is not in them.
"""

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from leadlist.cli import MANY_OBJECTS
from leadlist.cli.mailing_files import write_mailing
from leadlist.cli.mailing_party import person_texts
from leadlist.leads import LeadList, RowRef, lead_list
from leadlist.operations.mailing import Mailing, Recipient, Request
from leadlist.operations.mailing.outcomes import export_of, read
from leadlist.operations.mailing.results import plan
from leadlist.operations.parties import refused
from leadlist.plans import Plan
from leadlist.recognition import recognize
from leadlist.rules import load_rules
from leadlist.rules.mailers import load_mailers
from leadlist.rules.results import load_results
from leadlist.rules.schema import Party
from leadlist.store import people_marks
from leadlist.store.keys import random_key

TODAY = date(2026, 11, 26)
HEADINGS = [
    "リードID",
    "会社名",
    "部署",
    "役職",
    "氏名",
    "メールアドレス",
    "郵便番号",
    "住所",
    "建物名",
    "第三者提供同意",
]


def invented(rows: int) -> LeadList:
    """Leads that differ in everything that is looked up."""
    made = [
        (
            f"L-{at:010d}",
            f"株式会社架空{at % (rows // 4 + 1)}",
            "開発部",
            "課長",
            f"架空 {at}郎",
            f"p{at}@c{at % 999}.example.co.jp",
            "100-0005",
            f"東京都千代田区丸の内{at % 9 + 1}-7-2",
            "架空ビル5階",
            "○" if at % 3 else "",
        )
        for at in range(rows)
    ]
    return recognize(lead_list(HEADINGS, made), load_rules()).leads


def timed(what: str, work: Callable[[], object]) -> None:
    """Print the seconds of processor time."""
    start = time.process_time()
    found = work()
    print(f"{what:60} {time.process_time() - start:6.2f} s   {found}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    rows = parser.parse_args().rows
    gc.set_threshold(MANY_OBJECTS, 20, 100)  # as the command does
    rules = load_rules()
    leads = invented(rows)
    recipients = [Recipient(row, "email", leads.value(row, "email"), "") for row in leads.rows()]
    mailing = Plan("mailing", details=Mailing(Request("email", "P01"), recipients, ()))
    mailers = load_mailers()
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix in (("mailchimp", "csv"), ("blastmail", "csv"), ("mailwise", "csv"), ("hubspot", "xlsx")):
            out = Path(folder, f"{name}.{suffix}")
            timed(
                f"{rows:,} recipients for {name} (.{suffix}), files",
                lambda out=out, name=name: len(write_mailing(out, leads, mailing, mailers[name], rules, TODAY).parts),
            )
    party = Party("架空商会", "third_party", "東京都", "架空 一郎", consent="第三者提供同意")
    told = replace(rules, parties={"x": party})
    key = random_key()
    timed(f"{rows:,} leads asked for their consent, may be given", lambda: given(leads, told))
    timed(
        f"{rows:,} leads as marks in a record, MB",
        lambda: round(len(people_marks(person_texts(leads, list(leads.rows()), rules), key)) / 1e6, 1),
    )
    events = ("bounce", "click", "open", "delivered", "unsubscribe", "deferred")
    headings = ["event", "email", "timestamp"]
    back = [
        (events[at % 6], leads.value(RowRef(at), "email"), f"2026-11-20T{at % 24:02d}:00:00Z")
        for at in range(rows // 2)
    ]
    table = recognize(lead_list(headings, back), rules).leads
    export = export_of(headings, load_results().values())
    timed(
        f"{len(back):,} rows of an export read, outcomes", lambda: len(read(table, export, rules, today=TODAY).outcomes)
    )
    outcomes = read(table, export, rules, today=TODAY)
    timed(
        f"planned into {rows:,} leads, changed",
        lambda: plan(leads, rules, outcomes, None, today=TODAY).counts["changed"],
    )


def given(leads: LeadList, rules: object) -> int:
    """How many may be given to the party."""
    return sum(not refused(leads, row, rules, "x") for row in leads.rows())  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
