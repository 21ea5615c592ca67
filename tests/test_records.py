"""What undo and the log keep of an operation: one record a lead, every cell before and after."""

import json

from leadlist.changes import AddColumn, AddRow, Change, RemoveRow, SetCell
from leadlist.leads import ColumnRef, RowRef, lead_list
from leadlist.records import ready_records, records
from leadlist.store.records import encode

LEADS = lead_list(
    ["氏名", "メール"], [["山田 太郎", "taro@example.jp"], ["佐藤 花子", ""], ["鈴木 一郎", "i@example.jp"]]
)
CHANGES: list[Change] = [
    AddColumn("リードID", "lead_id", "lead_id"),
    SetCell(RowRef(1), ColumnRef(1), "", "hanako@example.jp", "import"),
    SetCell(RowRef(1), ColumnRef(2), "", "L-0000000001", "lead_id"),
    RemoveRow(RowRef(0), "same person", RowRef(1), "match"),
    RemoveRow(RowRef(2), "due", None, "retention.periods.card"),
    AddRow({ColumnRef(0): "高橋 次郎", ColumnRef(1): "", ColumnRef(2): "L-0000000002"}, "import"),
]


def test_every_change_stands_with_its_lead_and_the_row_a_person_sees() -> None:
    found = list(records(LEADS, CHANGES))
    assert [(record["lead"], record["row"]) for record in found] == [
        ("", 0),
        ("", 2),
        ("L-0000000001", 3),
        ("", 4),
        ("L-0000000002", 5),
    ]
    assert found[0]["changes"] == [{"kind": "column", "position": 2, "column": "リードID", "rule": "lead_id"}]
    removed = found[1]["changes"][0]
    assert removed["into"] == "L-0000000001"
    assert removed["cells"] == [(0, "氏名", "山田 太郎"), (1, "メール", "taro@example.jp")]
    assert found[2]["changes"][0] == {
        "kind": "set",
        "position": 1,
        "column": "メール",
        "before": "",
        "after": "hanako@example.jp",
        "rule": "import",
    }
    assert found[3]["changes"][0]["into"] == ""
    assert found[4]["changes"][0]["cells"] == [(0, "氏名", "高橋 次郎"), (2, "リードID", "L-0000000002")]


def test_records_are_json() -> None:
    assert json.loads(json.dumps(list(records(LEADS, CHANGES))))


def test_a_list_with_ids_names_its_leads() -> None:
    leads = lead_list(["リードID", "氏名"], [["L-000000000A", "山田"]]).with_fields({"lead_id": ColumnRef(0)})
    change = SetCell(RowRef(0), ColumnRef(1), "山田", "山田 太郎", "person_name")
    assert next(records(leads, [change]))["lead"] == "L-000000000A"
    assert list(records(leads, [])) == []


def test_ready_records_say_the_same_in_the_spelling_of_the_store() -> None:
    leads = lead_list(["リードID", '氏"名', ""], [["L-000000000A", "山田\n", "\ud83d"], ["", "𠮷", "\u2028"]])
    leads = leads.with_fields({"lead_id": ColumnRef(0)})
    cells = [
        SetCell(RowRef(1), ColumnRef(1), "𠮷", "吉\\", "person_name"),
        SetCell(RowRef(0), ColumnRef(2), "\ud83d", "\x00\x7f", "note"),
        SetCell(RowRef(0), ColumnRef(1), "山田\n", '山"田', "person_name"),
    ]
    for changes in (cells, CHANGES):
        known = leads if changes is cells else LEADS
        ready = [
            each if isinstance(each["changes"], str) else {**each, "changes": encode(each["changes"])}
            for each in ready_records(known, changes)
        ]
        assert ready == [{**each, "changes": encode(each["changes"])} for each in records(known, changes)]
    assert all(isinstance(each["changes"], str) for each in ready_records(leads, cells))
