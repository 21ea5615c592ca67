"""What the fields of one card say about each other, and how sure the reader was: what a person must look at.

A value is accepted without a look only where nothing speaks against it. Where another field proves a part of a value
(the postal code the town), the reader's doubts about that part do not count.
"""

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import Levenshtein

from leadlist.cards.kana import romaji
from leadlist.cards.lines import CardText
from leadlist.cards.values import Value, Values
from leadlist.cards.words import BLIND, JAPANESE, KANJI, READING, flat
from leadlist.checks.phones import area_of
from leadlist.checks.prefectures import NEIGHBOURS, prefecture_at
from leadlist.locale import _
from leadlist.normalizers.emails import is_valid
from leadlist.normalizers.phones import groups
from leadlist.normalizers.postal_data import fold_aligned, places
from leadlist.rules.tables import table

LIMITS = {
    "name": 0.8,
    "name_kana": 0.8,
    "company": 0.75,
    "email": 0.75,
    "url": 0.75,
    "phone": 0.7,
    "mobile": 0.7,
    "fax": 0.7,
    "postal_code": 0.8,
}
"""Score of the weakest character from which a value is accepted; the others' is `LIMIT`."""
LIMIT = 0.72
_TWO_KANJI = re.compile(f"[{KANJI}]{{2}}")
PHONES = ("phone", "phone_2", "phone_direct", "phone_company", "fax", "mobile")


def checked(values: Mapping[str, Value], text: CardText) -> Values:
    """The values with their doubts. Only a town that its postal code names otherwise is put right, and marked."""
    found: Values = dict(values)
    _postal_and_address(found)
    for name, value in found.items():
        if _weakest(name, value, found) < LIMITS.get(name, LIMIT):
            found[name] = value.doubted(_("a character was hard to read"))
    for check in CHECKS:
        for name, reason in check(found).items():
            found[name] = found[name].doubted(reason)
    if text.all_vertical:
        found = {name: value.doubted(_("the card is written from top to bottom")) for name, value in found.items()}
    return found


def _weakest(name: str, value: Value, values: Values) -> float:
    """The weakest score of the letters that no other field proves."""
    scores = value.scores
    if name == "postal_code":
        return 1.0 if _proven(values) else value.score
    if name != "address" or len(scores) != len(value.raw):
        return value.score
    start = value.raw.find(value.text[:3])
    proven = _proven(values)
    rest = [
        s
        for letter, s in zip(value.raw[start + proven :], scores[start + proven :], strict=True)
        if not letter.isspace()
    ]
    return min(rest, default=1.0)


def _proven(values: Values) -> int:
    """How many letters of the address its postal code proves."""
    if "postal_code" not in values or "address" not in values:
        return 0
    address = values["address"].text
    folded, ends = fold_aligned(address)
    best = 0
    for official in _official(values["postal_code"].text):
        plain = fold_aligned(official)[0]
        if folded.startswith(plain):
            best = max(best, ends[len(plain) - 1])
    return best


def _usual_kanji(address: str, code: str) -> str:
    """The address with the kanji of the town as its postal code writes them: 徳島 where 德島 was read.

    Only kanji for kanji of the same meaning; ヶ and ケ, の and ノ stay as they are printed.
    """
    for official in _official(code):
        head = address[: len(official)]
        kanji = all(a == b or _TWO_KANJI.fullmatch(a + b) for a, b in zip(head, official, strict=False))
        if len(head) == len(official) and kanji and fold_aligned(head)[0] == fold_aligned(official)[0]:
            return official + address[len(official) :]
    return address


def _official(code: str) -> list[str]:
    """How an address of a postal code may begin: with or without prefecture, county and city before a ward."""
    found = []
    for place in places(code.replace("-", "")):
        if place.business:
            continue
        city = place.city
        shorter = {city, re.sub("^[^市]{1,5}?郡(?=..)", "", city), re.sub("^.+?市(?=.+区$)", "", city)}
        for name in shorter:
            found += [place.prefecture + name + place.town, name + place.town]
            if not place.town:
                found += [place.prefecture + name, name]
    return [text for text in found if len(text) >= 3]


def _postal_and_address(values: Values) -> None:
    code, address = values.get("postal_code"), values.get("address")
    if code is None or address is None or not JAPANESE.search(address.text):
        return
    if not places(code.text.replace("-", "")):
        values["postal_code"] = code.doubted(_("there is no such postal code"))
        return
    if _proven(values) or _street_of_kyoto(address.text, code.text):
        values["address"] = address._replace(text=_usual_kanji(address.text, code.text))
        return
    near = _nearest(address.text, code.text)
    if near:
        official, length = near
        reason = _("read as “{read}”; the postal code says {town}").format(read=address.text[:length], town=official)
        values["address"] = address._replace(text=official + address.text[length:]).doubted(reason)
        return
    same_city = any(
        fold_aligned(address.text)[0].startswith(fold_aligned(start)[0])
        for place in places(code.text.replace("-", ""))
        for start in (place.prefecture + place.city, place.city, re.sub("^.+?市(?=.+区$)", "", place.city))
    )
    if same_city:
        values["address"] = address.doubted(_("the postal code belongs to another town"))
    else:
        values["postal_code"] = code.doubted(_("the postal code belongs to another place"))
        values["address"] = address.doubted(_("the postal code belongs to another place"))


def _street_of_kyoto(address: str, code: str) -> bool:
    """True where the town stands behind the names of two streets: 京都市中京区烏丸通蛸薬師下る手洗水町."""
    folded = fold_aligned(address)[0]
    return any(
        place.city in address and place.town and fold_aligned(place.town)[0] in folded
        for place in places(code.replace("-", ""))
        if place.prefecture == "京都府"
    )


def _nearest(address: str, code: str) -> tuple[str, int] | None:
    """The beginning that the postal code asks for, where the address differs from it in a letter or two."""
    best: tuple[int, str] | None = None
    for official in _official(code):
        head = address[: len(official)]
        wrong = sum(one != other for one, other in zip(fold_aligned(head)[0], fold_aligned(official)[0], strict=False))
        if (
            len(head) == len(official) >= 5
            and 0 < wrong <= max(1, len(official) // 4)
            and (best is None or wrong < best[0])
        ):
            best = (wrong, official)
    return (best[1], len(best[1])) if best else None


def _strange_letters(values: Values) -> dict[str, str]:
    """Letters that no Japanese keyboard types (Chinese forms), and signs where none belong."""
    found = {}
    for name, value in values.items():
        try:
            flat(value.text).encode("cp932")
        except UnicodeEncodeError:
            if JAPANESE.search(value.text):
                found[name] = _("a character is not used in Japan")
        if name in ("name", "name_kana") and re.search(r"[\d@/\\|_]", value.text):
            found[name] = _("a sign stands where none belongs")
    return found


def _numbers(values: Values) -> dict[str, str]:
    """Numbers whose length or groups do not exist, or whose area code lies far from the address."""
    found = {}
    address = values["address"].text if "address" in values else ""
    prefecture = prefecture_at(address)
    if not prefecture and "postal_code" in values:
        prefecture = next((place.prefecture for place in places(values["postal_code"].text.replace("-", ""))), "")
    for name in PHONES:
        if name not in values or not values[name].text.startswith("0"):
            continue
        digits = re.sub(r"\D", "", values[name].text)
        if not groups(digits):
            found[name] = _("there is no such number")
            continue
        area = area_of(values[name].text) if digits[:2] != "05" else ""
        if area and prefecture and area != prefecture and area not in NEIGHBOURS[prefecture]:
            found[name] = _("the area code belongs to {area}").format(area=area)
    return found


def _host(value: Value | None) -> str:
    if value is None:
        return ""
    bare = re.sub(r"^https?://", "", value.text.lower().rpartition("@")[2])
    return re.sub(r"[/:?].*$", "", bare).removeprefix("www.")


def _net(values: Values) -> dict[str, str]:
    """Mail domain and URL that differ in a letter or two: one of them was misread."""
    found = {}
    mail, site = _host(values.get("email")), _host(values.get("url"))
    related = mail == site or mail.endswith("." + site) or site.endswith("." + mail)
    if mail and site and not related and Levenshtein.normalized_similarity(mail, site) > 0.7:
        reason = _("mail domain and URL differ: {mail}, {site}").format(mail=mail, site=site)
        found = {"email": reason, "url": reason}
    for name in ("email", "email_2"):
        if name in values and not is_valid(values[name].text):
            found[name] = _("it is no mail address")
    if "url" in values and not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", site):
        found["url"] = _("it is no web address")
    return found


def _reading(values: Values) -> dict[str, str]:
    """A reading that is none of the surname's, is shorter than the name, or is spelt otherwise in Latin letters."""
    if "name_kana" not in values or "name" not in values:
        return {}
    name, kana = flat(values["name"].text), values["name_kana"].text
    if not READING.fullmatch(kana):
        return {"name_kana": _("it is no reading")}
    spelt = romaji(flat(kana))
    known = next((row for row in table("surname_readings") if name.startswith(row["surname"])), None)
    if known and not any(spelt.startswith(romaji(word)) for word in known["readings"].split()):
        return {"name_kana": _("it is no known reading of the name")}
    words = [romaji(word) for word in kana.split()]
    latin = (
        values["name_en"].text
        if "name_en" in values
        else values["email"].text.partition("@")[0]
        if "email" in values
        else ""
    )
    for word in re.findall(r"[a-z]{4,}", latin.lower()):
        if word not in spelt and any(_one_off(word, own) for own in words):
            return {"name_kana": _("it is spelt otherwise in Latin letters: {word}").format(word=word)}
    return {}


def _one_off(one: str, other: str) -> bool:
    return (
        len(other) >= 4 and one != other and Levenshtein.distance(one, other) == 1 and abs(len(one) - len(other)) == 0
    )


def _hidden_variants(values: Values) -> dict[str, str]:
    """Kanji of a name that have a form the reader cannot give."""
    if "name" not in values:
        return {}
    seen = [kanji for kanji in values["name"].text if kanji in BLIND]
    if not seen:
        return {}
    return {"name": _("the card may show {variant} for {usual}").format(variant=BLIND[seen[0]], usual=seen[0])}


def _company_and_domain(values: Values) -> dict[str, str]:
    """Hiragana of the company's name that the domain spells with another letter (すすらん, suzuran)."""
    domain = re.sub("[^a-z]", "", (_host(values.get("email")) or _host(values.get("url"))).partition(".")[0])
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


CHECKS: tuple[Callable[[Values], dict[str, str]], ...] = (
    _strange_letters,
    _numbers,
    _net,
    _reading,
    _hidden_variants,
    _company_and_domain,
)
"""What is asked of the values of one card, in this order; each gives field -> reason."""
