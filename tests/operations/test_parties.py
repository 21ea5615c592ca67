"""To whom a lead may be given: by the party's kind and country, the lead's consent, and nothing guessed."""

from dataclasses import replace
from datetime import date

import pytest

from leadlist.errors import Refused, UserError
from leadlist.leads import LeadList, RowRef, lead_list
from leadlist.operations.deduplicate.golden_record import golden_record
from leadlist.operations.mailing import Mailing, Reason, Request, plan
from leadlist.operations.parties import facts, ground_words, is_recorded, party_of, problem_of, refused, require_items
from leadlist.recognition import recognize
from leadlist.rules import Rules, load_rules
from leadlist.rules.schema import Party, Purpose

TODAY = date(2026, 11, 26)
BASE = load_rules()
COLUMN = "第三者提供同意"
THIRD = Party("架空商会", "third_party", "東京都架空区1-1", "代表取締役 架空 一郎", consent=COLUMN, purpose="P05")
PARTIES = {
    "third": THIRD,
    "group": replace(THIRD, name="架空グループ", group=True),
    "us": replace(THIRD, name="Sample Inc.", country="US", abroad="consent"),
    "de": replace(THIRD, name="Muster GmbH", country="DE", abroad="equivalent_country"),
    "print": Party("架空印刷", "processor", contract="2026-04-01 業務委託契約"),
    "mailer": Party(
        "Mailer Inc.", "processor", country="US", abroad="equivalent_measures", notice="https://example.com/p"
    ),
    "joint": Party("架空販売", "joint", notice="https://example.co.jp/joint"),
    "own": Party("営業二課", "own"),
}
RULES: Rules = replace(BASE, parties=PARTIES, purposes={"P01": Purpose("案内"), "P05": Purpose("提携先への提供")})


def _leads(cell: str = "", history: str = "") -> LeadList:
    leads = lead_list(
        ["氏名", "メールアドレス", "利用目的", "同意", COLUMN, "取得履歴"],
        [["架空 太郎", "a@example.jp", "P01", "同意あり", cell, history]],
    )
    return recognize(leads, RULES).leads


TOLD = "2026-01-05 | フォーム |  | P01;P05 | 同意あり | form.png"
TAKEN_BACK = TOLD + "\n2026-06-01 | 電話 |  | P05 | なし | 電話"
OTHER = "2026-01-05 | フォーム |  | P01 | 同意あり | form.png"
TOLD_AND_CARD = TOLD + "\n2026-06-01 | 名刺 |  | P05 | 名刺交換 | "
SAME_DAY = TOLD + "\n2026-01-05 | 電話 |  | P05 | なし | 電話"
CARD = "2026-01-05 | 名刺 |  | P01;P05 | 名刺交換 | "
CASES = [
    # party, cell, history, may be given
    ("third", "", "", False),  # JP-APPI-27
    ("third", "○", "", True),
    ("third", "2026-01-05", "", True),
    ("third", "同意する", "", True),
    ("third", "架空商会", "", True),
    ("third", "third、print", "", True),
    ("third", "別の会社", "", False),
    ("third", "×", "", False),
    ("third", "×", TOLD, False),  # a no goes before what was told
    ("third", "?", TOLD, False),
    ("third", "", TOLD, True),
    ("third", "", TAKEN_BACK, False),
    ("third", "", TOLD_AND_CARD, True),  # a card takes nothing back
    ("third", "", SAME_DAY, False),
    ("third", "", OTHER, False),
    ("third", "", CARD, False),  # a card is no consent to be given to somebody
    ("group", "", "", False),  # a group company is a third party
    ("group", "○", "", True),
    ("us", "○", "", False),  # JP-APPI-28: told of the country
    ("us", "2026-01-05", "", False),
    ("us", "Sample Inc.", "", True),
    ("us", "us", "", True),
    ("us", "", TOLD, True),
    ("de", "○", "", True),
    ("de", "", "", False),  # equivalent, but still a third party
    ("print", "", "", True),  # 27条5項1号
    ("print", "×", "", True),
    ("mailer", "", "", True),
    ("joint", "", "", True),  # 27条5項3号
    ("own", "", "", True),
]


@pytest.mark.parametrize(("code", "cell", "history", "may"), CASES)
def test_a_lead_is_given_where_the_law_allows_it(code: str, cell: str, history: str, may: bool) -> None:
    leads = _leads(cell, history)
    assert (refused(leads, RowRef(0), RULES, code) == "") is may
    found = plan(leads, RULES, Request("email", "P01", to=code), today=TODAY).details
    assert isinstance(found, Mailing)
    assert [each.reason for each in found.left_out] == ([] if may else [Reason.PARTY])


@pytest.mark.parametrize(("cells", "given"), [(["○", "×"], []), (["○", ""], [0]), (["", TOLD, TAKEN_BACK], [])])
def test_a_no_in_one_row_of_a_person_is_a_no_in_all(cells: list[str], given: list[int]) -> None:
    rows = [
        ["架空 太郎", "a@example.jp", "P01", "同意あり", *(["", cell] if "|" in cell else [cell, ""])] for cell in cells
    ]
    leads = recognize(lead_list([*_leads().headings], rows), RULES).leads
    same = {RowRef(at): RowRef(0) for at in range(1, len(rows))}
    found = plan(leads, RULES, Request("email", "P01", to="third"), today=TODAY, duplicates=same).details
    assert isinstance(found, Mailing)
    assert [each.row for each in found.recipients] == given


@pytest.mark.parametrize(
    ("party", "words"),
    [
        (Party("x", "own", group=True), "group company"),
        (replace(THIRD, address=""), "address"),
        (replace(THIRD, representative=""), "representative"),
        (replace(THIRD, consent="", purpose=""), "consent"),
        (Party("x", "joint"), "notice"),
        (Party("x", "processor", country="US"), "abroad"),
        (Party("x", "processor", country="US", abroad="equivalent_country"), "US"),
        (Party("x", "processor", country="US", abroad="equivalent_measures"), "notice"),
        (Party("x", "processor", country="US", abroad="consent"), "consent"),
        (replace(THIRD, purpose="P09"), "P09"),
    ],
)
def test_a_party_that_lacks_something_is_given_nothing(party: Party, words: str) -> None:
    assert words in problem_of(party, RULES)
    with pytest.raises(Refused):
        party_of(replace(RULES, parties={"x": party}), "x")


@pytest.mark.parametrize("code", PARTIES)
def test_a_party_that_lacks_nothing_has_a_ground_with_its_article(code: str) -> None:
    assert party_of(RULES, code) is PARTIES[code]
    assert "条" in ground_words(PARTIES[code], RULES)
    assert ground_words(PARTIES[code], replace(RULES, language="en")).isascii() is False  # the article stays


@pytest.mark.parametrize(
    ("code", "recorded"),
    [
        *((code, True) for code in ("third", "group", "us", "de", "mailer")),
        *((code, False) for code in ("print", "joint", "own")),
    ],
)
def test_the_record_says_whose_data_it_was_where_the_law_asks_for_it(code: str, recorded: bool) -> None:
    assert is_recorded(PARTIES[code], RULES) is recorded


def test_an_unknown_party_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UserError) as caught:
        party_of(RULES, "thrid")
    assert "third" in caught.value.hint
    with pytest.raises(UserError) as caught:
        party_of(BASE, "third")
    assert "[parties.third]" in caught.value.hint


def test_a_field_that_the_items_do_not_name_is_not_given() -> None:
    party = replace(THIRD, items=("name", "email"))
    require_items(party, ["email"], RULES)
    require_items(THIRD, ["email", "phone"], RULES)
    with pytest.raises(Refused) as caught:
        require_items(party, ["email", "phone"], RULES)
    assert "電話番号" in caught.value.problem


def test_the_facts_of_a_record_name_the_party_and_no_lead() -> None:
    found = facts("third", RULES, ["name", "email"])
    assert found["party_name"] == "架空商会"
    assert found["representative"] == "代表取締役 架空 一郎"
    assert found["items"] == ["氏名", "メールアドレス"]
    assert found["ground"] == "27条1項 本人の同意"


@pytest.mark.parametrize(("one", "other", "kept"), [("○", "×", "×"), ("○", "", "○"), ("", "×", "×"), ("○", "?", "?")])
def test_a_merge_never_widens_to_whom_a_lead_may_be_given(one: str, other: str, kept: str) -> None:
    rows = [["架空 太郎", "a@example.jp", one], ["架空 太郎", "a@example.jp", other]]
    leads = recognize(lead_list(["氏名", "メールアドレス", COLUMN], rows), RULES).leads
    for survivor in leads.rows():
        changed = golden_record(leads, RULES, list(leads.rows()), survivor)
        assert changed.get(2, (leads.columns[2][survivor], ""))[0] == kept  # type: ignore[call-overload]
