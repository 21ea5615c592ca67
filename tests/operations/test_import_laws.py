"""Laws of the import, for any list and any sources."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leadlist.changes import SetCell
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.normalizers import match_key
from leadlist.operations.import_ import COUNTS, Acquired, Batch, Handover, new_list, plan
from leadlist.permission import refuses
from leadlist.plans import apply
from leadlist.provenance import parse
from leadlist.rules import load_rules

RULES = load_rules()
REACHED = ("email", "mobile", "phone", "phone_company")
TODAY = date(2026, 11, 22)
DAYS = [(date(2024, 1, 1) + timedelta(days=200 * step)).isoformat() for step in range(5)]
CELLS = {
    "name": ["", "山田 太郎", "山田太郎", "山田", "鈴木　花子", "Taro Yamada"],
    "company": ["", "株式会社山田", "㈱山田", "甲社"],
    "title": ["", "課長", "部長"],
    "email": ["", "taro@example.jp", "Taro@example.jp", "hana.s@example.jp", "info@example.jp", "だめ"],
    "phone": ["", "03-5550-1111", "０３-5550-1111", "03-5550-2222"],
    "mobile": ["", "090-1111-2222", "080-3456-7890"],
    "note": ["", "メモ", "別のメモ"],
    "tags": ["", "A", "A, B"],
    "acquired_on": ["", *DAYS, "去年"],
    "source": ["", "名刺", "フォーム", "知らない"],
    "opt_out_email": ["", "停止", "0", "?"],
    "subscribe_email": ["", "希望する", "×"],
    "status": ["", "顧客"],
    "family_name": ["", "山田", "Smith"],
    "given_name": ["", "太郎", "John"],
    "address": ["", "東京都千代田区丸の内1-8-3 ビル2階", "Hauptstr. 5, Köln"],
    "prefecture": ["", "東京都"],
    "city": ["", "千代田区", "Köln"],
    "street": ["", "丸の内1-8-3"],
    "building": ["", "ビル2階"],
    "phone_company": ["", "03-5550-1111", "03-5550-3333"],
    "opt_out_email_on": ["", "2026-01-05"],
    "*社内メモ": ["", "x", "y"],
}


@st.composite
def tables(draw: st.DrawFn, most: int = 6) -> LeadList:
    fields = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=12, unique=True))
    rows = draw(st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in fields)), max_size=most))
    at = {name: ColumnRef(c) for c, name in enumerate(fields) if not name.startswith("*")}
    return lead_list(fields, [row for row in rows if tells(dict(zip(fields, row, strict=True)))], fields=at)


def tells(row: dict[str, str]) -> bool:
    """Whether the row says who it is: of a name alone nobody can say whether it was here before."""
    named = row.get("name") or row.get("family_name")
    return bool(row.get("email") or row.get("mobile") or (named and (row.get("company") or row.get("phone"))))


def known_by(row: RowRef, source: LeadList, leads: LeadList) -> bool:
    """Whether an address or number of the row stands in the list still: a later row may have brought a newer one, and
    whoever is told by the old one only cannot be known again."""
    told = {key for name in REACHED if (key := match_key(name, source.value(row, name), RULES))}
    stands = {match_key(name, leads.value(lead, name), RULES) for name in REACHED for lead in leads.rows()}
    return not told or bool(told & stands)


acquisitions = st.builds(
    Acquired,
    source=st.sampled_from(["", "fair", "form", "list"]),
    event=st.sampled_from(["", "機械展"]),
    on=st.sampled_from([None, date(2024, 5, 1), date(2026, 11, 19)]),
    consent=st.sampled_from(["", "explicit"]),
    handover=st.just(Handover("succession")),
)


def imported(leads: LeadList, sources: list[LeadList], acquired: Acquired, today: date = TODAY) -> LeadList:
    batches = [Batch(f"{number}.csv", source) for number, source in enumerate(sources)]
    made = plan(leads, RULES, batches=batches, acquired=acquired, today=today)
    assert made.counts["read"] == sum(len(source) for source in sources)
    assert sum(made.counts[name] for name in COUNTS) == made.counts["read"]
    assert all(isinstance(change, SetCell) is False or change.after for change in made.changes)
    return apply(leads, made.changes)


@settings(deadline=None)
@given(tables(), st.lists(tables(), min_size=1, max_size=3), acquisitions)
def test_importing_the_same_once_more_changes_nothing(
    leads: LeadList, sources: list[LeadList], acquired: Acquired
) -> None:
    once = imported(leads, sources, acquired)
    assume(all(known_by(row, source, once) for source in sources for row in source.rows()))
    batches = [Batch(f"{number}.csv", source) for number, source in enumerate(sources)]
    again = plan(once, RULES, batches=batches, acquired=acquired, today=TODAY + timedelta(days=40))
    assert not again.changes
    assert again.counts["added"] == again.counts["updated"] == again.counts["doubtful"] == 0


@settings(deadline=None)
@given(tables(), tables(), acquisitions)
def test_nothing_is_emptied_and_no_row_is_lost(leads: LeadList, source: LeadList, acquired: Acquired) -> None:
    after = imported(leads, [source], acquired)
    assert len(after) >= len(leads)
    for before, now in zip(leads.columns, after.columns, strict=False):
        assert all(new for old, new in zip(before, now, strict=False) if old)
    assert after.headings[: len(leads.headings)] == leads.headings


@settings(deadline=None)
@given(tables(), tables(), acquisitions)
def test_whoever_refused_still_refuses(leads: LeadList, source: LeadList, acquired: Acquired) -> None:
    after = imported(leads, [source], acquired)
    for name in ("opt_out_email", "subscribe_email"):
        for row in leads.rows():
            if leads.value(row, name) and refuses(name, leads.value(row, name)):
                assert refuses(name, after.value(row, name))


@settings(deadline=None)
@given(tables(), tables())
def test_an_older_export_never_puts_a_value_back(leads: LeadList, source: LeadList) -> None:
    newest = Acquired(source="form", on=TODAY)
    fields = {name: column for name, column in source.fields.items() if name not in ("acquired_on", "source")}
    source = source.with_fields(fields)
    once = imported(leads, [source], newest)
    later = imported(once, [source], replace(newest, on=date(2020, 1, 1)))
    for name in ("company", "title", "email", "phone", "mobile", "name", "acquired_on"):
        for row in once.rows():
            if once.value(row, name):
                assert later.value(row, name) == once.value(row, name)


@settings(deadline=None)
@given(tables(), acquisitions)
def test_every_acquisition_stays_in_the_history(source: LeadList, acquired: Acquired) -> None:
    first = imported(new_list([Batch("a", source)], RULES), [source], acquired)
    second = imported(first, [source], replace(acquired, event="次の展示会", source="fair"))
    for row in first.rows():
        old = set(parse(first.value(row, "provenance")))
        assert old <= set(parse(second.value(row, "provenance")))


@settings(deadline=None)
@given(tables(), tables(), acquisitions)
def test_every_lead_has_an_id_of_its_own_after_a_change(leads: LeadList, source: LeadList, acquired: Acquired) -> None:
    after = imported(leads, [source], acquired)
    if after is not leads and "lead_id" in after.fields:
        ids = after.values("lead_id")
        assert len(set(ids)) == len(ids)
        assert all(ids)
