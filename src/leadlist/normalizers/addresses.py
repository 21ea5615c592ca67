"""Japanese addresses: a prefecture where it is certain, numbers as the rules ask, a key that many spellings share."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from leadlist.normalizers import address_numbers, folding, postal_data, text
from leadlist.rules import Rules

_BETWEEN_DIGITS = re.compile(f"(?<=[0-9])\\s*[{text.DASHES}ー]\\s*(?=[0-9])")
_POSTAL = re.compile("^〒?\\s*(?P<code>[0-9０-９]{3}[" + text.DASHES + "ー]?[0-9０-９]{4})[\\s　]*(?=[^0-9０-９\\s])")
_STREET_OF_KYOTO = re.compile("^.*(?:上る|下る|上ル|下ル|上がる|下がる|西入る?|東入る?|西入ル|東入ル|入ル|入る)(?=.)")


_WHOLE = re.compile(f"(?:{postal_data.PREFECTURE.pattern})[^ 0-9]*(?:[0-9]|$)")  # no blank before the numbers


class Parts(NamedTuple):
    """An address in pieces. `certain` is False where the prefecture could be two."""

    prefecture: str
    city: str  # as typed
    town: str  # as typed
    rest: str  # numbers and building
    given: bool  # the prefecture was typed
    certain: bool = True
    home: postal_data.City | None = None


def write_address(address: str, rules: Rules) -> str:
    """The address with usual widths, its prefecture where that is unique, and its numbers in the style of the rules.

    A postal code before it stays where it stands (`split` offers it), unless it is in full width.
    """
    cleaned = _cleaned(address)
    if not folding.has_japanese(cleaned):
        return address.strip() if cleaned and text.is_nothing(cleaned) else cleaned
    if text.is_nothing(cleaned):
        return address.strip()
    before = _POSTAL.match(text.clean(address))
    if before is None and rules.normalize.address_numbers == "keep" and _WHOLE.match(cleaned):
        return cleaned
    if before:
        if before["code"] in address:
            return address
        cleaned = cleaned[_POSTAL.match(cleaned).end() :]  # type: ignore[union-attr]
    parts = parse(cleaned)
    if not parts.certain:
        return cleaned
    rest = re.sub("^ (?=[0-9])", "", parts.rest) if parts.town else parts.rest
    if rules.normalize.address_numbers == "hyphen":
        rest = address_numbers.hyphened(rest, parts.town)
    return parts.prefecture + parts.city + parts.town + rest


def write_part(part: str, rules: Rules) -> str:
    """A city, street or building by itself: usual widths, dashes between digits; numbers in the style of the rules."""
    cleaned = _cleaned(part)
    if text.is_nothing(cleaned):
        return part.strip()
    return address_numbers.hyphened(cleaned, "") if rules.normalize.address_numbers == "hyphen" else cleaned


def _cleaned(address: str) -> str:
    return _BETWEEN_DIGITS.sub("-", text.clean(address))


def parse(cleaned: str) -> Parts:
    """Cut a cleaned address at its prefecture, city and town, by the names of the postal snapshot."""
    data = postal_data.snapshot()
    cleaned = re.sub("(?<=郡) ", "", cleaned, count=1)
    match = postal_data.PREFECTURE.match(cleaned)
    prefecture = match[0] if match else ""
    after = cleaned[len(prefecture) :].lstrip(" ") if prefecture else cleaned
    folded, ends = _folded(after)
    for end in range(min(data.longest, len(folded)), 1, -1):
        name = folded[:end]
        if prefecture:
            city = data.whole.get((prefecture, name))
            candidates: tuple[postal_data.City, ...] = (city,) if city else ()
        else:
            candidates = data.cities.get(name, ())
        if candidates:
            typed = after[: ends[end - 1]]
            return _with_town(prefecture, typed, after[ends[end - 1] :], candidates)
    for whole in () if prefecture else postal_data.PREFECTURES:
        if cleaned.startswith(whole[:-1]) and whole != "北海道":  # 岩手花巻市: the city is one of 岩手県
            found = parse(whole + cleaned[len(whole) - 1 :])
            if found.city:
                return found._replace(given=False)
    return Parts(prefecture, "", "", after, bool(prefecture))


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
    if not prefecture and not _is_whole(city, home):
        return Parts("", city, "", after, False, certain=False, home=home)
    cut = ends[length - 1] if length else 0
    return Parts(prefecture or home.prefecture, city, after[:cut], after[cut:], bool(prefecture), home=home)


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
    before = _POSTAL.match(cleaned)
    parts = parse(cleaned[before.end() :] if before else cleaned)
    if not parts.certain or not (parts.town + parts.rest).strip():
        return ""
    if not parts.city and not re.search("[0-9]", parts.rest):
        return ""  # 東京, 海外: no place that two leads could share
    city = parts.city
    if parts.home is not None:
        city = parts.home.name  # with its 郡
        if city.startswith("京都市") and (street := _STREET_OF_KYOTO.match(parts.town + parts.rest)):
            parts = parse(parts.prefecture + parts.city + (parts.town + parts.rest)[street.end() :])
    numbers = address_numbers.hyphened(parts.rest, parts.town)
    return _place(parts.prefecture + city) + _place(parts.town) + _place(address_numbers.without_building(numbers))


def prefecture_key(prefecture: str, rules: Rules) -> str:
    """A prefecture with its 都, 府 or 県, which people leave out; any other state or region as it is, folded."""
    cleaned = _cleaned(prefecture)
    whole = next((name for name in postal_data.PREFECTURES if cleaned == name[:-1] and name != "北海道"), cleaned)
    return "" if text.is_nothing(cleaned) else folding.latin(folding.solid(folding.kanji(whole)))


def part_key(part: str, rules: Rules) -> str:
    """A city, street or building by itself."""
    cleaned = _cleaned(part)
    return "" if text.is_nothing(cleaned) else _place(address_numbers.hyphened(cleaned, ""))


def _place(piece: str) -> str:
    piece = re.sub("大字|(?<!文)字(?=.)", "", re.sub(r"\s", "", piece))
    return folding.latin(re.sub("(?<=[0-9])丁目$", "", postal_data.fold(piece)))


def loose_address_key(address: str, rules: Rules) -> str:
    """The address down to its town."""
    parts = parse(_cleaned(address))
    return _place(parts.prefecture + parts.city + parts.town) if parts.town else ""


def split_address(address: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`〒163-8001 東京都…` -> the address, and the code for `postal_code`."""
    cleaned = text.clean(address)
    before = _POSTAL.match(cleaned)
    if before is None:
        return address, {}
    digits = re.sub(r"\D", "", before["code"])
    return write_address(cleaned[before.end() :], rules), {"postal_code": f"{digits[:3]}-{digits[3:]}"}
