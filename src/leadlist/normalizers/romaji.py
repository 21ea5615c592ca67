"""Kana in Latin letters, to compare a reading with a mail address or a domain: Hepburn, long vowels short."""

import re
import unicodedata
from functools import lru_cache

_ROWS = (
    ("アイウエオ", "a i u e o"),
    ("カキクケコ", "ka ki ku ke ko"),
    ("サシスセソ", "sa shi su se so"),
    ("タチツテト", "ta chi tsu te to"),
    ("ナニヌネノ", "na ni nu ne no"),
    ("ハヒフヘホ", "ha hi fu he ho"),
    ("マミムメモ", "ma mi mu me mo"),
    ("ヤユヨ", "ya yu yo"),
    ("ラリルレロ", "ra ri ru re ro"),
    ("ワヰヱヲン", "wa i e o n"),
    ("ガギグゲゴ", "ga gi gu ge go"),
    ("ザジズゼゾ", "za ji zu ze zo"),
    ("ダヂヅデド", "da ji zu de do"),
    ("バビブベボ", "ba bi bu be bo"),
    ("パピプペポ", "pa pi pu pe po"),
    ("ヴ", "vu"),
)
_SOUNDS = {kana: sound for row, sounds in _ROWS for kana, sound in zip(row, sounds.split(), strict=True)}
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_LONG = re.compile(r"ou|oo|uu")


def romaji(kana: str) -> str:
    """シュンスケ -> shunsuke, さとう -> sato. What is no kana is left out.

    Modified Hepburn as passports write it (外務省, ヘボン式ローマ字綴方表): long o and u are written once.
    """
    plain = unicodedata.normalize("NFKC", kana)
    text = ""
    doubled = False
    for letter in plain:
        letter = chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter
        sound = _SOUNDS.get(letter, "")
        if letter == "ッ":
            doubled = True
        elif letter in _SMALL and text:
            glide = _SMALL[letter]
            text = text[:-1] + (glide[-1] if text.endswith(("shi", "chi", "ji")) or len(glide) == 1 else glide)
        elif sound:
            text += ("t" if sound.startswith("ch") else sound[0]) + sound if doubled else sound
            doubled = False
    return _LONG.sub(lambda vowels: vowels[0][0], text)


_SPELLINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        ("sy", "sh"), ("[ct]y", "ch"), ("(?:zy|jy)", "j"), ("si", "shi"), ("(?<!s)ti", "chi"), ("tu", "tsu"),
        ("(?<![sc])hu", "fu"), ("zi", "ji"), ("m(?=[bmp])", "n"), ("oh(?![aiueo])", "o"), ("ou|oo", "o"), ("uu", "u"),
    )
)  # fmt: skip
_OTHERWISE = re.compile("|".join(pattern.pattern for pattern, _written in _SPELLINGS))


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """How a word in kana or Latin letters sounds, whatever its spelling: サトウ, Satoh, Satou, Satō -> sato."""
    if not word.isascii():
        plain = unicodedata.normalize("NFD", word)
        word = "".join(c for c in plain if not unicodedata.combining(c)) if plain[0].isascii() else romaji(word)
    word = re.sub("[^a-z]", "", word.casefold())
    for pattern, written in _SPELLINGS if _OTHERWISE.search(word) else ():
        word = pattern.sub(written, word)
    return word
