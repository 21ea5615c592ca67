"""Checks of rows and of the list as a whole: what is missing, what stands twice, what contradicts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from leadlist.checks.check import Context, ListCheck, Place, RepeatCheck, Shared, Sum, rows_of
from leadlist.checks.columns import once
from leadlist.fields import FIELDS, Group, Kind
from leadlist.leads import ColumnRef, LeadList
from leadlist.locale import _
from leadlist.plans import Severity

REACHING = tuple(
    name for name, entry in FIELDS.items() if entry.kind in (Kind.EMAIL, Kind.PHONE, Kind.ADDRESS) or name == "sns"
)
NAMING = tuple(name for name, entry in FIELDS.items() if entry.kind in (Kind.PERSON_NAME, Kind.KANA, Kind.COMPANY))
_WHOLE_COLUMN = 0.9
"""From this share of leads on, what is missing is said once for the column."""


def _filled(leads: LeadList, names: tuple[str, ...], context: Context) -> list[bool]:
    """For each row, whether one of these fields says anything."""
    return once(context, "filled", leads, lambda: _any_filled(leads, names, context), names)


def _any_filled(leads: LeadList, names: tuple[str, ...], context: Context) -> list[bool]:
    columns = [leads.columns[leads.fields[name]] for name in names if name in leads.fields]
    blanks = [_blanks(column, context) for column in columns]
    bare = [list(map(str.strip, column)) if blank else column for column, blank in zip(columns, blanks, strict=True)]
    return list(map(any, zip(*bare, strict=True))) if bare else []


def _blanks(column: Sequence[str], context: Context) -> bool:
    """Whether a cell of the column holds blanks only."""
    return once(context, "blanks", column, lambda: any(map(str.isspace, dict.fromkeys(column))))


def _lacking(leads: LeadList, context: Context) -> Mapping[str, Sequence[int]]:
    """The rows that lack a required value, for each such field that the list has."""
    required = [name for name in context.rules.validate.required if name in leads.fields]
    return {name: [row for row, text in enumerate(leads.values(name)) if not text.strip()] for name in required}


def _required(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    for name in context.rules.validate.required:
        column = leads.fields.get(name)
        if column is None:
            if not _made_of_parts(leads, name):
                yield Place(None, name, None, {"number": str(len(leads))})
            continue
        empty = rows_of(sums, itemgetter(name))
        if len(empty) > 10 and len(empty) >= _WHOLE_COLUMN * len(leads):
            yield Place(None, name, column, {"number": str(len(empty))})
        else:
            yield Place(empty, name, column, {"number": "1"})


def _made_of_parts(leads: LeadList, name: str) -> bool:
    parts = {"name": ("family_name", "given_name"), "address": ("city", "street"), "name_kana": ("family_name_kana",)}
    return any(part in leads.fields for part in parts.get(name, ()))


class _Reach(NamedTuple):
    """How many rows have an address of any kind, and which have none."""

    reached: int
    others: Sequence[int]


def _reach(leads: LeadList, context: Context) -> _Reach:
    filled = _filled(leads, REACHING, context)
    return _Reach(sum(filled), [row for row, known in enumerate(filled) if not known])


def _hardly_any(leads: LeadList, sums: Sequence[Sum]) -> bool:
    reached: int = sum(each.value.reached for each in sums)
    return reached < (1 - _WHOLE_COLUMN) * len(leads)


def _unreachable(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    if not _hardly_any(leads, sums):  # else that is REQ-004
        yield Place(rows_of(sums, attrgetter("others")), "email", leads.fields.get("email"), {})


def _no_reach(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    if _hardly_any(leads, sums):
        yield Place(None, "email", None, {})


def _nameless(leads: LeadList, context: Context) -> list[int]:
    """The rows that name nobody, but hold something."""
    return [row for row in _unnamed(leads, context) if any(column[row].strip() for column in leads.columns)]


def _nobody(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    yield Place(rows_of(sums), "name", leads.fields.get("name"), {})


def _empty(leads: LeadList, context: Context) -> list[int]:
    """The rows that hold nothing."""
    return [row for row in _unnamed(leads, context) if not any(column[row].strip() for column in leads.columns)]


def _blank(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    yield Place(rows_of(sums), "", None, {})


def _unnamed(leads: LeadList, context: Context) -> list[int]:
    return [row for row, known in enumerate(_filled(leads, NAMING, context)) if not known]


def _ids(leads: LeadList, context: Context) -> Iterator[Shared]:
    if "lead_id" in leads.fields:
        yield Shared(leads.values("lead_id"))


def _same_id(leads: LeadList, context: Context) -> Iterator[Place]:
    column = leads.fields.get("lead_id")
    if column is None:
        return
    number = Counter(leads.columns[column])
    yield Place(
        [row for row, text in enumerate(leads.columns[column]) if text and number[text] > 1], "lead_id", column, {}
    )


def _with_text(leads: LeadList, context: Context) -> frozenset[int]:
    """The columns in which some row has more than blanks."""
    answer = (at for at, column in enumerate(leads.columns) if any(map(str.strip, column)))
    return once(context, "with text", leads, lambda: frozenset(answer))


def _headings(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    number = Counter(heading.strip() for heading in leads.headings)
    for at, heading in enumerate(leads.headings):
        if number[heading.strip()] > 1 and heading.strip():
            yield Place(None, leads.field_of(ColumnRef(at)), ColumnRef(at), {})


def _no_heading(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    used = frozenset[int]().union(*(each.value for each in sums))
    for at, heading in enumerate(leads.headings):
        if not heading.strip() and at in used:
            yield Place(None, "", ColumnRef(at), {})


def _empty_column(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    used = frozenset[int]().union(*(each.value for each in sums)) | _calculated(leads)
    for name, column in leads.fields.items():
        if len(leads) and FIELDS[name].group is not Group.PERMISSION and column not in used:
            yield Place(None, name, column, {})


def _calculated(leads: LeadList) -> frozenset[int]:
    """The columns in which some cell is a formula."""
    return frozenset(column for _row, column in leads.formulas)


def _never_calculated(leads: LeadList, sums: Sequence[Sum], context: Context) -> Iterator[Place]:
    """Columns of formulas of which none has a value: written by a program that does not calculate."""
    used = frozenset[int]().union(*(each.value for each in sums))
    for column in sorted(_calculated(leads) - used):
        yield Place(None, leads.field_of(ColumnRef(column)), ColumnRef(column), {})


def _nothing(leads: LeadList, context: Context) -> None:
    """What matters of rows to a check of headings."""


CHECKS = (
    ListCheck(
        "REQ-001",
        Severity.ERROR,
        _lacking,
        _required,
        lambda: (
            _("A required value is missing."),
            _("Fill it in; [validate] required in the rules says which values no lead may lack."),
            _("The rules ask for this field in every lead. Where most leads lack it, that is one finding."),
        ),
    ),
    ListCheck(
        "REQ-002",
        Severity.WARNING,
        _reach,
        _unreachable,
        lambda: (
            _("There is no way to reach this lead."),
            _("Find an e-mail address, a phone number or an address, or let it go."),
            _("A lead without mail, phone and address is of use to nobody, and still has to be kept safe."),
        ),
    ),
    ListCheck(
        "REQ-003",
        Severity.ERROR,
        _nameless,
        _nobody,
        lambda: (
            _("The row names neither a person nor a company."),
            _("Look it up in the source, or remove the row."),
            _("Such a row cannot be told from others, merged, or found when somebody asks to be erased."),
        ),
    ),
    ListCheck(
        "REQ-004",
        Severity.WARNING,
        _reach,
        _no_reach,
        lambda: (
            _("Hardly a lead of this list can be reached: it has no mail address, phone number or address."),
            _("leadlist columns shows what each column was taken for; --set corrects it."),
            _("Either the columns were not recognised, or the list is none of leads."),
        ),
    ),
    ListCheck(
        "ROW-001",
        Severity.INFO,
        _empty,
        _blank,
        lambda: (
            _("The row is blank."),
            _("Remove it; sorting and filtering in Excel stop at blank rows."),
            _("Blank rows end Excel's idea of a table."),
        ),
    ),
    RepeatCheck(
        "ID-002",
        Severity.WARNING,
        ("lead_id",),
        _ids,
        _same_id,
        lambda: (
            _("The lead ID stands in another row too."),
            _("The next import, dedupe or purge gives the later row a new one."),
            _("Rows copied by hand carry the ID of the one they were copied from."),
        ),
    ),
    ListCheck(
        "HEAD-001",
        Severity.INFO,
        _nothing,
        _headings,
        lambda: (
            _("Another column has the same heading."),
            _("Rename one of them; leadlist columns shows which is taken for what."),
            _("Only one of them can be known as a field; the other is kept as it is."),
        ),
    ),
    ListCheck(
        "HEAD-002",
        Severity.INFO,
        _with_text,
        _no_heading,
        lambda: (
            _("The column has no heading."),
            _("Give it one, so that everybody knows what it holds."),
            _("Data nobody can explain are data nobody may keep (個人情報保護法17条)."),
        ),
    ),
    ListCheck(
        "HEAD-003",
        Severity.INFO,
        _with_text,
        _empty_column,
        lambda: (
            _("The column is empty."),
            _("Remove it, or begin to fill it."),
            _("Empty columns hide how little is known."),
        ),
    ),
    ListCheck(
        "HEAD-004",
        Severity.WARNING,
        _with_text,
        _never_calculated,
        lambda: (
            _("The column holds formulas that were never calculated, so its cells count as empty."),
            _("Open the workbook in Excel and save it: then the formulas have values."),
            _("A formula is read by the value that was stored with it; some programs write formulas without one."),
        ),
    ),
)
