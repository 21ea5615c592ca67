"""A second look, once the weights are known: pairs that no block key made, of those who have found nobody yet.

Block keys choose themselves by pairs that are sure, and sure pairs have few errors. Who has two of them, or is called
Peggy here and Margaret there, shares with himself only what no key needed. So the records that are still alone are
held against those that have one part of their name, in whatever form, and one thing more; pairs are kept that are
possible links. What both looks saw tells how much neither did, as of animals caught twice (Petersen 1896, Lincoln
1930).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Group, Kind
from leadlist.matching.blocking import BlockReport, Candidates
from leadlist.matching.blocks import Blocks
from leadlist.matching.columns import MISSING, Codes, Column, Records
from leadlist.matching.comparisons import first_numbers
from leadlist.matching.forbidding import telling
from leadlist.matching.mails import own_domain
from leadlist.matching.name_parts import long_form
from leadlist.matching.ordered import among, distinct
from leadlist.matching.weights import Floats

LARGEST = 40  # records of a block that is looked at: what more share says little
MOST_PAIRS = 20_000  # that a key may make: dearer ones find hardly a match in a thousand pairs
HEAD = 3  # characters by which a firm is known that has a slip further on
PLACES = (Kind.COMPANY, Kind.URL, Kind.ADDRESS, Kind.POSTAL_CODE, Kind.PHONE)
LARGE = 200_000  # records; in a larger list all keys that find somebody cost too much

Weigh = Callable[[Codes, Codes], tuple[Floats, Floats]]
"""Match weights in bits of pairs of records, and what they would be if nothing forbade."""


class Weighed(NamedTuple):
    """Candidate pairs, their match weights in bits, and what these would be if nothing forbade."""

    found: Candidates
    weight: Floats
    free: Floats


def second_look(records: Records, first: Weighed, weigh: Weigh, least: float) -> Weighed:
    """The candidates, and those pairs of a second look that weigh `least` bits and more.

    Lists that name no persons, and very large ones, are not looked at again.
    """
    size, found = len(records), first.found
    sure = np.flatnonzero(first.weight >= 0)
    left, right = found.left[sure], found.right[sure]
    alone = np.ones(size, bool)
    alone[left] = alone[right] = False
    seen, made = np.zeros(len(sure), bool), [np.zeros(0, np.int64)]
    for code in _keys(records.columns) if size <= LARGE else ():
        blocks = _blocks(code, alone)
        if blocks.cost().pairs > MOST_PAIRS:
            continue
        one, other = np.divmod(blocks.pairs(size), size)
        kept = alone[one] | alone[other]
        made.append(np.minimum(one, other)[kept] * size + np.maximum(one, other)[kept])
        seen |= (code[left] == code[right]) & (code[left] != MISSING)
    before = found.left * size + found.right
    pairs = distinct(np.concatenate(made))
    pairs = pairs[~among(pairs, before)]
    if not len(pairs):
        return first
    weight, free = weigh(*np.divmod(pairs, size))
    recall = min(found.recall, _recall(len(sure), int(seen.sum()), int((weight >= 0).sum())))
    kept = weight >= least
    place = np.searchsorted(before, pairs[kept])
    both = np.insert(before, place, pairs[kept])
    report = BlockReport("second look", len(pairs), 0)
    return Weighed(
        Candidates(*np.divmod(both, size), (*found.report, report), recall),
        np.insert(first.weight, place, weight[kept]),
        np.insert(first.free, place, free[kept]),
    )


def _recall(first: int, both: int, second: int) -> float:
    """Share of matches found, where the first look found some, `both` of which the second would have found, and the
    second found others alone (with Chapman's correction for few)."""
    missed = (first - both) * second / (both + 1)
    return (first + second) / max(first + second + missed, 1.0)


def _blocks(code: Codes, alone: NDArray[np.bool_]) -> Blocks:
    """The records of each code that is shared, neither by too many nor by none who is alone."""
    kept = np.flatnonzero(code != MISSING)
    record = kept[np.argsort(code[kept], kind="stable")]
    ordered = code[record]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(record) else record
    sizes = np.diff(np.append(starts, len(record)))
    useful = (sizes > 1) & (sizes <= LARGEST)
    if len(starts):
        useful &= np.add.reduceat(alone[record].astype(np.int64), starts) > 0
    record = record[np.repeat(useful, sizes)]
    return Blocks(record.astype(np.int32), np.concatenate(([0], np.cumsum(sizes[useful]))))


def _keys(columns: Sequence[Column]) -> Iterator[Codes]:
    """What records are filed under: the letters of their name, or a part of it with something else."""
    named = [c for c in columns if c.kind in (Kind.PERSON_NAME, Kind.KANA) and c.group is Group.PERSON]
    others = list(_others(columns)) if named else []
    for column in named:
        if column.kind is Kind.PERSON_NAME:
            yield _of(column, _letters)
            for part in _parts(column):
                yield from (_joint(part, other) for other in others)
        else:
            yield column.codes


def _others(columns: Sequence[Column]) -> Iterator[Codes]:
    """What else two records may share: firm, site, house, number; of a firm also how it begins, of a house its
    numbers."""
    for column in columns:
        if column.kind is Kind.EMAIL:
            yield _of(column, own_domain)
        elif column.kind in PLACES and telling(column):
            yield column.codes
        if column.kind is Kind.COMPANY:
            yield _of(column, _beginning)
        if column.kind is Kind.ADDRESS and column.numbered:
            yield _of(column, first_numbers)


def _parts(column: Column) -> Iterator[Codes]:
    """Family and given name of each record, the given one in its long form; of a column of parts the one it has."""
    names = column.names
    long = np.unique([long_form(word) for word in names.words.texts.tolist()], return_inverse=True)[1]
    for part in (names.family, names.given):
        yield np.append(np.where(part > 0, long[part], MISSING), MISSING)[column.codes]


def _letters(key: str) -> str:
    """A name's letters in the order of the alphabet, wherever its blanks and parts stand."""
    return "".join(sorted(key.replace(" ", "")))


def _beginning(key: str) -> str:
    return key[:HEAD]


def _of(column: Column, what: Callable[[str], str]) -> Codes:
    """What is said of each record's key, as codes; MISSING where it is nothing."""
    return np.append(column.coded(what), 0)[column.codes] - 1


def _joint(one: Codes, other: Codes) -> Codes:
    """One code of two, where there are both."""
    width = int(other.max(initial=0)) + 1
    return np.where((one != MISSING) & (other != MISSING), one * width + other, MISSING)
