"""Checks: every way a lead, a column or a list can be wrong, by its stable code.

To add one: write the test function, put its check into its module's `CHECKS`, add a row to its table of cases.
"""

import re

from leadlist.checks import (
    addresses,
    codes,
    dates,
    emails,
    lists,
    names,
    organisations,
    permissions,
    phones,
    provenance,
    readings,
    repeats,
    texts,
)
from leadlist.checks.check import (
    ANY,
    CellCheck,
    Check,
    Context,
    ListCheck,
    Place,
    RepeatCheck,
    RowCheck,
    Shared,
    Sum,
    Whole,
)
from leadlist.checks.mailings import MAILING_CHECKS, MailingCheck
from leadlist.errors import UserError
from leadlist.locale import _
from leadlist.plans import severity_word

__all__ = [
    "ANY",
    "CHECKS",
    "MAILING_CHECKS",
    "CellCheck",
    "Check",
    "Context",
    "ListCheck",
    "MailingCheck",
    "Place",
    "RepeatCheck",
    "RowCheck",
    "Shared",
    "Sum",
    "Whole",
    "explain",
]

_MODULES = (
    *(lists, repeats, emails, phones, addresses, dates, names, organisations, readings, codes, texts, permissions),
    provenance,
)
CHECKS: dict[str, Check] = {check.code: check for module in _MODULES for check in module.CHECKS}


NAMED = r"\{\w+\}"
"""What is filled in for each finding, in a message or hint."""


def explain(code: str) -> str:
    """What a check looks for, why, and what to do, in the user's language. Raises UserError for an unknown code."""
    check = CHECKS.get(code.upper()) or MAILING_CHECKS.get(code.upper())
    if check is None:
        raise UserError(
            _("There is no check “{code}”.").format(code=code),
            hint=_("Known: {names}.").format(names=", ".join(sorted([*CHECKS, *MAILING_CHECKS]))),
        )
    message, hint, why = check.words()
    heading = f"{check.code} ({severity_word(check.severity)})"
    return f"{heading}\n{re.sub(NAMED, '…', message)}\n\n{why}\n\n→ {re.sub(NAMED, '…', hint)}"
