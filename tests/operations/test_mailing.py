"""Every row is either written to or left out, with the first reason that holds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

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


def test_a_refusal_in_a_second_column_counts_as_well() -> None:
    leads = lead_list(
        ["氏名", "メール", "メール配信停止", "配信停止"],
        [["山田", "a@example.jp", "停止", ""], ["佐藤", "b@example.jp", "", "停止"]],
        fields={"name": ColumnRef(0), "email": ColumnRef(1), "opt_out_email": ColumnRef(2)},
    )
    left_out = _made(leads).left_out
    assert [(each.reason, each.detail) for each in left_out] == [
        (Reason.OPTED_OUT, "メール配信停止: 停止"),
        (Reason.OPTED_OUT, "配信停止: 停止"),
    ]


@pytest.mark.parametrize(("cells", "reason"), CASES)
def test_the_first_reason_that_holds_is_given(cells: dict[str, str], reason: Reason | None) -> None:
    details = _made(_list(SOUND | cells))
    assert [each.reason for each in details.left_out] == ([] if reason is None else [reason])


@pytest.mark.parametrize(
    ("heading", "text", "country", "written"),
    [
        ("メルマガ希望", "希望する", "", True),
        ("メルマガ希望", "希望する", "DE", False),
        ("メルマガ希望", "", "", False),
        ("メルマガ希望", "希望しない", "", False),
        ("メール配信可否", "可", "", False),
        ("Newsletter opt-in", "yes", "", True),
    ],
)
def test_who_asked_for_mails_may_get_them(heading: str, text: str, country: str, written: bool) -> None:
    cells = SOUND | {"consent": "", "source": "フォーム", "country": country}
    leads = lead_list([*FIELDS, heading], [[*(cells.get(name, "") for name in FIELDS), text]])
    fields = {name: ColumnRef(at) for at, name in enumerate([*FIELDS, "subscribe_email"])}
    assert bool(_made(leads.with_fields(fields)).recipients) is written


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
    leads = _list(SOUND, SOUND | {"bounce": "550", "email": "t.kaku@example.jp"})
    assert [each.row for each in _made(leads, duplicates={RowRef(0): RowRef(1)}).recipients] == [0]


@pytest.mark.parametrize(("row", "other"), [(0, 1), (1, 0)])
def test_who_said_no_in_one_row_is_not_written_to_in_another(row: int, other: int) -> None:
    leads = _list(SOUND, SOUND | {"opt_out_email": "○", "email": "t.kaku@example.jp"}, SOUND | {"purpose": ""})
    details = _made(leads, duplicates={RowRef(row): RowRef(other), RowRef(2): RowRef(other)})
    assert [(each.row, each.reason) for each in details.left_out] == [(at, Reason.OPTED_OUT) for at in range(3)]
    assert details.left_out[0].detail == "row 3 is of the same person"


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


@pytest.mark.parametrize("name", sorted(load_mailers()))
def test_every_layout_fills_its_columns_from_known_fields(name: str) -> None:
    mailer = named_mailer(name, load_mailers()[name].channels[0])
    leads = _list(SOUND | {"name": "架空 太郎"})
    details = _made(leads, Request("email", "P01"))
    (row,) = letters(leads, details.recipients, mailer)
    assert len(row) == len(mailer.columns)
    assert not any("{" in text for text in (*row, *mailer.columns))


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
