"""Short lists as an office keeps them: who is never merged on the computer's own, and who is."""

from datetime import date

import pytest

from leadlist.leads import lead_list
from leadlist.operations.deduplicate import Deduplication, plan
from leadlist.recognition import recognize
from leadlist.rules import load_rules

JA = "氏名|会社名|役職|メールアドレス|電話番号|住所"
NAMES = "姓|名|セイ|メイ|会社名|電話番号|携帯電話|メールアドレス"
EN = "Name|Company|Job title|Email|Phone|City"
CLUB = "氏名|住所|電話番号|生年月日"
CASES = [  # headings, two rows, whether they are merged
    (JA, "中村 恵|ナカムラ㈱|社長|nakamura@n.example.jp|092-111-1111|福岡市中央区1-1", "中村 恵子|ナカムラ㈱|専務|nakamura@n.example.jp|092-111-1111|福岡市中央区1-1", False),
    (JA, "林 修|株式会社A||hayashi@a.example.jp|03-5555-6666|", "林 修|A株式会社||osamu@a2.example.jp|03-7777-8888|", False),
    (JA, "山本 一|山本商店||yamamoto@y.example.jp|082-111-2222|広島市中区1-1", "山本 一|山本商店 西支店|店長|nishi@y.example.jp|082-333-4444|広島市西区2-2", False),
    (JA, "佐藤 健一|㈱みなと商会|部長|k.sato@m.example.jp|03-1111-2222|東京都港区芝1-2-3", "佐藤健一|株式会社みなと商会|部長|k.sato@m.example.jp|090-1234-5678|", True),
    (NAMES, "藤田|健|フジタ|ケン|㈱ナミ|03-1000-0001||takeshi.f@n.example.jp", "藤田|賢|フジタ|ケン|㈱ナミ|03-1000-0001||ken@n.example.jp", False),
    (NAMES, "王|偉|オウ|イ|㈱ソラ|03-6000-0001||wang@s.example.jp", "王|維|オウ|イ|㈱ソラ|03-6000-0001||wang2@s.example.jp", False),
    (NAMES, "長谷川|茂|ハセガワ|シゲル|長谷川工務店|04-7000-0001||", "長谷川|茂雄|ハセガワ|シゲオ|長谷川工務店|04-7000-0001||", False),
    (NAMES, "佐藤|花子|サトウ|ハナコ|㈱ヤマ|03-2222-3333||", "佐藤|花|サトウ|ハナ|㈱ヤマ|03-2222-3333||hana@y.example.jp", False),
    (NAMES, "佐藤|花子|サトウ|ハナコ|㈱ヤマ|03-2222-3333||", "佐藤|花子|サトウ|ハナコ|㈱ヤマ|03-2222-3333||hana@y.example.jp", True),
    (NAMES, "藤田|健|フジタ|ケン|㈱ナミ|03-1000-0001||fujita@n.example.jp", "健|藤田|ケン|フジタ|㈱ナミ|03-1000-0001||fujita@n.example.jp", True),
    (NAMES, "前田|直子|マエダ|ナオコ|㈱トリ|03-2000-0001|080-3000-0001|n.maeda@t.example.jp", "前田|直子|マエダ|ナオコ|㈱カゼ|03-4000-0001|080-3000-0001|", True),
    (NAMES, "前田|直子|マエダ|ナオコ|㈱トリ|03-2000-0001|080-3000-0001|n.maeda@t.example.jp", "前田|直子|マエダ|ナオコ|㈱ホシ|03-5000-0001|080-9999-0001|naoko@h.example.jp", False),
    (EN, "John Smith|Acme Inc|Engineer|jsmith@a.example.com|212-555-0100|New York", "Jane Smith|Acme Inc|Engineer|jsmith@a.example.com|212-555-0100|New York", False),
    (EN, "John Smith|Acme Inc|Engineer|jsmith@a.example.com|212-555-0100|New York", "John Smith Jr.|Acme Inc|Intern|johnjr@a.example.com|212-555-0100|New York", False),
    (EN, "Maria Garcia|Delta Ltd|Buyer|maria.garcia@d.example.com|305-555-0300|Miami", "Maria Garcia|Delta Ltd|Sales|mgarcia2@d.example.com|305-555-0300|Miami", False),
    (EN, "Tom Hall|Mike Co|||773-555-0500|", "Tim Hall|Mike Co|||773-555-0500|", False),
    (EN, "Robert Miller|Birch LLC|CEO|bob@b.example.com|415-555-0200|Oakland", "Bob Miller|Birch||bob@b.example.com||Oakland", True),
    (CLUB, "木村 明|京都市左京区1-2|075-111-2222|1950-03-01", "木村 明|京都市左京区1-2|075-111-2222|1982-07-15", False),
    (CLUB, "木村 明美|京都市左京区1-2|075-111-2222|1955-11-30", "木村 明美|京都市左京区1丁目2|0751112222|1955-11-30", True),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "one", "other", "merged"), CASES)
def test_two_rows_of_a_short_list_are_merged_only_where_nobody_would_doubt(
    headings: str, one: str, other: str, merged: bool
) -> None:
    rules = load_rules("international" if headings == EN else "japan")
    leads = recognize(lead_list(headings.split("|"), [one.split("|"), other.split("|")]), rules).leads
    found = plan(leads, rules, today=date(2026, 1, 1)).details
    assert isinstance(found, Deduplication)
    assert bool(found.merges) is merged


def test_what_all_pairs_of_a_short_list_are_compared_for_is_found() -> None:
    pairs = [
        (one.split("|"), other.split("|")) for headings, one, other, merged in CASES if headings == NAMES and merged
    ]
    rows = [row for pair in pairs for row in pair]
    leads = recognize(lead_list(NAMES.split("|"), rows), load_rules()).leads
    found = plan(leads, load_rules(), today=date(2026, 1, 1)).details
    assert isinstance(found, Deduplication)
    assert len(found.merges) == len(pairs)
    assert found.recall > 0.95


def test_copies_of_a_few_leads_are_merged_however_many_there_are() -> None:
    families, given = ("佐藤", "鈴木", "高橋", "田中", "伊藤"), ("太郎", "花子", "誠", "恵")
    people = [
        [f"{families[n % 5]} {given[n // 5]}", f"株式会社{word}商事", f"a{n}@{n}.example.jp"]
        for n, word in enumerate("青緑赤白黒金銀銅鉄東西南北山川海空星月花")
    ]
    leads = recognize(
        lead_list(["氏名", "会社名", "メール"], [row for row in people for _copy in range(15)]), load_rules()
    ).leads
    found = plan(leads, load_rules(), today=date(2026, 1, 1))
    assert found.counts == {"read": 300, "single": 0, "survivors": 20, "merged": 280}
