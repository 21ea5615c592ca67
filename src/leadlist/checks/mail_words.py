"""What a mail's text shows: its merge fields, what stands around them, and what the law wants in it. Pure text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from leadlist.rules import Rules
from leadlist.rules.tables import table

_FIELDS = re.compile(  # every part is bounded, so that no text takes long
    r"\*\|(?P<mailchimp>[^|*\n]{1,60})\|\*"  # Mailchimp
    r"|\{\{\{?(?P<braces>[^{}\n]{1,80})\}?\}\}"  # SendGrid, HubSpot
    r"|\$\{(?P<dollar>[^{}\n]{1,60})\}"
    r"|%%(?P<percent>[^%\n]{1,60})%%"  # Marketing Cloud
    r"|\[\[(?P<brackets>[^\[\]\n]{1,60})\]\]"
    r"|«(?P<word>[^»\n]{1,60})»"  # Word
    r"|<<(?P<angles>[^<>\n]{1,60})>>"
    r"|##(?P<hashes>[^#\n]{1,40})##"
    r"|\{(?P<brace>[^{}\n:;]{1,60})\}"
)
_OWN = re.compile(
    r"unsub|opt.?out|archive|subject|list:|mc:|company_?address|^sender|member_|current_?year|^date|browser|view|"
    r"webversion|profile|preference|forward|rewards|解除|停止|^(#|/|\^|else\b|end\b|if\b|each\b|unless\b|with\b|>|!|=)",
    re.IGNORECASE,
)
"""Fields that the mailer fills in itself, and what steers a template."""
_SHORT = {"fname": "firstname", "lname": "lastname", "email": "emailaddress", "mail": "emailaddress"}
_HONORIFIC = re.compile(r"[ \t\xa0\u3000]{0,8}(様|さま|殿|御中|先生)(?![々子相式])")
LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .,'’\-]*")
HONORED = re.compile(r"(様|さま|殿|御中|さん)[ \u3000]{0,8}$")


class MergeField(NamedTuple):
    """A merge field of a mail: its name, and the honorific printed right behind it, `""` where there is none."""

    name: str
    honorific: str


def merge_fields(text: str) -> Iterator[MergeField]:
    """Every field that the mailer's file must fill in, in its order; those of the mailer itself are left out.

    A line break in HTML between name and honorific is none in the mail, so blanks of any kind do not part them.
    """
    for found in _FIELDS.finditer(text):
        name = next(part for part in found.groups() if part is not None).strip()
        if found["braces"]:
            name = re.sub(r"^insert\s+", "", name).split("|")[0].split(" ")[0].strip() if name.isascii() else name
        if name and not _OWN.search(name):
            honorific = _HONORIFIC.match(text, found.end())
            yield MergeField(name, honorific[1] if honorific else "")


def column_of(name: str, headings: Sequence[str]) -> int | None:
    """The column of the mailer's file that a merge field names: by its heading, whatever the blanks, case and signs
    (FNAME, first_name, contact.firstname: “First Name”); None where there is none."""
    squeezed = [_squeezed(heading) for heading in headings]
    whole, last = _squeezed(name), _squeezed(name.rpartition(".")[2])
    for wanted in (whole, last, _SHORT.get(last, last)):
        if wanted and wanted in squeezed:
            return squeezed.index(wanted)
    return None


def _squeezed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


_PLACEHOLDER = {
    "sender": r"LIST:COMPANY|SENDER_?NAME|MEMBER_BUSNAME|COMPANY_NAME",
    "address": r"LIST_?ADDRESS|LIST:ADDRESS|SENDER_?ADDRESS|MEMBER_ADDR|COMPANY_(?:STREET_)?ADDRESS",
    "contact": r"LIST:(?:PHONE|EMAIL|URL)|SENDER_?EMAIL|MEMBER_EMAIL",
    "opt_out": r"UNSUB|OPT_?OUT|SUBSCRIPTION_PREFERENCES|配信停止|解除",
}
"""The mailers' own fields for these (Mailchimp, SendGrid, Marketing Cloud, HubSpot)."""
_FORMS = (
    r"(?:株式|有限|合同|合資|合名)会社|[（(][株有同][）)]|㈱|㈲|(?:社団|財団|医療|学校|社会福祉|NPO|独立行政)法人|協同組合|"
    r"\b(?:Inc|Ltd|LLC|LLP|GmbH|AG|SAS|SARL|S\.?A|B\.?V|K\.?K|Corp|Co|plc)\b\.?"
)
_NAMED = r"(?:送信者|差出人|発行元?|発行者|配信元|配信者|運営|sent by|published by)\s{0,8}[:：／/]?\s{0,8}\S"
_MAIL = r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
_LINK = r"https?://[^\s\"'<>]+|mailto:"
_PHONE = r"(?<![\d-])(?:\+\d{1,3}[ -]?|0)\d{1,4}[- (]{1,2}\d{1,4}[-) ]{1,2}\d{3,4}(?!\d)|(?<!\d)0\d{9,10}(?!\d)"
_PLACE = (
    r"(?<![\d-])\d{3}-\d{4}(?![\d-])|〒|(?:東京都|北海道|(?:大阪|京都)府|[一-龠]{2,3}県)[^\n]{1,40}\d|"
    r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b\d{4,5}\s+[A-ZÄÖÜÉ][a-zäöüßé]{2,}|"
    r"\b\d+\s+(?:[A-Z]\w+\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr)\b"
)
_OUT = (
    r"(?:配信|購読|登録|受信|送信|メルマガ|メール)[^\n]{0,12}(?:停止|解除|拒否|不要|中止|希望されない|希望しない)|退会|オプトアウト|"
    r"unsubscri|opt[ -]?out|stop receiving|abmelde|abbestell|désabonn|désinscri|darse de baja|disiscriv|uitschrijv"
)


def shows(item: str, text: str, rules: Rules) -> bool:
    """Whether a mail shows its `sender`, `address`, `contact` or a way to `opt_out`.

    What the rules say of the first three must be there word for word, blanks and width aside. Without that, anything
    that looks like one will do; a mailer's own merge field does in any case.
    """
    plain = unicodedata.normalize("NFKC", text)
    if re.search(rf"(?:\*\||\{{\{{|%%|\[|##|<%|«)[^|}}%\]\n]{{0,20}}(?:{_PLACEHOLDER[item]})", plain, re.IGNORECASE):
        return True
    said = rules.mailing
    if wanted := {"sender": said.sender, "address": said.sender_address, "contact": said.sender_contact}.get(item):
        return _squeezed(wanted) in _squeezed(plain)
    if item == "sender":
        return bool(re.search(_FORMS, plain) or re.search(_NAMED, plain, re.IGNORECASE))
    if item == "address":
        return bool(re.search(_PLACE, text) or re.search(_PLACE, plain))
    way = re.search(f"{_LINK}|{_MAIL}", plain)
    if item == "contact":
        asks = re.search(r"問い?合わ?せ|連絡先|contact|support", plain, re.IGNORECASE)
        return bool(re.search(_PHONE, plain) or re.search(_MAIL, plain) or (asks and way))
    return bool(re.search(_OUT, plain, re.IGNORECASE) and way)


class Demand(NamedTuple):
    """What a law wants a mail to show, how severe its lack is, by which article, resting on which fact."""

    item: str
    severity: str
    article: str
    fact: str


def demands(pack: str, channel: str) -> list[Demand]:
    """What the law of a pack (`JP`, `EU` …, `*`) wants in a mail by this channel; nothing for post, phone and fax."""
    return [
        Demand(row["item"], row["severity"], row["article"], row["fact"])
        for row in table("mailing_templates")
        if row["country"] == pack and channel in row["channels"].split(";")
    ]


CODES: Mapping[str, str] = {"sender": "MAIL-013", "address": "MAIL-014", "contact": "MAIL-015", "opt_out": "MAIL-016"}
