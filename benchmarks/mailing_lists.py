"""Make a list for mailings: invented leads with purposes, grounds, refusals, bounces and doubts in known shares.

    python benchmarks/mailing_lists.py 4012 見込み客.xlsx
    python benchmarks/mailing_lists.py 100000 leads.csv --seed 2 --duplicates 0

To the columns of `generate_leads.py` come 利用目的, 同意, メール配信停止, 不達, 要確認, 国, ランク and 状態.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from generate_leads import HEADINGS, leads, write_csv, write_xlsx

MORE = ["利用目的", "同意", "メール配信停止", "不達", "要確認", "国", "ランク", "状態"]
EMAIL, SOURCE = HEADINGS["ja"].index("メールアドレス"), HEADINGS["ja"].index("取得元")


def _one(dice: random.Random, *choices: tuple[str, float]) -> str:
    """One of the texts by its share; nothing for what is left of 1."""
    at = dice.random()
    for text, share in choices:
        at -= share
        if at < 0:
            return text
    return ""


def mailing_leads(count: int, seed: int, duplicates: float) -> Iterator[list[str]]:
    """`count` leads; `duplicates` of them repeat an earlier one."""
    dice = random.Random(seed)
    for lead in leads(count, dirty=0.1, duplicates=duplicates, seed=seed):
        lead[SOURCE] = dice.choice(("名刺", "展示会", "フォーム", "セミナー", "紹介", "個別名刺"))
        lead[EMAIL] = _one(dice, ("", 0.02), (lead[EMAIL].replace("@", "@@"), 0.01), (lead[EMAIL], 0.96)) or (
            f"info@{lead[EMAIL].partition('@')[2]}"
        )
        if dice.random() < 0.02:
            lead[EMAIL] = ""
        yield [
            *lead,
            _one(dice, ("P01", 0.9), ("P02", 0.03), ("P01; P02", 0.05)),
            _one(dice, ("同意あり", 0.72), ("名刺交換", 0.15), ("なし", 0.03)),
            _one(dice, ("○", 0.06), ("2026-05-01", 0.03), ("×", 0.05)),
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
    parser.add_argument("--duplicates", type=float, default=0.03)
    options = parser.parse_args()
    headings = [*HEADINGS["ja"], *MORE]
    rows = mailing_leads(options.count, options.seed, options.duplicates)
    if options.target.suffix == ".xlsx":
        write_xlsx(options.target, headings, rows)
    else:
        write_csv(options.target, headings, rows, "utf-8-sig")


if __name__ == "__main__":
    main()
