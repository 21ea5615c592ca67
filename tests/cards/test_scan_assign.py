"""What the lines of a card are taken for: recorded lines in, fields out, no reader needed."""

import pytest

from leadlist.cards.assign import assign
from leadlist.cards.contacts import kanji_number
from leadlist.cards.lines import Box, CardText
from leadlist.cards.words import flat
from leadlist.rules import load_rules
from tests.cards import paper
from tests.cards.paper import card, line

RULES = load_rules()


def fields(text: CardText) -> dict[str, str]:
    return {name: value.text for name, value in assign(text, RULES).values.items()}


CASES = {
    "horizontal": (
        paper.STANDARD,
        {
            "company": "株式会社みなと精工",
            "department": "営業本部 第二営業部",
            "title": "課長代理",
            "name": "石橋 雄太",
            "name_kana": "いしばし ゆうた",
            "postal_code": "220-0012",
            "address": "神奈川県横浜市西区みなとみらい2-2-1 ランドマークビル14F",
            "phone": "045-555-0101",
            "fax": "045-555-0102",
            "mobile": "080-5550-0103",
            "email": "ishibashi@minato-seiko.example.jp",
            "url": "https://www.minato-seiko.example.jp/",
        },
    ),
    "bilingual": (
        paper.BILINGUAL,
        {
            "company": "有限会社あおぞら企画",
            "company_en": "Aozora Planning Ltd.",
            "department": "企画室",
            "title": "室長",
            "name": "木村 さくら",
            "name_en": "Sakura Kimura",
            "postal_code": "060-0001",
            "address": "北海道札幌市中央区北一条西2丁目",
            "phone": "011-555-0111",
            "fax": "011-555-0112",
            "email": "kimura@aozora.example.jp",
            "url": "http://aozora.example.jp",
        },
    ),
    "English": (
        paper.ENGLISH,
        {
            "company": "Harbor Light Trading Co., Ltd.",
            "department": "Sales Department",
            "title": "Vice President",
            "name": "Robert Tanner",
            "postal_code": "105-0022",
            "address": "5F Minato Bldg., 3-4-5 Kaigan, Minato-ku, Tokyo",
            "phone": "+81-3-5550-0121",
            "email": "r.tanner@harborlight.example.com",
            "url": "www.harborlight.example.com",
        },
    ),
    "vertical name, horizontal numbers": (
        paper.UPRIGHT,
        {
            "company": "合同会社つばき堂",
            "department": "製造部",
            "title": "工場長",
            "name": "大野木 誠",
            "postal_code": "604-8571",
            "address": "京都府京都市中京区寺町通御池上る上本能寺前町488",
            "phone": "075-555-0131",
            "mobile": "090-5550-0132",
            "email": "onogi@tsubakido.example.jp",
        },
    ),
    "all vertical": (
        paper.ALL_UPRIGHT,
        {
            "company": "㈱ふじ建設",
            "title": "専務取締役",
            "name": "岡田 進",
            "postal_code": "420-0853",
            "phone": "054-255-0141",
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_field_of_a_card_finds_its_place(name: str) -> None:
    text, expected = CASES[name]
    found = fields(text)
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_no_letter_is_invented(name: str) -> None:
    """Every letter of every value stands on the card, but for digits written in kanji and the hyphens of numbers."""
    text, _expected = CASES[name]
    printed = set(flat("".join(line.text for line in text.lines)).casefold()) | set("-0123456789")
    for key, value in fields(text).items():
        assert set(flat(value).casefold()) <= printed, key


@pytest.mark.parametrize("name", CASES)
def test_a_value_knows_where_it_stood(name: str) -> None:
    text, _expected = CASES[name]
    for key, value in assign(text, RULES).values.items():
        assert 0 <= value.box.left < value.box.right <= text.width * 1.1, key
        assert value.raw.strip(), key


NUMBERS = [
    ("T 03(5550)0141 F 03(5550)0142", {"phone": "03-5550-0141", "fax": "03-5550-0142"}),
    ("TEL.03.5550.0141 / FAX.03.5550.0142", {"phone": "03-5550-0141", "fax": "03-5550-0142"}),
    ("TEL +81-3-5550-0141", {"phone": "03-5550-0141"}),
    ("電話：０３－５５５０－０１４１", {"phone": "03-5550-0141"}),
    ("直通 03-5550-0143 代表 03-5550-0144", {"phone_direct": "03-5550-0143", "phone_company": "03-5550-0144"}),
    ("090-5550-0145", {"mobile": "090-5550-0145"}),
    ("M 090-5550-0145", {"mobile": "090-5550-0145"}),
    ("TEL 03-5550-0141(内線 123)", {"phone": "03-5550-0141", "phone_ext": "123"}),
    ("T029-555-0141F029-555-0142", {"phone": "029-555-0141", "fax": "029-555-0142"}),
    ("登録番号 T1234567890123", {"invoice_number": "T1234567890123"}),
    (
        "E-mail:taro@example.co.jp URL:https://example.co.jp",
        {"email": "taro@example.co.jp", "url": "https://example.co.jp"},
    ),
    ("E-mail taro@example.jpURL http://example.jp", {"email": "taro@example.jp", "url": "http://example.jp"}),
    ("Mail taro@example. jp", {"email": "taro@example.jp"}),
    ("TEL/FAX 03-5550-0141", {"phone": "03-5550-0141", "fax": "03-5550-0141"}),
    ("Tel (415) 555-0100", {"phone": "415-555-0100"}),
    ("r. tanner@example.com", {"email": "r.tanner@example.com"}),
    ("HP example.co.jp/about", {"url": "example.co.jp/about"}),
    ("創業 1950 資本金 10000000円", {}),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers_are_told_by_their_labels(text: str, expected: dict[str, str]) -> None:
    found = fields(card(line("山本商店", 10, 10, 60), line(text, 10, 300, 40)))
    keys = (
        "phone",
        "phone_2",
        "phone_direct",
        "phone_company",
        "phone_ext",
        "fax",
        "mobile",
        "email",
        "url",
        "invoice_number",
    )
    assert {key: found[key] for key in keys if key in found} == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("〇三一五五五〇一〇一四一", "03-5550-0141"),
        ("〇三（五五五〇）〇一四一", "03-5550-0141"),
        ("〇九〇－五五五〇－〇一四五", "090-5550-0145"),
        ("〇三１五五五〇1〇一四一", "03-5550-0141"),  # a dash that stands upright looks like a one
        ("〇三五五五〇", ""),
        ("二〇二六年", ""),
    ],
)
def test_numbers_in_kanji_are_read_where_only_one_reading_fits(text: str, number: str) -> None:
    assert kanji_number(text) == number


JOBS = [
    ("営業部 部長", "営業部", "部長"),
    ("取締役 営業部長", None, "取締役 営業部長"),
    ("マーケティング部工場長", "マーケティング部", "工場長"),
    ("製造部 生産管理課 主任", "製造部 生産管理課", "主任"),
    ("代表取締役社長", None, "代表取締役社長"),
    ("カスタマーサポート課", "カスタマーサポート課", None),
    ("情報システム部理事長", "情報システム部", "理事長"),
    ("品質保証部部長代理", "品質保証部", "部長代理"),
    ("研究開発センター主任研究員", "研究開発センター", "主任研究員"),
    ("研究開発センター長", None, "研究開発センター長"),
    ("営業本部本部長", "営業本部", "本部長"),
    ("大阪支店長代理", None, "大阪支店長代理"),
]


@pytest.mark.parametrize(("text", "department", "title"), JOBS)
def test_department_and_title_are_parted(text: str, department: str | None, title: str | None) -> None:
    found = fields(card(line("株式会社山本商店", 10, 10, 60), line(text, 10, 100, 40), line("山本 一郎", 10, 200, 90)))
    assert (found.get("department"), found.get("title"), found.get("name")) == (department, title, "山本 一郎")


def test_what_stands_on_one_line_is_parted() -> None:
    found = fields(card(line("株式会社みなと精工 営業部", 200, 80, 60), line("課長 石橋 雄太", 200, 300, 80)))
    parts = {"company": "株式会社みなと精工", "department": "営業部", "title": "課長", "name": "石橋 雄太"}
    assert found == parts


@pytest.mark.parametrize(
    ("label", "others", "email"),
    [
        ("Mailtanaka@a.example.jp", "TEL 03-5550-0101", "tanaka@a.example.jp"),
        ("E-mailtanaka@a.example.jp", "TEL 03-5550-0101", "tanaka@a.example.jp"),
        ("Etanaka@a.example.jp", "T 03-5550-0101", "tanaka@a.example.jp"),
        ("Etanaka@a.example.jp", "T+81-3-5550-0101", "tanaka@a.example.jp"),
        ("Etanaka@a.example.jp", "TEL 03-5550-0101", "Etanaka@a.example.jp"),  # nothing says that E is a label
        ("mailing@a.example.jp", "T 03-5550-0101", "mailing@a.example.jp"),
    ],
)
def test_a_label_that_was_read_without_its_blank_is_no_part_of_the_address(label: str, others: str, email: str) -> None:
    found = fields(card(line("山本 一郎", 10, 200, 90), line(others, 10, 400), line(label, 10, 460)))
    assert found["email"] == email


def test_a_line_of_number_and_place_goes_with_the_address_it_leads_to() -> None:
    found = fields(
        card(
            line("Robert Tanner", 100, 60, 70),
            line("2-29-3 Higashimuki-nakamachi,", 100, 540, 34),
            line("Nara-shi, Nara, 630-8215, Japan", 100, 580, 34),
        )
    )
    assert found["address"] == "2-29-3 Higashimuki-nakamachi, Nara-shi, Nara"


@pytest.mark.parametrize("building", ["メゾン桜402", "桜ヶ丘 203", "青葉ビル3F", "第2中央ビル5階"])
def test_a_building_below_the_address_belongs_to_it(building: str) -> None:
    found = fields(card(line("〒690-0003 島根県松江市朝日町1-2", 100, 540, 38), line(building, 180, 585, 38)))
    assert found["address"] == f"島根県松江市朝日町1-2 {building}"


@pytest.mark.parametrize("name", ["日下部 恭子", "服部 一郎", "長谷部 誠"])
def test_a_surname_that_ends_like_a_department_is_none(name: str) -> None:
    family, given = name.split()
    lines = (line(family, 220, 302, 84), line(given, 598, 302, 86))
    found = fields(card(line("株式会社みなと精工", 215, 76, 64), line("営業部 係長", 218, 217, 45), *lines))
    assert (found["name"], found["department"], found["title"]) == (name, "営業部", "係長")


def test_a_letter_in_a_high_box_below_a_column_belongs_to_it() -> None:
    high = line("隆", 311, 640, 107)._replace(box=Box(311, 640, 418, 797))
    found = fields(card(line("大久保", 312, 339, 103, vertical=True), high, line("TEL 06-7738-9573", 98, 1059, 34)))
    assert found["name"] == "大久保 隆"


@pytest.mark.parametrize(
    ("read", "company"),
    [
        ("合同会社ハ一モニ一楽器", "合同会社ハーモニー楽器"),
        ("株式会社センタ一ビル", "株式会社センタービル"),
        ("株式会社ミナト一級建築", "株式会社ミナト一級建築"),
    ],
)
def test_a_vowel_that_was_read_as_the_numeral_is_a_vowel(read: str, company: str) -> None:
    assert fields(card(line(read, 200, 80, 60), line("山本 一郎", 10, 200, 90)))["company"] == company


def test_a_slanted_company_in_a_wide_box_parts_no_name() -> None:
    column = line("公益財団法人ひかり財団", 1124, 132, 60, vertical=True)
    wide = column._replace(box=column.box._replace(right=1256))
    parts = (line("村上", 830, 160, 115, vertical=True), line("里奈", 860, 402, 102, vertical=True))
    found = fields(card(wide, *parts, line("TEL 06-7738-9573", 98, 559, 34)))
    assert found["name"] == "村上 里奈"


def test_two_large_letters_one_below_the_other_are_a_name() -> None:
    found = fields(
        card(
            line("まつかぜ保育園", 616, 107, 60, vertical=True),
            line("所長", 485, 330, 40, vertical=True),
            line("林", 332, 326, 90),
            line("薫", 331, 460, 90),
            line("〒020-0034 岩手県盛岡市盛岡駅前通1-7", 84, 1036, 36),
            width=780,
            height=1280,
        )
    )
    assert found["name"] == "林 薫"


def test_an_address_abroad_stays_as_it_is_printed() -> None:
    found = fields(
        card(
            line("Anna Schmidt", 10, 10, 70),
            line("Baylight Inc.", 10, 100, 50),
            line("123 Main Street, Suite 400", 10, 400, 34),
            line("San Francisco, CA 94105", 10, 440, 34),
        )
    )
    assert found["address"] == "123 Main Street, Suite 400 San Francisco, CA 94105"
    assert "postal_code" not in found


def test_a_slogan_is_no_company() -> None:
    found = fields(
        card(
            line("花工房ひなた", 200, 60, 60),
            line("お客様の「困った」を解決します", 200, 130, 26),
            line("店長", 200, 200, 40),
            line("原田 光", 200, 300, 90),
        )
    )
    assert (found["company"], found["name"]) == ("花工房ひなた", "原田 光")


def test_a_stroke_before_the_company_goes_and_a_letter_stays() -> None:
    for printed, company in (("一株式会社みなと", "株式会社みなと"), ("一般社団法人みなと会", "一般社団法人みなと会")):
        found = fields(card(line(printed, 10, 10, 60), line("原田 光", 10, 200, 90)))
        assert found["company"] == company
