"""Checks of rows against each other: what stands twice, and one address or number beside different people."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from leadlist.checks.check import Context, ListCheck, Place, words
from leadlist.checks.columns import distinct, once
from leadlist.checks.emails import PLAIN, domain_of
from leadlist.checks.mail_domains import is_role
from leadlist.checks.sound import doubtful
from leadlist.fields import Kind, fields_of_kind
from leadlist.leads import ColumnRef, LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Severity


def _person(leads: LeadList) -> Callable[[RowRef, Context], str]:
    """How a row's person is told from others: the key of its name, or of its family and given name."""
    whole = "name" in leads.fields

    def key(row: RowRef, context: Context) -> str:
        if whole:
            return context.match_key("name", leads.value(row, "name"))
        text = leads.value(row, "family_name") + " " + leads.value(row, "given_name")
        return context.match_key("name", text.strip())

    return key


PLAIN_NUMBER = re.compile(r"0[1-9]\d{0,3}-\d{1,4}-\d{4}", re.ASCII)


def key_of(field: str, text: str, context: Context) -> str:
    """What two spellings of a mail address or number share; quick for what is written plainly."""
    if field == "email" and PLAIN.fullmatch(text):
        return text.lower()
    if field != "email" and context.rules.country == "JP" and PLAIN_NUMBER.fullmatch(text):
        return "+81" + text[1:].replace("-", "")
    return context.match_key(field, text)


Who = Callable[[RowRef, Context], str]
Shared = dict[str, list[RowRef]]


def _keys(leads: LeadList, field: str, context: Context) -> dict[str, str]:
    """What is compared, for each text of a column of mail addresses or numbers that has such a key."""
    column = leads.columns[leads.fields[field]]
    asked = doubtful(field, column, context)
    if field == "email":
        keys = {text: text.lower() for text in distinct(column, context)}
    elif context.rules.country == "JP":
        keys = {text: "+81" + text[1:].replace("-", "") for text in distinct(column, context)}
    else:
        keys, asked = {}, distinct(column, context)
    keys.update((text, key_of(field, text, context)) for text in asked)
    return keys


def _repeated(leads: LeadList, field: str, context: Context) -> Shared:
    """The rows of each key of a field that stands in several rows."""
    column = leads.columns[leads.fields[field]]
    keys = _keys(leads, field, context)
    of_rows = list(map(keys.get, column))
    number = Counter(of_rows)
    number[None] = number[""] = 0
    several = {key for key, count in number.items() if count > 1}
    rows: Shared = defaultdict(list)
    for row, key in enumerate(of_rows if several else ()):
        if key in several:
            rows[key].append(RowRef(row))  # type: ignore[index]
    return rows


def _rows_of(leads: LeadList, field: str, context: Context, wanted: Callable[[str], bool]) -> Shared:
    """The rows of each key of a field that stands in several rows and is `wanted`."""
    column = leads.columns[leads.fields[field]]
    repeated = once(context, "repeated", column, lambda: _repeated(leads, field, context), field)
    return {key: rows for key, rows in repeated.items() if wanted(key)}


def _different(leads: LeadList, field: str, shared: Shared, who: Who, context: Context) -> Iterator[Place]:
    """The rows that share a key and differ in `who`."""
    for rows in shared.values():
        if len({name for row in rows if (name := who(row, context))}) > 1:
            others = ", ".join(str(leads.row_numbers[row]) for row in rows[:5])
            yield from (Place(row, field, leads.fields[field], {"rows": others}) for row in rows)


def _one_address(leads: LeadList, context: Context) -> Iterator[Place]:
    if "email" in leads.fields and {"name", "family_name"} & leads.fields.keys():
        shared = _rows_of(leads, "email", context, lambda key: not is_role(key))
        yield from _different(leads, "email", shared, _person(leads), context)


def _one_mobile(leads: LeadList, context: Context) -> Iterator[Place]:
    """In columns of fixed lines only the numbers of mobiles count."""
    if not {"name", "family_name"} & leads.fields.keys():
        return
    for field in ("mobile", "phone", "phone_direct", "phone_2"):
        if field in leads.fields:
            shared = _rows_of(leads, field, context, lambda key: field == "mobile" or key.startswith(_MOBILES))  # noqa: B023
            yield from _different(leads, field, shared, _person(leads), context)


_MOBILES = ("+8160", "+8170", "+8180", "+8190")


def _one_line(leads: LeadList, context: Context) -> Iterator[Place]:
    """A fixed line beside companies of different names."""
    for field in ("phone", "phone_company"):
        if field in leads.fields and "company" in leads.fields:
            shared = _rows_of(leads, field, context, lambda key: not key.startswith(_MOBILES))

            def company(row: RowRef, context: Context) -> str:
                return context.match_key("company", leads.value(row, "company"))

            yield from _different(leads, field, shared, company, context)


def _strange_company(leads: LeadList, context: Context) -> Iterator[Place]:
    """One row's company at a mail domain that three and more rows give to another: three quarters of all it has."""
    if not {"email", "company"} <= leads.fields.keys():
        return
    column = leads.fields["email"]
    domains = list(map(domain_of, leads.columns[column]))
    often = {domain for domain, number in Counter(domains).items() if number >= 4} - words("mail_domains", "domain")
    rows: Shared = defaultdict(list)
    for row, (domain, text) in enumerate(zip(domains, leads.columns[column], strict=True)):
        if domain in often and "@" in text and PLAIN.fullmatch(text):
            rows[domain].append(RowRef(row))
    for domain, shared in rows.items():
        if len(shared) < 4:
            continue
        companies = {row: context.match_key("company", leads.value(row, "company")) for row in shared}
        ((usual, number),) = Counter(key for key in companies.values() if key).most_common(1) or [("", 0)]
        if number >= 3 and number >= 0.75 * len(shared):
            for row, key in companies.items():
                if key and key != usual and key not in usual and usual not in key:
                    yield Place(row, "email", column, {"domain": domain})


def _other_kana(leads: LeadList, context: Context) -> Iterator[Place]:
    """Hiragana in a column of katakana, or the other way round: nine tenths of the column decide."""
    for name in fields_of_kind(Kind.KANA):
        if name not in leads.fields:
            continue
        column = leads.columns[leads.fields[name]]
        texts = distinct(column, context)
        hiragana = {text for text in texts if _only(text, _HIRAGANA, _KATAKANA)}
        katakana = {text for text in texts if _only(text, _KATAKANA, _HIRAGANA)}
        number = [sum(map(script.__contains__, column)) for script in (hiragana, katakana)]
        if max(number) >= 10 and min(number) <= 0.1 * sum(number):
            few = hiragana if number[0] <= number[1] else katakana
            rows = enumerate(column) if few else ()
            yield from (Place(RowRef(row), name, leads.fields[name], {}) for row, text in rows if text in few)


def _only(text: str, script: re.Pattern[str], other: re.Pattern[str]) -> bool:
    return script.search(text) is not None and not other.search(text)


_HIRAGANA = re.compile("[\u3041-\u3096]")
_KATAKANA = re.compile("[\u30a1-\u30fa\uff66-\uff9d]")


def _same_lead(leads: LeadList, context: Context) -> Iterator[Place]:
    """The same person's key with the same mail address: what dedupe would merge for certain."""
    column = leads.fields.get("email")
    if column is None or not {"name", "family_name"} & leads.fields.keys():
        return
    person = _person(leads)
    number = Counter(leads.columns[column])
    often = {text for text, count in number.items() if text and count > 1}
    found = 0
    first: dict[tuple[str, str], RowRef] = {}
    for row, text in enumerate(leads.columns[column]):
        if text in often and (name := person(RowRef(row), context)):
            found += first.setdefault((text, name), RowRef(row)) != row
    if found:
        yield Place(None, "email", column, {"number": str(found)})


def _twice(leads: LeadList, context: Context) -> Iterator[Place]:
    """Rows that equal an earlier one in every cell but their number and id."""
    own = {leads.fields.get("lead_id"), leads.fields.get("external_id")}
    columns = [column for at, column in enumerate(leads.columns) if ColumnRef(at) not in own and not _counts_up(column)]
    if not columns:
        return
    telling = max(columns, key=lambda column: len(distinct(column, context)))
    number = Counter(telling)
    rows = [row for row, text in enumerate(telling) if number[text] > 1]  # the others equal no row
    first: dict[tuple[str, ...], RowRef] = {}
    for row in rows:
        cells = tuple([column[row] for column in columns])
        earlier = first.setdefault(cells, RowRef(row))
        if earlier != row and any(cells):
            yield Place(RowRef(row), "", None, {"row": str(leads.row_numbers[earlier])})


def _counts_up(column: object) -> bool:
    """No., 1, 2, 3 …: a column that numbers the rows says nothing about the leads."""
    cells = list(column)[:50]  # type: ignore[call-overload]
    return len(cells) > 1 and all(cell.isdigit() for cell in cells) and len(set(cells)) == len(cells)


CHECKS = (
    ListCheck(
        "SAME-001",
        Severity.WARNING,
        _one_address,
        lambda: (
            _("The same e-mail address stands beside different names (rows {rows})."),
            _("Check whose it is."),
            _("A personal address belongs to one person: a row has slipped, or somebody married. info@ may be shared."),
        ),
    ),
    ListCheck(
        "SAME-002",
        Severity.WARNING,
        _one_mobile,
        lambda: (
            _("The same mobile number stands beside different names (rows {rows})."),
            _("Check whose it is."),
            _("Switchboards are shared, mobile phones hardly ever."),
        ),
    ),
    ListCheck(
        "SAME-003",
        Severity.WARNING,
        _twice,
        lambda: (
            _("The row equals row {row} in every cell."),
            _("leadlist dedupe merges them."),
            _("The same rows were pasted or imported twice."),
        ),
    ),
    ListCheck(
        "SAME-004",
        Severity.INFO,
        _same_lead,
        lambda: (
            _("Rows that repeat a name and mail address of the list: {number}."),
            _("leadlist dedupe finds these and others."),
            _("Only what is certainly the same is counted here."),
        ),
    ),
    ListCheck(
        "SAME-005",
        Severity.INFO,
        _one_line,
        lambda: (
            _("The same phone number stands beside different companies (rows {rows})."),
            _("Check whose it is."),
            _("Firms of a group and tenants of an office share a line; otherwise a row has slipped."),
        ),
    ),
    ListCheck(
        "EMAIL-009",
        Severity.INFO,
        _strange_company,
        lambda: (
            _("At {domain}, the other leads of this list work for another company."),
            _("Check company and address: somebody moved, or a row has slipped."),
            _("Reported where three and more leads, and three quarters of them, give one company for the domain."),
        ),
    ),
    ListCheck(
        "KANA-006",
        Severity.INFO,
        _other_kana,
        lambda: (
            _("The reading is in another kana than the rest of the column."),
            _("Write the column in one of them, so that it sorts."),
            _("Hiragana is never turned into katakana by itself, since it may be the name's own spelling."),
        ),
    ),
)
