"""Phone numbers: Japanese ones in national form with their groups, others as +country and groups."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from leadlist.normalizers import american_phones, text
from leadlist.rules import Rules
from leadlist.rules.tables import table

_OTHER_DASHES = text.DASHES.replace("-", "") + "ー・･.．﹣_"
DASH = re.compile(f"[-{_OTHER_DASHES}]")
OTHER_DASH = re.compile(f"[{_OTHER_DASHES}]")
_WHOSE = (
    r"[(（](?:大?代表?(?:電話)?(?:番号)?|(?:担当)?直通?(?:番号)?|携帯(?:電話)?|自宅|会社|本社"
    r"|TEL|FAX(?:兼用?|共通)|main|direct|mobile)[)）]"
)
_LABEL = re.compile(
    r"^(?:(?:tel|phone|mobile|cell|HP|T|M|P)(?:ephone|no)?\s*[.:/]?|電話(?:番号)?|携帯(?:電話)?(?:番号)?|固定(?:電話)?|直通"
    r"|代表(?:電話)?(?:番号)?|自宅|勤務先|会社|本社|連絡先|フリーダイヤル|フリーコール|ナビダイヤル|℡|☎|☏|📞|📱|㈹)"
    rf"(?:{_WHOSE})?\s*[:：]?\s*(?=[+(0-9])"
    r"|^[(（【\[](?:tel|phone|mobile|電話|携帯|固定|直通|代表|代|会社|本社|自宅|勤務先)[)）】\]]\s*(?=[+(0-9])",
    re.IGNORECASE,
)
_NOTE = re.compile(rf"\s*{_WHOSE}$|\s+(?:代表|直通|代)$|\s*㈹$", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[\s,;、-]*[(（]?\s*(?:[(（](?:内線?|ext)[)）]|内線(?:番号)?|内|ext(?:ension)?\.?|x|#)\s*[:：.=]?\s*(?P<digits>\d{1,7})\s*[)）]?$",
    re.IGNORECASE,
)
_REMARKED = re.compile("^(?P<number>[^(（)）]*[0-9０-９])\\s*[(（][^0-9０-９()（）]+[)）]$")
_RANGE = re.compile(r"^(?P<first>.*\d{3,4})\s*[~〜～]\s*\d{1,4}$")
_BODY = re.compile(r"\+?[0-9() /-]+")
_NORMAL = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_FAX = re.compile(
    r"^(?P<phone>(?:.*\d.*?)?)[\s,、/／;]*(?:FAX|ファックス|ファクス|ファクシミリ|F)\s*[:：.]?\s*(?P<fax>[+(0-9].*)$",
    re.IGNORECASE | re.DOTALL,
)
_FAX_WORD = re.compile("F|ファ", re.IGNORECASE)
_MARKED = re.compile(r"^(?P<fax>[+(0-9].*?)\s*[(（]FAX[)）]$", re.IGNORECASE)
_SHARED = re.compile(
    r"^(?:TEL|電話)\s*[/・&,＆]?\s*(?:FAX|ファックス)(?:兼用|共通)?\s*[:：.]?\s*(?P<both>[+(0-9].*)$", re.IGNORECASE
)
_BLANKS = re.compile(r"\s+")
_SIMPLE = re.compile("0[1-9][0-9-]{8,11}")
MAYBE_ELSE = re.compile("^01|-0-*$")  # dialled abroad as 010…, or floated as 312345678.0
_SEPARATORS = re.compile(r"\s*(?:[;,、，；\n/／|]|または|又は|もしくは| or )\s*")
ADVERTISED = ("0120", "0570", "0800", "0990", "0180", "0170")


class Phone(NamedTuple):
    """A number that was understood. `repaired` says that something was put right, not only rewritten."""

    written: str
    e164: str
    repaired: bool = False


@cache
def plan() -> dict[tuple[str, int], tuple[int, ...]]:
    """Leading digits and length to group lengths, from `rules/tables/phones_jp.csv`."""
    return {
        (row["prefix"], int(row["digits"])): tuple(map(int, row["groups"].split("-"))) for row in table("phones_jp")
    }


def groups(digits: str) -> tuple[int, ...]:
    """How the groups of a Japanese national number (with its 0) are cut; empty where there is no such number."""
    known = plan()
    length = len(digits)
    for end in range(2, 8):
        found = known.get((digits[:end], length))
        if found:
            return found
    return ()


def write_phone(cell: str, rules: Rules) -> str:
    """The number or numbers of a cell; the cell as it is where they cannot be told, or are a fax's."""
    return _write(cell, rules, fax=False)


def write_fax(cell: str, rules: Rules) -> str:
    """As a phone; of `TEL … FAX …` the second number."""
    return _write(cell, rules, fax=True)


def _write(cell: str, rules: Rules, *, fax: bool) -> str:
    if rules.country == "JP" and rules.normalize.phone_style == "national" and _is_normal(cell):
        return cell
    if found := parse(cell, rules, fax=fax):
        return "; ".join(phone.written for phone in found)
    return cell.strip() if text.is_nothing(cell) else cell


def plain_key(cell: str, rules: Rules) -> str | None:
    """The key of one number as most cells hold it, `""` where it is surely none; None for what takes the long way."""
    bare = text.codes(cell).strip("\"'")
    simple = DASH.sub("-", bare)
    if rules.country == "JP" and rules.normalize.phone_style == "national" and _SIMPLE.fullmatch(simple):
        digits = simple.replace("-", "")
        if groups(digits) and not is_dummy(digits):
            return "+81" + digits[1:]
        return None if MAYBE_ELSE.search(simple) else ""
    american = american_phones.digits(simple, rules.country)
    return f"+1{american}" if american else None


def phone_key(cell: str, rules: Rules) -> str:
    """The numbers in E.164, joined by `;`, without extension."""
    return _e164(cell, rules, fax=False)


def fax_key(cell: str, rules: Rules) -> str:
    """As a phone's key, for a fax field."""
    return _e164(cell, rules, fax=True)


def _e164(cell: str, rules: Rules, *, fax: bool) -> str:
    if _is_normal(cell):
        return "+81" + cell[1:].replace("-", "")
    found = parse(cell, rules, fax=fax)
    if not found and (remarked := _REMARKED.match(cell)):
        found = parse(remarked["number"], rules, fax=fax)  # what is in brackets stays in the cell, for a person
    return ";".join(phone.e164 for phone in found)


def _is_normal(cell: str) -> bool:
    if not _NORMAL.fullmatch(cell):
        return False
    typed = cell.split("-")
    digits = "".join(typed)
    found = groups(digits)
    if cell.startswith(ADVERTISED):
        return bool(found) and not is_dummy(digits)
    return found == tuple(map(len, typed)) and not is_dummy(digits)


def is_dummy(digits: str) -> bool:
    """000-0000-0000, 03-0000-0000, 090-9999-9999: all behind the area code is 0, or 9."""
    area = 2 if len(digits) == 10 and digits.startswith(("03", "06")) else 3
    return len(set(digits[area:])) == 1 and digits[-1] in "09"


def parse(cell: str, rules: Rules, *, fax: bool = False) -> list[Phone]:
    """The numbers of a cell that holds nothing but numbers; of `TEL … FAX …` those of the field asked for."""
    bare = text.codes(cell).strip("\"'").rstrip(" ;,、；")
    simple = DASH.sub("-", bare)
    if rules.country == "JP" and _SIMPLE.fullmatch(simple):
        phone = _japanese(simple.replace("-", ""), simple, rules.normalize.phone_style)
        if phone:
            return [phone]
    if american := american_phones.digits(simple, rules.country):
        return [_of_america(american)]
    if _FAX_WORD.search(bare):
        first, second = _tel_and_fax(bare, rules)
        if first or second:
            return second if fax else first
    return _all(bare, rules)


def _tel_and_fax(bare: str, rules: Rules) -> tuple[list[Phone], list[Phone]]:
    """The numbers before and after the word FAX; the same twice after TEL/FAX."""
    shared = _SHARED.match(bare)
    if shared:
        numbers = _all(shared["both"], rules)
        return numbers, numbers
    marked = _MARKED.match(bare)
    if marked:
        return [], _all(marked["fax"], rules)
    match = _FAX.match(bare)
    if match is None:
        return [], []
    first, second = _all(match["phone"].strip(), rules), _all(match["fax"], rules)
    return (first, second) if second and (first or not match["phone"].strip()) else ([], [])


def _all(bare: str, rules: Rules) -> list[Phone]:
    one = _one(bare, rules)
    if one:
        return [one]
    for separators in (_SEPARATORS, _BLANKS):
        parts = [part for part in separators.split(bare) if part]
        found = [phone for part in parts if (phone := _one(part, rules))] if len(parts) > 1 else []
        if found and len(found) == len(parts):
            return list({phone.e164 + phone.written: phone for phone in found}.values())
    return []


def _one(bare: str, rules: Rules) -> Phone | None:
    """One number with its label, note and extension."""
    bare = _LABEL.sub("", bare.strip().strip("()") if bare.count("(") != bare.count(")") else bare.strip())
    bare = _NOTE.sub("", _LABEL.sub("", bare))
    match = _EXTENSION.search(bare)
    extension = match["digits"] if match else ""
    bare = bare[: match.start()] if match else bare
    ranged = _RANGE.match(bare)
    bare = _NOTE.sub("", ranged["first"] if ranged else bare)
    bare = re.sub(r"^\((\+\d{1,3})\)", r"\1", DASH.sub("-", bare).strip(" -"))
    floated = re.fullmatch(r"(\d{8,11})-0", bare)  # 312345678.0, its point a dash by now
    if floated:
        bare = floated[1]
    if not _BODY.fullmatch(bare) or bare.count("+") > 1:
        return None
    phone = _known(bare, rules.country, rules.normalize.phone_style)
    if phone is None:
        return None
    word = "内線" if phone.e164.startswith("+81") and rules.normalize.phone_style == "national" else "ext. "
    written = f"{phone.written} {word}{extension}" if extension else phone.written
    return Phone(written, phone.e164, phone.repaired or bool(floated) or bool(ranged))


def _known(bare: str, country: str, style: str) -> Phone | None:
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", bare))
    if bare.startswith("+"):
        return _japanese(_zero(digits[2:]), bare, style) if digits.startswith("81") else _foreign("+" + digits, None)
    if country != "JP":
        return _foreign(bare, country)
    found = _japanese(digits, bare, style)
    if found:
        return found
    for prefix in ("81", "0081", "01081", "00981", "01181"):
        if digits.startswith(prefix):
            found = _japanese(_zero(digits[len(prefix) :]), bare, style)
            if found:
                return found._replace(repaired=True)
    if not digits.startswith("0"):
        found = _japanese("0" + digits, "0" + bare, style)
        return found._replace(repaired=True) if found else None
    for prefix in ("010", "00"):
        if digits.startswith(prefix) and (abroad := _foreign("+" + digits[len(prefix) :], None)):
            return abroad._replace(repaired=True)
    return None


def _zero(digits: str) -> str:
    return digits if digits.startswith("0") else "0" + digits


def _japanese(digits: str, typed: str, style: str) -> Phone | None:
    """A national number in its groups; numbers that firms advertise keep the groups they were typed in."""
    sizes = groups(digits)
    if not sizes or is_dummy(digits):
        return None
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    given = [part for part in re.split(r"\D+", typed) if part]
    if digits.startswith(ADVERTISED) and "".join(given) == digits and len(given) > 1:
        parts = given
    national = "-".join(parts)
    return Phone(f"+81 {national[1:]}" if style == "international" else national, "+81" + digits[1:])


@lru_cache(maxsize=65536)
def _foreign(typed: str, country: str | None) -> Phone | None:
    """A number of another country, through libphonenumber; in international form."""
    if country == "US" and american_phones.is_short(typed):
        return None
    import phonenumbers

    if american := american_phones.digits(typed, country):
        return _of_america(american)
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    kind = phonenumbers.PhoneNumberFormat
    e164 = phonenumbers.format_number(number, kind.E164)
    if number.country_code == 81:
        return _japanese("0" + e164[3:], "", "international")
    return Phone(phonenumbers.format_number(number, kind.INTERNATIONAL), e164)


def _of_america(digits: str) -> Phone:
    return Phone(f"+1 {digits[:3]}-{digits[3:6]}-{digits[6:]}", f"+1{digits}")


def split_phone(cell: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`TEL … FAX …` -> the number, and the other for `fax`; a fax alone leaves nothing."""
    bare = text.codes(cell)
    phone, fax = _tel_and_fax(bare, rules) if _FAX_WORD.search(bare) else ([], [])
    if not fax:
        return cell, {}
    return "; ".join(p.written for p in phone), {"fax": "; ".join(p.written for p in fax)}


def split_fax(cell: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`TEL … FAX …` in a fax field: the fax stays, the other is for `phone`."""
    kept, rest = split_phone(cell, rules)
    return (rest["fax"], {"phone": kept}) if rest and kept else (cell, {})


def is_repaired(cell: str, written: str, rules: Rules) -> bool:
    """True where a digit or country code was put right: a zero that Excel ate, 81 without +, 312345678.0."""
    if re.sub(r"\D", "", text.codes(cell)) == re.sub(r"\D", "", written):
        return False
    return any(phone.repaired for phone in parse(cell, rules))
