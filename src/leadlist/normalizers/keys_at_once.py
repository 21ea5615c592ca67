"""The match keys of a whole column, of values that are written in usual ways.

Each is the very key that the normal text has (`match_key`), told without the detours that other spellings need; of
those nothing is said here. tests/normalizers/test_keys_at_once.py compares the two.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import compress

from leadlist.normalizers import (
    MATCH_KEYS,
    Normalizer,
    addresses,
    companies,
    company_forms,
    emails,
    folding,
    latin_at_once,
    names,
    phones,
    postal_data,
    serving,
    text,
    urls,
    usual,
)
from leadlist.normalizers.recognised import PATTERNS, strange
from leadlist.rules import Rules

Keys = dict[str, str]

_K = "ぁ-んァ-ヶ"
_J = f"一-龥々{_K}"
_COURTESY = "(?<![様殿氏君])" + "".join(f"(?<!{word})" for word in ("さん", "さま", "サン", "サマ", "どの", "ドノ"))
_NAME = f"[{_J}][{_J}ー]*(?: [{_J}][{_J}ー]*)?{_COURTESY}(?<!先生)(?<!御中)"
_READING = f"[{_K}][{_K}ー]*(?: [{_K}][{_K}ー]*)?{_COURTESY}"
_SIMPLE_NUMBER = "0[1-9][0-9-]{8,11}"
_DUMMY = ("0000000", "9999999")  # how every number ends that `phones.is_dummy`


def keys_at_once(field: str, values: Sequence[str], rules: Rules) -> Keys:
    """The match keys of those values of a field, or of a kind, that are written in usual ways."""
    make = serving(MATCH_KEYS, field)
    sure = _AT_ONCE.get(make) if make else None
    if sure is None or not values:
        return {}
    whole = "\n".join(values).count("\n") == len(values) - 1
    lines = values if whole else [value for value in values if "\n" not in value]
    return sure(lines, rules) if lines else {}


def _by_letters(
    values: Sequence[str], latin: Callable[[Sequence[str], str], Keys], *steps: usual.Step
) -> tuple[Keys, Sequence[str], str]:
    """The keys that `latin` tells of values that are in ASCII; the other values, and a line of each as `text.clean` and
    then some steps leave it."""
    lines = text.clean_lines("\n".join(values))
    for step in steps:
        lines = step(lines)
    if lines.isascii():
        return latin(values, lines), (), ""
    each = lines.split("\n")
    plain = list(map(str.isascii, each))
    if not any(plain):
        return {}, values, lines
    found = latin(list(compress(values, plain)), "\n".join(compress(each, plain)))
    native = [not ascii_alone for ascii_alone in plain]
    return found, list(compress(values, native)), "\n".join(compress(each, native))


def _people(values: Sequence[str], rules: Rules) -> Keys:
    """Names in Japanese letters of one or two parts, and names of several words in plain Latin ones."""
    found, native, lines = _by_letters(values, latin_at_once.people)
    odd, nobody, doubtful = strange(_NAME, lines), text.placeholders("name"), text.beginnings()
    bare = lines.replace(" ", "")
    keys = folding.compared_lines(bare)
    each = zip(native, lines.split("\n"), bare.split("\n"), keys.split("\n"), strict=False)
    for value, line, name, key in each:
        if line in odd or "担当" in name or name in nobody:
            continue
        if name[0] not in doubtful or not text.is_nothing(name):
            found[value] = key
    return found


def _readings(values: Sequence[str], rules: Rules) -> Keys:
    """Readings in kana, of one or two parts."""
    lines = text.clean_lines("\n".join(values))
    odd = strange(_READING, lines)
    bare = lines.replace(" ", "")
    keys = folding.compared_lines(bare, large=True)
    nothing = text.beginnings()
    found = Keys()
    each = zip(values, lines.split("\n"), bare.split("\n"), keys.split("\n"), strict=True)
    for value, line, reading, key in each:
        if line in odd or not line or _has_form(key):
            continue
        if reading[0] not in nothing or not text.is_nothing(reading):
            found[value] = key
    return found


def _has_form(key: str) -> bool:
    """True where a key in large kana may hold a legal form."""
    return "ホウジン" in key or "イシヤ" in key or "法人" in key or "会社" in key


def _firms(values: Sequence[str], rules: Rules) -> Keys:
    """Firms with one certain legal form at most, at either end, and perhaps a branch behind it; and Latin names."""
    found, native, lines = _by_letters(values, latin_at_once.firms, companies.with_full_forms)
    attached, japanese, made = company_forms.attached(), _japanese_firm(), Keys()
    for value, line in zip(native, lines.split("\n"), strict=False):
        match = japanese.fullmatch(line)
        if match is None:
            continue
        front, name, back, units = match.groups()
        key = made.get(name)
        if key is None:
            key = made[name] = "" if name.startswith(attached) or name.endswith(attached) else _firm_key(name)
        if not key or (front and back) or not (front or back or folding.has_japanese(name)):
            continue
        if units and not all(map(_is_unit, units.split())):
            continue
        if not _is_nobody(line.replace(" ", "")):
            found[value] = key
    return found


def _firm_key(name: str) -> str:
    """The key of a name without its form; `""` where another, or half a one, may be in it, or it says there is none."""
    key = folding.compared_large(name)
    return "" if _has_form(key) or "公司" in key or "責任" in key or _is_nobody(name) else key


def _is_nobody(name: str) -> bool:
    """As `companies.is_nobody`, for a name that begins with a letter or a digit."""
    return name in _nobodies() or (name[0].lower() in text.beginnings() and text.is_nothing(name))


@cache
def _nobodies() -> frozenset[str]:
    return text.placeholders("company") | company_forms.alone()


@cache
def _japanese_firm() -> re.Pattern[str]:
    """A form, the name, a form, and words behind it."""
    form = "|".join(map(re.escape, company_forms.japanese().full))
    return re.compile(
        f"(?:({form}) ?)?([{_J}A-Za-z0-9][{_J}ーA-Za-z0-9]*?)(?: ?({form}))?(?<![様中])((?: [{_J}ーA-Za-z0-9]+)*)"
    )


_is_unit = lru_cache(maxsize=1 << 12)(companies.is_unit)


def _numbers(values: Sequence[str], rules: Rules) -> Keys:
    """Japanese phone numbers that stand alone, with or without dashes of any kind, in any width; or American ones."""
    if rules.country != "JP":
        return latin_at_once.american_numbers(values, rules.country)
    if rules.normalize.phone_style != "national":
        return {}
    lines = phones.OTHER_DASH.sub("-", text.codes_of_lines("\n".join(values)))
    odd = strange(_SIMPLE_NUMBER, lines)
    found = Keys()
    for value, simple, digits in zip(values, lines.split("\n"), lines.replace("-", "").split("\n"), strict=True):
        if simple in odd or not simple:
            continue
        dummy = digits[-7:] in _DUMMY and phones.is_dummy(digits)
        beginning = digits[:7] if digits[:5] in told_late() else digits[:5]
        if not dummy and _is_number(beginning, len(digits)):
            found[value] = "+81" + digits[1:]
        elif not phones.MAYBE_ELSE.search(simple):
            found[value] = ""
    return found


@cache
def told_late() -> frozenset[str]:
    """The first five digits of numbers that take more of them to tell their groups."""
    return frozenset(prefix[:5] for prefix, _length in phones.plan() if len(prefix) > 5)


@lru_cache(maxsize=1 << 16)
def _is_number(beginning: str, length: int) -> bool:
    """True where a number of so many digits begins so; most are told by five digits, none by more than seven."""
    return bool(phones.groups(beginning.ljust(length, "0")))


_ADDRESS = re.compile(
    rf"((?:{postal_data.PREFECTURE.pattern})[{_J}][{_J}ー・A-Za-z]*+)(?:([0-9]+)丁目)?([0-9]+(?:-[0-9]+)+)(?: ([^ ]*))?"
)
_SURE_ADDRESS = re.compile(PATTERNS["address"])
_TELLING = re.compile("[条線区割号]|以下|[上下]る|[上下]ル|[上下]が|[東西]入|入[るル]")
"""What in a building may be no building."""


def _places(values: Sequence[str], rules: Rules) -> Keys:
    """Addresses with all their parts, the town known and its numbers as 1-2-3 or 1丁目2-3; a building is passed over.

    What stands before the numbers is looked up once, and the numbers are put behind its key.
    """
    if rules.normalize.address_numbers != "keep":
        return {}
    found, towns = Keys(), dict[str, str]()
    lines = usual.dashed(text.clean_lines("\n".join(values)))
    for value, line in zip(values, lines.split("\n"), strict=True):
        match = _ADDRESS.fullmatch(line)
        if match is None:
            continue
        head, chome, chain, building = match.groups()
        if building is not None and (_TELLING.search(building) or not _SURE_ADDRESS.fullmatch(line)):
            continue
        town = towns.get(head)
        if town is None:
            town = towns[head] = _town_key(head, rules)
        if town:
            found[value] = f"{town}{chome}-{chain}" if chome else town + chain
    return found


def _town_key(head: str, rules: Rules) -> str:
    """What the key of an address begins with that has `head` before its numbers, these as 1-2 or 1丁目2-3.

    `""` where that is not all: where a number may belong to the town's name, in Hokkaido, with a street of Kyoto.
    """
    beginning = addresses.BEFORE_NUMBER.match(head + "1-2")
    parts = addresses.town_of(head) if beginning and beginning[0] == head else None
    if parts is None or parts.prefecture == "北海道" or addresses.STREET_OF_KYOTO.match(parts.town + "1"):
        return ""
    return addresses.address_key(head + "1-2", rules).removesuffix("1-2")


def _mails(values: Sequence[str], rules: Rules) -> Keys:
    return latin_at_once.mails(values)


def _pages(values: Sequence[str], rules: Rules) -> Keys:
    return latin_at_once.pages(values)


def let_go() -> None:
    """Forget the postal data and what values have taught, some 30 MB: for a process that makes no more keys."""
    for known in (_is_number, _is_unit, addresses.town_of, addresses.named, postal_data.snapshot):
        known.cache_clear()


_AT_ONCE: dict[Normalizer, Callable[[Sequence[str], Rules], Keys]] = {
    names.name_key: _people,
    names.kana_key: _readings,
    companies.company_key: _firms,
    phones.phone_key: _numbers,
    phones.fax_key: _numbers,
    addresses.address_key: _places,
    emails.email_key: _mails,
    urls.url_key: _pages,
}
