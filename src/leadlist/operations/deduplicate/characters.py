"""How single characters of given names sound, learned from the readings that a list has: 友 in 友恵 and 友子 is トモ.

So 友香, which stands in no row with its reading, is heard as トモカ where 香 is カ in 由香 and 里香, and a clerk who
wrote 友加 instead wrote the same name. Only given names of two characters teach and are told, which most are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

STEPS = 3  # after which hardly a reading is parted otherwise
LEAST = 2  # names that a character must have its sound in
SURE = 0.5  # of the names with a character that have it in this sound
SMALL = frozenset("ァィゥェォャュョッーン")  # kana that begin no character's reading

Sound = tuple[str, str]
"""A character and its reading in katakana."""


def told(taught: Mapping[str, str], asked: Collection[str]) -> dict[str, str]:
    """The readings of given names that are asked, as far as `taught` ones of the list tell those of both characters."""
    names = {name: cuts for name, reading in taught.items() if len(name) == 2 and (cuts := _cuts(name, reading))}
    often = Counter(sound for cuts in names.values() for cut in cuts for sound in cut)
    for _step in range(STEPS):
        chosen = [max(cuts, key=lambda cut: (_support(often, cut), cut)) for cuts in names.values()]
        often = Counter(sound for cut in chosen for sound in cut)
    heard = _sure(often)
    return {name: heard[name[0]] + heard[name[1]] for name in asked if len(name) == 2 and set(name) <= heard.keys()}


def _cuts(name: str, reading: str) -> list[tuple[Sound, Sound]]:
    """The ways in which a reading falls into those of two characters."""
    places = [at for at in range(1, len(reading)) if reading[at] not in SMALL]
    return [((name[0], reading[:at]), (name[1], reading[at:])) for at in places]


def _support(often: Counter[Sound], cut: tuple[Sound, Sound]) -> int:
    return often[cut[0]] * often[cut[1]]


def _sure(often: Counter[Sound]) -> dict[str, str]:
    """The reading of each character that has one in most of its names."""
    sounds: dict[str, Counter[str]] = defaultdict(Counter)
    for (character, sound), times in often.items():
        sounds[character][sound] += times
    best = {character: found.most_common(1)[0] for character, found in sounds.items()}
    return {c: sound for c, (sound, times) in best.items() if times >= LEAST and times >= SURE * sounds[c].total()}
