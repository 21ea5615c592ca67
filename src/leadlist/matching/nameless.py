"""Rows without a name in lists of persons: they may be anybody's of their office, unless their mail address tells."""

import re

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from leadlist.matching.classes import NAMING, has_identity, identifying
from leadlist.matching.columns import Codes, Column, Records
from leadlist.matching.comparisons import MISSING, STRONG
from leadlist.matching.mails import is_role, local_part
from leadlist.matching.name_parts import parse
from leadlist.matching.weights import Patterns

Mask = NDArray[np.bool_]

LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 3  # letters of a family name that a mail address is searched for
MISSPELT = 8  # letters of a mail address that may have a slip: rebecca.hal@ of Rebecca Hall


def anybody(records: Records, left: Codes, right: Codes, found: Patterns) -> Mask:
    """Pairs whose names cannot be compared, where nothing identifies the person, nor is the one's mail address made of
    the other's name. Two rows without names are twice the same office, perhaps, and are none."""
    columns = records.columns
    named = found.levels[:, [c.kind in NAMING for c in columns]]
    pairs = np.zeros(len(left), bool)
    if has_identity(columns) or not named.shape[1]:
        return pairs
    known = found.levels[:, identifying(columns)]
    bare = (named == MISSING).all(axis=1) & ~(known >= STRONG).any(axis=1)
    nameless = np.logical_and.reduce([c.codes < 0 for c in columns if c.kind in NAMING])
    at = np.flatnonzero(bare[found.of_pair])
    at = at[~(nameless[left[at]] & nameless[right[at]])]
    pairs[at] = True
    for pair in at.tolist():
        pairs[pair] = not (_called(columns, left[pair], right[pair]) or _called(columns, right[pair], left[pair]))
    return pairs


def _called(columns: list[Column], mailed: int, named: int) -> bool:
    """True where a mail address of one record is made of a name of the other: jsmith@ of John Smith."""
    names = [_parts(c, int(c.codes[named])) for c in columns if c.kind in NAMING and c.codes[named] >= 0]
    mails = [c.keys[c.codes[mailed]] for c in columns if c.kind == "email" and c.codes[mailed] >= 0]
    return any(_made_of(mail, *name) for mail in mails if not is_role(mail) for name in names)


def _parts(column: Column, code: int) -> tuple[str, str]:
    name = parse(column.keys[code], column.texts[code])
    return name.family, name.given


def _made_of(mail: str, family: str, given: str) -> bool:
    local = "".join(LETTERS.findall(local_part(mail)))
    if not family.isascii():
        return False
    if len(local) >= MISSPELT and given and OSA.distance(local, given + family, score_cutoff=1) <= 1:
        return True
    if len(family) < SHORTEST or family not in local:
        return False
    rest = local.replace(family, "", 1)
    short = len(rest) <= 2 and rest[:1] == given[:1]  # js, jk
    return not rest or short or (given != "" and (given.startswith(rest) or rest.startswith(given)))
