"""Hard pairs, one list of two rows each: merged, or left alone."""

import dataclasses
from collections.abc import Callable

import pytest

from leadlist.leads import lead_list
from leadlist.operations.deduplicate import plan
from leadlist.recognition import recognize
from leadlist.rules import load_rules

JA = ["氏名", "フリガナ", "会社名", "部署", "役職", "メールアドレス", "電話番号", "郵便番号", "住所"]
EN = ["Name", "Company", "Job title", "Email", "Phone", "Street", "Postal code"]
Record = dict[str, str]

PEOPLE_JA: list[Record] = [
    dict(zip(JA, row, strict=True))
    for row in (
        (
            "髙橋 健太",
            "タカハシ ケンタ",
            "株式会社青葉商事",
            "営業部",
            "課長",
            "k.takahashi@aoba.example.jp",
            "03-3344-5566",
            "107-0052",
            "東京都港区赤坂1-2-3",
        ),
        (
            "渡邊 美咲",
            "ワタナベ ミサキ",
            "北斗電機株式会社",
            "開発部",
            "主任",
            "watanabe@hokuto.example.jp",
            "06-6233-4455",
            "530-0001",
            "大阪府大阪市北区梅田2-4-6",
        ),
        (
            "斎藤 直樹",
            "サイトウ ナオキ",
            "有限会社山川食品",
            "総務部",
            "部長",
            "saito.n@yamakawa.example.jp",
            "052-231-7788",
            "460-0008",
            "愛知県名古屋市中区栄3-5-7",
        ),
        (
            "山﨑 陽子",
            "ヤマザキ ヨウコ",
            "合同会社みらい設計",
            "購買部",
            "担当",
            "yamazaki@mirai.example.jp",
            "092-433-1122",
            "812-0011",
            "福岡県福岡市博多区博多駅前4-1-8",
        ),
        (
            "松本 大輔",
            "マツモト ダイスケ",
            "光洋印刷株式会社",
            "人事部",
            "係長",
            "d.matsumoto@koyo.example.jp",
            "045-311-9900",
            "220-0004",
            "神奈川県横浜市西区北幸1-9-2",
        ),
    )
]
PEOPLE_EN: list[Record] = [
    dict(zip(EN, row, strict=True))
    for row in (
        (
            "Robert Denholm",
            "Beacon Foods Inc.",
            "Manager",
            "robert.denholm@beacon.example.com",
            "+1 415 526 1831",
            "320 Oak Street",
            "94147",
        ),
        (
            "Margaret Elswick",
            "Granite Tools LLC",
            "Buyer",
            "margaret.elswick@granite.example.com",
            "+1 503 385 9646",
            "71 Lake Avenue",
            "97271",
        ),
        (
            "Deborah Calder",
            "Orion Textiles Ltd.",
            "Director",
            "deborah.calder@orion.example.com",
            "+1 215 671 4275",
            "452 Mill Road",
            "19189",
        ),
        (
            "Anthony Jessop",
            "Falcon Energy Corp.",
            "Owner",
            "anthony.jessop@falcon.example.com",
            "+1 313 793 9623",
            "958 Hill Drive",
            "48249",
        ),
        (
            "Katherine Gadsby",
            "Maple Design Co.",
            "Engineer",
            "katherine.gadsby@maple.example.com",
            "+1 612 607 9774",
            "1684 Main Lane",
            "55432",
        ),
    )
]
OTHERS_JA = [
    ("井上 誠", "イノウエ マコト"),
    ("中村 花子", "ナカムラ ハナコ"),
    ("木村 拓海", "キムラ タクミ"),
    ("清水 優", "シミズ ユウ"),
    ("岡田 恵", "オカダ メグミ"),
]
OTHERS_EN = ["Laura Hollis", "Samuel Ingram", "Olivia Barton", "Henry Farrow", "Emma Kendrick"]


def changed(record: Record, **cells: str) -> Record:
    return {**record, **cells}


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def without(record: Record, *headings: str) -> Record:
    return {heading: "" if heading in headings else text for heading, text in record.items()}


Variant = Callable[[Record, int], Record]

MERGED_JA: dict[str, Variant] = {
    "the same cells again": lambda r, i: r,
    "full-width mail and phone": lambda r, i: changed(
        r, メールアドレス=wide(r["メールアドレス"]), 電話番号=wide(r["電話番号"])
    ),
    "another form of the same kanji, no blank": lambda r, i: changed(
        r, 氏名=r["氏名"].translate(str.maketrans("髙邊﨑斎", "高辺崎斉")).replace(" ", "")
    ),
    "half the cells empty": lambda r, i: without(r, "フリガナ", "部署", "郵便番号", "住所"),
    "abbreviated legal form, moved office": lambda r, i: changed(
        r, 会社名=r["会社名"].replace("株式会社", "㈱"), 住所="東京都千代田区丸の内9-9-9", 郵便番号="100-0005"
    ),
    "promoted and in another department": lambda r, i: changed(r, 役職="取締役", 部署="経営企画室"),
    "slip in the phone number": lambda r, i: changed(r, 電話番号=r["電話番号"].replace("3", "8", 1)),
    "hiragana reading, role address": lambda r, i: changed(
        r,
        フリガナ="".join(chr(ord(c) - 96) if "ァ" <= c <= "ヶ" else c for c in r["フリガナ"]),
        メールアドレス="info@" + r["メールアドレス"].split("@")[1],
    ),
}
APART_JA: dict[str, Variant] = {
    "colleague at the same switchboard": lambda r, i: changed(
        r, 氏名=OTHERS_JA[i][0], フリガナ=OTHERS_JA[i][1], メールアドレス=f"x{i}@" + r["メールアドレス"].split("@")[1]
    ),
    "colleague who shares the info address": lambda r, i: changed(
        r, 氏名=OTHERS_JA[i][0], フリガナ=OTHERS_JA[i][1], メールアドレス="info@" + r["メールアドレス"].split("@")[1]
    ),
    "brother in the family firm": lambda r, i: changed(
        r,
        氏名=r["氏名"].split()[0] + " 茂",
        フリガナ=r["フリガナ"].split()[0] + " シゲル",
        メールアドレス="shigeru@" + r["メールアドレス"].split("@")[1],
    ),
    "namesake in another company": lambda r, i: changed(
        r,
        会社名="千歳農園株式会社",
        部署="製造部",
        役職="社長",
        メールアドレス="info@chitose.example.jp",
        電話番号="011-222-3333",
        郵便番号="060-0042",
        住所="北海道札幌市中央区大通西8-8-8",
    ),
}
MERGED_EN: dict[str, Variant] = {
    "the same cells again": lambda r, i: r,
    "capitals and family name first": lambda r, i: changed(r, Name=", ".join(reversed(r["Name"].upper().split()))),
    "short form of the given name": lambda r, i: changed(
        r,
        Name=r["Name"]
        .translate(str.maketrans({}))
        .replace("Robert", "Bob")
        .replace("Margaret", "Maggie")
        .replace("Deborah", "Debbie")
        .replace("Anthony", "Tony")
        .replace("Katherine", "Kate"),
    ),
    "initial and the same mail": lambda r, i: changed(
        r, Name=r["Name"][0] + ". " + r["Name"].split()[1], Street="", Phone=""
    ),
    "national phone, legal form left out": lambda r, i: changed(
        r, Phone=r["Phone"].replace("+1 ", ""), Company=" ".join(r["Company"].split()[:2])
    ),
    "slip in the family name": lambda r, i: changed(r, Name=r["Name"][:-2] + r["Name"][-1]),
    "half the cells empty": lambda r, i: without(r, "Job title", "Street", "Postal code"),
    "moved and promoted": lambda r, i: changed(
        r, Street="12 Harbor Road", **{"Postal code": "10001", "Job title": "Partner"}
    ),
}
APART_EN: dict[str, Variant] = {
    "colleague at the same switchboard": lambda r, i: changed(
        r, Name=OTHERS_EN[i], Email=f"x{i}@" + r["Email"].split("@")[1]
    ),
    "colleague who shares the info address": lambda r, i: changed(
        r, Name=OTHERS_EN[i], Email="info@" + r["Email"].split("@")[1]
    ),
    "father and son": lambda r, i: changed(
        r, Name="Walter " + r["Name"].split()[1], Email="walter@" + r["Email"].split("@")[1]
    ),
    "namesake in another company": lambda r, i: changed(
        r,
        Company="Redwood Plastics Inc.",
        Email="info@redwood.example.com",
        Phone="+1 206 387 5317",
        Street="4636 River Drive",
        **{"Postal code": "98167", "Job title": "President"},
    ),
}
CASES = [
    (people, number, reason, variant, merged)
    for people, variants, merged in (
        (PEOPLE_JA, MERGED_JA, True),
        (PEOPLE_JA, APART_JA, False),
        (PEOPLE_EN, MERGED_EN, True),
        (PEOPLE_EN, APART_EN, False),
    )
    for number in range(5)
    for reason, variant in variants.items()
]


def band(first: Record, second: Record) -> str:
    rules = load_rules("japan" if "氏名" in first else "international")
    rules = dataclasses.replace(rules, country="JP" if "氏名" in first else "US")
    leads = lead_list(list(first), [list(first.values()), list(second.values())])
    found = plan(recognize(leads, rules).leads, rules)
    assert found.counts["read"] == sum(found.counts[part] for part in ("single", "survivors", "merged"))
    return found.details.rows[0].band  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("people", "number", "reason", "variant", "merged"),
    CASES,
    ids=[f"{c[0][c[1]].get('氏名', '') or c[0][c[1]]['Name']}: {c[2]}" for c in CASES],
)
def test_a_pair_lands_where_a_person_would_put_it(
    people: list[Record], number: int, reason: str, variant: Variant, merged: bool
) -> None:
    first = people[number]
    found = band(first, variant(first, number))
    assert found == ("merge" if merged else "leave"), reason
