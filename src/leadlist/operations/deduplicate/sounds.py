"""How names in kanji sound, as the list itself says.

Where a row has 山田 太郎 and ヤマダ タロウ, or Taro Yamada, it teaches that 山田 is read ヤマダ. With that a name in
kana or Latin letters is compared with one in kanji, and 浩 with 弘. Readings are compared only: none is ever written
into a list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from leadlist.fields import Group, Kind
from leadlist.matching.columns import MatchColumn, distinct_keys, distinct_rows, distinct_texts
from leadlist.matching.name_parts import is_cjk, parse
from leadlist.matching.spelt import Spelt
from leadlist.normalizers import folding
from leadlist.normalizers.romaji import sound
from leadlist.operations.deduplicate.characters import told
from leadlist.rules.tables import table

_KANA = re.compile("[ァ-ヺー]{2,}")
MOST = 2  # readings of one part of a name
USUAL = 4  # characters of a name, two of them of the family
OFTEN = 0.25  # of the rows with a part that have a reading which counts

Taught = Iterator[tuple[str, str, str]]
"""A part of a name, how it may sound, and the reading in kana that a given name has there, or ""."""


def with_sounds(columns: Sequence[MatchColumn]) -> list[MatchColumn]:
    """The columns, those of people's names with the sounds of their parts; names in kana written in one are parted."""
    at = [i for i, c in enumerate(columns) if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    written = {i: distinct_texts(columns[i]) for i in at}
    if not any(is_cjk(key) for texts in written.values() for key in texts.values()):
        return list(columns)
    known = readings(columns)
    found = list(columns)
    for i in at:
        strange = {text: key for text, key in written[i].items() if key and (key.isascii() or _KANA.fullmatch(key))}
        if not strange and len(known) < 2:
            continue
        heard = frozenset(word for words in known.values() for word in words)
        parted = {text: _parted(key, heard) for text, key in strange.items() if len(text.split()) < 2 and is_cjk(key)}
        own = dict(known)
        for text, key in strange.items():
            name = parse(key, parted.get(text, text))
            own |= {part: (sound(part),) for part in (name.family, name.given) if part}
        found[i] = _with_texts(columns[i], parted)._replace(sounds=own)
    return found


def _with_texts(column: MatchColumn, changed: Mapping[str, str]) -> MatchColumn:
    """The column with some of its texts written otherwise; their keys stay."""
    if not changed:
        return column
    keys = column.keys
    if isinstance(keys, Spelt):
        keys = Spelt([changed.get(text, text) for text in keys.texts], keys.keys, keys.places)
    return column._replace(values=[changed.get(text, text) for text in column.values], keys=keys)


def readings(columns: Sequence[MatchColumn]) -> Mapping[str, tuple[str, ...]]:
    """The sounds of parts of names in kanji: what the list teaches, else the readings of usual family names."""
    names = [c for c in columns if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    teachers = [*names, *(c for c in columns if c.kind is Kind.KANA and c.group is Group.PERSON)]
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        for other in teachers:
            if other is not name:
                for part, word, reading in _taught(name, other):
                    seen[part][word] += 1
                    if reading:
                        spoken[part][reading] += 1
    found = {row["surname"]: tuple(map(sound, row["readings"].split()[:MOST])) for row in table("surname_readings")}
    for part, words in seen.items():
        most = words.most_common(1)[0][1]
        kept = sorted(word for word, times in words.items() if times >= OFTEN * words.total() and times * 2 >= most)
        if kept:
            found[part] = tuple(kept[:MOST])
    heard = {part: folding.katakana(words.most_common(1)[0][0]) for part, words in spoken.items()}
    keys = (key for name in names for key in distinct_keys(name)) if heard else ()
    unheard = {key[-2:] for key in keys if len(key) == USUAL or key[:-2] in found} - found.keys()
    return found | {part: (sound(reading),) for part, reading in told(heard, unheard).items()}


def _taught(name: MatchColumn, other: MatchColumn) -> Taught:
    """What the rows teach that have a name in kanji in two parts and, in another column, its reading in two words."""
    latin: list[tuple[str, str, str, str]] = []
    for text, key, reading, reading_key in distinct_rows(name, other):
        words = reading.split()
        if not key or not reading_key or len(words) != 2 or not is_cjk(key) or key == reading_key:
            continue
        parts = parse(key, text)
        if not parts.given or _KANA.fullmatch(key):
            continue
        if reading_key.isascii():
            latin.append((parts.family, parts.given, sound(words[0]), sound(words[1])))
        elif _KANA.fullmatch(reading_key):
            yield parts.family, sound(words[0]), ""
            yield parts.given, sound(words[1]), words[1]
    yield from _in_order(latin)


def _in_order(rows: Iterable[tuple[str, str, str, str]]) -> Taught:
    """Latin words stand in either order: which is the family's name is what more rows of that family have."""
    rows = list(rows)
    together = Counter(
        pair for family, given, *words in rows for word in words for pair in ((family, word), (given, word))
    )
    for family, given, one, other in rows:
        straight = together[family, one] + together[given, other]
        crossed = together[family, other] + together[given, one]
        if straight != crossed:
            first, second = (one, other) if straight > crossed else (other, one)
            yield family, first, ""
            yield given, second, ""


def _parted(key: str, heard: frozenset[str]) -> str:
    """A name in kana with a blank behind its family name, if one that is known begins it; best if one follows, too."""
    sizes = [size for size in range(2, len(key) - 1) if sound(key[:size]) in heard]
    size = next((size for size in sizes if sound(key[size:]) in heard), sizes[-1] if sizes else 0)
    return f"{key[:size]} {key[size:]}" if size else key
