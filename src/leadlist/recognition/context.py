"""Headings of more than one meaning, decided by the values and by the columns around them."""

from collections.abc import Sequence
from typing import NamedTuple

from leadlist.locale import _
from leadlist.recognition.meanings import Meaning
from leadlist.recognition.values import Profile, fit

NAMES = frozenset(("name", "family_name", "given_name"))
STAFF_ROWS = 20  # filled values from which repetition tells own staff from the leads' names
STAFF_SHARE = 0.2  # distinct values, as a share, below which a column names own staff


class Neighbours(NamedTuple):
    """The fields that other columns hold, and the one of the column just before."""

    held: frozenset[str]
    before: str


def settle(meanings: Sequence[Meaning], seen: Profile, around: Neighbours) -> tuple[str, str]:
    """The field that an ambiguous heading means here, and the reason as a sentence."""
    fields = [meaning.field for meaning in meanings]
    if "owner" in fields and "name" in fields:
        return _person_or_staff(seen, around)
    if "name_kana" in fields and "company_kana" in fields:
        return _kana_of(seen, around)
    if "given_name" in fields and "name" in fields:
        return _given_or_whole(seen, around)
    fits = [fit(field, seen) for field in fields]
    best = max(range(len(fields)), key=lambda place: (fits[place], -place))
    if fits[best] > 0:
        return fields[best], _("the heading, and its values look like it")
    free = [field for field, value in zip(fields, fits, strict=True) if value >= 0 and field not in around.held]
    if fields[0] in around.held and free:
        return free[0], _("the heading, and another column holds “{field}”").format(field=fields[0])
    if fields[0] == "representative" and not NAMES & around.held:
        return "name", _("the heading, and no other column holds a name")
    return fields[0], _("the heading, as it is mostly used")


def _person_or_staff(seen: Profile, around: Neighbours) -> tuple[str, str]:
    if NAMES & around.held:
        return "owner", _("the leads' names stand in another column")
    if seen.filled >= STAFF_ROWS and seen.distinct <= STAFF_SHARE * seen.filled:
        return "owner", _("few names that come again and again: one's own staff")
    return "name", _("the heading, and no other column holds a name")


def _kana_of(seen: Profile, around: Neighbours) -> tuple[str, str]:
    readings = {
        "company": "company_kana",
        "name": "name_kana",
        "family_name": "family_name_kana",
        "given_name": "given_name_kana",
    }
    if around.before in readings and readings[around.before] not in around.held:
        return readings[around.before], _("it stands behind the column it reads")
    if "company" in around.held and not NAMES & around.held:
        return "company_kana", _("the list names companies and no persons")
    return "name_kana", _("the heading, as it is mostly used")


def _given_or_whole(seen: Profile, around: Neighbours) -> tuple[str, str]:
    if "family_name" not in around.held and seen.filled and seen.share("whole_name") >= 0.5:
        return "name", _("its values are whole names")
    return "given_name", _("the heading says so")
