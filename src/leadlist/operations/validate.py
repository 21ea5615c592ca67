"""Find what is wrong with a list: every check over every cell, row and column; nothing is changed.

The list is looked at block by block, so that several processes can share it and none has to hold it. What a check finds
in a block, or has to know of it, is summed up; the sums decide what concerns a whole column, and what stands twice.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from leadlist.checks import Context, Whole
from leadlist.checks.emails import mail_domains
from leadlist.checks.shared import counting
from leadlist.leads import Block, ColumnRef, LeadList, Spread
from leadlist.operations.repeats import found_among
from leadlist.operations.validate_block import Job, context_of, in_force, of_block
from leadlist.operations.validate_sums import Sums
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules

__all__ = ["Quality", "TakesMail", "domains", "plan"]


@dataclass(frozen=True)
class Quality:
    """What a validation counted: findings by severity and code; for each field how many leads have it filled, how many
    with more than blanks (`said`), and how often each day stands in it (`days`)."""

    by_severity: Mapping[str, int] = field(default_factory=dict)
    by_code: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, Mapping[date, int]] = field(default_factory=dict)


TakesMail = Callable[[str], bool | None]
"""Whether a mail domain takes mail; None where nobody could say."""


def plan(
    leads: LeadList,
    rules: Rules,
    *,
    today: date,
    takes_mail: TakesMail | None = None,
    names: Collection[str] | None = None,
    spread: Spread[Any, Any] = map,
) -> Plan:
    """Every finding of every check that the rules leave on; no changes. Without `takes_mail` nobody is asked; `names`
    are the list's mail `domains`, where they are known already.

    Counts: read = with_findings + clean, in leads; findings that concern a column or the list count for no lead.
    Raises UserError where `[validate] severity` names an unknown check or level.
    """
    checks = in_force(rules)
    whole = _whole(leads, rules, today, takes_mail, names, spread)
    ready = pickle.dumps(rules)
    jobs = (Job(block, leads.fields, ready, today, whole, bool(leads.stored)) for block in leads.blocks())
    sums = Sums(leads, checks)
    parts = spread(of_block, jobs)
    repeats = [] if leads.stored else _repeats(leads, sums, context_of(ready, today, whole), spread)  # meanwhile
    for block, part in zip(leads.blocks(), parts, strict=True):
        sums.add(block, part)
    context = context_of(ready, today, whole)
    findings = [*sums.of_cells_and_rows(), *sums.of_list(context)]
    findings += _repeats(leads, sums, context, spread) if leads.stored else repeats
    findings.sort(key=lambda f: (-1 if f.row is None else f.row, -1 if f.column is None else f.column, f.code))
    wrong = len({finding.row for finding in findings if finding.row is not None})
    counts = {"read": len(leads), "with_findings": wrong, "clean": len(leads) - wrong}
    return Plan("validate", (), findings, counts, _quality(findings, sums))


def _repeats(leads: LeadList, sums: Sums, context: Context, spread: Spread[Any, Any]) -> list[Finding]:
    """What stands twice: of a list that is not held, as soon as the marks of all blocks are there."""
    found = found_among(leads, sums.repeats(), sums.marks, context, spread)
    return [finding for check, place in found for finding in sums.at(check, place)]


def _whole(
    leads: LeadList,
    rules: Rules,
    today: date,
    takes_mail: TakesMail | None,
    names: Collection[str] | None,
    spread: Spread[Any, Any],
) -> Whole:
    """What the checks of a block must know of all blocks."""
    no_mail: frozenset[str] = frozenset()
    if takes_mail is not None:
        asked = domains(leads, rules, today=today, spread=spread) if names is None else names
        no_mail = frozenset(domain for domain in asked if takes_mail(domain) is False)
    by_country = "country" in leads.fields and any(leads.values("country"))
    return Whole(counting(leads), by_country, no_mail)


class _Mails(NamedTuple):
    """A block to be asked for mail domains."""

    block: Block
    fields: Mapping[str, ColumnRef]
    rules: bytes
    today: date


def domains(leads: LeadList, rules: Rules, *, today: date, spread: Spread[Any, Any] = map) -> set[str]:
    """The mail domains of a list, for asking whether they take mail."""
    ready = pickle.dumps(rules)
    jobs = (_Mails(block, leads.fields, ready, today) for block in leads.blocks())
    return set().union(*spread(_domains, jobs))


def _domains(job: _Mails) -> set[str]:
    return mail_domains(job.block.read().with_fields(job.fields), context_of(job.rules, job.today, Whole()))


def _quality(findings: Sequence[Finding], sums: Sums) -> Quality:
    severities = Counter(finding.severity.value for finding in findings)
    return Quality(
        {severity.value: severities[severity.value] for severity in Severity},
        dict(sorted(Counter(finding.code for finding in findings).items())),
        dict(sums.filled),
        dict(sums.said),
        sums.days(),
    )
