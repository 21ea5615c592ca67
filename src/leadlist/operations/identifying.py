"""By what a person is known, as texts that the store keeps as keyed hashes: addresses, and what identifies somebody.

Switchboards, fax numbers and addresses of an office (info@) never identify a person. They may be suppressed as an
address, but nobody is erased by them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from leadlist.fields import CHANNELS
from leadlist.identity import PATTERN
from leadlist.normalizers import loose_key, match_key
from leadlist.operations.import_.people import EMAILS, MOBILE, PHONES, UNREAD, is_office
from leadlist.operations.import_.values import full_name
from leadlist.rules import Rules

PERSONAL = (*EMAILS, *PHONES)
MOST_TOLD = 100_000  # cells whose refusals are remembered
_SHORTEST = 4  # characters of a name without a blank that is surely whole: 佐々木 is a family name


def address_keys(place: str, text: str, rules: Rules) -> tuple[str, ...]:
    """The match keys of a cell with e-mail addresses or numbers. An address without its tag: t+fair@ is t@.

    `place` is the field or channel; only "fax" matters: of `TEL … FAX …` the second number is the fax's.

    What is no valid address is its own key, width, case and blanks apart, so that it can be refused all the same.
    """
    plain = unicodedata.normalize("NFKC", text)
    if "@" in plain:
        found = loose_key("email", text, rules)
    else:
        found = match_key("fax" if place == "fax" else "phone", text, rules)
    return tuple(key for key in found.split(";") if key) or tuple(filter(None, ["".join(plain.casefold().split())]))


def is_personal(key: str) -> bool:
    """Whether an address, by its match key, belongs to one person: an e-mail address of no office, a mobile number."""
    return not is_office(key) if "@" in key else MOBILE.match(key) is not None


def person_keys(values: Mapping[str, str], rules: Rules) -> frozenset[str]:
    """What identifies the person of a row, given its texts by field: lead id, e-mail, mobile, whole name and company.

    A value with a character that could not be read identifies nobody.
    """

    def sure(name: str) -> str:
        return _sure(values, name)

    keys = set(own_keys(values, rules))
    name, company = whole_name(sure), match_key("company", sure("company"), rules)
    if name and company:
        keys.add(f"name {match_key('name', name, rules)} {company}")
    return frozenset(keys)


def own_keys(values: Mapping[str, str], rules: Rules) -> frozenset[str]:
    """Of `person_keys` those that are nobody else's by their nature: lead id, e-mail, mobile."""
    keys = {
        f"address {key}"
        for name in PERSONAL
        if (text := _sure(values, name))
        for key in address_keys("phone", text, rules)
        if is_personal(key)
    }
    if PATTERN.fullmatch(values.get("lead_id", "")):
        keys.add(f"lead {values['lead_id']}")
    return frozenset(keys)


def _sure(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "")
    return "" if UNREAD.search(text) else text


def whole_name(texts: Callable[[str], str]) -> str:
    """The name of a row if it says family and given name; a family name alone tells colleagues not apart."""
    family, given = texts("family_name"), texts("given_name")
    if family and given:
        return full_name(family, texts("middle_name"), given)
    name = texts("name").strip()
    bare = re.sub(r"(?:様|さん|殿|先生)$", "", name)
    return name if len(bare.split()) > 1 or len(bare) >= _SHORTEST else ""


@dataclass
class Known:
    """What is known of people who said no, asked with texts as they stand in cells.

    `refused_on(channel, key)` and `has_erased(keys)` come from the suppression files. Answers are remembered, because
    lists repeat their numbers.
    """

    refused_on: Callable[[str, str], date | None]
    has_erased: Callable[[frozenset[str]], bool]
    rules: Rules
    erases: bool = True  # whether anybody was erased at all
    told: dict[tuple[str, bool], Mapping[str, date]] = field(default_factory=dict, repr=False)

    def suppressed(self, channel: str, address: str) -> bool:
        """Whether an address has opted out of a channel ("email", "phone", "post", "fax", "sms", "all").

        `address` is a cell's text; where it holds several addresses, one that refused is enough. An address that
        identifies a person counts for every channel they refused, a switchboard or info@ only for its own.
        """
        return channel in self.refused(address, fax=channel == "fax")

    def erased(self, values: Mapping[str, str]) -> bool:
        """Whether the person with these texts by field was erased on request."""
        return self.has_erased(person_keys(values, self.rules))

    def refused(self, address: str, *, fax: bool = False) -> Mapping[str, date]:
        """The channels that a cell's addresses refuse, and since when. `fax`: the cell is one for fax numbers."""
        if not address:
            return {}
        if (address, fax) not in self.told:
            if len(self.told) >= MOST_TOLD:
                self.told.clear()
            self.told[address, fax] = self._refused(address, fax)
        return self.told[address, fax]

    def _refused(self, address: str, fax: bool) -> Mapping[str, date]:
        days: dict[str, date] = {}
        for key in address_keys("fax" if fax else "phone", address, self.rules):
            own = ("email",) if "@" in key else ("fax",) if fax else ("phone", "sms")
            for channel in CHANNELS if is_personal(key) and not fax else own:
                if day := self.refused_on(channel, key):
                    days[channel] = max(day, days.get(channel, day))
        return days

    def refused_by_row(self, texts: Callable[[str], str]) -> Mapping[str, date]:
        """The channels that the addresses of one row refuse; `texts` gives a field's text."""
        days: dict[str, date] = {}
        for name in (*PERSONAL, "fax"):
            for channel, day in self.refused(texts(name), fax=name == "fax").items():
                days[channel] = max(day, days.get(channel, day))
        return days
