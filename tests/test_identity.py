"""lead_id: given once, never shared, never taken for another column."""

from itertools import count

from leadlist.changes import AddColumn, SetCell
from leadlist.identity import PATTERN, identify, new_lead_id
from leadlist.leads import ColumnRef, RowRef, lead_list
from leadlist.plans import apply

NUMBERS = count(1)


def numbered() -> str:
    return f"L-{next(NUMBERS):010d}"


def test_a_new_id_has_the_documented_form() -> None:
    assert PATTERN.fullmatch(new_lead_id())
    assert new_lead_id() != new_lead_id()


def test_a_list_without_the_column_gets_one_in_its_own_language() -> None:
    leads = lead_list(["氏名", "No"], [["山田", "1"], ["佐藤", "2"]])
    changes, findings = identify(leads, "ja", numbered)
    assert changes[0] == AddColumn("リードID", "lead_id", "lead_id")
    after = apply(leads, changes)
    assert all(PATTERN.fullmatch(text) for text in after.columns[2])
    assert not findings


def test_rows_that_leave_need_no_id() -> None:
    leads = lead_list(["氏名"], [["山田"], ["佐藤"]])
    changes, _ = identify(leads, "ja", numbered, leaving={RowRef(0)})
    assert [c.row for c in changes if isinstance(c, SetCell)] == [1]


def test_missing_copied_and_wrong_ids_are_replaced_and_told() -> None:
    rows = [["L-0000000AAA"], ["L-0000000AAA"], [""], ["17"], ["L-0000000BBB"]]
    leads = lead_list(["リードID"], rows).with_fields({"lead_id": ColumnRef(0)})
    changes, findings = identify(leads, "ja", numbered)
    assert [c.row for c in changes if isinstance(c, SetCell)] == [1, 2, 3]
    assert [f.row for f in findings] == [1, 3]
    assert {f.code for f in findings} == {"ID-001"}
    after = apply(leads, changes)
    assert len(set(after.columns[0])) == 5
