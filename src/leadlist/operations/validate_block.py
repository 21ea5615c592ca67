"""What the checks say of one block of a list: what they find there, and what they note for the sum over all blocks."""

import difflib
import marshal
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import compress
from typing import Any, NamedTuple

from leadlist.checks import (
    ANY,
    CHECKS,
    CellCheck,
    Check,
    Context,
    ListCheck,
    RepeatCheck,
    RowCheck,
    Whole,
)
from leadlist.checks.columns import Texts, distinct, said
from leadlist.checks.sound import doubtful
from leadlist.errors import UserError
from leadlist.fields import FIELDS, Kind
from leadlist.leads import Block, ColumnRef, LeadList
from leadlist.locale import _
from leadlist.normalizers import match_key
from leadlist.normalizers.text import is_nothing
from leadlist.operations.repeats import Marks, marks_of
from leadlist.operations.row_checks import Harmless, found_in_rows
from leadlist.plans import Severity
from leadlist.rules import Rules
from leadlist.rules.country_names import country_code
from leadlist.rules.days import read_day

MOST_KEYS = 30_000  # remembered

LEVELS = (*(severity.value for severity in Severity), "off")


class Job(NamedTuple):
    """One block, and what is known of the whole list. `rules` are pickled; `marks`: whether repeats are to be marked,
    because the list is not held."""

    block: Block
    fields: Mapping[str, ColumnRef]
    rules: bytes
    today: date
    whole: Whole
    marks: bool


class Asked(NamedTuple):
    """A check of cells or rows and where it looks: a column, or those rows of it that lie in one country."""

    code: str
    column: ColumnRef
    country: str = ""


class Hits(NamedTuple):
    """What a check of cells or rows finds in a block: how often, and each thing it says with its rows, as bytes."""

    number: int
    packed: bytes

    @property
    def said(self) -> list[tuple[Mapping[str, str], Sequence[int]]]:
        """Each detail with its rows, counted from the block's first; what comes first in the list is first."""
        return [(dict(detail), rows) for detail, rows in marshal.loads(self.packed)]


class Fill(NamedTuple):
    """How a field of a block is filled: cells that are not empty, those with more than blanks, and the days it names,
    as ordinals, with how often each stands there."""

    filled: int
    said: int
    days: Mapping[int, int]


class Part(NamedTuple):
    """What is known of a block: `cells` counts those with more than blanks in a column, and in each country; `sums` and
    `marks` are what the checks of the whole list and of repeats have to know, by their code."""

    hits: Mapping[Asked, Hits]
    cells: Mapping[tuple[ColumnRef, str], int]
    sums: Mapping[str, Any]
    marks: Mapping[str, Sequence[Marks]]
    fill: Mapping[str, Fill]


def of_block(job: Job) -> Part:
    """What is to be known of one block of a list. For another process: plain data."""
    leads = job.block.read().with_fields(job.fields)
    rules = _rules(job.rules)
    checks = [check for check, _severity in in_force(rules)]
    context = context_of(job.rules, job.today, job.whole)
    cells: dict[tuple[ColumnRef, str], int] = {}
    hits = dict(_of_cells(leads, checks, context, job, cells))
    hits.update(_of_rows(leads, checks, context, job))
    return Part(
        hits,
        cells,
        {check.code: check.of_block(leads, context) for check in checks if isinstance(check, ListCheck)},
        {
            check.code: marks_of(leads, check, context)
            for check in checks
            if isinstance(check, RepeatCheck) and job.marks
        },
        {name: _fill(leads, name, context) for name in leads.fields},
    )


def get_ready() -> None:
    """Load what checks read, for a process that is about to get blocks."""
    match_key("address", "千代田区千代田１－１", Rules())


@lru_cache(maxsize=8)
def _rules(pickled: bytes) -> Rules:
    rules: Rules = pickle.loads(pickled)
    return rules


@lru_cache(maxsize=512)
def _harmless(rules: bytes, today: date, *about: str) -> Harmless:
    """What this process remembers of a column, or of a check of rows."""
    return Harmless()


def in_force(rules: Rules) -> list[tuple[Check, Severity]]:
    """The checks that are on, each with the severity the rules give it. Raises UserError for unknown ones."""
    asked = rules.validate.severity
    for code, level in asked.items():
        if code not in CHECKS:
            near = difflib.get_close_matches(code, CHECKS, n=1, cutoff=0.5)
            hint = _("Did you mean “{near}”?").format(near=near[0]) if near else _("leadlist rules explain lists them.")
            raise UserError(_("[validate] severity names an unknown check, “{code}”.").format(code=code), hint=hint)
        if level not in LEVELS:
            raise UserError(
                _("[validate] severity gives “{code}” the level “{level}”.").format(code=code, level=level),
                hint=_("Known: {names}.").format(names=", ".join(LEVELS)),
            )
    levels = {code: asked.get(code, check.severity.value) for code, check in CHECKS.items()}
    return [(check, Severity(levels[code])) for code, check in CHECKS.items() if levels[code] != "off"]


def context_of(pickled: bytes, today: date, whole: Whole, country: str | None = None) -> Context:
    """What the checks may ask by some rules, or by those rules in another country."""
    rules = _rules(pickled) if country is None else replace(_rules(pickled), country=country)
    keys = _keys(pickled, rules.country)

    def key_of(name: str, text: str) -> str:
        known = keys.get((name, text))
        if known is None:
            if len(keys) > MOST_KEYS:
                keys.clear()
            known = keys[name, text] = match_key(name, text, rules)
        return known

    return Context(rules, today, key_of, _is_nothing, whole)


_is_nothing = lru_cache(maxsize=16384)(is_nothing)  # sources, days and the like are asked for again and again


@lru_cache(maxsize=64)
def _keys(rules: bytes, country: str) -> dict[tuple[str, str], str]:
    """The keys that this process remembers: each is computed once, as far as there is room."""
    return {}


def _of_cells(
    leads: LeadList,
    checks: Sequence[Check],
    context: Context,
    job: Job,
    cells: dict[tuple[ColumnRef, str], int],
) -> Iterator[tuple[Asked, Hits]]:
    """What checks of cells find; `cells` gets how many were looked at."""
    known = partial(_harmless, job.rules, job.today)
    countries = _countries(leads, context, job)
    for column in map(ColumnRef, range(len(leads.headings))):
        name = leads.field_of(column)
        asked = [c for c in checks if isinstance(c, CellCheck) and (c.fields is ANY or name in c.fields)]
        cells[column, ""] = said(leads.columns[column], context)
        yield from _cells(leads, column, [check for check in asked if not check.national], context, known(name))
        national = [check for check in asked if check.national]
        for country, (own, rows) in countries.items() if national else ():
            texts = leads.columns[column] if rows is None else [leads.columns[column][row] for row in rows]
            cells[column, country] = said(texts, own)
            for place, found in _cells(leads, column, national, own, known(name, country), texts, rows):
                yield place._replace(country=country), found


def _countries(leads: LeadList, context: Context, job: Job) -> dict[str, tuple[Context, Sequence[int] | None]]:
    """A context for each country of the list and its rows; None: all of them, where no column names a country."""
    home = context.rules.country
    if not context.whole.by_country:
        return {home: (context, None)}
    rows: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(leads.values("country")):
        rows[country_code(text) if text.strip() else home].append(row)
    rows.pop("", None)
    return {code: (context_of(job.rules, job.today, job.whole, code), found) for code, found in rows.items()}


def _cells(
    leads: LeadList,
    column: ColumnRef,
    checks: Sequence[CellCheck],
    context: Context,
    harmless: Harmless,
    texts: Sequence[str] | None = None,
    rows: Sequence[int] | None = None,
) -> Iterator[tuple[Asked, Hits]]:
    """What cell checks find in one column, or in these rows of it; each distinct text is judged once."""
    if not checks:
        return
    name = leads.field_of(column)
    cells = leads.columns[column] if texts is None else texts
    places: Sequence[int] = range(len(cells)) if rows is None else rows
    suspects = harmless.others(doubtful(name, cells, context))
    bad: set[str] = set()
    searched = Texts(suspects)
    for check in checks:
        asked: Iterable[str] = searched.holding(check.signs) if check.signs else suspects
        found = {text: detail for text in asked if (detail := check.test(name, text, context)) is not None}
        if not found:
            continue
        bad.update(found)
        hits = compress(zip(places, cells, strict=True), map(found.__contains__, cells))
        yield Asked(check.code, column), _packed((row, found[text]) for row, text in hits)
    harmless.add(text for text in suspects if text not in bad)


def _of_rows(leads: LeadList, checks: Sequence[Check], context: Context, job: Job) -> Iterator[tuple[Asked, Hits]]:
    """What checks of rows find; rows that are equal in what a check looks at are judged once."""
    for check in checks:
        if not isinstance(check, RowCheck) or not all(name in leads.fields for name in check.needs):
            continue
        name = next((name for name in check.at if name in leads.fields), "")
        harmless = _harmless(job.rules, job.today, check.code, *(each for each in check.fields if each in leads.fields))
        if not name or not (found := found_in_rows(leads, check, name, context, harmless)):
            continue
        yield Asked(check.code, leads.fields[name]), _packed(found)


def _packed(found: Iterable[tuple[int, Mapping[str, str]]]) -> Hits:
    """What was found in some rows."""
    at: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for row, detail in found:
        at[tuple(detail.items())].append(row)
    return Hits(sum(map(len, at.values())), marshal.dumps(list(at.items()), 2))


def _fill(leads: LeadList, name: str, context: Context) -> Fill:
    cells = leads.values(name)
    days: Counter[int] = Counter()
    if FIELDS[name].kind is Kind.DATE:
        read = {text: day.toordinal() for text in distinct(cells, context) if (day := read_day(text))}
        days.update(read[text] for text in cells if text in read)
    return Fill(len(cells) - cells.count(""), said(cells, context), days)
