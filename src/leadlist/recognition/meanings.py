"""What a heading means, taken by itself: the shipped table, then its sense, then its parts."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from leadlist.fields import FIELDS, Group
from leadlist.recognition.families import family
from leadlist.recognition.senses import NOT_WHETHER, sense
from leadlist.recognition.words import BRACKETED, bare_key, key, without_number
from leadlist.rules.tables import table

LONGEST = 80  # characters; a longer cell is a text and no heading
LONGEST_KEY = 40  # of them without signs and remarks
NO_FIELD = "-"  # in the table: a heading known to hold no field of a lead
ANYWHERE = "*"  # among the products of a heading: not only in their exports

EXACT, SENSED, BARE, PARTS = 1.0, 0.9, 0.9, 0.8  # how sure each way is

ASIDE = re.compile(  # words that make a column somebody else's: not the lead's own address, phone or name
    r"自宅|個人(?!情報|名)|緊急|保護者|配偶者|家族|紹介者|紹介元|請求先|納品先|配送先|送付先|発送先|届け?先|旧|以前の|"
    r"前職|弊社|自社|当社|登録者|作成者|更新者|入力者|取得者|名刺所有者"
    r"|home|private|personal|spouse|partner|billing|shipping|emergency|assistant|referr|old|former|our"
)
PERSON = (
    r"(?:ご|お|御)?(?:担当者?|お?客様?|来場者|参加者|出席者|申込者|申し込み者|回答者|応募者|受講者|"
    r"問い?合わ?せ者|連絡者|(?:ご|お)?注文(?:者|主)|(?:ご|お)?購入者|依頼主|申請者|先方担当者?|窓口担当者?|代表|本人|会員|登録者|contact|lead|attendee|visitor|"
    r"applicant|participant|delegate|registrant|buyer|purchaser|person|invitee|guest|subscriber|respondent|prospect|member)(?:様|さま|の)?"
)
NAME_OF = re.compile(rf"{PERSON}(?:の)?(?:お)?(?:名|氏名|名前|姓名|漢字|name|fullname)")
KANA_OF = re.compile(
    rf"{PERSON}(?:の)?(?:お|ご)?(?:氏名|名前|名)?(?:の)?(?:フリガナ|ふりがな|カナ|かな|よみ|ヨミ|読み|kana)"
)
PREFIXES = re.compile(
    rf"^(?:{PERSON}|ご|お|御|貴|先方の?|相手先?|取引先|顧客|得意先|会社|企業|法人|団体|組織|勤務先|所属先|"
    rf"連絡先|主(?:たる|な)?|本店|本社|メイン|基本|現在の?|最新の?|リード|見込み?客|名刺|会社の|連絡用"
    r"|customer|client|your|default|primary|main|mailing|work|business|office|company|corporate|organi[sz]ation|lead"
    r"|contact|address1?(?=[a-z]))"
)
ADDRESS_PART = re.compile(rf"(?:{PERSON}|会社|勤務先)?(?:ご)?住所の?(?P<part>.{{2,}})")
NAME_PART = re.compile("(?P<before>.*)(?P<part>姓|氏|名字|苗字|名|セイ|メイ)")
OF_NAME = re.compile("(?P<given>名|メイ|めい|first|given|名前)|姓|氏|セイ|せい|名字|苗字|last|family")
OF_READING = re.compile("(?:全角|半角)?(?:カナ|かな|カタカナ|フリガナ|ふりがな|ヨミ|よみ)(?P<part>姓|名|氏|セイ|メイ)")
WHERE = re.compile("work|business|office|home|private|mobile|cell|fax|direct|main|primary|other|secondary")
CODED = re.compile("id|コード|code")  # in brackets: 都道府県(ID) holds a number for the thing

READING = re.compile(
    r"(全角|半角)?(カナ|かな|仮名|カタカナ|ひらがな|フリガナ|ふりがな|ヨミ|よみ|読み|kana|furigana|katakana)"
)
READING_OF = re.compile(r"(の)?(フリガナ|ふりがな|フリカナ|カナ|かな|ヨミガナ|よみがな|ヨミ|よみ|読み|kana|furigana)$")
LATIN = re.compile(r"ローマ字|英語|英字|英文|英|アルファベット|english|en|roman|romaji|latin")
OURS = re.compile(r"弊社|自社|当社|社内|ours?$")
SOME_DIGITS = re.compile("[上下前後]\\s?[0-9０-９一-九]\\s?桁")  # 郵便番号（下4桁）
FIRST_NAMES = ("firstname", "givenname")
SEPARATED = re.compile(r"\s*[/／・|、,&＆\n]\s*")
NEVER_SHORTENED = ("name", "given_name", "external_id", "owner")  # 会社 before 名 is no first name


class Meaning(NamedTuple):
    """A field that a heading may mean: in the exports of `products`, and (`anywhere`) in any other list.

    `everybodys`: people use that heading in lists of their own, so that it hints at no product.
    """

    field: str
    products: frozenset[str]
    sureness: float
    anywhere: bool = True
    everybodys: bool = True


@cache
def dictionary() -> dict[str, tuple[Meaning, ...]]:
    """Folded heading -> its meanings, the usual one first; from `rules/tables/headings.csv`."""
    found: dict[str, list[Meaning]] = {}
    for row in table("headings"):
        products = frozenset(filter(None, row["products"].split(";")))
        known = found.setdefault(key(row["heading"]), [])
        everybodys = not products or ANYWHERE in products
        known.append(Meaning(row["field"], products - {ANYWHERE}, EXACT, everybodys or not known, everybodys))
    return {folded: tuple(meanings) for folded, meanings in found.items()}


@lru_cache(maxsize=1 << 15)
def meanings(heading: str) -> tuple[Meaning, ...]:
    """The fields a heading may mean, likeliest first; empty where it is not known. `NO_FIELD`: known to hold none."""
    if not heading or len(heading) > LONGEST or SOME_DIGITS.search(heading):
        return ()
    for folded in _spellings(heading):
        if folded in dictionary():
            return dictionary()[folded]
    folded = key(heading)
    if not folded or len(folded) > LONGEST_KEY:
        return ()
    sensed = sense(folded) or family(folded)
    if sensed:
        return (Meaning(sensed, frozenset(), SENSED),)
    if CODED.fullmatch(_remark(heading)) and bare_key(heading) != folded:
        return ()
    return _by_brackets(heading) or _dashed(heading) or _by_words(heading, folded)


def _by_words(heading: str, folded: str) -> tuple[Meaning, ...]:
    """By what is left without numbers, polite prefixes and upper lines; not where it is somebody else's."""
    if ASIDE.search(folded):
        return ()
    return (
        _numbered(folded)
        or _by_reading(folded)
        or _of_address(folded)
        or _and_so_on(folded)
        or _by_parts(folded)
        or _last_line(heading)
        or _several(heading)
    )


def _spellings(heading: str) -> Iterable[str]:
    yield key(heading)
    parts = heading.split("\n")
    if len(parts) == 2:
        yield key(parts[1] + parts[0])  # フリガナ over 氏名


def _less_sure(found: Iterable[Meaning], sureness: float) -> tuple[Meaning, ...]:
    return tuple(m._replace(sureness=sureness) for m in found if m.field != NO_FIELD)


def _by_brackets(heading: str) -> tuple[Meaning, ...]:
    """A heading with a remark in brackets, unless that makes it a reading, a translation or somebody else's."""
    bare = bare_key(heading)
    if not bare or bare == key(heading):
        return ()
    remark = _remark(heading)
    if CODED.fullmatch(remark) or NOT_WHETHER.search(remark):
        return ()
    sensed = "" if bare in dictionary() else sense(bare) or family(bare)
    base = (Meaning(sensed, frozenset(), BARE),) if sensed else dictionary().get(bare) or _by_words("", bare)
    if {m.field for m in base} <= {"address", "street", "building", NO_FIELD}:
        piece = [
            m for m in dictionary().get(remark, ()) if m.field in FIELDS and FIELDS[m.field].group is Group.ADDRESS
        ]
        if piece and piece[0].field != "address":
            return _less_sure(piece, BARE)  # ご住所（都道府県）
    if not base and remark.endswith("名") and any(m.field == "company" for m in dictionary().get(remark, ())):
        return (Meaning("company", frozenset(), BARE),)  # 申請者（法人名）
    piece_of_name = _of_name(remark, base)
    if piece_of_name:
        return (Meaning(piece_of_name, frozenset(), BARE),)
    if WHERE.fullmatch(remark) and (placed := dictionary().get(remark + bare)):
        return _less_sure(placed, BARE)  # Phone (mobile)
    for words, ending in ((READING, "_kana"), (LATIN, "_en")):
        if words.fullmatch(remark):
            return tuple(m._replace(field=m.field + ending, sureness=BARE) for m in base if m.field + ending in FIELDS)
    if OURS.search(remark):
        return (Meaning("owner", frozenset(), BARE),) if any(m.field in ("name", "owner") for m in base) else ()
    return () if ASIDE.search(remark) else _less_sure(base, BARE)


def _of_name(remark: str, base: tuple[Meaning, ...]) -> str:
    """お名前（セイ）, フリガナ（セイ）, 氏名（カナ姓）: the part of a name that a remark speaks of, `""` for none."""
    fields = {m.field for m in base}
    reading = OF_READING.fullmatch(remark)
    part = OF_NAME.fullmatch(reading["part"] if reading else remark)
    if part is None or not fields & {"name", "name_kana"}:
        return ""
    kana = reading is not None or "name_kana" in fields or remark in ("セイ", "メイ", "せい", "めい")
    return ("given_name" if part["given"] else "family_name") + ("_kana" if kana else "")


def _remark(heading: str) -> str:
    """What stands in brackets, folded."""
    return key("".join(BRACKETED.findall(unicodedata.normalize("NFKC", heading))))


def _dashed(heading: str) -> tuple[Meaning, ...]:
    """`Phone - Work` and `Person - Phone - Work` are a Work phone; `Organization - Address` is its address."""
    parts = [part for part in re.split(r"\s+[-–]\s+", heading) if key(part)]
    if len(parts) > 1 and key(parts[0]) in ("person", "contact", "lead"):
        parts = parts[1:]
    if len(parts) < 2:
        return dictionary().get(key(parts[0]), ()) if parts and parts[0] != heading else ()
    folded = key(" ".join(reversed(parts) if WHERE.fullmatch(key(parts[-1])) else parts))
    return _less_sure(dictionary().get(folded, ()), PARTS) or _by_words("", folded)


def _numbered(folded: str) -> tuple[Meaning, ...]:
    stem, number = without_number(folded)
    if not number:
        return ()
    whole = _by_parts(folded) if stem not in dictionary() else ()
    if whole:
        return whole  # Default Address Address1 ends in a heading that has its number
    base = dictionary().get(stem) or _by_parts(stem)
    if number == 1:
        return _less_sure(base, BARE)
    return tuple(
        m._replace(field=f"{m.field}_{number}", sureness=BARE) for m in base if f"{m.field}_{number}" in FIELDS
    )


def _by_reading(folded: str) -> tuple[Meaning, ...]:
    """貴社名フリガナ is the reading of what 貴社名 means."""
    stem = READING_OF.sub("", folded)
    base = dictionary().get(stem, ()) if stem != folded else ()
    return tuple(m._replace(field=f"{m.field}_kana", sureness=PARTS) for m in base if f"{m.field}_kana" in FIELDS)


def _of_address(folded: str) -> tuple[Meaning, ...]:
    """注文者住所都道府県 is 都道府県; 住所カナ is no part of an address."""
    found = ADDRESS_PART.fullmatch(folded)
    base = dictionary().get(found["part"], ()) if found else ()
    return _less_sure([m for m in base if m.field in FIELDS and FIELDS[m.field].group is Group.ADDRESS], PARTS)


def _and_so_on(folded: str) -> tuple[Meaning, ...]:
    """ご質問等 is ご質問."""
    stem = re.sub("(?:等|など)$", "", folded)
    return _less_sure(dictionary().get(stem, ()), PARTS) if stem != folded else ()


def _by_parts(folded: str) -> tuple[Meaning, ...]:
    if NAME_OF.fullmatch(folded):
        return (Meaning("name", frozenset(), PARTS),)
    if KANA_OF.fullmatch(folded):
        return (Meaning("name_kana", frozenset(), PARTS),)
    rest = folded
    for _turn in range(3):
        shorter = PREFIXES.sub("", rest, count=1)
        if shorter == rest or len(shorter) < 2:
            break
        rest = shorter.removeprefix("の")
        found = [m for m in dictionary().get(rest, ()) if m.field not in NEVER_SHORTENED or rest in FIRST_NAMES]
        if found:
            return _less_sure(found, PARTS)
    return ()


def _last_line(heading: str) -> tuple[Meaning, ...]:
    """A heading of two rows: the lower one says what, the upper one whose or where."""
    upper, found, lower = heading.rpartition("\n")
    return _less_sure(meanings(lower), PARTS) if found and not ASIDE.search(key(upper)) else ()


def _several(heading: str) -> tuple[Meaning, ...]:
    """Two words for one thing (氏名/Name), or two things in a cell (部署・役職), of which the first counts."""
    parts = [dictionary().get(key(part), ()) for part in SEPARATED.split(heading)]
    return _less_sure(parts[0], PARTS) if len(parts) > 1 and all(parts) else ()
