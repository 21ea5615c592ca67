"""Comparing mail addresses: slips, the same person elsewhere, and addresses that belong to a firm."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler

from leadlist.matching.columns import Codes, Column
from leadlist.matching.names import DIFFER, FAINT, MISSING, STRONG, WEAK, similarity
from leadlist.rules.tables import table

Levels = NDArray[np.uint8]
PUNCTUATION = str.maketrans("", "", "._-")


@cache
def free_domains() -> frozenset[str]:
    """Domains whose addresses say nothing about a company."""
    return frozenset(row["domain"] for row in table("mail_domains"))


@cache
def role_names() -> frozenset[str]:
    """What stands before the @ of an address that belongs to a company, not to a person."""
    return frozenset(row["word"] for row in table("role_addresses"))


def is_role(address: str) -> bool:
    """True for addresses like info@ and sales2@: evidence for the company, not for the person."""
    return address.rpartition("@")[0].rstrip("0123456789-_.") in role_names()


def local_part(address: str) -> str:
    """What stands before the @."""
    return address.rpartition("@")[0]


def own_domain(address: str) -> str:
    """What stands behind the @, "" where it says nothing about a company."""
    domain = address.rpartition("@")[2]
    return "" if domain in free_domains() else domain


def email(column: Column, a: Codes, b: Codes) -> Levels:
    """Mail addresses: STRONG a typing error, WEAK the same person's name elsewhere, FAINT the same company."""
    distance = similarity(OSA.distance, column.key_array[a].tolist(), column.key_array[b].tolist())
    local = column.each(local_part)
    local_left, local_right = local[a].tolist(), local[b].tolist()
    near = similarity(JaroWinkler.normalized_similarity, local_left, local_right)
    lengths = np.fromiter(map(len, local), np.int64, len(local))
    short = np.minimum(lengths[a], lengths[b])
    company = column.coded(own_domain)
    domain = (company[a] == company[b]) & (company[a] != 0)
    role = column.flagged(is_role)[a] | column.flagged(is_role)[b]
    levels = np.full(len(a), DIFFER, np.uint8)
    levels[domain & role] = FAINT
    levels[(near >= 0.9) & (short >= 4) & ~role] = WEAK
    levels[(distance <= 1) | ((distance <= 2) & (short >= 6))] = STRONG
    slips = np.flatnonzero((levels == STRONG) & ~role)
    apart = [one_letter_apart(local_left[at], local_right[at]) for at in slips.tolist()]
    levels[slips[np.array(apart, dtype=bool)]] = WEAK
    levels[role] = np.where(domain, FAINT, MISSING)[role]
    return levels


def one_letter_apart(x: str, y: str) -> bool:
    """True where only the first or last letter is another, or an initial is added or moved: smitha and smithj, t.sato
    and sato, rsmith and smithr are two people, or two ways to write one, more often than a slip."""
    x, y = x.translate(PUNCTUATION), y.translate(PUNCTUATION)
    ends = x.endswith(y) or y.endswith(x) or x.startswith(y) or y.startswith(x)
    added = x != y and (ends or x[1:] + x[:1] == y or y[1:] + y[:1] == x)
    return added or (len(x) == len(y) and (x[1:] == y[1:]) != (x[:-1] == y[:-1]))
