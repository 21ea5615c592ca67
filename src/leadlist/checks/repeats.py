"""Checks of rows against each other: what stands twice, and one address or number beside different people."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from leadlist.checks.check import ANY, Context, Place, RepeatCheck, words
from leadlist.checks.columns import once
from leadlist.checks.emails import PLAIN, domain_of
from leadlist.checks.shared import (
    LINES,
    NAMES,
    SWITCHBOARDS,
    USUAL,
    by_address,
    by_all,
    by_domain,
    by_email,
    by_line,
    by_mobile,
    has_names,
    is_fixed,
    is_personal,
    keys_of,
    of_mobiles,
    telling,
)
from leadlist.leads import LeadList, RowRef
from leadlist.locale import _
from leadlist.plans import Severity

SAMPLE = 5_000  # rows that tell in which column leads differ most


def _person(leads: LeadList) -> Callable[[RowRef, Context], str]:
    """How a row's person is told from others: the key of its name, or of its family and given name."""
    whole = "name" in leads.fields

    def key(row: RowRef, context: Context) -> str:
        if whole:
            return context.match_key("name", leads.value(row, "name"))
        text = leads.value(row, "family_name") + " " + leads.value(row, "given_name")
        return context.match_key("name", text.strip())

    return key


Who = Callable[[RowRef, Context], str]
Together = dict[str, list[RowRef]]


def _repeated(leads: LeadList, field: str, context: Context) -> Together:
    """The rows of each key of a field that stands in several rows."""
    column = leads.columns[leads.fields[field]]
    keys = keys_of(leads, field, context)
    of_rows = list(map(keys.get, column))
    number = Counter(of_rows)
    number[None] = number[""] = 0
    several = {key for key, count in number.items() if count > 1}
    rows: Together = defaultdict(list)
    for row, key in enumerate(of_rows if several else ()):
        if key in several:
            rows[key].append(RowRef(row))  # type: ignore[index]
    return rows


def _rows_of(leads: LeadList, field: str, context: Context, wanted: Callable[[str], bool]) -> Together:
    """The rows of each key of a field that stands in several rows and is `wanted`."""
    column = leads.columns[leads.fields[field]]
    repeated = once(context, "repeated", column, lambda: _repeated(leads, field, context), field)
    return {key: rows for key, rows in repeated.items() if wanted(key)}


def _different(leads: LeadList, field: str, shared: Together, who: Who, context: Context) -> Iterator[Place]:
    """The rows that share a key and differ in `who`."""
    for rows in shared.values():
        if len({name for row in rows if (name := who(row, context))}) > 1:
            others = ", ".join(str(leads.row_numbers[row]) for row in rows[:5])
            yield Place(rows, field, leads.fields[field], {"rows": others})


def _one_address(leads: LeadList, context: Context) -> Iterator[Place]:
    if "email" in leads.fields and has_names(leads):
        shared = _rows_of(leads, "email", context, is_personal)
        yield from _different(leads, "email", shared, _person(leads), context)


def _one_mobile(leads: LeadList, context: Context) -> Iterator[Place]:
    for field in LINES if has_names(leads) else ():
        if field in leads.fields:
            shared = _rows_of(leads, field, context, of_mobiles(field))
            yield from _different(leads, field, shared, _person(leads), context)


def _one_line(leads: LeadList, context: Context) -> Iterator[Place]:
    """A fixed line beside companies of different names."""
    for field in SWITCHBOARDS if "company" in leads.fields else ():
        if field in leads.fields:
            shared = _rows_of(leads, field, context, is_fixed)

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
    rows: Together = defaultdict(list)
    for row, (domain, text) in enumerate(zip(domains, leads.columns[column], strict=True)):
        if domain in often and "@" in text and PLAIN.fullmatch(text):
            rows[domain].append(RowRef(row))
    for domain, shared in rows.items():
        if len(shared) < 4:
            continue
        companies = {row: context.match_key("company", leads.value(row, "company")) for row in shared}
        ((usual, number),) = Counter(key for key in companies.values() if key).most_common(1) or [("", 0)]
        if number >= 3 and number >= USUAL * len(shared):
            strange = [row for row, key in companies.items() if key and key != usual and not _inside(key, usual)]
            yield Place(strange, "email", column, {"domain": domain})


def _inside(one: str, other: str) -> bool:
    return one in other or other in one


def _same_lead(leads: LeadList, context: Context) -> Iterator[Place]:
    """The same person's key with the same mail address: what dedupe would merge for certain."""
    column = leads.fields.get("email")
    if column is None or not has_names(leads):
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
    columns = telling(leads, context)
    if not columns:
        return
    step = len(leads) // SAMPLE + 1
    varied = max(columns, key=lambda column: len(set(column[::step])))  # any would do; this one leaves least to compare
    number = Counter(varied)
    rows = [row for row, text in enumerate(varied) if number[text] > 1]  # the others equal no row
    first: dict[tuple[str, ...], RowRef] = {}
    for row in rows:
        cells = tuple([column[row] for column in columns])
        earlier = first.setdefault(cells, RowRef(row))
        if earlier != row and any(cells):
            yield Place([row], "", None, {"row": str(leads.row_numbers[earlier])})


CHECKS = (
    RepeatCheck(
        "SAME-001",
        Severity.WARNING,
        ("email", *NAMES),
        by_address,
        _one_address,
        lambda: (
            _("The same e-mail address stands beside different names (rows {rows})."),
            _("Check whose it is."),
            _("A personal address belongs to one person: a row has slipped, or somebody married. info@ may be shared."),
        ),
    ),
    RepeatCheck(
        "SAME-002",
        Severity.WARNING,
        (*LINES, *NAMES),
        by_mobile,
        _one_mobile,
        lambda: (
            _("The same mobile number stands beside different names (rows {rows})."),
            _("Check whose it is."),
            _("Switchboards are shared, mobile phones hardly ever."),
        ),
    ),
    RepeatCheck(
        "SAME-003",
        Severity.WARNING,
        ANY,
        by_all,
        _twice,
        lambda: (
            _("The row equals row {row} in every cell."),
            _("leadlist dedupe merges them."),
            _("The same rows were pasted or imported twice."),
        ),
    ),
    RepeatCheck(
        "SAME-004",
        Severity.INFO,
        ("email", *NAMES),
        by_email,
        _same_lead,
        lambda: (
            _("Rows that repeat a name and mail address of the list: {number}."),
            _("leadlist dedupe finds these and others."),
            _("Only what is certainly the same is counted here."),
        ),
    ),
    RepeatCheck(
        "SAME-005",
        Severity.INFO,
        (*SWITCHBOARDS, "company"),
        by_line,
        _one_line,
        lambda: (
            _("The same phone number stands beside different companies (rows {rows})."),
            _("Check whose it is."),
            _("Firms of a group and tenants of an office share a line; otherwise a row has slipped."),
        ),
    ),
    RepeatCheck(
        "EMAIL-009",
        Severity.INFO,
        ("email", "company"),
        by_domain,
        _strange_company,
        lambda: (
            _("At {domain}, the other leads of this list work for another company."),
            _("Check company and address: somebody moved, or a row has slipped."),
            _("Reported where three and more leads, and three quarters of them, give one company for the domain."),
        ),
    ),
)
