"""Wider match keys than those that tell whether two cells are equal: what people add to a name, a firm or a street."""

import re
import unicodedata
from collections.abc import Sequence

from leadlist.fields import Group, Kind
from leadlist.matching.columns import ENOUGH, MatchColumn, distinct_keys
from leadlist.matching.name_parts import DEGREES
from leadlist.matching.spelt import each_key, with_keys
from leadlist.matching.texts import BEHIND
from leadlist.normalizers import folding
from leadlist.normalizers.streets import street_key
from leadlist.operations.deduplicate.compared import SECOND

_POSTS = (
    "代表取締役|取締役|執行役員|社長|会長|専務|常務|本部長|部長|次長|課長|係長|主任|所長|店長|支店長|工場長|室長|局長"
    "|院長|園長|校長|理事長|理事|教授|准教授|博士|弁護士|税理士|会計士|先生"
)
_POST = re.compile(f"(?<=.{{2}})(?:{_POSTS})$")
_LAST_OF_POST = frozenset(post[-1] for post in _POSTS.split("|"))
_SPACED_POST = re.compile(rf"[ 　]{_POST.pattern.removeprefix('(?<=.{2})')}")
_FORMS = r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|\(同\))"
_FORM_BEFORE, _FORM_BEHIND = re.compile(_FORMS), re.compile(rf".{_FORMS}(?=$| )")
NEXT = ";"  # between two numbers of one cell, in its match key
_READING = re.compile("[ァ-ヺー]{3,}")
_KANA = re.compile("[ぁ-ゖァ-ヺーゝゞヽヾ]{3,}")


def wider_key(kind: Kind, key: str, value: str) -> str:
    """A match key without a post or a degree behind a name, and with a street as the post abbreviates it."""
    if kind is Kind.ADDRESS and key.isascii():
        return street_key(value)
    if kind is Kind.PERSON_NAME:
        if key.isascii():
            words = [word for word in key.split() if word not in DEGREES]
            return " ".join(words) if len(words) > 1 else key
        written = value.strip()
        if written[-1:] in _LAST_OF_POST and _SPACED_POST.search(written):
            return _POST.sub("", key)
    if kind is Kind.COMPANY and key.startswith("the") and value.strip().casefold().startswith("the "):
        return key.removeprefix("the") or key
    return key


def wider_keys(kind: Kind, keys: Sequence[str], values: Sequence[str]) -> Sequence[str]:
    """As `wider_key` for each of some values, none of them empty; most keep their match key."""
    pairs = zip(keys, values, strict=True)
    if kind is Kind.PERSON_NAME:
        return [
            wider_key(kind, key, value)
            if (not DEGREES.isdisjoint(key.split()) if key.isascii() else value.rstrip()[-1:] in _LAST_OF_POST)
            else key
            for key, value in pairs
        ]
    if kind is Kind.COMPANY:
        return [wider_key(kind, key, value) if key.startswith("the") else key for key, value in pairs]
    if kind is Kind.ADDRESS:
        return [wider_key(kind, key, value) if key and key.isascii() else key for key, value in pairs]
    return keys


def one_a_cell(columns: Sequence[MatchColumn]) -> list[MatchColumn]:
    """The columns, the second number of a cell that holds several in a column of its own. A third is left out."""
    found: list[MatchColumn] = []
    for column in columns:
        found.append(column)
        if column.kind is Kind.PHONE and any(NEXT in key for key in distinct_keys(column)):
            found[-1] = column._replace(keys=each_key(column.keys, _first))
            found.append(column._replace(name=column.name + SECOND, keys=each_key(column.keys, _second)))
    return found


def _first(key: str) -> str:
    return key.partition(NEXT)[0]


def _second(key: str) -> str:
    return key.partition(NEXT)[2].partition(NEXT)[0]


def with_readings(columns: Sequence[MatchColumn]) -> list[MatchColumn]:
    """The columns, a name that is written in kana put with the readings as well, if it says no other than that."""
    names = [i for i, c in enumerate(columns) if c.kind is Kind.PERSON_NAME and c.group is Group.PERSON]
    readings = [i for i, c in enumerate(columns) if c.kind is Kind.KANA and c.group is Group.PERSON]
    if len(names) != 1 or len(readings) != 1:
        return list(columns)
    name, reading = columns[names[0]], columns[readings[0]]
    sounds = {key: folding.katakana(key) for key in set(distinct_keys(name)) if _KANA.fullmatch(key)}
    kana = {key for key, sound in sounds.items() if _READING.fullmatch(sound)}
    if not kana:
        return list(columns)
    texts = list(reading.values)
    changed: dict[int, str] = {}
    for at, key in enumerate(name.keys):
        if key in kana and reading.keys[at] in ("", sounds[key]):
            changed[at] = sounds[key]
            texts[at] = texts[at] or name.values[at]
    found = list(columns)
    found[readings[0]] = reading._replace(keys=with_keys(reading.keys, changed, texts), values=texts)
    return found


def with_places_of_forms(columns: Sequence[MatchColumn]) -> list[MatchColumn]:
    """The columns; firms of one name that have their legal form in front in some rows and behind in others are two:
    株式会社青葉 and 青葉株式会社. A long list shows by its other columns which of them were only written carelessly."""
    return [_with_places(c) if c.kind is Kind.COMPANY and len(c.keys) < ENOUGH else c for c in columns]


def _with_places(column: MatchColumn) -> MatchColumn:
    places = [_place_of_form(value) for value in column.values]
    found: dict[str, set[str]] = {}
    for key, place in zip(column.keys, places, strict=True):
        found.setdefault(key, set()).add(place)
    keys = [
        key + BEHIND if key and place == "behind" and "before" in found[key] else key
        for key, place in zip(column.keys, places, strict=True)
    ]
    return column._replace(keys=keys) if keys != list(column.keys) else column


def _place_of_form(value: str) -> str:
    """Where a Japanese firm's legal form stands: "before" or "behind" its name, "" where it has none."""
    written = unicodedata.normalize("NFKC", value).strip()
    return "before" if _FORM_BEFORE.match(written) else "behind" if _FORM_BEHIND.search(written) else ""
