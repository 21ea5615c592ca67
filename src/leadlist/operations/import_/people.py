"""Who of a source is already in the list: exact keys, and what to do where they disagree."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from leadlist.locale import _
from leadlist.normalizers import loose_key, match_key
from leadlist.operations.import_.values import LATIN, full_name
from leadlist.rules import Rules
from leadlist.rules.tables import table

EMAILS = ("email", "email_2", "email_3")
PHONES = ("phone", "phone_company", "phone_direct", "mobile", "phone_2", "phone_home")
UNREAD = re.compile(r"[?？�]")
MOBILE = re.compile(r"\+81[789]0")  # 総務省 電気通信番号計画: 070, 080, 090

Handle = int
"""A row of the list, or, from its length on, a lead this import adds."""


class Identity(NamedTuple):
    """What tells a person: match keys, empty where there is nothing to go by."""

    name: str
    first: str  # the name's first part as it stands
    company: str
    emails: frozenset[str]
    phones: frozenset[str]
    mobiles: frozenset[str]
    signature: tuple[str, ...] = ("",)  # the identifying texts themselves, for rows that have no keys

    @property
    def personal_emails(self) -> frozenset[str]:
        """The e-mail keys that belong to one person."""
        return frozenset(key for key in self.emails if not is_office(key))


NOBODY = Identity("", "", "", frozenset(), frozenset(), frozenset())


class Decision(StrEnum):
    """What an incoming row is."""

    NEW = "new"
    KNOWN = "known"
    DOUBTFUL = "doubtful"


class Answer(NamedTuple):
    """`handle` is the row it is (KNOWN), or that it may be (DOUBTFUL); `others` may be it too: no name
    contradicts."""

    decision: Decision
    handle: Handle | None = None
    reason: str = ""
    others: tuple[Handle, ...] = ()


def is_office(address: str) -> bool:
    """True for an address of an office (info@, sales2@): it is no evidence for who somebody is."""
    return re.sub(r"[-_.]?\d+$", "", address.partition("@")[0]) in _office_words()


@cache
def _office_words() -> frozenset[str]:
    return frozenset(row["word"] for row in table("role_addresses"))


class Keys:
    """Match keys, each made once: lists repeat their companies and switchboards thousands of times."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._known: dict[tuple[str, str], str] = {}

    def of(self, name: str, text: str) -> str:
        """The match key of a field's text; for an address without its tag, so that t+fair@ is t@."""
        if not text:
            return ""
        key = self._known.get((name, text))
        if key is None:
            key = (loose_key if name == "email" else match_key)(name, text, self._rules)
            self._known[name, text] = key
        return key

    def several(self, name: str, texts: Iterable[str]) -> frozenset[str]:
        """The keys of all texts; a cell may hold two numbers."""
        return frozenset(key for text in texts if text for key in self.of(name, text).split(";") if key)


def identity(texts: Callable[[str], str], keys: Keys) -> Identity:
    """The keys of a row; `texts` gives a field's text. A text with a character that could not be read is no key."""

    def sure(name: str) -> str:
        return "" if UNREAD.search(text := texts(name)) else text

    whole = sure("name") or full_name(sure("family_name"), sure("middle_name"), sure("given_name"))
    phones = keys.several("phone", (sure(name) for name in PHONES))
    mobiles = keys.several("phone", [sure("mobile")])
    return Identity(
        keys.of("name", whole),
        sure("family_name") or whole.partition(" ")[0].partition("\u3000")[0],
        keys.of("company", sure("company")),
        keys.several("email", (sure(name) for name in EMAILS)),
        phones,
        mobiles | frozenset(key for key in phones if MOBILE.match(key)),
    )


def signature(texts: Callable[[str], str]) -> tuple[str, ...]:
    """The identifying texts of a row as they stand, doubtful ones too; the name first."""
    whole = texts("name") or full_name(texts("family_name"), texts("middle_name"), texts("given_name"))
    parts = (whole, texts("company"), texts("email"), texts("phone"), texts("mobile"))
    return tuple("".join(part.casefold().split()) for part in parts)


@dataclass
class People:
    """The leads of the list and those added so far, by their keys."""

    keys: Keys
    identities: dict[Handle, Identity] = field(default_factory=dict)
    by_email: dict[str, list[Handle]] = field(default_factory=lambda: defaultdict(list))
    by_mobile: dict[str, list[Handle]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Handle]] = field(default_factory=lambda: defaultdict(list))
    by_company: dict[tuple[str, str], list[Handle]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[tuple[str, str], list[Handle]] = field(default_factory=lambda: defaultdict(list))
    by_signature: dict[tuple[str, ...], Handle] = field(default_factory=dict)

    def add(self, handle: Handle, who: Identity) -> None:
        """Remember a row under all of its keys, and no longer under those it had before."""
        for index, key in self._keys(self.identities[handle]) if handle in self.identities else ():
            index[key] = [other for other in index[key] if other != handle]
        self.identities[handle] = who
        for index, key in self._keys(who):
            index[key].append(handle)
        if any(who.signature[1:]):
            self.by_signature.setdefault(who.signature, handle)

    def add_keys(self, handle: Handle, who: Identity) -> None:
        """Remember further keys of a row: those of one that was taken for it, though the list keeps other values."""
        for index, key in self._keys(who):
            if handle not in index[key]:
                index[key].append(handle)

    def _keys(self, who: Identity) -> Iterator[tuple[dict[Any, list[Handle]], Any]]:
        for email in who.personal_emails:
            yield self.by_email, email
        for mobile in who.mobiles:
            yield self.by_mobile, mobile
        if who.signature and who.signature[0]:
            yield self.by_name, who.signature[0]
        if who.name:
            yield from ((self.by_phone, (who.name, phone)) for phone in who.phones)
            if who.company:
                yield self.by_company, (who.name, who.company)

    def find(self, who: Identity) -> Answer:
        """Which lead this is.

        The very same person comes first (so that a second import of the same file finds what the first one added);
        then one lead that shares a key and contradicts in nothing; two, or one that contradicts, are doubtful.
        """
        same = self.by_signature.get(who.signature)
        by_email = [handle for key in sorted(who.personal_emails) for handle in self.by_email.get(key, ())]
        by_mobile = [handle for key in sorted(who.mobiles) for handle in self.by_mobile.get(key, ())]
        by_name = list(self.by_company.get((who.name, who.company), ())) if who.name and who.company else []
        if who.name:
            by_name += [handle for key in sorted(who.phones) for handle in self.by_phone.get((who.name, key), ())]
        hits = sorted({*by_email, *by_mobile, *by_name})
        if not hits and same is None:
            return Answer(Decision.NEW, others=tuple(self.by_name.get(who.signature[0], ())))
        email = [handle for handle in by_email if self._fits(who, handle, scripts=True)]
        mobile = [handle for handle in by_mobile if self._fits(who, handle, scripts=False)]
        others = tuple(sorted({*email, *mobile, *by_name, *([] if same is None else [same])}))
        if same is not None:
            return Answer(Decision.KNOWN, same, others=others)
        agreeing = [handle for handle in hits if self._agrees(who, self.identities[handle])]
        if agreeing:
            return Answer(Decision.KNOWN, agreeing[0], others=others)
        if not (email or mobile or by_name):
            shared = _("same e-mail address, another name") if by_email else _("same mobile number, another name")
            return Answer(Decision.DOUBTFUL, hits[0], shared)
        first = {min(handles) for handles in (email or by_email, mobile or by_mobile, by_name) if handles}
        if len(first) > 1:
            return Answer(Decision.DOUBTFUL, min(first), _("it matches two different leads"), others)
        found = min(first)
        other = self.identities[found]
        if not email and _differ(who.emails, other.emails) and _differ(who.phones, other.phones):
            reason = _("same name and company, another e-mail address and number")
            return Answer(Decision.DOUBTFUL, found, reason, others)
        return Answer(Decision.KNOWN, found, others=others)

    def _fits(self, who: Identity, handle: Handle, *, scripts: bool) -> bool:
        """Whether the names do not contradict; written in two scripts they do not if no number does either."""
        other = self.identities[handle]
        return self._names_fit(who, other, scripts=scripts and not _differ(who.phones, other.phones))

    def _names_fit(self, one: Identity, other: Identity, *, scripts: bool) -> bool:
        """Equal, one missing, only a family name on one side, or (`scripts`) written in different scripts."""
        if not one.name or not other.name or one.name == other.name:
            return True
        if one.name == self.keys.of("name", other.first) or other.name == self.keys.of("name", one.first):
            return True
        return scripts and bool(LATIN.search(one.name)) != bool(LATIN.search(other.name))

    def _agrees(self, who: Identity, other: Identity) -> bool:
        """True where the other row has everything this one is known by."""
        return (
            (not who.name or who.name == other.name)
            and (not who.company or who.company == other.company)
            and (not who.emails or bool(who.emails & other.emails))
        )


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)
