"""Possible links, pair by pair, at a terminal: one key each, and nothing is lost by stopping."""

import shutil
from typing import TYPE_CHECKING

from leadlist.cli.dedupe_summary import show_bands
from leadlist.cli.keypress import read_key
from leadlist.cli.options import ChangeOptions
from leadlist.cli.output import Output, cut, padded, shown, width
from leadlist.errors import UserError
from leadlist.leads import ColumnRef
from leadlist.locale import _

if TYPE_CHECKING:
    from leadlist.cli.reading import Opened
    from leadlist.leads import LeadList
    from leadlist.operations.deduplicate import Deduplication, Judgements, KnownApart, Pair
    from leadlist.operations.deduplicate.session import Session
    from leadlist.plans import Plan

ACTIONS = (
    (("m", "1"), "merge"),
    (("d", "2"), "different"),
    (("l", "3", " "), "later"),
    (("b",), "back"),
    (("q", "\x03", "\x04", "\x1b", ""), "stop"),  # also Ctrl-C, Ctrl-D, Escape, and a terminal that is gone
)
WHY_KEYS = ("w", "?")
MARKS = {"value": "≠", "spelling": "≈", "one_empty": "·"}
WIDEST_HEADING = 18


def require_terminal(options: ChangeOptions) -> None:
    """Raises UserError where nobody can be asked."""
    from leadlist.cli.asking import interactive

    if not interactive() or options.as_json or options.quiet or options.dry_run or options.out:
        raise UserError(
            _("--ask needs a terminal, and goes with none of --json, --quiet, --dry-run, --out."),
            hint=_("--review FILE.xlsx writes the same questions to a workbook."),
        )


def ask_pairs(opened: "Opened", plan: "Plan", output: Output, known: "KnownApart | None") -> "Judgements":
    """Ask about every possible link that is still open, until the last one or until the person stops."""
    from leadlist.operations.deduplicate import NOTHING_SAID
    from leadlist.operations.deduplicate.session import Session

    found: Deduplication | None = plan.details  # type: ignore[assignment]
    if found is None or found.linkage is None:
        return NOTHING_SAID
    show_bands(found, output)
    session = Session(opened.leads, found.linkage, found.questions, known)
    _ask_all(opened, session, output)
    return session.judgements


def _ask_all(opened: "Opened", session: "Session", output: Output) -> None:
    past: list[int] = []
    at = session.next()
    while at is not None or (past and _looks_back(output)):
        if at is None:
            at = past.pop()
            session.take_back(at)
        pair = session.questions[at]
        show_pair(opened.leads, session, at, output)
        match key := _pressed(opened, session, pair, output):
            case "stop":
                output.talk(_("Stopped. What you decided counts; the rest is asked next time."))
                return
            case "back":
                at = past.pop() if past else at
                session.take_back(at)
            case _:
                try:
                    session.answer(at, key)
                except UserError as error:
                    output.warn(shown(error.problem))
                    continue
                past.append(at)
                at = session.next(at)


def _looks_back(output: Output) -> bool:
    """After the last pair: whether the person wants to see it again, before anything is merged."""
    output.talk(_("That was the last pair. [b] back  [any other key] go on"))
    return read_key() == "b"


def _pressed(opened: "Opened", session: "Session", pair: "Pair", output: Output) -> str:
    """What the person wants: a verdict, "back" or "stop". Keys that mean nothing are asked for again."""
    from leadlist.cli.dedupe_explain import show_waterfall

    while True:
        output.talk(_("[m] merge  [d] different  [l] later  [b] back  [w] why  [q] stop"))
        key = read_key()
        if key in WHY_KEYS:
            show_waterfall(opened.leads, session.linkage, pair.row, pair.other, output)
        for keys, wanted in ACTIONS:
            if key in keys:
                return wanted


def show_pair(leads: "LeadList", session: "Session", at: int, output: Output) -> None:
    """Two rows side by side, the differences marked."""
    from leadlist.operations.deduplicate.reviewing import differing, heading_of

    pair = session.questions[at]
    output.talk()
    output.talk(
        _("Pair {number} of {count} · rows {row} and {other} · {bits:+.1f} bits").format(
            number=at + 1,
            count=len(session.questions),
            row=leads.row_numbers[pair.row],
            other=leads.row_numbers[pair.other],
            bits=pair.weight,
        )
    )
    output.talk(output.sentence(pair.reason))
    differences = differing(leads, pair.row, pair.other, session.linkage.weigh(pair.row, pair.other))
    columns = [
        c for c in map(ColumnRef, range(len(leads.headings))) if leads.cell(pair.row, c) or leads.cell(pair.other, c)
    ]
    headings = [cut(shown(heading_of(leads, column)), WIDEST_HEADING) for column in columns]
    first = max((width(heading) for heading in headings), default=0)
    room = max((shutil.get_terminal_size().columns - first - 7) // 2, 12)
    for column, heading in zip(columns, headings, strict=True):
        left, right = (cut(output.value(leads.cell(row, column)), room) for row in (pair.row, pair.other))
        mark = MARKS[differences[column].value] if column in differences else " "
        output.talk(f"{mark} {padded(heading, first)}  {padded(left, room)}  {right}".rstrip())
