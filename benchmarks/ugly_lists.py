"""Ugly CSV lists, all invented: one small list in every encoding, with everything people and programs do to CSV.

A `Case` is the bytes of a file and what may become of it. Record 2 (`TARO`) is what `normalize` changes and `purge`
removes; the records of `HANAKO` are one person; all other records are to stay as they are.
"""

import codecs
from collections.abc import Iterator
from typing import NamedTuple

HEAD = ["会社名", "氏名", "メールアドレス", "電話番号", "取得元", "取得日", "備考"]
LEADS = [
    ["㈱アルファ商事", "髙橋　太郎", "TARO@EXAMPLE.JP", "０３－５５５５－０１０１", "名刺", "2020-01-10", "至急"],
    ["ベータ工業株式会社", "鈴木 花子", "hanako@example.jp", "03-5555-0102", "名刺", "2026-08-01", "HANAKO①"],
    ["ベータ工業株式会社", "鈴木 花子", "hanako@example.jp", "03-5555-0102", "名刺", "2026-08-02", "HANAKO②"],
    ["ガンマ物産株式会社", "佐藤 次郎", "jiro@example.jp", "06-5555-0103", "名刺", "2026-08-01", "表示ソ能"],
    ["デルタ運輸株式会社", "田中 三郎", "saburo@example.jp", "06-5555-0104", "名刺", "2026-08-01", ""],
    ["イプシロン株式会社", "伊藤 四郎", "shiro@example.jp", "06-5555-0105", "名刺", "2026-08-01", "可"],
    ["ゼータ電機株式会社", "渡辺 五郎", "goro@example.jp", "06-5555-0106", "名刺", "2026-08-01", "可"],
    ["イータ建設株式会社", "中村 六郎", "rokuro@example.jp", "06-5555-0107", "名刺", "2026-08-01", "可"],
    ["シータ食品株式会社", "小林 七郎", "nanaro@example.jp", "06-5555-0108", "名刺", "2026-08-01", "可"],
]
TODAY = "2026-11-22"
Rows = list[list[str]]


class Case(NamedTuple):
    """A file: its bytes, the codec and mark they were made with, and how it may end.

    `wanted`: `done` (every command does its work), `refused` (each ends with a sentence and exit 2 or 5), `either`.
    """

    name: str
    data: bytes
    codec: str = "utf-8"
    mark: bytes = b""
    delimiter: str = ","
    wanted: str = "done"
    suffix: str = ".csv"


def rendered(rows: Rows, delimiter: str = ",", end: str = "\r\n", *, quoted: bool = False) -> str:
    """Rows as CSV, quoted where needed or all over."""

    def cell(text: str) -> str:
        if quoted or any(mark in text for mark in (delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


def with_note(text: str, place: int = 3) -> Rows:
    """The list with another remark in one lead that nothing changes."""
    rows = [HEAD, *map(list, LEADS)]
    rows[place + 1][6] = text
    return rows


PLAIN = rendered([HEAD, *LEADS])
LINES = PLAIN.splitlines(keepends=True)
WIDE = [*HEAD, *[f"項目{n}" for n in range(300)]]

TEXTS: dict[str, str] = {
    "plain": PLAIN,
    "line ends LF": PLAIN.replace("\r\n", "\n"),
    "line ends CR": PLAIN.replace("\r\n", "\r"),
    "line ends mixed": "".join(line[:-2] + ("\r\n", "\n", "\r")[n % 3] for n, line in enumerate(LINES)),
    "line ends LF CR": PLAIN.replace("\r\n", "\n\r"),
    "line ends CR CR LF": PLAIN.replace("\r\n", "\r\r\n"),
    "no final line end": PLAIN[:-2],
    "many final line ends": PLAIN + "\r\n" * 40,
    "blank lines inside": "".join(line + "\r\n" * (n % 3) for n, line in enumerate(LINES)),
    "lines of delimiters alone": "".join(LINES[:4]) + ",,,,,,\r\n" + "".join(LINES[4:]) + ",,,,,,\r\n" * 30,
    "lines of blanks": "".join(LINES[:4]) + " \r\n　\r\n\t\r\n" + "".join(LINES[4:]) + "  ",
    "all quoted": rendered([HEAD, *LEADS], quoted=True),
    "text quoted, no final end": rendered([HEAD, *LEADS], quoted=True)[:-2],
    "quotes in the middle": PLAIN.replace("ガンマ物産", 'ガン"マ"物産'),
    "a quote at a cell's end": PLAIN.replace("表示ソ能", '24"'),
    "text behind a closing quote": PLAIN.replace("表示ソ能", '"表示"ソ能'),
    "blanks around quotes": PLAIN.replace("表示ソ能", ' "表示ソ能" '),
    "quotes doubled": rendered(with_note('彼は"可"と""言った')),
    "a cell of quotes alone": PLAIN.replace("表示ソ能", '""""""'),
    "an empty quoted cell": PLAIN.replace("表示ソ能", '""'),
    "backslash before a quote": PLAIN.replace("表示ソ能", '"表\\""示"'),
    "delimiters in quotes": rendered(with_note("可,否,;|\t,")),
    "line breaks in cells": rendered(with_note("一行\r\n二行\n三行\r四行\n\n\n")),
    "a line break in a heading": rendered([[*HEAD[:2], "メールアドレス\n(必須)", *HEAD[3:]], *LEADS]),
    "a record in a cell": rendered(with_note("\r\n".join(map(",".join, LEADS)))),
    "NUL in a cell": PLAIN.replace("表示ソ能", "表示\0ソ能"),
    "NUL between records": "".join(LINES[:5]) + "\0\r\n" + "".join(LINES[5:]),
    "control characters": PLAIN.replace("表示ソ能", "\x01\x02\x07\x0b\x0c\x1b[31m\x1c\x1d\x1e\x7f\x85"),
    "DOS end of file": PLAIN + "\x1a",
    "records too short": "".join(LINES[:4]) + "オメガ,大野 八郎\r\n架空\r\n" + "".join(LINES[4:]),
    "records too long": PLAIN.replace("表示ソ能", "表示,ソ,能,,"),
    "trailing delimiters": PLAIN.replace("\r\n", ",\r\n"),
    "trailing delimiters, headings without": LINES[0] + "".join(LINES[1:]).replace("\r\n", ",,\r\n"),
    "doubled delimiters": PLAIN.replace(",", ",,"),
    "a leading column without a name": "".join("," + line for line in LINES),
    "titles above": "見込み客一覧\r\n作成日,2026/11/22\r\n\r\n" + PLAIN,
    "a title as wide as the list": "見込み客一覧,,,,,,\r\n,,,,,,\r\n" + PLAIN,
    "totals below": PLAIN + "合計,9件,,,,,\r\n",
    "remarks and totals below": PLAIN + "\r\n小計,,,,,,9\r\n合計,,,,,,9\r\n※社外秘\r\n",
    "headings again": "".join(LINES[:5]) + LINES[0] + "".join(LINES[5:]),
    "a second table below": PLAIN + "\r\n\r\n氏名,メールアドレス\r\n別表 一郎,betsu@example.jp\r\n",
    "a second table beside": rendered([[*row, "", name, n] for row, name, n in zip(
        [HEAD, *LEADS], ["区分", *"ABCDEFGHI"], ["件数", *"123456789"], strict=True)]),
    "doubled headings": rendered([[*HEAD[:6], "氏名"], *LEADS]),
    "blank headings": rendered([[*HEAD[:5], "取得日", ""], *LEADS]),
    "headings with blanks around": rendered([[f" {name}　" for name in HEAD], *LEADS]),
    "headings in half width": rendered([["会社名", "氏名", "ﾒｰﾙｱﾄﾞﾚｽ", "ＴＥＬ", "取得元", "取得日", "備考"], *LEADS]),
    "headings of two rows": ",,連絡先,,取得,,\r\n" + PLAIN,
    "comment lines": "# 出力 2026-11-22\r\n" + PLAIN + "# 以上\r\n",
    "full-width commas": PLAIN.replace("表示ソ能", "表示，ソ、能，"),
    "Excel's ="": cells": PLAIN.replace("表示ソ能", '="0123"'),
    "Excel's ="": cells, quoted": PLAIN.replace("表示ソ能", '"=""0123"""'),
    "formulas": PLAIN.replace("表示ソ能", "=HYPERLINK(1)+@SUM(-1)"),
    "an apostrophe": PLAIN.replace("06-5555-0103", "'0655550103").replace("表示ソ能", "'=1"),
    "numbers of all sorts": PLAIN.replace("表示ソ能", "1.20E+05").replace("可", "007"),
    "markup": PLAIN.replace("表示ソ能", "[/red][bold]<b>&amp;</b>%s{}"),
    "a mark in the middle": PLAIN.replace("表示ソ能", "\ufeff表示ソ能"),
    "a mark before a record": "".join(LINES[:5]) + "\ufeff" + "".join(LINES[5:]),
    "two marks": "\ufeff" + PLAIN,
    "letters of many kinds": PLAIN.replace("表示ソ能", "𠮷野家é葛\U000e0100が👨‍👩‍👧"),
    "letters of NEC and IBM": PLAIN.replace("表示ソ能", "㈱①髙﨑ⅲ≒∑纊￢彅"),
    "half-width kana": PLAIN.replace("表示ソ能", "ｶﾞﾝﾏﾌﾞｯｻﾝ"),
    "Unicode line ends": PLAIN.replace("表示ソ能", "表示\u2028ソ\u2029能\x85可"),
    "a long cell": rendered(with_note("長" * 60_000)),
    "many lines in a cell": rendered(with_note("行\r\n" * 3000)),
    "300 more columns": rendered([WIDE, *[[*row, *map(str, range(300))] for row in LEADS]]),
    "many blank columns": rendered([[*row, *[""] * 2000] for row in [HEAD, *LEADS]]),
    "a lone CR in a cell, unquoted": PLAIN.replace("表示ソ能", "表示\rソ能"),
    "the same record often": PLAIN + LINES[5] * 3,
}  # fmt: skip
EITHER = {  # refusing is right as well, or what is done differs
    "line ends LF CR", "NUL between records", "a lone CR in a cell, unquoted", "the same record often", "two marks",
    "doubled headings", "headings of two rows", "records too short", "a second table beside", "DOS end of file",
    "comment lines", "a mark before a record", "letters of many kinds",
}  # fmt: skip

CODECS: tuple[tuple[str, bytes], ...] = (
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("cp932", b""),
    ("euc_jp", b""),
    ("iso2022_jp", b""),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
)

FEWER = str.maketrans({"㈱": "（株）", "髙": "高", "①": "1", "②": "2", "－": "-"})
"""For encodings that lack these letters."""


def cases() -> Iterator[Case]:
    """Every text in every encoding that has its characters, then what is no text, or a text of its own."""
    for codec, mark in CODECS:
        for name, text in TEXTS.items():
            own = text.translate(FEWER) if codec in ("euc_jp", "iso2022_jp") else text
            try:
                data = mark + own.encode(codec)
            except UnicodeEncodeError:
                continue
            label = f"{codec}{' with a mark' if mark else ''}: {name}"
            yield Case(label, data, codec, mark, wanted="either" if name in EITHER else "done")
    yield from delimited()
    yield from others()


def delimited() -> Iterator[Case]:
    """The other delimiters, in files of all suffixes."""
    for delimiter, name in (("\t", "tabs"), (";", "semicolons"), ("|", "bars")):
        for codec in ("utf-8", "cp932", "utf-16-le"):
            mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else b""
            texts = {
                "plain": rendered([HEAD, *LEADS], delimiter),
                "quoted": rendered([HEAD, *LEADS], delimiter, quoted=True),
                "commas in every cell": rendered([HEAD, *[[*row[:6], "可,否,,"] for row in LEADS]], delimiter),
                "a title with commas": "一覧,2026,\r\n\r\n" + rendered([HEAD, *LEADS], delimiter),
                "delimiters in quotes": rendered(with_note(f"可{delimiter}否{delimiter}"), delimiter),
            }
            for suffix in (".csv", ".tsv", ".txt"):
                for label, text in texts.items():
                    if suffix == ".csv" or label == "plain":
                        data = mark + text.encode(codec)
                        yield Case(f"{codec}: {name}, {label}, {suffix}", data, codec, mark, delimiter, suffix=suffix)
        yield Case(
            f"sep= and {name}",
            f"sep={delimiter}\r\n{rendered([HEAD, *LEADS], delimiter)}".encode(),
            "utf-8",
            b"",
            delimiter,
        )
    yield Case(
        "sep=, in UTF-16",
        codecs.BOM_UTF16_LE + ("sep=,\r\n" + PLAIN).encode("utf-16-le"),
        "utf-16-le",
        codecs.BOM_UTF16_LE,
    )
    yield Case("sep=;, though commas part", ("sep=;\r\n" + PLAIN).encode(), wanted="either")


def others() -> Iterator[Case]:
    """What is damaged, empty, or hardly a list."""
    plain, cp932 = PLAIN.encode(), PLAIN.encode("cp932")
    refused: dict[str, bytes] = {
        "nothing": b"",
        "a mark alone": codecs.BOM_UTF8,
        "blank lines alone": b"\r\n\r\n \r\n",
        "one cell": "あ".encode(),
        "one number": b"1",
        "a delimiter alone": b",",
        "a quote alone": b'"',
        "NUL bytes alone": b"\0" * 5000,
        "no headings": b"1,2,3\r\n4,5,6\r\n",
        "a quote never closed": plain + '"ヨタ,ヨタ\r\n'.encode(),
        "a quote never closed at the end": plain[:-2] + b',"',
        "a quote never closed at the top": b'"' + plain,
        "UTF-16 cut in a character": codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le")[:-1],
        "random bytes": bytes((n * 7919 + n // 7) % 251 for n in range(5000)),
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "a PDF": b"%PDF-1.7\n" + plain,
        "a web page": "<html><table><tr><td>会社名</td></tr></table></html>".encode(),
        "20,000 columns": rendered([[*HEAD, *["x"] * 20_000], *LEADS]).encode(),
        "a cell of 10 MB": rendered(with_note("長" * 3_500_000)).encode(),
        "UTF-32": PLAIN.encode("utf-32"),
    }
    for name, data in refused.items():
        yield Case(f"no list: {name}", data, wanted="refused")
    either: dict[str, tuple[bytes, str]] = {
        "headings alone": (LINES[0].encode(), "utf-8"),
        "headings alone, no line end": (",".join(HEAD).encode(), "utf-8"),
        "one lead": ("".join(LINES[:2]).encode(), "utf-8"),
        "one column": ("".join(row[2] + "\r\n" for row in [HEAD, *LEADS]).encode(), "utf-8"),
        "a broken byte in CP932": (cp932.replace("表示".encode("cp932"), "表示".encode("cp932") + b"\x81"), "cp932"),
        "a broken byte in UTF-8": (plain.replace("表示".encode(), "表示".encode() + b"\xff"), "utf-8"),
        "CP932 cut in a character": (cp932[:-2] + "可".encode("cp932")[:1], "cp932"),
        "UTF-8 with a record in CP932": (plain + LINES[5].encode("cp932"), "utf-8"),
        "a mark, then CP932": (codecs.BOM_UTF8 + cp932, "cp932"),
        "16,384 columns": (rendered([[*HEAD, *[""] * 16_377], *LEADS]).encode(), "utf-8"),
        "UTF-7": (PLAIN.encode("utf-7"), "utf-7"),
        "a quote closed records later": (plain.replace(b"06-5555-0104", b'"06-5555-0104') + b'x,"y"\r\n', "utf-8"),
    }  # fmt: skip
    for name, (data, codec) in either.items():
        yield Case(f"hardly a list: {name}", data, codec, wanted="either")
    for number, lines in enumerate((1, 2, 3, 5)):  # files so short that encodings are alike
        short = "".join([LINES[0], *LINES[-lines:]]).translate(FEWER)
        for codec in ("utf-8", "cp932", "euc_jp"):
            yield Case(f"short {number}: {codec}", short.encode(codec), codec, wanted="either")
