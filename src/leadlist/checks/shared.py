"""What rows may share with others: addresses, numbers, mail domains, or all they say. See `check.RepeatCheck`."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import filterfalse

from leadlist.checks.check import Context, Shared, words
from leadlist.checks.columns import distinct, once
from leadlist.checks.emails import PLAIN, domain_of
from leadlist.checks.mail_domains import is_role
from leadlist.leads import ColumnRef, LeadList

NAMES = ("name", "family_name", "given_name")
LINES = ("mobile", "phone", "phone_direct", "phone_2")
SWITCHBOARDS = ("phone", "phone_company")
_MOBILES = ("+8160", "+8170", "+8180", "+8190")
USUAL = 0.75
"""From this share of the leads at a mail domain on, their company is the one that the domain belongs to."""

PLAIN_NUMBER = re.compile(r"0[1-9]\d{0,3}-\d{1,4}-\d{4}", re.ASCII)


def by_address(leads: LeadList, context: Context) -> Iterator[Shared]:
    """A mail address, beside different names."""
    if "email" in leads.fields and has_names(leads):
        yield Shared(_wanted(leads, "email", context, is_personal), _named(leads, context))


def by_email(leads: LeadList, context: Context) -> Iterator[Shared]:
    """The text of a mail address."""
    if "email" in leads.fields and has_names(leads):
        yield Shared(leads.values("email"))


def by_mobile(leads: LeadList, context: Context) -> Iterator[Shared]:
    """The number of a mobile, beside different names."""
    for field in LINES if has_names(leads) else ():
        if field in leads.fields:
            yield Shared(_wanted(leads, field, context, of_mobiles(field)), _named(leads, context))


def by_line(leads: LeadList, context: Context) -> Iterator[Shared]:
    """A fixed line, beside different companies."""
    for field in SWITCHBOARDS if "company" in leads.fields else ():
        if field in leads.fields:
            yield Shared(_wanted(leads, field, context, is_fixed), _companies(leads, context))


def by_domain(leads: LeadList, context: Context) -> Iterator[Shared]:
    """A firm's mail domain, beside different companies."""
    if {"email", "company"} <= leads.fields.keys():
        yield Shared(list(map(_own_domain, leads.values("email"))), _companies(leads, context), most=USUAL)


def by_all(leads: LeadList, context: Context) -> Iterator[Shared]:
    """All that the rows say."""
    columns = telling(leads, context)
    if columns:
        yield Shared(["\0".join(cells) if any(cells) else "" for cells in zip(*columns, strict=True)])


def has_names(leads: LeadList) -> bool:
    """Whether some column names people."""
    return bool({"name", "family_name"} & leads.fields.keys())


def is_personal(address: str) -> bool:
    """Whether a mail address can be one person's."""
    return not is_role(address)


def of_mobiles(field: str) -> Callable[[str], bool]:
    """Whether a number in a field is a mobile's: in columns of fixed lines only what begins as one."""
    return lambda key: field == "mobile" or key.startswith(_MOBILES)


def is_fixed(number: str) -> bool:
    """Whether a number is no mobile's."""
    return not number.startswith(_MOBILES)


def keys_of(leads: LeadList, field: str, context: Context) -> dict[str, str]:
    """What two spellings of a mail address or number share, for each text of a column; quick for what is plain."""
    texts = distinct(leads.values(field), context)
    plain = PLAIN if field == "email" else PLAIN_NUMBER if context.rules.country == "JP" else None
    if plain is None:
        return {text: context.match_key(field, text) for text in texts}
    if field == "email":
        keys = {text: text.lower() for text in texts}
    else:
        keys = {text: "+81" + text[1:].replace("-", "") for text in texts}
    keys.update((text, context.match_key(field, text)) for text in filterfalse(plain.fullmatch, texts))
    return keys


def telling(leads: LeadList, context: Context) -> list[Sequence[str]]:
    """The columns that say something about the leads: not their numbers and ids."""
    own = {leads.fields.get("lead_id"), leads.fields.get("external_id"), *context.whole.counting}
    return [column for at, column in enumerate(leads.columns) if ColumnRef(at) not in own]


def counting(leads: LeadList) -> frozenset[ColumnRef]:
    """The columns that number the rows: No., 1, 2, 3 …"""
    return frozenset(ColumnRef(at) for at, column in enumerate(leads.columns) if _counts_up(column[:50]))


def _counts_up(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and all(cell.isdigit() for cell in cells) and len(set(cells)) == len(cells)


def _wanted(leads: LeadList, field: str, context: Context, wanted: Callable[[str], bool]) -> Sequence[str]:
    """The key of each row's address or number, where it has one that is `wanted`."""
    keys = once(context, "keys", leads.values(field), lambda: keys_of(leads, field, context), field)
    asked = {text: key if wanted(key) else "" for text, key in keys.items()}
    return [asked.get(text, "") for text in leads.values(field)]


def _named(leads: LeadList, context: Context) -> Sequence[str]:
    """The texts of names: where they are equal, so are the people's keys."""
    if "name" in leads.fields:
        return leads.values("name")
    parts = zip(leads.values("family_name"), leads.values("given_name"), strict=True)
    return once(context, "named", leads, lambda: [" ".join(both).strip() for both in parts])


def _companies(leads: LeadList, context: Context) -> Sequence[str]:
    """The keys of companies."""
    cells = leads.values("company")

    def answer() -> Sequence[str]:
        keys = {text: context.match_key("company", text) for text in distinct(cells, context)}
        return [keys.get(text, "") for text in cells]

    return once(context, "companies", cells, answer)


def _own_domain(text: str) -> str:
    """The domain of a plain mail address; `""` for one of a provider."""
    domain = domain_of(text)
    return domain if domain not in words("mail_domains", "domain") and "@" in text and PLAIN.fullmatch(text) else ""
