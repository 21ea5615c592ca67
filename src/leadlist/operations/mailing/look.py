"""What the checks of a mailing look at, and how what they find becomes findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leadlist.checks import MAILING_CHECKS
from leadlist.leads import LeadList, RowRef
from leadlist.locale import ngettext
from leadlist.operations.mailing.reasons import Mailing, Recipient
from leadlist.plans import Finding
from leadlist.rules import Rules
from leadlist.rules.mailers import Mailer

_MANY = 10  # from so many on, what half of the recipients have in common is one finding


class Hit(NamedTuple):
    """A row in which a check found something, and what its message names."""

    row: RowRef
    field: str
    detail: Mapping[str, str] = {}


@dataclass(frozen=True)
class Look:
    """What the checks look at. `rows` is the mailer's file."""

    leads: LeadList
    rules: Rules
    mailer: Mailer
    mailing: Mailing
    rows: Sequence[tuple[str, ...]]
    template: str | None

    @property
    def recipients(self) -> Sequence[Recipient]:
        """Who is written to."""
        return self.mailing.recipients

    def findings(self, code: str, hits: Iterable[Hit]) -> Iterator[Finding]:
        """A finding for each row, or one for all, at the first, where half of the recipients have it."""
        hits = list(hits)
        if len(hits) >= _MANY and 2 * len(hits) >= len(self.recipients):
            one = self.finding(code, *hits[0])
            yield one._replace(
                message=ngettext("{what} ({number} lead)", "{what} ({number} leads)", len(hits)).format(
                    what=one.message, number=f"{len(hits):,}"
                )
            )
        else:
            yield from (self.finding(code, *hit) for hit in hits)

    def finding(self, code: str, row: RowRef | None, field: str, detail: Mapping[str, str]) -> Finding:
        """One finding in the user's language."""
        check = MAILING_CHECKS[code]
        message, hint, _why = (text.format_map(_Named(detail)) for text in check.words())
        return Finding(row, field, self.leads.fields.get(field), code, check.severity, message, hint)


class _Named(dict[str, str]):
    """Names that a message does not fill in stay as they are."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
