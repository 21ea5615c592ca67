"""What opt-out and subscription cells mean, and that a merge never widens a permission."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlist.leads import ColumnRef, RowRef, lead_list
from leadlist.permission import PERMISSION_FIELDS, fields_for, is_known, may_contact, newest, refuses, strictest
from leadlist.rules.tables import table

CASES = [
    # text, subscribe_email, opt_out_email
    ("○", False, True),
    ("◯", False, True),
    ("×", True, False),
    ("✕", True, False),
    ("1", False, True),
    ("１", False, True),
    ("0", True, False),
    ("TRUE", False, True),
    ("False", True, False),
    ("可", False, True),
    ("不可", True, True),
    ("希望する", False, True),
    ("希望しない", True, True),
    ("停止", True, True),
    ("解除", True, True),
    ("済", False, True),
    ("停止済み", True, True),
    ("yes", False, True),
    ("No", True, False),
    ("y", False, True),
    ("n", True, False),
    ("on", False, True),
    ("OFF", True, False),
    ("2024-05-01", False, True),
    ("令和6年5月1日", False, True),
    ("Unsubscribed", True, True),
    ("subscribed", False, False),
    ("配信中", False, False),
    ("ＮＧ", True, True),
    ("架電NG", True, True),
    (" 配信 停止 ", True, True),
    ("Do not call", True, True),
    ("レ", False, True),
    ("✔️", False, True),
    ("なし", True, False),
    ("本人から電話あり", True, True),
    ("3月から", True, True),
    ("", None, None),
    ("　", None, None),
    ("-", None, None),
    ("―", None, None),
]


@pytest.mark.parametrize(("text", "subscribe", "opt_out"), CASES)
def test_a_cell_means_what_its_heading_makes_of_it(text: str, subscribe: bool | None, opt_out: bool | None) -> None:
    assert refuses("subscribe_email", text) is subscribe
    assert refuses("opt_out_email", text) is opt_out


@pytest.mark.parametrize("field", ["opt_out_email", "subscribe_post", "opt_out_all_on"])
@pytest.mark.parametrize("text", ["要相談", "?", "3月から", "田中様に確認"])
def test_a_word_that_is_not_in_the_table_refuses_and_is_told(field: str, text: str) -> None:
    assert refuses(field, text) is True
    assert not is_known(field, text)


@pytest.mark.parametrize(("text", "meaning"), [("2024-05-01", True), ("", None), ("-", None), ("1", True)])
def test_a_date_of_refusal_refuses(text: str, meaning: bool | None) -> None:
    assert refuses("opt_out_fax_on", text) is meaning


def test_a_field_that_is_no_permission_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not a permission"):
        refuses("email", "1")
    with pytest.raises(ValueError, match="no such channel"):
        fields_for("telex")


def test_the_table_names_each_word_once_and_only_known_meanings() -> None:
    rows = table("permission_words")
    assert len({row["word"] for row in rows}) == len(rows)
    assert {row[sense] for row in rows for sense in ("subscribe", "opt_out")} <= {
        "refuses",
        "consents",
        "silent",
        "unknown",
    }


@pytest.mark.parametrize(
    ("field", "texts", "kept"),
    [
        ("opt_out_email", ["", "0", "1"], "1"),
        ("opt_out_email", ["0", ""], "0"),
        ("opt_out_email", ["0", "要相談"], "要相談"),
        ("opt_out_email", ["要相談", "1"], "1"),
        ("opt_out_email", ["2024-05-01", "2025/6/1", "1"], "2025/6/1"),
        ("subscribe_email", ["1", "0", ""], "0"),
        ("subscribe_email", ["○", ""], "○"),
        ("subscribe_email", ["希望する", "希望しない"], "希望しない"),
        ("opt_out_email", ["", ""], ""),
        ("opt_out_email", [], ""),
    ],
)
def test_the_strictest_cell_survives(field: str, texts: list[str], kept: str) -> None:
    assert strictest(field, texts) == kept


def test_the_newest_date_survives_however_it_is_written() -> None:
    assert newest(["2024-05-01", "令和7年1月2日", "", "不明"]) == "令和7年1月2日"
    assert newest(["", "不明"]) == "不明"
    assert newest([]) == ""


WORDS = st.one_of(
    st.sampled_from([text for text, _subscribe, _opt_out in CASES]), st.dates().map(str), st.text(max_size=6)
)
FIELDS = st.sampled_from(PERMISSION_FIELDS)


@given(FIELDS, st.lists(WORDS, min_size=1, max_size=6), st.randoms())
def test_a_merge_never_widens_a_permission_and_the_order_does_not_matter(field, texts, random) -> None:  # type: ignore[no-untyped-def]
    kept = strictest(field, texts)
    assert kept in texts
    if any(refuses(field, text) for text in texts):
        assert refuses(field, kept) is True
    elif any(refuses(field, text) is False for text in texts):
        assert refuses(field, kept) is False
    else:
        assert refuses(field, kept) is None
    shuffled = random.sample(texts, len(texts))
    assert strictest(field, shuffled) == kept
    assert strictest(field, [strictest(field, texts[:2]), *texts[2:]]) == kept


def test_one_refusal_forbids_its_channel_and_one_for_all_channels_forbids_each() -> None:
    leads = lead_list(
        ["氏名", "配信停止", "DM可否", "NG", "架電NG"],
        [
            ["高橋一郎", "", "", "", ""],
            ["鈴木花子", "1", "可", "", ""],
            ["佐藤次郎", "0", "不可", "", ""],
            ["田中三郎", "", "", "○", ""],
            ["伊藤四郎", "", "", "", "2024/5/1"],
        ],
        fields={
            "name": ColumnRef(0),
            "opt_out_email": ColumnRef(1),
            "subscribe_post": ColumnRef(2),
            "opt_out_all": ColumnRef(3),
            "opt_out_phone": ColumnRef(4),
        },
    )
    allowed = {
        channel: [may_contact(leads, RowRef(row), channel) for row in range(5)]
        for channel in ("email", "post", "phone")
    }
    assert allowed == {
        "email": [True, False, True, False, True],
        "post": [True, True, False, False, True],
        "phone": [True, True, True, False, False],
    }
