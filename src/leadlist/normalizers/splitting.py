"""Cells of a place or a page that hold something of another field too: a postal code, a phone, a mail address."""

import re

from leadlist.normalizers import addresses, emails, phones, text, urls
from leadlist.rules import Rules

_CODE_ALONE = re.compile(r"(?:〒\s*[0-9]{3}-?|[0-9]{3}-)[0-9]{4}")
# a label and something between it and the number: that TEL03 is no building is not certain
_LABELLED = r"(?:TEL|電話(?:番号)?|℡|☎|FAX|ファックス)(?:[:.]\s*|\s+)[+(0-9]"
_PHONES_BEHIND = re.compile(
    rf"^(?!{_LABELLED})(?P<address>.*?[^\s,、/(])[\s,、/(]+(?P<phones>{_LABELLED}.*?)\)?$", re.IGNORECASE
)
_MAIL_AND_PAGE = re.compile(r"[\s,、;]+(?:/\s+)?")


def split_address(address: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """`〒163-8001 東京都… TEL:03-1234-5678` -> the address, and the rest for `postal_code`, `phone` and `fax`."""
    cleaned = text.clean(address)
    code = text.codes(cleaned)
    if _CODE_ALONE.fullmatch(code):
        return "", {"postal_code": _postal_code(code)}
    rest: dict[str, str] = {}
    if before := addresses.CODE_BEFORE.match(cleaned):
        rest["postal_code"] = _postal_code(before["code"])
        cleaned = cleaned[before.end() :]
    behind = _PHONES_BEHIND.match(cleaned)
    if behind and (reached := _by_phone(behind["phones"], rules)):
        rest |= reached
        cleaned = behind["address"]
    return (addresses.write_address(cleaned, rules), rest) if rest else (address, {})


def _postal_code(typed: str) -> str:
    digits = re.sub(r"\D", "", typed)
    return f"{digits[:3]}-{digits[3:]}"


def _by_phone(labelled: str, rules: Rules) -> dict[str, str]:
    """What goes into `phone` and `fax` of `TEL:03-… FAX:03-…`; nothing where a number is none."""
    kept, rest = phones.split_phone(labelled, rules)
    if rest:
        return rest | ({"phone": kept} if kept else {})
    found = phones.parse(labelled, rules)
    return {"phone": "; ".join(phone.written for phone in found)} if found else {}


def split_url(cell: str, rules: Rules) -> tuple[str, dict[str, str]]:
    """A mail address in the column of pages belongs to `email`, be it alone or beside a page."""
    if urls.pages(cell):
        return cell, {}
    written = emails.write_email(cell, rules)
    if emails.email_key(written, rules):
        return "", {"email": written}
    parts = [part for part in _MAIL_AND_PAGE.split(text.codes(cell)) if part]
    mails = [part for part in parts if emails.is_valid(part)]
    pages = [part for part in parts if part not in mails]
    if len(mails) == len(pages) == 1 and urls.pages(pages[0]):
        return urls.write_url(pages[0], rules), {"email": mails[0]}
    return cell, {}
