"""Numbers and addresses of the net on a card: found by their pattern, told apart by their labels."""

import re
from collections.abc import Sequence

from leadlist.cards.rows import Row
from leadlist.cards.values import Value, Values
from leadlist.cards.words import LABELS
from leadlist.locale import _
from leadlist.normalizers import normalize
from leadlist.normalizers.folding import kanji_aligned
from leadlist.normalizers.numbers import DIGITS
from leadlist.normalizers.phones import groups
from leadlist.rules import Rules

_LABEL = {
    field: re.compile(rf"(?:^|(?<![A-Za-z]))[(\[【]?(?:{words})[)\]】]?\s*[.:/：・]?\s*$", re.I)
    for field, words in LABELS
}
_EMAIL = re.compile(
    r"(?P<local>[A-Za-z0-9][A-Za-z0-9._%+-]*)\s?[@＠]\s?(?P<host>[A-Za-z0-9-]+(?:\s?[.,]\s?[A-Za-z0-9-]+)+)"
)
_CONTINUED = re.compile(r"(?<![A-Za-z0-9._-])[A-Za-z0-9]+(?:\s?[._-]\s?[A-Za-z0-9]+)*\s?[._-]\s?$")
_ATTACHED = re.compile(r"(?<=[a-z])(?:URL|HP|WEB|Web|TEL|Tel|FAX|Fax|Mobile|E-?mail)$")
"""The label of what comes next, where the reader saw no blank before it."""
_SPLIT_LOCAL = re.compile(r"(?:^|[\s:：])(?P<first>[a-z0-9]{2,}(?:[._-][a-z0-9]+)*)[ ,]$")
_LETTER_LABELS = re.compile(r"(?:^|\s)[TFMEWPH][.:]?\s?(?=[\d+(]|h?t?t?p?s?:?/*www|http)")
"""Labels of one letter before a number or a web address."""
_RUN_IN = re.compile(r"^(?:(?P<word>E-?[Mm]ail|Mail|MAIL)|(?P<letter>E))(?=[a-z0-9][a-z0-9._%+-]*$)")
"""A label that the reader gave without the blank behind it: Mailtanaka@, Etanaka@."""
_URL = re.compile(
    r"(?:h\s?t\s?t\s?ps?\s?[:;.]?\s?/\s?/?\s?|www\s?\.\s?)[A-Za-z0-9-]+(?:\s?\.\s?[A-Za-z0-9-]+)*(?:/[!-~]*)?", re.I
)
_BARE_URL = re.compile(
    r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:jp|com|net|org|info|biz|io|co|tokyo|dev|app)(?:/[!-~]*)?(?![\w@.])"
)
_NUMBER = re.compile(r"(?:\+\s?|[(])?\d[\d\s().,\-/–・]{7,24}\d(?!\d)")
_INVOICE = re.compile(r"(?:登録番号|インボイス番号|適格請求書\w*)\s*[:：]?\s*(?P<code>T\s?\d{13})(?!\d)")
_CORPORATE = re.compile(r"法人番号\s*[:：]?\s*(?P<code>\d{13})(?!\d)")
_TOLD = ("fax", "mobile", "phone_direct", "phone_company", "phone")
_SHARED = re.compile(r"(?:TEL|電話|phone)\s*[/・&＆,]\s*(?:FAX|ファックス|ファクス)\s*[.:/：・]?\s*$", re.I)
_EXTENSION = re.compile(r"\s*[(（]?内線\s*[:：]?\s*(?P<code>\d{1,6})[)）]?")
_KANJI_NUMBER = re.compile(rf"[{DIGITS}][{DIGITS}\s()（）へ人｜|1１IＩlー－\-—−・一]{{8,22}}[{DIGITS}]")
_SHAPE = re.compile(r"(?=.{12}$)0\d{1,4}-\d{1,4}-\d{4}|0\d0-\d{4}-\d{4}")
_MOBILES = ("070", "080", "090", "060")
_PARTS = {ord(kanji): str(value) for value, kanji in enumerate("〇一二三四五六七八九")} | {ord("零"): "0"}


def take_contacts(rows: Sequence[Row], rules: Rules, *, national: bool) -> Values:
    """E-mail, URL, phone, mobile, fax and registration numbers; their letters are taken out of the rows.

    `national`: the card is written for readers in Japan, so that +81 before a number says no more than its 0 would.
    """
    values: Values = {}
    letters = any(_LETTER_LABELS.search(row.text) for row in rows)
    for row in rows:
        _take_email(row, values, letters)
        _take_urls(row, values)
        _take_codes(row, values)
    for row in rows:
        if any(line.vertical for line in row.lines):
            _take_kanji_number(row, values)
        _take_numbers(row, values, rules, national)
    return values


def _take_email(row: Row, values: Values, letters: bool) -> None:
    """`letters`: the card's labels are single letters."""
    for found in _EMAIL.finditer(row.hidden()):
        printed = _ATTACHED.sub("", found["host"])
        local, host = found["local"], re.sub(r"\s", "", printed).replace(",", ".")
        start = found.start()
        before = row.text[:start]
        if continued := _CONTINUED.search(before):  # a blank beside a dot that the reader put there
            start = continued.start()
            local, before = re.sub(r"\s", "", continued[0]) + local, row.text[:start]
        label = _RUN_IN.match(local)
        if label and (label["word"] or letters) and not before.strip():
            row.taken.update(range(start, start + label.end()))
            start, local = start + label.end(), local[label.end() :]
        gap = _SPLIT_LOCAL.search(before) if row.text[start - 1 : start] in (" ", ",") else None
        blind = gap is not None and not any(pattern.search(gap["first"]) for pattern in _LABEL.values())
        unseen = ""
        if gap is not None and blind:  # a sign between the two: the low line where nothing was seen, else nobody knows
            start = gap.start("first")
            unseen = "_" if gap[0].endswith(" ") else "?"
            local = gap["first"] + unseen + local
        address = "" if unseen == "?" else f"{local}@{host}"
        value = row.take(start, found.start("host") + len(printed), address)
        if unseen:
            value = value.doubted(_("a character could not be read"))
        _swallow_label(row, start, "email")
        _put(values, ("email", "email_2", "email_3"), value)


def _take_urls(row: Row, values: Values) -> None:
    for found in _URL.finditer(row.hidden()):
        text = re.sub(r"\s", "", found[0])
        text = re.sub(r"^(https?)[:;.]?/{1,2}", lambda scheme: f"{scheme[1].lower()}://", text, flags=re.I)
        value = row.take(found.start(), found.end(), text)
        _swallow_label(row, found.start(), "url")
        _put(values, ("url",), value)
    for found in _BARE_URL.finditer(row.hidden()):
        if _LABEL["url"].search(row.text[: found.start()]):
            value = row.take(found.start(), found.end())
            _swallow_label(row, found.start(), "url")
            _put(values, ("url",), value)


def _take_codes(row: Row, values: Values) -> None:
    for field, pattern in (("invoice_number", _INVOICE), ("corporate_number", _CORPORATE)):
        if found := pattern.search(row.hidden()):
            value = row.take(found.start("code"), found.end("code"), found["code"].replace(" ", ""))
            row.take(found.start(), found.end())
            _put(values, (field,), value)


def _take_numbers(row: Row, values: Values, rules: Rules, national: bool) -> None:
    for found in _NUMBER.finditer(row.hidden()):
        digits = re.sub(r"\D", "", found[0])
        told = any(_LABEL[name].search(row.text[: found.start()]) for name in _TOLD)
        american = told and re.fullmatch(r"1?[2-9]\d{9}", digits)
        international = found[0].lstrip("( ").startswith("+") and 9 <= len(digits) <= 15
        if not (american or international or (digits.startswith("0") and len(digits) in (10, 11))):
            continue
        shared = _SHARED.search(row.text[: found.start()])
        field = _labelled(row, found.start())
        if not field:
            field = "mobile" if digits.startswith(_MOBILES) and len(digits) == 11 else "phone"
        printed = found[0].replace(",", ".").strip()
        value = row.take(found.start(), found.end(), _written(field, printed, rules, national))
        if shared and field == "fax":
            row.taken.update(range(shared.start(), found.start()))
            _put(values, ("phone", "phone_2"), value)
        places = {"phone": ("phone", "phone_2"), "phone_direct": ("phone_direct", "phone"), "fax": ("fax",)}
        _put(values, places.get(field, (field, "phone_2")), value)
        if extension := _EXTENSION.match(row.text, found.end()):
            ext = row.take(extension.start("code"), extension.end("code"))
            row.take(extension.start(), extension.end())
            values.setdefault("phone_ext", ext)


def _written(field: str, printed: str, rules: Rules, national: bool) -> str:
    """The number in the groups in which it is printed; only one printed without any is parted by the list's rules."""
    parts = re.findall(r"\d+", re.sub(r"\(0\)", "", printed))
    abroad = printed.lstrip("( ").startswith("+")
    if abroad and national and parts[0] == "81" and len(parts) > 2:
        parts, abroad = ["0" + parts[1].removeprefix("0"), *parts[2:]], False
    if len(parts) == 1:
        return normalize(field, printed, rules)
    return ("+" if abroad else "") + "-".join(parts)


def _take_kanji_number(row: Row, values: Values) -> None:
    """Numbers written downward in kanji. A long stroke is the digit one or a dash: the numbering plan tells."""
    for found in _KANJI_NUMBER.finditer(row.hidden()):
        number = kanji_number(found[0])
        if number:
            field = _labelled(row, found.start()) or "phone"
            value = row.take(found.start(), found.end(), number).doubted(_("written in kanji from top to bottom"))
            _put(values, (field, "phone_2"), value)


def kanji_number(text: str) -> str:
    """〇三一一二三四一五六七八 -> 03-1234-5678 if one reading of its strokes alone fits Japan's plan; else `""`."""
    letters = re.sub(r"[()（）へ人｜|1１IＩlー－\-—−・\s]", "-", text)
    readings = {""}
    for letter in letters:
        options = ("1", "-") if letter == "一" else (letter.translate(_PARTS),)
        readings = {reading + option for reading in readings for option in options}
        if len(readings) > 4096:
            return ""
    shaped = {bare for reading in readings if _SHAPE.fullmatch(bare := re.sub("-+", "-", reading.strip("-")))}
    planned = {number for number in shaped if groups(number.replace("-", "")) == tuple(map(len, number.split("-")))}
    fitting = planned if len(planned) == 1 else shaped
    return fitting.pop() if len(fitting) == 1 else ""


def _labelled(row: Row, start: int) -> str:
    """The field whose label stands before a number, and takes that label out; `""` where there is none."""
    before = kanji_aligned(row.text[:start])
    for field, pattern in _LABEL.items():
        if found := pattern.search(before):
            row.taken.update(range(found.start(), start))
            return field if field not in ("email", "url") else ""
    return ""


def _swallow_label(row: Row, start: int, field: str) -> None:
    if found := _LABEL[field].search(row.text[:start]):
        row.taken.update(range(found.start(), start))


def _put(values: Values, places: tuple[str, ...], value: Value) -> None:
    """Into the first place that is free; the same value twice is one."""
    for place in places:
        if place in values and values[place].text == value.text:
            return
        if place not in values:
            values[place] = value
            return
