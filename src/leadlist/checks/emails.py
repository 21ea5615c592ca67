"""Checks of e-mail addresses."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, RowCheck, words
from leadlist.checks.shapes import shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.locale import _
from leadlist.plans import Severity
from leadlist.rules.tables import table

EMAILS = fields_of_kind(Kind.EMAIL)
PLAIN = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
"""What is beyond doubt; every other text is asked of the normalizer, which knows the carriers' exceptions."""

RESERVED = frozenset(("test", "invalid", "localhost", "local", "localdomain", "lan", "internal", "home", "corp"))
"""Top-level domains that no mail can reach (RFC 2606, RFC 6762; ICANN keeps home, corp and internal private)."""

_SUFFIXES = {
    **dict.fromkeys((".con", ".cmo", ".comm", ".coom", ".ocm", ".vom", ".xom", ".cpm", ".c0m", ".cm.", ".clm"), ".com"),
    **dict.fromkeys(
        (".co.jo", ".co.ip", ".co.lp", ".co.jpn", ".cojp", ".co.j", ".co.pj", ".c.jp", ".co.jpp"), ".co.jp"
    ),
    **dict.fromkeys((".cp.jp", ".vo.jp", ".xo.jp", ".coo.jp", ".cc.jp", ".coj.p"), ".co.jp"),
    **dict.fromkeys((".ne.jo", ".ne.ip", ".nejp", ".ne.jpn", ".me.jp", ".na.jp", ".nr.jp"), ".ne.jp"),
    **dict.fromkeys((".or.jo", ".orjp", ".or.ip"), ".or.jp"),
}
_SEPARATORS = re.compile(r"[;；,、\s]+")


@lru_cache(maxsize=65536)
def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATORS.split(text) if part)


@lru_cache(maxsize=200_000)
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
    if not context.match_key(field, text):
        return FOUND
    parts = [part for part in _split(text) if "@" in part]
    several = len(parts) > 1
    return FOUND if several and not all(context.match_key(field, part) for part in parts) else None


def _typo(field: str, text: str, context: Context) -> Detail:
    for address in addresses(field, text, context):
        if meant := meant_domain(domain_of(address)):
            return {"domain": meant}
    return None


@lru_cache(maxsize=65536)
def meant_domain(domain: str) -> str:
    """The domain that was probably meant; `""` where nothing looks mistyped.

    Known misspellings; endings that no registry has (.con, .co.jo); one wrong, missing, doubled or exchanged letter
    (Damerau-Levenshtein distance 1) in the name of a large provider of at least five letters.
    """
    known = words("mail_domains", "domain")
    if domain in known:
        return ""
    if meant := _typos().get(domain, ""):
        return meant
    if domain.endswith(tuple(_SUFFIXES)):
        wrong = next(wrong for wrong in _SUFFIXES if domain.endswith(wrong))
        return domain.removesuffix(wrong) + _SUFFIXES[wrong]
    label, _dot, ending = domain.partition(".")
    for name in _providers().get(ending, ()):
        if DamerauLevenshtein.distance(name, label, score_cutoff=1) == 1:
            return f"{name}.{ending}"
    return ""


@cache
def _providers() -> dict[str, list[str]]:
    """Ending -> the names of large providers with at least five letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for domain in sorted(words("mail_domains", "domain")):
        name, _dot, ending = domain.partition(".")
        if len(name) >= 5:
            found[ending].append(name)
    return dict(found)


@cache
def _typos() -> dict[str, str]:
    return {row["typo"]: row["meant"] for row in table("domain_typos")}


def _disposable(field: str, text: str, context: Context) -> Detail:
    return FOUND if any(_is_disposable(domain_of(address)) for address in addresses(field, text, context)) else None


@lru_cache(maxsize=65536)
def _is_disposable(domain: str) -> bool:
    """Whether the domain or one above it hands out throw-away addresses; gmial.com is a trap, and here a slip."""
    known = words("disposable_domains", "domain")
    above = domain
    while "." in above:
        if above in known:
            return not meant_domain(domain)
        above = above.partition(".")[2]
    return False


def is_role(address: str) -> bool:
    """Whether an address is that of a desk and not of a person: info@, sales-tokyo@, 総務's soumu@ (RFC 2142)."""
    return _role(address.partition("@")[0].lower())


@lru_cache(maxsize=65536)
def _role(local: str) -> bool:
    bare = local.strip("0123456789._-")
    if bare in words("role_addresses", "word"):
        return True
    first = re.split(r"[._+-]", bare, maxsplit=1)[0].strip("0123456789")
    return first in _role_prefixes()


@cache
def _role_prefixes() -> frozenset[str]:
    """Words that name a desk also where more follows: info-tokyo@, sales.jp@."""
    return frozenset(row["word"] for row in table("role_addresses") if row["prefix"] == "yes")


def _role_address(field: str, text: str, context: Context) -> Detail:
    found = any(is_role(address) and not _no_reply(address) for address in addresses(field, text, context))
    return FOUND if found else None


def _no_reply(address: str) -> bool:
    local = address.partition("@")[0].lower().replace("-", "").replace("_", "").replace(".", "")
    return local.startswith(("noreply", "donotreply", "mailerdaemon"))


def _unanswered(field: str, text: str, context: Context) -> Detail:
    suspicious = "reply" in text.lower() or "daemon" in text.lower()
    return FOUND if suspicious and any(map(_no_reply, addresses(field, text, context))) else None


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
    return FOUND if found and not any(_can_belong(domain_of(address), host) for address in found) else None


_HOST = re.compile(r"https?://(?:www\.)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})(?:/|$)")
SHARED_HOSTS = frozenset(
    [
        "facebook.com",
        "instagram.com",
        "twitter.com",
        "x.com",
        "linkedin.com",
        "jp.linkedin.com",
        "youtube.com",
        "ameblo.jp",
        "note.com",
        "peraichi.com",
        "jimdo.com",
        "jimdofree.com",
        "wixsite.com",
        "studio.site",
        "lit.link",
        "line.me",
        "tabelog.com",
        "github.io",
        "wordpress.com",
        "blogspot.com",
        "google.com",
        "sites.google.com",
    ]
)
"""Hosts where many firms have their page; they say nothing about the firm's mail."""


@lru_cache(maxsize=65536)
def _can_belong(domain: str, host: str) -> bool:
    if host in SHARED_HOSTS or host.partition(".")[2] in SHARED_HOSTS or domain in words("mail_domains", "domain"):
        return True
    one, other = _registered(domain), _registered(host)
    return one == other or one.partition(".")[0] == other.partition(".")[0]


def _registered(domain: str) -> str:
    """The domain a firm registered: the last two labels, three below co.jp, ne.jp, co.uk and their like."""
    labels = domain.removeprefix("www.").split(".")
    second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if second_level else -2 :])


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
        re.compile("@.*@"),
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
    ),
)
