"""Where a lead is reached by a channel: the field, its text, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from datetime import date

from leadlist.checks import CHECKS, CellCheck, Context
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.normalizers import loose_key, match_key
from leadlist.normalizers.text import is_nothing
from leadlist.plans import Severity
from leadlist.rules import Rules
from leadlist.rules.country_names import country_code

FIELDS: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "email_2", "email_3"),
    "phone": ("phone_direct", "mobile", "phone", "phone_2", "phone_company", "phone_home"),
    "sms": ("mobile",),
    "fax": ("fax",),
    "post": ("address", "street", "city"),
}
"""For each channel the fields that are looked at, the best first."""


def several_addresses() -> str:
    """What is wrong with a cell of more than one address."""
    return _("several addresses in one cell")


class Addresses:
    """Finds and judges the addresses of one list; each distinct text is judged once."""

    def __init__(self, leads: LeadList, rules: Rules, channel: str, today: date) -> None:
        self._leads, self._rules, self._channel = leads, rules, channel
        self._today = today
        self._told: dict[tuple[str, str, str], str] = {}
        self._checks: dict[str, Sequence[CellCheck]] = {}
        self._contexts: dict[str, Context] = {}

    def of(self, row: RowRef) -> tuple[str, str]:
        """The field and text of the row's best address for the channel; the first filled one, sound if there is one."""
        filled = [(name, text) for name in FIELDS[self._channel] if (text := self._leads.value(row, name).strip())]
        sound = (pair for pair in filled if not self.fault(row, *pair))
        return next(sound, filled[0] if filled else ("", ""))

    def fault(self, row: RowRef, name: str, text: str) -> str:
        """What makes an address unusable, in the user's language; `""` where it is sound."""
        country = self.country(row)
        known = (name, text, country)
        if known not in self._told:
            self._told[known] = self._judged(name, text, country)
        return self._told[known]

    def key(self, name: str, text: str) -> str:
        """What makes two addresses of the channel the same one."""
        return loose_key("email", text, self._rules) if "@" in text else match_key(name, text, self._rules)

    def country(self, row: RowRef) -> str:
        """The country of a row (ISO 3166): that of its column, else the one of the rules; `""` for an unknown name."""
        text = self._leads.value(row, "country").strip()
        return country_code(text) if text else self._rules.country

    def _judged(self, name: str, text: str, country: str) -> str:
        if is_nothing(text):
            return _("the cell says that there is none")
        if self._channel != "post" and ";" in match_key(name, text, self._rules):
            return several_addresses()
        context = self._context(country)
        for check in self._checks_of(name):
            if check.signs is not None and not check.signs.search(text):
                continue
            detail = check.test(name, text, context)
            if detail is not None:
                return f"{check.code}: {check.words()[0].format(**detail)}"
        return "" if self._channel == "post" or match_key(name, text, self._rules) else _("it cannot be read")

    def _checks_of(self, name: str) -> Sequence[CellCheck]:
        """The checks of a field whose findings are errors by the rules."""
        if name not in self._checks:
            asked = self._rules.validate.severity
            of_cells = (check for check in CHECKS.values() if isinstance(check, CellCheck) and name in check.fields)
            self._checks[name] = [c for c in of_cells if asked.get(c.code, c.severity.value) == Severity.ERROR]
        return self._checks[name]

    def _context(self, country: str) -> Context:
        if country not in self._contexts:
            from dataclasses import replace

            rules = replace(self._rules, country=country)
            self._contexts[country] = Context(
                rules, self._today, lambda name, text: match_key(name, text, rules), is_nothing
            )
        return self._contexts[country]
