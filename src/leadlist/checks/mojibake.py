"""Text that was read in the wrong encoding (文字化け)."""

import re
import unicodedata
from functools import lru_cache

_RARE = frozenset(
    "縲縺繧繝荳荵莉菫蛟蜀蜈蜊蜷蝨螟螂螳蟄蟆蟷蠎蠖諢諤謇謨譁譌譏譛譚蜿隨閾遯豁邱鬧髮髢驛驥逕逶遘遉莠闕闃雉霆霎髱鬮鮟"
)
"""Kanji that the first bytes of common UTF-8 characters become in CP932."""

_C1 = re.compile(r"[\x80-\x9fƒ„†‡ˆ‰ŠŒŽ‘’“”•˜™š›œž]")
_TYPICAL = re.compile(
    r"縺(?!れ)[\u0080-\uffff]|繧[\u0080-\uffff]|繝[\u0080-\uffff]|ã[\x80-\x82€‚ƒ]|Ã[\x80-\xbf]|â€|ï¼|ï¿½|[荳蜈譛][\uff61-\uff9f]"
)
_JIS = re.compile(r"\x1b?\$[B@][!-~]{2,}\x1b?\([BJ]")
_TRACES = (
    re.compile("[\ufffd\x80-\x9f]"),  # no encoding of lists holds control characters of the second block
    re.compile("ƒ"),  # the florin sign: the first byte of katakana
    _JIS,
    _TYPICAL,
    re.compile(
        "(?:[ãäåæç][\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[èéï][\xa1-\xba\xbc-\xbf€‚„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]).*"
        "(?:[ãäåæç][\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[èéï][\xa1-\xba\xbc-\xbf€‚„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ])",
        re.DOTALL,
    ),
)
_INSIDE = re.compile("[‚„†‡ˆ‰‹‘’“”•–—˜™›¡-©«-´¶-¹»-¿]")
_BESIDE_KANA = re.compile(f"[{''.join(sorted(_RARE))}][\uff61-\uff9f]")
CHARACTERS = f"\ufffd\x1b?？€\x80-\x9f\xc2-\xf4ƒŠŒŽšœž‚„†‡ˆ‰˜™{''.join(sorted(_RARE))}"
SIGNS = re.compile(f"[{CHARACTERS}]|\\$[B@]|[､･].{{1,2}}[､･]|[\ue000-\uf8ff]|[\u3400-\u9fff][\uff66-\uff9f]")
"""What a garbled text has at least one of."""


@lru_cache(maxsize=16384)
def garbled(text: str) -> bool:
    """Whether a text was read in the wrong encoding: traces that no other text has, or a way back to Japanese."""
    if not SIGNS.search(text):
        return False
    if any(trace.search(text) for trace in _TRACES) or _many_signs(text):
        return True
    rare = sum(c in _RARE for c in text)
    if rare >= 3 or (rare >= 2 and _BESIDE_KANA.search(text)):
        return True
    return bool(reread(text))


def _many_signs(text: str) -> bool:
    """CP932 read as CP1252 with its gaps: quotes, dashes and daggers inside a word, half of all there is."""
    bare = "".join(text.split())
    return len(_INSIDE.findall(bare)) >= 3 and sum("\x80" <= c <= "\u2fff" for c in bare) >= 0.5 * len(bare)


def reread(text: str) -> str:
    """What a garbled text said: its bytes were read in the wrong encoding; `""` where it is not garbled for certain.

    UTF-8 read as CP932 (縺薙ｓ), UTF-8 read as Latin-1 or CP1252 (å±±), CP932 read as those (ŽR“c) or as Mac Roman
    (ÉeÉXÉg), EUC-JP read as CP932 (､ｵ､ﾈ､ｦ): the way back must exist and lead to Japanese.
    """
    if text.isascii():
        return ""
    for read_as, right in _MISREAD:
        try:
            original = (_western(text) if read_as == "cp1252" else text.encode(read_as)).decode(right)
        except UnicodeError:
            continue
        if original != text and _more_plausible(original, text, read_as, right):
            return original
    return ""


_MISREAD = (
    ("cp932", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1252", "cp932"),
    ("mac_roman", "cp932"),
    ("cp932", "euc_jp"),
)


def _western(text: str) -> bytes:
    """The bytes behind a text that was read as CP1252; the five places it lacks are read as in Latin-1 (WHATWG)."""
    return b"".join(bytes([ord(c)]) if c in "\x81\x8d\x8f\x90\x9d" else c.encode("cp1252") for c in text)


def _more_plausible(original: str, text: str, read_as: str, encoding: str) -> bool:
    wide = [c for c in original if not c.isascii()]
    if not wide or not all(unicodedata.name(c, "").startswith(_SCRIPTS) for c in wide):
        return False
    if encoding == "utf-8":
        return True
    if encoding == "euc_jp":
        return _like_euc(text) and all(c.isascii() or _USUAL_IN_EUC.match(c.encode("euc_jp")) for c in original)
    if read_as == "mac_roman":
        return len(wide) >= 3 and 2 * len(wide) >= 0.7 * len(text) and any("\u3041" <= c <= "\u30fa" for c in wide)
    marks = _C1.findall(text)
    signs = [mark for mark in marks if not mark.isalpha() or mark == "ƒ"]  # Žižka has none, ŽR“c (山田) has one
    return len(marks) >= 2 and len(wide) >= 2 and bool(signs) and not any("\uff61" <= c <= "\uff9f" for c in wide)


def _like_euc(text: str) -> bool:
    """Half-width kana as EUC-JP leaves them: a sign before each kana of the text, or rare kanji among them.

    Kanji alone can give half-width kana alone (ｻｳﾅﾄ was 山田), which nobody can tell from a reading.
    """
    kana = sum("\uff61" <= c <= "\uff9f" for c in text)
    strange = sum("\ue000" <= c <= "\uf8ff" or c.encode("cp932", "ignore")[:1] >= b"\xe0" for c in text)
    return kana >= 2 and (len(_SIGNED.findall(text)) >= 2 or (strange > 0 and kana + strange >= 0.7 * len(text)))


_SIGNED = re.compile("[､･][\uff61-\uff9f]")
_USUAL_IN_EUC = re.compile(rb"[\xa1\xa3-\xa5\xb0-\xcf]")
"""First bytes of signs, letters, kana, and kanji of JIS level 1 in EUC-JP."""

_SCRIPTS = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "IDEOGRAPHIC",
    "LATIN",
    "FULLWIDTH",
    "HANGUL",
    "GREEK",
    "CYRILLIC",
    "EN DASH",
    "RIGHT",
    "LEFT",
    "HALFWIDTH KATAKANA",
)
