"""Postal codes and the cities they lie in, from the postal snapshot that ships with the rules."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from leadlist.rules.postal import read_snapshot


class City(NamedTuple):
    """A city, ward, town or village with its prefecture."""

    prefecture: str
    name: str


class Atlas(NamedTuple):
    """`codes`: postal code -> cities; `cities`: prefecture -> name or short name -> the cities it can mean.

    `towns`: city -> its towns with their codes, as lines of the snapshot.
    """

    codes: dict[str, frozenset[City]]
    cities: dict[str, dict[str, frozenset[City]]]
    towns: dict[City, str]


def cities_of(code: str) -> frozenset[City]:
    """The cities in which a postal code of seven digits is in use; empty for one that nobody has been given."""
    return _atlas().codes.get(code, frozenset())


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """What an address of each postal code begins with when all is well: 東京都千代田区."""
    codes = _atlas().codes
    written = {id(cities): tuple([city.prefecture + city.name for city in cities]) for cities in codes.values()}
    return {code: written[id(cities)] for code, cities in codes.items()}  # a city's codes share one set


@cache
def town_beginnings() -> dict[str, tuple[str, ...]]:
    """What an address of each postal code begins with where its town is written as in the snapshot."""
    found: dict[str, tuple[str, ...]] = {}
    for city, towns in _atlas().towns.items():
        start = city.prefecture + city.name
        for town, codes in _towns(towns):
            own = (start + town,)
            for code in codes:
                found[code] = found.get(code, ()) + own
    return found


def strange_towns(code: str, city: City, rest: str) -> tuple[str, ...]:
    """The towns of a code, where the address plainly names another town of the same city; empty where it may fit.

    Names are compared as they are written: a town in another spelling says nothing. Codes of large businesses, of whole
    cities and of high-rises fit any town they may lie in, and so do Kyoto's streets.
    """
    if _STREET.search(rest):
        return ()
    codes = _codes_of_towns(city)
    town = next((rest[:size] for size in range(min(len(rest), 24), 0, -1) if rest[:size] in codes), "")
    if not town or code in codes[town] or not _AFTER_TOWN.match(rest, len(town)):
        return ()
    own = tuple(name for name, known in codes.items() if code in known)
    return () if "" in own or any(name.startswith(town) or town.startswith(name) for name in own) else own


_STREET = re.compile("上る|下る|上ル|下ル|入る|入ル|東入|西入")
_AFTER_TOWN = re.compile("[0-9０-９一二三四五六七八九十\\s　-]|$")


@cache
def _codes_of_towns(city: City) -> dict[str, frozenset[str]]:
    """Town -> its codes, one of a city; `""` for the city's own and those of large businesses."""
    found: dict[str, frozenset[str]] = {}
    for town, codes in _towns(_atlas().towns[city]):
        found[town] = found.get(town, frozenset()) | frozenset(codes)
    return found


def _towns(lines: str) -> Iterator[tuple[str, list[str]]]:
    for line in lines.splitlines():
        town, _tab, codes = line.partition("\t")
        yield "" if town == "!" else town, codes.partition("\t")[0].split()


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
    lines: dict[City, str] = {}
    for section in text.split("#")[1:]:
        heading, _newline, towns = section.partition("\n")
        city = City(*heading.split("\t")[1:3])
        one = frozenset((city,))
        lines[city] = towns
        for code in _CODE.findall(towns):
            known = codes.get(code)
            codes[code] = one if known is None else known | one
        names = cities.setdefault(city.prefecture, {})
        for name in {city.name, _COUNTY.sub("", city.name), *_WARD.findall(city.name)}:
            names[name] = names.get(name, frozenset()) | one
    return Atlas(codes, cities, lines)


_CODE = re.compile(r"(?<=[\t ])\d{7}(?!\d)")
_COUNTY = re.compile("^[^市]{1,5}?郡(?=..)")
_WARD = re.compile("^(.+?市)(?=.+区$)")
