"""Values of a card that are spelt otherwise elsewhere on it, or a stroke away from a word of every other card."""

import re
from collections.abc import Collection
from itertools import product

from rapidfuzz.distance import Levenshtein

from leadlist.cards.values import Value, Values
from leadlist.cards.words import READING, flat
from leadlist.locale import _
from leadlist.normalizers.romaji import romaji
from leadlist.rules.tables import table

ALIKE = tuple(
    set(letters)
    for letters in (
        *(
            "ソゾン",
            "ツシヅジ",
            "ハバパ",
            "ヒビピ",
            "フブプ",
            "ヘベペ",
            "ホボポ",
            "カガ",
            "キギ",
            "クグタダワ",
            "ケゲ",
            "コゴユ",
            "サザ",
        ),
        *("スズ", "セゼ", "チヂテデ", "トド", "ヤャ", "ユュ", "ヨョ", "ツッ", "アァ", "イィ", "エェ工", "オォ", "ー一"),
    )
)
"""Katakana that a blurred picture shows alike."""
_LARGE = dict(zip("ゃゅょっャュョッ", "やゆよつヤユヨツ", strict=True))
_SMALL = {large: small for small, large in _LARGE.items()}


def host(value: Value | None) -> str:
    """The host of a mail or web address, without www; `""` where there is none."""
    if value is None:
        return ""
    bare = re.sub(r"^https?://", "", value.text.lower().rpartition("@")[2])
    return re.sub(r"[/:?].*$", "", bare).removeprefix("www.")


def reading(values: Values) -> dict[str, str]:
    """A reading that is none of the surname's, or is spelt otherwise in Latin letters."""
    if "name_kana" not in values or "name" not in values:
        return {}
    name, kana = flat(values["name"].text), values["name_kana"].text
    if not READING.fullmatch(kana):
        return {"name_kana": _("it is no reading")}
    spelt = romaji(flat(kana))
    known = next((row for row in table("surname_readings") if name.startswith(row["surname"])), None)
    if known and not any(spelt.startswith(romaji(word)) for word in known["readings"].split()):
        return {"name_kana": _("it is no known reading of the name")}
    mailbox = values["email"].text.partition("@")[0] if "email" in values else ""
    latin = values["name_en"].text if "name_en" in values else mailbox
    others = _with_other_sizes(flat(kana))
    for word in re.findall(r"[a-z]{4,}", latin.lower()):
        close = any(_one_off(word, romaji(own)) for own in kana.split()) or any(word in other for other in others)
        if word not in spelt and close:
            return {"name_kana": _("it is spelt otherwise in Latin letters: {word}").format(word=word)}
    return {}


def _with_other_sizes(kana: str) -> set[str]:
    """The reading in Latin letters, its や ゆ よ つ small or large: つじゅうま is tsujuma, つじゆうま tsujiyuma."""
    options = [(letter, _LARGE.get(letter) or _SMALL.get(letter) or letter) for letter in kana]
    if sum(one != other for one, other in options) > 4:
        return set()
    return {romaji("".join(letters)) for letters in product(*(dict.fromkeys(option) for option in options))}


def _one_off(one: str, other: str) -> bool:
    return len(other) >= 4 and len(one) == len(other) and Levenshtein.distance(one, other) == 1


def usual_words(values: Values) -> dict[str, str]:
    """A word that is a stroke away from one that stands on every other card: メソン, 代表取綿役."""
    found = {}
    usual = {row["word"] for row in table("card_words")}
    for name in ("company", "department", "title", "address"):
        text = flat(values[name].text) if name in values else ""
        word = next((word for word in usual if _almost(word, text, usual)), "")
        if word:
            found[name] = _("most cards write {word} here").format(word=word)
    return found


def _almost(word: str, text: str, usual: Collection[str]) -> bool:
    """Whether a text holds a word but for one letter: of katakana one that looks like it, of long kanji words any."""
    if word in text:
        return False
    for start in range(len(text) - len(word) + 1):
        window = text[start : start + len(word)]
        wrong = [(a, b) for a, b in zip(word, window, strict=True) if a != b]
        if len(wrong) != 1 or window in usual:
            continue
        a, b = wrong[0]
        if any(a in alike and b in alike for alike in ALIKE):
            return True
        if len(word) >= 4 and not re.search("[ァ-ヺ]", word):
            return True
    return False


def company_and_domain(values: Values) -> dict[str, str]:
    """Hiragana of the company's name that the domain spells with another letter (すすらん, suzuran)."""
    domain = re.sub("[^a-z]", "", (host(values.get("email")) or host(values.get("url"))).partition(".")[0])
    if "company" not in values or len(domain) < 4:
        return {}
    for word in re.findall("[ぁ-ゖー]{3,}", values["company"].text):
        spelt = romaji(word)
        if len(spelt) >= 5 and spelt not in domain and _within_one(spelt, domain):
            return {"company": _("the domain spells it otherwise: {domain}").format(domain=domain)}
    return {}


def _within_one(spelt: str, domain: str) -> bool:
    windows = (domain[at : at + len(spelt)] for at in range(max(1, len(domain) - len(spelt) + 1)))
    return any(Levenshtein.distance(spelt, window) == 1 for window in windows)
