"""Rows among the leads that are none: totals, remarks, examples, numbers of columns, rows not yet filled in."""

import re
import unicodedata
from array import array
from collections.abc import Collection, Iterator, Sequence

from leadlist.formats.document import HeadingScore
from leadlist.locale import _

Rows = Sequence[Sequence[str]]

MOSTLY_HEADINGS = 0.8  # share of known headings from which a row below them says them again
FIGURE = re.compile(r"[-+()¥$€%.,:/\d\s]*(件|名|人|社|円)?")
PHONE = re.compile(r"\+\d.*|\(?0\d[-()\d]{7,}")  # what reads as a figure and is somebody's number
LABELS = r"(総|小|累|月|年|縦|横)?(合?計|件数|人数)|平均(値)?|最大(値)?|最小(値)?"
LABELS_EN = r"(grand|sub)?-?totals?|sum|average|mean|max(imum)?|min(imum)?|count|summe|gesamt|durchschnitt"
TOTALS = re.compile(rf"({LABELS}|{LABELS_EN}):?{FIGURE.pattern}", re.IGNORECASE)  # a label without its blanks
STARTS = frozenset(
    "総小累月年縦横合計件人平最gstamcdGSTAMCDｇｓｔａｍｃｄＧＳＴＡＭＣＤ"
)  # so that few texts are looked at
ENDS = frozenset("計数均値大小lsmtnexLSMTNEXｌｓｍｔｎｅｘＬＳＭＴＮＥＸ:：")
SUBTOTAL = re.compile("[総小累合]計|sub-?totals?", re.IGNORECASE)  # what names nobody even where it stands alone
EXAMPLE = re.compile(
    r"[(（【]?(記入|入力)?例[)）】:：].*|(記入|入力)?例|サンプル|(example|sample)(:.*)?", re.IGNORECASE | re.DOTALL
)
FILLS_IN = re.compile(  # what a template says below a heading about what may stand there
    r"(必須|任意|必要|不要|入力|選択)(項目|入力|事項)?|required|optional|mandatory|[◎○△●-]|[(\[【〔].*[)\]】〕]"
    r"|(半角|全角|最大|文字列|数値|日付|テキスト|text|string|number|date|varchar|char|int)[^@]{0,20}"
    r"|\d+\s*(文字|字|桁|characters?|chars?)(以内|以下|まで)?"
    r"|.{1,20}(で|から|まで|あり|なし|なく|ください|して下さい|可|不可|のみ)[。.]?",
    re.IGNORECASE,
)
SAID = re.compile(r"[^-◎○△●]")  # a row of marks alone is data
NOTE_MARKS = ("※", "*", "＊", "#", "注)", "注）", "注:", "注：", "(注", "（注", "Note:", "NB:")
FOOT = re.compile(  # what a program or a form prints below its table
    r"以上|以下余白|-*\s*end( of .*)?\s*-*|eof|page \d+( of \d+)?|\d+\s*/\s*\d+\s*(ページ|頁|pages?)?"
    r"|(作成|印刷|出力|抽出|発行|(最終)?更新)(日|日時|者|元)?\s*:.*"
    r"|(strictly )?confidential.*|(copyright|©|\(c\)|all rights reserved).*|(社外秘|取扱注意|関係者外秘|部外秘).*"
    r"|(created|printed|exported|last updated)( (on|by|at))?\s*:.*",
    re.IGNORECASE,
)


def is_totals(cells: Sequence[str]) -> bool:
    """True for the filled cells of a totals row: a label such as 合計 and otherwise only figures."""
    texts = ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells]
    labels = [text for text in texts if not FIGURE.fullmatch(text)]
    return bool(labels) and all(map(TOTALS.fullmatch, labels)) and not any(map(PHONE.fullmatch, texts))


def names_totals(cell: str) -> bool:
    """True for a text that may head a row of totals."""
    text = cell.strip()
    if not text or text[0] not in STARTS or text[-1] not in ENDS:
        return False
    return bool(TOTALS.fullmatch("".join(unicodedata.normalize("NFKC", text).split())))


def is_subtotal(cell: str, row: Sequence[str], columns: Sequence[int]) -> bool:
    """True for a row of totals between leads: more than its label, but not most of its cells. `cell` is its first."""
    if cell.strip() and not names_totals(cell):
        return False
    cells = filled(picked(row, columns))
    if len(cells) == 1 < len(columns):  # its sum is a formula that was never calculated
        return bool(SUBTOTAL.fullmatch("".join(cells[0].split())))
    return 1 < len(cells) <= max(3, len(columns) // 2) and is_totals(cells)


def drop_beginning(rows: Rows, found: "array[int]", columns: Sequence[int], score: HeadingScore) -> Iterator[str]:
    """Take off the begin of `found` what is no lead, with a note for each row; `score` tells headings."""
    if found and _says_headings(filled(picked(rows[found[0]], columns)), score):
        yield _("Row {row} says the headings in other words and is no lead.").format(row=found.pop(0) + 1)
    if found and _tells_how_to_fill_in(filled(picked(rows[found[0]], columns))):
        yield _("Row {row} tells how to fill in the columns and is no lead.").format(row=found.pop(0) + 1)
    if found and _numbers_columns(filled(picked(rows[found[0]], columns))):
        yield _("Row {row} numbers the columns and is no lead.").format(row=found.pop(0) + 1)
    if found and _is_example(picked(rows[found[0]], columns)):
        yield _("Row {row} is an example and no lead.").format(row=found.pop(0) + 1)


def _says_headings(cells: Sequence[str], score: HeadingScore) -> bool:
    """True for a second row of headings: in English, or as a program calls its fields."""
    return len(cells) > 2 and score(cells) >= MOSTLY_HEADINGS


def _tells_how_to_fill_in(cells: Sequence[str]) -> bool:
    """True for a row such as 必須, 任意, 半角100文字, or of units in brackets: （百万円）, （人）."""
    texts = [unicodedata.normalize("NFKC", cell).strip() for cell in cells]
    return len(texts) > 1 and all(map(FILLS_IN.fullmatch, texts)) and any(map(SAID.search, texts))


def _is_example(cells: Sequence[str]) -> bool:
    """True for a row that shows how to fill in the list: 例）山田 太郎."""
    return any(EXAMPLE.fullmatch(cell.strip()) for cell in filled(cells)[:2])


def _numbers_columns(cells: Sequence[str]) -> bool:
    """True for the row of a form that numbers its columns: 1, 2, 3 … or ①, ②, ③ …"""
    texts = [unicodedata.normalize("NFKC", cell).strip("() ") for cell in cells]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def says_part_of(cells: Sequence[str], heading: Sequence[str]) -> bool:
    """True for a row that says some of the headings again, each in its column: others came later."""
    pairs = [(cell, wanted) for cell, wanted in zip(cells, heading, strict=True) if cell.strip()]
    return len(pairs) > 1 and all(cell == wanted for cell, wanted in pairs)


def drop_foot(rows: Rows, found: "array[int]", columns: Sequence[int]) -> Iterator[str]:
    """Take off the end of `found` what is no lead, with a note for each kind of row."""
    while found:
        cells = filled(picked(rows[found[-1]], columns))
        if is_totals(cells):
            yield _("Row {row} holds totals and is no lead.").format(row=found[-1] + 1)
        elif len(cells) == 1 and len(columns) > 1 and _is_remark(cells[0].strip()):
            yield _("Row {row} is a remark and no lead.").format(row=found[-1] + 1)
        elif not _is_mark(cells):
            break
        found.pop()
    first = _first_prepared(rows, found, columns)
    if first < len(found):
        yield _("Rows {first} to {last} hold nothing but a running number and are no leads.").format(
            first=found[first] + 1, last=found[-1] + 1
        )
        del found[first:]


def _is_remark(text: str) -> bool:
    return text.startswith(NOTE_MARKS) or bool(FOOT.fullmatch(unicodedata.normalize("NFKC", text)))


def _is_mark(cells: Collection[str]) -> bool:
    """True where nothing but control characters stands, such as the one by which DOS ended a file (1A)."""
    return all(unicodedata.category(letter) == "Cc" for cell in cells for letter in cell.strip())


def _first_prepared(rows: Rows, found: Sequence[int], columns: Sequence[int]) -> int:
    """Where in `found` the rows begin that were numbered in advance and never filled in; its length where none was."""
    first, place, number = len(found), -1, -1
    while first and len(columns) > 1:
        own = picked(rows[found[first - 1]], columns)
        places = [at for at, cell in enumerate(own) if cell.strip()]
        if len(places) != 1 or not own[places[0]].strip().isdecimal():
            break
        if number >= 0 and (places[0] != place or int(own[place]) + 1 != number):
            break
        first, place, number = first - 1, places[0], int(own[places[0]])
    if number < 0:
        return first
    cells = (
        rows[position][columns[place]] for position in reversed(found[:first]) if len(rows[position]) > columns[place]
    )
    above = next((cell.strip() for cell in cells if cell.strip()), "")
    several = len(found) - first > 1  # leads that came since have no number, and those that went leave a gap
    goes_on = above.isdecimal() and (int(above) < number if several else int(above) + 1 == number)
    return first if goes_on or (several and not above) else len(found)


def picked(row: Sequence[str], columns: Sequence[int]) -> list[str]:
    """A row's cells in the list's columns."""
    return [row[column] if column < len(row) else "" for column in columns]


def filled(row: Sequence[str]) -> list[str]:
    """The cells that hold more than blanks."""
    return [cell for cell in row if cell and not cell.isspace()]
