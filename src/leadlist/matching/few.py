"""Evidence that forbids in short lists: who looks alike, and may be two, where no other row shows how the list is kept.

A list of two hundred rows or more shows how often its people have two addresses, posts or slips in their birthdays. In
a shorter one twins, namesakes and a family behind one switchboard weigh as much as one person entered twice: there a
person judges.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.matching.comparisons import DIFFER, MISSING, SAME_COMMON, STRONG, WEAK

Levels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Seen(NamedTuple):
    """Levels of the columns of each kind that speak of the person, and of its firms; whether a place agrees, and
    whether all that are known differ. `japanese` is true for a list of Japanese names."""

    names: Levels
    mails: Levels
    phones: Levels
    dates: Levels
    codes: Levels
    firms: Levels
    at_one_place: Mask
    elsewhere: Mask
    japanese: bool


def like_named(seen: Seen) -> Mask:
    """Names that are alike in part, where no more than a birthday or an address that is alike agrees: twins, 翔 beside
    翔太, shigeru@ and shigeo@. A list without mail and phone has nothing else to tell by."""
    told = seen.japanese or bool(seen.mails.shape[1] or seen.phones.shape[1])
    unlike = _known(seen.names, below=WEAK) & ~_any(seen.names, WEAK)
    result: Mask = unlike & ~_any(seen.mails, SAME_COMMON) & ~_any(seen.codes, STRONG) & told
    return result


def other_firm(seen: Seen) -> Mask:
    """Names that are alike, in two firms behind one number: Mark and Martin Dean."""
    alike = _known(seen.names, below=STRONG) & ~_any(seen.names, STRONG)
    result: Mask = alike & (seen.firms == DIFFER).any(axis=1) & ~_any(seen.firms, WEAK) & ~_identified(seen)
    return result


def two_of_a_name(seen: Seen) -> Mask:
    """Two of one name: behind one switchboard, with other addresses and mobiles; born on days that are alike, where
    numbers, firms or kanji would show more; or at two places with two numbers, in firms of one name."""
    number = _known(seen.phones, below=STRONG)
    same_number = _any(seen.phones, STRONG)
    namesakes = (seen.mails == DIFFER).any(axis=1) & ~_identified(seen) & number & same_number
    branches = number & ~same_number & seen.elsewhere & ~_identified(seen)
    known = _any(seen.mails, STRONG) | _any(seen.codes, STRONG) | same_number | seen.at_one_place
    born = _known(seen.dates, below=SAME_COMMON) & ~_any(seen.dates, SAME_COMMON) & ~known
    shown = seen.japanese or bool(seen.phones.shape[1] or seen.firms.shape[1])
    result: Mask = namesakes | branches | born & shown
    return result


def _identified(seen: Seen) -> Mask:
    """Whether a mail address, a code or a birthday of the person agrees."""
    return _any(np.hstack((seen.mails, seen.codes, seen.dates)), STRONG)


def _any(levels: Levels, least: int) -> Mask:
    result: Mask = np.asarray((levels >= least).any(axis=1), dtype=bool)
    return result


def _known(levels: Levels, below: int) -> Mask:
    result: Mask = ((levels != MISSING) & (levels < below)).any(axis=1)
    return result
