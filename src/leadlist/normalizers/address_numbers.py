"""The numbers of a Japanese address: 2丁目8番1号 and 2-8-1, and where a building begins."""

import re

from leadlist.normalizers import numbers, text

_N = f"(?:[0-9]+|{numbers.NUMERAL})"
_CHAIN = "(?:-[0-9]+(?![0-9FfＦ階]|号[室館棟]))"  # a floor or a room behind a hyphen belongs to the building
_GO = r"号(?![室館棟線車])"
_HOUSE = rf"(?:{_N}(?={_GO})|[0-9]+(?![0-9FfＦ階号室]))"  # the last number, with its 号 or without
_CHOME = (
    rf"(?P<chome>{_N})\s?丁(?:目|(?=\s?[0-9一二三四五六七八九十]))\s?"
    rf"(?:(?P<ban>{_N})\s?(?:番地?|(?=-)|(?![0-9\w])|(?=\s)|$))?"
    rf"(?:の|-|\s)?(?:(?P<go>{_HOUSE})(?:{_GO})?)?(?P<chain>{_CHAIN}*)(?:(?<=[0-9]){_GO})?"
)
_BANCHI = (
    rf"(?P<ban2>{_N})\s?番地?(?!町|丁|街|館|通)\s?"
    rf"(?:の|-)?\s?(?:(?P<go2>{_HOUSE})(?:{_GO})?)?(?P<chain2>{_CHAIN}*)(?:(?<=[0-9]){_GO})?"
)
_PLAIN = rf"(?P<plain>[0-9]+{_CHAIN}+)(?:{_GO})?|(?P<single>(?<![0-9])[0-9]+)(?=\s|$)"
_BLOCK = re.compile(f"{_CHOME}|{_BANCHI}|{_PLAIN}")
_TO_BUILDING = re.compile(
    rf"(?P<kept>(?:[^0-9]*[0-9]+(?:丁目|号)?(?=[東西南北上中下甲乙][0-9]))?.*?[0-9]+{_CHAIN}*)"
    r"(?:$|\s.*|-[0-9]+[FfＦ階号].*|(?<=[0-9])(?=[^0-9条地線区番-]).*)"
)
_PROTECTED = re.compile(
    r"第?[0-9〇一二三四五六七八九十百]+(?:地割|条|線|区|(?<=第[0-9一二三四五六七八九])号(?=[0-9]))"
    r"(?:[東西南北](?:(?![0-9一二三四五六七八九十]+番)[0-9一二三四五六七八九十]+)?)?"  # not 東7線南12番地
)
_KANJI_CHAIN = re.compile(rf"^ ?{numbers.NUMERAL}(?:[{text.DASHES}ーのノ之]{numbers.NUMERAL})+(?![^ 号]|号[室館棟])")
_NO = re.compile("(?<=[0-9])[のノ之](?=[0-9])")
_BAN = re.compile(rf"(?<=[0-9]-)([0-9]+)番地?の?(?=[0-9]+(?:{_GO}|\s|$))")
_LAST_CHOME = re.compile(f"({_N})丁目(?= |$)")
_USUAL = re.compile("(?:(?P<chome>[0-9]+)丁目)?(?P<chain>[0-9]+(?:-[0-9]+)+)(?=$| [^条線区割号]*$)")
"""1-2-3 or 1丁目2-3, and a building in whose name nothing could be protected."""

_POINT = re.compile("[東西南北上中下甲乙][0-9]")


def hyphened(rest: str) -> str:
    """What follows the town, its numbers as 2-8-1 and its building after one blank.

    A 丁目 with nothing after it stays a word (北1条西2丁目). The town's own numerals are not in `rest`.
    """
    rest = _KANJI_CHAIN.sub(_arabic_chain, _NO.sub("-", rest))
    rest = _BAN.sub(r"\1-", rest)  # 2-8番1号, 3-2番地1
    match = _first_block(rest)
    if match is None:
        return rest
    parts = [match[name] for name in ("chome", "ban", "go", "ban2", "go2") if match[name]]
    if match["chome"] and len(parts) == 1 and not match["chain"]:
        return rest
    chain = match["chain"] or match["chain2"] or ""
    written = "-".join(map(numbers.to_arabic, parts)) + chain or match["plain"] or match["single"]
    head, tail = rest[: match.start()], rest[match.end() :]
    if not (parts or match["plain"] or match["single"]):
        return rest
    head = head.rstrip(" ")
    return head + written + (_separated(tail) if tail else "")


def _arabic_chain(chain: re.Match[str]) -> str:
    """三－三－三 or 三の三 right behind a town as 3-3-3."""
    return "-".join(numbers.to_arabic(numeral) for numeral in re.findall(numbers.NUMERAL, chain[0]))


def _separated(tail: str) -> str:
    """A building after one blank; what hangs on the number (-101号室, の2) stays on it."""
    if tail[0] in "-号、,の":
        return tail
    return " " + tail.lstrip(" ") if tail.strip() else ""


def _first_block(rest: str) -> re.Match[str] | None:
    """The first number of an address: not that of a 地割, a 条 or a 線."""
    at = 0
    while True:
        match = _BLOCK.search(rest, at)
        if match is None:
            return None
        if _POINT.match(rest, match.end()):
            at = match.end()  # 本通1丁目北1-1: the compass point begins the number that counts
            continue
        protected = _PROTECTED.search(rest, at)
        if protected is None or protected.start() > match.start() or protected.end() <= match.start():
            return match
        at = protected.end()


def bare(rest: str) -> str:
    """What follows the town, its numbers as 2-8-1 and without its building."""
    usual = _USUAL.match(rest)
    if usual is None:
        return without_building(hyphened(rest))
    return f"{usual['chome']}-{usual['chain']}" if usual["chome"] else usual["chain"]


def without_building(written: str) -> str:
    """The text up to the end of its first number; a last 丁目 becomes its number."""
    written = _LAST_CHOME.sub(lambda m: numbers.to_arabic(m[1]), written)
    match = _TO_BUILDING.match(written)
    protected = _PROTECTED.search(written)
    if match is None:
        return written.split(" ")[0]
    if protected and protected.end() > match.end("kept"):
        tail = written[protected.end() :]
        return written[: protected.end()] + (without_building(tail) if tail else "")
    return match["kept"]
