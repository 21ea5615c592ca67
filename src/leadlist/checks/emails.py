"""Checks of e-mail addresses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, ListCheck, Place, RowCheck, Sum, rows_of
from leadlist.checks.mail_domains import can_belong, is_disposable, is_role, meant_domain
from leadlist.checks.shapes import shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.leads import LeadList
from leadlist.locale import _
from leadlist.plans import Severity

EMAILS = fields_of_kind(Kind.EMAIL)
PLAIN = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
"""What is beyond doubt; every other text is asked of the normalizer, which knows the carriers' exceptions."""

RESERVED = frozenset(("test", "invalid", "localhost", "local", "localdomain", "lan", "internal", "home", "corp"))
"""Top-level domains that no mail can reach (RFC 2606, RFC 6762; ICANN keeps home, corp and internal private)."""

_SEPARATORS = re.compile(r"[;；,、\s]+")


@lru_cache(maxsize=16384)
def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATORS.split(text) if part)


@lru_cache(maxsize=16384)
def _is_plain(text: str) -> bool:
    return PLAIN.fullmatch(text) is not None


def addresses(field: str, text: str, context: Context) -> tuple[str, ...]:
    """The addresses of a cell as they can be compared; none where it holds no valid one."""
    if _is_plain(text):
        return (text,)
    return tuple(key for key in context.match_key(field, text).split(";") if key)


def domain_of(address: str) -> str:
    """The part behind the @, in lower case."""
    return address.rpartition("@")[2].lower()


def _invalid(field: str, text: str, context: Context) -> Detail:
    if _is_plain(text):
        return FOUND if text.rpartition(".")[2].lower() in RESERVED else None
    if context.is_nothing(text) or shape_of(text) not in ("", "email"):
        return None
    if not ("@" in text or "＠" in text) or not context.match_key(field, text):
        return FOUND
    parts = [part for part in _split(text) if "@" in part]
    several = len(parts) > 1
    return FOUND if several and not all(context.match_key(field, part) for part in parts) else None


def _typo(field: str, text: str, context: Context) -> Detail:
    for address in addresses(field, text, context):
        if meant := meant_domain(domain_of(address)):
            return {"domain": meant}
    return None


def _disposable(field: str, text: str, context: Context) -> Detail:
    return FOUND if any(is_disposable(domain_of(address)) for address in addresses(field, text, context)) else None


def _role_address(field: str, text: str, context: Context) -> Detail:
    found = any(is_role(address) and not _no_reply(address) for address in addresses(field, text, context))
    return FOUND if found else None


def _no_reply(address: str) -> bool:
    local = address.partition("@")[0].lower().replace("-", "").replace("_", "").replace(".", "")
    return local.startswith(("noreply", "donotreply", "mailerdaemon")) or local in ("bounce", "bounces")


def _unanswered(field: str, text: str, context: Context) -> Detail:
    suspicious = any(word in text.lower() for word in ("reply", "daemon", "bounce"))
    return FOUND if suspicious and any(map(_no_reply, addresses(field, text, context))) else None


def _dead(leads: LeadList, context: Context) -> Mapping[str, Sequence[int]]:
    """The rows with an address at a domain that takes no mail, for each field of addresses."""
    if not context.whole.no_mail:
        return {}
    rows = {}
    for field in EMAILS:
        cells = leads.values(field) if field in leads.fields else ()
        domains = {text: map(domain_of, addresses(field, text, context)) for text in set(cells)}
        bad = {text for text, found in domains.items() if not context.whole.no_mail.isdisjoint(found)}
        rows[field] = [row for row, text in enumerate(cells) if text in bad]
    return rows


def _undeliverable(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    """Every address at a domain that was asked and takes no mail."""
    for field in EMAILS if context.whole.no_mail else ():
        yield Place(rows_of(sums, itemgetter(field)), field, leads.fields.get(field), FOUND)


def mail_domains(leads: LeadList, context: Context) -> set[str]:
    """The domains of all addresses of a list, in A-label form."""
    columns = [(field, leads.columns[leads.fields[field]]) for field in EMAILS if field in leads.fields]
    texts = ((field, text) for field, column in columns for text in set(column))
    return {domain_of(address) for field, text in texts for address in addresses(field, text, context)}


def _several(field: str, text: str, context: Context) -> Detail:
    return FOUND if text.count("@") > 1 and len(addresses(field, text, context)) > 1 else None


def _international(field: str, text: str, context: Context) -> Detail:
    local = text.rpartition("@")[0] or text.rpartition("＠")[0]
    return (
        FOUND
        if any((c.isalpha() and not c.isascii() and c > "\uffef") or "\u3041" <= c <= "\u9fff" for c in local)
        else None
    )


def _against_url(texts: tuple[str, ...], context: Context) -> Detail:
    """The mail's domain is neither a free provider's nor that of the web site, nor is one inside the other."""
    email, url = texts
    if not email or not url:
        return None
    plain = _HOST.match(url)
    host = plain[1].lower() if plain else context.match_key("url", url).partition("/")[0].partition(":")[0]
    if not host:
        return None
    found = addresses("email", email, context)
    return FOUND if found and not any(can_belong(domain_of(address), host) for address in found) else None


def _apart(texts: tuple[str, ...], context: Context) -> tuple[str, ...] | None:
    """Both texts, unless the host is the very domain of the one address."""
    email, url = texts
    if not email or not url:
        return None
    host = _HOST.match(url)
    return None if host and host[1].lower() == email.partition("@")[2].lower() else texts


_HOST = re.compile(r"https?://(?:www\.)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})(?:/|$)")
CHECKS = (
    CellCheck(
        "EMAIL-001",
        Severity.ERROR,
        EMAILS,
        _invalid,
        lambda: (
            _("This is no valid e-mail address."),
            _("Ask for it, or look it up on the card or form."),
            _(
                "An address needs one @, a domain with a dot, and no blanks or signs that mail cannot carry. The old "
                "addresses of Japanese carriers (a..b@docomo.ne.jp, abc.@ezweb.ne.jp) are valid."
            ),
        ),
    ),
    CellCheck(
        "EMAIL-002",
        Severity.WARNING,
        EMAILS,
        _typo,
        lambda: (
            _("The mail domain looks mistyped."),
            _("Did you mean {domain}?"),
            _(
                "The domain is a known misspelling, has an ending that does not exist, or differs in one letter from a "
                "large provider. It is never corrected by itself, because somebody else may own the misspelt domain."
            ),
        ),
    ),
    CellCheck(
        "EMAIL-003",
        Severity.WARNING,
        EMAILS,
        _disposable,
        lambda: (
            _("This is a throw-away address."),
            _("Do not count on it; ask for another one."),
            _("The domain belongs to a service for addresses that vanish after minutes or days."),
        ),
    ),
    CellCheck(
        "EMAIL-004",
        Severity.INFO,
        EMAILS,
        _role_address,
        lambda: (
            _("This is the address of a desk, not of a person."),
            _("Ask for a personal one before writing personally."),
            _("info@, sales@ or soumu@ reach whoever reads that mailbox. It never identifies a person in leadlist."),
        ),
    ),
    CellCheck(
        "EMAIL-005",
        Severity.WARNING,
        EMAILS,
        _unanswered,
        lambda: (
            _("Nobody reads mail to this address."),
            _("Ask for another one."),
            _("noreply@ and its like only send. They get into lists from the sender line of automatic mails."),
        ),
    ),
    CellCheck(
        "EMAIL-006",
        Severity.INFO,
        EMAILS,
        _several,
        lambda: (
            _("The cell holds several addresses."),
            _("Move the others to columns of their own."),
            _("Most mailing services take one address a cell and refuse, or cut, such a record."),
        ),
        re.compile("(?s:@.*@)"),
    ),
    CellCheck(
        "EMAIL-008",
        Severity.WARNING,
        EMAILS,
        _international,
        lambda: (
            _("The part before the @ is not in Latin letters."),
            _("Few mail systems can deliver this; ask for another address."),
            _("Such addresses need SMTPUTF8 (RFC 6531) on every server on the way."),
        ),
        re.compile("[^\x00-\x7f]"),
    ),
    ListCheck(
        "EMAIL-010",
        Severity.ERROR,
        _dead,
        _undeliverable,
        lambda: (
            _("The mail domain takes no mail."),
            _("Check how it is spelt, or ask for another address."),
            _(
                "Asked only with --online: the domain does not exist, has neither a mail server (MX) nor an address, "
                "or says itself that it takes no mail (RFC 7505). The name servers are asked for domains, never for "
                "addresses; where none answers, nothing is said."
            ),
        ),
    ),
    RowCheck(
        "EMAIL-007",
        Severity.INFO,
        ("email", "url"),
        ("email", "url"),
        ("email",),
        _against_url,
        lambda: (
            _("The mail domain is not that of the web site."),
            _("Check whether both belong to this company."),
            _("People change jobs, and rows slip. Group companies with a common mail domain are legitimate."),
        ),
        _apart,
    ),
)
