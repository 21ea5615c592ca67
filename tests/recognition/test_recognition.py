"""Whole lists: products, values, neighbours, rules, and one column for each field."""

import csv
from dataclasses import replace

import pytest

from leadlist.errors import UserError
from leadlist.fields import FIELDS
from leadlist.leads import lead_list
from leadlist.recognition import Recognition, heading_score, recognize, scorer
from leadlist.rules import load_rules
from tests.formats.lists import NO_SHARED, SHARED

RULES = load_rules()
HEADERS = SHARED / "facts" / "headers.csv"
NEITHER = {"Excel-made lists (Japanese and English)"}  # everybody's words, nobody's export


def seen(headings: str, *rows: str) -> Recognition:
    return recognize(lead_list(headings.split("|"), [row.split("|") for row in rows]), RULES)


def fields(headings: str, *rows: str) -> list[str]:
    return [column.field for column in seen(headings, *rows).columns]


def exports() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    if HEADERS.is_file():
        with HEADERS.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                pair = (row["header"], row["canonical_field"])
                if row["product"] not in NEITHER and pair not in found.setdefault(row["product"], []):
                    found[row["product"]].append(pair)
    return found


@pytest.mark.skipif(not HEADERS.is_file(), reason=NO_SHARED)
@pytest.mark.parametrize("product", exports() or ["none"])
def test_every_heading_of_a_products_export_is_mapped(product: str) -> None:
    """To its field, or, where the export has several columns of one field, to the same as an alternative."""
    pairs = [pair for pair in exports()[product] if pair[1] in FIELDS]
    columns = recognize(lead_list([heading for heading, _field in pairs], []), RULES).columns
    differing = {
        ("事業内容", "industry"),
        ("リード ID", "external_id"),
    }  # `business` and `lead_id` are fields of their own
    wrong = [
        pair
        for pair, column in zip(pairs, columns, strict=True)
        if pair[1] not in (column.field, *column.alternatives) and pair not in differing
    ]
    assert not wrong


AMBIGUOUS = [
    ("Outlook: Title is the courtesy title", "Title|First Name|Last Name|Company|Job Title|Business Street|E-mail Address", 0, "honorific"),
    ("Salesforce: Title is the position", "FirstName|LastName|Title|Company|MobilePhone|LeadSource", 2, "title"),
    ("Sansan: TEL is the switchboard", "氏名[姓]|氏名[名]|会社名|TEL|名刺交換日|人物ID", 3, "phone_company"),
    ("elsewhere TEL is the phone", "会社名|氏名|TEL", 2, "phone"),
    ("HubSpot: address is the street", "firstname|lastname|email|address|city|zip|lifecyclestage", 3, "street"),
    ("myBridge: 登録日 is the day of the card", "名前|会社名|部署|役職|メールアドレス|携帯電話番号|電話番号|FAX番号|住所|ホームページ|メモ|グループ|登録日", 12, "acquired_on"),
    ("elsewhere 登録日 is the day of entry", "会社名|氏名|メールアドレス|取得元|取得日|利用目的|登録日", 6, "created_on"),
    ("LinkedIn: URL is the profile", "First Name|Last Name|URL|Email Address|Company|Position|Connected On", 2, "sns"),
    ("担当者 is the lead where nobody else is", "会社名|担当者|メール", 1, "name"),
    ("担当者 is own staff beside a name", "会社名|氏名|担当者", 2, "owner"),
    ("フリガナ behind the company reads it", "会社名|フリガナ|氏名|メール", 1, "company_kana"),
    ("フリガナ behind the name reads it", "会社名|氏名|フリガナ|メール", 2, "name_kana"),
    ("フリガナ twice", "会社名|フリガナ|氏名|フリガナ", 3, "name_kana"),
    ("フリガナ before whom it reads", "事業所名|役職|ﾌﾘｶﾞﾅ|携帯電話|担当者名", 2, "name_kana"),
    ("フリガナ behind 姓 and 名", "姓|フリガナ|名|フリガナ", 3, "given_name_kana"),
    ("フリガナ of a list of companies", "会社名|住所|フリガナ", 2, "company_kana"),
    ("名 beside 姓", "姓|名|会社名", 1, "given_name"),
    ("代表者名 where there is no name", "会社名|代表者名|電話", 1, "name"),
    ("代表者 beside a name", "会社名|氏名|代表者", 2, "representative"),
    ("Title beside a position", "Name|Title|Position|Email", 1, "honorific"),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "column", "field"), [c[1:] for c in AMBIGUOUS], ids=[c[0] for c in AMBIGUOUS])
def test_an_ambiguous_heading_is_decided_by_what_stands_around_it(headings: str, column: int, field: str) -> None:
    assert fields(headings)[column] == field


VALUES = [
    ("アドレス", ["t@example.jp", "y@example.co.jp", ""], "email"),
    ("アドレス", ["東京都千代田区1-1", "大阪市北区2-2", ""], "address"),
    ("連絡先", ["03-1234-5678", "06-1234-5678"], "phone"),
    ("連絡先", ["t@example.jp", "y@example.jp"], "email"),
    ("所属", ["株式会社アルファ", "ベータ有限会社", "営業部"], "company"),
    ("所属", ["営業部", "総務課", "企画室"], "department"),
    ("Title", ["Mr.", "Ms.", "Dr."], "honorific"),
    ("Title", ["CEO", "Manager", "Director"], "title"),
    ("住所2", ["丸の内ビル3F", "北浜タワー12階"], "building"),
    ("住所2", ["丸の内1-2-3", "北浜4丁目5番6号"], "street"),
    ("名", ["山田 太郎", "鈴木 花子", "佐藤 次郎"], "name"),
    ("名", ["太郎", "花子"], "given_name"),
    ("担当者", ["佐々木", "高橋"] * 30, "owner"),
    ("Customer Name", ["Alpha Inc.", "Beta GmbH", "Gamma Ltd"], "company"),
    ("Customer Name", ["Taro Yamada", "Hanako Suzuki"], "name"),
    ("メール", ["○", "×", "○", "○"], "subscribe_email"),
    ("電話", ["可", "不可", "可"], "subscribe_phone"),
    ("項目A", ["t@example.jp", "y@example.jp", "z@example.jp"], "email"),
    ("項目B", ["090-1234-5678", "08012345678", "070-1111-2222"], "mobile"),
    ("", ["https://example.jp/", "www.example.com", "example.co.jp"], "url"),
    ("項目C", ["株式会社ア", "イ有限会社", "合同会社ウ"], "company"),
    ("項目D", ["あ", "い", "う"], ""),
    ("項目E", ["1", "2", "3"], ""),
    ("No", ["1", "2", "3", "4"], ""),
    ("No", ["K-120", "K-007", "K-300"], "external_id"),
    ("リードID", ["L-0123456789", "L-ABCDEFGHJK"], "lead_id"),
    ("リードID", ["00Q5g00000ABCDE", "00Q5g00000ABCDF"], "external_id"),
    ("リードID", ["", ""], "lead_id"),
    ("ID", ["L-0123456789", "L-ABCDEFGHJK"], "external_id"),
]


@pytest.mark.parametrize(("heading", "values", "field"), VALUES)
def test_values_decide_what_the_heading_leaves_open(heading: str, values: list[str], field: str) -> None:
    assert recognize(lead_list([heading], [[value] for value in values]), RULES).columns[0].field == field


def test_a_field_is_given_to_one_column_and_the_others_become_the_next_of_their_sort() -> None:
    found = seen("氏名|メール|e-mail|Mail|email|電話|TEL|部署|部署", "山田|a@example.jp||||||営業|")
    assert [column.field for column in found.columns] == [
        "name", "email", "email_2", "email_3", "", "phone", "phone_2", "department", "",
    ]  # fmt: skip
    assert found.columns[4].alternatives == ("email",)
    assert "メール" in found.columns[4].why
    assert len(set(found.leads.fields.values())) == len(found.leads.fields)


def test_a_filled_column_goes_before_an_empty_one() -> None:
    assert fields("会社名|企業名", "|アルファ", "|ベータ") == ["", "company"]


def test_the_rules_decide_first() -> None:
    rules = replace(RULES, columns={"email": "連絡先", "note": "メール", "fax": ""})
    found = recognize(lead_list(["氏名", "連絡先", "メール", "FAX"], []), rules)
    assert [column.field for column in found.columns] == ["name", "email", "note", ""]
    assert found.columns[1].confidence == 1.0


def test_a_heading_of_the_rules_is_found_however_it_is_spelt() -> None:
    rules = replace(RULES, columns={"mobile": "ｹｰﾀｲ(必須)"})
    assert recognize(lead_list(["氏名", "ケータイ"], []), rules).columns[1].field == "mobile"


def test_a_field_of_the_rules_that_does_not_exist_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UserError) as caught:
        recognize(lead_list(["氏名"], []), replace(RULES, columns={"emial": "連絡先"}))
    assert "emial" in caught.value.problem
    assert "email" in caught.value.hint


def test_every_column_is_explained() -> None:
    found = seen("会社名|謎の列|年齢|No", "ア|あ|3|1", "イ|い|4|2", "ウ|う|5|3")
    assert [column.heading for column in found.columns] == ["会社名", "謎の列", "年齢", "No"]
    assert all(column.why for column in found.columns)
    assert [column.heading for column in found.unknown] == ["謎の列", "年齢", "No"]


def test_the_list_itself_is_not_changed() -> None:
    leads = lead_list(["会社名(必須)"], [["ア"]])
    after = recognize(leads, RULES).leads
    assert after.headings == leads.headings
    assert after.columns == leads.columns
    assert dict(after.fields) == {"company": 0}


@pytest.mark.parametrize("headings", [["会社名"] * 300, [""] * 50, [f"列{n}" for n in range(16_384)]])
def test_odd_headings_are_no_trouble(headings: list[str]) -> None:
    found = recognize(lead_list(headings, [["x"] * len(headings)]), RULES)
    assert len(found.columns) == len(headings)


def test_mojibake_is_not_recognised() -> None:
    headings = ["莨夂､ｾ蜷�", "豌丞錐", "ãƒ¡ãƒ¼ãƒ«"]
    assert {column.field for column in recognize(lead_list(headings, []), RULES).columns} == {""}


@pytest.mark.parametrize(
    ("cells", "least", "most"),
    [
        (["会社名", "氏名", "メール"], 1.0, 1.0),
        (["会社名", "謎", "メール", "?"], 0.5, 0.5),
        (["株式会社アルファ", "山田 太郎", "t@example.jp"], 0.0, 0.0),
        (["備考", "ステータス"], 0.0, 0.15),
        (["見込み客一覧"], 0.0, 0.0),
        (["x", "y"], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_the_score_of_a_row_is_the_share_of_known_headings(cells: list[str], least: float, most: float) -> None:
    assert least <= heading_score(cells) <= most


def test_the_score_knows_the_headings_of_the_rules() -> None:
    rules = replace(RULES, columns={"email": "れんらくさき"})
    assert heading_score(["れんらくさき", "なまえ"]) < 0.15
    assert scorer(rules)(["れんらくさき", "なまえ"]) >= 0.5
    assert scorer(RULES, ["なまえ"])(["れんらくさき", "なまえ"]) >= 0.5
