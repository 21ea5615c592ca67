"""Checks of company names, departments and titles, and the words that departments and titles are made of."""

import re

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, words
from leadlist.checks.shapes import LEGAL_FORM
from leadlist.locale import _
from leadlist.plans import Severity

FUNCTION = (
    "営業|総務|経理|人事|企画|開発|技術|製造|購買|資材|品質|管理|広報|法務|情報|システム|マーケ|事業|海外|国内|製品|商品|販売|業務|"
    "財務|調達|設計|研究|生産|物流|経営|顧客|カスタマー|サポート|採用|教育|安全|環境|保守|工務|庶務|秘書|宣伝|推進"
)
"""What departments do, as their names begin: a pattern."""
TITLE = (
    "代表取締役(?:社長|会長)?|取締役|執行役員|社長|会長|専務|常務|部長|次長|課長|係長|主任|主査|主事|店長|支店長|所長|工場長|室長|"
    "局長|理事長|理事|院長|園長|校長|マネージャー|マネジャー|リーダー|チーフ|ディレクター"
)
"""Titles and posts: a pattern."""
TITLE_ALONE = re.compile(rf"(?:{TITLE})(?:代理|補佐|心得)?")


def _only_form(field: str, text: str, context: Context) -> Detail:
    return FOUND if LEGAL_FORM.fullmatch(text.strip()) else None


def _title_as_department(field: str, text: str, context: Context) -> Detail:
    return FOUND if TITLE_ALONE.fullmatch(text.strip()) else None


def _department_as_title(field: str, text: str, context: Context) -> Detail:
    plain = text.strip()
    return FOUND if re.fullmatch(rf".*(?:{FUNCTION}).*(?:部|課|室|係)", plain) and not re.search(TITLE, plain) else None


_SECTION = re.compile(
    rf"(?:本社[\s　]*)?(?:第[一二三四五1-9])?(?:{FUNCTION}).*(?<![倶俱]楽)(?:部|課|係)|"
    r"(?:sales|marketing|purchasing|procurement|accounting|finance|human resources|hr|it|legal|engineering|r&d|support|"
    r"customer service)[\s,]+(?:department|dept\.?|division|team)",
    re.IGNORECASE,
)
"""A department by itself; what begins with a place or a name (東京都総務局, 青葉企画室) can be an organisation."""

_UNIT = re.compile(rf".*(?:[部課室係局科]|グループ|チーム|センター|担当|{FUNCTION})$")
_PLACE = re.compile(".*(?:[所場店班区面在]|地区)$|.*第.*")


def _department_as_company(field: str, text: str, context: Context) -> Detail:
    plain = text.strip()
    return FOUND if _SECTION.fullmatch(plain) and not LEGAL_FORM.search(plain) else None


def _no_department(field: str, text: str, context: Context) -> Detail:
    """A firm with its legal form at either end, or a frequent surname, a blank and a given name."""
    plain = text.strip()
    if _UNIT.fullmatch(plain):
        return None
    found = list(LEGAL_FORM.finditer(plain))  # Corp. Communications is a department: Latin forms stand at the end
    if found and ((found[0].start() == 0 and not found[0][0].isascii()) or found[-1].end() >= len(plain.rstrip("."))):
        return FOUND if not LEGAL_FORM.fullmatch(plain) else None
    person = None if _PLACE.fullmatch(plain) else _PERSON.fullmatch(plain)
    return FOUND if person and person[1] in words("surname_readings", "surname") else None


_PERSON = re.compile(r"([\u3400-\u9fff々]{1,3})[\s　]+[\u3400-\u9fff々ぁ-んァ-ヶー]{1,4}")
_NO_DEPARTMENT = re.compile(f"[\\s　]|{LEGAL_FORM.pattern}", re.IGNORECASE)


CHECKS = (
    CellCheck(
        "COMP-001",
        Severity.WARNING,
        ("company",),
        _only_form,
        lambda: (
            _("This is a legal form without a name."),
            _("Look up the company's name."),
            _("株式会社 alone names no company."),
        ),
    ),
    CellCheck(
        "COMP-002",
        Severity.WARNING,
        ("company",),
        _department_as_company,
        lambda: (
            _("This is a department, not a company."),
            _("Move it to the department's column, and look up the company."),
            _("営業部 or 総務部総務課 in the company's column: a cell was left out or two columns were exchanged."),
        ),
        re.compile(r"[部課係]\s*$|dep|div|team", re.IGNORECASE | re.MULTILINE),
    ),
    CellCheck(
        "DEPT-001",
        Severity.INFO,
        ("department",),
        _title_as_department,
        lambda: (
            _("This is a title, not a department."),
            _("Move it to the title's column."),
            _("Department and title are often exchanged when cards are typed in."),
        ),
    ),
    CellCheck(
        "DEPT-003",
        Severity.WARNING,
        ("department",),
        _no_department,
        lambda: (
            _("This is a company or a person, not a department."),
            _("Move it to the column it belongs to."),
            _(
                "The text begins or ends with a legal form such as 株式会社, or is a frequent surname and a given name "
                "with a blank between them: the row has slipped by a cell."
            ),
        ),
        _NO_DEPARTMENT,
    ),
    CellCheck(
        "DEPT-002",
        Severity.INFO,
        ("title",),
        _department_as_title,
        lambda: (
            _("This is a department, not a title."),
            _("Move it to the department's column."),
            _("Department and title are often exchanged when cards are typed in."),
        ),
    ),
)
