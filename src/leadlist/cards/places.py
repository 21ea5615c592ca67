"""Postal code and address on a card: the code by its pattern, the address by what it begins with and goes on with."""

import re
from collections.abc import Sequence

from leadlist.cards.lines import Line, joined, union
from leadlist.cards.rows import Row
from leadlist.cards.values import Value, Values
from leadlist.cards.words import JAPANESE, KANA, KANJI, legal_form
from leadlist.locale import _
from leadlist.normalizers.numbers import DIGITS
from leadlist.normalizers.postal_data import PREFECTURE

_CODE = re.compile(r"(?<![\d-])(?P<code>\d{3}\s?[-ー—−]\s?\d{4}|(?<=〒)\d{7}|(?<=〒\s)\d{7})(?![\d-])")
_MARK = re.compile(r"(?:〒|〶|[デテ〠千平干于ヂTㄒ丁])?\s*$")
_KANJI_CODE = re.compile(
    rf"(?P<mark>〒|〶|[デテ千平干于])?\s*(?P<a>[{DIGITS}]{{3}})[一ー\-—－−｜|1１IＩl](?P<b>[{DIGITS}]{{4}})(?![{DIGITS}])"
)
_START = re.compile(
    rf"(?:{PREFECTURE.pattern}|[{KANJI}{KANA}]{{1,6}}[市区郡](?=[{KANJI}{KANA}]{{1,12}}[\s\d{DIGITS}]|[{KANJI}{KANA}]{{1,6}}[町村]))"
)
_GOES_ON = re.compile(
    rf"(?=.*(?:ビル|ビルディング|タワー|マンション|メゾン|ハイツ|ハイム|コーポ|コート|パレス|プラザ|テラス|ガーデン|センター|スクエア|ヒルズ|レジデンス|荘|館|棟|号|階|番地?|\d\s?[FＦ]|[BＢ]\d|\d-\d|[{KANJI}{KANA}]\s?\d{{3,4}}$))"
    rf"(?:[{KANJI}{KANA}A-Za-z0-9・.\-&＆'’ー－#()（）階]|\s)+|\d[\d\s\-番号地の丁目]*\d?[番号地F階]?"
)
_ABROAD = re.compile(
    r"\b(?:Street|St\.|Road|Rd\.|Avenue|Ave\.?|Boulevard|Blvd\.?|Lane|Drive|Suite|Floor|Bldg\.?|Building|Tower|Plaza"
    r"|P\.?O\.? ?Box)"
    r"|\w(?:strasse|straße|str\.)|-(?:ku|shi|cho|machi|gun|ken|to|fu|dori)\b|\b(?:Japan|Germany|USA|U\.S\.A|UK|China|Korea|Taiwan|"
    r"Singapore|France|Italy|Spain|India|Canada|Australia|Netherlands|Switzerland)\b|\b\d{1,3}F\b"
    r"|\b[A-Z]{2} \d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]\d[A-Z] \d[A-Z]\d\b",  # US, UK, Canada
    re.I,
)
_NUMBER_AND_PLACE = re.compile(r"\d[\d-]*,? [A-Z][A-Za-z' -]+,")
_JAPAN = re.compile(r"[,\s]*\bJapan\b\.?\s*$|,?\s*〒?\d{3}-\d{4}(?=[,\s]|$)", re.I)
_LABEL = re.compile(r"^(?:住所|所在地|本社|本店|Address|Add\.?|Head Office)\s*[:：/]?\s*", re.I)


def take_place(rows: Sequence[Row]) -> Values:
    """Postal code and address (with the building); their letters are taken out of the rows.

    Of an address in Japan in Latin letters the code and the country's name are left out, for they have their own
    fields; an address abroad stays as it is printed.
    """
    values: Values = {}
    japanese = any(_START.search(row.hidden()) for row in rows)
    for index, row in enumerate(rows):
        _take_code(row, values)
        if "address" not in values and (japanese or "postal_code" in values):
            _take_japanese(rows, index, values)
    if "address" not in values:
        _take_latin(rows, values)
    else:  # a second address in the other script says nothing new
        for row in rows:
            for line in row.rest():
                if not JAPANESE.search(line.text) and _is_latin_address(line.text):
                    _take_line(row, line)
    return values


def _take_code(row: Row, values: Values) -> None:
    found = _CODE.search(row.hidden())
    if found and "postal_code" not in values:
        code = re.sub(r"\s", "", found["code"])
        code = f"{code[:3]}-{code[-4:]}"
        mark = _MARK.search(row.text[: found.start()])
        values["postal_code"] = row.take(found.start("code"), found.end("code"), code)
        if mark:
            row.taken.update(range(mark.start(), found.start()))
        return
    found = _KANJI_CODE.search(row.hidden())
    if found and "postal_code" not in values and any(line.vertical for line in row.lines):
        table = {ord(kanji): str(value) for value, kanji in enumerate("〇一二三四五六七八九")}
        value = row.take(found.start("a"), found.end("b"), f"{found['a']}-{found['b']}".translate(table))
        values["postal_code"] = value.doubted(_("written in kanji from top to bottom"))
        row.taken.update(range(found.start(), found.start("a")))


def _take_japanese(rows: Sequence[Row], index: int, values: Values) -> None:
    row = rows[index]
    for line in row.rest():
        text = _LABEL.sub("", line.text)
        start = PREFECTURE.search(text[:6]) or _START.search(text)
        if not start or start.start() > 2 or legal_form().search(text):
            continue
        pieces = [_take_line(row, line)]
        for following in rows[index + 1 : index + 3]:
            more = next((rest for rest in following.rest() if _continues(pieces[-1], rest)), None)
            if more is None or (following.taken and any(c.isdigit() for c in following.hidden().split("\0")[0])):
                break
            pieces.append(_take_line(following, more))
        values["address"] = _address(pieces, len(line.text) - len(text) + start.start())
        return


def _continues(above: Line, line: Line) -> bool:
    """True where a line goes on with the address above it: building or number, close below, type of that size."""
    if not _GOES_ON.fullmatch(line.text) or line.vertical != above.vertical or legal_form().search(line.text):
        return False
    if not 0.65 * above.size < line.size < 1.5 * above.size:
        return False
    if line.vertical:
        return 0 < above.box.left - line.box.left < 2.2 * above.size
    return 0 < line.box.top - above.box.top < 2.4 * above.size and line.box.left < above.box.right


def _address(pieces: Sequence[Line], cut: int) -> Value:
    whole = joined(pieces)
    text = re.sub(r"(?<=[丁目番地号区町])\s+(?=\d)|(?<=[0-9])\s+(?=[丁番])", "", whole.text[cut:].strip())
    if not pieces[0].vertical:
        text = re.sub(r"(?<=\d)\s*[ー—−一]\s*(?=\d)", "-", text)
        return Value(text, whole.text, whole.weakest, whole.box, scores=whole.scores)
    figures = {ord(kanji): str(value) for value, kanji in enumerate("〇一二三四五六七八九")}
    strokes = re.compile(rf"(?<=[{KANJI}{KANA}])[{DIGITS}][{DIGITS}\-—－−ー｜|1１IＩl]*(?=$|\s|[階号番丁])")
    text = strokes.sub(lambda run: re.sub(r"[—－−ー｜|1１IＩl]", "-", run[0]).translate(figures), text)
    value = Value(text, whole.text, whole.weakest, whole.box)
    return value.doubted(_("written in kanji from top to bottom"))


def _take_line(row: Row, line: Line) -> Line:
    """Takes a whole rest of a row out of it."""
    row.take_rest(line)
    return line


def _take_latin(rows: Sequence[Row], values: Values) -> None:
    for index, row in enumerate(rows):
        for line in row.rest():
            if JAPANESE.search(line.text) or not (_is_latin_address(line.text) or _leads_to_address(line, rows, index)):
                continue
            pieces = [_take_line(row, line)]
            for following in rows[index + 1 : index + 4]:
                more = next((rest for rest in following.rest() if not JAPANESE.search(rest.text)), None)
                below = more is not None and more.box.top - pieces[-1].box.top < 2.4 * pieces[-1].size
                goes_on = more is not None and (pieces[-1].text.rstrip().endswith(",") or _is_latin_address(more.text))
                if more is None or not below or not goes_on:
                    break
                pieces.append(_take_line(following, more))
            whole = joined(pieces)
            text = _LABEL.sub("", re.sub(r",\s*", ", ", whole.text)).strip(" ,")
            if re.search(r"\bJapan\b", text, re.I) or "postal_code" in values:
                text = _JAPAN.sub("", _JAPAN.sub("", text)).strip(" ,")
            text = re.sub(r"(?:,\s*)+,", ",", text)
            values["address"] = Value(text, whole.text, whole.weakest, union([piece.box for piece in pieces]))
            return


def _leads_to_address(line: Line, rows: Sequence[Row], index: int) -> bool:
    """`2-29-3 Higashimuki-nakamachi,` says nothing of an address but for the line it goes on with."""
    if not _NUMBER_AND_PLACE.fullmatch(line.text.strip()) or index + 1 == len(rows):
        return False
    below = [rest for rest in rows[index + 1].rest() if rest.box.top - line.box.top < 2.4 * line.size]
    return any(_ABROAD.search(rest.text) and not JAPANESE.search(rest.text) for rest in below)


def _is_latin_address(text: str) -> bool:
    return bool(re.search(r"\d", text)) and bool(_ABROAD.search(text)) and ("," in text or len(text.split()) > 2)
