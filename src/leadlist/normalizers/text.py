"""What every text goes through before anything else: blanks, invisible characters, width, kana marks, dashes.

Kanji are never touched: NFC and NFKC would rewrite the compatibility ideographs (神 U+FA19, 塚 U+FA10 …), which are
how people write their names, so only what surrounds them is composed.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from leadlist.rules.tables import table

DASHES = "-‐‑‒–—―−－ー─━ｰ﹣⁃"
"""Everything people type between the groups of a number. U+30FC and U+FF70 only count between digits."""

_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff"
)
_INVISIBLE = re.compile(
    f"[{_UNSEEN}]"
    # joiners carry meaning in Arabic and Indic scripts and in emoji, nowhere else
    "|(?<![\u0600-\u08ff\u0900-\u0dff\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+"
)
_PERHAPS_INVISIBLE = re.compile(f"[{_UNSEEN}\u200c\u200d]")  # a class alone is looked for ten times as fast
_LINE_END = re.compile(r"(\r\n|\r|\n)")
_BLANK = re.compile(r"\s+")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]{2,}|[^\S \n]")  # not the single blanks, of which most texts are full
_EDGE = re.compile("^ | $", re.MULTILINE)
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_HALF_KANA = re.compile("[\uff61-\uff9f]+")
_VOICED = re.compile("[\u309b\u309c](?<=[ぁ-ゖァ-ヺ].)")  # what is seldom first: it is looked for ten times as fast
_LONG_VOWEL = re.compile("[-‐‑‒–—―−－─━﹣](?<=[ァ-ヂツ-ヲヴ-ヺ].)(?![0-9A-Za-z])")
_HYPHEN = re.compile("[‐‑﹣](?<=[A-Za-z0-9À-ɏ].)(?=[A-Za-z0-9À-ɏ])")
_SUSPECT = re.compile(
    "^\\s|\\s$|\\s\\s|[^\\S ]|[\x00-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u180e\u200b-\u2011\u202a-\u202e\u2060-\u206f"
    "\u3099-\u309c\ufeff\ufe63\uff01-\uff9f]|[ァ-ヂツ-ヲヴ-ヺ][-‒–—―−─━]"
)

_LONGEST = 24  # no statement is longer, brackets and blanks included
AROUND = "()[]{}<>「」『』【】〔〕。.!-*~"
_SIGNS_KEPT = "＝～"  # between katakana they join names, and a wave dash is no tilde
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TEXT = {code: to for code, to in _ASCII.items() if chr(code) not in _SIGNS_KEPT}
_NAME = {code: to for code, to in _TEXT.items() if chr(code) not in "（）［］｛｝"}
_WIDE_CODES = _ASCII | {0x3000: 0x20, 0x301C: 0x7E}
_WIDE = re.compile("[！-～\u3000\u301c]+")
"""The letters of these tables: to translate all others, each of which stays, would take several times as long."""


@cache
def placeholders(kind: str) -> frozenset[str]:
    """The words of `rules/tables/placeholders.csv` of one kind, folded.

    Those of anything, name and company stand for no value; a topic is what such a word may speak of (役職なし).
    """
    return frozenset(row["word"] for row in table("placeholders") if row["kind"] == kind)


@cache
def beginnings() -> frozenset[str]:
    """First letters of statements; a text that begins with another kanji is none, however it is folded."""
    return frozenset(word[0] for word in placeholders("anything") | placeholders("topic"))


@cache
def _statement() -> re.Pattern[str]:
    """Folded texts that say there is nothing: なし, 役職なし, 住所は非公開です, 上記と同じ, 無し(確認済.

    The closing bracket is stripped before; what is shorter in brackets may be a legal form, なし(株).
    """
    words, topics = ("|".join(map(re.escape, placeholders(kind))) for kind in ("anything", "topic"))
    return re.compile(rf"(?:(?:{topics})[はがのもにと:]?)?(?:{words})(?:です|でした|希望)?(?:\([^()]{{3,}})?")


@cache
def plain_statements() -> frozenset[str]:
    """All of those statements that are in ASCII, folded and without brackets: n/a, none, tel:none."""
    words, topics = ([word for word in placeholders(kind) if word.isascii()] for kind in ("anything", "topic"))
    return frozenset(f"{before}{word}" for word in words for before in ("", *topics, *(f"{t}:" for t in topics)))


@cache
def _endings() -> frozenset[str]:
    """Last letters of folded statements without a remark, to leave most texts at one look."""
    return frozenset(word[-1] for word in placeholders("anything")) | frozenset("すた望")


def is_nothing(text: str) -> bool:
    """True for a text that says there is no value: なし, 非公開, N/A, or nothing but signs.

    Such a text is somebody's answer: it is kept as typed and its key is empty.
    """
    if not (text[:1].isalnum() and text[0] not in "ーｰ") and (
        not any(map(str.isalnum, text)) or not any(map(str.isalnum, text.replace("ー", "").replace("ｰ", "")))
    ):
        return True
    if len(text) > _LONGEST or ("一" <= text[0] <= "龥" and text[0] not in beginnings()):
        return False
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    bare = _BLANK.sub("", folded).strip(AROUND)
    return (bare[-1:] in _endings() or "(" in bare) and _statement().fullmatch(bare) is not None


def clean(text: str, *, name: bool = False) -> str:
    """The text with one kind of blank, no invisible characters, usual widths, whole kana and long-vowel marks.

    `name` leaves the width of brackets alone, because in a name they hold a reading that is somebody's to move.
    """
    if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _BLANK.sub(" ", _visible(text)).strip()
    text = _narrow(text, _NAME if name else _TEXT)
    text = compose(_VOICED.sub(_combining, _HALF_KANA.sub(_full_kana, text)))
    return _HYPHEN.sub("-", _LONG_VOWEL.sub("ー", text))


def clean_lines(lines: str) -> str:
    """As `clean`, for every line of a text at once."""
    lines = _single_blanks(_visible(lines))
    if lines.isascii():
        return lines
    lines = _narrow(lines, _TEXT)
    lines = compose(_VOICED.sub(_combining, _HALF_KANA.sub(_full_kana, lines)))
    return _HYPHEN.sub("-", _LONG_VOWEL.sub("ー", lines))


def _single_blanks(lines: str) -> str:
    """Single blanks within the lines, none at their ends."""
    lines = _BLANKS_IN_LINE.sub(" ", lines)
    edges = "\n " in lines or " \n" in lines or lines.startswith(" ") or lines.endswith(" ")
    return _EDGE.sub("", lines) if edges else lines


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text) if _PERHAPS_INVISIBLE.search(text) else text


def _narrow(text: str, table: Mapping[int, int]) -> str:
    return _WIDE.sub(lambda found: found[0].translate(table), text)


def codes(text: str) -> str:
    """A text of digits, letters and signs (numbers, addresses of machines): all of it in half width, single blanks."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    text = _narrow(_visible(text), _WIDE_CODES)
    return _BLANK.sub(" ", text).strip()


def codes_of_lines(lines: str) -> str:
    """As `codes`, for every line of a text at once."""
    return _single_blanks(_narrow(_visible(lines), _WIDE_CODES))


def prose(text: str) -> str:
    """Free text: lines, indents and signs stay; only invisible characters, half-width kana and line-end blanks go."""
    if text.isascii() and text.isprintable() and not text.endswith(" "):
        return text
    text = _visible(text)
    text = compose(_VOICED.sub(_combining, _HALF_KANA.sub(_full_kana, text)))
    lines = _LINE_END.split(text)
    lines[::2] = [line.rstrip() for line in lines[::2]]
    return "".join(lines).rstrip()


def compose(text: str) -> str:
    """NFC for everything but the compatibility ideographs."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY.split(text)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def _combining(mark: re.Match[str]) -> str:
    """A spacing voiced mark becomes a combining one where the kana before it has a voiced form."""
    combined = "\u3099" if mark[0] == "\u309b" else "\u309a"
    before = mark.string[mark.start() - 1]
    return combined if len(unicodedata.normalize("NFC", before + combined)) == 1 else mark[0]


def _full_kana(run: re.Match[str]) -> str:
    """Half-width kana in full width, a mark that finds no kana standing alone; what it follows may take it later."""
    return unicodedata.normalize("NFKC", run[0]).replace("\u3099", "\u309b").replace("\u309a", "\u309c")
