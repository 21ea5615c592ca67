"""Lists of made leads with known truth: companies, colleagues, branches, namesakes, and records entered twice or more.

    python benchmarks/dedupe_lists.py ja 10000 > list.csv        (columns of a lead list, and true_cluster)

Every value is invented. The same arguments give the same list.
"""

import csv
import random
import sys
from collections.abc import Callable

FAMILY_JA = (
    "佐藤:サトウ 鈴木:スズキ 高橋:タカハシ 田中:タナカ 伊藤:イトウ 渡辺:ワタナベ 山本:ヤマモト "
    "中村:ナカムラ 小林:コバヤシ 加藤:カトウ 吉田:ヨシダ 山田:ヤマダ 松本:マツモト 井上:イノウエ "
    "木村:キムラ 清水:シミズ 斎藤:サイトウ 橋本:ハシモト 岡田:オカダ 藤原:フジワラ 三浦:ミウラ "
    "原田:ハラダ 小川:オガワ 竹内:タケウチ 石原:イシハラ 白川:シラカワ 水野:ミズノ 大沢:オオサワ "
    "桜井:サクライ 野村:ノムラ"
)
GIVEN_JA = (
    "一郎:イチロウ 健太:ケンタ 翔:ショウ 大輔:ダイスケ 誠:マコト 浩二:コウジ 直樹:ナオキ 美咲:ミサキ "
    "花子:ハナコ 陽子:ヨウコ 恵:メグミ 由美:ユミ 千尋:チヒロ 優:ユウ 和也:カズヤ 裕子:ユウコ 真理:マリ "
    "拓海:タクミ 彩:アヤ 修:オサム 智子:トモコ 茂:シゲル 亮:リョウ 春香:ハルカ 正樹:マサキ 光:ヒカル"
)
COMPANY_JA = (
    "青葉 北斗 みらい 山川 三栄 東和 中央 日の出 光洋 大和 若葉 瑞穂 富士見 ひかり 銀河 双葉 朝日野 松風 白鳥 千歳"
)
TRADE_JA = "商事 電機 建設 食品 運輸 印刷 システム 精密 化学 工業 農園 物流 設計 不動産 繊維 機械"
TOWN_JA = (
    "東京都港区赤坂:107 大阪府大阪市北区梅田:530 愛知県名古屋市中区栄:460 "
    "福岡県福岡市博多区博多駅前:812 北海道札幌市中央区大通西:060 神奈川県横浜市西区北幸:220"
)
FAMILY_EN = (
    "Smith Johnson Brown Taylor Wilson Clark Lewis Walker Young Harris Turner Parker Collins Morgan Reed "
    "Cooper Bailey Bennett Foster Hughes Barton Calder Denholm Elswick Farrow Gadsby Hollis Ingram Jessop "
    "Kendrick"
)
GIVEN_EN = (
    "James Robert Michael William David Richard Thomas Daniel Matthew Anthony Margaret Deborah Susan "
    "Elizabeth Jennifer Patricia Katherine Rebecca Amanda Nicholas Edward Samuel Laura Emma Olivia Henry"
)
COMPANY_EN = (
    "Beacon Summit Granite Falcon Harbor Pioneer Sterling Crystal Maple Orion Vector Anchor Legacy Northgate "
    "Redwood Atlas"
)
TRADE_EN = "Foods Logistics Medical Textiles Partners Design Plastics Energy Insurance Printing Consulting Tools"
TITLES_JA = "部長 課長 係長 主任 担当 取締役 社長"
DEPARTMENTS_JA = "営業部 総務部 開発部 購買部 人事部 経理部"
STREETS_EN = "Oak Main Hill Lake Mill"
WAYS_EN = "Street Road Avenue"
TITLES_EN = "Manager Director Engineer Buyer Owner Consultant"


def typo(rng: random.Random, text: str) -> str:
    """The text with one slip: a letter lost, doubled or exchanged with the next."""
    if len(text) < 4:
        return text
    at = rng.randrange(len(text) - 1)
    slips = (
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )
    return rng.choice(slips)


def office_ja(rng: random.Random, number: int) -> dict[str, str]:
    """A Japanese company."""
    town, code = rng.choice(TOWN_JA.split()).split(":")
    core = rng.choice(COMPANY_JA.split()) + rng.choice(TRADE_JA.split())
    return {
        "会社名": rng.choice(("株式会社{}", "{}株式会社", "有限会社{}")).format(core),
        "郵便番号": f"{code}-{rng.randrange(1, 99):04d}",
        "住所": f"{town}{rng.randint(1, 7)}-{rng.randint(1, 30)}-{rng.randint(1, 25)}",
        "電話番号": f"0{rng.choice('36')}-{rng.randint(1000, 9999)}-{rng.randint(0, 9999):04d}",
        "domain": f"c{number}.example.jp",
    }


def person_ja(rng: random.Random, office: dict[str, str]) -> dict[str, str]:
    """Somebody who works there."""
    family, family_kana = rng.choice(FAMILY_JA.split()).split(":")
    given, given_kana = rng.choice(GIVEN_JA.split()).split(":")
    own = {
        "氏名": f"{family} {given}",
        "フリガナ": f"{family_kana} {given_kana}",
        "部署": rng.choice(DEPARTMENTS_JA.split()),
    }
    local = f"{rng.choice('abcdefghkmnrsty')}.{hash_of(family) % 9999}{hash_of(given) % 99}"
    own["メールアドレス"] = f"{local}@{office['domain']}"
    if rng.random() < 0.3:
        own["電話番号"] = f"090-{rng.randint(1000, 9999)}-{rng.randint(0, 9999):04d}"
    return {**{k: v for k, v in office.items() if k != "domain"}, **own, "役職": rng.choice(TITLES_JA.split())}


def office_en(rng: random.Random, number: int) -> dict[str, str]:
    """An English-speaking company."""
    core = f"{rng.choice(COMPANY_EN.split())} {rng.choice(TRADE_EN.split())}"
    return {
        "Company": f"{core} {rng.choice(('Inc.', 'LLC', 'Ltd.'))}",
        "Postal code": f"{rng.randint(10000, 99999)}",
        "Street": f"{rng.randint(100, 9999)} {rng.choice(STREETS_EN.split())} {rng.choice(WAYS_EN.split())}",
        "Phone": f"+1 {rng.randint(201, 989)} {rng.randint(200, 999)} {rng.randint(0, 9999):04d}",
        "domain": f"c{number}.example.com",
    }


def person_en(rng: random.Random, office: dict[str, str]) -> dict[str, str]:
    """Somebody who works there."""
    given, family = rng.choice(GIVEN_EN.split()), rng.choice(FAMILY_EN.split())
    own = {"Name": f"{given} {family}", "Email": f"{given}.{family}@{office['domain']}".lower()}
    if rng.random() < 0.3:
        own["Phone"] = f"+1 {rng.randint(201, 989)} {rng.randint(200, 999)} {rng.randint(0, 9999):04d}"
    return {**{k: v for k, v in office.items() if k != "domain"}, **own, "Job title": rng.choice(TITLES_EN.split())}


def hash_of(text: str) -> int:
    """A number for a text, the same in every run."""
    return sum(ord(character) * 31**at for at, character in enumerate(text))


MAKERS: dict[str, tuple[Callable[..., dict[str, str]], Callable[..., dict[str, str]]]] = {
    "ja": (office_ja, person_ja),
    "en": (office_en, person_en),
}


def make(language: str, rows: int, seed: int = 1) -> list[dict[str, str]]:
    """A list of so many rows; a fifth of them stand for a person who is in it already."""
    rng = random.Random(f"{language}{seed}")
    office_of, person_of = MAKERS[language]
    made: list[dict[str, str]] = []
    number = truth = 0
    while len(made) < rows:
        number += 1
        office = office_of(rng, number)
        role = f"info@{office['domain']}"
        for _person in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
            truth += 1
            person = person_of(rng, office)
            for copy in range(1 + (rng.random() < 0.2) * rng.choice((1, 1, 2, 4))):
                made.append({**_entered(rng, person, role, copy), "true_cluster": str(truth)})
    rng.shuffle(made)
    return made[:rows]


def _entered(rng: random.Random, person: dict[str, str], role: str, copy: int) -> dict[str, str]:
    """A person as somebody typed it in: cells left out, slips, a role address instead of the own."""
    row = dict(person)
    for heading, text in person.items():
        if heading not in ("氏名", "Name", "会社名", "Company") and rng.random() < 0.25:
            row[heading] = ""
        elif copy and rng.random() < 0.05:
            row[heading] = typo(rng, text)
    for heading in ("メールアドレス", "Email"):
        if heading in row and rng.random() < 0.06:
            row[heading] = role
    if "氏名" in row and rng.random() < 0.4:
        row["氏名"] = row["氏名"].replace(" ", "")
    return row


def main() -> None:
    """Print a list."""
    rows = make(sys.argv[1], int(sys.argv[2]))
    writer = csv.DictWriter(sys.stdout, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
