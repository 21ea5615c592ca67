"""What a person should look at after a value was normalized: repairs, and what was left because it is not certain."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from leadlist.fields import FIELDS, Kind
from leadlist.locale import _
from leadlist.normalizers import dates, emails, phones, postal, text
from leadlist.plans import Severity
from leadlist.rules import Rules

_SPLIT_MARKS = {
    Kind.PERSON_NAME: re.compile(r"[(（\[［〔【]"),
    Kind.EMAIL: re.compile("[<＜]"),
    Kind.PHONE: re.compile("FAX|ＦＡＸ|ファ|ﾌｧ|F|Ｆ", re.IGNORECASE),
    Kind.POSTAL_CODE: re.compile("[0-9]{4}.*[^0-9０-９\\s]"),
    Kind.ADDRESS: re.compile("^[\\s〒0-9０-９]|TEL|ＴＥＬ|電話|℡|☎|FAX|ＦＡＸ|ファックス|ﾌｧｯｸｽ", re.IGNORECASE),
    Kind.URL: re.compile("[@＠]"),
}
_ALREADY = {
    Kind.EMAIL: re.compile("[!-?A-~]+@[!-?A-~]+"),
    Kind.PHONE: re.compile("[0-9-]+"),
    Kind.DATE: re.compile(r"\d{4}-\d\d-\d\d"),
    Kind.POSTAL_CODE: re.compile("[0-9]{3}-?[0-9]{4}"),
}


class Concern(NamedTuple):
    """Why a value needs a person's eye, in the user's language."""

    code: str
    severity: Severity
    message: str
    hint: str


def rule_of(name: str) -> str:
    """The name of the rule that rewrites a field: its kind, or the field where that has rules of its own."""
    kind = FIELDS[name].kind
    return name if kind in (Kind.TEXT, Kind.CATEGORY, Kind.CODE) else str(kind)


def suspects(name: str, distinct: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """The values that may hold two things, were rewritten, or could not be."""
    kind = FIELDS[name].kind
    mark, already = _SPLIT_MARKS.get(kind), _ALREADY.get(kind)
    found = {cell for cell in distinct if mark.search(cell)} if mark is not None else set()
    if already is not None:
        found.update(
            cell
            for cell in distinct
            if not already.fullmatch(cell) or texts.get(cell, cell).replace("-", "") != cell.replace("-", "")
        )
    return sorted(found)


def concern(name: str, before: str, after: str, rules: Rules, order: str = "") -> Concern | None:
    """The concern about one value, if any. `order` is what its column of dates decided.

    The message does not repeat the value: findings are shown where personal data are not.
    """
    kind = FIELDS[name].kind
    if kind is Kind.DATE:
        return _date_concern(before, order)
    if before != after and _is_repaired(kind, before, after, rules):
        return Concern("NORM-001", Severity.INFO, _("A slip in this value was put right."), _check_it())
    return None


def _check_it() -> str:
    return _("Check it; leadlist undo takes it back.")


def _is_repaired(kind: Kind, before: str, after: str, rules: Rules) -> bool:
    if kind is Kind.PHONE:
        return phones.is_repaired(before, after, rules)
    if kind is Kind.EMAIL:
        return emails.is_repaired(before)
    return kind is Kind.POSTAL_CODE and postal.is_repaired(before)


def _date_concern(before: str, order: str) -> Concern | None:
    found = dates.parse(before, order)
    if found is None and text.is_nothing(before):
        return None
    if found is None:
        message = _("Left as it is: no date, an impossible one, or one that can be read in two ways.")
        return Concern("NORM-002", Severity.WARNING, message, _("Write it as 2024-03-05."))
    if found.note == "serial":
        message = _("A spreadsheet's day number was read as a date.")
        return Concern("NORM-001", Severity.INFO, message, _check_it())
    if found.note == "float":
        return Concern("NORM-001", Severity.INFO, _("A slip in this value was put right."), _check_it())
    if found.note == "era_over":
        message = _("The date is past the end of its era; the years were counted on.")
        return Concern("NORM-005", Severity.INFO, message, _check_it())
    return None
