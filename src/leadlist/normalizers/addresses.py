"""Japanese addresses: a prefecture where it is certain, numbers as the rules ask, a key that many spellings share."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from leadlist.normalizers import address_numbers, folding, numbers, postal_data, text
from leadlist.rules import Rules

_BETWEEN_DIGITS = re.compile(f"(?<=[0-9])\\s*[{text.DASHES}ー]\\s*(?=[0-9])")
CODE_BEFORE = re.compile(
    "^〒?\\s*(?P<code>[0-9０-９]{3}[" + text.DASHES + "ー]?[0-9０-９]{4})[\\s　]*(?=[^0-9０-９\\s])"
)
STREET_OF_KYOTO = re.compile("^.*(?:上る|下る|上ル|下ル|上がる|下がる|西入る?|東入る?|西入ル|東入ル|入ル|入る)(?=.)")
_WHOLE = re.compile(f"(?:{postal_data.PREFECTURE.pattern})[^ 0-9]*(?:[0-9]|$)")  # no blank before the numbers


class Parts(NamedTuple):
    """An address in pieces. `certain` is False where the prefecture could be two, or a ward lacks its city.

    `home` is None then, unless the town tells.
    """

    prefecture: str
    city: str  # as typed
    town: str  # as typed
    rest: str  # numbers and building
    given: bool  # the prefecture was typed
    certain: bool = True
    home: postal_data.City | None = None
    meant: str = ""  # the town in the postal data, where the typed one is misspelt


def write_address(address: str, rules: Rules) -> str:
    """The address with usual widths, its prefecture where that is unique, and its numbers in the style of the rules.

    A postal code before it stays where it stands (`split` offers it), unless it is in full width.
    """
    cleaned = _cleaned(address)
    if not folding.has_japanese(cleaned):
        return address.strip() if cleaned and text.is_nothing(cleaned) else cleaned
    if text.is_nothing(cleaned):
        return address.strip()
    before = CODE_BEFORE.match(text.clean(address))
    if before is None and rules.normalize.address_numbers == "keep" and _WHOLE.match(cleaned):
        return cleaned
    if before:
        if before["code"] in address:
            return address
        cleaned = cleaned[CODE_BEFORE.match(cleaned).end() :]  # type: ignore[union-attr]
    parts = parse(cleaned)
    if not parts.certain:
        return cleaned
    rest = re.sub("^ (?=[0-9])", "", parts.rest) if parts.town and not parts.town[-1].isdigit() else parts.rest
    if rules.normalize.address_numbers == "hyphen":
        rest = address_numbers.hyphened(rest)
    if parts.rest[:1] == " " and parts.town[-1:].isdigit() and rest[:1].isdigit():
        rest = " " + rest  # 浦臼第4 12-3
    return parts.prefecture + parts.city + parts.town + rest


def write_part(part: str, rules: Rules) -> str:
    """A city or street by itself: usual widths, dashes between digits; numbers in the style of the rules."""
    cleaned = _cleaned(part)
    if text.is_nothing(cleaned):
        return part.strip()
    return address_numbers.hyphened(cleaned) if rules.normalize.address_numbers == "hyphen" else cleaned


def write_building(part: str, rules: Rules) -> str:
    """A building by itself: usual widths, dashes between digits. Numbers of its name are no lot's: 20-2ビル."""
    cleaned = _cleaned(part)
    return part.strip() if text.is_nothing(cleaned) else cleaned


def _cleaned(address: str) -> str:
    return _BETWEEN_DIGITS.sub("-", text.clean(address))


def parse(cleaned: str) -> Parts:
    """Cut a cleaned address at its prefecture, city and town, by the names of the postal snapshot."""
    cleaned = cleaned.replace("郡 ", "郡", 1)
    head = BEFORE_NUMBER.match(cleaned)
    whole = town_of(head[0]) if head else None
    return whole._replace(rest=cleaned[head.end() :]) if head and whole else _cut(cleaned)


@lru_cache(maxsize=1 << 15)
def town_of(head: str) -> Parts | None:
    """The parts of an address before its first number where they are a town and no number can belong to its name."""
    parts = _cut(head)
    if not parts.town or parts.rest or parts.meant or parts.home is None or not parts.certain:
        return None
    return None if postal_data.fold(parts.town) in parts.home.numbered else parts


BEFORE_NUMBER = re.compile(f"(?:{postal_data.PREFECTURE.pattern})[^ 0-9]{{,30}}(?<!字)(?=[0-9](?![0-9]*番町))")


def _cut(cleaned: str) -> Parts:
    """The same, name by name."""
    data = postal_data.snapshot()
    match = postal_data.PREFECTURE.match(cleaned)
    prefecture = match[0] if match else ""
    after = cleaned[len(prefecture) :].lstrip(" ") if prefecture else cleaned
    folded, ends = _folded(after)
    like = postal_data.alike(folded)
    for names, seen in ((None, folded), (data.nearly, like)):
        for end in range(min(data.longest, len(seen)), 1, -1):
            name = seen[:end] if names is None else names.get(seen[:end], "")
            candidates = _cities(prefecture, name)
            if candidates:
                typed = after[: ends[end - 1]]
                found = _with_town(prefecture, typed, after[ends[end - 1] :], candidates)
                other = None if prefecture or found.town else _with_short_prefecture(cleaned)
                return other if other and other.town else found  # 千葉市川市八幡 is in 市川市, not in 千葉市
    other = None if prefecture else _with_short_prefecture(cleaned)
    return other or Parts(prefecture, "", "", after, bool(prefecture))


def _cities(prefecture: str, name: str) -> tuple[postal_data.City, ...]:
    """The cities of a folded name, in one prefecture or in all."""
    data = postal_data.snapshot()
    if not prefecture:
        return data.cities.get(name, ())
    city = data.whole.get((prefecture, name))
    return (city,) if city else ()


def _with_short_prefecture(cleaned: str) -> Parts | None:
    """岩手花巻市: the city is one of 岩手県."""
    for whole in postal_data.PREFECTURES:
        if cleaned.startswith(whole[:-1]) and whole != "北海道":
            found = parse(whole + cleaned[len(whole) - 1 :])
            if found.city:
                return found._replace(given=False)
    return None


def _with_town(prefecture: str, city: str, after: str, candidates: tuple[postal_data.City, ...]) -> Parts:
    after = after.lstrip(" ")
    folded, ends = _folded(after)
    found = []
    for candidate in candidates:
        length = _town_length(folded, candidate)
        found.append((length, candidate))
    if len(found) > 1:
        best = max(length for length, _city in found)
        fitting = [pair for pair in found if pair[0] == best]
        known = {pair[1].prefecture for pair in fitting}
        if not best or len(known) > 1:
            return Parts("", city, "", after, False, certain=bool(prefecture))
        found = fitting
    length, home = found[0]
    alone = len(found) == 1
    if not prefecture and not _is_whole(city, home):
        return Parts("", city, "", after, False, certain=False, home=home if alone else None)
    name = _nearly(folded, length, home)
    length = len(name) or length
    cut = ends[length - 1] if length else 0
    whole, town, rest = prefecture or home.prefecture, after[:cut], after[cut:]
    return Parts(whole, city, town, rest, bool(prefecture), home=home, meant=home.nearly[name] if name else "")


def _is_whole(typed: str, home: postal_data.City) -> bool:
    """False for a ward without its city: 中央区 could be of twelve."""
    ward = re.match("(.+?市)(.+区)$", home.name)
    return ward is None or postal_data.fold(typed) != postal_data.fold(ward[2])


def _town_length(folded: str, city: postal_data.City) -> int:
    """Letters of the longest town of the city that the text begins with."""
    for end in range(min(city.longest, len(folded)), 0, -1):
        if folded[:end] in city.towns:
            return end
    return 0


def _nearly(folded: str, known: int, city: postal_data.City) -> str:
    """A misspelt town that the text begins with, longer than the town `known`; `""` where there is none.

    One that lacks a 町 must stand right before the first number; one with other letters need not (菟道, its 字 森本).
    """
    number = _NUMBER.search(folded)
    name = folded[: number.start()].rstrip() if number else folded
    if len(name) <= known or name[known] in "字 ":
        return ""
    name = postal_data.alike(name)
    if name in city.nearly:
        return name
    for end in range(min(len(name) - 1, city.longest), max(known, 1), -1):
        meant = city.nearly.get(name[:end], "")
        if len(meant) == end and meant != folded[:end]:
            return name[:end]
    return ""


_NUMBER = re.compile(f"(?<!^)(?:[0-9](?![0-9]*番町)|{numbers.NUMERAL}(?=丁目|番地))")


def _folded(typed: str) -> tuple[str, Sequence[int]]:
    """The folded beginning of a text, and for each of its letters where it ends in the typed one."""
    return postal_data.fold_aligned(typed[:40])


def address_key(address: str, rules: Rules) -> str:
    """Prefecture, city, town and numbers without building, street of Kyoto, 大字 or 字; `""` where no town is named."""
    cleaned = _cleaned(address)
    if text.is_nothing(cleaned):
        return ""
    if not folding.has_japanese(cleaned):
        return re.sub(r"[^\w-]|_", "", folding.latin(cleaned))
    before = CODE_BEFORE.match(cleaned)
    parts = _told(parse(_UNSAID.sub("", cleaned[before.end() :] if before else cleaned)))
    if not parts.certain or not (parts.town + parts.rest).strip():
        return ""
    if not parts.city and not re.search("[0-9]", parts.rest):
        return ""  # 東京, 海外: no place that two leads could share
    city = parts.city
    if parts.home is not None:
        city = parts.home.name  # with its 郡
        if city.startswith("京都市") and (street := STREET_OF_KYOTO.match(parts.town + parts.rest)):
            parts = parse(parts.prefecture + parts.city + (parts.town + parts.rest)[street.end() :])
    rest = _BLOCK_OF.sub(r"\1", parts.rest)
    rest = numbers.to_arabic(rest) if _NUMERALS.fullmatch(rest) else rest
    chain = address_numbers.bare(rest)
    town, number = _place(parts.meant or parts.town), _place(chain)
    lot = f"{town}-{number}" if town[-1:].isdigit() and number[:1].isdigit() else town + number  # 浦臼第4 12-3
    if parts.prefecture == "北海道":
        lot = _UNSAID_CHOME.sub(r"\1丁目", _UNSAID_JO.sub(r"\1条", lot))
    return _place(parts.prefecture + city) + lot


def _told(parts: Parts) -> Parts:
    """The parts of a place that is told for sure: 上京区 is in 京都市, 月寒東3-18-1 is 月寒東3条18丁目1."""
    if parts.home is not None and not parts.certain:
        parts = parse(f"{parts.home.prefecture}{parts.home.name}{parts.rest}")
    jo = _JO_UNSAID.match(_folded(parts.town + parts.rest)[0]) if parts.prefecture == "北海道" and parts.home else None
    if jo and parts.home and f"{jo['name']}条" in parts.home.towns:
        parts = parse(
            f"{parts.prefecture}{parts.city}{jo['name']}条{jo['chome']}丁目{(parts.town + parts.rest)[jo.end() :]}"
        )
    return parts


_JO_UNSAID = re.compile("(?P<name>[^0-9]+[0-9]{1,2})-(?P<chome>[0-9]{1,2})-(?=[0-9])")
_BLOCK_OF = re.compile("^( ?[ァ-ヶ甲乙丙丁]?)[のノ](?=[0-9])")
"""千葉県旭市ハの74 is ハ74."""

_AZA = re.compile("大字|(?<!文)字(?=.)")
_LAST_CHOME = re.compile("(?<=[0-9])丁目$")
_NUMERALS = re.compile(numbers.NUMERAL)
_UNSAID = re.compile(r"\s*以下\s*(?:未定|非公開|不明|省略|略)$")
_UNSAID_JO = re.compile("([東西南北][0-9]+)(?=[東西南北][0-9])")
"""北1西2 is said for 北1条西2."""

_UNSAID_CHOME = re.compile("(通[0-9]+)(?=[東西南北][0-9])")
"""南郷通1南8 is said for 南郷通1丁目南8."""


def prefecture_key(prefecture: str, rules: Rules) -> str:
    """A prefecture with its 都, 府 or 県, which people leave out; any other state or region as it is, folded."""
    cleaned = _cleaned(prefecture)
    whole = next((name for name in postal_data.PREFECTURES if cleaned == name[:-1] and name != "北海道"), cleaned)
    return "" if text.is_nothing(cleaned) else folding.latin(folding.solid(folding.kanji(whole)))


def part_key(part: str, rules: Rules) -> str:
    """A city, street or building by itself."""
    cleaned = _cleaned(part)
    return "" if text.is_nothing(cleaned) else _place(address_numbers.hyphened(cleaned))


def _place(piece: str) -> str:
    """A piece of an address for comparing."""
    return "".join(piece.split()).lower() if piece.isascii() else named(piece)


@lru_cache(maxsize=1 << 15)
def named(piece: str) -> str:
    piece = "".join(piece.split())
    if "字" in piece:
        piece = _AZA.sub("", piece)
    return folding.latin(_LAST_CHOME.sub("", postal_data.fold(piece)))


def loose_address_key(address: str, rules: Rules) -> str:
    """The address down to its town."""
    parts = parse(_cleaned(address))
    return _place(parts.prefecture + parts.city + parts.town) if parts.town else ""
