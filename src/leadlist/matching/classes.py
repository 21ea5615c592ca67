"""The classes of pairs: matches, several sorts of non-matches, and a first guess of which pair belongs to which.

Two records that are not of one person may still agree for a reason: by chance, because both persons have one name,
because they sit in one office, work for one company or live in one house. Each reason is a class of its own, free in
the columns that the reason explains and tied to chance in all others. In the same way two records of one person may
differ for a reason: the office moved, or the company has another name. There the columns that the reason explains
are tied to chance and all others to the matches.
"""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.columns import Column
from leadlist.matching.comparisons import (
    DIFFER,
    FAINT,
    LEVELS,
    MISSING,
    SAME,
    SAME_COMMON,
    SAME_FREQUENT,
    SAME_RARE,
    STRONG,
    WEAK,
)
from leadlist.matching.evidence import agreement_levels
from leadlist.matching.weights import Floats


class PairClass(IntEnum):
    """Why two records agree. MATCH, MOVED and RENAMED are one lead."""

    MATCH = 0
    CHANCE = 1
    NAME = 2
    OFFICE = 3
    COMPANY = 4
    PLACE = 5
    MOVED = 6
    RENAMED = 7


NAMING = (Kind.PERSON_NAME, Kind.KANA)
SHARED = (Kind.PHONE, Kind.EMAIL)  # a switchboard, an info@ address, one mailbox for a shop


def naming_columns(columns: Sequence[Column]) -> NDArray[np.bool_]:
    """Which columns name the thing a record is about: the person, else the company, else the first text."""
    for kinds in (NAMING, (Kind.COMPANY,), (Kind.TEXT,)):
        person = kinds is NAMING
        found = np.array([c.kind in kinds and not (person and c.group is Group.COMPANY) for c in columns], dtype=bool)
        if found.any():
            return found
    return np.zeros(len(columns), bool)


def sources(columns: Sequence[Column]) -> NDArray[np.int64]:
    """`[class, column]`: the class whose distribution of levels a class has there, its own or another's."""
    naming = naming_columns(columns)
    shared = np.array([c.kind in SHARED for c in columns], bool)
    company = (
        np.array([c.group is Group.COMPANY or c.kind in (Kind.COMPANY, Kind.URL) for c in columns], bool) & ~naming
    )
    place = np.array([c.group is Group.ADDRESS or c.kind in (Kind.ADDRESS, Kind.POSTAL_CODE) for c in columns], bool)
    free = {
        PairClass.NAME: naming,
        PairClass.OFFICE: (company | place | shared) & ~naming,
        PairClass.COMPANY: (company | shared) & ~naming,
        PairClass.PLACE: place & ~naming,
    }
    if place.any() and not any(c.kind in NAMING for c in columns):
        near = np.array([c.kind in (Kind.CODE, Kind.POSTAL_CODE) for c in columns], bool)
        free[PairClass.NAME] = naming | shared | near  # branches: one name, the head office's phone, one part of town
    source = np.full((len(PairClass), len(columns)), PairClass.CHANCE, np.int64)
    source[[PairClass.MATCH, PairClass.MOVED, PairClass.RENAMED]] = PairClass.MATCH
    for k, own in free.items():
        source[k, own] = k
    source[PairClass.NAME, [c.kind is Kind.EMAIL for c in columns]] = PairClass.NAME  # sato@ has many namesakes
    if place.any() and not any(c.kind in NAMING for c in columns):
        source[PairClass.NAME, naming] = PairClass.MATCH
    if company.any() and any(c.kind in NAMING for c in columns):
        source[PairClass.MOVED, place & ~naming] = PairClass.CHANCE
        source[PairClass.MOVED, shared & place.any()] = PairClass.MOVED
        source[PairClass.RENAMED, company] = PairClass.CHANCE
        source[PairClass.RENAMED, [c.kind is Kind.EMAIL for c in columns]] = PairClass.RENAMED
    return source


def surprise(column: Column) -> Floats:
    """Bits that each level of agreement is worth before anything is learned."""
    worth = np.zeros(LEVELS)
    if not column.rows:
        return worth
    bits = np.log2(column.rows / np.maximum(column.counts, 1))
    weight = column.counts.astype(float)
    mean = float((bits * weight).sum() / weight.sum())
    level = agreement_levels(column)
    for at in (SAME_COMMON, SAME_FREQUENT, SAME, SAME_RARE):
        inside = level == at
        worth[at] = (bits[inside] * weight[inside]).sum() / weight[inside].sum() if inside.any() else mean
    worth[STRONG], worth[WEAK], worth[FAINT], worth[DIFFER], worth[MISSING] = 0.7 * mean, 0.3 * mean, 0.0, -2.0, 0.0
    return worth


def first_guess(columns: Sequence[Column], levels: NDArray[np.uint8], records: int) -> Floats:
    """Class probabilities of every pattern before learning: (patterns, classes)."""
    naming = naming_columns(columns)
    gain = (
        np.stack([surprise(c)[levels[:, i]] for i, c in enumerate(columns)], axis=1)
        if columns
        else np.zeros((len(levels), 0))
    )
    value = np.array([0.0, -1.0, -0.3, 0.5, 0.9, 0.7, 0.8, 1.0, 1.0])[levels]
    present = levels != MISSING
    name = (value * present * naming).sum(axis=1) / np.maximum((present & naming).sum(axis=1), 1)
    rest = (gain * ~naming).sum(axis=1)
    own_of = sources(columns)
    free = {k: own_of[k] == k for k in (PairClass.COMPANY, PairClass.PLACE)}
    enough = 0.7 * np.log2(max(records, 2))
    guess = np.full((len(levels), len(PairClass)), 0.02)
    named, alike = name >= 0.5, rest >= enough
    company = (gain * free[PairClass.COMPANY]).sum(axis=1) >= 6
    place = (gain * free[PairClass.PLACE]).sum(axis=1) >= 6
    own = np.array([c.kind in (Kind.DATE, Kind.CODE) and c.group is Group.PERSON for c in columns], bool)
    identified = (gain * own).sum(axis=1) >= 8
    guess[named & alike, PairClass.MATCH] = 1.0
    guess[~named & alike & identified, PairClass.MATCH] = 1.0
    guess[named & ~alike, PairClass.NAME] = 1.0
    other = ~named & ~identified
    guess[other & company & place, PairClass.OFFICE] = 1.0
    guess[other & company & ~place, PairClass.COMPANY] = 1.0
    guess[other & ~company & place, PairClass.PLACE] = 1.0
    guess[guess.max(axis=1) < 1.0, PairClass.CHANCE] = 1.0
    guess /= guess.sum(axis=1, keepdims=True)
    return guess


def identifying(columns: Sequence[Column]) -> NDArray[np.bool_]:
    """Which columns tell one person from another whatever the name is: a birthday, a number, a mail address."""
    own = (Kind.DATE, Kind.CODE, Kind.EMAIL)
    return np.array([c.kind in own and c.group is Group.PERSON for c in columns], bool)


def has_identity(columns: Sequence[Column]) -> bool:
    """True where half of the records have a birthday or personal number: then evidence weighs names as well."""
    own = [c for c in columns if c.kind in (Kind.DATE, Kind.CODE) and c.group is Group.PERSON]
    return any(float((c.codes >= 0).mean()) >= 0.5 for c in own if len(c.codes))


def barred(columns: Sequence[Column], levels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Patterns that no other evidence makes a match: names share a part at most, and nothing identifies the person."""
    if has_identity(columns):
        return np.zeros(len(levels), bool)
    naming = naming_columns(columns)
    named = levels[:, naming]
    most = FAINT if any(c.kind in NAMING for c in columns) else DIFFER  # a firm may be called in part by its owner
    differ = (named <= most).all(axis=1) & (named != MISSING).any(axis=1)
    known = levels[:, identifying(columns)]
    identified: NDArray[np.bool_] = ((known == STRONG) | (known >= SAME)).any(axis=1)
    return np.asarray(differ & ~identified, dtype=bool)
