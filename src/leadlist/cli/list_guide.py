"""What a new list says about itself: its データ辞書, its drop-downs, how its cells are typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadlist.fields import FIELDS, Kind
from leadlist.leads import LeadList
from leadlist.permission import GROUNDS
from leadlist.purposes import lint
from leadlist.rules import Rules
from leadlist.rules.tables import table

if TYPE_CHECKING:
    from leadlist.formats.list_workbook import Guide

TYPED = {Kind.PHONE: "text", Kind.POSTAL_CODE: "text", Kind.CODE: "text", Kind.DATE: "date"}
WORDS = {
    "ja": {
        "title": "この見込み客リストの列と決まりごと",
        "columns": "列",
        "column headings": ("列名", "意味・入れ方", "例"),
        "purposes": "利用目的（個人情報保護法17条）。取得のときに本人に伝えた文",
        "purpose headings": ("符号", "文", "判定"),
        "fine": "よし",
        "rules": "決まりごと",
        "rule heading": ("決まり",),
    },
    "en": {
        "title": "The columns of this lead list, and its rules",
        "columns": "Columns",
        "column headings": ("Column", "What it holds", "For example"),
        "purposes": "Purposes of use, as the people concerned were told",
        "purpose headings": ("Code", "Wording", "Verdict"),
        "fine": "fine",
        "rules": "Rules",
        "rule heading": ("Rule",),
    },
}
RULES = {
    "ja": (
        "一人に一行。会社が変わった人は行を分けず、備考に「旧:」で残します。",
        "断られた連絡先は消さずに「停止」と入れます。セルを消しても配信の停止は解けません。",
        "取得元・取得日・利用目的のない行を作りません（個人情報保護法20条・21条）。",
        "取得履歴は追記だけです。保存期間と連絡の可否はここから計算されます。",
        "列名は変えてもかまいません。認識の結果は leadlist columns で確かめられます。",
    ),
    "en": (
        "One row a person. Whoever changes company keeps the row; the former one goes into the notes.",
        "Whoever refuses is marked, never deleted. Clearing the cell does not lift the refusal.",
        "No row without source, day and purpose (for Japan: 個人情報保護法20条・21条).",
        "The provenance is only ever added to; retention and permission are computed from it.",
        "Headings may be changed; leadlist columns shows how they are understood.",
    ),
}


def guide_of(leads: LeadList, rules: Rules) -> "Guide":
    """The guide of a list in the rules' language."""
    from leadlist.formats.document import GUIDE_SHEETS
    from leadlist.formats.list_workbook import Guide

    words, english = WORDS[rules.language], rules.language != "ja"
    names = {leads.headings[column]: name for name, column in leads.fields.items()}
    tables: list[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = [
        (
            str(words["columns"]),
            words["column headings"],
            [_row(text, names.get(text, ""), english) for text in leads.headings],
        )
    ]
    if rules.purposes:
        told = [
            (code, purpose.text, lint(purpose.text) or str(words["fine"])) for code, purpose in rules.purposes.items()
        ]
        tables.append((str(words["purposes"]), words["purpose headings"], told))
    tables.append((str(words["rules"]), words["rule heading"], [(text,) for text in RULES[rules.language]]))
    choices = _choices(rules)
    return Guide(
        sheet=GUIDE_SHEETS[rules.language],
        title=str(words["title"]),
        tables=tables,
        choices={text: choices[name] for text, name in names.items() if choices.get(name)},
        kinds={text: TYPED[kind] for text, name in names.items() if (kind := FIELDS[name].kind) in TYPED},
        doubts=next((text for text, name in names.items() if name == "doubtful"), ""),
        called={text: (FIELDS[name].ja, FIELDS[name].en) for text, name in names.items() if name != "doubtful"},
    )


def _row(heading: str, name: str, english: bool) -> tuple[str, str, str]:
    told = next((row for row in table("field_guide") if row["field"] == name), None)
    if told is None:
        return heading, "", ""
    return heading, told["en" if english else "ja"], told["example"]


def _choices(rules: Rules) -> dict[str, Sequence[str]]:
    english = rules.language != "ja"
    return {
        "source": [
            kind if english and not entry.label.isascii() else entry.label for kind, entry in rules.sources.items()
        ],
        "consent": [texts[english] for texts in GROUNDS.values()],
        "stage": rules.stages,
    }
