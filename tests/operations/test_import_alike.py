"""import: rows that no exact key finds are held against the list by the deduplicator."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadlist.leads import LeadList
from leadlist.operations.deduplicate.planning import linkage_of
from leadlist.operations.import_ import Batch, Details, plan
from leadlist.permission import may_contact
from leadlist.plans import Plan
from leadlist.rules import load_rules
from tests.operations.test_import import FAIR, LIST, RULES, TODAY, YAMADA, importing, result, row, table

TAKAHASHI = {
    "company": "株式会社青葉商事",
    "department": "営業部",
    "title": "課長",
    "name": "高橋 健太",
    "name_kana": "タカハシ ケンタ",
    "email": "k.takahashi@aoba.example.jp",
    "phone": "03-3344-5566",
    "postal_code": "107-0052",
    "address": "東京都港区赤坂1-2-3",
}
OTHERS = [
    {**TAKAHASHI, "name": "森田 誠", "name_kana": "モリタ マコト", "email": "m.morita@aoba.example.jp", "title": ""},
    {"company": "有限会社山川", "name": "高橋 健太", "email": "kenta@yamakawa.example.jp", "phone": "06-1111-2222"},
    {"company": "みどり工業株式会社", "name": "佐藤 愛", "name_kana": "サトウ アイ", "phone": "052-222-3333"},
]
KNOWN = table([TAKAHASHI, *OTHERS])


def incoming(**changed: str) -> dict[str, str]:
    return {name: text for name, text in (TAKAHASHI | changed).items() if text}


ALIKE = {
    "a slip in the address and in the company": (
        incoming(email="k.takahasi@aoba.example.jp", company="株式会社青葉商亊", phone=""),
        "updated",
    ),
    "a misread name, all else the same": (incoming(name="高橋 健大", email="", phone="03-3344-5566"), "updated"),
    "another kanji for the same reading, another post": (
        incoming(name="高橋 健多", email="", department="総務部", title="部長"),
        "doubtful",
    ),
    "another kanji for the same reading": (incoming(name="高橋 健多", email="", department=""), "updated"),
    "moved to another department, company misread": (
        incoming(email="", company="株式会社青葉商会", department="総務部", title="部長"),
        "updated",
    ),
    "a colleague": (incoming(name="高橋 大輔", name_kana="タカハシ ダイスケ", email=""), "added"),
    "a colleague without a reading": (incoming(name="中村 進", name_kana="", email="", title=""), "added"),
    "a namesake in another company": (
        incoming(
            company="株式会社別物", email="", phone="011-333-4444", address="北海道札幌市中央区1-1", postal_code=""
        ),
        "added",
    ),
    "somebody whose name is not known": (incoming(name="", name_kana="", email="", title=""), "doubtful"),
    "the family name only": (incoming(name="高橋", name_kana="", email="", title=""), "doubtful"),
}


@pytest.mark.parametrize("case", ALIKE, ids=list(ALIKE))
def test_what_no_key_finds_is_found_asked_or_new(case: str) -> None:
    new, expected = ALIKE[case]
    made, after = importing(KNOWN, new)
    assert result(made) == expected
    assert len(after) == len(KNOWN) + (expected != "updated")
    again, _after = importing(after, new)
    assert not again.changes


def test_a_doubtful_row_names_the_lead_it_may_be_and_why() -> None:
    made, after = importing(KNOWN, incoming(name="高橋", name_kana="", email="", title=""))
    assert isinstance(made.details, Details)
    (outcome,) = made.details.outcomes
    assert outcome.row == 0
    assert outcome.reason.startswith("perhaps row 2: name similar (“高橋” / “高橋 健太”)")
    (finding,) = [finding for finding in made.findings if finding.code == "IMPORT-001"]
    assert (finding.row, finding.hint) == (0, "Added, marked to be checked: compare it with that row.")
    assert row(after)["doubtful"].startswith("perhaps row 2: ")


def test_the_reason_in_a_doubtful_row_takes_no_key_from_it() -> None:
    _made, after = importing(KNOWN, incoming(name="高橋", name_kana="", email="", title=""))
    linkage = linkage_of(after, RULES)
    assert linkage is not None
    assert linkage.weigh(0, len(after) - 1).levels["phone"] > 0


def test_what_a_row_is_does_not_hang_on_those_that_come_with_it() -> None:
    misread = incoming(email="", name="高橋 健大")
    made, after = importing(table([OTHERS[2]]), incoming(), misread)
    assert (made.counts["added"], len(after)) == (2, 3)
    assert not importing(after, incoming(), misread)[0].changes


def test_further_columns_with_a_kind_are_compared() -> None:
    rules = replace(RULES, match=replace(RULES.match, kinds={"会員番号": "code"}))
    held = table([{**YAMADA, "*会員番号": ""}])
    held = LeadList(("company", "name", "email", "phone", "会員番号"), (*held.columns[:4], ["A-77001"]), held.fields)
    new = {"company": "株式会社山由", "name": "山田 太朗", "phone": "03-5550-1112"}
    source = table([new])
    source = LeadList((*source.headings, "会員番号"), (*source.columns, ["A77001"]), source.fields)
    made = plan(held, rules, batches=[Batch("a.csv", source)], acquired=FAIR, today=TODAY)
    assert result(made) in ("updated", "doubtful")


REFUSING = {"opt_out_email": "停止", "opt_out_phone": "停止", "subscribe_email": "×", "opt_out_all": "停止"}
MAYBE = incoming(name="高橋", name_kana="", email="x@aoba.example.jp", title="")


@pytest.mark.parametrize("name", REFUSING)
@pytest.mark.parametrize("new", [ALIKE["a misread name, all else the same"][0], MAYBE], ids=["merged", "doubtful"])
def test_who_refused_is_not_written_to_because_the_name_was_misread(name: str, new: Mapping[str, str]) -> None:
    consenting = {**new, "subscribe_email": "希望する"}
    _made, after = importing(table([{**TAKAHASHI, name: REFUSING[name]}, *OTHERS]), consenting)
    channel = name.rpartition("_")[2].replace("all", "email")
    for lead in {0, *range(len(OTHERS) + 1, len(after))}:
        assert not may_contact(after, lead, channel)  # type: ignore[arg-type]


CELLS = st.sampled_from(["", "停止", "0", "希望する", "×", "2026-01-05"])


@settings(deadline=None, max_examples=25)
@given(st.tuples(CELLS, CELLS), st.tuples(CELLS, CELLS), st.sampled_from(sorted(ALIKE)))
def test_a_likeness_never_widens_a_permission(old: tuple[str, str], new: tuple[str, str], case: str) -> None:
    names = ("opt_out_email", "subscribe_email")
    held = table([{**TAKAHASHI, **dict(zip(names, old, strict=True))}, *OTHERS])
    source = {**ALIKE[case][0], **dict(zip(names, new, strict=True))}
    _made, after = importing(held, source)
    alone = table([source])
    for channel in ("email", "phone"):
        if not may_contact(held, 0, channel):  # type: ignore[arg-type]
            assert not may_contact(after, 0, channel)  # type: ignore[arg-type]
        if not may_contact(alone, 0, channel):  # type: ignore[arg-type]
            whose = 0 if len(after) == len(held) else len(after) - 1
            assert not may_contact(after, whose, channel)  # type: ignore[arg-type]


def test_without_anything_new_nobody_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlist.operations.import_.alike.nearest", lambda *_: 1 / 0)
    made: Plan = importing(LIST, YAMADA)[0]
    assert result(made) in ("updated", "unchanged")


def test_it_is_told_whom_a_row_was_taken_for_and_why() -> None:
    made, after = importing(KNOWN, ALIKE["a misread name, all else the same"][0])
    (finding,) = [finding for finding in made.findings if finding.code == "IMPORT-013"]
    assert (finding.row, finding.hint) == (0, "")
    assert finding.message.startswith("a.csv, row 2: taken for this lead: ")
    assert not importing(after, ALIKE["a misread name, all else the same"][0])[0].findings


def test_an_address_that_refused_arrives_at_the_lead_that_is_known_by_another() -> None:
    new = incoming(email="kt@private.example.com", mobile="090-1111-2222")
    made, after = importing(KNOWN, new, suppressed=lambda channel, text: (channel, text) == ("email", new["email"]))
    assert result(made) == "updated"
    assert not may_contact(after, 0, "email")  # type: ignore[arg-type]


def test_a_lead_added_in_doubt_takes_no_row_from_the_lead_that_had_it() -> None:
    """Found with made lists: the same import again gave what one lead had to the doubtful one beside it."""
    lead = {
        "company": "Continental Systems PLC",
        "name": "Anthony Brown",
        "email": "anthonybrown55@outlook.example.com",
        "street": "435 Hill Rd.",
        "city": "Memphis",
        "url": "https://www.continental1870.example.com",
    }
    rows = [
        {**lead, "title": "Buyer", "phone": "+1 901-652-0142", "postal_code": "38139"},
        {**lead, "name": "Anthony D. Brown"},
        {**lead, "company": "Continental Systems", "phone": "+1 901-652-0142", "url": "", "street": "435 Hrll Road"},
    ]
    made, after = importing(
        table([lead, *OTHERS]), *rows, rules=load_rules("international"), acquired=replace(FAIR, purpose="")
    )
    results = [outcome.result for outcome in made.details.outcomes]  # type: ignore[attr-defined]
    assert results == ["updated", "repeated", "doubtful"]
    again, _after = importing(after, *rows, rules=load_rules("international"), acquired=replace(FAIR, purpose=""))
    assert not again.changes
