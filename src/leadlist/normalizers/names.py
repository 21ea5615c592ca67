"""Names of people and their readings. A name's kanji, order and case are its owner's and never change."""

import re

from leadlist.normalizers import companies, folding, text
from leadlist.rules import Rules

_KANA = "ぁ-ゖァ-ヺー・ヽヾゝゞｦ-ﾟ"
_READING = re.compile(
    rf"^(?P<name>[^（(\[［〔【]+?)\s*[（(\[［〔【]\s*(?P<reading>[{_KANA}\s　゛゜]+)\s*[）)\]］〕】]\s*$"
)
_NOTE = re.compile(r"[（(\[［〔【][^（）()\[\]［］〔〕【】]*[）)\]］〕】]")
_TITLED = re.compile(
    # 様 and 御中 end no name; 殿 ends surnames (鵜殿, 真殿) and さん names in hiragana, so they need more before them
    "(?<=[^ ])(?: *(?:様|御中)| +(?:殿|さん|さま|サマ|サン|どの)|(?<=[一-龥々ァ-ヺー]{2})(?:殿|さん|さま))$"
)
_TITLED_KANA = re.compile("(?<=[^ ])(?: *様| +(?:サマ|さま|サン|さん|ドノ|どの))$")
_PLACEHOLDER = re.compile(
    "(?:.*[部課室係署局]|.*(?:人事|総務|経理|営業|採用|広報|購買|情報システム|法務|店長|責任者))?の?[ご御]?担当(?:者|窓口)?(?:様|さま|殿|各位)?"
)
_KEY_TITLES = re.compile("(?<=.{2})(?:先生| 氏| 君)$")
_KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile("[가-힣]")
_LATIN_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "mx", "sir", "herr", "frau", "mme", "mlle"})


def is_placeholder(name: str) -> bool:
    """True for what stands in a name's place and names nobody: ご担当者様, 各位, なし."""
    bare = "".join(name.split())
    return bare in text.placeholders("name") or _PLACEHOLDER.fullmatch(bare) is not None or text.is_nothing(name)


def write_name(name: str, rules: Rules) -> str:
    """A name with single blanks and usual widths, without 様, 殿, さん, 御中.

    A reading in brackets stays where it is (`split` offers it), and so does what only stands in a name's place.
    """
    cleaned = text.clean(name, name=True)
    if not folding.has_japanese(cleaned) and not cleaned.endswith(("様", "殿")):
        return name.strip() if cleaned and text.is_nothing(cleaned) else cleaned
    if is_placeholder(cleaned):
        return name.strip()
    if _READING.match(cleaned):
        return name
    return _without(_TITLED, cleaned)


def write_kana(reading: str, rules: Rules) -> str:
    """A reading in full-width kana, hiragana staying hiragana, without サマ after a blank."""
    cleaned = text.clean(reading)
    if text.is_nothing(cleaned):
        return reading.strip()
    return _without(_TITLED_KANA, cleaned)


def _without(courtesy: re.Pattern[str], cleaned: str) -> str:
    while (shorter := courtesy.sub("", cleaned)) != cleaned and not text.is_nothing(shorter):
        cleaned = shorter
    return cleaned


def name_key(name: str, rules: Rules) -> str:
    """What two spellings of one name share: usual kanji, katakana, no blanks; Latin words sorted, without accents."""
    if is_placeholder(name):
        return ""
    bare = _NOTE.sub("", name).strip() or name
    if not folding.has_japanese(bare):
        return _words(bare)
    bare = _KEY_TITLES.sub("", bare)
    return folding.compared(bare)


def loose_name_key(name: str, rules: Rules) -> str:
    """A wider key: ue for ü, long vowels and small kana alike, 斎 and 斉 one."""
    spelled = name.casefold().translate(_UMLAUTS)
    key = folding.large_kana(name_key(spelled, rules))
    return re.sub("(?<=[オコソトノホモヨロゴゾドボポ])ウ|(?<=[オ])オ|ー", "", key).replace("斉", "斎")


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def _words(name: str) -> str:
    if _HANGUL.search(name):
        return folding.latin(folding.solid(name))  # family and given name are written with a blank or without
    return sorted_words(folding.latin(" ".join(folding.tokens(name))).split())


def sorted_words(words: list[str]) -> str:
    """The words of a Latin name, folded, as its key has them: in order, without Mr and Dr."""
    if not _LATIN_TITLES.isdisjoint(words):
        words = [word for word in words if word not in _LATIN_TITLES] or words
    return " ".join(sorted(words))


def kana_key(reading: str, rules: Rules) -> str:
    """A reading in large katakana without blanks, legal form or bank abbreviation; romaji as sorted words.

    Empty for a text with kanji: that is no reading.
    """
    if text.is_nothing(reading):
        return ""
    if not folding.has_japanese(reading):
        return _words(reading)
    if _KANJI.search(reading):
        return ""
    return companies.sounding(reading)


def loose_kana_key(reading: str, rules: Rules) -> str:
    """A wider key: オオタ, オータ and オウタ are one."""
    key = kana_key(reading, rules)
    return re.sub("(?<=[オコソトノホモヨロゴゾドボポ])[ウオ]|ー", "", key)


def split_name(name: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`山田太郎（ヤマダタロウ）` -> the name, and its reading for `name_kana`."""
    match = _READING.match(text.clean(name, name=True))
    if match is None or is_placeholder(match["name"]):
        return name, {}
    return write_name(match["name"], rules), {"name_kana": write_kana(match["reading"], rules)}
