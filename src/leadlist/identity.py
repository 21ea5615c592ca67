"""lead_id: the name a lead keeps through merges, undo and restore."""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Container, Sequence

from leadlist.changes import AddColumn, Change, Filled, Gathered, SetCell
from leadlist.fields import FIELDS
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Finding, Severity

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
PATTERN = re.compile(rf"L-[{ALPHABET}]{{10}}")


def new_lead_id() -> str:
    """A fresh id: `L-` and ten random Crockford base32 digits (50 bits)."""
    return "L-" + "".join(secrets.choice(ALPHABET) for _digit in range(10))


def identify(
    leads: LeadList,
    language: str,
    new_id: Callable[[], str] = new_lead_id,
    *,
    leaving: Container[RowRef] = (),
    column: ColumnRef | None = None,
) -> tuple[Sequence[Change], list[Finding]]:
    """Changes that give every lead an id of its own, and findings for ids that were copied.

    `leaving` are rows that the same plan removes and that need none. `column` is where a new column would stand;
    by default right behind the list's last one. Of rows with one id the first keeps it.
    """
    at = leads.fields.get("lead_id")
    rule = "lead_id"
    changes: list[Change] = []
    findings: list[Finding] = []
    if at is None:
        target = ColumnRef(len(leads.headings)) if column is None else column
        changes.append(AddColumn(FIELDS["lead_id"].heading(language), "lead_id", rule))
        ids = Filled(target, rule, ((row, new_id()) for row in leads.rows() if row not in leaving))
        return Gathered(changes, ids), findings
    seen: Counter[str] = Counter()
    for row, text in enumerate(leads.columns[at]):
        reference = RowRef(row)
        if reference in leaving:
            continue
        valid = PATTERN.fullmatch(text) is not None
        if valid and not seen[text]:
            seen[text] += 1
            continue
        changes.append(SetCell(reference, at, text, new_id(), rule))
        if text:
            message = _("The lead ID stands in another row too.") if valid else _("This is not a lead ID.")
            hint = _("This row gets a new one.")
            findings.append(Finding(reference, "lead_id", at, "ID-001", Severity.WARNING, message, hint))
    return changes, findings
