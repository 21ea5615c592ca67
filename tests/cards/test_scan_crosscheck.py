"""Fields of one card against each other: what a person is asked to look at, and what is accepted."""

import pytest

from leadlist.cards.assign import assign
from leadlist.cards.crosscheck import checked
from leadlist.cards.lines import CardText
from leadlist.cards.row import Side, cards_of
from leadlist.normalizers.romaji import romaji
from leadlist.rules import load_rules
from tests.cards import paper
from tests.cards.paper import card, line

RULES = load_rules()


def doubts(text: CardText) -> dict[str, str]:
    return {name: value.doubt for name, value in checked(assign(text, RULES).values, text).items() if value.doubt}


def test_a_card_that_agrees_with_itself_is_accepted() -> None:
    assert doubts(paper.STANDARD) == {}
    assert doubts(paper.BILINGUAL) == {}
    assert doubts(paper.ENGLISH) == {}


def test_every_value_of_a_vertical_card_is_marked() -> None:
    values = checked(assign(paper.ALL_UPRIGHT, RULES).values, paper.ALL_UPRIGHT)
    assert values
    assert all(value.doubt for value in values.values())


NAME = line("石橋 雄太", 200, 310, 90)
FIRM = line("株式会社みなと精工", 200, 80, 60)
CASES = [
    ("a hard letter", [FIRM, line("石橋 雄太", 200, 310, 90, score=0.5)], {"name"}),
    ("a kanji with a form that is not seen", [FIRM, line("高橋 雄太", 200, 310, 90)], {"name"}),
    ("another town", [FIRM, NAME, line("〒220-0012 神奈川県横浜市西区高島1-1", 100, 540)], {"address"}),
    (
        "another prefecture",
        [FIRM, NAME, line("〒220-0012 北海道札幌市中央区北一条西2", 100, 540)],
        {"address", "postal_code"},
    ),
    ("no such code", [FIRM, NAME, line("〒999-9999 神奈川県横浜市西区高島1-1", 100, 540)], {"postal_code"}),
    (
        "a far area code",
        [
            FIRM,
            NAME,
            line("〒220-0012 神奈川県横浜市西区みなとみらい2-2-1", 100, 540),
            line("TEL 011-555-0111", 100, 600),
        ],
        {"phone"},
    ),
    ("no such number", [FIRM, NAME, line("TEL 000-555-0111", 100, 600)], {"phone"}),
    (
        "mail and web differ in a letter",
        [FIRM, NAME, line("a@minato-seiko.example.jp", 100, 600), line("www.minato-seiho.example.jp", 100, 650)],
        {"email", "url"},
    ),
    (
        "a letter between two parts was not seen",
        [FIRM, NAME, line("E-mail ishi yuta@minato.example.jp", 100, 600)],
        {"email"},
    ),
    (
        "reading and surname",
        [FIRM, line("さとう ゆうた", 205, 275, 26), line("鈴木 雄太", 200, 310, 90)],
        {"name_kana"},
    ),
    (
        "company and domain",
        [line("花工房すすらん", 200, 80, 60), NAME, line("a@suzuran.example.jp", 100, 600)],
        {"company"},
    ),
    (
        "reading and mail address",
        [FIRM, line("いしばし ゅうた", 205, 275, 26), NAME, line("yuta.ishibashi@minato.example.jp", 100, 600)],
        {"name_kana"},
    ),
    ("a word that is a stroke away from a usual one", [FIRM, line("代表取綿役社長", 200, 200), NAME], {"title"}),
    ("a legal form that is a letter away from another", [line("一般財団法人山本会", 200, 80, 60), NAME], set()),
    ("more large type beside the name", [FIRM, NAME, line("恭子", 900, 520, 80)], {"name"}),
    ("a vowel that was read as a numeral", [line("合同会社ハ一モニ一楽器", 200, 80, 60), NAME], {"company"}),
    ("a vowel between katakana", [line("株式会社センタ一ビル", 200, 80, 60), NAME], set()),
    ("a numeral before its counter", [line("株式会社ミナト一級建築", 200, 80, 60), NAME], set()),
    ("a form that only names have", [FIRM, line("黑沢 雄太", 200, 310, 90)], {"name"}),
    ("a Chinese form", [line("株式会社们洋", 200, 80, 60), NAME], {"company"}),
]


@pytest.mark.parametrize(("what", "lines", "fields"), CASES, ids=[case[0] for case in CASES])
def test_what_contradicts_is_marked(what: str, lines: list[paper.Line], fields: set[str]) -> None:
    assert set(doubts(card(*lines))) == fields


def test_what_nobody_can_know_is_left_blank_with_the_reason() -> None:
    text = card(FIRM, NAME, line("TEL 03-5550-0101", 100, 540), line("E-mail ishi,yuta@minato.example.jp", 100, 600))
    (read,) = cards_of([Side("a.jpg", 1, 1, b"", text)], RULES, 1)
    assert "email" not in read.row
    assert "ishi,yuta@minato.example.jp" in read.doubts[""]


@pytest.mark.parametrize(
    ("number", "marked"), [("098-300-1183", False), ("0983-00-1183", True), ("03-5550-0101", True)]
)
def test_an_area_code_is_taken_as_it_is_set_off(number: str, marked: bool) -> None:
    lines = (line("〒900-0015 沖縄県那覇市久茂地1-7-1", 100, 540), line(f"TEL {number}", 100, 600))
    assert ("phone" in doubts(card(FIRM, NAME, *lines))) is marked


@pytest.mark.parametrize(
    ("code", "read", "town"),
    [
        ("770-0841", "德島県德島市八百屋町21", "徳島県徳島市八百屋町21"),
        ("180-0004", "東京都武藏野市吉祥寺本町17", "東京都武蔵野市吉祥寺本町17"),
        ("029-4503", "岩手県胆沢郡金ヶ崎町西根下谷地24", "岩手県胆沢郡金ヶ崎町西根下谷地24"),
    ],
)
def test_old_kanji_of_a_town_become_the_usual_ones_and_small_kana_stay(code: str, read: str, town: str) -> None:
    text = card(FIRM, NAME, line(f"〒{code}", 100, 540), line(read, 100, 580))
    address = checked(assign(text, RULES).values, text)["address"]
    assert (address.text, address.doubt) == (town, "")


def test_the_postal_code_proves_a_town_that_was_hard_to_read() -> None:
    address = line("神奈川県横浜市西区みなとみらい2-2-1", 100, 580)
    weak = (0.4, *address.scores[1:])
    text = card(FIRM, NAME, line("〒220-0012", 100, 540), address._replace(scores=weak))
    assert doubts(text) == {}


def test_a_town_misread_by_a_letter_is_put_right_and_marked() -> None:
    text = card(FIRM, NAME, line("〒144-0052 東京都大田区商田5丁目13番", 100, 540))
    address = checked(assign(text, RULES).values, text)["address"]
    assert address.text == "東京都大田区蒲田5丁目13番"
    assert "商田" in address.doubt


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("シュンスケ", "shunsuke"),
        ("さとう", "sato"),
        ("すずらん", "suzuran"),
        ("ハットリ", "hattori"),
        ("ジュンイチ", "junichi"),
    ],
)
def test_kana_in_latin_letters(kana: str, latin: str) -> None:
    assert romaji(kana) == latin


def side(text: CardText, file: str, number: int = 1) -> Side:
    return Side(file, 1, number, b"", text)


BACK = card(
    line("Minato Seiko Co., Ltd.", 200, 80, 60),
    line("Yuta Ishibashi", 200, 200, 80),
    line("ishibashi@minato-seiko.example.jp", 100, 600),
)


@pytest.mark.parametrize("per_card", [0, 2])
def test_a_back_joins_its_front(per_card: int) -> None:
    found = cards_of([side(paper.STANDARD, "a.jpg"), side(BACK, "b.jpg")], RULES, per_card)
    assert len(found) == 1
    assert found[0].row["name"] == "石橋 雄太"
    assert found[0].row["name_en"] == "Yuta Ishibashi"
    assert found[0].row["company_en"] == "Minato Seiko Co., Ltd."
    assert found[0].on_side["name_en"] == 1


def test_colleagues_are_two_cards() -> None:
    other = card(
        line("株式会社みなと精工", 200, 80, 60), line("森田 愛", 200, 310, 90), line("TEL 045-555-0101", 100, 630)
    )
    assert len(cards_of([side(paper.STANDARD, "a.jpg"), side(other, "b.jpg")], RULES)) == 2


def test_what_is_missing_is_said() -> None:
    (found,) = cards_of([side(card(line("株式会社みなと精工", 200, 80, 60)), "a.jpg")], RULES)
    assert set(found.missing) == {"name", "phone"}
    assert found.doubts[""]
