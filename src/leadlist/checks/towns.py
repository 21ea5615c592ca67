"""Postal codes and the cities they lie in, from the postal snapshot that ships with the rules."""

import re
from functools import cache
from typing import NamedTuple

from leadlist.rules.postal import read_snapshot


class City(NamedTuple):
    """A city, ward, town or village with its prefecture."""

    prefecture: str
    name: str


class Atlas(NamedTuple):
    """`codes`: postal code -> cities; `cities`: prefecture -> name or short name -> the cities it can mean."""

    codes: dict[str, frozenset[City]]
    cities: dict[str, dict[str, frozenset[City]]]


def cities_of(code: str) -> frozenset[City]:
    """The cities in which a postal code of seven digits is in use; empty for one that nobody has been given."""
    return _atlas().codes.get(code, frozenset())


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """What an address of each postal code begins with when all is well: 東京都千代田区."""
    codes = _atlas().codes
    written = {id(cities): tuple([city.prefecture + city.name for city in cities]) for cities in codes.values()}
    return {code: written[id(cities)] for code, cities in codes.items()}  # a city's codes share one set


def prefectures_of(code: str) -> frozenset[str]:
    """The prefectures in which a postal code is in use."""
    return frozenset(city.prefecture for city in cities_of(code))


def city_at(prefecture: str, text: str) -> frozenset[City]:
    """The cities a text behind its prefecture can begin with: the longest name that fits; empty for none."""
    names = _atlas().cities.get(prefecture, {})
    return next((names[text[:size]] for size in range(min(len(text), 14), 1, -1) if text[:size] in names), frozenset())


@cache
def _atlas() -> Atlas:
    """The snapshot, read once: a line `#code, prefecture, city`, then one for each town with its codes."""
    text = read_snapshot()
    codes: dict[str, frozenset[City]] = {}
    cities: dict[str, dict[str, frozenset[City]]] = {}
    for section in text.split("#")[1:]:
        heading, _newline, towns = section.partition("\n")
        city = City(*heading.split("\t")[1:3])
        one = frozenset((city,))
        for code in _CODE.findall(towns):
            known = codes.get(code)
            codes[code] = one if known is None else known | one
        names = cities.setdefault(city.prefecture, {})
        for name in {city.name, _COUNTY.sub("", city.name), *_WARD.findall(city.name)}:
            names[name] = names.get(name, frozenset()) | one
    return Atlas(codes, cities)


_CODE = re.compile(r"(?<=[\t ])\d{7}(?!\d)")
_COUNTY = re.compile("^[^市]{1,5}?郡(?=..)")
_WARD = re.compile("^(.+?市)(?=.+区$)")
