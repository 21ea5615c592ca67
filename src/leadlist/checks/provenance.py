"""Checks of the purpose of use, of where leads came from, and of how long nobody had contact."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, ListCheck, Place, RowCheck, Sum, rows_of
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Severity
from leadlist.provenance import parse, purpose_codes, source_kind
from leadlist.purposes import CODE, lint
from leadlist.rules.days import read_day
from leadlist.rules.durations import Duration

CONTACTED = ("last_inbound_on", "last_outbound_on", "last_contact_on", "acquired_on")


def _vague(field: str, text: str, context: Context) -> Detail:
    for code in purpose_codes(context.rules, text):
        known = code in context.rules.purposes or CODE.fullmatch(code)
        if not known and (reason := lint(code)):
            return {"reason": reason}
    return None


def _unknown_code(field: str, text: str, context: Context) -> Detail:
    if not context.rules.purposes:
        return None
    codes = purpose_codes(context.rules, text)
    return FOUND if any(CODE.fullmatch(code) and code not in context.rules.purposes for code in codes) else None


def _strange_sources(leads: LeadList, context: Context) -> Mapping[str, tuple[int, int]]:
    """The sources that no rule knows, in the order they come in: how often each stands here, and where first."""
    texts = leads.values("source") if "source" in leads.fields else ()
    unknown = {
        text: number
        for text, number in Counter(texts).items()
        if text.strip() and not context.is_nothing(text) and not source_kind(context.rules, text)
    }
    return {text: (number, texts.index(text)) for text, number in unknown.items()}


def _unknown_sources(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    """One finding a word, where it stands first."""
    number: Counter[str] = Counter()
    first: dict[str, int] = {}
    for each in sums:
        for text, (count, row) in each.value.items():
            number[text] += count
            first.setdefault(text, each.first + row)
    for text, row in first.items():
        yield Place([row], "source", leads.fields["source"], {"source": text.strip(), "number": str(number[text])})


def _no_purpose(texts: tuple[str, ...], context: Context) -> Detail:
    purpose, provenance = texts
    said = purpose.strip() and not context.is_nothing(purpose)
    return None if said or any(entry.purpose for entry in parse(provenance)) else FOUND


def _no_provenance(texts: tuple[str, ...], context: Context) -> Detail:
    source, acquired, provenance = texts
    if provenance.strip() or all(text.strip() and not context.is_nothing(text) for text in (source, acquired)):
        return None
    return FOUND


def _stale(texts: tuple[str, ...], context: Context) -> Detail:
    days = [day for text in texts if text and (day := read_day(text)) and day <= context.today]
    months = context.rules.validate.stale_months
    if not days or months <= 0 or _until(months, max(days)) > context.today:
        return None
    return {"day": max(days).isoformat()}


@lru_cache(maxsize=16384)
def _until(months: int, day: date) -> date:
    return Duration(months).after(day)


def _has_mail(leads: LeadList, context: Context) -> bool:
    return any(leads.values("email"))


def _missing_columns(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    """What a whole list lacks is said once: where its leads come from, and for what they are kept."""
    if len(leads) and not {"source", "acquired_on", "provenance"} & leads.fields.keys():
        yield Place(None, "source", None, {"what": _("where and when the leads came in")})
    if len(leads) and not {"purpose", "provenance"} & leads.fields.keys():
        yield Place(None, "purpose", None, {"what": _("for what purpose they are kept")})
    mail = "email" in leads.fields and any(each.value for each in sums)
    asked = any(name.startswith(("opt_out_", "subscribe_", "consent")) for name in leads.fields)
    if mail and not asked and "provenance" not in leads.fields:
        yield Place(None, "consent", None, {"what": _("who agreed to, or refused, mail")})


def _unreadable(leads: LeadList, context: Context) -> list[int]:
    """The rows with 取得履歴 lines that cannot be read as a date and a source."""
    if "provenance" not in leads.fields:
        return []
    wrong = {
        text
        for text in set(leads.values("provenance"))
        if any(not entry.on or not re.search(r"\w", entry.source) for entry in parse(text))
    }
    return [row for row, text in enumerate(leads.values("provenance")) if text in wrong]


def _evidence(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    yield Place(rows_of(sums), "provenance", leads.fields.get("provenance"), {})


CHECKS = (
    CellCheck(
        "PURP-002",
        Severity.WARNING,
        ("purpose",),
        _vague,
        lambda: (
            _("The purpose is too vague to be told to anybody: {reason}"),
            _("Say who gets what, by which way, about what."),
            _(
                "個人情報保護法17条1項 wants the purpose as specific as possible; "
                "「事業活動」 and 「マーケティング活動」 are not."
            ),
        ),
    ),
    CellCheck(
        "PURP-003",
        Severity.WARNING,
        ("purpose",),
        _unknown_code,
        lambda: (
            _("The rules have no purpose with this code."),
            _("Add it to [purposes], or correct the code."),
            _("A code stands for the wording that was told to the people concerned."),
        ),
    ),
    RowCheck(
        "PURP-001",
        Severity.WARNING,
        ("purpose", "provenance"),
        (),
        ("purpose",),
        _no_purpose,
        lambda: (
            _("Nothing says for what purpose the lead is kept."),
            _("Enter the purpose that was told when it came in."),
            _("Personal data may be used for the purpose told to the person only (個人情報保護法18条)."),
        ),
    ),
    RowCheck(
        "PROV-001",
        Severity.WARNING,
        ("source", "acquired_on", "provenance"),
        (),
        ("source", "acquired_on"),
        _no_provenance,
        lambda: (
            _("Where or when the lead came in is missing."),
            _("Fill it in from the card, form or mail it came by."),
            _("Without source and day neither proper acquisition (個人情報保護法20条) nor retention can be shown."),
        ),
    ),
    ListCheck(
        "PROV-002",
        Severity.INFO,
        _strange_sources,
        _unknown_sources,
        lambda: (
            _("The rules know no source “{source}” (leads: {number})."),
            _("Add the word to a source in [sources]."),
            _("Retention and trust depend on the kind of source; an unknown one gets the general period."),
        ),
    ),
    ListCheck(
        "PROV-003",
        Severity.INFO,
        _has_mail,
        _missing_columns,
        lambda: (
            _("The list has no column that says {what}."),
            _("leadlist import fills such columns for everything that comes in from now on."),
            _("What a whole list lacks is said once, not for every lead."),
        ),
    ),
    ListCheck(
        "PROV-004",
        Severity.INFO,
        _unreadable,
        _evidence,
        lambda: (
            _("A line of the history lacks its day or source."),
            _("Write it as: day | source | event | purpose | consent | evidence."),
            _("取得履歴 holds one line for each time the lead came in."),
        ),
    ),
    RowCheck(
        "STALE-001",
        Severity.INFO,
        CONTACTED,
        (),
        CONTACTED,
        _stale,
        lambda: (
            _("No contact since {day}."),
            _("Get in touch, or let the lead go."),
            _("[validate] stale_months says after how many months without contact a lead is reported."),
        ),
    ),
)
