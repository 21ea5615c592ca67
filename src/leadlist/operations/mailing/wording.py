"""What a mail would print oddly, or not say although the law wants it: honorifics, merge fields, sender and opt-out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from leadlist.checks.mail_words import CODES, HONORED, LATIN_NAME, column_of, demands, merge_fields, shows
from leadlist.leads import RowRef
from leadlist.locale import _
from leadlist.operations.mailing.grounds import PACKS
from leadlist.operations.mailing.look import Hit, Look
from leadlist.plans import Finding, Severity
from leadlist.rules.country_names import country_code

_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


class _Print(NamedTuple):
    """A column of the mailer's file as it is printed: what it holds (`name`, `company`, `other`), and the honorific
    behind it, `""` where that stands in a column of its own."""

    column: int
    holds: str
    honorific: str


def of_words(look: Look) -> Iterator[Finding]:
    """Cells of several addresses in the mailer's file, names that are missing, in Latin letters or honoured twice."""
    headings = tuple(look.mailer.columns)
    for at, heading in enumerate(headings):
        several = (
            Hit(each.row, "", {"heading": heading})
            for each, row in zip(look.recipients, look.rows, strict=True)
            if row[at].count("@") > 1 and len(_ADDRESS.findall(row[at])) > 1
        )
        yield from look.findings("MAIL-010", several)
    if look.mailing.request.channel in ("phone", "sms") and look.template is None:
        return
    prints = _prints(look)
    own = next((at for at, text in enumerate(look.mailer.columns.values()) if "{honorific}" in text), None)
    found: dict[str, list[Hit]] = defaultdict(list)
    for each, row in zip(look.recipients, look.rows, strict=True):
        for entry in prints:
            honorific = entry.honorific or (row[own] if own is not None else "")
            if code := _odd(entry.holds, row[entry.column].strip(), honorific):
                text = f"{row[entry.column]} {honorific}"
                found[code].append(Hit(each.row, entry.holds, {"text": text}))
    for code in sorted(found):
        yield from look.findings(code, found[code])
    if {"御中", "様"} <= {entry.honorific for entry in prints}:
        text = " ".join(f"{headings[entry.column]} {entry.honorific}" for entry in prints if entry.honorific)
        yield look.finding("MAIL-008", None, "", {"text": text})


def _prints(look: Look) -> list[_Print]:
    """What the mail prints with an honorific; without the mail, every name with 様 or the layout's own honorific."""
    columns = list(look.mailer.columns.values())
    holds = ["name" if "name}" in text else "company" if "{company}" in text else "other" for text in columns]
    if look.template is not None:
        places = (
            (column_of(each.name, tuple(look.mailer.columns)), each.honorific) for each in merge_fields(look.template)
        )
        return list(dict.fromkeys(_Print(at, holds[at], text) for at, text in places if at is not None and text))
    if "{honorific}" in "".join(columns):
        return [_Print(at, kind, "") for at, kind in enumerate(holds) if kind != "other"]
    if look.rules.language != "ja":
        return []
    named = [at for at, text in enumerate(columns) if "{name}" in text or "{family_name}" in text]
    return [_Print(at, "name", "様") for at in named[:1]]


def _odd(holds: str, text: str, honorific: str) -> str:
    """The code of what is odd about a text and the honorific behind it; `""` where nothing is."""
    if HONORED.search(text) and (honorific or text.endswith("御中")):
        return "MAIL-008" if holds != "company" or honorific else ""
    if holds != "name" or not honorific:
        return ""
    if honorific == "御中":
        return "MAIL-008" if text else ""
    if not text:
        return "MAIL-006"
    return "MAIL-007" if LATIN_NAME.fullmatch(text) else ""


def of_template(look: Look) -> Iterator[Finding]:
    """Merge fields that the mailer's file lacks or leaves empty, and what the laws miss in the mail."""
    text, headings = look.template or "", tuple(look.mailer.columns)
    fields = list(dict.fromkeys(merge_fields(text)))
    for name in dict.fromkeys(each.name for each in fields):
        if column_of(name, headings) is None:
            yield look.finding("MAIL-011", None, "", {"name": name, "headings": ", ".join(headings)})
    honored = {each.name for each in fields if each.honorific}
    for name in dict.fromkeys(each.name for each in fields if each.name not in honored):
        at = column_of(name, headings)
        empty = sum(not row[at].strip() for row in look.rows) if at is not None else 0
        if empty:
            yield look.finding("MAIL-012", None, "", {"name": name, "number": f"{empty:,}"})
    yield from _unlawful(look, text)


def _unlawful(look: Look, text: str) -> Iterator[Finding]:
    """What the laws of the recipients' countries want the mail to show, and it does not."""
    packs = Counter(PACKS.get(_country(look, each.row), "*") for each in look.recipients)
    packs = packs or Counter({PACKS.get(look.rules.country, "*"): 0})
    lacking: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for pack, number in packs.items():
        for demand in demands(pack, look.mailing.request.channel):
            if not shows(demand.item, text, look.rules):
                lacking[CODES[demand.item]].append((demand.severity, demand.article, number))
    for code, found in sorted(lacking.items()):
        severity = min((Severity(each[0]) for each in found), key=list(Severity).index)
        detail = {
            "law": ", ".join(dict.fromkeys(_law(article) for _severity, article, _number in found)),
            "number": f"{sum(number for _severity, _article, number in found):,}",
        }
        yield look.finding(code, None, "", detail)._replace(severity=severity)


def _law(article: str) -> str:
    return _("house rule") if article == "house rule" else article


def _country(look: Look, row: RowRef) -> str:
    text = look.leads.value(row, "country").strip()
    return country_code(text) if text else look.rules.country
