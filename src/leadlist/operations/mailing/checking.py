"""What would send a mailing to the wrong people or with the wrong words: findings, before anything is written.

The codes and their words are `checks.MAILING_CHECKS`; `[mailing] severity` says which of them forbid to send.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from leadlist.checks import MAILING_CHECKS
from leadlist.checks.emails import PLAIN, domain_of
from leadlist.checks.mail_domains import can_belong
from leadlist.errors import UserError
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.normalizers import match_key
from leadlist.operations.mailing.addresses import several_addresses
from leadlist.operations.mailing.letters import letters
from leadlist.operations.mailing.look import Hit, Look
from leadlist.operations.mailing.reasons import Mailing, Recipient
from leadlist.operations.mailing.wording import of_template, of_words
from leadlist.plans import Finding, Plan, Severity
from leadlist.rules import Rules
from leadlist.rules.mailers import Mailer
from leadlist.rules.tables import table

LEVELS = (*(severity.value for severity in Severity), "off")
_SHARE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*")
_FEW = 3  # a difference of fewer recipients is never sudden


class Last(NamedTuple):
    """The last mailing of the same purpose and channel: its day, and how many were written to."""

    day: str
    recipients: int


def checked(
    plan: Plan, leads: LeadList, rules: Rules, mailer: Mailer, *, template: str | None = None, last: Last | None = None
) -> Plan:
    """The plan of a mailing with what the checks found. `template` is the text of the mail, None where none is given.

    Raises UserError where `[mailing]` names an unknown check or level, or no share.
    """
    assert isinstance(plan.details, Mailing)
    look = Look(leads, rules, mailer, plan.details, letters(leads, plan.details.recipients, mailer), template)
    found = [
        *_of_list(look),
        *_jump(look, last),
        *of_words(look),
        *(of_template(look) if template is not None else ()),
    ]
    levels = _levels(rules)
    kept = [
        each if (level := levels[each.code]) is None else each._replace(severity=Severity(level))
        for each in found
        if levels[each.code] != "off"
    ]
    return replace(plan, findings=[*plan.findings, *kept])


def check_rules(rules: Rules) -> None:
    """Raises UserError where `[mailing]` names an unknown check or level, or no share."""
    _levels(rules)
    _share(rules)


def _levels(rules: Rules) -> dict[str, str | None]:
    asked = rules.mailing.severity
    for code, level in asked.items():
        if code not in MAILING_CHECKS or level not in LEVELS:
            raise UserError(
                _("[mailing] severity says “{code}” = “{level}”, which is no check or no level.").format(
                    code=code, level=level
                ),
                hint=_("Checks: {codes}. Levels: {levels}.").format(
                    codes=", ".join(MAILING_CHECKS), levels=", ".join(LEVELS)
                ),
            )
    return {code: asked.get(code) for code in MAILING_CHECKS}


def _of_list(look: Look) -> Iterator[Finding]:
    several = several_addresses()
    field = "email" if look.mailing.request.channel == "email" else ""
    yield from (
        look.finding("MAIL-009", each.row, field, {}) for each in look.mailing.left_out if each.detail == several
    )
    if look.mailing.request.channel != "email":
        return
    domains = [_domain(each.address, look.rules) for each in look.recipients]
    for code, listed in (("MAIL-001", look.rules.mailing.own_domains), ("MAIL-002", look.rules.mailing.competitors)):
        wanted = tuple(domain.casefold().removeprefix("@") for domain in listed)
        yield from look.findings(
            code,
            (
                Hit(each.row, each.field)
                for each, domain in zip(look.recipients, domains, strict=True)
                if any(domain == one or domain.endswith(f".{one}") for one in wanted)
            ),
        )
    yield from _foreign_domains(look, domains)


def _foreign_domains(look: Look, domains: Sequence[str]) -> Iterator[Finding]:
    """Addresses at the domain of another company, and domains from which several companies write."""
    free = {row["domain"] for row in table("mail_domains")}
    keys: dict[str, str] = {}
    companies = []
    for each in look.recipients:
        text = look.leads.value(each.row, "company")
        if text not in keys:
            keys[text] = match_key("company", text, look.rules)
        companies.append(keys[text])
    writers: dict[str, Counter[str]] = defaultdict(Counter)
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for company, domain in zip(companies, domains, strict=True):
        if company and domain and domain not in free:
            writers[domain][company] += 1
            homes[company][domain] += 1
    strangers = [
        (Hit(each.row, each.field, {"domain": domain}), company)
        for each, company, domain in zip(look.recipients, companies, domains, strict=True)
        if domain and domain not in free and _is_stranger(look, each, company, domain, writers, homes)
    ]
    yield from look.findings("MAIL-003", (hit for hit, _company in strangers))
    for hit, company in strangers:  # said already
        writers[hit.detail["domain"]].pop(company, None)
    places = {domain: at for at, domain in reversed(list(enumerate(domains)))}
    shown = {key: text for text, key in reversed(keys.items())}
    for domain, found in writers.items():
        if len(apart := _unrelated(sorted(found))) > 1:
            named = ", ".join(shown[key] for key in apart[:3])
            detail = {"number": str(len(apart)), "domain": domain, "companies": named}
            first = look.recipients[places[domain]]
            yield look.finding("MAIL-004", first.row, first.field, detail)


def _is_stranger(
    look: Look,
    each: Recipient,
    company: str,
    domain: str,
    writers: Mapping[str, Counter[str]],
    homes: Mapping[str, Counter[str]],
) -> bool:
    url = look.leads.value(each.row, "url")
    host = match_key("url", url, look.rules).partition("/")[0].partition(":")[0] if url else ""
    if host and can_belong(domain, host):
        return False
    if host and not (len(writers[domain]) == 1 and writers[domain][company] > 1):
        return True  # a firm all of whose people write from another domain than its site's has that domain, too
    if not company or len(writers[domain]) < 2:
        return False
    owner, number = writers[domain].most_common(1)[0]
    home = homes[company].most_common(1)[0][0]
    return number > 1 and owner != company and home != domain and len(_unrelated([owner, company])) > 1


def _unrelated(keys: Sequence[str]) -> list[str]:
    """Companies of which none is the beginning of another (架空商事, 架空商事東京支店)."""
    return [key for key in keys if not any(other != key and key.startswith(other) for other in keys)]


def _domain(address: str, rules: Rules) -> str:
    return domain_of(address if PLAIN.fullmatch(address) else match_key("email", address, rules))


def _share(rules: Rules) -> float:
    share = _SHARE.fullmatch(rules.mailing.jump)
    if share is None:
        raise UserError(
            _("[mailing] jump is “{text}”, which is no share.").format(text=rules.mailing.jump),
            hint=_('Write jump = "50%".'),
        )
    return float(share[1])


def _jump(look: Look, last: Last | None) -> Iterator[Finding]:
    share, now = _share(look.rules), len(look.recipients)
    if last is None or abs(now - last.recipients) < _FEW:
        return
    if abs(now - last.recipients) * 100 > share * last.recipients:
        detail = {"now": f"{now:,}", "before": f"{last.recipients:,}", "day": last.day}
        yield look.finding("MAIL-005", None, "", detail)
