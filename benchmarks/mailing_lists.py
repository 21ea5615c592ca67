"""Make a list for mailings: invented leads with purposes, grounds, refusals, bounces and doubts in known shares.

    python benchmarks/mailing_lists.py 4012 見込み客.xlsx
    python benchmarks/mailing_lists.py 100000 leads.csv --seed 2 --once

The people are those of `dedupe_lists.py`, a seventh of the rows a second entry of somebody; with `--once` everybody is
in the list once. To its columns come 取得元, 取得日, 利用目的, 同意, メール配信停止, 不達, 要確認, 国, ランク and 状態.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from dedupe_lists import make
from generate_leads import write_csv, write_xlsx

HEADINGS = [
    "会社名",
    "部署",
    "役職",
    "氏名",
    "フリガナ",
    "メールアドレス",
    "電話番号",
    "FAX",
    "郵便番号",
    "住所",
    "URL",
]
MORE = ["取得元", "取得日", "利用目的", "同意", "メール配信停止", "不達", "要確認", "国", "ランク", "状態"]
MAIL = HEADINGS.index("メールアドレス")


def _one(dice: random.Random, *choices: tuple[str, float]) -> str:
    """One of the texts by its share; nothing for what is left of 1."""
    at = dice.random()
    for text, share in choices:
        at -= share
        if at < 0:
            return text
    return ""


def _address(dice: random.Random, text: str) -> str:
    """Most addresses as they are; some missing, mistyped, or of an office."""
    domain = text.partition("@")[2]
    office = f"info@{domain}" if domain else ""
    return _one(dice, (text, 0.955), (text.replace("@", "@@"), 0.01), (office, 0.01))


def mailing_leads(count: int, seed: int, *, once: bool) -> Iterator[list[str]]:
    """`count` leads; `once`: everybody is in the list once."""
    dice = random.Random(seed)
    seen: set[str] = set()
    left = count
    for person in make("ja", 2 * count + 1000, seed):
        if left == 0:
            return
        if once and person["true_cluster"] in seen:
            continue
        seen.add(person["true_cluster"])
        left -= 1
        lead = [person[heading] for heading in HEADINGS]
        lead[MAIL] = _address(dice, lead[MAIL] or f"k{left}@m{left}.example.jp")
        yield [
            *lead,
            dice.choice(("名刺", "展示会", "フォーム", "セミナー", "紹介", "個別名刺")),
            f"20{dice.randint(22, 26)}-{dice.randint(1, 10):02d}-{dice.randint(1, 28):02d}",
            _one(dice, ("P01", 0.92), ("P02", 0.02), ("P01; P02", 0.05)),
            _one(dice, ("同意あり", 0.75), ("名刺交換", 0.15), ("なし", 0.02)),
            _one(dice, ("○", 0.04), ("2026-05-01", 0.02), ("×", 0.05)),
            _one(dice, ("550 5.1.1", 0.015)),
            _one(dice, ("メールアドレス", 0.01), ("FAX", 0.01)),
            _one(dice, ("カナダ", 0.01), ("US", 0.01)),
            _one(dice, ("A", 0.3), ("B", 0.4), ("C", 0.2)),
            _one(dice, ("顧客", 0.1)),
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--once", action="store_true", help="everybody is in the list once")
    options = parser.parse_args()
    headings = [*HEADINGS, *MORE]
    rows = mailing_leads(options.count, options.seed, once=options.once)
    if options.target.suffix == ".xlsx":
        write_xlsx(options.target, headings, rows)
    else:
        write_csv(options.target, headings, rows, "utf-8-sig")


if __name__ == "__main__":
    main()
