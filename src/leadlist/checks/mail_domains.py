"""What a mail domain tells: a slip of the pen, a throw-away service, a desk's address, the firm of a web site."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from leadlist.checks.check import words
from leadlist.rules.tables import table

_SUFFIXES = {
    **dict.fromkeys((".con", ".cmo", ".comm", ".coom", ".ocm", ".vom", ".xom", ".cpm", ".c0m", ".cm.", ".clm"), ".com"),
    **dict.fromkeys(
        (".co.jo", ".co.ip", ".co.lp", ".co.jpn", ".cojp", ".co.j", ".co.pj", ".c.jp", ".co.jpp"), ".co.jp"
    ),
    **dict.fromkeys((".cp.jp", ".vo.jp", ".xo.jp", ".coo.jp", ".cc.jp", ".coj.p"), ".co.jp"),
    **dict.fromkeys((".ne.jo", ".ne.ip", ".nejp", ".ne.jpn", ".me.jp", ".na.jp", ".nr.jp"), ".ne.jp"),
    **dict.fromkeys((".or.jo", ".orjp", ".or.ip"), ".or.jp"),
}


@lru_cache(maxsize=16384)
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


@lru_cache(maxsize=16384)
def is_disposable(domain: str) -> bool:
    """Whether the domain or one above it hands out throw-away addresses; gmial.com is a trap, and here a slip."""
    known = words("disposable_domains", "domain")
    above = domain
    while "." in above:
        if above in known:
            return not meant_domain(domain)
        above = above.partition(".")[2]
    return False


def known_typo(domain: str) -> bool:
    """Whether a domain is in the table of misspellings."""
    return domain in _typos()


def ends_mistyped(domain: str) -> bool:
    """Whether a domain ends as no registry has it (.con)."""
    return domain.endswith(tuple(_SUFFIXES))


def ends_like_provider(ending: str) -> bool:
    """Whether a large provider has this ending behind its name, so that a slip in the name can be told."""
    return ending in _providers()


def hands_out(domain: str) -> bool:
    """Whether the table of throw-away services names this very domain."""
    return domain in words("disposable_domains", "domain")


def is_role(address: str) -> bool:
    """Whether an address is that of a desk and not of a person: info@, sales-tokyo@, 総務's soumu@ (RFC 2142)."""
    return _role(address.partition("@")[0].lower())


@lru_cache(maxsize=16384)
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


@lru_cache(maxsize=16384)
def can_belong(domain: str, host: str) -> bool:
    """Whether a mail domain and a web host can be of one firm: a free provider, a shared host, or the same name."""
    if host in SHARED_HOSTS or host.partition(".")[2] in SHARED_HOSTS or domain in words("mail_domains", "domain"):
        return True
    one, other = _registered(domain), _registered(host)
    return one == other or one.partition(".")[0] == other.partition(".")[0]


def _registered(domain: str) -> str:
    """The domain a firm registered: the last two labels, three below co.jp, ne.jp, co.uk and their like."""
    labels = domain.removeprefix("www.").split(".")
    second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if second_level else -2 :])
