"""Rows of one company or one household, grouped and not merged: for one letter a company, one card a family."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.matching.mails import free_domains
from leadlist.normalizers import match_key
from leadlist.rules import Rules

ADDRESS = ("prefecture", "city", "street", "address", "building")


class Group(NamedTuple):
    """Rows that belong together, the most complete one first, and by what ("domain", "phone" …) they were joined."""

    rows: tuple[RowRef, ...]
    joined_by: tuple[str, ...]


class Traits(NamedTuple):
    """What tells a row's company or household; "" where nothing is known."""

    number: str  # 法人番号: one company has one, so two different ones are never joined
    name: str
    domain: str
    phone: str
    place: str


def by_company(leads: LeadList, rules: Rules) -> list[Group]:
    """Rows of one company, every row in one group; the groups in the order of their first rows.

    The same corporate number is the same company, another one another. Else the name must be the same, and be backed
    by the domain, the phone or the address, or contradicted by no other domain; without a name the domain or the phone
    decides where only one company has it. Two names of one domain and one phone are one company (its English name).
    """
    traits = [_company(leads, rules, row) for row in leads.rows()]
    joined = _Joined(traits)
    joined.by(_("corporate number"), lambda t: t.number)
    joined.by(_("name and domain"), lambda t: t.name and t.domain and f"{t.name}\x1f{t.domain}")
    joined.by(_("name and phone"), lambda t: t.name and t.phone and f"{t.name}\x1f{t.phone}")
    joined.by(_("name and address"), lambda t: t.name and t.place and f"{t.name}\x1f{t.place}")
    joined.by(_("domain and phone"), lambda t: t.domain and t.phone and f"{t.domain}\x1f{t.phone}")
    joined.alone(_("domain"), lambda t: t.domain)
    joined.alone(_("phone"), lambda t: t.phone)
    joined.by(_("name"), lambda t: t.name, unless=_other_domain)
    return joined.groups(leads)


def by_household(leads: LeadList, rules: Rules) -> list[Group]:
    """Rows of one household: the same address to the room, and the same family name. Rows without one stay alone."""
    traits = [_home(leads, rules, row) for row in leads.rows()]
    joined = _Joined(traits)
    joined.by(_("address and family name"), lambda t: t.name and t.place and f"{t.name}\x1f{t.place}")
    return joined.groups(leads)


def _company(leads: LeadList, rules: Rules, row: RowRef) -> Traits:
    def key(name: str) -> str:
        return match_key(name, text, rules) if (text := leads.value(row, name)) else ""

    registered = key("corporate_number") or key("invoice_number").lstrip("Tt")
    mail = key("email").rpartition("@")[2]
    domain = key("url").partition("/")[0].removeprefix("www.") or ("" if mail in free_domains() else mail)
    phone = next((found for name in ("phone_company", "phone") if (found := key(name))), "")
    return Traits(registered, key("company"), domain, phone, _place(leads, rules, row))


def _home(leads: LeadList, rules: Rules, row: RowRef) -> Traits:
    whole = leads.value(row, "name").replace("\u3000", " ").split(" ")
    family = leads.value(row, "family_name") or (whole[0] if len(whole) > 1 else "")
    if whole[-1].isascii() and len(whole) > 1 and not leads.value(row, "family_name"):
        family = whole[-1]  # John Smith
    return Traits("", match_key("name", family, rules) if family else "", "", "", _place(leads, rules, row))


def _place(leads: LeadList, rules: Rules, row: RowRef) -> str:
    """The whole address as one key; "" where it has no number, which would be a whole town."""
    text = "".join(leads.value(row, name) for name in ADDRESS if name in leads.fields)
    found = match_key("address", text, rules) if text else ""
    return found if any(character.isdigit() for character in found) else ""


def _other_domain(one: Traits, other: Traits) -> bool:
    return bool(one.domain and other.domain and one.domain != other.domain)


class _Joined:
    """Rows that are joined step by step; each cluster knows its corporate number and what joined it."""

    def __init__(self, traits: Sequence[Traits]) -> None:
        self._traits = traits
        self._root = list(range(len(traits)))
        self._members = [[row] for row in range(len(traits))]
        self._number = [each.number for each in traits]
        self._why: list[list[str]] = [[] for _row in traits]

    def by(
        self, why: str, key: Callable[[Traits], str], unless: Callable[[Traits, Traits], bool] | None = None
    ) -> None:
        """Join the rows that share a key, unless something speaks against it."""
        for rows in self._sharing(key):
            leaders: list[int] = []
            for row in rows:
                fits = (one for one in leaders if not (unless and unless(self._traits[one], self._traits[row])))
                if not any(self._join(one, row, why) for one in fits):
                    leaders.append(row)

    def alone(self, why: str, key: Callable[[Traits], str]) -> None:
        """Join rows without a company's name to the one company that has their key, or to each other."""
        for rows in self._sharing(key):
            named = [row for row in rows if self._traits[row].name]
            nameless = [row for row in rows if not self._traits[row].name]
            if len({self._find(row) for row in named}) <= 1:
                first = named[0] if named else nameless[0] if nameless else -1
                for row in nameless:
                    self._join(first, row, why)

    def groups(self, leads: LeadList) -> list[Group]:
        """Every row in one group."""
        full = [sum(bool(column[row]) for column in leads.columns) for row in range(len(leads))]
        found: list[Group] = []
        for row in range(len(self._root)):
            if self._find(row) == row:
                rows = sorted(self._members[row], key=lambda each: (-full[each], each))
                found.append(Group(tuple(map(RowRef, rows)), tuple(dict.fromkeys(self._why[row]))))
        return found

    def _sharing(self, key: Callable[[Traits], str]) -> Iterator[list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for row, traits in enumerate(self._traits):
            if shared := key(traits):
                rows[shared].append(row)
        return (each for each in rows.values() if len(each) > 1)

    def _find(self, row: int) -> int:
        while self._root[row] != row:
            self._root[row] = self._root[self._root[row]]
            row = self._root[row]
        return row

    def _join(self, one: int, other: int, why: str) -> bool:
        """Whether the two are of one group now; not where that has another corporate number."""
        low, high = sorted((self._find(one), self._find(other)))
        if low == high:
            return True
        if self._number[low] and self._number[high] and self._number[low] != self._number[high]:
            return False
        self._root[high] = low
        self._members[low] += self._members[high]
        self._number[low] = self._number[low] or self._number[high]
        self._why[low] += [*self._why[high], why]
        return True
