"""Checks that any column can need: broken encodings, invisible signs, formulas, errors of Excel, wrong columns."""

import re

from leadlist.checks import mojibake
from leadlist.checks.check import ANY, FOUND, CellCheck, Context, Detail
from leadlist.checks.shapes import SIGNS, shape_of
from leadlist.fields import FIELDS, Group, Kind, fields_of_kind
from leadlist.locale import _
from leadlist.plans import Severity

_QUESTIONS = re.compile(r"[〓□]{2,}|[?？]{3,}|^[?？\s]{2,}$|(?<=[\u3040-\u9fff])\?\?(?=[\u3040-\u9fff])")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_FORMULA = re.compile(
    r"\s*(?:[=＝]\s*[\x22\x27($+@A-Za-z0-9-]|[+＋-]\s*[A-Za-z]+\d*\s*[(!|:$]|"
    r"[@＠][A-Za-z]+\d*\s*[(!|]|[+@-][A-Z]{1,3}[1-9]\d{0,6}\s*$|"
    r"[+＋-]\d+(?:\.\d+)?\s*[+*^]\s*\d+(?:\.\d+)?\s*$)|.*\bcmd\s*\|",
    re.DOTALL,
)
_FORMULA_SIGNS = re.compile(r"^[=+\-@＝＋＠ \t\r\n]|cmd", re.MULTILINE)
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|#{4,}")
_MARKUP = re.compile(
    r"&(?:amp|lt|gt|quot|nbsp|apos|#\d{2,5}|#x[0-9a-fA-F]{2,5});|</?(?:br|p|div|span|b|i|a|td|tr|font|strong|script)\b[^>]*>",
    re.IGNORECASE,
)

SINGLE_LINE = tuple(
    name
    for name, entry in FIELDS.items()
    if entry.kind not in (Kind.TEXT, Kind.ADDRESS) and entry.group is not Group.LEAD
)


_HASH = re.compile("#")
_MARKUP_SIGNS = re.compile("[&<]")


_CODED = (*fields_of_kind(Kind.URL), *fields_of_kind(Kind.EMAIL), "note", "sns", "evidence")
_ESCAPES = re.compile(
    r"(?:\\u[0-9a-fA-F]{4}){2}|=\?[\w-]+\?[bBqQ]\?|(?:%[0-9A-Fa-f]{2}){3}|(?:&#x?[0-9A-Fa-f]{4,6};){2}"
)
"""A text in the escapes of a program, a mail header, a web address or a page, which nobody took off."""


def _mojibake(field: str, text: str, context: Context) -> Detail:
    if field != "note" and _QUESTIONS.search(text):
        return FOUND
    return FOUND if mojibake.garbled(text) or (field not in _CODED and _ESCAPES.search(text)) else None


def _invisible(field: str, text: str, context: Context) -> Detail:
    found = _INVISIBLE.search(text)
    if not found:
        return None
    return {"sign": f"U+{ord(found[0]):04X}"}


def _private(field: str, text: str, context: Context) -> Detail:
    found = _PRIVATE.search(text)
    return {"sign": f"U+{ord(found[0]):04X}"} if found else None


def _formula(field: str, text: str, context: Context) -> Detail:
    return (
        FOUND
        if (text[0] in "=+-@＝＋＠ \t\r\n" and _FORMULA.match(text)) or ("cmd" in text and _FORMULA.match(text))
        else None
    )


def _excel_error(field: str, text: str, context: Context) -> Detail:
    return FOUND if text[0] == "#" and _EXCEL_ERROR.fullmatch(text.strip()) else None


def _markup(field: str, text: str, context: Context) -> Detail:
    return FOUND if _MARKUP.search(text) else None


def _line_break(field: str, text: str, context: Context) -> Detail:
    return FOUND if "\n" in text.strip() or "\r" in text.strip() else None


_ALLOWED = {
    Kind.EMAIL: ("email",),
    Kind.PHONE: ("phone",),
    Kind.POSTAL_CODE: ("postal_code",),
    Kind.DATE: ("date",),
    Kind.URL: ("url",),
    Kind.PERSON_NAME: (),
    Kind.KANA: (),
    Kind.COMPANY: (),
    Kind.ADDRESS: ("address", "postal_code"),
    Kind.CATEGORY: ("date",),
}
_USUAL = {
    Kind.EMAIL: re.compile(r"[^\s@/:]+@[^\s@/:]+$"),
    Kind.PHONE: re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}$|\+\d"),
    Kind.DATE: re.compile(r"\d{4}[-/年]"),
    Kind.POSTAL_CODE: re.compile(r"\d{3}-\d{4}$"),
    Kind.URL: re.compile("https?:"),
    Kind.ADDRESS: re.compile(r"(?:東京都|北海道|(?:京都|大阪)府|.{2,3}県|[\u3400-\u9fff]{1,5}[市区町村郡])"),
}
"""What most cells of a kind look like; they need no second look."""
_FREE = frozenset(
    [
        "note",
        "business",
        "sns",
        "tags",
        "interest",
        "evidence",
        "consent_how",
        "source",
        "event",
        "purpose",
        "consent",
        "external_id",
    ]
)
_JUDGED = tuple(
    name
    for name, entry in FIELDS.items()
    if name not in _FREE and (entry.kind in _ALLOWED or name in ("department", "title", "corporate_number"))
)


def _wrong_column(field: str, text: str, context: Context) -> Detail:
    entry = FIELDS[field]
    usual = _USUAL.get(entry.kind)
    shape = "" if usual and usual.match(text) else shape_of(text)
    if not shape:
        return None
    if field == "address" and shape == "postal_code":
        return {"shape": _shape_word(shape)}
    if shape in _ALLOWED.get(entry.kind, ()) or (entry.group is Group.PERMISSION and shape == "date"):
        return None
    if (
        entry.kind is Kind.ADDRESS
        and field in ("street", "building", "city")
        and shape in ("postal_code", "phone", "date")
    ):
        return None  # 123-4567 can be a house number
    if entry.kind is Kind.POSTAL_CODE and shape == "address" and re.match("[〒\\d]", text.strip()):
        return None  # a code with its address behind it: normalize splits it
    return {"shape": _shape_word(shape)}


def _shape_word(shape: str) -> str:
    return {
        "email": _("an e-mail address"),
        "url": _("a web address"),
        "postal_code": _("a postal code"),
        "phone": _("a phone number"),
        "date": _("a date"),
        "address": _("a postal address"),
    }[shape]


CHECKS = (
    CellCheck(
        "TEXT-001",
        Severity.ERROR,
        ANY,
        _mojibake,
        lambda: (
            _("The text is garbled: it was read in the wrong encoding."),
            _("Take it from the source again; as UTF-8 and CP932 are mixed up, the export may need another setting."),
            _("縺薙ｓ, ã\u0081\u0093, ŽR“c, ??? and \ufffd are what remains of Japanese text after a wrong encoding."),
        ),
        re.compile(rf"{mojibake.SIGNS.pattern}|[〓□]|\\u[0-9a-fA-F]{{4}}|%[0-9A-Fa-f]{{2}}%|&#"),
    ),
    CellCheck(
        "TEXT-002",
        Severity.WARNING,
        ANY,
        _invisible,
        lambda: (
            _("The text holds an invisible character ({sign})."),
            _("leadlist normalize takes it out of known columns."),
            _("Zero-width and control characters make equal texts differ; some turn the direction of writing around."),
        ),
        _INVISIBLE,
    ),
    CellCheck(
        "TEXT-003",
        Severity.WARNING,
        ANY,
        _private,
        lambda: (
            _("The text holds a character of somebody's own font (外字, {sign})."),
            _("Replace it by the standard character: 髙 and 﨑 exist."),
            _("Private-use characters look different, or like nothing at all, on every other computer."),
        ),
        _PRIVATE,
    ),
    CellCheck(
        "TEXT-004",
        Severity.WARNING,
        ANY,
        _formula,
        lambda: (
            _("The text looks like a formula."),
            _("Check where it comes from before anybody opens the list in a spreadsheet."),
            _("A text that begins with = + - or @ can be run as a formula by spreadsheets (CSV injection, CWE-1236)."),
        ),
        _FORMULA_SIGNS,
    ),
    CellCheck(
        "TEXT-005",
        Severity.ERROR,
        ANY,
        _excel_error,
        lambda: (
            _("This is an error value of Excel, not data."),
            _("Look at the formula it came from, or enter the value."),
            _("#N/A, #REF! and ##### get into lists when results of formulas or narrow columns are copied as text."),
        ),
        _HASH,
    ),
    CellCheck(
        "TEXT-006",
        Severity.WARNING,
        ANY,
        _markup,
        lambda: (
            _("The text holds HTML."),
            _("Write what it means: & for &amp;, a line break for <br>."),
            _("Web forms and exports sometimes keep the page's markup; it would be printed in mails and labels."),
        ),
        _MARKUP_SIGNS,
    ),
    CellCheck(
        "TEXT-007",
        Severity.INFO,
        SINGLE_LINE,
        _line_break,
        lambda: (
            _("The cell holds a line break."),
            _("leadlist normalize takes it out where it means nothing."),
            _("Many services that read CSV take the break for the end of the record."),
        ),
    ),
    CellCheck(
        "SWAP-001",
        Severity.ERROR,
        _JUDGED,
        _wrong_column,
        lambda: (
            _("This column does not hold {shape}."),
            _("Check whether the row's cells have slipped."),
            _("A value of another kind means exchanged columns or a row that slipped while pasting."),
        ),
        SIGNS,
    ),
)
