"""Checks of corporate numbers, invoice numbers, lead ids and URLs."""

import re
import unicodedata

from leadlist.checks.check import FOUND, CellCheck, Context, Detail
from leadlist.checks.shapes import shape_of
from leadlist.identity import PATTERN
from leadlist.locale import _
from leadlist.plans import Severity


def check_digit(base: str) -> int:
    """The first digit of a corporate number, from the twelve behind it.

    9 - (Σ Pn x Qn mod 9), n counted from the right, Q 1 and 2 in turn (法人番号の指定等に関する省令 2条).
    """
    total = sum(int(digit) * (1 if n % 2 == 0 else 2) for n, digit in enumerate(reversed(base)))
    return 9 - total % 9


def _numbers(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    return [re.sub(r"\D", "", part.removesuffix(".0")) for part in re.split(r"[;,、\n]", plain) if part.strip()]


def _wrong_digit(field: str, text: str, context: Context) -> Detail:
    for number in _numbers(text):
        if len(number) == 13 and (int(number[0]) != check_digit(number[1:]) or len(set(number)) == 1):
            return FOUND
    return None


def _wrong_length(field: str, text: str, context: Context) -> Detail:
    if context.is_nothing(text) or shape_of(text) in ("email", "url", "address"):
        return None
    if not context.match_key(field, text) and any(len(number) not in (12, 13) for number in _numbers(text)):
        return FOUND
    return None


def _twelve(field: str, text: str, context: Context) -> Detail:
    for number in _numbers(text):
        if len(number) == 12:
            return {"number": f"{check_digit(number)}{number}"}
    return None


def _not_an_id(field: str, text: str, context: Context) -> Detail:
    return None if PATTERN.fullmatch(text) else FOUND


_PLAIN_URL = re.compile(r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}(?:/[!-~]*)?")


def _invalid_url(field: str, text: str, context: Context) -> Detail:
    if (
        _PLAIN_URL.fullmatch(text)
        or context.is_nothing(text)
        or shape_of(text) in ("email", "phone", "date", "postal_code")
    ):
        return None
    return None if context.match_key(field, text) else FOUND


def _ip_address(field: str, text: str, context: Context) -> Detail:
    return FOUND if re.fullmatch(r"(?:https?://)?\d{1,3}(?:\.\d{1,3}){3}(?:[:/].*)?", text) else None


CORPORATE = ("corporate_number", "invoice_number")
CHECKS = (
    CellCheck(
        "CORP-001",
        Severity.ERROR,
        CORPORATE,
        _wrong_digit,
        lambda: (
            _("The check digit is wrong: this is no corporate number."),
            _("Look it up at the National Tax Agency's site (法人番号公表サイト)."),
            _("The first of the 13 digits is computed from the other twelve, so that slips of the pen are noticed."),
        ),
    ),
    CellCheck(
        "CORP-002",
        Severity.ERROR,
        CORPORATE,
        _wrong_length,
        lambda: (
            _("A corporate number has 13 digits."),
            _("Look it up at the National Tax Agency's site (法人番号公表サイト)."),
            _("An invoice number (インボイス登録番号) is T and 13 digits."),
        ),
    ),
    CellCheck(
        "CORP-003",
        Severity.WARNING,
        CORPORATE,
        _twelve,
        lambda: (
            _("This has 12 digits: a registry number, or a corporate number without its first digit."),
            _("As a corporate number it would be {number}."),
            _("会社法人等番号 has 12 digits; the corporate number puts a check digit in front of it."),
        ),
    ),
    CellCheck(
        "ID-001",
        Severity.WARNING,
        ("lead_id",),
        _not_an_id,
        lambda: (
            _("This is not a lead ID."),
            _("Leave the column to leadlist; the next import, dedupe or purge gives it a new one."),
            _("A lead ID is L- and ten letters or digits. It follows a lead through merges, undo and restore."),
        ),
    ),
    CellCheck(
        "URL-001",
        Severity.WARNING,
        ("url",),
        _invalid_url,
        lambda: (
            _("This is no web address."),
            _("Copy it from the browser: https://www.example.co.jp/"),
            _("A web address needs a host with a dot that can be reached from outside."),
        ),
    ),
    CellCheck(
        "URL-002",
        Severity.INFO,
        ("url",),
        _ip_address,
        lambda: (
            _("The web address is a bare number."),
            _("Ask for the address with a name."),
            _("Firms do not publish sites under numbers; test servers and malicious pages stand there."),
        ),
        re.compile(r"\d\.\d{1,3}\.\d"),
    ),
)
