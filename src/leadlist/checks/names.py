"""Checks of people's names."""

import re
import unicodedata

from leadlist.checks.check import FOUND, CellCheck, Context, Detail, RowCheck
from leadlist.checks.organisations import FUNCTION, TITLE, TITLE_ALONE
from leadlist.checks.shapes import LEGAL_FORM, shape_of
from leadlist.fields import Kind, fields_of_kind
from leadlist.locale import _
from leadlist.plans import Severity
from leadlist.rules.tables import table

NAMES = tuple(name for name in fields_of_kind(Kind.PERSON_NAME) if name != "representative")
KANAS = fields_of_kind(Kind.KANA)

_DEPARTMENT = re.compile(
    rf".*(?:{FUNCTION}|第[一二三四五1-9]).*(?:部|課|室|係|局|科|本部|グループ|チーム|センター|担当)|"
    r".*(?:支店|支社|営業所|事務所|出張所|事業所|工場|事務局|委員会|研究所)|"
    r".*(?:相談室|秘書室|社長室|役員室|代表室|管理室|企画室|(?:お客様|カスタマー|テクニカル)サポート)|"
    rf"(?:{FUNCTION})|.*\b(?:department|dept\.?|division|team|office)\b.*|"
    "marketing|purchasing|procurement|accounting|human resources|(?:customer|technical) (?:support|service)|r&d",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?:(?:{TITLE})[\s　]+|代表取締役(?:社長|会長)?|執行役員|マネー?ジャー)[\u3400-\u9fff々ぁ-んァ-ヶ].*|"
    rf"[\u3400-\u9fff々]{{1,4}}(?:{TITLE})|"
    rf"[\u3400-\u9fff々]{{1,4}}[\s　]*[\u3400-\u9fff々ぁ-んァ-ヶ]{{1,4}}[\s　]+(?:{TITLE})"
)
_SEVERAL = re.compile(
    r"^[\u3400-\u9fff々]{3,5}・[\u3400-\u9fff々]{3,5}$|[、／/＆&]|他[\s　]*\d*[\s　]*名|ほか\d*名|・.+(?:ほか|他)$",
    re.MULTILINE,
)
_SAYS_NOTHING = "|".join(re.escape(row["word"]) for row in table("placeholders") if row["kind"] == "anything")
_NOBODY = re.compile(f"様|さま|者|各位|御中|担当|匿|氏名|名無|名前|皆|窓口|受付|{TITLE}|{_SAYS_NOTHING}", re.IGNORECASE)
_ALSO_NAMES = re.compile("nan|nil|none|null|no", re.IGNORECASE)
"""Words for nothing that are also somebody's family or given name: only as a whole name they name nobody."""

_ORDINAL = re.compile(r"\b\d(?:st|nd|rd|th)\b", re.IGNORECASE)
_STRANGE = re.compile(
    r"[0-9０-９@＠?？!！*＊#＃%％+＋<>＜＞_＿~〜^\\|〓□]"
    r"|=\s*$|(?<=[\u3400-\u9fff々])[=＝](?=[\u3400-\u9fff])"
)
_TEST = re.compile(
    r"(?:株式会社|有限会社|合同会社)?"
    r"(?:test|テスト|てすと|ﾃｽﾄ|dummy|ダミー|sample|サンプル|ほげ|ホゲ|hoge|asdf|qwerty|xxx+|aaa+|ああ+|あいうえお|アアア+|削除|消去|未使用|使用不可)"
    r"[\s　]*(?:太郎|花子|ユーザー?|user|data|データ|会社|株式会社|test|テスト|\d*)",
    re.IGNORECASE,
)


_TEST_SIGNS = re.compile(
    "tes|テス|てす|ﾃｽ|dum|ダミ|sam|サン|ほげ|ホゲ|hog|asd|qwe|xxx|aaa|ああ|あい|アア|削除|消去|未使|使用|ｔｅ|ｓａ|ｄｕ",
    re.IGNORECASE,
)


def _placeholder(field: str, text: str, context: Context) -> Detail:
    plain = text.strip()
    if TITLE_ALONE.fullmatch(plain):
        return FOUND
    if context.is_nothing(plain):
        said = any(map(str.isalnum, plain)) and field != "middle_name"  # a dash is as good as an empty cell
        return FOUND if said and (field == "name" or not _ALSO_NAMES.fullmatch(plain)) else None
    if context.match_key("name", plain) or shape_of(plain):
        return None
    return FOUND if plain.isprintable() else None


def _department(field: str, text: str, context: Context) -> Detail:
    return FOUND if _DEPARTMENT.fullmatch(text.strip()) and not LEGAL_FORM.search(text) else None


def _company(field: str, text: str, context: Context) -> Detail:
    return FOUND if LEGAL_FORM.search(text) else None


def _strange(field: str, text: str, context: Context) -> Detail:
    plain = _ORDINAL.sub("", text)
    return FOUND if _STRANGE.search(plain) and not shape_of(text) and not _TEST.fullmatch(text.strip()) else None


def _titled(field: str, text: str, context: Context) -> Detail:
    return FOUND if _TITLED.fullmatch(text.strip()) else None


def _several(field: str, text: str, context: Context) -> Detail:
    if not _SEVERAL.search(text) or context.is_nothing(text):
        return None
    return FOUND if not shape_of(text) and not LEGAL_FORM.search(text) else None


def _test_data(field: str, text: str, context: Context) -> Detail:
    return FOUND if _TEST.fullmatch(unicodedata.normalize("NFKC", text).strip()) else None


def _same_as_company(texts: tuple[str, ...], context: Context) -> Detail:
    name, company = texts
    return FOUND if name and company and name.strip() == company.strip() and len(name) > 3 else None


def _alike(texts: tuple[str, ...], context: Context) -> tuple[str, ...] | None:
    """The texts where one of them can be the other with blanks around it."""
    name, company = texts
    return texts if name and (name in company or company in name) else None


CHECKS = (
    CellCheck(
        "NAME-001",
        Severity.WARNING,
        NAMES,
        _placeholder,
        lambda: (
            _("This names nobody."),
            _("Ask for the name, or leave the cell empty."),
            _("ご担当者様, 採用担当, 社長 or 不明 stand where a name should; such a lead cannot be told from others."),
        ),
        _NOBODY,
    ),
    CellCheck(
        "NAME-002",
        Severity.WARNING,
        NAMES,
        _department,
        lambda: (
            _("This is a department, not a person."),
            _("Move it to the department's column."),
            _("Cards and forms without a person often give the department as name."),
        ),
        re.compile(
            r"[部課室係局科ププ当店社所場会ムー務理事画発術造買材質報法ト育究産流営者客用務]\s*$|[A-Za-z]", re.MULTILINE
        ),
    ),
    CellCheck(
        "NAME-003",
        Severity.WARNING,
        NAMES,
        _company,
        lambda: (
            _("This is a company, not a person."),
            _("Move it to the company's column."),
            _("The text holds a legal form such as 株式会社 or Inc."),
        ),
        LEGAL_FORM,
    ),
    CellCheck(
        "NAME-004",
        Severity.WARNING,
        NAMES,
        _strange,
        lambda: (
            _("A name does not hold such signs."),
            _("Look it up in the source."),
            _("Digits, ?, @ or = in a name come from scans, wrong columns or broken encodings."),
        ),
        _STRANGE,
    ),
    CellCheck(
        "NAME-005",
        Severity.INFO,
        NAMES,
        _titled,
        lambda: (
            _("The name holds a title."),
            _("Move it to the title's column."),
            _("山田部長 and 山田太郎 would not be found to be the same person."),
        ),
    ),
    CellCheck(
        "NAME-006",
        Severity.WARNING,
        NAMES,
        _several,
        lambda: (
            _("The cell names several people."),
            _("Give each a row of their own."),
            _("Each person consents, refuses and is erased alone."),
        ),
        _SEVERAL,
    ),
    CellCheck(
        "NAME-007",
        Severity.WARNING,
        (*NAMES, "company", *KANAS),
        _test_data,
        lambda: (
            _("This looks like test data."),
            _("Remove the row if it is."),
            _("テスト, dummy or aaa are left over from trying out a form."),
        ),
        _TEST_SIGNS,
    ),
    RowCheck(
        "NAME-008",
        Severity.WARNING,
        ("name", "company"),
        ("name", "company"),
        ("name",),
        _same_as_company,
        lambda: (
            _("Name and company are the same."),
            _("Correct whichever is wrong."),
            _("Some exports fill the name with the company where nobody is named."),
        ),
        _alike,
    ),
)
