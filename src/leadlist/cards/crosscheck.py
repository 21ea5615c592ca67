"""What the fields of one card say about each other, and how sure the reader was: what a person must look at.

A value is accepted without a look only where nothing speaks against it. Where another field proves a part of a value
(the postal code the town), the reader's doubts about that part do not count.
"""

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import Levenshtein

from leadlist.cards import spelling
from leadlist.cards.lines import CardText
from leadlist.cards.values import Value, Values
from leadlist.cards.words import BLIND, JAPANESE, KANJI, flat
from leadlist.checks.phones import area_of
from leadlist.checks.prefectures import NEIGHBOURS, prefecture_at
from leadlist.locale import _
from leadlist.normalizers.emails import is_valid
from leadlist.normalizers.phones import groups
from leadlist.normalizers.postal_data import fold_aligned, places
from leadlist.rules.tables import table

LIMIT = 0.84
"""Score of the weakest character from which a value is accepted."""
LIMITS = {"email": 0.8, "url": 0.8, "phone": 0.8, "mobile": 0.8, "fax": 0.8, "postal_code": 0.8}
"""The same for fields whose letters are few and plain."""
_ONE_KANJI = re.compile(f"[{KANJI}]")
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
    """Letters that no Japanese keyboard types (Chinese forms), rare forms in names, and signs where none belong."""
    found = {}
    for name, value in values.items():
        strange = [letter for letter in flat(value.text) if not _is_in(letter, "cp932")]
        if strange and JAPANESE.search(value.text):
            found[name] = _("a character is not used in Japan")
        rare = [letter for letter in value.text if _ONE_KANJI.match(letter) and not _is_in(letter, "iso2022_jp")]
        if rare and name in ("name", "company") and name not in found:
            found[name] = _("the card may show the usual form of {letter}").format(letter=rare[0])
        if name in ("name", "name_kana") and re.search(r"[\d@/\\|_]", value.text):
            found[name] = _("a sign stands where none belongs")
    return found


def _is_in(letter: str, encoding: str) -> bool:
    """`iso2022_jp` is JIS X 0208; `cp932` adds the forms that IBM had, most of them of names (黑, 德)."""
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


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
        near = {prefecture, *NEIGHBOURS.get(prefecture, ())}
        if area and prefecture and area not in near and not near & _areas_printed(values[name].text):
            found[name] = _("the area code belongs to {area}").format(area=area)
    return found


def _areas_printed(number: str) -> set[str]:
    """The prefectures of the area code as it is set off: 098- is 沖縄県, whatever 0983 would be."""
    code = number.partition("-")[0]
    return {row["prefecture"] for row in table("area_codes") if row["prefix"].startswith(code)}


def _net(values: Values) -> dict[str, str]:
    """Mail domain and URL that differ in a letter or two: one of them was misread."""
    found = {}
    mail, site = spelling.host(values.get("email")), spelling.host(values.get("url"))
    related = mail == site or mail.endswith("." + site) or site.endswith("." + mail)
    if mail and site and not related and Levenshtein.normalized_similarity(mail, site) > 0.7:
        reason = _("mail domain and URL differ: {mail}, {site}").format(mail=mail, site=site)
        found = {"email": reason, "url": reason}
    for name in ("email", "email_2"):
        if name in values and values[name].text and not is_valid(values[name].text):
            found[name] = _("it is no mail address")
    if "url" in values and not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", site):
        found["url"] = _("it is no web address")
    return found


def _hidden_variants(values: Values) -> dict[str, str]:
    """Kanji of a name that have a form the reader cannot give."""
    if "name" not in values:
        return {}
    seen = [kanji for kanji in values["name"].text if kanji in BLIND]
    if not seen:
        return {}
    return {"name": _("the card may show {variant} for {usual}").format(variant=BLIND[seen[0]], usual=seen[0])}


CHECKS: tuple[Callable[[Values], dict[str, str]], ...] = (
    _strange_letters,
    _numbers,
    _net,
    spelling.reading,
    _hidden_variants,
    spelling.company_and_domain,
    spelling.usual_words,
)
"""What is asked of the values of one card, in this order; each gives field -> reason."""
