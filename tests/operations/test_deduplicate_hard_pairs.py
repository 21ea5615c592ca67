"""Hard pairs with the band where they belong (merge, review, leave) and the reason, Japanese and English, each for five
people. With those of test_deduplicate_pairs 245 pairs."""

import pytest

from tests.operations.test_deduplicate_pairs import (
    EN,
    JA,
    PEOPLE_EN,
    PEOPLE_JA,
    Record,
    Variant,
    band,
    changed,
    without,
)

MOVED_JA = {"郵便番号": "980-0811", "住所": "宮城県仙台市青葉区一番町7-8-9", "電話番号": "022-711-2233"}


def given_ja(record: Record, name: str, kana: str) -> Record:
    """Somebody of the same family name."""
    family, reading = record["氏名"].split()[0], record["フリガナ"].split()[0]
    return changed(record, 氏名=f"{family} {name}", フリガナ=f"{reading} {kana}", 役職="", 部署="")


def mail_ja(record: Record, local: str) -> str:
    return f"{local}@{record['メールアドレス'].split('@')[1]}"


def mail_en(record: Record, local: str) -> str:
    return f"{local}@{record['Email'].split('@')[1]}"


CASES_JA: list[tuple[str, Variant, str]] = [
    ("the office moved, mail stays", lambda r, i: changed(r, **MOVED_JA), "merge"),
    ("name and reading swapped over by kana only", lambda r, i: changed(r, 氏名=r["氏名"].replace(" ", "　")), "merge"),
    ("mobile instead of the switchboard", lambda r, i: changed(r, 電話番号="090-1111-2222"), "merge"),
    ("read wrongly by a scanner", lambda r, i: changed(r, 電話番号=r["電話番号"].replace("0", "O", 1)), "merge"),
    ("branch beside its parent", lambda r, i: changed(r, 会社名=r["会社名"] + " 東京支店"), "merge"),
    (
        "twin at one address",
        lambda r, i: changed(given_ja(r, "茂", "シゲル"), メールアドレス=mail_ja(r, "shige")),
        "leave",
    ),
    ("father and son, no mail", lambda r, i: without(given_ja(r, "一郎", "イチロウ"), "メールアドレス"), "leave"),
    (
        "namesake in the firm: other mail, other department",
        lambda r, i: (
            changed(r, メールアドレス="other.person@gmail.com", 部署="製造部", 電話番号="", 役職="") | {"住所": ""}
        ),
        "review",
    ),
    ("of one only the name is known", lambda r, i: without(r, *(h for h in JA if h != "氏名")), "review"),
    (
        "two companies, one name: perhaps both posts",
        lambda r, i: changed(
            without(r, "電話番号", "郵便番号", "住所"), 会社名="千歳農園株式会社", メールアドレス="", 部署=""
        ),
        "review",
    ),
]
CASES_JA += [
    (
        "the family name alone, all else the same",
        lambda r, i: changed(r, 氏名=r["氏名"].split()[0], フリガナ=""),
        "merge",
    ),
    (
        "maiden name: reading, given name, mail and number stay",
        lambda r, i: changed(r, 氏名="宮岡 " + r["氏名"].split()[1], フリガナ="ミヤオカ " + r["フリガナ"].split()[1]),
        "review",
    ),
    (
        "namesake in another firm whose number is nearly the same",
        lambda r, i: changed(
            without(r, "郵便番号", "住所", "役職"),
            会社名="千歳農園株式会社",
            メールアドレス="other@chitose.example.jp",
            電話番号=r["電話番号"].replace("3", "8", 1),
        ),
        "review",
    ),
    (
        "another kanji of the same sound, mail and number stay",
        lambda r, i: changed(r, 氏名=r["氏名"][:-1] + "仁"),
        "merge",
    ),
    (
        "another kanji of the same sound, another mail in the firm",
        lambda r, i: changed(r, 氏名=r["氏名"][:-1] + "仁", メールアドレス=mail_ja(r, "zz.other")),
        "review",
    ),
    (
        "another kanji of the same sound, another department, no mail",
        lambda r, i: changed(without(r, "メールアドレス"), 氏名=r["氏名"][:-1] + "仁", 部署="製造部", 役職=""),
        "review",
    ),
    (
        "the company has another name, mail and number stay",
        lambda r, i: changed(r, 会社名="株式会社あおぞら企画"),
        "merge",
    ),
]
CASES_EN: list[tuple[str, Variant, str]] = [
    (
        "the office moved, mail stays",
        lambda r, i: changed(r, Street="9 Cedar Court", Phone="+1 617 555 0123", **{"Postal code": "02117"}),
        "merge",
    ),
    ("a middle initial", lambda r, i: changed(r, Name=r["Name"].replace(" ", " Q. ")), "merge"),
    ("mobile instead of the switchboard", lambda r, i: changed(r, Phone="+1 917 555 0144"), "merge"),
    ("another form of the company's name", lambda r, i: changed(r, Company=r["Company"].rsplit(" ", 1)[0]), "merge"),
    ("family name and given name exchanged", lambda r, i: changed(r, Name=" ".join(r["Name"].split()[::-1])), "merge"),
    (
        "twin in the firm",
        lambda r, i: changed(r, Name="Gwen " + r["Name"].split()[1], Email=mail_en(r, "gwen")),
        "leave",
    ),
    (
        "father and son, no mail",
        lambda r, i: changed(without(r, "Email", "Job title"), Name="Otto " + r["Name"].split()[1]),
        "leave",
    ),
    ("a colleague behind info@", lambda r, i: changed(r, Name="Iris Quill", Email=mail_en(r, "info")), "leave"),
    ("of one only the name is known", lambda r, i: without(r, *(h for h in EN if h != "Name")), "review"),
    (
        "one name, another company, nothing else",
        lambda r, i: changed(without(r, "Email", "Phone", "Street", "Postal code"), Company="Redwood Plastics Inc."),
        "review",
    ),
]
CASES_EN += [
    ("known by the middle name", lambda r, i: changed(r, Name="Quentin " + r["Name"]), "merge"),
    (
        "another family name, all else the same",
        lambda r, i: changed(r, Name=r["Name"].split()[0] + " Overton"),
        "review",
    ),
]
CASES = [
    (people[number], number, reason, variant, expected)
    for people, cases in ((PEOPLE_JA, CASES_JA), (PEOPLE_EN, CASES_EN))
    for number in range(5)
    for reason, variant, expected in cases
]


@pytest.mark.parametrize(
    ("first", "number", "reason", "variant", "expected"),
    CASES,
    ids=[f"{next(iter(c[0].values()))}: {c[2]}" for c in CASES],
)
def test_a_hard_pair_lands_in_its_band(
    first: Record, number: int, reason: str, variant: Variant, expected: str
) -> None:
    found = band(first, variant(first, number))
    assert found == expected, reason
