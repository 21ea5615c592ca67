"""Japan's postal codes, prefectures, cities and towns, from the snapshot of `rules.postal`.

It is read on first use (some 0.1 s) and kept.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from leadlist.normalizers import folding, numbers
from leadlist.rules.postal import read_snapshot

PREFECTURE = re.compile(
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|"
    "茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|"
    "新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|"
    "三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|"
    "鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|"
    "福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
PREFECTURES = tuple(PREFECTURE.pattern.split("|"))


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # Japan Post writes ３条通 and ＮＳビル


class City:
    """A municipality, or a ward of a large city. Its towns are folded when they are first asked for."""

    def __init__(self, prefecture: str, name: str, lines: Sequence[str]) -> None:
        self.prefecture = prefecture
        self.name = name
        self.lines = lines

    @cached_property
    def towns(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of each town, under its folded name."""
        parted = (line.split("\t") for line in self.lines)
        named = ((fold(head.translate(_HALF_WIDTH)), codes) for head, codes in parted if head not in ("", "!"))
        return {name: tuple(codes.split(" ")) for name, codes in named}

    @cached_property
    def nearly(self) -> Mapping[str, str]:
        """Misspelt names of towns and what they mean: letters taken for each other, or one 町 left out (木之本西山).

        Only names that one town alone can mean.
        """
        meant: dict[str, set[str]] = defaultdict(set)
        for town in self.towns:
            like = alike(town)
            meant[like].add(town)
            for found in re.finditer("(?<!^)町", like):
                meant[like[: found.start()] + like[found.end() :]].add(town)
        sure = {name: next(iter(towns)) for name, towns in meant.items() if len(towns) == 1 and len(name) > 1}
        return sure | {name: name for name in meant if name in self.towns}

    @cached_property
    def numbered(self) -> frozenset[str]:
        """What stands before a number in a folded town: 第 and 北 of 北1条."""
        return frozenset(town[: found.start()] for town in self.towns for found in re.finditer("[0-9]", town))

    @cached_property
    def longest(self) -> int:
        """Letters of the longest folded town."""
        return max(map(len, self.towns), default=0)


class Place(NamedTuple):
    """What one postal code stands for; `town` is empty for a city's own code."""

    prefecture: str
    city: str
    town: str
    business: bool = False


class _Codes(Mapping[str, tuple[Place, ...]]):
    """The places of each code; a place is made when it is asked for, since a command needs few of the 120,000, and
    whoever only normalizes addresses needs none."""

    def __init__(self, lines: Sequence[str], starts: Sequence[int]) -> None:
        self._lines, self._starts = lines, starts
        self._more: dict[str, list[int]] = {}

    @cached_property
    def _first(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for number, line in enumerate(self._lines):
            if line[0] == "#":
                continue
            for code in line.rpartition("\t")[2].split(" "):
                if first.setdefault(code, number) != number:
                    self._more.setdefault(code, []).append(number)
        return first

    def __getitem__(self, code: str) -> tuple[Place, ...]:
        first = self._first[code]
        return tuple(self._place(number) for number in (first, *self._more.get(code, ())))

    def __contains__(self, code: object) -> bool:
        return code in self._first

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)

    def __len__(self) -> int:
        return len(self._first)

    def _place(self, number: int) -> Place:
        _head, prefecture, city = self._lines[self._starts[bisect(self._starts, number) - 1]].split("\t")
        town = self._lines[number].partition("\t")[0]
        return Place(prefecture, city, "" if town == "!" else town, town == "!")


class Snapshot(NamedTuple):
    """Everything, indexed."""

    codes: Mapping[str, tuple[Place, ...]]
    cities: Mapping[str, tuple[City, ...]]  # folded name, with and without county, and bare wards
    whole: Mapping[tuple[str, str], City]  # (prefecture, folded city)
    nearly: Mapping[str, str]  # letters taken for each other made one -> folded name of the only city so called
    longest: int


@cache
def snapshot() -> Snapshot:
    """The snapshot, read once."""
    lines = read_snapshot().splitlines()
    starts = [number for number, line in enumerate(lines) if line[0] == "#"]
    cities = []
    for start, end in pairwise([*starts, len(lines)]):
        _head, prefecture, name = lines[start].split("\t")
        cities.append(City(prefecture, name, lines[start + 1 : end]))
    return _indexed(_Codes(lines, starts), cities)


def _indexed(codes: _Codes, cities: list[City]) -> Snapshot:
    """Cities under each name they are called by: whole, without 郡, as the large city, as the bare ward."""
    index: dict[str, list[City]] = defaultdict(list)
    whole: dict[tuple[str, str], City] = {}
    large: dict[tuple[str, str], list[str]] = defaultdict(list)
    for city in cities:
        names = {city.name}
        county = re.match(".{1,5}?郡(?=.+[町村]$)", city.name)
        if county:
            names.add(city.name[county.end() :])
        ward = re.match("(.+?市)(.+区)$", city.name)
        if ward:
            names.add(ward[2])
            large[city.prefecture, ward[1]] += city.lines
        for name in names:
            index[fold(name)].append(city)
            whole.setdefault((city.prefecture, fold(name)), city)
    for (prefecture, name), lines in large.items():
        city = City(prefecture, name, lines)
        index[fold(name)].append(city)
        whole[prefecture, fold(name)] = city
    likes = {alike(name): name for name in index}  # no two cities differ in such letters only
    found = {name: tuple(cities) for name, cities in index.items()}
    return Snapshot(codes, found, whole, likes, max(map(len, index)))


def is_assigned(code: str) -> bool:
    """True for seven digits that Japan Post has given to a town, a city or a large business."""
    return code in snapshot().codes


def places(code: str) -> tuple[Place, ...]:
    """What a code of seven digits stands for."""
    return snapshot().codes.get(code, ())


_KE = re.compile("(?<=[\u3005\u4e00-\u9fff])[ヶケがガｹ](?=[\u4e00-\u9fff])")
_NO = re.compile("(?<=[\u3005\u4e00-\u9fff])[ノ之乃](?=[\u4e00-\u9fff])")
_CHANGED = re.compile(
    "(?:^|(?<=[町村]))(?:大字|字)(?=.)|[〇一二三四五六七八九十百]+(?=条|番町|丁目|地割|線|区|号|丁|番丁|軒町|町目)|[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def fold(name: str) -> str:
    """A place name for comparing: usual kanji, ケ, の, arabic numerals before 条 番町 丁目 地割, no 大字 or 字."""
    return fold_aligned(name)[0]


def alike(folded: str) -> str:
    """A folded place name, letters that are taken for each other made one: 鍛冶屋町 and 鍛治屋町, 塩竈 and 塩釜.

    Letter by letter.
    """
    return folded.translate(_ALIKE).replace("番丁", "番町")


_ALIKE = str.maketrans("冶祗己已炮邇迩舟莵菟巿脊竈竃杮釆掘ッつっ", "治祇巳巳砲爾爾船兎兎市背釜釜柿采堀ツツツ")


def fold_aligned(name: str) -> tuple[str, Sequence[int]]:
    """The folded name, and for each of its letters where it ends in the name as typed."""
    plain = _same_length(name)
    if _CHANGED.search(plain) is None:
        return plain, range(1, len(name) + 1)
    letters: list[str] = []
    ends: list[int] = []
    at = 0
    for found in _CHANGED.finditer(plain):
        letters.append(plain[at : found.start()])
        ends.extend(range(at + 1, found.start() + 1))
        piece = numbers.to_arabic(found[0]) if numbers.from_kanji(found[0]) is not None else ""
        letters.append(piece)
        ends.extend([found.end()] * len(piece))
        at = found.end()
    letters.append(plain[at:])
    ends.extend(range(at + 1, len(name) + 1))
    return "".join(letters), ends


def _same_length(name: str) -> str:
    """Usual kanji, ケ and の, letter by letter."""
    return _NO.sub("の", _KE.sub("ケ", folding.kanji_aligned(name)))
