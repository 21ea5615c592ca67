"""What the values of a column look like, for headings that say too little."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from leadlist.identity import PATTERN as LEAD_ID

SAMPLE = 400  # values looked at, spread over the column

Test = Callable[[str], bool]

PATTERNS: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"[^@\s;,]+@[^@\s;,]+\.[A-Za-z]{2,}([;,\s].*)?"),
    "phone": re.compile(
        r"(tel:?)?\s*[+(]?[0-9][0-9()\-.\s/]{7,18}(x|ext\.?|内線|\(代\)|代)?\s*\d{0,5}", re.IGNORECASE),
    "mobile": re.compile(r"(0[789]0|\+?81[- ]?[789]0)[- ]?\d{4}[- ]?\d{4}"),
    "postal_code": re.compile(r"〒?\s*\d{3}-?\d{4}|\d{5}(-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"),
    "url": re.compile(
        r"(https?://|www\.)\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.(jp|com|net|org|de|fr|uk|io|info|biz|eu)(/\S*)?"),
    "date": re.compile(
        r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?([T ].*)?|(令和|平成|昭和|[RHS])\s?\w{1,2}[年./-].*|"
        r"\d{1,2}/\d{1,2}/\d{2,4}.*|\d{8}"),
    "kana": re.compile(r"[ァ-ヴーｦ-ﾟぁ-んゔ・\s　]+"),
    "figure": re.compile(r"[-+]?[\d,.]+"),
    "yes_no": re.compile(
        r"[○〇◯×✕✖xX✓✔レ0-1]|yes|no|y|n|true|false|可|不可|要|不要|済|済み|未|有|無|あり|なし|希望(する|"
        r"しない)?|on|off|ok|ng|停止|許可|拒否", re.IGNORECASE),
    "company": re.compile(

            r".*(株式会社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|法人|協会|組合|銀行|大学|病院|学校|"
            r"市役所|県庁|研究所|製作所|工業|商事"
        r"|\b(inc|ltd|llc|gmbh|corp|corporation|co|company|s\.?a\.?r?\.?l?|ag|plc|b\.?v|pty|k\.?k|limited)\b\.?).*",
        re.IGNORECASE,
    ),
    "honorific": re.compile(
        r"様|殿|先生|御中|さん|氏|(mr|ms|mrs|miss|mx|dr|prof|herr|frau|monsieur|madame|mme?)\.?", re.IGNORECASE),
    "person": re.compile(
        r"[一-鿿々〆ヶ髙﨑]{1,4}[\s　]?[一-鿿々ぁ-んァ-ヴー]{1,5}|[A-Z][\w'’.-]+(\s+[\w'’.-]+){1,3}"),
    "full_name": re.compile(r"[一-鿿々ヶ]{1,4}[\s　]+\S{1,5}|[一-鿿々ヶ]{4,6}|[A-Z][\w'’.-]+\s+[\w'’.-]+.*"),
    "address": re.compile(
        r".*(都|道|府|県|市|区|町|村|郡).*|.*\d+.*\b(st|street|ave|road|rd|str|straße|strasse|rue|blvd|lane|"
        r"way)\b.*|.*\b(st|street|ave|road|rue)\b.*\d.*", re.IGNORECASE),
    "street": re.compile(r".*(丁目|番地|番\d|番$|号$|\d+-\d+).*|\d+ .*"),
    "building": re.compile(
        r".*(ビル|マンション|ハイツ|タワー|荘|館|号室|階|センター|コーポ|メゾン|\d+F|floor|building|suite|apt|"
        r"bldg).*", re.IGNORECASE),
    "country": re.compile(
        r"[A-Z]{2,3}|日本|japan|germany|france|united .*|usa|china|korea|中国|韓国"
        r"|アメリカ.*|ドイツ|フランス", re.IGNORECASE),
    "prefecture": re.compile(r"北海道|東京都?|(大阪|京都)府?|.{2,3}県"),
    "department": re.compile(
        r".*(部|課|室|係|グループ|本部|支店|センター|局|チーム|department|division|sales|marketing)", re.IGNORECASE),
    "corporate_number": re.compile(r"\d{13}"),
    "lead_id": LEAD_ID,
}  # fmt: skip


class Profile(NamedTuple):
    """The filled values of a column: how many were looked at, how many are distinct, are they a running number."""

    filled: int
    distinct: int
    running: bool
    sample: tuple[str, ...]

    def share(self, kind: str) -> float:
        """The share, 0 to 1, of the values that look like `kind`, a key of `PATTERNS`."""
        return _share(self.sample, kind)


@cache
def _nothing() -> Profile:
    return Profile(0, 0, False, ())


def profile(values: Sequence[str]) -> Profile:
    """Look at up to `SAMPLE` filled values, spread over the column."""
    step = max(1, len(values) // SAMPLE)
    sample = [text for text in values[::step] if text and not text.isspace()]
    if not sample and step > 1:
        sample = [text for text in values if text][:SAMPLE]
    if not sample:
        return _nothing()
    folded = tuple(unicodedata.normalize("NFKC", text).strip() for text in sample)
    return Profile(len(folded), len(set(folded)), _is_running(values), folded)


def _is_running(values: Sequence[str]) -> bool:
    """True for 1, 2, 3 …: a number that says where a row stands and not who it is."""
    first = [text for text in values[:200] if text]
    if len(first) < 3 or not all(text.isascii() and text.isdigit() and len(text) < 8 for text in first):
        return False
    numbers = list(map(int, first))
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


_SHARES: dict[tuple[int, str], float] = {}


def _share(sample: tuple[str, ...], kind: str) -> float:
    if not sample:
        return 0.0
    fits = PATTERNS[kind].fullmatch
    return sum(fits(text) is not None for text in sample) / len(sample)


LOOKS: dict[str, str] = {
    "email": "email", "email_2": "email", "email_3": "email",
    "phone": "phone", "phone_2": "phone", "phone_company": "phone", "phone_direct": "phone", "mobile": "phone",
    "fax": "phone", "phone_home": "phone", "postal_code": "postal_code", "url": "url",
    "company": "company", "honorific": "honorific", "name_kana": "kana", "company_kana": "kana",
    "address": "address", "street": "street", "building": "building", "country": "country",
    "prefecture": "prefecture", "department": "department", "name": "person", "created_on": "date",
    "acquired_on": "date", "consent_on": "date",
}  # fmt: skip
ALWAYS_SEEN = {"email", "phone", "postal_code", "honorific", "url", "kana"}


def fit(field: str, seen: Profile) -> float:
    """How well values fit a field: positive for, negative against, 0 where they say nothing."""
    look = LOOKS.get(field)
    if look is None or seen.filled == 0:
        return 0.0
    share = seen.share(look)
    if field == "name" and seen.share("company") >= 0.3:
        return -0.5
    if share >= 0.5 or (look == "company" and share >= 0.3):
        return share
    return -1.0 if look in ALWAYS_SEEN and share < 0.1 else 0.0


SURE_LOOKS = ("email", "url", "postal_code", "mobile", "corporate_number", "prefecture", "company")


def guess(seen: Profile) -> str:
    """The field that values alone tell, for a column whose heading says nothing; `""` for none."""
    if seen.filled < 3:
        return ""
    for look in SURE_LOOKS:
        least = 0.6 if look == "company" else 0.9
        if seen.share(look) >= least:
            if look == "postal_code" and not any("-" in text or "〒" in text for text in seen.sample):
                continue  # 7 digits may be anything
            return look
    return ""
