"""Views: ways of looking at a column that can make two records meet (whole, prefix, word, initials, half a code)."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leadlist.fields import Kind
from leadlist.matching.columns import MISSING, Codes, Column, begun
from leadlist.matching.exchanged import name_pairs, translation
from leadlist.matching.freed import give_back
from leadlist.matching.name_parts import KANJI, is_cjk, parse, script
from leadlist.matching.threads import at_once

WORD = re.compile(r"[^\W_]+")
SCRIPTS = 0.005  # of the names in another script than the others
NUMBER = re.compile(r"\d+")
TOGETHER = 10_000  # values whose words are numbered at once: those of all would be many more texts than the list has


Numbers = NDArray[np.int32]
"""Records or blocks; there are dozens of views, and half the memory is enough for each."""


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


class View(NamedTuple):
    """One view of one column: `record[i]` is in the block `block[i]`, of `width` blocks; sorted by block, then record.
    A record may be in several blocks if there are `many`, or in none; blocks of one record are left out.
    `of_record[record]` is a record's block, or -1; not there if there are many."""

    name: str
    column: int
    record: Numbers
    block: Numbers
    width: int
    of_record: Numbers
    many: bool


def filed(name: str, column: int, record: Codes | Numbers, block: Codes | Numbers, records: int, *, many: bool) -> View:
    """A view from records in order and their blocks, without those blocks that hold one record: they make no pairs."""
    sizes = np.bincount(block)
    number = (np.cumsum(sizes > 1) - 1).astype(np.int32)
    width = int(number[-1]) + 1 if len(number) else 0
    kept = np.flatnonzero(sizes[block] > 1)
    blocks, filed_records = number[block[kept]], record[kept].astype(np.int32, copy=False)
    of_record = np.full(0 if many else records, MISSING, dtype=np.int32)
    if not many:
        of_record[filed_records] = blocks
    order = stable_order(blocks, width)
    return View(name, column, filed_records[order], blocks[order], width, of_record, many)


def stable_order(codes: Numbers, width: int) -> Codes:
    """The order that sorts codes below `width`, equal ones as they stand: sixteen bits, which numpy sorts by counting,
    or each code with its position in one number, for numbers are sorted several times faster than their order is."""
    if width < 2**16:
        order: Codes = np.argsort(codes.astype(np.uint16), kind="stable")
        return order
    bits = len(codes).bit_length()
    packed = codes.astype(np.int64)
    packed <<= bits
    packed |= np.arange(len(codes))
    packed.sort()
    packed &= 2**bits - 1
    return packed


Several = Iterator[Collection[str]]
"""What each value is filed under where that may be more than one thing, in the order of the values."""

ViewOf = Callable[[Column], list[str] | Several]
"""For each value of a column what it is filed under; "" for nothing."""


def whole(column: Column) -> list[str]:
    """The key itself."""
    return column.keys


def head(column: Column) -> list[str]:
    """The first two characters of a Japanese key, the first four of another."""
    return [key[:size] if len(key) > (size := 2 if is_cjk(key[:2]) else 4) else "" for key in column.keys]


def tail(column: Column) -> list[str]:
    """The last two or four characters."""
    return [key[-size:] if len(key) > (size := 2 if is_cjk(key[-2:]) else 4) else "" for key in column.keys]


def name_sounds(column: Column) -> list[str]:
    """The first letters of the parts of a name, in either order; 滝島友香 has two where the list knows a 滝島."""
    names = column.names
    parts = zip(names.words.texts[names.family].tolist(), names.words.texts[names.given].tolist(), strict=True)
    return ["".join(sorted((family[:1], given[:1]))) if given else "" for family, given in parts]


def by_sound(column: Column) -> list[str]:
    """How the parts of a name sound, in either order, in lists that write names in several scripts and teach that."""
    known = column.sounds
    strange = sum(script(key) != KANJI for key in column.keys) if known else 0
    if not SCRIPTS * len(column.keys) <= strange <= (1 - SCRIPTS) * len(column.keys) or not known:
        return [""] * len(column.keys)
    names = map(parse, column.keys, column.texts)
    sounds = ((known.get(name.family, ("",))[0], known.get(name.given, ("",))[0]) for name in names)
    return [" ".join(sorted(pair)) if all(pair) else "" for pair in sounds]


def first_half(column: Column) -> list[str]:
    """The first half of a code."""
    return [key[: len(key) // 2] if len(key) >= 4 else "" for key in column.keys]


def second_half(column: Column) -> list[str]:
    """The second half of a code."""
    return [key[len(key) // 2 :] if len(key) >= 4 else "" for key in column.keys]


def local_part(column: Column) -> list[str]:
    """What stands before the @."""
    return [key.rpartition("@")[0] for key in column.keys]


def domain(column: Column) -> list[str]:
    """What stands behind the @."""
    return [key.rpartition("@")[2] for key in column.keys]


def numbers(column: Column) -> list[str]:
    """The numbers of an address, in order."""
    return [" ".join(NUMBER.findall(key)[:3]) for key in column.keys]


def words(column: Column) -> Several:
    """The words of a text, or pairs of characters of a Japanese one."""
    return map(_words, column.keys, column.texts)


def _words(key: str, text: str) -> set[str]:
    if is_cjk(key):
        return {key[i : i + 2] for i in range(len(key) - 1)}
    return {word for word in WORD.findall(_plain(text)) if len(word) > 1}


def name_parts(column: Column) -> Several:
    """Family and given name, whichever stands first."""
    return map(_name_parts, column.keys, column.texts)


def _name_parts(key: str, text: str) -> set[str]:
    name = parse(key, text)
    parts = {part for part in (name.family, name.given) if len(part) > 1}
    if is_cjk(key) and not name.given:
        parts |= {key[:2], key[-2:]}
    return parts


VIEWS: dict[Kind, Sequence[ViewOf]] = {
    Kind.PERSON_NAME: (whole, name_parts, head, tail, name_sounds, by_sound),
    Kind.KANA: (whole, head, tail),
    Kind.COMPANY: (whole, head, tail, words),
    Kind.EMAIL: (whole, local_part, domain, head),
    Kind.PHONE: (whole, first_half, second_half),
    Kind.CODE: (whole, first_half, second_half),
    Kind.DATE: (whole, first_half, second_half),
    Kind.ADDRESS: (whole, head, numbers, words),
    Kind.POSTAL_CODE: (whole, first_half),
    Kind.URL: (whole, head),
    Kind.TEXT: (whole, head, tail, words),
    Kind.CATEGORY: (whole,),
}


class Numbered(NamedTuple):
    """A view of a column's values: the number of what each is filed under, MISSING for nothing. Where a value may be
    filed under several things, `sizes` says how many numbers each has."""

    numbers: Numbers
    sizes: Numbers | None = None


def numbered_views(column: Column) -> list[Numbered]:
    """Every view of a column's values."""
    each = Numbered(np.arange(len(column.keys), dtype=np.int32))  # no two keys are the same
    return [each if of is whole else _numbered(of(column)) for of in VIEWS[column.kind]]


def _numbered(found: list[str] | Several) -> Numbered:
    known = {"": MISSING}
    if isinstance(found, list):
        return Numbered(_numbers(found, known))
    numbers, sizes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    while some := list(islice(found, TOGETHER)):
        sizes.append(np.fromiter(map(len, some), np.int32, len(some)))
        numbers.append(_numbers(list(chain.from_iterable(some)), known))
    return Numbered(np.concatenate(numbers), np.concatenate(sizes))


def _numbers(names: list[str], known: dict[str, int]) -> Numbers:
    """The number of each name; one that is not known yet gets the next."""
    for name in dict.fromkeys(names):
        known.setdefault(name, len(known) - 1)
    return np.fromiter(map(known.__getitem__, names), np.int32, len(names))


def view(column: Column, at: int, of: ViewOf, values: Numbered) -> View:
    """One view of a column over all records."""
    name = f"{column.name}:{of.__name__}"
    record = np.flatnonzero(column.codes != MISSING)
    codes = column.codes[record]
    if values.sizes is None:
        block = values.numbers[codes]
        kept = np.flatnonzero(block != MISSING)
        return filed(name, at, record[kept], block[kept], len(column.codes), many=False)
    sizes = values.sizes[codes]
    record = np.repeat(record.astype(np.int32), sizes)
    ends, own = np.cumsum(values.sizes, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)
    place = np.repeat(ends[codes] - own, sizes)  # from where a record's numbers stand to where its value's do
    place += np.arange(len(place))
    block = values.numbers[place]
    return filed(name, at, record, block, len(column.codes), many=bool((sizes > 1).any()))


def views(columns: Sequence[Column]) -> Callable[[], list[View]]:
    """Begins with every view of every column, and names in either order of their columns; what is given back waits for
    them."""
    values = begun(columns, lambda _at, away: away.views(), lambda at: numbered_views(columns[at]))

    def finished() -> list[View]:
        asked = [
            partial(view, column, at, of, each)
            for at, (column, filings) in enumerate(zip(columns, values(), strict=True))
            for of, each in zip(VIEWS[column.kind], filings, strict=True)
        ]
        single = at_once(lambda make: make(), asked, len(columns[0].codes) if columns else 0)
        give_back()
        return single + [either_order(columns, pair) for pair in name_pairs(columns)]

    return finished


def either_order(columns: Sequence[Column], pair: tuple[int, int]) -> View:
    """Records by the values of two columns, whichever stands in which."""
    first, second = columns[pair[0]], columns[pair[1]]
    both = np.flatnonzero((first.codes != MISSING) & (second.codes != MISSING))
    into = translation(first, second)[:-1]
    alone = np.flatnonzero(into == MISSING)
    into[alone] = len(second.keys) + np.arange(len(alone))
    x, y = into[first.codes[both]], second.codes[both]
    width = len(second.keys) + len(alone)
    block = np.unique(np.minimum(x, y) * width + np.maximum(x, y), return_inverse=True)[1].astype(np.int64)
    return filed(f"{first.name} + {second.name}:either_order", pair[0], both, block, len(first.codes), many=False)
