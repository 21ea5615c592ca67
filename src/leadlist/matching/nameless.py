"""Rows without a name in lists of persons, or in short ones with a family name alone: they may be anybody's of their
office or family, unless their mail address tells."""

import re

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from leadlist.fields import Group, Kind
from leadlist.matching.classes import NAMING, has_identity, identifying
from leadlist.matching.columns import ENOUGH, Codes, Column, Records
from leadlist.matching.comparisons import MISSING, STRONG, WEAK
from leadlist.matching.mails import is_role, local_part
from leadlist.matching.name_parts import is_family, parse
from leadlist.matching.weights import Patterns

Mask = NDArray[np.bool_]

LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 3  # letters of a family name that a mail address is searched for
MISSPELT = 8  # letters of a mail address that may have a slip: rebecca.hal@ of Rebecca Hall


def nobody_named(records: Records, left: Codes, right: Codes, found: Patterns) -> Mask:
    """Pairs whose names do not say who is meant: of rows without one, or with a family name alone."""
    return anybody(records, left, right, found) | family_alone(records, left, right, found)


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


def family_alone(records: Records, left: Codes, right: Codes, found: Patterns) -> Mask:
    """Pairs of a short list of which one has a family name alone, and neither reading nor mail address says whose: 森
    beside 森 一, 小川 twice. A person is asked."""
    columns, pairs = records.columns, np.zeros(len(left), bool)
    names = [i for i, c in enumerate(columns) if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    if len(names) != 1 or columns[names[0]].rows >= ENOUGH:
        return pairs
    name = columns[names[0]]
    own = [c.kind in (Kind.KANA, Kind.EMAIL) and c.group is Group.PERSON for c in columns]
    open_to_all = (found.levels[:, names[0]] >= WEAK) & ~(found.levels[:, own] >= STRONG).any(axis=1)
    for pair in np.flatnonzero(open_to_all[found.of_pair] & (left != right)).tolist():
        pairs[pair] = _alone(name, int(name.codes[left[pair]])) or _alone(name, int(name.codes[right[pair]]))
    return pairs


def _alone(name: Column, code: int) -> bool:
    """Whether a name is a family name alone: 小川, Brooks; not 勅使河原宗太, whose parts are not known."""
    names = name.names
    if names.given[code]:
        return False
    key = name.keys[code]
    return not names.japanese[code] or is_family(key) or bool((names.words.texts[names.family] == key).sum() > 1)
