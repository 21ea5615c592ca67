"""The match keys of rows, by their distinct texts."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from leadlist.leads import Coded
from leadlist.made import Made

Places = NDArray[np.int32]  # positions that nothing is reckoned with: half as long as others


class Spelt(Made[str]):
    """The match keys of rows, made from the distinct texts of a column: `keys[place]` is that of `texts[place]`, and
    `places[row]` is where a row's text stands there. A list of a million rows has far fewer texts than rows."""

    def __init__(self, texts: Sequence[str], keys: Sequence[str], places: Places) -> None:
        self.texts, self.keys, self.places = texts, keys, places

    def __len__(self) -> int:
        return len(self.places)

    def _one(self, place: int) -> str:
        return self.keys[int(self.places[place])]

    def _some(self, part: slice) -> list[str]:
        return [self.keys[place] for place in self.places[part].tolist()]

    def __iter__(self) -> Iterator[str]:
        return map(self.keys.__getitem__, self.places.tolist())


def numbered(values: Sequence[str]) -> tuple[list[str], Places]:
    """The distinct texts of rows in the order in which they come, and where each row's text stands among them."""
    if isinstance(values, Coded):
        return values.texts, np.array(values.codes, dtype=np.int32)
    known: dict[str, int] = defaultdict(count().__next__)
    places = np.fromiter(map(known.__getitem__, values), np.int32, len(values))
    return list(known), places


def spelt(values: Sequence[str], texts: Sequence[str], keys: Sequence[str]) -> Spelt:
    """The keys of rows with these values, of which `texts` are the distinct ones, with their keys."""
    place = {text: at for at, text in enumerate(texts)}
    return Spelt(texts, keys, np.fromiter(map(place.__getitem__, values), np.int32, len(values)))


def with_keys(keys: Sequence[str], changed: Mapping[int, str], texts: Sequence[str]) -> Sequence[str]:
    """The keys of rows, some of them others now; `texts` are those of the rows."""
    if not isinstance(keys, Spelt):
        return [changed.get(row, key) for row, key in enumerate(keys)]
    new = {
        pair: len(keys.keys) + at
        for at, pair in enumerate(dict.fromkeys((texts[row], key) for row, key in changed.items()))
    }
    places = keys.places.copy()
    for row, key in changed.items():
        places[row] = new[texts[row], key]
    return Spelt([*keys.texts, *(text for text, _key in new)], [*keys.keys, *(key for _text, key in new)], places)


def each_key(keys: Sequence[str], of: Callable[[str], str]) -> Sequence[str]:
    """What a function makes of the keys of rows."""
    made = list(map(of, keys.keys if isinstance(keys, Spelt) else keys))
    return Spelt(keys.texts, made, keys.places) if isinstance(keys, Spelt) else made
