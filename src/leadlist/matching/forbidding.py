"""Evidence that forbids: pairs which a person must judge, however much their names weigh."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching import few
from leadlist.matching.columns import ENOUGH, Column
from leadlist.matching.comparisons import DIFFER, FAINT, MISSING, SAME_COMMON, SAME_FREQUENT, STRONG, WEAK
from leadlist.matching.numbers import personal as own_number

Levels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

PERSONAL = (Kind.EMAIL, Kind.CODE, Kind.DATE)
IDENTIFYING = (*PERSONAL, Kind.PHONE)
PLACES = (Kind.ADDRESS, Kind.POSTAL_CODE, Kind.URL)


class Ground(StrEnum):
    """Why a pair never enters the merge band on its own."""

    OTHER_NAME = "other name"  # `classes.barred`: the names share a part at most, and nothing identifies the person
    NAMESAKES = "namesakes"  # the companies differ, and nothing but the name agrees
    OTHER_PERSON = "other person"  # the names are only alike, and a mail address, code or birthday differs, none agrees
    MISREAD_NAME = "misread name"  # names, readings and mail addresses are only alike
    TWO_OF_A_NAME = "two of a name"  # mail address, and department, reading or all else differ; or the birthday
    LIKE_NAMED = "like named"  # the names are alike in part, however they are read; mail address or post differs
    NO_NAME = "no name"  # `nameless.nobody_named`: names cannot be compared, and nothing identifies the person
    OTHER_COMPANY = "other company"  # the corporate numbers differ
    NAME_ALONE = "name alone"  # in a list that has companies or nothing but names, nothing else is known to agree


def forbidden(columns: Sequence[Column], levels: Levels) -> Mask:
    """Patterns that never enter the merge band on their own."""
    found = np.zeros(len(levels), bool)
    for mask in grounds(columns, levels).values():
        found |= mask
    return found


def grounds(columns: Sequence[Column], levels: Levels) -> Mapping[Ground, Mask]:
    """Which patterns each ground forbids; lists without names of persons know none, but that a name is not enough."""
    if _only_names(columns):
        return {Ground.NAME_ALONE: np.ones(len(levels), bool)}
    numbered = _other_number(columns, levels)
    named = _of(columns, (Kind.PERSON_NAME,))
    if not named.any():
        return {Ground.OTHER_COMPANY: numbered}
    own = levels[:, _of(columns, IDENTIFYING)]
    identified = (own >= STRONG).any(axis=1)
    places = np.array([column.kind in PLACES and telling(column) for column in columns], bool)
    written = np.array([column.kind is Kind.ADDRESS for column in columns], bool)
    at_one_place = ((levels >= SAME_FREQUENT) & places | (levels == STRONG) & places & written).any(axis=1)
    firms = levels[:, np.array([column.kind is Kind.COMPANY for column in columns], bool)]
    slip = ~(own >= SAME_COMMON).any(axis=1) & (own == DIFFER).any(axis=1)  # one is nearly the same, another is not
    namesakes = other_firm(columns, levels) & (~identified | slip) & ~at_one_place
    names = levels[:, named]
    readings = levels[:, _of(columns, (Kind.KANA,))]
    only_alike = ((names != MISSING) & (names < SAME_COMMON)).any(axis=1)
    unlike = ((names != MISSING) & (names < STRONG)).any(axis=1) & ~(readings >= SAME_COMMON).any(axis=1)
    personal = levels[:, _of(columns, PERSONAL) | np.array([own_number(column) for column in columns], bool)]
    contradicted = (personal == DIFFER).any(axis=1) & ~identified
    mails = levels[:, _of(columns, (Kind.EMAIL,))]
    misread = ((readings != MISSING) & (readings < SAME_COMMON)).any(axis=1)
    other_mail = ((mails != MISSING) & (mails < STRONG)).any(axis=1) & ~(mails >= STRONG).any(axis=1)
    own_mail = ((mails != MISSING) & (mails != FAINT) & (mails < STRONG)).any(axis=1) & ~(mails >= STRONG).any(axis=1)
    posts = levels[:, _of(columns, (Kind.TEXT,))]
    elsewhere = (posts == DIFFER).any(axis=1) & ~(posts >= STRONG).any(axis=1)
    personally = (personal >= STRONG).any(axis=1)
    other_address = (mails == DIFFER).any(axis=1) & ~personally
    other_reading = ((readings != MISSING) & (readings <= FAINT)).any(axis=1) & ~(readings >= WEAK).any(axis=1)
    phones = levels[:, _of(columns, (Kind.PHONE,))]
    other_number = ((phones != MISSING) & (phones < STRONG)).any(axis=1) & ~(phones >= STRONG).any(axis=1)
    dates = levels[:, _of(columns, (Kind.DATE,))]
    other_birthday = (dates == DIFFER).any(axis=1) & ~personally
    half_alike = ((names != MISSING) & (names < WEAK)).any(axis=1) & ~(names >= WEAK).any(axis=1)
    nearly = (names >= STRONG).any(axis=1)
    exchanged = (names == STRONG).any(axis=1) & ~identified
    one_post = (posts >= STRONG).any(axis=1)
    nothing_else = ~at_one_place & ~one_post
    two_of_a_name = other_address & (elsewhere & ~identified | other_reading)
    two_of_a_name |= other_address & other_birthday
    if strict := short(columns):
        two_of_a_name |= other_address & (elsewhere | other_number & nothing_else) | other_birthday
        contradicted |= other_address & nothing_else & ~identified
        unlike |= exchanged
    naming = _of(columns, (Kind.PERSON_NAME, Kind.KANA))
    in_part = ((names != MISSING) & (names <= WEAK)).any(axis=1) & ~nearly & ~(readings >= STRONG).any(axis=1)
    name_alone = ~(levels[:, ~naming] >= FAINT).any(axis=1) & bool(firms.shape[1])
    like_named = half_alike & ~personally & (own_mail | elsewhere | other_reading | misread & strict)
    if strict:
        name_alone |= in_part & ~identified & nothing_else & ~(firms >= WEAK).any(axis=1)
        far = ((levels <= FAINT) & (levels != MISSING) & places).any(axis=1)
        other_place = far & ~((levels >= WEAK) & places).any(axis=1)
        codes = levels[:, _of(columns, (Kind.CODE,)) | np.array([own_number(column) for column in columns], bool)]
        japanese = any(columns[at].names.japanese.any() for at in np.flatnonzero(named).tolist())
        seen = few.Seen(names, mails, phones, dates, codes, firms, at_one_place, other_place, japanese)
        like_named |= few.like_named(seen) & ~(readings >= SAME_COMMON).any(axis=1)
        namesakes |= few.other_firm(seen)
        two_of_a_name |= few.two_of_a_name(seen)
    return {
        Ground.OTHER_COMPANY: numbered,
        Ground.NAMESAKES: namesakes,
        Ground.OTHER_PERSON: unlike & contradicted | only_alike & ~nearly & other_address & strict,
        Ground.MISREAD_NAME: only_alike & misread & other_mail,
        Ground.LIKE_NAMED: like_named,
        Ground.TWO_OF_A_NAME: two_of_a_name,
        Ground.NAME_ALONE: name_alone,
    }


def _other_number(columns: Sequence[Column], levels: Levels) -> Mask:
    """Companies with two numbers in a register are two, whatever they are called: a slip is for a person to see."""
    numbers = levels[:, np.array([c.kind is Kind.CODE and c.group is Group.COMPANY for c in columns], bool)]
    result: Mask = ((numbers != MISSING) & (numbers < SAME_COMMON)).any(axis=1)
    return result


def short(columns: Sequence[Column]) -> bool:
    """True for a list too short to show how often its people have two addresses or posts: there a person judges. Rows
    that are equal show nothing more."""
    return max((column.scale or min(column.rows, len(column.codes)) for column in columns), default=0) < ENOUGH


def _only_names(columns: Sequence[Column]) -> bool:
    """True where a list is compared by nothing but names of persons, or nothing but names of companies."""
    kinds = {column.kind for column in columns}
    return kinds <= {Kind.PERSON_NAME, Kind.KANA} or kinds == {Kind.COMPANY}


def asked(columns: Sequence[Column], levels: Levels) -> Mask:
    """Patterns that a person looks at however little they weigh: one personal mail address, and one company or phone
    number. Somebody may have married, or two people may share a mailbox."""
    mails = np.any(levels[:, _of(columns, (Kind.EMAIL,))] >= SAME_COMMON, axis=1)
    other = np.array([column.kind in (Kind.COMPANY, Kind.PHONE) for column in columns], bool)
    same = np.any(levels[:, other] >= STRONG, axis=1)
    result: Mask = np.logical_and(mails, same)
    return result


def other_firm(columns: Sequence[Column], levels: Levels) -> Mask:
    """Patterns of two firms."""
    firms = levels[:, np.array([column.kind is Kind.COMPANY for column in columns], bool)]
    two = (firms == DIFFER) | (firms == FAINT)
    found: Mask = two.any(axis=1) & ~(firms >= WEAK).any(axis=1)
    return found


def telling(column: Column) -> bool:
    """True where the values of a column tell houses apart: addresses with numbers, postal codes, not prefectures."""
    return column.kind is not Kind.ADDRESS or column.numbered


def _of(columns: Sequence[Column], kinds: tuple[Kind, ...]) -> Mask:
    """Which columns are of these kinds and speak about a person."""
    return np.array([column.kind in kinds and column.group is Group.PERSON for column in columns], bool)
