"""Every row is either written to or left out, with the first reason that holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlist.errors import UserError
from leadlist.leads import ColumnRef, LeadList, RowRef, lead_list
from leadlist.operations.mailing import Mailing, Reason, Request, plan
from leadlist.operations.mailing.letters import letters
from leadlist.operations.mailing.segments import Condition, outside, parse_segment
from leadlist.rules import load_rules
from leadlist.rules.mailers import load_mailers, named_mailer

TODAY = date(2026, 11, 22)
RULES = load_rules()
FIELDS = [
    "name",
    "company",
    "email",
    "mobile",
    "purpose",
    "consent",
    "source",
    "acquired_on",
    "opt_out_email",
    "bounce",
    "doubtful",
    "country",
    "rank",
    "status",
]
SOUND = {
    "name": "架空 太郎",
    "company": "架空商事",
    "email": "taro@example.co.jp",
    "purpose": "P01",
    "consent": "同意あり",
}
REQUEST = Request("email", "P01")


def _list(*rows: dict[str, str]) -> LeadList:
    leads = lead_list(FIELDS, [[row.get(name, "") for name in FIELDS] for row in rows])
    return leads.with_fields({name: ColumnRef(at) for at, name in enumerate(FIELDS)})


def _made(leads: LeadList, request: Request = REQUEST, **more: object) -> Mailing:
    found = plan(leads, RULES, request, today=TODAY, **more)  # type: ignore[arg-type]
    assert sum(number for name, number in found.counts.items() if name != "read") == found.counts["read"] == len(leads)
    assert isinstance(found.details, Mailing)
    return found.details


CASES = [
    ({}, None),
    ({"opt_out_email": "○", "purpose": ""}, Reason.OPTED_OUT),
    ({"opt_out_email": "たぶん"}, Reason.OPTED_OUT),
    ({"purpose": "P02"}, Reason.PURPOSE),
    ({"purpose": ""}, Reason.PURPOSE),
    ({"purpose": "P01; P02"}, None),
    ({"consent": ""}, Reason.NO_GROUND),
    ({"consent": "", "source": "名刺"}, None),
    ({"consent": "", "source": "個別名刺"}, Reason.NO_GROUND),
    ({"consent": "", "source": "フォーム"}, Reason.NO_GROUND),
    ({"consent": "なし", "source": "名刺"}, Reason.NO_GROUND),
    ({"consent": "", "status": "顧客"}, None),
    ({"consent": "", "country": "US"}, None),
    ({"consent": "名刺交換", "country": "DE"}, Reason.NO_GROUND),
    ({"consent": "", "source": "フォーム", "country": "CA", "acquired_on": "2026-09-01"}, None),
    ({"consent": "", "source": "フォーム", "country": "CA", "acquired_on": "2026-01-31"}, Reason.EXPIRED),
    ({"consent": "", "source": "フォーム", "country": "CA"}, Reason.EXPIRED),
    ({"doubtful": "メールアドレス"}, Reason.DOUBTFUL),
    ({"doubtful": "FAX"}, None),
    ({"email": ""}, Reason.ADDRESS),
    ({"email": "taro@@example.co.jp"}, Reason.ADDRESS),
    ({"email": "taro@example.co.jp; hana@example.co.jp"}, Reason.ADDRESS),
    ({"email": "なし"}, Reason.ADDRESS),
    ({"email": "info@example.co.jp"}, Reason.ROLE),
    ({"bounce": "550 unknown"}, Reason.BOUNCED),
]


@pytest.mark.parametrize(("cells", "reason"), CASES)
def test_the_first_reason_that_holds_is_given(cells: dict[str, str], reason: Reason | None) -> None:
    details = _made(_list(SOUND | cells))
    assert [each.reason for each in details.left_out] == ([] if reason is None else [reason])


def test_one_by_one_a_card_given_in_person_is_ground_enough() -> None:
    assert _made(_list(SOUND | {"consent": "", "source": "個別名刺"}), Request("email", "P01", bulk=False)).recipients


def test_an_address_in_the_suppression_file_is_never_written_to() -> None:
    leads = _list(SOUND, SOUND | {"email": "hana@example.co.jp", "mobile": "090-1234-5678"})
    refused: Callable[[str, str], bool] = lambda channel, text: (channel, text) == ("all", "090-1234-5678")  # noqa: E731
    details = _made(leads, suppressed=refused)
    assert [(each.row, each.reason) for each in details.left_out] == [(1, Reason.OPTED_OUT)]


def test_who_was_erased_is_never_written_to() -> None:
    details = _made(_list(SOUND), erased=lambda values: values["name"] == "架空 太郎")
    assert [each.reason for each in details.left_out] == [Reason.ERASED]


def test_one_mail_an_address_and_a_person() -> None:
    leads = _list(SOUND, SOUND | {"email": "TARO@EXAMPLE.CO.JP"}, SOUND | {"email": "t.kaku@example.jp"})
    details = _made(leads, duplicates={RowRef(0): RowRef(2)})
    assert [each.row for each in details.recipients] == [1, 2]
    assert [(each.row, each.detail) for each in details.left_out] == [(0, "row 4 stays")]
    assert [each.row for each in _made(leads).recipients] == [0, 2]


def test_a_duplicate_stays_where_the_other_one_may_not_be_written_to() -> None:
    leads = _list(SOUND, SOUND | {"opt_out_email": "○", "email": "t.kaku@example.jp"})
    assert [each.row for each in _made(leads, duplicates={RowRef(0): RowRef(1)}).recipients] == [0]


def test_one_letter_a_company() -> None:
    leads = _list(SOUND, SOUND | {"name": "架空 花子", "email": "hana@example.co.jp"})
    details = _made(leads, Request("email", "P01", one_per="company"))
    assert [each.reason for each in details.left_out] == [Reason.LIMIT]


def test_a_segment_leaves_the_others_out() -> None:
    leads = _list(SOUND | {"rank": "A"}, SOUND | {"rank": "C", "email": "hana@example.co.jp"})
    details = _made(
        leads, replace(REQUEST, segment=parse_segment("rank=A|B and 会社名~架空".replace("会社名", "company")))
    )
    assert [(each.row, each.reason, each.detail) for each in details.left_out] == [(1, Reason.SEGMENT, "rank=A|B")]


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("rank=a", True),
        ("rank!=A", False),
        ("rank!=B|C", True),
        ("company!~商事", False),
        ("company!~工業|銀行", True),
        ("acquired_on>=2026-01-01", True),
        ("acquired_on<令和8年1月1日", False),
        ("bounce>9", True),
        ("mobile>1", False),
        ("company~商事 and rank=A", True),
        ("", True),
    ],
)
def test_conditions(expression: str, met: bool) -> None:
    leads = _list(SOUND | {"rank": "Ａ", "acquired_on": "2026-05-01", "bounce": "10"})
    assert (outside(leads, parse_segment(expression))(RowRef(0)) == "") is met


@pytest.mark.parametrize("expression", ["rank", "=A", "rnk=A"])
def test_a_condition_that_cannot_be_meant_is_refused(expression: str) -> None:
    with pytest.raises(UserError):
        outside(_list(SOUND), parse_segment(expression))


def test_conditions_keep_their_parts() -> None:
    assert parse_segment("都道府県 = 東京都 かつ 点数 >= 10") == (
        Condition("都道府県", "=", "東京都"),
        Condition("点数", ">=", "10"),
    )


rows = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["架空 太郎", "架空 花子", ""]),
            "company": st.sampled_from(["架空商事", "見本工業", ""]),
            "email": st.sampled_from(["taro@example.co.jp", "hana@example.jp", "info@example.jp", "x@", "", "なし"]),
            "mobile": st.sampled_from(["090-1234-5678", ""]),
            "purpose": st.sampled_from(["P01", "P02", "", "P01;P02"]),
            "consent": st.sampled_from(["同意あり", "なし", "", "名刺交換"]),
            "source": st.sampled_from(["名刺", "フォーム", "個別名刺", ""]),
            "opt_out_email": st.sampled_from(["○", "", "×", "2026-01-01", "?"]),
            "bounce": st.sampled_from(["", "", "hard"]),
            "country": st.sampled_from(["", "US", "DE", "どこか"]),
        }
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault
@given(rows, st.booleans(), st.sampled_from(["person", "address", "company", "household"]), st.booleans())
def test_nobody_who_may_not_be_written_to_reaches_the_file(
    cells: list[dict[str, str]], bulk: bool, one_per: str, suppressing: bool
) -> None:
    leads = _list(*cells)
    refused = (lambda channel, text: "hana" in text) if suppressing else None
    request = Request("email", "P01", bulk, one_per)
    details = _made(leads, request, suppressed=refused)
    written = [each.row for each in details.recipients]
    assert sorted([*written, *(each.row for each in details.left_out)]) == list(range(len(cells)))
    for row in written:
        cell = cells[row]
        assert cell["opt_out_email"] in ("", "×")
        assert "P01" in cell["purpose"]
        assert not cell["bounce"]
        assert cell["email"] in ("taro@example.co.jp", "hana@example.jp")
        assert not (suppressing and "hana" in cell["email"])
        assert cell["consent"] not in ("", "なし") or cell["source"] or cell["country"] == "US"
    assert len({cells[row]["email"] for row in written}) == len(written)
    assert details == _made(leads, request, suppressed=refused)


@pytest.mark.parametrize("name", sorted(load_mailers()))
def test_every_layout_fills_its_columns_from_known_fields(name: str) -> None:
    mailer = load_mailers()[name]
    leads = _list(SOUND | {"name": "架空 太郎"})
    channel = mailer.channels[0]
    details = _made(leads, Request("email", "P01"))
    (row,) = letters(leads, details.recipients, mailer)
    assert len(row) == len(mailer.columns)
    assert not any("{" in text for text in row)
    assert named_mailer(name, channel) == mailer


def test_names_are_parted_only_where_a_blank_tells() -> None:
    mailer = load_mailers()["mailchimp"]
    leads = _list(
        SOUND,
        SOUND | {"name": "架空花子", "email": "hana@example.co.jp"},
        SOUND | {"name": "John Smith", "email": "j@example.com"},
    )
    found = letters(leads, _made(leads).recipients, mailer)
    assert [row[1:3] for row in found] == [("太郎", "架空"), ("", "架空花子"), ("John", "Smith")]


def test_a_letter_is_addressed_to_a_person_or_a_firm() -> None:
    mailer = load_mailers()["labels"]
    leads = _list(SOUND, SOUND | {"name": "", "email": "b@example.co.jp"})
    assert [row[-1] for row in letters(leads, _made(leads).recipients, mailer)] == ["様", "御中"]


@pytest.mark.parametrize(("name", "channel"), [("mailchmp", "email"), ("labels", "email")])
def test_a_layout_that_does_not_fit_is_refused(name: str, channel: str) -> None:
    with pytest.raises(UserError):
        named_mailer(name, channel)
