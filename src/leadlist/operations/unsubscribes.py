"""Who unsubscribed, as the services say it: exports of Mailchimp, SendGrid, Benchmark, HubSpot, and plain lists.

Who only bounced has refused nothing, and who is still subscribed even less: such rows are counted, not taken.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from leadlist.errors import Refused
from leadlist.fields import CHANNELS
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.locale import _
from leadlist.operations.identifying import PERSONAL, address_keys
from leadlist.operations.optouts import Refusal, row_addresses
from leadlist.permission import PERMISSION_FIELDS, refuses
from leadlist.rules import Rules
from leadlist.rules.days import latest_day

STATUS = re.compile(r"(?:subscription |member |e?mail )?status|(?:配信|購読)?(?:ステータス|状態)", re.IGNORECASE)
DAY = re.compile(
    r"unsub(?:scribed?|scription)?[ _]?(?:time|date|at|on)|opt[- ]?out[ _](?:date|time)|created(?:[ _]at)?|date|time"
    r"|(?:配信|登録|購読)?(?:停止|解除|拒否|退会)日時?|日時|日付",
    re.IGNORECASE,
)
REASON = re.compile(r"unsub_reason|(?:unsubscribe )?reason|(?:停止|解除|退会)?理由", re.IGNORECASE)
CODE = re.compile(r"[A-Z][A-Z_]{1,19}")  # Mailchimp: NORMAL, NOSIGNUP, INAPPROPRIATE, SPAM, OTHER
BOUNCED = re.compile(
    r"cleaned|bounced?|(?:hard|soft)[ _-]?bounce|invalid|不達|エラー|[45]\.\d+\.\d+|[45]\d\d", re.IGNORECASE
)
CLEANED = "CLEAN_TIME"  # only in Mailchimp's export of addresses it has cleaned after bounces
ADDRESS = re.compile(r"[^\s,;<>\"']+[@＠][^\s,;<>\"']+|[+＋(（0-9０-９][0-9０-９()（）\s–—‐－-]{8,}")


class Unsubscribes(NamedTuple):
    """What a file says: the refusals, and rows by what became of them; `read` is the sum of the other counts."""

    refusals: Sequence[Refusal]
    reasons: Sequence[str]
    read: int
    taken: int
    subscribed: int
    bounced: int
    unreadable: int


def typed(texts: Sequence[str]) -> LeadList:
    """Addresses that somebody typed, or a list without headings, as a list: the first address of each line."""
    rows = [(found[0].strip() if (found := ADDRESS.search(text)) else text.strip()) for text in texts if text.strip()]
    cells = [(text, "") if "@" in unicodedata.normalize("NFKC", text) else ("", text) for text in rows]
    return lead_list(["email", "phone"], cells).with_fields({"email": ColumnRef(0), "phone": ColumnRef(1)})


def is_plain(text: str) -> bool:
    """Whether a file has no headings: its first line is an address already."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return ADDRESS.search(first) is not None


def read(leads: LeadList, rules: Rules, *, channel: str, on: date | None, today: date, reason: str) -> Unsubscribes:
    """The refusals in a list of people who unsubscribed.

    `channel` ("" for what the columns say, else e-mail before phone), `on` and `reason` go before what the file says.
    Raises Refused for an export of subscribers or of bounces.
    """
    headings = [unicodedata.normalize("NFKC", heading).strip() for heading in leads.headings]
    verdicts = [name for name in PERMISSION_FIELDS if name in leads.fields]
    if not verdicts:
        _refuse_others(leads, headings)
    status = None if verdicts else _column(headings, STATUS)
    dated, told = _column(headings, DAY), _column(headings, REASON)
    found: dict[tuple[str, str], tuple[Refusal, str]] = {}
    counts = dict.fromkeys(("taken", "subscribed", "bounced", "unreadable"), 0)
    for row in leads.rows():
        verdict, channels = _verdict(leads, row, verdicts, status)
        if verdict == "taken":
            channels = [channel] if channel else channels or _own_channel(leads, row)
            day = on or _day(leads, row, channels, dated) or today
            why = reason or _code("" if told is None else leads.cell(row, told))
            keys = [(each, key) for each in channels for key in row_addresses(leads, row, [each], rules)]
            verdict = "taken" if keys else "unreadable"
            for each, key in keys:
                old = found.get((each, key))
                newest = max(min(day, today), old[0].on) if old else min(day, today)
                found[each, key] = Refusal(key, each, newest), why
        counts[verdict] += 1
    return Unsubscribes(
        [each for each, _why in found.values()], [why for _each, why in found.values()], len(leads), **counts
    )


def _verdict(leads: LeadList, row: RowRef, verdicts: Sequence[str], status: ColumnRef | None) -> tuple[str, list[str]]:
    """taken, subscribed or bounced; and the channels, where the columns name them."""
    if verdicts:
        said = {name: leads.value(row, name) for name in verdicts}
        if any(BOUNCED.fullmatch(text.strip()) for text in said.values()):
            return "bounced", []
        refused = [name for name, text in said.items() if refuses(name, text)]
        return ("taken" if refused else "subscribed"), [c for c in CHANNELS if any(_channel(n) == c for n in refused)]
    word = "" if status is None else leads.cell(row, status).strip()
    if BOUNCED.fullmatch(word):
        return "bounced", []
    return ("subscribed" if word and refuses("subscribe_email", word) is False else "taken"), []


def _channel(name: str) -> str:
    return name.removeprefix("opt_out_").removeprefix("subscribe_").removesuffix("_on")


def _own_channel(leads: LeadList, row: RowRef) -> list[str]:
    """A mailer's file is about mail, whatever else it knows of a person."""
    emails = [name for name in PERSONAL if "email" in name and leads.value(row, name)]
    if emails:
        return ["email"]
    return ["fax"] if leads.value(row, "fax") and not any(leads.value(row, name) for name in PERSONAL) else ["phone"]


def _refuse_others(leads: LeadList, headings: Sequence[str]) -> None:
    if CLEANED in headings:
        raise Refused(
            _("“{file}” lists addresses that bounced; nobody in it has refused anything.").format(file=leads.name),
            hint=_("Take the export of those who unsubscribed."),
        )
    if "consent_on" in leads.fields:  # Mailchimp's OPTIN_TIME without UNSUB_TIME
        raise Refused(
            _("“{file}” lists subscribers, not people who unsubscribed.").format(file=leads.name),
            hint=_("Take the export of those who unsubscribed."),
        )


def _column(headings: Sequence[str], wanted: re.Pattern[str]) -> ColumnRef | None:
    return next((ColumnRef(at) for at, heading in enumerate(headings) if wanted.fullmatch(heading)), None)


def _day(leads: LeadList, row: RowRef, channels: Sequence[str], dated: ColumnRef | None) -> date | None:
    texts = [leads.value(row, f"opt_out_{channel}_on") for channel in channels]
    texts += [] if dated is None else [leads.cell(row, dated)]
    for text in filter(None, texts):
        if re.fullmatch(r"1\d{9}(?:\d{3})?", text):  # SendGrid: seconds since 1970, others milliseconds
            return datetime.fromtimestamp(int(text[:10]), UTC).date()
        if day := latest_day(text) or latest_day(text[:10]):
            return day
    return None


def _code(text: str) -> str:
    """A service's own word for the reason; what a person typed may name somebody and is not kept."""
    return text.strip().lower() if CODE.fullmatch(text.strip()) else "unsubscribed"


def addresses_of(texts: Sequence[str], rules: Rules) -> list[str]:
    """The match keys of addresses that somebody typed."""
    return [key for text in texts for key in address_keys("phone", text, rules)]
