"""The cells of a column at once: what is written for its values, what belongs elsewhere, what needs a person's eye; and
their match keys.

A list is worked on block by block, and its columns repeat themselves: what was made of a value is remembered for the
blocks that follow.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from leadlist.fields import FIELDS, Kind
from leadlist.normalizers import (
    LONGEST,
    MATCH_KEYS,
    PLAIN_KEYS,
    concerns,
    dates,
    match_key,
    normalizer,
    recognised,
    serving,
    settled,
    split,
    usual,
)
from leadlist.normalizers.keys_at_once import keys_at_once
from leadlist.rules import Rules

MOST_REMEMBERED = 30_000  # values of one column
SELDOM = 0.1  # share of values met before, below which nothing of a column is remembered


class Moved(NamedTuple):
    """A value that holds something of another field: what stays, and what goes where."""

    kept: str
    rest: Mapping[str, str]


class Rewriting(NamedTuple):
    """What happens to some values of one column; `touched` are all to which anything does.

    `orders` is what dates among them say about 03/05/2024, as `dates.orders` gives it; `is_open`: some date was not
    read, so that the order which the whole column decides on may matter.
    """

    texts: dict[str, str]  # only values that change
    moves: dict[str, Moved]
    concerns: dict[str, concerns.Concern]
    touched: set[str]
    orders: frozenset[str] = frozenset()
    is_open: bool = False


class Memory:
    """What was made of the values of one column under the same rules, as far as it is remembered."""

    def __init__(self, name: str, rules: Rules, order: str = "") -> None:
        self.name, self.rules, self.order = name, rules, order
        self._seen: set[str] = set()
        self._made = Rewriting({}, {}, {}, set())

    def rewritten(self, cells: Collection[str]) -> Rewriting:
        """What happens to the values among some cells; there may be values in it that are not."""
        distinct = set(cells)
        distinct.discard("")
        doubtful = recognised.doubtful(self.name, distinct, self.rules)
        values = [cell for cell in doubtful if len(cell) <= LONGEST]
        fresh = [cell for cell in values if cell not in self._seen]
        if len(self._seen) > MOST_REMEMBERED or len(values) - len(fresh) < SELDOM * len(values):
            self._seen.clear()
            self._made = Rewriting({}, {}, {}, set())
            fresh = values
        if fresh:
            self._seen.update(fresh)
            new = rewritten(self.name, fresh, self.rules, self.order)
            self._made.texts.update(new.texts)
            self._made.moves.update(new.moves)
            self._made.concerns.update(new.concerns)
            self._made.touched.update(new.touched)
        if FIELDS[self.name].kind is not Kind.DATE:
            return self._made
        is_open = any(cell not in self._made.texts for cell in values)
        return self._made._replace(orders=dates.orders(values), is_open=is_open)


def rewritten(name: str, values: Sequence[str], rules: Rules, order: str = "") -> Rewriting:
    """What the normalizer of a field makes of some distinct values. `order` is what its dates decided."""
    quick = usual.folded(name, values, rules)
    slow = [value for value in values if value not in quick] if quick else values
    texts = quick | _texts(name, slow, rules, order)
    moves: dict[str, Moved] = {}
    noted: dict[str, concerns.Concern] = {}
    for value in concerns.suspects(name, slow, texts):
        kept, rest = split(name, value, rules)
        if rest:
            moves[value] = Moved(kept, rest)
        elif concern := concerns.concern(name, value, texts.get(value, value), rules, order):
            noted[value] = concern
    return Rewriting(texts, moves, noted, {*texts, *moves, *noted})


def _texts(name: str, values: Sequence[str], rules: Rules, order: str) -> dict[str, str]:
    """The values that change, each with its text at rest; most are at rest after one step, told by their pattern."""
    if order:
        return {value: after for value in values if (after := dates.write_date(value, rules, order)) != value}
    write = normalizer(name)
    assert write is not None
    first = {value: after for value in values if (after := write(value, rules)) != value}
    unsure = set(recognised.doubtful(name, set(first.values()), rules))
    return {
        value: text
        for value, after in first.items()
        if (text := settled(write, value, rules) if after in unsure or not after else after) != value
    }


def match_keys(name: str, values: Sequence[str], rules: Rules) -> list[str]:
    """What `match_key` gives for each of some values: normal texts are told together, and equal ones get one key."""
    make, plain = serving(MATCH_KEYS, name), serving(PLAIN_KEYS, name)
    if make is None:
        return [""] * len(values)
    sound = _sound(values)
    keys = keys_at_once(name, sound, rules)
    slow = [value for value in sound if value not in keys] if len(keys) < len(sound) else []
    if name not in FIELDS:  # a kind
        keys |= {value: match_key(name, value, rules) for value in slow}
        slow = []
    if plain:
        keys |= {value: key for value in slow if (key := plain(value, rules)) is not None}
        slow = [value for value in slow if value not in keys]
    if slow:
        normal = _normal(name, slow, rules)
        made = {text: make(text, rules) for text in {normal.get(value, value) for value in slow}}
        keys |= {value: made[normal.get(value, value)] for value in slow}
    return list(map(keys.get, values, repeat("")))


def _sound(values: Sequence[str]) -> Sequence[str]:
    """Those that are read as one value: all of them, mostly."""
    sizes = list(map(len, values))
    if min(sizes, default=0) and max(sizes) <= LONGEST:
        return values
    return [value for value, size in zip(values, sizes, strict=True) if 0 < size <= LONGEST]


def _normal(name: str, values: Sequence[str], rules: Rules) -> dict[str, str]:
    """The normal texts of the values that are not normal already."""
    if normalizer(name) is None:
        return {}
    doubtful = recognised.doubtful(name, values, rules)
    quick = usual.folded(name, doubtful, rules)
    return quick | _texts(name, [value for value in doubtful if value not in quick], rules, "")
