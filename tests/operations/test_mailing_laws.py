"""Whatever the list, the rules and the options: nobody who may not be written to reaches the file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.cli.mailing_files import write_mailing
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.mailing import Last, Mailing, Reason, Request, checked, plan
from leadlist.operations.mailing.letters import letters
from leadlist.operations.mailing.segments import parse_segment
from leadlist.plans import Plan
from leadlist.rules import load_rules
from leadlist.rules.mailers import load_mailers
from leadlist.rules.schema import MailingRules

TODAY = date(2026, 11, 22)
RULES = load_rules()
MAILERS = load_mailers()
SOUND_MAIL = ("taro@example.co.jp", "hana@example.jp", "info@example.jp")
SOUND_MOBILE = "090-1234-5678"
CELLS = {
    "name": ["架空 太郎", "架空 花子", "Taro Kaku", ""],
    "company": ["架空商事", "見本工業", ""],
    "email": [*SOUND_MAIL, "x@", "", "なし", "taro@example.co.jp; hana@example.jp"],
    "mobile": [SOUND_MOBILE, "", "090-12"],
    "address": ["東京都千代田区丸の内1-9-1", ""],
    "purpose": ["P01", "P02", "", "P01;P02"],
    "consent": ["同意あり", "なし", "", "名刺交換"],
    "consent_on": ["2026-05-01", "2020-05-01", ""],
    "source": ["名刺", "フォーム", "個別名刺", ""],
    "acquired_on": ["2026-09-01", "2020-01-01", ""],
    "opt_out_email": ["○", "", "×", "2026-01-01", "?"],
    "opt_out_sms": ["○", "", ""],
    "opt_out_all": ["○", "", "", ""],
    "bounce": ["", "", "hard"],
    "doubtful": ["", "", "メールアドレス"],
    "country": ["", "US", "DE", "カナダ", "どこか"],
    "rank": ["A", "B", ""],
}
ROWS = st.lists(st.fixed_dictionaries({name: st.sampled_from(texts) for name, texts in CELLS.items()}), max_size=9)
REQUESTS = st.builds(
    lambda channel, bulk, one_per, segment: Request(channel, "P01", bulk, one_per, parse_segment(segment)),
    st.sampled_from(["email", "email", "email", "sms", "post"]),
    st.booleans(),
    st.sampled_from(["person", "address", "company", "household"]),
    st.sampled_from(["", "rank=A", "rank!=B and company~架空", "name!~花子"]),
)
MAILING = st.builds(
    MailingRules,
    role_addresses=st.sampled_from(["keep", "leave out"]),
    per_company=st.integers(0, 2),
    own_domains=st.sampled_from([(), ("example.jp",)]),
    competitors=st.sampled_from([(), ("example.co.jp",)]),
    severity=st.sampled_from([{}, {"MAIL-004": "error", "MAIL-006": "off"}]),
)


def _list(cells: list[dict[str, str]]) -> LeadList:
    leads = lead_list(list(CELLS), [list(row.values()) for row in cells])
    return leads.with_fields({name: ColumnRef(at) for at, name in enumerate(CELLS)})


def _merged(number: int, seed: int) -> Mapping[RowRef, RowRef]:
    """Some rows that are of the person in the first row."""
    return {RowRef(row): RowRef(0) for row in range(1, number) if seed >> row & 1}


def _refused(row: Mapping[str, str], request: Request, suppressing: bool, erasing: bool) -> bool:
    """Whether the row itself says no, told in other words than the program's."""
    cells = [row["opt_out_all"], row.get(f"opt_out_{request.channel}", "")]
    if any(text not in ("", "×") for text in cells):
        return True
    return (suppressing and "hana" in row["email"]) or (erasing and row["name"] == "架空 花子")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault
@given(ROWS, REQUESTS, MAILING, st.booleans(), st.booleans(), st.integers(0, 511))
def test_nobody_who_may_not_be_written_to_reaches_the_file(
    cells: list[dict[str, str]], request: Request, mailing: MailingRules, suppressing: bool, erasing: bool, seed: int
) -> None:
    rules = replace(RULES, mailing=mailing)
    leads, duplicates = _list(cells), _merged(len(cells), seed)

    def made() -> Plan:
        found = plan(
            leads,
            rules,
            request,
            today=TODAY,
            suppressed=(lambda _channel, text: "hana" in text) if suppressing else None,
            erased=(lambda values: values["name"] == "架空 花子") if erasing else None,
            duplicates=duplicates,
        )
        return checked(found, leads, rules, MAILERS["plain"], template="{氏名} 様 {役職}", last=Last("2026-10-01", 1))

    found = made()
    details = found.details
    assert isinstance(details, Mailing)
    assert found == made()
    assert sum(number for name, number in found.counts.items() if name != "read") == found.counts["read"] == len(cells)
    assert [number for _reason, number, _left in details.funnel()] == [
        found.counts[reason] for reason in Reason if found.counts[reason]
    ]
    written = [each.row for each in details.recipients]
    assert sorted([*written, *(each.row for each in details.left_out)]) == list(range(len(cells)))
    refused = [_refused(row, request, suppressing, erasing) for row in cells]
    no = {duplicates.get(RowRef(row), RowRef(row)) for row, said in enumerate(refused) if said}
    for each, line in zip(details.recipients, letters(leads, details.recipients, MAILERS["plain"]), strict=True):
        cell = cells[each.row]
        assert duplicates.get(each.row, each.row) not in no
        assert "P01" in cell["purpose"]
        assert line[-1] == each.address
        assert not (cell["consent"] == "なし" and request.channel != "post" and cell["country"] != "US")
        if request.channel == "email":
            assert each.address in SOUND_MAIL
            assert mailing.role_addresses == "keep" or not each.address.startswith("info@")
            assert not cell["bounce"]
            assert not cell["doubtful"]
            has_ground = cell["consent"] in ("同意あり", "名刺交換") or (cell["consent"] == "" and cell["source"])
            assert has_ground or cell["country"] == "US"
            assert cell["country"] != "どこか" or cell["consent"] == "同意あり" or not request.bulk
        if request.channel == "sms":
            assert each.address == SOUND_MOBILE
        for condition in request.segment:
            assert (condition.value in cell[condition.name]) is (condition.test in ("=", "~"))
    if request.channel != "post":
        assert len({each.address for each in details.recipients}) == len(written)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_same_input_gives_the_same_file(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{name: texts[at % len(texts)] for name, texts in CELLS.items()} for at in range(40)]
    leads = _list([row | {"email": f"a{at}@example.jp", "opt_out_email": ""} for at, row in enumerate(rows)])
    contents = []
    for folder, now in (("one", 1_790_000_000.0), ("two", 1_790_100_000.0)):
        monkeypatch.setattr("time.time", lambda now=now: now)
        (tmp_path / folder).mkdir()
        found = plan(leads, RULES, Request("email", "P01"), today=TODAY)
        assert found.counts["recipients"]
        written = write_mailing(tmp_path / folder / f"配信.{suffix}", leads, found, MAILERS["plain"], RULES, TODAY)
        contents.append([file.read_bytes() for file in written.files])
    assert contents[0] == contents[1]
