"""What the values of a column look like, for headings that say too little."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

SAMPLE = 400  # values looked at, spread over the column
MOST_LETTERS = 200  # of a value that are looked at


def _one_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE | re.DOTALL)


def _with(words: str, latin: str = "") -> re.Pattern[str]:
    """Texts that hold one of some Japanese words (split at blanks), or one of some Latin ones as a whole word."""
    patterns = [".*(" + "|".join(map(re.escape, words.split())) + ").*"]
    return _one_of(*patterns, rf".*\b({latin})\b.*") if latin else _one_of(*patterns)


KANJI = "一-鿿々〆〇ヶ\uf900-\ufaff"
LATIN_NAME = r"[A-Z][\w'’.-]+"

PATTERNS: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"[^@\s;,]+@[^@\s;,]+\.[A-Za-z]{2,}([;,\s].*)?"),
    "phone": _one_of(r"(tel:?)?\s*[+(]?\d[\d()\-.\s/]{7,18}((x|ext\.?|内線|代|\(代\))\s*\d{0,5})?"),
    "mobile": re.compile(r"(0[789]0|\+?81[- ]?[789]0)[- ]?\d{4}[- ]?\d{4}"),
    "postal_code": re.compile(r"〒?\s*\d{3}-?\d{4}|\d{5}(-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"),
    "url": _one_of(r"(https?://|www\.)\S+", r"([a-z0-9-]+\.)+(jp|com|net|org|de|fr|uk|io|info|biz|eu)(/\S*)?"),
    "date": _one_of(
        r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?([T ].*)?",
        r"(令和|平成|昭和|[RHS])\s?\w{1,2}[年./-].*",
        r"\d{1,2}/\d{1,2}/\d{2,4}.*|\d{8}",
    ),
    "kana": re.compile(r"[ァ-ヴーぁ-んゔ・\s]+"),
    "yes_no": _one_of(
        r"[○〇◯×✕✖x✓✔レ01]|yes|no|y|n|true|false|on|off|ok|ng",
        r"不?可|不?要|済み?|未|有|無|有り|無し|あり|なし|希望(する|しない)?|停止|許可|拒否",
    ),
    "company": _with(
        "株式会社 有限会社 合同会社 合資会社 合名会社 (株) (有) (同) 法人 協会 組合 銀行 大学 病院 学校 市役所 県庁 "
        "研究所 製作所 工業 商事",
        r"inc|ltd|llc|gmbh|corp|corporation|co|company|s\.?a\.?r?\.?l?|ag|plc|b\.?v|pty|k\.?k|limited",
    ),
    "honorific": _one_of("様|殿|先生|御中|さん|氏", r"(mr|ms|mrs|miss|mx|dr|prof|herr|frau|monsieur|madame|mme)\.?"),
    "person": re.compile(rf"[{KANJI}]{{1,4}}\s?[{KANJI}ぁ-んァ-ヴー]{{1,5}}|{LATIN_NAME}(\s+[\w'’.-]+){{1,3}}"),
    "whole_name": re.compile(rf"[{KANJI}]{{1,4}}\s+\S{{1,5}}|[{KANJI}]{{4,6}}|{LATIN_NAME}\s+[\w'’.-]+.*"),
    "address": _with("都 道 府 県 市 区 町 村 郡", r"\d+.*(street|road|ave|st|rd|rue|lane|way)|(street|rue|road).*\d+"),
    "street": _one_of(r".*(丁目|番地|番\d|番$|号$|\d-\d).*", r"\d+ .*"),
    "building": _with("ビル マンション ハイツ タワー 荘 館 号室 階 センター コーポ", r"\d+F|floor|building|suite|apt"),
    "country": _one_of(r"[A-Z]{2,3}|日本|中国|韓国|アメリカ.*|ドイツ|フランス", "japan|germany|france|china|united .*"),
    "prefecture": re.compile(r"北海道|東京都?|(大阪|京都)府?|\w{2,3}県"),
    "department": _with("部 課 室 係 グループ 支店 センター 局 チーム", "department|division|sales|marketing"),
    "corporate_number": re.compile(r"\d{13}"),
    "lead_id": re.compile(r"L-[0-9A-HJKMNP-TV-Z]{10}"),  # Crockford's base 32 has no I, L, O, U
}


class Profile:
    """The filled values of a column, looked at only as far as somebody asks."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """Up to `SAMPLE` filled values, spread over the column, folded by NFKC."""
        values = self._values
        chosen = [text for text in values[:: max(1, len(values) // SAMPLE)] if text and not text.isspace()]
        chosen = chosen or [text for text in values if text and not text.isspace()][:SAMPLE]
        return tuple(unicodedata.normalize("NFKC", text[:MOST_LETTERS]).strip() for text in chosen)

    @property
    def filled(self) -> int:
        """How many values were looked at."""
        return len(self.sample)

    @cached_property
    def is_empty(self) -> bool:
        """True where no cell is filled."""
        return not any(self._values)

    @cached_property
    def distinct(self) -> int:
        """How many of them are different."""
        return len(set(self.sample))

    @cached_property
    def is_running(self) -> bool:
        """True for 1, 2, 3 …: a number that says where a row stands and not who it is."""
        first = [text for text in self._values[:SAMPLE] if text]
        if len(first) < 3 or not all(text.isascii() and text.isdigit() and len(text) < 8 for text in first):
            return False
        numbers = list(map(int, first))
        return numbers[0] <= 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def share(self, kind: str) -> float:
        """The share, 0 to 1, of the values that look like `kind`, a key of `PATTERNS`."""
        fits = PATTERNS[kind].fullmatch
        return sum(fits(text) is not None for text in self.sample) / len(self.sample) if self.sample else 0.0


LOOKS: dict[str, str] = {
    "email": "email",
    "email_2": "email",
    "phone": "phone",
    "phone_2": "phone",
    "phone_company": "phone",
    "phone_direct": "phone",
    "mobile": "phone",
    "fax": "phone",
    "postal_code": "postal_code",
    "url": "url",
    "company": "company",
    "honorific": "honorific",
    "name": "person",
    "name_kana": "kana",
    "address": "address",
    "street": "street",
    "building": "building",
    "country": "country",
    "department": "department",
}  # field -> what its values look like
TELLING = frozenset(("email", "phone", "postal_code", "honorific", "url"))  # looks that a field of theirs always has


def fit(field: str, seen: Profile) -> float:
    """How well values fit a field: positive for, negative against, 0 where they say nothing."""
    look = LOOKS.get(field)
    if look is None or not seen.filled:
        return 0.0
    if field in ("name", "department") and seen.share("company") >= 0.3:
        return -0.5
    share = seen.share(look)
    if share >= 0.5 or (look == "company" and share >= 0.3):
        return share
    return -1.0 if look in TELLING and share < 0.1 else 0.0


SURE_LOOKS = ("email", "mobile", "url", "corporate_number", "prefecture", "company")
LEAST_SURE = {"company": 0.6}


def guess(seen: Profile) -> str:
    """The field that values alone tell, for a column whose heading says nothing; `""` for none."""
    if seen.filled < 3:
        return ""
    return next((look for look in SURE_LOOKS if seen.share(look) >= LEAST_SURE.get(look, 0.9)), "")


_A_NUMBER = re.compile(r"[#№]?\s*[A-Za-z]{0,4}[-_]?\d[\d-]*")
_PART_OF_NUMBER = {"postal_code": re.compile(r"\d{1,3}"), "phone": re.compile(r"\d{1,5}")}
_NAMED = frozenset(("name", "family_name", "given_name", "name_kana", "family_name_kana", "given_name_kana"))


def speaks_against(field: str, seen: Profile) -> bool:
    """True where nearly no value can be one of the field: order numbers under Name, a third of a phone number."""
    if seen.filled < 3:
        return False
    pattern = _A_NUMBER if field in _NAMED else _PART_OF_NUMBER.get("phone" if LOOKS.get(field) == "phone" else field)
    if pattern is None:
        return False
    return sum(pattern.fullmatch(text) is not None for text in seen.sample) >= 0.9 * seen.filled


def says_yes_or_no(seen: Profile) -> bool:
    """True where the values are ○ and × and the like."""
    return seen.filled >= 3 and seen.share("yes_no") >= 0.8
