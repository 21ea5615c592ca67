"""Look for a text that breaks the laws of normalizing: idempotent, same key, no digit invented, no kanji changed.

    python benchmarks/normalize_laws.py [TEXTS] [--seed 1]

TEXTS random texts for each of 28 fields, put together from pieces that mean something somewhere (forms, labels, eras,
dashes, domains) and from letters of many scripts. Prints each text that breaks a law, at most three a law and field.
tests/normalizers/test_laws.py holds the same laws with fewer texts.
"""

import argparse
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from leadlist.normalizers import loose_key, match_key, normalize, split
from leadlist.rules import load_rules

RULES = load_rules()
HYPHENED = replace(RULES, normalize=replace(RULES.normalize, address_numbers="hyphen"))
PLACES = ("address", "street", "city", "building")
NUMBERS = ("phone", "mobile", "fax", "postal_code", "corporate_number")
FIELDS = (
    *("name", "family_name", "name_en", "name_kana", "company", "company_kana", "department", "title", "phone"),
    *("mobile", "fax", "phone_ext", "email", "email_2", "url", "postal_code", "prefecture", *PLACES, "acquired_on"),
    *("birthday", "corporate_number", "invoice_number", "note", "status", "tags"),
)
WORDS = """
株式会社 (株) ㈱ （有） ㈲ ㍿ ㈳ (合) (医) （一社） 合同会社 Inc Co.,Ltd. S.A. AG LLC GmbH & ＆ 山田 様 殿
さん 御中 サマ カ) ヤマダ 支店 営業部 東京都 新宿区 西新宿 府中市 郡 北 条 の ノ 之 字 大字 丁目 番 番地 1号
号室 階 F 棟 ビル 上る 通 町 〒 ヶ ケ が 東 南 0 1 2 8 03 90 100 1234 5678 123456 0120 0570 0800 050 ０３ ５
FAX 内線 ext x # +81 TEL: 代表 (代) E+11 .0 - － ー − ‐ ― ─ ～ 〜 taro @ ＠ example docomo.ne.jp gmail.com
.. . jp https:// http: / // www mailto: < > ? %20 :443 日本 ; 、 ， , ・ = ＝ 令和 平成 昭和 大正 明治 R6 H31
S64 元年 6年 3月 5日 4 30 31 12 2024 24 10:30 午後 9時 T (火) March 5th 5010401067252 なし 非公開 N/A
ご担当者様 部長 ﾞ ゛ ﾟ ガ ｶ ﾊﾟ ｰ ッ ン 々 ゝ ヽ 神 塚 𠮷 髙 﨑 é ß İ ﬁ № ① Ⅲ 한 王 Я
"""
SIGNS = (*" 　\n\t\u200b\u200d\u00ad\ufeff\u00a0\u2003\ue000\U000e0100\ufe00", "\r\n", "; ")
PIECES = (*WORDS.split(), *SIGNS)
RANGES = (
    *((0x20, 0x7F), (0xA0, 0x250), (0x300, 0x36F), (0x600, 0x6FF), (0x2000, 0x206F), (0x3000, 0x30FF)),
    *((0x3200, 0x33FF), (0x4E00, 0x9FFF), (0xAC00, 0xAD00), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x20100)),
)
KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def text_of(dice: random.Random) -> str:
    """Some pieces, some letters, or both."""
    letters = dice.choice((0.0, 0.0, 0.0, 0.3, 1.0))
    return "".join(
        chr(dice.randint(*dice.choice(RANGES))) if dice.random() < letters else dice.choice(PIECES)
        for _piece in range(dice.randint(1, 10))
    )


def broken(field: str, text: str) -> Iterator[tuple[str, str]]:
    """Each law that the text breaks, and what was written."""
    for rules in (RULES, HYPHENED) if field in PLACES else (RULES,):
        written = normalize(field, text, rules)
        if normalize(field, written, rules) != written:
            yield "idempotent", written
        if match_key(field, written, rules) != match_key(field, text, rules):
            yield "same key", written
        loose_key(field, text, rules)
        kept, rest = split(field, text, rules)
        if not rest and kept != text:
            yield "split", kept
    if field in NUMBERS and written != text:
        added = Counter(re.sub("[^0-9]", "", written))
        added -= Counter(re.sub("[^0-9]", "", unicodedata.normalize("NFKC", text)))
        if set(added) - {"0"} or added["0"] > written.count(";") + 1:
            yield "digits", written
    if field in ("name", "family_name"):
        now, before = KANJI.findall(written), KANJI.findall(text)
        if now != before[: len(now)] or set(before[len(now) :]) - set("様殿御中"):
            yield "kanji", written


def main() -> None:
    """Try, print what breaks, and how many texts were tried."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("texts", type=int, nargs="?", default=25_000)
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    dice, found, started = random.Random(asked.seed), Counter[tuple[str, str]](), time.process_time()
    for field in FIELDS:
        for _text in range(asked.texts):
            text = text_of(dice)
            for law, written in broken(field, text):
                found[field, law] += 1
                if found[field, law] <= 3:
                    print(f"{field}: {law}: {text!r} -> {written!r}")
    seconds = time.process_time() - started
    print(f"{asked.texts * len(FIELDS):,} texts in {seconds:.0f} s of CPU, {found.total()} break a law")


if __name__ == "__main__":
    main()
